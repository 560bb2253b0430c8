"""An indexer that is killed while it reads from the bus, wherever: another goes on, and nothing is lost or done twice. And a
Redis that is away, stands still, or may lose what it accepted (F01, F11, F12, F22, F29)."""

import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from indexers.busstroom import VELD, stream_of
from indexers.pipeline import Opdracht
from klantbeeld import app
from klantbeeld.app import list_fouten, open_sources
from klantbeeld.app_redis import make_bus
from tests.bouwers_bronnen import make_contacten, make_settings, open_bronnenproef, surroundings
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_leveringen import VANDAAG, Levering, make_boete, make_organisatie, write_regel
from tests.programma import run_klantbeeld, start_klantbeeld, wait_until
from tests.redis_server import Redisproces, start_redis

BREEKPUNTEN = [
    ("read_new", "na", 32), ("apply", "voor", 50), ("apply", "na", 50), ("write_maanden", "voor", 50), ("finish", "na", 50),
    ("acknowledge", "voor", 50), ("acknowledge", "na", 0),
]  # fmt: skip
"""Where it dies, and how many entries wait then: only what was derived is acknowledged."""


def make_records() -> list[Levering]:
    """An employer, and what its profile and its figures are derived from."""
    return [make_organisatie(bron="k3cr"), *(make_boete(bron="k3cr") for _ in range(20)), *make_contacten(30)]


@pytest.mark.parametrize("breekpunt", BREEKPUNTEN, ids=lambda punt: "-".join(punt[:2]))
def test_one_that_is_killed_is_followed_by_another_that_takes_in_the_rest(
    tmp_path: Path, redis: Redisproces, breekpunt: tuple[str, str, int]
) -> None:
    methode, moment, wachtend = breekpunt
    begin, *records = make_records()
    with open_bronnenproef(make_settings(tmp_path / "ongestoord", "k3cr")) as ongestoord:
        ongestoord.write("k3cr", begin, *records)
        ongestoord.index()
        with open_bronnenproef(make_bus_settings(tmp_path, redis)) as proef:
            redis.deliver(begin)
            proef.index()
            redis.deliver(*records)
            opdracht = [sys.executable, "-m", "tests.faults.breuk", methode, moment, "1"]
            stil = subprocess.DEVNULL
            gedood = subprocess.run(opdracht, env=surroundings(proef.settings), stdout=stil, stderr=stil, check=False)
            assert (gedood.returncode, redis.count_waiting()) == (-signal.SIGKILL, wachtend)
            proef.index()
            assert proef.digest() == ongestoord.digest()
            assert (proef.tellers("k3cr").applied, proef.redenen()) == (51, [])
            assert (redis.count_waiting(), proef.store.marks(VANDAAG)) == (0, [])


@pytest.mark.parametrize("breekpunt", [("read_new", "na", "1"), ("apply", "na", "1"), ("finish", "na", "1")], ids="-".join)
def test_entries_of_one_millisecond_and_one_moment_of_change_are_told_apart_after_a_kill(
    tmp_path: Path, redis: Redisproces, breekpunt: tuple[str, str, str]
) -> None:
    records = make_contacten(600, gewijzigdOp="2023-10-01T08:00:00Z")
    with open_bronnenproef(make_bus_settings(tmp_path, redis)) as proef, redis.connect() as client:
        proef.index()
        for nummer, record in enumerate(records, 1):
            client.xadd(stream_of("k3cr"), {VELD: write_regel(record)}, id=f"5-{nummer}")
        opdracht = [sys.executable, "-m", "tests.faults.breuk", *breekpunt]
        gedood = subprocess.run(opdracht, env=surroundings(proef.settings), stderr=subprocess.DEVNULL, check=False)
        assert gedood.returncode == -signal.SIGKILL
        proef.index()
        assert (len(proef.live()), proef.tellers("k3cr").applied, proef.redenen()) == (600, 600, [])
        assert (redis.count_waiting(), proef.store.marks(VANDAAG)) == (0, [])


def test_a_redis_that_stands_still_holds_up_its_own_source_only_and_not_for_long(
    tmp_path: Path, redis: Redisproces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "make_bus", partial(make_bus, geduld=0.5))
    settings = make_bus_settings(tmp_path, redis)
    with settings.bronnen.open("a") as bronnen:  # type: ignore[union-attr]
        bronnen.write(
            '\n[bronnen.archie]\nnaam = "archie"\nlezer = "bestanden"\npad = "archie.jsonl"\ngroepen = ["DOCUMENTEN"]\n'
        )
    with open_bronnenproef(settings) as proef:
        proef.write("archie", *make_contacten(2, "archie"))
        proef.index()
        redis.deliver(*make_contacten(3))
        proef.append("archie", *make_contacten(4, "archie"))
        redis.pause()
        try:
            begin = monotonic()
            proef.run()
            assert monotonic() - begin < 30
        finally:
            redis.go_on()
        assert (proef.storingen(), len(proef.live("archie"))) == ({"k3cr": "BRON_ONLEESBAAR"}, 4)
        proef.run()
        assert (proef.storingen(), len(proef.live())) == ({}, 3)


def test_a_following_indexer_goes_on_when_redis_is_back(tmp_path: Path, redis: Redisproces) -> None:
    settings = make_bus_settings(tmp_path, redis)
    omgeving = surroundings(settings)
    with open_bronnenproef(settings) as proef, start_klantbeeld(tmp_path, "index", "--follow", omgeving=omgeving) as indexer:
        redis.deliver(*make_contacten(1))
        wait_until(lambda: "C1" in proef.live())
        redis.kill()
        indexer.wait_for("BRON_ONLEESBAAR")
        assert proef.storingen() == {"k3cr": "BRON_ONLEESBAAR"}
        redis.start()
        redis.deliver(*make_contacten(3)[1:])
        wait_until(lambda: proef.live() == {"C1", "C2", "C3"} and proef.storingen() == {})
        assert indexer.stop(signal.SIGTERM) == 0


# a Redis that may lose what it accepted


def test_the_indexer_does_not_start_on_a_redis_that_may_lose_what_it_accepted(tmp_path: Path) -> None:
    with start_redis(tmp_path / "redis") as redis:
        settings = make_bus_settings(tmp_path, redis)
        gedaan = run_klantbeeld(tmp_path, "index", "--follow", **surroundings(settings))
        assert gedaan.returncode == 1
        assert "BUS_UNSAFE: " in gedaan.stderr
        assert "appendonly is no, zet yes" in " ".join(gedaan.stderr.split())
        assert [fout.code for fout in list_fouten(settings)] == ["BUS_UNSAFE"]


def test_a_redis_that_becomes_unsafe_is_not_read_until_it_is_mended(tmp_path: Path, redis: Redisproces) -> None:
    with open_bronnenproef(make_bus_settings(tmp_path, redis)) as proef, redis.connect() as client:
        redis.deliver(*make_contacten(1))
        proef.index()
        with open_sources(proef.settings) as sources:
            client.config_set("maxmemory-policy", "allkeys-lru")
            redis.deliver(*make_contacten(2)[1:])
            proef.pipeline.run(sources, Opdracht())
            assert (proef.storingen(), proef.live()) == ({"k3cr": "BUS_ONVEILIG"}, {"C1"})
            client.config_set("maxmemory-policy", "noeviction")
            proef.pipeline.run(sources, Opdracht())
        assert (proef.storingen(), proef.live()) == ({}, {"C1", "C2"})
