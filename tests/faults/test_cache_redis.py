"""A cache in Redis that is emptied, killed, slow or lied to: the same answers, and each of them recorded."""

import asyncio
import os
import random
import re
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from pydantic import SecretStr

from klantbeeld.app_redis import clear_cache
from klantbeeld.cache import Cache
from klantbeeld.errors import CacheOnbereikbaar
from klantbeeld.meter import Meter
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import CacheSettings
from klantbeeld.stores.cache_redis import Redisplaats
from klantbeeld.stores.redis_vlot import RUST, VlotteRedis
from klantbeeld.stores.telwerk import Redistelwerk
from klantbeeld.toezicht import Webtoezicht
from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_cache import (
    RUIM,
    Cacheproef,
    count_callers,
    list_keys,
    open_black_hole,
    open_cacheproef,
    open_slow_line,
)
from tests.bouwers_graphql import GROOT, Proef, code_of, fill_store, open_for_test
from tests.programma import find_free_port
from tests.redis_server import Redisproces, start_redis

AFNEMER = "afnemer"
AFGEBROKEN = 1000 if "LANGE_TESTS" in os.environ else 200


@pytest.fixture(scope="module")
def gevuld(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fill_store(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def proef(gevuld: Settings, tmp_path: Path) -> Iterator[Proef]:
    with open_for_test(gevuld, tmp_path / "log.jsonl") as klantbeeld:
        yield Proef(klantbeeld, tmp_path / "log.jsonl")


@pytest.fixture
def cacheproef(proef: Proef, gevuld: Settings, redis: Redisproces) -> Iterator[Cacheproef]:
    with open_cacheproef(proef, gevuld, redis.url) as cacheproef:
        yield cacheproef


def test_what_one_web_process_kept_another_gives(
    cacheproef: Cacheproef, proef: Proef, gevuld: Settings, redis: Redisproces
) -> None:
    koud = cacheproef.ask_koud()
    assert cacheproef.ask() == koud
    with open_cacheproef(proef, gevuld, redis.url) as ander:
        assert ander.ask() == koud
        assert ander.count("antwoord", "raak") == 1


def test_an_answer_that_was_kept_is_recorded_as_any_other(cacheproef: Cacheproef) -> None:
    for _ in range(3):
        cacheproef.ask()
    assert cacheproef.count("antwoord", "raak") == 2
    regels = [
        {naam: regel[naam] for naam in ("handeling", "werkgevers", "groepen", "gebruiker")}
        for regel in cacheproef.warm.read_log()
    ]
    assert len(regels) == 6
    assert regels[:2] == regels[2:4] == regels[4:]


def test_an_answer_that_cannot_be_recorded_is_not_shown_though_it_is_kept(cacheproef: Cacheproef, tmp_path: Path) -> None:
    cacheproef.ask()
    antwoord = cacheproef.warm.without_log(tmp_path).ask(read_volledig_beeld(), id=GROOT)
    assert (code_of(antwoord), "data" in antwoord, cacheproef.count("antwoord", "raak")) == ("RECORDING_FAILED", False, 1)


def test_nobody_is_given_what_another_role_was_shown(cacheproef: Cacheproef) -> None:
    koud = {rol: cacheproef.ask_koud(rol) for rol in ("klantadviseur", AFNEMER)}
    assert koud["klantadviseur"] != koud[AFNEMER]
    for rol in ("klantadviseur", AFNEMER, "klantadviseur", AFNEMER):
        assert cacheproef.ask(rol) == koud[rol]


def test_the_keys_say_nothing_of_anybody(cacheproef: Cacheproef, redis: Redisproces) -> None:
    cacheproef.ask()
    cacheproef.ask(AFNEMER)
    namen = list_keys(redis)
    assert len(namen) >= 8
    assert [naam for naam in namen if not re.fullmatch(r"klantbeeld:cache:(groep|antwoord):[0-9a-f]{32}", naam)] == []


def test_emptied_it_costs_time_only(cacheproef: Cacheproef, redis: Redisproces) -> None:
    koud = cacheproef.ask_koud()
    for _ in range(3):
        assert cacheproef.ask() == koud
        with redis.connect() as client:
            client.flushall()
    assert (cacheproef.count("antwoord", "mis"), cacheproef.count("antwoord", "raak")) == (3, 0)


def test_killed_while_it_is_read_it_costs_time_only(proef: Proef, gevuld: Settings, tmp_path: Path) -> None:
    with start_redis(tmp_path / "redis") as redis, open_cacheproef(proef, gevuld, redis.url) as cacheproef:
        koud = cacheproef.ask_koud()
        assert cacheproef.ask() == cacheproef.ask() == koud
        redis.kill()
        assert [cacheproef.ask() for _ in range(5)] == [koud] * 5
        assert cacheproef.count("antwoord", "fout") > 0
        redis.start()
        with open_cacheproef(proef, gevuld, redis.url) as later:
            assert later.ask() == later.ask() == koud
            assert later.count("antwoord", "raak") == 1


def plant_swapped(redis: Redisproces) -> None:
    with redis.connect() as client:
        namen = list(client.scan_iter())
        waarden = client.mget(namen)
        for naam, waarde in zip(namen, [*waarden[1:], waarden[0]], strict=True):
            client.set(naam, waarde)


def plant_cut(redis: Redisproces) -> None:
    with redis.connect() as client:
        for naam in client.scan_iter():
            client.set(naam, client.get(naam)[:-20])


def plant_forged(redis: Redisproces) -> None:
    with redis.connect() as client:
        for naam in client.scan_iter():
            client.set(naam, b'{"sleutels":[],"revisies":[""],"inzage":{"bekeken":{},"gevonden":[]}}\n{"werkgever":null}')


@pytest.mark.parametrize("plant", [plant_swapped, plant_cut, plant_forged])
def test_what_somebody_else_put_there_is_not_given(
    cacheproef: Cacheproef, redis: Redisproces, plant: Callable[[Redisproces], None]
) -> None:
    koud = cacheproef.ask_koud()
    cacheproef.ask()
    plant(redis)
    assert cacheproef.ask() == koud
    assert (cacheproef.count("antwoord", "vreemd"), cacheproef.count("groep", "vreemd")) == (1, 7)
    assert cacheproef.ask() == koud
    assert cacheproef.count("antwoord", "raak") == 1, "what is right takes the place of what is wrong"


def test_a_value_of_another_type_is_a_miss(cacheproef: Cacheproef, redis: Redisproces) -> None:
    koud = cacheproef.ask_koud()
    cacheproef.ask()
    with redis.connect() as client:
        for naam in client.scan_iter():
            client.delete(naam)
            client.lpush(naam, b"x")
    assert cacheproef.ask() == koud


def test_one_that_never_answers_is_waited_for_once(proef: Proef, gevuld: Settings) -> None:
    with open_black_hole() as (url, luisteraar), open_cacheproef(proef, gevuld, url, geduld=0.05) as cacheproef:
        koud = cacheproef.ask_koud()
        assert cacheproef.ask() == koud
        assert cacheproef.redis.is_gestoord
        assert count_callers(luisteraar) == 1
        assert [cacheproef.ask() for _ in range(5)] == [koud] * 5
        assert count_callers(luisteraar) <= 1, "it is left alone for seconds, not asked for each answer"


def test_after_a_rest_it_is_asked_again(tmp_path: Path) -> None:
    uren = [0.0]
    with start_redis(tmp_path / "redis") as redis, closing(VlotteRedis(redis.url, RUIM, nu=lambda: uren[0])) as vlot:
        plaats = Redisplaats(vlot)
        plaats.put("a", b"een")
        redis.kill()
        with pytest.raises(CacheOnbereikbaar):
            plaats.get(["a"])
        redis.start()
        uren[0] += RUST - 1
        with pytest.raises(CacheOnbereikbaar):
            plaats.get(["a"])
        uren[0] += 1
        assert plaats.get(["a"]) == [None]


def test_after_any_number_of_requests_that_were_cut_off_everybody_reads_their_own_value(redis: Redisproces) -> None:
    """What CVE-2023-28858 was about: an answer that nobody waits for any more must not be the next one's."""
    namen = [f"groep:{nummer:032x}" for nummer in range(20)]

    async def cut_off(cache: Cache, naam: str) -> bytes | None:
        with suppress(TimeoutError):
            async with asyncio.timeout(random.uniform(0, 0.01)):
                return (await cache.get([naam]))[0]
        return None

    async def storm(cache: Cache) -> None:
        for naam in namen:
            await cache.put(naam, naam.encode())
        for _ in range(AFGEBROKEN // len(namen)):
            gelezen = await asyncio.gather(*(cut_off(cache, naam) for naam in namen))
            assert all(waarde in {None, naam.encode()} for naam, waarde in zip(namen, gelezen, strict=True))
        assert [(await cache.get([naam]))[0] for naam in namen] == [naam.encode() for naam in namen]

    with open_slow_line(redis.poort) as poort, closing(VlotteRedis(f"redis://127.0.0.1:{poort}/0", RUIM)) as vlot:
        meter = Meter()
        asyncio.run(storm(Cache(Redisplaats(vlot), b"geheim", meter)))
        labels = {"soort": "groep", "uitkomst": "vreemd"}
        assert meter.registry.get_sample_value("klantbeeld_cache_lookups_total", labels) is None


def test_erasing_removes_what_is_kept(cacheproef: Cacheproef, gevuld: Settings, redis: Redisproces) -> None:
    cacheproef.ask()
    assert list_keys(redis)
    assert clear_cache(gevuld.model_copy(update={"cache": CacheSettings(url=SecretStr(redis.url))}))
    assert list_keys(redis) == []


def test_erasing_says_so_when_the_cache_could_not_be_reached(gevuld: Settings) -> None:
    url = SecretStr(f"redis://127.0.0.1:{find_free_port()}/0")
    assert not clear_cache(gevuld.model_copy(update={"cache": CacheSettings(url=url)}))


def test_a_web_process_without_its_cache_tells_so_and_stays_ready(
    cacheproef: Cacheproef, proef: Proef, gevuld: Settings
) -> None:
    with open_black_hole() as (url, _), open_cacheproef(proef, gevuld, url, geduld=0.05) as zonder:
        bevindingen = [asyncio.run(Webtoezicht(proef.klantbeeld.omgeving).look()) for proef in (cacheproef.warm, zonder.warm)]
    codes = [{alarm.code for alarm in bevinding.list_alarmen()} for bevinding in bevindingen]
    assert codes[1] - codes[0] == {"CACHE_UNAVAILABLE"}
    assert [bevinding.is_gereed for bevinding in bevindingen] == [True, True]


def test_the_rights_that_the_readme_gives_the_cache_are_enough(proef: Proef, gevuld: Settings, redis: Redisproces) -> None:
    tekst = (Path(__file__).parents[2] / "deploy" / "README.md").read_text(encoding="utf-8")
    (rechten,) = re.findall(r"`user web on >PASSWORD (\S+ .*?)`", tekst)
    with redis.connect() as client:
        client.execute_command("ACL", "SETUSER", "web", "reset", "on", ">geheim", *rechten.split())
    url = redis.url.replace("//", "//web:geheim@")
    with open_cacheproef(proef, gevuld, url) as cacheproef:
        cacheproef.ask()
        cacheproef.ask()
        assert (cacheproef.count("antwoord", "raak"), cacheproef.count("groep", "fout")) == (1, 0)
        assert Redistelwerk(cacheproef.redis).add(1, "a", 3) == 3
    assert clear_cache(gevuld.model_copy(update={"cache": CacheSettings(url=SecretStr(url))}))
    with redis.connect() as client:
        client.acl_deluser("web")
