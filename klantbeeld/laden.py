"""Running the indexer: once over everything there is, or for as long as the program lives."""

import os
import random
import select
import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import structlog

from indexers.pipeline import Onderbroken, Opdracht, Verloop
from indexers.readers.files import FilesSource
from indexers.source import Source, Sourceopdracht
from klantbeeld.app import Laadstraat, open_laadstraat
from klantbeeld.errors import InvoerOnjuist, StoreOnbereikbaar
from klantbeeld.settings import Settings

PAUZE = 0.1
"""So many seconds between two looks at the sources."""
LANGSTE_PAUZE = 30.0

log = structlog.get_logger()


class Stopknop:
    """Ends ``follow`` after the block it is working on. A pipe, for a signal may come at any moment: no locks."""

    def __init__(self) -> None:
        self._uit, self._in = os.pipe()
        os.set_blocking(self._in, False)
        self.is_gedrukt = False

    def listen(self) -> None:
        """Presses on SIGTERM and SIGINT."""
        for teken in (signal.SIGTERM, signal.SIGINT):
            signal.signal(teken, lambda *_: self.press())

    def press(self) -> None:
        if not self.is_gedrukt:
            self.is_gedrukt = True
            os.write(self._in, b".")

    def check(self) -> None:
        """Errors: ``Onderbroken`` once it was pressed."""
        if self.is_gedrukt:
            raise Onderbroken

    def wait(self, seconden: float) -> None:
        """Waits so long, or until it is pressed."""
        select.select([self._uit], [], [], seconden)


def load_file(laadstraat: Laadstraat, bestand: Path, opdracht: Opdracht, meld: Callable[[int], None]) -> Verloop:
    """Takes in one file of deliveries of any source: from where an earlier run was cut off, else from the beginning."""
    if not bestand.is_file():
        raise InvoerOnjuist(f"{bestand} bestaat niet of is geen bestand.")
    source = FilesSource(Sourceopdracht(f"bestand:{bestand.resolve()}", None, bestand))
    laadstraat.pipeline.start()
    verloop = laadstraat.pipeline.run([source], opdracht, meld)
    if verloop.regels or verloop.gestopt:
        return verloop
    return laadstraat.pipeline.run([source], replace(opdracht, vanaf_begin=True), meld)


def follow(settings: Settings, sources: list[Source], opdracht: Opdracht, stopknop: Stopknop) -> None:
    """Takes in what comes, until the button is pressed. While the store can't be reached it waits, longer each time."""
    wachttijd = PAUZE
    laadstraat: Laadstraat | None = None
    is_gestart = False
    bewaakt = replace(opdracht, volgen=True, bewaak=stopknop.check)
    with ExitStack() as geopend:
        while not stopknop.is_gedrukt:
            try:
                laadstraat = laadstraat or geopend.enter_context(open_laadstraat(settings))
                if not is_gestart:
                    laadstraat.pipeline.start(stopknop.check)
                    is_gestart = True
                laadstraat.pipeline.run(sources, bewaakt)
                wachttijd = PAUZE
            except StoreOnbereikbaar as fout:
                wachttijd = min(wachttijd * 2, LANGSTE_PAUZE)
                log.warning("store onbereikbaar", fout=str(fout), wachttijd=round(wachttijd, 1))
            except Onderbroken:
                return
            stopknop.wait(wachttijd * random.uniform(0.8, 1.2))  # noqa: S311 - spreads retries, guards nothing
