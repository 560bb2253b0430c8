"""Deliveries over the bus: each is taken in, whatever comes twice, in half or damaged, and whoever dies on the way
(F11, F15)."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexers.bus import Bus
from indexers.busstroom import stream_of
from klantbeeld.app import geheim_of
from klantbeeld.domain.profielen import public_id
from klantbeeld.domain.vragen import Maandvraag
from tests.bouwers_bronnen import Bronnenproef, make_contacten, open_bronnenproef, refuse, surroundings
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_leveringen import LH, VANDAAG, Levering, make_boete, make_contact, make_organisatie
from tests.faults.test_twee_processen import finish_all
from tests.programma import find_free_port, is_listening, start_klantbeeld, wait_until
from tests.redis_server import Redisproces


@pytest.fixture
def proef(tmp_path: Path, redis: Redisproces) -> Iterator[Bronnenproef]:
    """A new store of which the source k3cr comes over the bus, and of which the first load is done."""
    with open_bronnenproef(make_bus_settings(tmp_path, redis)) as proef:
        redis.deliver(*make_contacten(2))
        proef.index()
        yield proef


def make_contact_nummer(nummer: int) -> Levering:
    return make_contact(bron="k3cr", sleutel=f"C{nummer}")


def test_what_is_delivered_over_the_bus_is_taken_in_and_acknowledged(proef: Bronnenproef, redis: Redisproces) -> None:
    redis.deliver(make_contact_nummer(3))
    proef.run()
    assert proef.live() == {"C1", "C2", "C3"}
    assert redis.count_waiting() == 0
    assert proef.tellers("k3cr").received == 3


def test_a_batch_that_is_delivered_twice_changes_nothing(proef: Bronnenproef, redis: Redisproces) -> None:
    eerder = proef.digest()
    batch = make_contacten(30)
    for _ in range(2):
        redis.deliver(*batch)
        proef.run()
    assert (proef.tellers("k3cr").applied, proef.tellers("k3cr").unchanged) == (32, 30)
    assert proef.digest() != eerder
    assert proef.live() == {f"C{nummer}" for nummer in range(1, 31)}


def test_an_entry_that_can_not_be_taken_in_holds_up_no_other(proef: Bronnenproef, redis: Redisproces) -> None:
    redis.deliver(b"\xff", refuse(make_contact_nummer(3)), make_contact_nummer(4))
    with redis.connect() as client:
        client.xadd(stream_of("k3cr"), {"iets": "anders"})
    redis.deliver(make_contact_nummer(5))
    proef.run()
    assert proef.live() == {"C1", "C2", "C4", "C5"}
    assert proef.redenen() == ["GEEN_JSON", "GEEN_UTF8", "WAARDE_ONGELDIG"]
    assert redis.count_waiting() == 0


def test_a_record_of_another_source_is_refused(proef: Bronnenproef, redis: Redisproces) -> None:
    redis.deliver(make_contact(bron="cws", sleutel="vals"), bron="k3cr")
    proef.run()
    assert (proef.redenen(), proef.live("cws")) == (["BRON_VREEMD"], set())


def test_too_many_refusals_stop_the_stream_and_what_was_not_taken_in_waits(proef: Bronnenproef, redis: Redisproces) -> None:
    redis.deliver(*map(refuse, make_contacten(150)))
    proef.run()
    assert proef.storingen() == {"k3cr": "TE_VEEL_FOUTEN"}
    assert (len(proef.redenen()), redis.count_waiting()) == (100, 50)


def test_what_a_dead_reader_left_is_taken_over(proef: Bronnenproef, redis: Redisproces) -> None:
    redis.deliver(make_contact_nummer(3))
    with redis.connect() as client:
        client.xreadgroup("klantbeeld", "dood", {stream_of("k3cr"): ">"})
    proef.run()
    assert "C3" in proef.live()
    assert redis.count_waiting() == 0


def test_what_was_taken_over_unchanged_is_derived_again(proef: Bronnenproef, redis: Redisproces) -> None:
    """Whoever took it in may have died between writing its items and deriving from them."""
    boete = make_boete(bron="k3cr")
    redis.deliver(make_organisatie(bron="k3cr"), boete)
    proef.run()
    profiel_id = public_id(LH, geheim_of(proef.settings))
    token = proef.store.tokens([profiel_id])
    redis.deliver(boete)
    proef.run()
    assert proef.store.tokens([profiel_id]) == token
    redis.deliver(boete)
    with redis.connect() as client:
        client.xreadgroup("klantbeeld", "dood", {stream_of("k3cr"): ">"})
    proef.run()
    assert proef.store.tokens([profiel_id]) != token
    assert [maand.maand for maand in proef.store.read([Maandvraag(profiel_id)])[0]] == ["2023-05"]
    assert proef.store.marks(VANDAAG) == []


def test_a_killed_redis_has_what_it_accepted(proef: Bronnenproef, redis: Redisproces) -> None:
    redis.deliver(make_contact_nummer(3))
    redis.kill()
    proef.run()
    assert proef.storingen() == {"k3cr": "BRON_ONLEESBAAR"}
    redis.start()
    proef.run()
    assert (proef.storingen(), proef.live()) == ({}, {"C1", "C2", "C3"})


def test_two_indexers_on_one_stream_take_in_everything_once(tmp_path: Path, redis: Redisproces) -> None:
    settings = make_bus_settings(tmp_path, redis)
    records = [make_organisatie(bron="k3cr"), *(make_boete(bron="k3cr") for _ in range(200)), *make_contacten(3_000)]
    with open_bronnenproef(settings) as proef:
        proef.index()
        poorten = [find_free_port(), find_free_port()]
        omgevingen = [surroundings(settings) | {"KLANTBEELD_TOEZICHT__POORT": str(poort)} for poort in poorten]
        redis.deliver(*records[:1_000])
        with (
            start_klantbeeld(tmp_path, "index", "--follow", omgeving=omgevingen[0]) as een,
            start_klantbeeld(tmp_path, "index", "--follow", omgeving=omgevingen[1]) as ander,
            closing(Bus(redis.url)) as bus,
        ):
            # Before it listens it may not know yet how to stop.
            wait_until(lambda: all(map(is_listening, poorten)))
            redis.deliver(*records[1_000:])
            # Counters say less: what one takes over from the other counts twice.
            wait_until(lambda: bus.count_lag("k3cr").aantal == 0)
            for indexer in (een, ander):
                indexer.proces.terminate()
            finish_all([een.proces, ander.proces])
        assert proef.live() == {str(record["sleutel"]) for record in records}
        assert proef.tellers("k3cr").applied == len(records)
        profiel_id = public_id(LH, geheim_of(settings))
        assert [maand.cijfers.boetes for maand in proef.store.read([Maandvraag(profiel_id)])[0]] == [200]
