"""The product in operation: an indexer that follows a stream under load, a web server, and what they say of their health."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

import httpx
from redis.exceptions import RedisError

from indexers.busstroom import VELD, stream_of
from klantbeeld.errors import StoreFout
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.opening import open_store
from tests.bouwers_bronnen import Bronnenproef, make_settings, open_bronnenproef, surroundings
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_leveringen import (
    ANDER,
    LH,
    Levering,
    make_boete,
    make_bronstand,
    make_contact,
    make_levering,
    make_organisatie,
    write_regel,
)
from tests.faults.proefbank import BRON, Afloop, compare
from tests.programma import find_free_port, is_listening, wait_until
from tests.redis_server import Redisproces

GEREED = "/gezondheid/gereed"
GEDULD = 150.0
"""So many seconds all may take to be as it should: the program waits longer and longer, up to half a minute."""


def draw_levering(lot: random.Random) -> Levering:
    """Something that a source may deliver: mostly changes, of few records, so that they meet."""
    werkgever = lot.choice([LH, ANDER])
    kern: dict[str, Any] = {"bron": BRON, "werkgever": [f"lh:{werkgever}"]}
    soort = lot.choice(["contact", "contact", "boete", "organisatie", "weg"])
    if soort == "organisatie":
        return make_organisatie(werkgever, {"naam": f"Bakkerij {lot.randrange(1000)}"}, bron=BRON)
    if soort == "boete":
        return make_boete(f"2023-0{lot.randint(1, 9)}-10", sleutel=f"B{lot.randrange(20)}", **kern)
    if soort == "weg":
        return make_levering("contact", None, bron=BRON, sleutel=f"C{lot.randrange(60)}")
    return make_contact(sleutel=f"C{lot.randrange(60)}", **kern)


class Aanvoer:
    """A source that delivers all the time: into its own file, then onto the stream, again and again until Redis took it."""

    def __init__(self, settings: Settings, redis: Redisproces, lot: random.Random) -> None:
        self._pad = settings.leveringen / f"{BRON}.jsonl"
        self._redis = redis
        self._lot = lot
        self._slot = Lock()
        self._onverzonden: list[bytes] = []
        self._klaar = Event()
        self._draad: Thread | None = None
        self.aantal = 0

    def begin(self) -> None:
        """Goes on until ``end``."""
        self._klaar.clear()
        self._draad = Thread(target=self._deliver_on, daemon=True)
        self._draad.start()

    def end(self) -> None:
        """Returns when everything is on the stream."""
        self._klaar.set()
        if self._draad is not None:
            self._draad.join(GEDULD)
        while not self._send():
            self._klaar.wait(0)

    def deliver(self, aantal: int) -> None:
        """So many lines at once."""
        leveringen = [*(draw_levering(self._lot) for _ in range(aantal - 1)), make_bronstand(BRON)]
        regels = [write_regel(levering) for levering in leveringen]
        with self._pad.open("ab") as bestand:
            bestand.write(b"".join(regel + b"\n" for regel in regels))
        with self._slot:
            self._onverzonden += regels
            self.aantal += aantal
        self._send()

    def _deliver_on(self) -> None:
        while not self._klaar.wait(0.05):
            self.deliver(10)

    def _send(self) -> bool:
        with self._slot:
            try:
                with self._redis.connect() as client, client.pipeline(transaction=True) as pijp:
                    for regel in self._onverzonden:
                        pijp.xadd(stream_of(BRON), {VELD: regel})
                    pijp.execute()
            except RedisError:
                return False
            self._onverzonden = []
            return True


class Gezondheid:
    """Asks the indexer and the web server all the time how they stand. ``gezegd``: when, who, and what was new then."""

    def __init__(self, adressen: dict[str, str]) -> None:
        self._adressen = adressen
        self._klaar = Event()
        self._begin = monotonic()
        self.gezegd: list[tuple[float, str, str]] = []
        self._draad = Thread(target=self._ask_on, daemon=True)
        self._draad.start()

    def end(self) -> list[tuple[float, str, str]]:
        self._klaar.set()
        self._draad.join(GEDULD)
        return self.gezegd

    def _ask_on(self) -> None:
        laatste: dict[str, str] = {}
        with httpx.Client(trust_env=False, timeout=15) as client:
            while not self._klaar.wait(0.05):
                for wie, adres in self._adressen.items():
                    tekst = ask_health(client, adres)
                    if laatste.get(wie) != tekst:
                        laatste[wie] = tekst
                        self.gezegd.append((monotonic() - self._begin, wie, tekst))


def ask_health(client: httpx.Client, adres: str) -> str:
    """What a process says of itself, in one line."""
    try:
        antwoord = client.get(adres + GEREED)
    except httpx.HTTPError:
        return "no answer"
    if antwoord.headers.get("content-type") != "application/json":
        return f"{antwoord.status_code} and no health"
    deel = antwoord.json()
    alarmen = ",".join(sorted({alarm["code"] for alarm in deel["alarmen"]})) or "-"
    return f"{antwoord.status_code} {deel['status']} store={deel['store']} alarmen={alarmen}"


@dataclass(slots=True)
class Bedrijf:
    """All processes of one store that is filled from a stream."""

    settings: Settings
    redis: Redisproces
    aanvoer: Aanvoer
    rustig: Bronnenproef
    log: Path
    poorten: tuple[int, int] = field(default_factory=lambda: (find_free_port(), find_free_port()))
    gedood: int = 0
    indexer: subprocess.Popen[bytes] | None = None
    web: subprocess.Popen[bytes] | None = None

    def start(self, *woorden: str, **instellingen: str) -> subprocess.Popen[bytes]:
        """A command of the product; what it says is added to ``log``."""
        with self.log.open("ab") as log:
            opdracht = [sys.executable, "-m", "klantbeeld", *woorden]
            omgeving = surroundings(self.settings) | instellingen
            return subprocess.Popen(opdracht, cwd=self.log.parent, env=omgeving, stdout=log, stderr=log)

    def start_indexer(self) -> None:
        self.indexer = self.start("index", "--follow", KLANTBEELD_TOEZICHT__POORT=str(self.poorten[0]))

    def start_web(self) -> None:
        self.web = self.start("serve", "--port", str(self.poorten[1]))

    def kill_indexer(self) -> None:
        """Dies where it stands; what watches over it starts another."""
        assert self.indexer is not None
        self.indexer.kill()
        self.indexer.wait()
        self.gedood += 1
        self.start_indexer()

    def watch(self) -> Gezondheid:
        indexer, web = (f"http://127.0.0.1:{poort}" for poort in self.poorten)
        return Gezondheid({"indexer": indexer, "web": web})

    def look(self) -> Afloop | None:
        """How the store differs from one that took in the same without a fault; None while it can't be read."""
        self.rustig.run()
        try:
            with closing(open_store(self.settings.store.url, schrijven=False)) as store:
                afloop = compare(self.rustig.store, store)
                storingen = Bronnenproef(self.settings, store, self.rustig.pipeline, self.rustig.ontvanger).storingen()
        except StoreFout:
            return None
        return afloop._replace(open=afloop.open + len(storingen))

    def converge(self) -> tuple[float, Afloop | None]:
        """After so many seconds it was as it should be; or how it then still differed."""
        begin, pauze = monotonic(), Event()
        while (afloop := self.look()) is None or any(afloop):
            if monotonic() - begin > GEDULD:
                break
            pauze.wait(0.1)
        return monotonic() - begin, afloop

    def end(self) -> None:
        for proces in (self.indexer, self.web):
            if proces is not None and proces.poll() is None:
                with suppress(ProcessLookupError):
                    os.kill(proces.pid, signal.SIGCONT)
                proces.kill()
                proces.wait()


@contextmanager
def open_bedrijf(map_: Path, redis: Redisproces, url: str | None = None, zaad: int = 1) -> Iterator[Bedrijf]:
    """In operation, with a store in Elasticsearch at this url or else in a file; not under load yet."""
    settings = make_bus_settings(map_, redis, BRON, herstel=True)
    if url is not None:
        settings = settings.model_copy(update={"store": StoreSettings(url=url)})
    (settings.leveringen / f"{BRON}.jsonl").touch()
    zelfde = make_settings(map_ / "rustig", BRON).model_copy(update={"leveringen": settings.leveringen})
    with ExitStack() as geopend:
        rustig = geopend.enter_context(open_bronnenproef(zelfde))
        aanvoer = Aanvoer(settings, redis, random.Random(zaad))
        bedrijf = Bedrijf(settings, redis, aanvoer, rustig, map_ / "bedrijf.log")
        geopend.callback(bedrijf.end)
        bedrijf.start_indexer()
        aanvoer.deliver(200)
        _, afloop = bedrijf.converge()
        assert afloop is not None
        assert not any(afloop), afloop
        bedrijf.start_web()
        wait_until(lambda: is_listening(bedrijf.poorten[1]))
        yield bedrijf
