"""A real redis-server for tests, on a free loopback port and in a folder of its own, as the bus demands it."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from indexers.bus import Bus
from indexers.busstroom import VELD, stream_of
from indexers.readers.streams import StreamsSource
from indexers.source import Source, Sourceopdracht
from tests.bouwers_leveringen import Levering, write_regel
from tests.nodig import stop_without
from tests.programma import find_free_port

ZEKER = ("--appendonly", "yes", "--appendfsync", "always")
PLAATS = "redis-server"


def has_redis() -> bool:
    return shutil.which(PLAATS) is not None


def require_redis() -> None:
    """Goes on when redis-server is there; else skips the test, and with ``CI=true`` fails it."""
    if has_redis():
        return
    stop_without("this needs redis-server 7 or newer: apt-get install redis-server, or as root: make redis")


class Redisproces:
    """A server that can be stopped, killed and started again in the same folder and on the same port."""

    def __init__(self, map_: Path, *opties: str) -> None:
        self._map = map_
        self._opties = opties
        self.poort = find_free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.poort}/0"

    def start(self) -> None:
        """Returns when it accepts connections. Another may have taken the port meanwhile: then on another one."""
        for _ in range(5):
            opdracht = [PLAATS, "--port", str(self.poort), "--bind", "127.0.0.1", "--dir", str(self._map), "--save", ""]
            self._proces = subprocess.Popen([*opdracht, *self._opties], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            assert self._proces.stdout is not None
            for regel in self._proces.stdout:
                if b"Ready to accept connections" in regel:
                    return
            self.kill()
            self.poort = find_free_port()
        pytest.fail("redis-server does not start")

    def kill(self) -> None:
        """As when the machine loses power; what was synced is on disk."""
        self._proces.kill()
        self._proces.communicate()

    def pause(self) -> None:
        """Accepts connections and answers nothing, until ``go_on``."""
        self._proces.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._proces.send_signal(signal.SIGCONT)

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """A client of its own, to look behind the back of the bus."""
        with closing(Redis.from_url(self.url, protocol=2)) as redis:
            yield redis

    def deliver(self, *leveringen: Levering | bytes, bron: str = "k3cr") -> None:
        """Puts deliveries on the stream of a source as another system would: without us."""
        with self.connect() as redis, redis.pipeline(transaction=False) as pijp:
            for levering in leveringen:
                pijp.xadd(stream_of(bron), {VELD: write_regel(levering)})
            pijp.execute()

    def list_ids(self, bron: str = "k3cr") -> list[bytes]:
        """The ids of the entries on the stream of a source."""
        with self.connect() as redis:
            return [id_ for id_, _ in redis.xrange(stream_of(bron))]

    def count_waiting(self, bron: str = "k3cr") -> int:
        """How many entries were given to a reader and not acknowledged."""
        with self.connect() as redis:
            return int(redis.xpending(stream_of(bron), "klantbeeld")["pending"])


@contextmanager
def start_redis(map_: Path, *opties: str) -> Iterator[Redisproces]:
    """A server with these options (``ZEKER``: as the bus demands it); killed at the end."""
    require_redis()
    map_.mkdir(parents=True, exist_ok=True)
    proces = Redisproces(map_, *opties)
    try:
        yield proces
    finally:
        proces.kill()


@contextmanager
def open_stroom(redis: Redisproces, herstel: Source | None = None, overname_na: float = 0) -> Iterator[StreamsSource]:
    """A reader of the stream of k3cr that takes over at once what another left."""
    with closing(Bus(redis.url, overname_na=overname_na)) as bus:
        yield StreamsSource(Sourceopdracht("k3cr", "k3cr", bus=bus, herstel=herstel))
