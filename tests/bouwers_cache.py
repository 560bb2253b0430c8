"""The use cases with their answers kept in a real Redis, as one of several web processes has them."""

import random
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from klantbeeld.app import geheim_of
from klantbeeld.cache import Cache
from klantbeeld.meter import Meter
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.stores.cache_redis import Redisplaats
from klantbeeld.stores.redis_vlot import VlotteRedis
from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_graphql import GROOT, Proef
from tests.redis_server import Redisproces

RUIM = 10.0
"""So many seconds an answer may take where a test is not about time: this machine may be busy."""


@dataclass(frozen=True, slots=True)
class Cacheproef:
    """A web process, and the same without a cache."""

    warm: Proef
    koud: Proef
    redis: VlotteRedis

    def ask(self, rol: str = "klantadviseur") -> Any:
        """The whole view of the example, with what is kept."""
        return self.warm.ask_data(read_volledig_beeld(), rol, id=GROOT)

    def ask_koud(self, rol: str = "klantadviseur") -> Any:
        """The same without."""
        return self.koud.ask_data(read_volledig_beeld(), rol, id=GROOT)

    def count(self, soort: str, uitkomst: str) -> float:
        """How often something was asked of the cache with this outcome."""
        labels = {"soort": soort, "uitkomst": uitkomst}
        registry = self.warm.klantbeeld.omgeving.meter.registry
        return registry.get_sample_value("klantbeeld_cache_lookups_total", labels) or 0.0


@contextmanager
def open_cacheproef(proef: Proef, settings: Settings, url: str, geduld: float = RUIM) -> Iterator[Cacheproef]:
    """A web process over a filled store, with this Redis."""
    with closing(VlotteRedis(url, geduld)) as redis:
        meter = Meter()
        cache = Cache(Redisplaats(redis), geheim_of(settings), meter)
        omgeving = proef.klantbeeld.omgeving
        warm = replace(proef, klantbeeld=Klantbeeld(replace(omgeving, cache=cache, meter=meter)))
        yield Cacheproef(warm, replace(proef, klantbeeld=Klantbeeld(replace(omgeving, cache=None))), redis)


def list_keys(redis: Redisproces) -> list[str]:
    """Every key there is."""
    with redis.connect() as client:
        return sorted(naam.decode() for naam in client.scan_iter())


@contextmanager
def open_black_hole() -> Iterator[tuple[str, socket.socket]]:
    """The url of a Redis that accepts connections and never says anything, and the socket at which it listens."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as luisteraar:
        luisteraar.setblocking(False)
        yield f"redis://127.0.0.1:{luisteraar.getsockname()[1]}/0", luisteraar


def count_callers(luisteraar: socket.socket) -> int:
    """How many connections were made to a black hole since the last count."""
    geteld = 0
    while True:
        try:
            luisteraar.accept()[0].close()
        except BlockingIOError:
            return geteld
        geteld += 1


@contextmanager
def open_slow_line(poort: int) -> Iterator[int]:
    """A port that leads to another one, and lets every piece of an answer wait up to a few milliseconds."""
    einde = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as luisteraar:
        luisteraar.settimeout(0.05)

        def carry(een: socket.socket, ander: socket.socket) -> None:
            with een, ander:
                while not einde.is_set():
                    for bron in select.select([een, ander], [], [], 0.05)[0]:
                        stuk = bron.recv(1 << 16)
                        if not stuk:
                            return
                        if bron is ander:
                            einde.wait(random.uniform(0, 0.004))
                        (ander if bron is een else een).sendall(stuk)

        def accept() -> None:
            while not einde.is_set():
                try:
                    beller, _ = luisteraar.accept()
                except TimeoutError:
                    continue
                beller.settimeout(5)
                lijn = threading.Thread(
                    target=carry, args=(beller, socket.create_connection(("127.0.0.1", poort))), daemon=True
                )
                lijn.start()

        wachter = threading.Thread(target=accept, daemon=True)
        wachter.start()
        yield luisteraar.getsockname()[1]
        einde.set()
        wachter.join()
