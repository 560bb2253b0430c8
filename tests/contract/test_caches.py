"""What every place for answers promises, whichever it is."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Protocol

import pytest

from klantbeeld.stores.cache import GELDIGHEID, Bewaarplaats, Geheugenplaats
from klantbeeld.stores.cache_redis import VOORVOEGSEL, VOORVOEGSEL_SESSIES, Redisplaats
from klantbeeld.stores.redis_vlot import VlotteRedis
from tests.bouwers_cache import RUIM
from tests.redis_server import Redisproces


class Opstelling(Protocol):
    """A place, and the passing of time there."""

    plaats: Bewaarplaats

    def age(self, seconden: float) -> None: ...


class Hier:
    def __init__(self) -> None:
        self._nu = 0.0
        self.plaats: Bewaarplaats = Geheugenplaats(nu=lambda: self._nu)

    def age(self, seconden: float) -> None:
        self._nu += seconden


class Ginds:
    def __init__(self, redis: Redisproces, vlot: VlotteRedis) -> None:
        self._redis = redis
        self.plaats: Bewaarplaats = Redisplaats(vlot)

    def age(self, seconden: float) -> None:
        """Redis has no clock that can be set: what is left of the time of each value is shortened."""
        with self._redis.connect() as client:
            for naam in client.scan_iter(f"{VOORVOEGSEL}*"):
                client.pexpire(naam, max(int(client.pttl(naam) - seconden * 1000), 0))


@pytest.fixture(params=["memory", "redis"])
def opstelling(request: pytest.FixtureRequest) -> Iterator[Opstelling]:
    if request.param == "memory":
        yield Hier()
        return
    redis: Redisproces = request.getfixturevalue("redis")
    with closing(VlotteRedis(redis.url, RUIM)) as vlot:
        yield Ginds(redis, vlot)


@pytest.fixture
def plaats(opstelling: Opstelling) -> Bewaarplaats:
    return opstelling.plaats


def test_what_was_put_is_got_and_what_was_not_is_nothing(plaats: Bewaarplaats) -> None:
    plaats.put("a", b"een")
    plaats.put("b", b"")
    assert plaats.get(["a", "c", "b", "a"]) == [b"een", None, b"", b"een"]


def test_nothing_asked_is_nothing_answered(plaats: Bewaarplaats) -> None:
    assert plaats.get([]) == []


def test_a_value_that_is_put_again_takes_the_place_of_the_first(plaats: Bewaarplaats) -> None:
    plaats.put("a", b"een")
    plaats.put("a", b"twee")
    assert plaats.get(["a"]) == [b"twee"]


def test_any_bytes_come_back_as_they_were(plaats: Bewaarplaats) -> None:
    alles = bytes(range(256)) * 4000
    plaats.put("a", alles)
    assert plaats.get(["a"]) == [alles]


def test_a_value_ends_by_itself(opstelling: Opstelling) -> None:
    opstelling.plaats.put("a", b"een")
    opstelling.age(GELDIGHEID - 1)
    assert opstelling.plaats.get(["a"]) == [b"een"]
    opstelling.age(1)
    assert opstelling.plaats.get(["a"]) == [None]


def test_a_value_may_be_told_when_to_end(opstelling: Opstelling) -> None:
    opstelling.plaats.put("kort", b"een", 10)
    opstelling.plaats.put("lang", b"twee", 2 * GELDIGHEID)
    opstelling.age(10)
    assert opstelling.plaats.get(["kort", "lang"]) == [None, b"twee"]
    opstelling.age(GELDIGHEID)
    assert opstelling.plaats.get(["lang"]) == [b"twee"]


def test_a_value_that_is_removed_is_gone_and_no_other_is(plaats: Bewaarplaats) -> None:
    plaats.put("a", b"een")
    plaats.put("b", b"twee")
    for sleutel in ("a", "a", "c"):
        plaats.remove(sleutel)
    assert plaats.get(["a", "b"]) == [None, b"twee"]


def test_a_value_that_is_renewed_takes_the_place_of_the_first_and_lasts_as_long_as_is_said(opstelling: Opstelling) -> None:
    opstelling.plaats.put("a", b"een", 10)
    opstelling.plaats.renew("a", b"twee", 20)
    opstelling.age(15)
    assert opstelling.plaats.get(["a"]) == [b"twee"]


def test_a_value_that_is_gone_is_not_renewed(plaats: Bewaarplaats) -> None:
    plaats.put("a", b"een")
    plaats.remove("a")
    plaats.renew("a", b"twee", 20)
    assert plaats.get(["a"]) == [None]


def test_being_asked_for_makes_no_value_last_longer(opstelling: Opstelling) -> None:
    opstelling.plaats.put("a", b"een")
    for _ in range(10):
        opstelling.age(GELDIGHEID / 10)
        opstelling.plaats.get(["a"])
    assert opstelling.plaats.get(["a"]) == [None]


def test_clearing_removes_everything(plaats: Bewaarplaats) -> None:
    for nummer in range(1100):
        plaats.put(f"{nummer}", b"x")
    plaats.clear()
    assert plaats.get([f"{nummer}" for nummer in range(1100)]) == [None] * 1100


def test_clearing_leaves_what_others_keep_in_the_same_redis(redis: Redisproces) -> None:
    with redis.connect() as client, closing(VlotteRedis(redis.url, RUIM)) as vlot:
        plaats = Redisplaats(vlot)
        client.set("van:een:ander", b"x")
        plaats.put("a", b"een")
        plaats.clear()
        assert client.keys() == [b"van:een:ander"]


def test_sessions_and_answers_in_one_redis_are_kept_apart(redis: Redisproces) -> None:
    with closing(VlotteRedis(redis.url, RUIM)) as vlot:
        antwoorden, sessies = Redisplaats(vlot), Redisplaats(vlot, VOORVOEGSEL_SESSIES)
        antwoorden.put("a", b"een")
        sessies.put("a", b"twee")
        antwoorden.clear()
        assert (antwoorden.get(["a"]), sessies.get(["a"])) == ([None], [b"twee"])


def make_klein() -> tuple[Geheugenplaats, Callable[[float], None]]:
    """A place for ten bytes, and what lets time pass."""
    uren = [0.0]

    def age(seconden: float) -> None:
        uren[0] += seconden

    return Geheugenplaats(meeste_bytes=10, nu=lambda: uren[0]), age


def test_the_value_that_was_asked_longest_ago_makes_room() -> None:
    plaats, _ = make_klein()
    for naam in "abc":
        plaats.put(naam, b"xxx")
    plaats.get(["a"])
    plaats.put("d", b"xxx")
    assert plaats.get(["a", "b", "c", "d"]) == [b"xxx", None, b"xxx", b"xxx"]


def test_a_value_that_does_not_fit_is_not_kept_and_the_next_one_is() -> None:
    plaats, _ = make_klein()
    plaats.put("a", b"x" * 11)
    plaats.put("b", b"x" * 10)
    assert plaats.get(["a", "b"]) == [None, b"x" * 10]


def test_what_has_ended_does_not_stay_in_memory_though_nobody_asks_for_it() -> None:
    plaats, age = make_klein()
    plaats.put("a", b"xxx")
    age(GELDIGHEID)
    plaats.get(["b"])
    assert plaats.used == 0
