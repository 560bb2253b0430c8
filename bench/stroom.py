"""Live events over the bus: how fast they are taken in, and how soon each is visible."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from math import ceil
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import orjson
from elasticsearch import Elasticsearch

from bench.elastic_node import ZONDER_NODE, open_node, remove_indexen, url_of
from bench.elastic_ruw import write_ruw as write_ruw_elastic
from bench.meting import Grens, Meting, Uitslag, divide_rounds, find_percentiel
from bench.proef import Meetopdracht, Proef, count_werkgevers, make_proef, remove_store
from bench.ruw import write_ruw
from bench.stopwatch import Duur, Stopwatch
from indexers.bus import Bus
from indexers.pipeline import Opdracht
from indexers.readers.files import REGELS_PER_BLOK, FilesSource
from indexers.readers.streams import StreamsSource
from indexers.source import Source, Sourceopdracht
from klantbeeld.app import open_laadstraat
from klantbeeld.domain.vragen import Bestaanvraag
from klantbeeld.laden import Stopknop, Volger
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.opening import open_store
from tests.redis_server import ZEKER, Redisproces, has_redis, start_redis

DEEL = "stroom"
MEESTE_RECORDS = 50_000
"""So many events at most are put on the bus in one round."""
PER_KEER = 1000
PER_SECONDE, GEVOLGD = 200, 2_000
"""So many events come per second, and in all, when is measured how soon each is visible."""
KIJKTIJD = 0.002
LANGSTE_WACHT = 60.0
ZONDER_REDIS = "niet gemeten, want redis-server is er niet: geef make redis."
_STORE, _RUW = "stroom", "ruw"


@dataclass(frozen=True, slots=True)
class Soort:
    """A kind of store to deliver to: what its bounds are, and how the rows or documents in it are written raw."""

    naam: str
    laagste_tempo: float
    hoogste_ms: float
    proef: Proef
    write_ruw: Callable[[], Duur]
    remove: Callable[[], None]


def measure_stroom(opdracht: Meetopdracht) -> Uitslag:
    """Delivers the same events live to a new store of each kind, several times, each time beside the raw program."""
    if not has_redis():
        return Uitslag((), opmerkingen=(f"{DEEL}: {ZONDER_REDIS}",))
    records = min(opdracht.records, MEESTE_RECORDS)
    opdracht.meld(f"{DEEL}: {records} records maken")
    werkgevers = count_werkgevers(opdracht.map_ / "proef", records)
    proef = make_proef(opdracht.map_, werkgevers)
    metingen: list[Meting] = []
    with open_node() as client:
        for soort in _list_soorten(proef, client):
            metingen += _measure_soort(soort, opdracht)
        opmerkingen = () if client else (f"{DEEL}: {ZONDER_NODE}",)
    omvang = {f"{DEEL}.records": proef.regels, f"{DEEL}.werkgevers": werkgevers, f"{DEEL}.gevolgd": GEVOLGD}
    return Uitslag(tuple(metingen), omvang, opmerkingen)


def _list_soorten(proef: Proef, client: Elasticsearch | None) -> Iterator[Soort]:
    yield Soort("SQLite", 0.25, 300, proef, partial(_write_sqlite, proef), partial(remove_store, proef.store))
    if client is not None:
        store = StoreSettings(url=url_of(client, _STORE))
        elders = replace(proef, settings=proef.settings.model_copy(update={"store": store}))
        ruw, remove = partial(_write_elastic, client), partial(remove_indexen, client, _STORE)
        yield Soort("Elasticsearch", 0.35, 2000, elders, ruw, remove)


def _write_sqlite(proef: Proef) -> Duur:
    doel = proef.store.with_name("ruw.db")
    duur = write_ruw(proef.store, doel, ceil(proef.regels / REGELS_PER_BLOK))
    remove_store(doel)
    return duur


def _write_elastic(client: Elasticsearch) -> Duur:
    duur, _ = write_ruw_elastic(client, _STORE, _RUW)
    remove_indexen(client, _RUW)
    return duur


def _measure_soort(soort: Soort, opdracht: Meetopdracht) -> Iterator[Meting]:
    levend, ruw, wachttijden = [], [], []
    for nummer in range(1, opdracht.herhalingen + 1):
        opdracht.meld(f"{DEEL}: {soort.naam}, ronde {nummer} van {opdracht.herhalingen}")
        with _open_bus(opdracht.map_ / f"redis-{soort.naam}-{nummer}") as bus:
            soort.remove()
            begin_store(soort.proef)
            levend.append(take_in_live(soort.proef, bus).klok)
            ruw.append(soort.write_ruw().klok)
            wachttijden.append(find_percentiel(follow(soort.proef, bus), 95) * 1000)
    kaal = "executemany" if soort.proef.settings.store.is_bestand else "streaming_bulk"
    yield Meting(DEEL, f"levend in {soort.naam} ÷ {kaal}", divide_rounds(ruw, levend), Grens(soort.laagste_tempo))
    grens = Grens(soort.hoogste_ms, is_hoogste=True)
    naam = f"van bus tot zichtbaar in {soort.naam}, p95 bij {PER_SECONDE} per seconde"
    yield Meting(DEEL, naam, tuple(wachttijden), grens, eenheid="ms")


@contextmanager
def _open_bus(map_: Path) -> Iterator[Bus]:
    with start_redis(map_, *ZEKER) as redis, closing(_connect(redis)) as bus:
        yield bus


def _connect(redis: Redisproces) -> Bus:
    bus = Bus(redis.url)
    bus.check()
    return bus


def begin_store(proef: Proef) -> None:
    """A new store with one record in it, so that what comes next is no first load."""
    pad = proef.settings.leveringen.with_name("eerste.jsonl")
    bron = _list_bestanden(proef)["k3cr"]
    with bron.open("rb") as bestand:
        pad.write_bytes(next(iter(bestand)))
    with open_laadstraat(proef.settings) as laadstraat:
        laadstraat.pipeline.start()
        laadstraat.pipeline.run([FilesSource(Sourceopdracht("eerste", None, pad))], Opdracht())


def take_in_live(proef: Proef, bus: Bus) -> Duur:
    """How long everything takes that waits on the bus, until it is derived and acknowledged."""
    bestanden = _list_bestanden(proef)
    for bron, pad in bestanden.items():
        with pad.open("rb") as bestand:
            while deel := [(bron, regel.rstrip(b"\n")) for regel in islice(bestand, PER_KEER)]:
                bus.put(deel)
    stopwatch = Stopwatch()
    with stopwatch.running(), open_laadstraat(proef.settings) as laadstraat:
        laadstraat.pipeline.start()
        laadstraat.pipeline.run(_list_stromen(bestanden, bus), Opdracht())
    return stopwatch.duur


def follow(proef: Proef, bus: Bus) -> list[float]:
    """So many seconds each event took from before it was put on the bus until a reader of the store found it. The store holds
    everything already; what comes are new contacts."""
    regels = list(_list_contacten(_list_bestanden(proef)["k3cr"]))
    knop = Stopknop()
    volger = Volger(proef.settings, _list_stromen(["k3cr"], bus), Opdracht(), knop)
    lopend = Thread(target=volger.run)
    lopend.start()
    try:
        return _time_events(proef, bus, regels)
    finally:
        knop.press()
        lopend.join()


def _time_events(proef: Proef, bus: Bus, regels: Sequence[tuple[str, bytes]]) -> list[float]:
    """Puts events on the bus at their pace, and looks meanwhile which are there."""
    store = open_store(proef.settings.store.url, schrijven=False, toegang=proef.settings.store)
    begonnen: dict[str, float] = {}
    gezien: list[float] = []
    gestuurd, begin = 0, monotonic()
    with closing(store):
        while (gestuurd < len(regels) or begonnen) and monotonic() - begin < LANGSTE_WACHT:
            deel = regels[gestuurd : int((monotonic() - begin) * PER_SECONDE)]
            gestuurd += len(deel)
            begonnen |= dict.fromkeys((id_ for id_, _ in deel), monotonic())
            if deel:
                bus.put([("k3cr", regel) for _, regel in deel])
            gevonden = store.read([Bestaanvraag(tuple(begonnen))])[0] if begonnen else {}
            nu = monotonic()
            gezien += [nu - begonnen.pop(id_) for id_ in gevonden]
            sleep(KIJKTIJD)
    return [*gezien, *(monotonic() - sinds for sinds in begonnen.values())]


def _list_contacten(pad: Path) -> Iterator[tuple[str, bytes]]:
    """New contacts like those in a file, with their ids."""
    with pad.open("rb") as bestand:
        alle = map(orjson.loads, bestand)
        contacten = (levering for levering in alle if levering["soort"] == "contact" and not levering.get("verwijderd"))
        for nummer, levering in enumerate(islice(contacten, GEVOLGD)):
            levering["sleutel"] = f"nieuw-{nummer}"
            yield f"k3cr:contact:nieuw-{nummer}", orjson.dumps(levering)


def _list_bestanden(proef: Proef) -> dict[str, Path]:
    """The file of each source."""
    return {pad.stem: pad for pad in sorted(proef.settings.leveringen.iterdir())}


def _list_stromen(bronnen: Iterable[str], bus: Bus) -> list[Source]:
    return [StreamsSource(Sourceopdracht(bron, bron, bus=bus)) for bron in bronnen]
