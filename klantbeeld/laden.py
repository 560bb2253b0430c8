"""Running the indexer: over one file, or for as long as the program lives."""

import asyncio
import os
import random
import select
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from indexers.busstroom import Busachterstand
from indexers.pipeline import Onderbroken, Opdracht
from indexers.readers.files import FilesSource
from indexers.source import Source, Sourceopdracht
from indexers.verloop import Verloop
from klantbeeld.app import Laadstraat, open_laadstraat
from klantbeeld.app_redis import GEDULD_TOEZICHT, count_lag
from klantbeeld.errors import InvoerOnjuist, StoreOnbereikbaar
from klantbeeld.settings import Settings
from klantbeeld.stoppen import UITERSTE, end_within
from klantbeeld.toestand import OVERIGE, Bevinding

PAUZE = 0.1
"""So many seconds between two looks at the sources."""
LANGSTE_PAUZE = 30.0
LANGSTE_STILTE = 300.0
"""After so many seconds without a sign of life an indexer hangs: longer than any batch, or wait for the store, takes."""

log = structlog.get_logger()


class Stopknop:
    """Ends following after the block it is working on. A pipe, for a signal may come at any moment: no locks."""

    def __init__(self) -> None:
        self._uit, self._in = os.pipe()
        os.set_blocking(self._in, False)
        self.is_gedrukt = False

    def listen(self) -> None:
        """Presses on SIGTERM and SIGINT; the block, or a wait for the store, may not last for long then."""
        for teken in (signal.SIGTERM, signal.SIGINT):
            signal.signal(teken, lambda *_: self._stop())

    def _stop(self) -> None:
        end_within(UITERSTE, 0)
        self.press()

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


class Volger:
    """Takes in what comes, until the button is pressed. While the store can't be reached it waits, longer each time. Another
    thread may ask meanwhile how it stands."""

    def __init__(self, settings: Settings, sources: list[Source], opdracht: Opdracht, stopknop: Stopknop) -> None:
        self._settings = settings
        self._sources = sources
        self._opdracht = replace(opdracht, volgen=True, bewaak=self._check)
        self._stopknop = stopknop
        self._slag = monotonic()
        self._store: str | None = StoreOnbereikbaar.code  # it was not opened yet
        self._laadstraat: Laadstraat | None = None
        self.registry = CollectorRegistry()
        self.registry.register(self)

    def run(self) -> None:
        """Errors: ``KlantbeeldError`` for whatever waiting does not mend."""
        wachttijd = PAUZE
        is_gestart = False
        with ExitStack() as geopend:
            while not self._stopknop.is_gedrukt:
                try:
                    pipeline = (self._laadstraat or self._open(geopend)).pipeline
                    if not is_gestart:
                        pipeline.start(self._check)
                        is_gestart = True
                    pipeline.run(self._sources, self._opdracht)
                    self._store, wachttijd = None, PAUZE
                except StoreOnbereikbaar as fout:
                    self._store, wachttijd = fout.code, min(wachttijd * 2, LANGSTE_PAUZE)
                    log.warning("store onbereikbaar", fout=str(fout), wachttijd=round(wachttijd, 1))
                except Onderbroken:
                    return
                self._slag = monotonic()
                self._stopknop.wait(wachttijd * random.uniform(0.8, 1.2))  # noqa: S311 - spreads retries, guards nothing

    def is_levend(self) -> bool:
        """Whether it still works, or waits as it should."""
        return monotonic() - self._slag < LANGSTE_STILTE

    async def look(self) -> Bevinding:
        """Whether it reaches its store, and may write to it."""
        storing = self._store
        if storing is None and self._laadstraat is not None:
            storing = await asyncio.to_thread(self._laadstraat.store.schrijfstoring)
        return Bevinding({"store": storing})

    def collect(self) -> Iterator[Metric]:
        """What only this indexer knows: what it has in hand, and when it last gave a sign of life."""
        bekend = {source.bron for source in self._sources}
        onderweg: Counter[str] = Counter()
        for bron, aantal in (self._laadstraat.pipeline.in_flight if self._laadstraat else Counter[str]()).items():
            onderweg[bron if bron in bekend else OVERIGE] += aantal
        familie = GaugeMetricFamily(
            "klantbeeld_records_in_flight", "Records read, their outcome not yet stored", labels=["bron"]
        )
        for bron, aantal in onderweg.items():
            familie.add_metric([bron], aantal)
        yield familie
        stilte = monotonic() - self._slag
        yield GaugeMetricFamily("klantbeeld_indexer_silence_seconds", "Since its last sign of life", value=stilte)
        statussen = self._laadstraat.store.write_statuses() if self._laadstraat else {}
        yield from (tell_statussen(statussen), *tell_bus(count_lag(self._settings, GEDULD_TOEZICHT), datetime.now(UTC)))

    def _open(self, geopend: ExitStack) -> Laadstraat:
        self._laadstraat = geopend.enter_context(open_laadstraat(self._settings))
        self._store = None
        return self._laadstraat

    def _check(self) -> None:
        self._slag = monotonic()
        self._stopknop.check()


def tell_statussen(statussen: Mapping[str, int]) -> Metric:
    """How the server of the store answered to documents that were written."""
    familie = CounterMetricFamily(
        "klantbeeld_store_writes", "Documents by the class of status that Elasticsearch answered with", labels=["status"]
    )
    for status, aantal in sorted(statussen.items()):
        familie.add_metric([status], aantal)
    return familie


def tell_bus(achterstanden: Mapping[str, Busachterstand | None], nu: datetime) -> Iterator[Metric]:
    """What waits on the bus, per source that comes over it; nothing of one that the bus does not tell."""
    aantallen = GaugeMetricFamily("klantbeeld_bus_lag_entries", "Deliveries that wait on the bus", labels=["bron"])
    leeftijden = GaugeMetricFamily("klantbeeld_bus_lag_seconds", "For how long the oldest of them waits", labels=["bron"])
    for bron, achterstand in achterstanden.items():
        if achterstand is not None:
            aantallen.add_metric([bron], achterstand.aantal)
            sinds = (nu - achterstand.sinds).total_seconds() if achterstand.sinds else 0.0
            leeftijden.add_metric([bron], max(0.0, sinds))
    yield from (aantallen, leeftijden)
