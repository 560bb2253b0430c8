"""An indexer that dies by SIGKILL at a chosen call of its store or of the bus: run as a program, with the place as arguments.
With another signal it does what that one asks: SIGSTOP lets it stand still.

python -m tests.faults.breuk METHOD voor|na NTH [SIGNAL]
"""

import os
import signal
import sys
from typing import Any, NamedTuple

from indexers.afleiden import Afleider, Grondslag
from indexers.busstroom import Busstroom
from indexers.configuratie import load_bronnen
from indexers.ontvangst import Ontvanger
from indexers.pipeline import Opdracht, Pipeline
from indexers.readers.streams import StreamsSource
from indexers.werkplaats import Werkplaats
from klantbeeld.app import geheim_of, make_klok, open_sources
from klantbeeld.normen import load_normen
from klantbeeld.settings import load_settings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Store

ALLE = "*"
"""Stands for every method."""


class Breekpunt(NamedTuple):
    """At which call of which method, and whether before or after it, the process gets which signal."""

    methode: str
    moment: str
    keer: int
    teken: signal.Signals = signal.SIGKILL


class Breekbaar:
    """A store, or a stream on the bus, that kills the process before or after the nth call of one method (or of ``ALLE``);
    everything else is its own."""

    def __init__(self, store: Store | Busstroom, breekpunt: Breekpunt) -> None:
        self._store = store
        self._breekpunt = breekpunt
        self._over = breekpunt.keer

    def __getattr__(self, naam: str) -> Any:
        werkelijk = getattr(self._store, naam)
        if self._breekpunt.methode not in {naam, ALLE} or not callable(werkelijk):
            return werkelijk

        def call(*args: Any, **kwargs: Any) -> Any:
            self._over -= 1
            if self._over == 0 and self._breekpunt.moment == "voor":
                os.kill(os.getpid(), self._breekpunt.teken)
            antwoord = werkelijk(*args, **kwargs)
            if self._over == 0 and self._breekpunt.moment == "na":
                os.kill(os.getpid(), self._breekpunt.teken)
            return antwoord

        return call


def main(breekpunt: Breekpunt) -> None:
    settings = load_settings()
    bronnen = load_bronnen(settings.bronnen)
    store: Any = Breekbaar(open_store(settings.store.url, schrijven=True, toegang=settings.store), breekpunt)
    afleider = Afleider(store, Grondslag(load_normen(), geheim_of(settings), make_klok(settings)))
    pipeline = Pipeline(store, afleider, Werkplaats(Ontvanger(load_normen(), bronnen.ceiling), None))
    pipeline.start()
    with open_sources(settings) as sources:
        for source in sources:
            if isinstance(source, StreamsSource):
                breekbaar: Any = Breekbaar(source._bus, breekpunt)
                source._bus = breekbaar
        pipeline.run(sources, Opdracht())


if __name__ == "__main__":
    methode, moment, keer, *teken = sys.argv[1:]
    main(Breekpunt(methode, moment, int(keer), *(signal.Signals[naam] for naam in teken)))
