"""An indexer that dies by SIGKILL at a chosen call of its store or of the bus: run as a program, with the place as arguments.

python -m tests.faults.breuk METHOD voor|na NTH
"""

import os
import signal
import sys
from typing import Any

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


class Breekbaar:
    """A store, or a stream on the bus, that kills the process before or after the nth call of one method; everything else is
    its own."""

    def __init__(self, store: Store | Busstroom, methode: str, moment: str, keer: int) -> None:
        self._store = store
        self._breekpunt = (methode, moment)
        self._over = keer

    def __getattr__(self, naam: str) -> Any:
        werkelijk = getattr(self._store, naam)
        if naam != self._breekpunt[0]:
            return werkelijk

        def call(*args: Any, **kwargs: Any) -> Any:
            self._over -= 1
            if self._over == 0 and self._breekpunt[1] == "voor":
                os.kill(os.getpid(), signal.SIGKILL)
            antwoord = werkelijk(*args, **kwargs)
            if self._over == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return antwoord

        return call


def main(methode: str, moment: str, keer: int) -> None:
    settings = load_settings()
    bronnen = load_bronnen(settings.bronnen)
    store: Any = Breekbaar(open_store(settings.store.url, schrijven=True, toegang=settings.store), methode, moment, keer)
    afleider = Afleider(store, Grondslag(load_normen(), geheim_of(settings), make_klok(settings)))
    pipeline = Pipeline(store, afleider, Werkplaats(Ontvanger(load_normen(), bronnen.ceiling), None))
    pipeline.start()
    with open_sources(settings) as sources:
        for source in sources:
            if isinstance(source, StreamsSource):
                breekbaar: Any = Breekbaar(source._bus, methode, moment, keer)
                source._bus = breekbaar
        pipeline.run(sources, Opdracht())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
