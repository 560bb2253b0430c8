"""What goes wholly: items that are forgotten, and tombstones behind the horizon (F17)."""

from datetime import UTC, date, datetime, timedelta

from klantbeeld.domain.items import Besluit, Uitkomst
from klantbeeld.domain.vragen import Bronitemsvraag, Bronnenvraag, Bronregel, Itemsvraag, Vindvraag, Vraag
from klantbeeld.stores.protocol import Markering, Store
from tests.bouwers import GROOT, KLEIN, make_batch, make_item, make_removal

VANDAAG = date(2023, 10, 20)


def tomorrow() -> date:
    """The day after today, in the clock of the store."""
    return datetime.now(UTC).date() + timedelta(days=1)


def open_marks(store: Store) -> list[dict[str, tuple[str, ...]]]:
    return [dict(markering.geraakt) for markering in store.marks(VANDAAG)]


def settle(store: Store) -> None:
    """Removes the marks there are, as after deriving."""
    store.finish(store.marks(VANDAAG), ())


def test_a_forgotten_item_is_gone_from_every_question_and_count(store: Store) -> None:
    zaak = make_item("Z1", soort="zaak", vindtermen=("zaaknummer:Z1",), sortering="2023-01-01")
    store.apply(make_batch(zaak, make_item("1")))
    assert store.forget([zaak.id]) == 1
    vragen: list[Vraag] = [
        Itemsvraag((GROOT,), "zaak"),
        Bronitemsvraag((GROOT,), ("zaak",)),
        Vindvraag("zaaknummer:Z1", ("zaak",), True, 10),
    ]
    antwoorden = store.read(vragen)
    assert (antwoorden[0].totaal, antwoorden[1:]) == (0, [(), ()])
    assert store.stored([zaak.id]) == {}
    assert store.live_counts() == {("k3cr", "contact"): 1}
    assert [id_ for id_, _ in store.digests()] == ["k3cr:contact:1"]


def test_forgetting_leaves_a_mark_with_the_keys_per_kind(store: Store) -> None:
    store.apply(make_batch(make_item("1", sleutels=(KLEIN, GROOT)), make_item("R", soort="riv"), make_item("2")))
    settle(store)
    store.forget(["k3cr:contact:1", "k3cr:riv:R"])
    assert open_marks(store) == [{"contact": (GROOT, KLEIN), "riv": (GROOT,)}]


def test_forgetting_what_is_not_there_changes_nothing(store: Store) -> None:
    assert store.forget(["k3cr:contact:onbekend"]) == 0
    assert store.marks(VANDAAG) == []


def test_after_forgetting_any_version_comes_in_as_new(store: Store) -> None:
    store.apply(make_batch(make_item(versie=7)))
    store.forget(["k3cr:contact:1"])
    assert store.apply(make_batch(make_item(versie=3))).besluiten == (Besluit(Uitkomst.TOEGEPAST),)


def test_a_tombstone_is_forgotten_with_its_version_and_marks_the_keys_it_kept(store: Store) -> None:
    store.apply(make_batch(make_item(versie=1), make_removal(versie=2)))
    settle(store)
    assert store.forget(["k3cr:contact:1"]) == 1
    assert open_marks(store) == [{"contact": (GROOT,)}]
    assert store.live_counts() == {}
    assert store.apply(make_batch(make_item(versie=1))).besluiten == (Besluit(Uitkomst.TOEGEPAST),)


def test_a_source_of_which_everything_was_forgotten_is_still_known(store: Store) -> None:
    store.apply(make_batch(make_item()))
    store.forget(["k3cr:contact:1"])
    assert store.read([Bronnenvraag()]) == [(Bronregel("k3cr", soorten=frozenset({"contact"})),)]


def test_tombstones_of_earlier_days_are_purged_and_live_items_stay(store: Store) -> None:
    store.apply(make_batch(make_item("1"), make_removal("1"), make_item("2"), make_removal("3")))
    assert store.purge(tomorrow()) == 2
    assert list(store.stored(["k3cr:contact:1", "k3cr:contact:2", "k3cr:contact:3"])) == ["k3cr:contact:2"]


def test_a_tombstone_of_the_day_itself_is_not_purged(store: Store) -> None:
    store.apply(make_batch(make_item(), make_removal()))
    assert store.purge(tomorrow() - timedelta(days=1)) == 0
    assert store.stored(["k3cr:contact:1"])["k3cr:contact:1"].verwijderd


def test_purging_leaves_no_mark_and_counts_nothing(store: Store) -> None:
    store.apply(make_batch(make_item(), make_removal()))
    settle(store)
    tellers = store.counters()
    store.purge(tomorrow())
    assert (store.marks(VANDAAG), store.counters()) == ([], tellers)


def test_a_record_that_came_back_is_no_tombstone_any_more(store: Store) -> None:
    store.apply(make_batch(make_item(versie=1), make_removal(versie=2), make_item(versie=3)))
    assert store.purge(tomorrow()) == 0
    assert store.live_counts() == {("k3cr", "contact"): 1}


def test_a_mark_of_forgetting_is_an_ordinary_mark(store: Store) -> None:
    store.apply(make_batch(make_item()))
    settle(store)
    store.forget(["k3cr:contact:1"])
    [markering] = store.marks(VANDAAG)
    assert isinstance(markering, Markering)
    store.finish([markering], markering.geraakt["contact"])
    assert store.marks(VANDAAG) == []
