"""Builders of deliveries and of a store that took them in, through the real pipeline."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from indexers.pipeline import Opdracht, Pipeline
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from indexers.verloop import Verloop
from klantbeeld.access.policy import load_rechten
from klantbeeld.app import open_klantbeeld, open_laadstraat
from klantbeeld.domain.digests import Storedigest, digest_store
from klantbeeld.domain.profielen import public_id
from klantbeeld.queries import Klantbeeld, Raadpleging
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.protocol import Store

VANDAAG = date(2023, 10, 20)
LH = "123456789L01"
ANDER = "987654321L01"

_VERSIES = count(1)

Levering = dict[str, Any]


def make_levering(soort: str, gegevens: dict[str, Any] | None, **envelop: Any) -> Levering:
    """A delivery of the example employer; without gegevens a removal. Each gets a higher version than the one before."""
    versie = next(_VERSIES)
    return {
        "bron": "proef",
        "soort": soort,
        "sleutel": f"{soort}-{versie}",
        "versie": versie << 10,
        "gewijzigdOp": "2023-10-01T08:00:00Z",
        "verwijderd": gegevens is None,
        "werkgever": [] if soort == "organisatie" else [f"lh:{LH}"],
        **({} if gegevens is None else {"gegevens": gegevens}),
        **envelop,
    }


def make_organisatie(lh_nummer: str = LH, gegevens: dict[str, Any] | None = None, **envelop: Any) -> Levering:
    """An active employer with only what the contract demands, and what is given beside it."""
    verplicht = {
        "naam": "Bakkerij Vroeg",
        "lhNummer": lh_nummer,
        "natuurlijkPersoon": False,
        "handelsnamen": [],
        "status": "actief",
        "sectoren": [],
        "sbi": [],
    }
    return make_levering("organisatie", verplicht | (gegevens or {}), **{"sleutel": lh_nummer, **envelop})


def make_contact(plaatsgevonden_op: str = "2023-10-15T09:12:00Z", **envelop: Any) -> Levering:
    """A telephone call about WGA."""
    gegevens = {"plaatsgevondenOp": plaatsgevonden_op, "kanaal": "Telefoon", "status": "open", "onderwerp": "WGA"}
    return make_levering("contact", gegevens, **envelop)


def make_boete(besluit_op: str = "2023-05-10", bedrag: int = 45500, **envelop: Any) -> Levering:
    """An imposed fine."""
    return make_levering("boete", {"besluitOp": besluit_op, "bedragInCenten": bedrag, "status": "opgelegd"}, **envelop)


def make_bronstand(bron: str = "proef", **gegevens: Any) -> Levering:
    """A bronstand of this morning; ``volledig`` and ``aantal`` as given."""
    inhoud = {"standOp": "2023-10-20T06:00:00Z", "volledig": False, **gegevens}
    return make_levering("bronstand", inhoud, bron=bron, sleutel=bron, werkgever=[])


def write_regel(levering: Levering | bytes) -> bytes:
    """A delivery as its line, without the end; bytes are taken as they are."""
    return levering if isinstance(levering, bytes) else json.dumps(levering, ensure_ascii=False).encode()


def write_leveringen(pad: Path, leveringen: Iterable[Levering | bytes]) -> Path:
    """A file of deliveries; bytes are written as they are."""
    pad.write_bytes(b"".join(write_regel(levering) + b"\n" for levering in leveringen))
    return pad


@dataclass(frozen=True, slots=True)
class Proef:
    """A store in a folder, with the pipeline into it and the use cases on it."""

    settings: Settings
    store: Store
    pipeline: Pipeline
    klantbeeld: Klantbeeld

    def deliver(self, *leveringen: Levering | bytes, opdracht: Opdracht | None = None) -> Verloop:
        """Takes in these deliveries as one new file."""
        pad = self.settings.leveringen / f"{next(_VERSIES)}.jsonl"
        return self.deliver_file(write_leveringen(pad, leveringen), opdracht)

    def deliver_file(self, pad: Path, opdracht: Opdracht | None = None) -> Verloop:
        self.pipeline.start()
        return self.pipeline.run([FilesSource(Sourceopdracht(f"bestand:{pad}", None, pad))], opdracht or Opdracht())

    def digest(self) -> Storedigest:
        return digest_store(self.store.digests())

    def consult(self, rol: str = "klantadviseur") -> Raadpleging:
        """A consultation in a role; within a running event loop."""
        gebruiker = load_rechten(None).grant(rol, f"demo-{rol}")
        assert gebruiker is not None
        return self.klantbeeld.raadpleeg(gebruiker, "0" * 32)

    def id_of(self, lh_nummer: str) -> str:
        """The public id of an employer."""
        return public_id(lh_nummer, self.settings.geheim.get_secret_value().encode()[:64])


@contextmanager
def open_proef(map_: Path, vandaag: date = VANDAAG, url: str = "") -> Iterator[Proef]:
    """A new store on a fixed day: a file in a folder, or the one at this url."""
    leveringen = map_ / "leveringen"
    leveringen.mkdir(parents=True, exist_ok=True)
    store = StoreSettings(url=url or f"sqlite:///{map_}/klantbeeld.db")
    settings = Settings(store=store, leveringen=leveringen, vandaag=vandaag, logboek=map_ / "raadplegingen.jsonl")
    with open_laadstraat(settings) as laadstraat, open_klantbeeld(settings) as klantbeeld:
        yield Proef(settings, laadstraat.store, laadstraat.pipeline, klantbeeld)
