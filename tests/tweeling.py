"""The same deliveries in a store of either kind, so that both can be asked the same.

Beside the sample employers, their records and the employers of the search set it holds changes of all kinds: records that are
removed, delivered again with a higher version, or moved to another employer.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from indexers.configuratie import load_bronnen
from indexers.pipeline import Opdracht
from indexers.readers.files import FilesSource
from indexers.samples.generator import Samplesopdracht, write_samples
from indexers.source import Source, Sourceopdracht
from klantbeeld.app import open_klantbeeld, open_laadstraat
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from tests.bouwers_leveringen import write_leveringen
from tests.testnode import require_elasticsearch, share_once
from tests.zoekset.werkgevers import make_zoekset

VANDAAG = date(2023, 10, 20)
ZAAD = 20231020
_ELKE = 20
"""One in so many records of a source is changed."""
_VREEMD = ["lh:123456789L01"]


@dataclass(frozen=True, slots=True)
class Tweeling:
    """The use cases over each of the two stores."""

    sqlite: Klantbeeld
    elastic: Klantbeeld


@contextmanager
def open_tweeling(werkgevers: int, log: Path) -> Iterator[Tweeling]:
    """Both stores, filled once per run of the tests; consultations are recorded in the folder ``log``."""
    node = require_elasticsearch()
    map_ = share_once(f"tweeling-{werkgevers}", lambda nieuw: _fill_both(nieuw, node, werkgevers))
    sqlite, elastic = (
        settings.model_copy(update={"logboek": log / f"{plaats}.jsonl"})
        for plaats, settings in enumerate(_list_settings(map_, node))
    )
    with open_klantbeeld(sqlite) as een, open_klantbeeld(elastic) as ander:
        yield Tweeling(een, ander)


def _list_settings(map_: Path, node: str) -> list[Settings]:
    urls = (f"sqlite:///{map_}/klantbeeld.db", f"elasticsearch+{node}/{map_.name}")
    return [Settings(store=StoreSettings(url=url), leveringen=map_ / "leveringen", vandaag=VANDAAG) for url in urls]


def _fill_both(map_: Path, node: str, werkgevers: int) -> None:
    leveringen = map_ / "leveringen"
    write_samples(leveringen, Samplesopdracht(werkgevers, ZAAD, VANDAAG))
    wijzigingen = map_ / "wijzigingen.jsonl"
    wijzigingen.write_bytes(b"".join(regel for pad in sorted(leveringen.iterdir()) for regel in _change(pad)))
    zoekset = write_leveringen(map_ / "zoekset.jsonl", make_zoekset())
    for settings in _list_settings(map_, node):
        with open_laadstraat(settings) as laadstraat:
            laadstraat.pipeline.start()
            laadstraat.pipeline.run(load_bronnen(None).make_sources(leveringen), Opdracht())
            later: list[Source] = [FilesSource(Sourceopdracht(f"bestand:{pad}", None, pad)) for pad in (wijzigingen, zoekset)]
            laadstraat.pipeline.run(later, Opdracht())


def _change(pad: Path) -> Iterator[bytes]:
    """In turn a removal, a higher version, and a move to the employer of the example."""
    with pad.open("rb") as regels:
        for plaats, regel in enumerate(islice(regels, 0, None, _ELKE)):
            levering = json.loads(regel)
            if levering["soort"] == "bronstand" or levering["verwijderd"]:
                continue
            levering["versie"] += 1
            if plaats % 3 == 0:
                levering |= {"verwijderd": True}
                del levering["gegevens"]
            elif plaats % 3 == 1 and levering["werkgever"]:
                levering["werkgever"] = _VREEMD
            yield json.dumps(levering).encode() + b"\n"
