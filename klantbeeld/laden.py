"""Running the indexer: once over everything there is, or for as long as the program lives."""

import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import structlog

from indexers.pipeline import Opdracht, Verloop
from indexers.readers.files import FilesSource
from indexers.source import Source, Sourceopdracht
from klantbeeld.app import Laadstraat
from klantbeeld.errors import InvoerOnjuist, StoreOnbereikbaar

PAUZE = 0.1
"""So many seconds between two looks at the sources."""
LANGSTE_PAUZE = 30.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Stopknop:
    """Ends ``follow`` after the block it is working on."""

    gedrukt: Event = field(default_factory=Event)

    def listen(self) -> None:
        """Presses on SIGTERM and SIGINT."""
        for teken in (signal.SIGTERM, signal.SIGINT):
            signal.signal(teken, lambda *_: self.gedrukt.set())


def load_file(laadstraat: Laadstraat, bestand: Path, opdracht: Opdracht, meld: Callable[[int], None]) -> Verloop:
    """Takes in one file of deliveries of any source: from where an earlier run was cut off, else from the beginning."""
    if not bestand.is_file():
        raise InvoerOnjuist(f"{bestand} bestaat niet of is geen bestand.")
    source = FilesSource(Sourceopdracht(f"bestand:{bestand.resolve()}", None, bestand))
    laadstraat.pipeline.start()
    verloop = laadstraat.pipeline.run([source], opdracht, meld)
    if verloop.regels or verloop.gestopt:
        return verloop
    opnieuw = FilesSource(Sourceopdracht(f"bestand:{bestand.resolve()}", None, bestand))
    return laadstraat.pipeline.run([opnieuw], Opdracht(bevestig=opdracht.bevestig, vanaf_begin=True), meld)


def follow(laadstraat: Laadstraat, sources: list[Source], opdracht: Opdracht, stopknop: Stopknop) -> None:
    """Takes in what comes, until the button is pressed. While the store can't be reached it waits, longer each time."""
    wachttijd = PAUZE
    gestart = False
    while not stopknop.gedrukt.is_set():
        try:
            if not gestart:
                laadstraat.pipeline.start()
                gestart = True
            verloop = laadstraat.pipeline.run(sources, opdracht)
        except StoreOnbereikbaar as fout:
            wachttijd = min(wachttijd * 2, LANGSTE_PAUZE)
            log.warning("store onbereikbaar", fout=str(fout), wachttijd=round(wachttijd, 1))
        else:
            wachttijd = min(wachttijd * 2, LANGSTE_PAUZE) if verloop.gestopt else PAUZE
        stopknop.gedrukt.wait(wachttijd * random.uniform(0.8, 1.2))  # noqa: S311 - spreads retries, guards nothing
