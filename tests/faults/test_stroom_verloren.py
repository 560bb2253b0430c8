"""A stream that loses entries nobody read: it is always found out, everything is read again where that can be done, and
where not the source says that it is not available until it is up to date (F11, F12, F13, F14, F27)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from redis.exceptions import OutOfMemoryError

from indexers.busstroom import stream_of
from klantbeeld.settings_delen import BusSettings
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse, surroundings
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_leveringen import Levering, make_bronstand, make_contact
from tests.programma import start_klantbeeld, wait_until
from tests.redis_server import ZEKER, Redisproces, open_stroom, start_redis

STROOM = stream_of("k3cr")
VERLOREN = {"k3cr": "STROOM_VERLOREN"}


def make_contact_nummer(nummer: int) -> Levering:
    return make_contact(bron="k3cr", sleutel=f"C{nummer}")


@contextmanager
def reading(map_: Path, redis: Redisproces, *, herstel: bool) -> Iterator[Bronnenproef]:
    """A store that took in C1 from the stream; C1, C2 and C3 stand in the file from which it can be read again."""
    with open_bronnenproef(make_bus_settings(map_, redis, herstel=herstel)) as proef:
        contacten = make_contacten(3)
        proef.write("k3cr", *contacten)
        redis.deliver(contacten[0])
        proef.index()
        assert (proef.live(), proef.storingen()) == ({"C1"}, {})
        yield proef


@pytest.fixture
def zonder(tmp_path: Path, redis: Redisproces) -> Iterator[Bronnenproef]:
    with reading(tmp_path, redis, herstel=False) as proef:
        yield proef


@pytest.fixture
def met(tmp_path: Path, redis: Redisproces) -> Iterator[Bronnenproef]:
    with reading(tmp_path, redis, herstel=True) as proef:
        yield proef


def flush(_: Redisproces, client: Any) -> None:
    """Everything in Redis goes."""
    client.flushall()


def remove(redis: Redisproces, client: Any) -> None:
    """The stream goes, and comes again with the next delivery, as after an eviction."""
    client.delete(STROOM)
    redis.deliver(make_contact_nummer(9))


def trim_unread(redis: Redisproces, client: Any) -> None:
    """Somebody else trims behind our back."""
    redis.deliver(make_contact_nummer(8), make_contact_nummer(9))
    client.xtrim(STROOM, maxlen=1, approximate=False)


def empty_unread(redis: Redisproces, client: Any) -> None:
    redis.deliver(make_contact_nummer(8))
    client.xtrim(STROOM, maxlen=0, approximate=False)


def trim_pending(redis: Redisproces, client: Any) -> None:
    """What a dead reader had goes before another takes it over."""
    redis.deliver(make_contact_nummer(8), make_contact_nummer(9))
    client.xreadgroup("klantbeeld", "dood", {STROOM: ">"}, count=1)
    client.xtrim(STROOM, maxlen=1, approximate=False)


def delete_pending(redis: Redisproces, client: Any) -> None:
    redis.deliver(make_contact_nummer(7), make_contact_nummer(8), make_contact_nummer(9))
    (_, gegeven), *_ = client.xreadgroup("klantbeeld", "dood", {STROOM: ">"}, count=2)
    client.xdel(STROOM, gegeven[1][0])


def delete_unread(redis: Redisproces, client: Any) -> None:
    """One goes from between others that are still there."""
    redis.deliver(make_contact_nummer(7), make_contact_nummer(8), make_contact_nummer(9))
    client.xdel(STROOM, redis.list_ids()[-2])


def evict(redis: Redisproces, client: Any) -> None:
    """Somebody lets Redis throw away what it likes, and fills it with other things; and then mends it again (F12)."""
    redis.deliver(make_contact_nummer(8))
    client.config_set("maxmemory", client.info("memory")["used_memory"])
    client.config_set("maxmemory-policy", "allkeys-lru")
    with suppress(OutOfMemoryError):  # when there is nothing left to throw away
        for nummer in count():
            client.set(f"cache:{nummer}", b"x" * 10_000)
            if not client.exists(STROOM):
                break
    client.config_set("maxmemory", 0)
    client.config_set("maxmemory-policy", "noeviction")
    assert not client.exists(STROOM)


VERLIEZEN: list[Callable[[Redisproces, Any], None]] = [
    flush,
    remove,
    trim_unread,
    empty_unread,
    trim_pending,
    delete_pending,
    delete_unread,
    evict,
]


def lose(redis: Redisproces, verlies: Callable[[Redisproces, Any], None]) -> None:
    with redis.connect() as client:
        verlies(redis, client)


@pytest.mark.parametrize("verlies", VERLIEZEN)
def test_everything_is_read_again_by_itself_when_the_stream_says_from_where(
    met: Bronnenproef, redis: Redisproces, verlies: Callable[[Redisproces, Any], None]
) -> None:
    lose(redis, verlies)
    met.run()
    assert (met.live() >= {"C1", "C2", "C3"}, met.storingen()) == (True, {})
    redis.deliver(make_contact_nummer(4))
    eerder = met.tellers("k3cr").received
    met.run()
    assert (met.tellers("k3cr").received - eerder, "C4" in met.live()) == (1, True)
    assert redis.count_waiting() == 0


@pytest.mark.parametrize("verlies", VERLIEZEN)
def test_without_a_way_to_read_again_it_is_not_available_until_its_next_bronstand(
    zonder: Bronnenproef, redis: Redisproces, verlies: Callable[[Redisproces, Any], None]
) -> None:
    lose(redis, verlies)
    assert zonder.run().gestopt == VERLOREN
    redis.deliver(make_contact_nummer(4))
    zonder.run()
    assert (zonder.storingen(), "C4" in zonder.live()) == (VERLOREN, True)
    redis.deliver(make_bronstand("k3cr"))
    assert zonder.run().gestopt == {}
    assert (zonder.storingen(), redis.count_waiting()) == ({}, 0)


def test_a_bronstand_that_is_refused_does_not_end_it(zonder: Bronnenproef, redis: Redisproces) -> None:
    lose(redis, flush)
    redis.deliver(make_bronstand("k3cr") | {"versie": 0})
    zonder.run()
    assert (zonder.storingen(), zonder.redenen()) == (VERLOREN, ["VERSIE_BUITEN_BEREIK"])


def test_entries_that_go_while_they_are_being_read_are_missed(zonder: Bronnenproef, redis: Redisproces) -> None:
    """Between the look at the stream and the reading of it: what comes next hides that there was anything before."""
    with open_stroom(redis) as source:
        redis.deliver(make_contact_nummer(7))
        gezien = zonder.store.position("k3cr")
        source.prepare(gezien)
        trim_unread(redis, source._bus._redis)
        for blok in source.read(gezien):
            assert blok.bevestig is not None
            blok.bevestig(len(blok.regels))
    zonder.run()
    assert zonder.storingen() == VERLOREN


def test_as_long_as_it_can_not_be_read_again_it_stays_lost_and_is_tried_again(met: Bronnenproef, redis: Redisproces) -> None:
    pad = met.settings.leveringen / "k3cr.jsonl"
    inhoud = pad.read_bytes()
    pad.unlink()
    lose(redis, flush)
    for _ in range(2):
        met.run()
        assert (met.storingen(), met.live()) == (VERLOREN, {"C1"})
    pad.write_bytes(inhoud)
    met.run()
    assert (met.storingen(), met.live()) == ({}, {"C1", "C2", "C3"})


def test_too_many_refusals_while_reading_again_leave_it_lost(met: Bronnenproef, redis: Redisproces) -> None:
    met.write("k3cr", *map(refuse, make_contacten(150)))
    lose(redis, flush)
    assert met.run().gestopt == {"k3cr": "TE_VEEL_FOUTEN"}
    assert (met.storingen(), len(met.redenen())) == (VERLOREN, 100)


def test_what_else_goes_wrong_meanwhile_does_not_end_it(zonder: Bronnenproef, redis: Redisproces) -> None:
    lose(redis, flush)
    zonder.run()
    redis.kill()
    zonder.run()
    redis.start()
    zonder.run()
    assert zonder.storingen() == VERLOREN


def test_a_bronstand_from_before_the_loss_does_not_end_it(zonder: Bronnenproef, redis: Redisproces) -> None:
    redis.deliver(make_bronstand("k3cr"), make_contact_nummer(8))
    with redis.connect() as client:
        client.xreadgroup("klantbeeld", "dood", {STROOM: ">"})
        client.xdel(STROOM, redis.list_ids()[-1])
    zonder.run()
    assert zonder.storingen() == VERLOREN


@pytest.mark.usefixtures("met")
def test_a_new_store_on_a_stream_that_was_read_before_reads_everything_again(redis: Redisproces, tmp_path: Path) -> None:
    with open_bronnenproef(make_bus_settings(tmp_path / "ander", redis, herstel=True)) as nieuw:
        nieuw.write("k3cr", *make_contacten(3))
        nieuw.index()
        assert (nieuw.live(), nieuw.storingen()) == ({"C1", "C2", "C3"}, {})


def test_two_new_stores_that_begin_on_a_new_stream_lose_nothing(tmp_path: Path, redis: Redisproces) -> None:
    """Neither takes the beginning of the other for a loss: as two indexers of one store would."""
    settings = make_bus_settings(tmp_path, redis)
    with open_bronnenproef(settings) as een, open_bronnenproef(settings) as ander:
        een.index()
        redis.deliver(make_contact_nummer(1))
        ander.index()
        een.run()
        assert (een.storingen(), een.live()) == ({}, {"C1"})


def test_a_replica_that_was_behind_and_took_over_is_found_out(tmp_path: Path, redis: Redisproces) -> None:
    with reading(tmp_path, redis, herstel=True) as proef, start_redis(tmp_path / "kopie", *ZEKER) as kopie:
        with kopie.connect() as client:
            client.replicaof("127.0.0.1", str(redis.poort))
            wait_until(lambda: kopie.list_ids() == redis.list_ids())
            client.replicaof("no", "one")
        redis.deliver(make_contact_nummer(2))
        proef.run()
        elders = proef.settings.model_copy(update={"bus": BusSettings(url=SecretStr(kopie.url), overname_na=0)})
        verder = Bronnenproef(elders, proef.store, proef.pipeline, proef.ontvanger)
        verder.run()
        assert (verder.storingen(), verder.live()) == ({}, {"C1", "C2", "C3"})


def test_what_a_replica_that_took_over_did_not_hear_is_acknowledged_is_read_again_and_changes_nothing(
    tmp_path: Path, redis: Redisproces
) -> None:
    with reading(tmp_path, redis, herstel=True) as proef, start_redis(tmp_path / "kopie", *ZEKER) as kopie:
        redis.deliver(*(make_contact_nummer(nummer) for nummer in (2, 3)))
        with kopie.connect() as client:
            client.replicaof("127.0.0.1", str(redis.poort))
            wait_until(lambda: kopie.list_ids() == redis.list_ids())
            client.replicaof("no", "one")
        proef.run()
        eerder = (proef.digest(), proef.tellers("k3cr").applied)
        elders = proef.settings.model_copy(update={"bus": BusSettings(url=SecretStr(kopie.url), overname_na=0)})
        verder = Bronnenproef(elders, proef.store, proef.pipeline, proef.ontvanger)
        verder.run()
        assert (verder.digest(), verder.tellers("k3cr").applied, verder.storingen()) == (*eerder, {})
        assert kopie.count_waiting() == 0


def test_a_following_indexer_recovers_from_a_flush_without_a_hand(met: Bronnenproef, redis: Redisproces) -> None:
    with start_klantbeeld(met.settings.leveringen, "index", "--follow", omgeving=surroundings(met.settings)) as indexer:
        redis.deliver(make_contact_nummer(7))
        wait_until(lambda: "C7" in met.live())
        lose(redis, flush)
        wait_until(lambda: met.live() >= {"C1", "C2", "C3"} and met.storingen() == {})
        indexer.wait_for("stroom verloren")
        assert indexer.stop() == 0


def test_a_source_of_files_loses_no_stream(tmp_path: Path) -> None:
    with open_bronnenproef(make_settings(tmp_path, "k3cr")) as proef:
        proef.write("k3cr", *make_contacten(1))
        proef.store.set_storing("k3cr", "STROOM_VERLOREN")
        proef.index()
        assert proef.storingen() == {}
