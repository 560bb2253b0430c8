"""Requests that are broken off while Redis answers: nobody gets the answer of another."""

import asyncio
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from klantbeeld.cache import Cache
from klantbeeld.errors import CacheOnbereikbaar
from klantbeeld.meter import Meter
from klantbeeld.stores.cache_redis import Redisplaats
from klantbeeld.stores.redis_vlot import VlotteRedis
from tests.redis_server import Redisproces

KEREN = 1_000
ZAAD = 20260107


@contextmanager
def slow_down(poort: int, toeval: random.Random) -> Iterator[str]:
    """A Redis whose answers come in two parts, some of them a moment apart: half of an answer is easily left behind."""
    luisteraar = socket.create_server(("127.0.0.1", 0))

    def carry(van: socket.socket, naar: socket.socket, *, gehakt: bool) -> None:
        with suppress(OSError):
            while deel := van.recv(65536):
                midden = toeval.randrange(len(deel) + 1) if gehakt else 0
                for stuk in (deel[:midden], deel[midden:]):
                    naar.sendall(stuk)
                    if gehakt:
                        threading.Event().wait(toeval.random() / 2000)
        for kant in (van, naar):
            with suppress(OSError):
                kant.shutdown(socket.SHUT_RDWR)

    def serve(binnen: socket.socket) -> None:
        with binnen, socket.create_connection(("127.0.0.1", poort)) as buiten:
            heen = threading.Thread(target=carry, args=(binnen, buiten), kwargs={"gehakt": False})
            heen.start()
            carry(buiten, binnen, gehakt=True)
            heen.join()

    def accept() -> None:
        with suppress(OSError):
            while True:
                draden.append(threading.Thread(target=serve, args=(luisteraar.accept()[0],)))
                draden[-1].start()

    draden = [threading.Thread(target=accept)]
    draden[0].start()
    try:
        yield f"redis://127.0.0.1:{luisteraar.getsockname()[1]}/0"
    finally:
        luisteraar.shutdown(socket.SHUT_RDWR)
        luisteraar.close()
        for draad in draden:
            draad.join()


def test_after_a_thousand_requests_that_were_broken_off_each_answer_is_that_of_its_own_key(redis: Redisproces) -> None:
    """S17: cancelled at any moment; every answer that comes has its own key in it (CVE-2023-28858)."""
    toeval = random.Random(ZAAD)
    namen = [f"groep:{nummer:032x}" for nummer in range(50)]
    uitkomsten = {"eigen": 0, "afgebroken": 0, "zonder": 0}

    async def ask_all(plaats: Redisplaats) -> None:
        async def ask() -> None:
            naam = toeval.choice(namen)
            taak = asyncio.create_task(asyncio.to_thread(plaats.get, [naam]))
            if toeval.random() < 0.7:
                await asyncio.sleep(toeval.random() / 500)
                taak.cancel()
            try:
                (waarde,) = await taak
            except asyncio.CancelledError:
                uitkomsten["afgebroken"] += 1
            except CacheOnbereikbaar:
                uitkomsten["zonder"] += 1
            else:
                assert waarde == naam.encode() * 20
                uitkomsten["eigen"] += 1

        for _ in range(0, KEREN, 10):
            await asyncio.gather(*(ask() for _ in range(10)))

    with slow_down(redis.poort, toeval) as url, closing(VlotteRedis(redis.url, geduld=10.0)) as recht:
        for naam in namen:
            Redisplaats(recht).put(naam, naam.encode() * 20)
        with closing(VlotteRedis(url, geduld=2.0, nu=lambda: float(toeval.randrange(10**9)))) as traag:
            asyncio.run(ask_all(Redisplaats(traag)))
    assert sum(uitkomsten.values()) == KEREN
    assert uitkomsten["afgebroken"] > KEREN // 10
    assert uitkomsten["eigen"] > KEREN // 10


@pytest.mark.parametrize("verwissel", [lambda een, _: een, lambda _, ander: ander])
def test_an_answer_that_is_of_another_key_is_not_taken(redis: Redisproces, verwissel: object) -> None:
    """S16, S17: were a connection ever to give the answer of another, its seal says so."""
    assert callable(verwissel)
    with closing(VlotteRedis(redis.url, geduld=10.0)) as vlot:
        plaats = Redisplaats(vlot)
        cache = Cache(plaats, b"een geheim van deze test", Meter())
        een, ander = cache.name("groep", 1), cache.name("groep", 2)
        asyncio.run(cache.put(een, b'{"a":1}'))
        asyncio.run(cache.put(ander, b'{"a":2}'))
        bewaard = dict(zip((een, ander), plaats.get([een, ander]), strict=True))
        waarde = bewaard[verwissel(een, ander)]
        assert waarde is not None
        plaats.put(een, waarde)
        assert asyncio.run(cache.get([een]))[0] == (b'{"a":1}' if waarde == bewaard[een] else None)
