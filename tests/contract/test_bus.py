"""What the bus promises, on a real Redis: what it accepts is kept, what is done with goes, and what waits is counted (F12)."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from indexers.bus import Bus
from indexers.busstroom import VELD, Busachterstand, as_text, stream_of
from indexers.readers.streams import StreamsSource
from klantbeeld.errors import BusOnbereikbaar, BusOnveilig
from tests.programma import find_free_port, wait_until
from tests.redis_server import Redisproces, open_stroom

STROOM = stream_of("k3cr")
ONVEILIG = [("appendonly", "no"), ("appendfsync", "everysec"), ("maxmemory-policy", "allkeys-lru")]
VEILIG = {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction"}


@pytest.fixture
def bus(redis: Redisproces) -> Iterator[Bus]:
    with closing(Bus(redis.url, overname_na=0)) as bus:
        yield bus


@pytest.fixture
def client(redis: Redisproces) -> Iterator[Any]:
    """Whoever works on the same Redis; its settings are as they should be afterwards."""
    with redis.connect() as client:
        yield client
        for naam, waarde in VEILIG.items():
            client.config_set(naam, waarde)


def deliver(redis: Redisproces, aantal: int) -> None:
    redis.deliver(*(f'{{"nummer":{nummer}}}'.encode() for nummer in range(aantal)))


def read(source: StreamsSource, positie: str | None = None) -> None:
    """Reads and acknowledges what there is."""
    for blok in source.read(source.prepare(positie)):
        assert blok.bevestig is not None
        blok.bevestig(len(blok.regels))


def test_what_is_put_on_the_bus_stands_on_the_stream_of_its_source_in_its_order(bus: Bus, client: Any) -> None:
    bus.put([("k3cr", b"1"), ("cws", b"2"), ("k3cr", b"3")])
    assert [velden[VELD] for _, velden in client.xrange(STROOM)] == [b"1", b"3"]
    assert [velden[VELD] for _, velden in client.xrange(stream_of("cws"))] == [b"2"]


def test_what_was_put_is_there_after_a_kill(bus: Bus, redis: Redisproces) -> None:
    bus.put([("k3cr", b"1")] * 50)
    redis.kill()
    redis.start()
    assert len(redis.list_ids()) == 50


@pytest.mark.parametrize(("naam", "waarde"), ONVEILIG)
def test_a_redis_that_may_lose_what_it_accepted_is_no_bus(bus: Bus, client: Any, naam: str, waarde: str) -> None:
    client.config_set(naam, waarde)
    melding = f"{naam} is {waarde}, zet {VEILIG[naam]}"
    with pytest.raises(BusOnveilig, match=melding):
        bus.check()
    with pytest.raises(BusOnveilig, match=melding):
        bus.put([("k3cr", b"1")])
    with pytest.raises(BusOnveilig, match=melding):
        bus.open("k3cr").inspect()


@pytest.mark.parametrize("beleid", ["noeviction", "volatile-lru", "volatile-ttl"])
def test_a_redis_that_throws_away_only_what_may_expire_is_a_bus(bus: Bus, client: Any, beleid: str) -> None:
    client.config_set("maxmemory-policy", beleid)
    bus.check()
    bus.put([("k3cr", b"1")])
    assert client.xlen(stream_of("k3cr")) == 1


def test_a_redis_of_which_the_settings_are_hidden_is_no_bus(redis: Redisproces, client: Any) -> None:
    client.acl_setuser("deurwachter", enabled=True, passwords=["+geheim"], keys=["*"], commands=["+@all", "-config"])
    with closing(Bus(redis.url.replace("//", "//deurwachter:geheim@"))) as bus, pytest.raises(BusOnveilig, match="config"):
        bus.check()


def test_a_full_redis_accepts_nothing_and_says_so(bus: Bus, client: Any) -> None:
    client.config_set("maxmemory", "1mb")
    try:
        with pytest.raises(BusOnbereikbaar, match="OutOfMemory"):
            bus.put([("k3cr", b"x" * 100_000)] * 20)
    finally:
        client.config_set("maxmemory", "0")


def test_a_redis_that_is_not_there_is_out_of_reach() -> None:
    with closing(Bus(f"redis://127.0.0.1:{find_free_port()}/0")) as bus, pytest.raises(BusOnbereikbaar):
        bus.check()


def test_a_message_never_holds_the_password() -> None:
    with (
        closing(Bus(f"redis://ik:kanarie@127.0.0.1:{find_free_port()}/0")) as bus,
        pytest.raises(BusOnbereikbaar) as fout,
    ):
        bus.put([("k3cr", b"1")])
    assert "kanarie" not in repr(fout.value) + repr(fout.value.__cause__)


# trimming


@pytest.mark.parametrize("aantal", [1, 1_000])
def test_what_was_acknowledged_is_removed_to_the_last_entry(redis: Redisproces, aantal: int) -> None:
    deliver(redis, aantal)
    with open_stroom(redis) as source:
        read(source)
        source._bus.trim(source._inspect())
    assert redis.list_ids() == []


def test_a_stream_that_was_emptied_by_us_is_no_loss_not_even_after_a_restart(redis: Redisproces) -> None:
    deliver(redis, 150)
    with open_stroom(redis) as source:
        begin = source.prepare(None)
        (*_, blok) = source.read(begin)
        assert blok.bevestig is not None
        blok.bevestig(len(blok.regels))
        positie = source.prepare(blok.posities.before(len(blok.regels)))
    assert redis.list_ids() == []
    with redis.connect() as client:
        client.bgrewriteaof()
        wait_until(lambda: not client.info("persistence")["aof_rewrite_in_progress"])
    redis.kill()
    redis.start()
    deliver(redis, 1)
    with open_stroom(redis) as source:
        assert source.prepare(positie) == positie
        assert [len(blok.regels) for blok in source.read(positie)] == [1]


def test_what_was_not_acknowledged_stays(redis: Redisproces, client: Any) -> None:
    deliver(redis, 300)
    eerste = redis.list_ids()[0]
    with open_stroom(redis, overname_na=3_600) as source:
        begin = source.prepare(None)
        client.xreadgroup("klantbeeld", "dood", {STROOM: ">"}, count=1)
        read(source, begin)
        source._bus.trim(source._inspect())
    assert redis.list_ids()[0] == eerste


def test_what_another_store_has_still_to_read_stays(redis: Redisproces, client: Any) -> None:
    deliver(redis, 300)
    client.xgroup_create(STROOM, "ander", id="0")
    with open_stroom(redis) as source:
        read(source)
        source._bus.trim(source._inspect())
    assert len(redis.list_ids()) == 300


# counting what waits


def test_nothing_waits_on_a_stream_that_is_not_there(bus: Bus) -> None:
    assert bus.count_lag("k3cr") == Busachterstand(0, None)


def test_before_anybody_reads_everything_waits(bus: Bus, redis: Redisproces) -> None:
    deliver(redis, 7)
    lag = bus.count_lag("k3cr")
    assert lag.aantal == 7
    assert lag.sinds is not None
    assert abs(datetime.now(UTC) - lag.sinds) < timedelta(minutes=1)


def test_what_was_read_and_not_acknowledged_waits_still(bus: Bus, redis: Redisproces, client: Any) -> None:
    deliver(redis, 150)
    with open_stroom(redis) as source:
        read(source)
        deliver(redis, 40)
        client.xreadgroup("klantbeeld", "dood", {STROOM: ">"}, count=10)
        assert bus.count_lag("k3cr").aantal == 40
        client.xdel(STROOM, redis.list_ids()[-1])
        assert bus.count_lag("k3cr").aantal == 39


def test_when_all_is_acknowledged_nothing_waits(bus: Bus, redis: Redisproces) -> None:
    deliver(redis, 150)
    with open_stroom(redis) as source:
        read(source)
    assert bus.count_lag("k3cr") == Busachterstand(0, None)


def test_a_reader_that_ends_well_leaves_no_name_behind(redis: Redisproces, client: Any) -> None:
    deliver(redis, 3)
    with open_stroom(redis) as source:
        read(source)
    assert [as_text(lezer["name"]).partition("-")[0] for lezer in client.xinfo_consumers(STROOM, "klantbeeld")] == ["tijdperk"]


def test_a_reader_that_leaves_something_undone_leaves_it_to_another(redis: Redisproces) -> None:
    deliver(redis, 3)
    with open_stroom(redis) as source:
        assert [len(blok.regels) for blok in source.read(source.prepare(None))] == [3]
    assert redis.count_waiting() == 3
