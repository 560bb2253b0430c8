"""Builders of configured sources: a bronnen.toml, a file per source, and the pipeline over them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from indexers.ontvangst import Ontvanger
from indexers.pipeline import Opdracht, Pipeline
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from indexers.verloop import Verloop
from klantbeeld.app import open_laadstraat, open_sources
from klantbeeld.domain.digests import Storedigest, digest_store
from klantbeeld.domain.vragen import Bronnenvraag, Bronregel
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.protocol import Markering, Store, Tellers
from tests.bouwers_leveringen import VANDAAG, Levering, make_contact, write_leveringen
from tests.programma import own_environment


def write_bronnen(map_: Path, *namen: str, **velden: object) -> Path:
    """A bronnen.toml with these sources, each with a file of its own name; ``velden`` stand with every one."""
    regels = [
        'lezer = "bestanden"',
        'groepen = ["CONTACTMANAGEMENT"]',
        *(f"{veld} = {waarde!r}" for veld, waarde in velden.items()),
    ]
    delen = ([f"[bronnen.{naam}]", f'naam = "{naam}"', f'pad = "{naam}.jsonl"', *regels] for naam in namen)
    pad = map_ / "bronnen.toml"
    pad.write_text("\n".join(regel for deel in delen for regel in deel))
    return pad


def make_contacten(aantal: int, bron: str = "k3cr", **envelop: Any) -> list[Levering]:
    """Contacts C1, C2, … of a source."""
    return [make_contact(bron=bron, sleutel=f"C{nummer}", **envelop) for nummer in range(1, aantal + 1)]


def refuse(levering: Levering) -> Levering:
    """The same delivery with a status that does not exist."""
    return levering | {"gegevens": levering["gegevens"] | {"status": "wacht"}}


@dataclass(frozen=True, slots=True)
class Bronnenproef:
    """A store in a folder with configured sources; each ``index`` is a pipeline of its own, as after a restart."""

    settings: Settings
    store: Store
    pipeline: Pipeline
    ontvanger: Ontvanger

    def write(self, bron: str, *leveringen: Levering | bytes) -> Path:
        """What the file of a source holds from now on."""
        return write_leveringen(self.settings.leveringen / f"{bron}.jsonl", leveringen)

    def append(self, bron: str, *leveringen: Levering | bytes) -> None:
        pad = self.settings.leveringen / f"{bron}.jsonl"
        eerder = pad.read_bytes()
        write_leveringen(pad, leveringen)
        pad.write_bytes(eerder + pad.read_bytes())

    def index(self, opdracht: Opdracht | None = None) -> Verloop:
        """Reads all sources once."""
        self.pipeline.start()
        return self.run(opdracht)

    def run(self, opdracht: Opdracht | None = None) -> Verloop:
        """The same without a start: what a following indexer does again and again."""
        with open_sources(self.settings) as sources:
            return self.pipeline.run(sources, opdracht or Opdracht())

    def take_in_any(self, bestand: Path) -> Verloop:
        """Takes in one file of deliveries of any source."""
        self.pipeline.start()
        return self.pipeline.run([FilesSource(Sourceopdracht(bestand.stem, None, bestand))], Opdracht())

    def leave_mark(self, soort: str, *sleutels: str) -> None:
        """Leaves a mark, as an indexer that was killed does."""
        self.store.mark(Markering("", {soort: sleutels}))

    def storingen(self) -> dict[str, str]:
        regels: tuple[Bronregel, ...] = self.store.read([Bronnenvraag()])[0]
        return {regel.bron: regel.storing for regel in regels if regel.storing is not None}

    def tellers(self, bron: str) -> Tellers:
        return next((teller for teller in self.store.counters() if teller.bron == bron), Tellers(bron))

    def redenen(self) -> list[str]:
        """Why dead letters are dead, each as often as there are."""
        return sorted(brief.reden for brief in self.store.dead_letters())

    def digest(self) -> Storedigest:
        return digest_store(self.store.digests())

    def live(self, bron: str = "k3cr") -> set[str]:
        """The keys of the live records of a source."""
        return {id_.split(":", 2)[2] for id_, _ in self.store.live_versions(bron)}


def surroundings(settings: Settings) -> dict[str, str]:
    """The environment of a program that works on the same store and sources."""
    url = settings.bus.url
    bus = {} if url is None else {"KLANTBEELD_BUS__URL": url.get_secret_value()}
    return own_environment(
        **bus,
        KLANTBEELD_BUS__OVERNAME_NA=str(settings.bus.overname_na),
        KLANTBEELD_STORE__URL=settings.store.url,
        KLANTBEELD_LEVERINGEN=str(settings.leveringen),
        KLANTBEELD_BRONNEN=str(settings.bronnen),
        KLANTBEELD_VANDAAG=VANDAAG.isoformat(),
    )


def make_settings(map_: Path, *bronnen: str, vandaag: date = VANDAAG, **velden: object) -> Settings:
    """Settings of a new store in a folder with these sources."""
    leveringen = map_ / "leveringen"
    leveringen.mkdir(parents=True, exist_ok=True)
    store = StoreSettings(url=f"sqlite:///{map_}/klantbeeld.db")
    return Settings(store=store, leveringen=leveringen, bronnen=write_bronnen(map_, *bronnen, **velden), vandaag=vandaag)


@contextmanager
def open_bronnenproef(settings: Settings) -> Iterator[Bronnenproef]:
    """The store of these settings, made when it is new, with a pipeline that has not run yet."""
    with open_laadstraat(settings) as laadstraat:
        yield Bronnenproef(settings, laadstraat.store, laadstraat.pipeline, laadstraat.ontvanger)
