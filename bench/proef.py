"""Deliveries to measure with, and a store that takes them in through the product's own pipeline."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.stopwatch import Duur, Stopwatch
from indexers.configuratie import load_bronnen
from indexers.pipeline import Opdracht
from indexers.samples.generator import Samplesopdracht, write_samples
from indexers.verloop import Verloop
from klantbeeld.app import open_laadstraat
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings

VANDAAG = date(2025, 10, 15)
ZAAD = 1
PROEFWERKGEVERS = 500
"""From so many employers it is told how many records an employer has on average."""

Meld = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Meetopdracht:
    """How much to measure: rounds, records to take in, employers to search among (small first), records for the memory.
    ``meld`` hears what is being done."""

    map_: Path
    meld: Meld
    herhalingen: int
    records: int
    werkgevers: tuple[int, ...]
    geheugenrecords: int


@dataclass(frozen=True, slots=True)
class Proef:
    """Deliveries in a folder: so many lines, and the settings of a product that reads them."""

    settings: Settings
    regels: int

    @property
    def store(self) -> Path:
        return Path(self.settings.store.url.removeprefix("sqlite:///"))

    def load(self, *, opnieuw: bool = False) -> tuple[Duur, Verloop]:
        """Takes in everything, from the beginning when ``opnieuw``, until all is derived and durable."""
        stopwatch = Stopwatch()
        with stopwatch.running(), open_laadstraat(self.settings) as laadstraat:
            laadstraat.pipeline.start()
            sources = load_bronnen(None).make_sources(self.settings.leveringen)
            verloop = laadstraat.pipeline.run(sources, Opdracht(vanaf_begin=opnieuw))
        return stopwatch.duur, verloop


def make_proef(map_: Path, werkgevers: int, soort: str | None = None) -> Proef:
    """Makes the deliveries of so many employers in a new folder, beside a store that is not there yet."""
    leveringen = map_ / "leveringen"
    telling = write_samples(leveringen, Samplesopdracht(werkgevers, ZAAD, VANDAAG, soort))
    url = f"sqlite:///{map_.absolute()}/klantbeeld.db"
    return Proef(Settings(store=StoreSettings(url=url), leveringen=leveringen, vandaag=VANDAAG), telling.totaal)


def count_werkgevers(map_: Path, records: int) -> int:
    """How many employers have about so many records together, beside what is always there."""
    vast, proef = (write_samples(map_, Samplesopdracht(aantal, ZAAD, VANDAAG)).totaal for aantal in (0, PROEFWERKGEVERS))
    return max(round((records - vast) * PROEFWERKGEVERS / (proef - vast)), 1)


def remove_store(pad: Path) -> None:
    """Removes a store with what SQLite kept beside it."""
    for deel in ("", "-wal", "-shm"):
        pad.with_name(pad.name + deel).unlink(missing_ok=True)
