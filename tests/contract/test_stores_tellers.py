"""What is kept beside the records: counters, positions, and what there is of each source."""

from klantbeeld.domain.porties import split_porties
from klantbeeld.stores.protocol import Batch, Inkomend, Positie, Store, Tellers
from tests.bouwers import make_batch, make_brief, make_inkomend, make_item, make_removal
from tests.contract.conftest import OpenStore


def test_every_record_ends_in_exactly_one_counter_of_its_source(store: Store) -> None:
    store.apply(make_batch(make_item(versie=2), make_item(versie=1), make_item("9", bron="cws")))
    brieven = (make_brief(), make_brief("ander", bron="cws"))
    store.apply(Batch((make_inkomend(make_item(versie=2)), make_inkomend(make_item(versie=2, digest=b"anders"))), brieven))
    assert store.counters() == [Tellers("cws", 1, 0, 0, 1), Tellers("k3cr", 1, 1, 1, 2)]
    assert [tellers.received for tellers in store.counters()] == [2, 5]


def test_records_that_were_not_sent_because_they_change_nothing_are_counted_with_a_batch(store: Store) -> None:
    tellers = [Tellers("k3cr", unchanged=3), Tellers("cws", unchanged=2), Tellers("k3cr", superseded=1)]
    store.apply(make_batch(make_item(), tellers=tellers))
    store.apply(Batch(tellers=[Tellers("cws", unchanged=1)]))
    assert store.counters() == [Tellers("cws", unchanged=3), Tellers("k3cr", applied=1, superseded=1, unchanged=3)]


def test_a_batch_that_must_refuse_too_much_counts_nothing(store: Store) -> None:
    store.apply(make_batch(make_item(versie=2)))
    anders = make_item(versie=2, digest=b"anders")
    assert not store.apply(make_batch(anders, tellers=[Tellers("k3cr", unchanged=3)], meeste_weigeringen=0)).gedaan
    assert store.counters() == [Tellers("k3cr", applied=1)]


def test_a_record_of_our_own_making_is_not_counted(store: Store) -> None:
    store.apply(Batch(inkomend=(Inkomend(make_removal(afwezig=True), None),)))
    assert store.counters() == []


def test_a_position_is_none_until_stored_and_the_last_one_holds(store: Store) -> None:
    assert store.position("k3cr") is None
    store.apply(Batch(positie=Positie("k3cr", "1")))
    store.apply(Batch(positie=Positie("k3cr", "2")))
    store.apply(Batch())
    assert (store.position("k3cr"), store.position("cws")) == ("2", None)


def test_two_that_read_the_same_stream_in_turns_lose_no_count(open_store: OpenStore) -> None:
    een, ander = open_store(), open_store()
    for nummer in range(4):
        for store in (een, ander):
            store.apply(Batch(positie=Positie("k3cr", str(nummer)), tellers=[Tellers("k3cr", unchanged=1)]))
            store.apply(Batch(positie=Positie("k3cr", f"{nummer}a"), tellers=[Tellers("k3cr", unchanged=10)]))
    assert een.counters() == [Tellers("k3cr", unchanged=88)]
    assert een.position("k3cr") == "3a"


def test_live_counts_follow_arrivals_changes_removals_and_returns(store: Store) -> None:
    store.apply(make_batch(make_item("1"), make_item("2"), make_item("3", soort="erd"), make_item("4", bron="cws")))
    store.apply(make_batch(make_item("1", versie=2), make_removal("2", versie=2), make_removal("4", bron="cws", versie=2)))
    assert store.live_counts() == {("k3cr", "contact"): 1, ("k3cr", "erd"): 1}
    store.apply(make_batch(make_item("2", versie=3)))
    assert store.live_counts() == {("k3cr", "contact"): 2, ("k3cr", "erd"): 1}


def test_live_versions_are_those_of_one_source_without_tombstones_and_bronstanden(store: Store) -> None:
    items = [make_item("b", versie=3), make_item("a"), make_item("x", bron="k3cr2"), make_item("y", bron="k3c")]
    store.apply(make_batch(*items, make_item("s", soort="bronstand", sleutels=()), make_removal("weg")))
    assert list(store.live_versions("k3cr")) == [("k3cr:contact:a", 1), ("k3cr:contact:b", 3)]


def test_live_versions_can_be_removed_while_they_are_read(store: Store) -> None:
    store.apply(make_batch(*(make_item(str(nummer)) for nummer in range(2500))))
    for portie in split_porties(store.live_versions("k3cr"), 100):
        weg = [make_removal(id_.split(":")[2], versie=versie + 1) for id_, versie in portie if id_.endswith("7")]
        store.apply(make_batch(*weg))
    assert store.live_counts() == {("k3cr", "contact"): 2250}


def test_nothing_keeps_from_writing_to_a_healthy_store(store: Store) -> None:
    assert store.schrijfstoring() is None
    store.apply(make_batch(make_item()))
    assert store.schrijfstoring() is None
