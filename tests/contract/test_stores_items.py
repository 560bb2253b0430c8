"""How questions about items are answered: lists of them, and counts."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Item
from klantbeeld.domain.vragen import (
    Bronitemsvraag,
    Itemsantwoord,
    Itemsvraag,
    Telling,
    Telvraag,
)
from klantbeeld.stores.protocol import Store
from tests.bouwers import GROOT, KLEIN, make_batch, make_item, make_removal
from tests.contract.conftest import WILLEKEURIG, OpenStore

KVK = "kvk:12345678"
_namen = count()


def ask(store: Store, vraag: Itemsvraag) -> tuple[list[str], int]:
    """The source keys of the answer, and its total."""
    antwoord: Itemsantwoord = store.read([vraag])[0]
    return [item.id.split(":", 2)[2] for item in antwoord.items], antwoord.totaal


def fill(store: Store, *items: Item) -> None:
    store.apply(make_batch(*items))


# lists


def test_a_list_holds_one_kind_of_any_of_the_keys(store: Store) -> None:
    fill(store, make_item("1"), make_item("2", sleutels=(KLEIN,)), make_item("3", soort="erd"), make_item("4", sleutels=(KVK,)))
    assert ask(store, Itemsvraag((GROOT, KVK), "contact")) == (["1", "4"], 2)


def test_a_list_without_keys_is_empty(store: Store) -> None:
    fill(store, make_item())
    assert ask(store, Itemsvraag((), "contact")) == ([], 0)


def test_an_item_with_several_keys_is_listed_and_counted_once(store: Store) -> None:
    fill(store, make_item("1", sleutels=(GROOT, KVK), bedrag=5), make_item("2", sleutels=(KVK, GROOT, KLEIN), bedrag=5))
    sleutels = (GROOT, KVK, KLEIN)
    assert ask(store, Itemsvraag(sleutels, "contact", limiet=1)) == (["1"], 2)
    assert store.read([Telvraag(sleutels, "contact")]) == [(Telling(None, None, "", 2, 10),)]


def test_a_list_is_newest_first_then_by_id(store: Store) -> None:
    fill(
        store, *(make_item(sleutel, sortering=dag) for sleutel, dag in [("b", "2023"), ("a", "2023"), ("c", "2024"), ("d", "")])
    )
    assert ask(store, Itemsvraag((GROOT,), "contact")) == (["c", "a", "b", "d"], 4)


def test_a_list_can_be_lowest_first_then_by_id(store: Store) -> None:
    fill(
        store, *(make_item(sleutel, sortering=dag) for sleutel, dag in [("b", "2023"), ("a", "2023"), ("c", "2024"), ("d", "")])
    )
    assert ask(store, Itemsvraag((GROOT,), "contact", oplopend=True)) == (["d", "a", "b", "c"], 4)


def test_bounds_of_a_list_include_their_own_day(store: Store) -> None:
    fill(store, *(make_item(dag, sortering=dag) for dag in ("", "2023-01-01", "2023-01-02", "2023-01-03")))
    assert ask(store, Itemsvraag((GROOT,), "contact", van="2023-01-02")) == (["2023-01-03", "2023-01-02"], 2)
    assert ask(store, Itemsvraag((GROOT,), "contact", van="2023-01-01", tot="2023-01-02")) == (["2023-01-02", "2023-01-01"], 2)
    assert ask(store, Itemsvraag((GROOT,), "contact", tot="2023-01-01")) == (["2023-01-01", ""], 2)


def test_a_list_can_hold_one_kenmerk_only(store: Store) -> None:
    fill(store, make_item("1", kenmerk="open"), make_item("2", kenmerk="dicht"), make_item("3"))
    assert ask(store, Itemsvraag((GROOT,), "contact", kenmerk="open")) == (["1"], 1)
    assert ask(store, Itemsvraag((GROOT,), "contact", kenmerk="weg")) == ([], 0)


def test_restricted_items_are_neither_listed_nor_counted_without_the_right(store: Store) -> None:
    fill(store, make_item("1", besloten=True), make_item("2"))
    assert ask(store, Itemsvraag((GROOT,), "contact", ook_besloten=False, limiet=1)) == (["2"], 1)
    assert ask(store, Itemsvraag((GROOT,), "contact")) == (["1", "2"], 2)
    assert store.read([Telvraag((GROOT,), "contact", ook_besloten=False)]) == [(Telling(None, None, "", 1, 0),)]


def test_the_total_ignores_limit_and_start(store: Store) -> None:
    fill(store, *(make_item(str(nummer)) for nummer in range(5)))
    assert ask(store, Itemsvraag((GROOT,), "contact", limiet=2)) == (["0", "1"], 5)
    assert ask(store, Itemsvraag((GROOT,), "contact", limiet=2, na=("", "k3cr:contact:3"))) == (["4"], 5)
    assert ask(store, Itemsvraag((GROOT,), "contact", na=("", "k3cr:contact:4"))) == ([], 5)
    assert ask(store, Itemsvraag((GROOT,), "contact", limiet=0)) == ([], 5)


@pytest.mark.parametrize("oplopend", [False, True])
def test_pages_hold_each_item_once_while_others_come_in_between(store: Store, oplopend: bool) -> None:
    """What comes before the place where a reader is, is not seen any more; what comes behind it, is."""
    fill(store, *(make_item(f"{nummer}-0", sortering=str(2020 + nummer // 2)) for nummer in range(8)))
    gezien: list[Item] = []
    for plaats in range(1, 20):
        na = (gezien[-1].kenmerken.sortering, gezien[-1].id) if gezien else None
        antwoord: Itemsantwoord = store.read([Itemsvraag((GROOT,), "contact", oplopend=oplopend, limiet=2, na=na)])[0]
        gezien += antwoord.items
        if len(antwoord.items) < 2:
            break
        if plaats <= 4:
            fill(store, *(make_item(f"{nummer}-{plaats}", sortering=str(2020 + nummer // 2)) for nummer in (0, 3, 4, 7)))
    ids = [item.id for item in gezien]
    assert len(ids) == len(set(ids))
    assert {f"k3cr:contact:{nummer}-0" for nummer in range(8)} < set(ids)
    op_volgorde = sorted(gezien, key=lambda item: item.id)
    op_volgorde.sort(key=lambda item: item.kenmerken.sortering, reverse=not oplopend)
    assert gezien == op_volgorde


def test_a_page_starts_after_an_item_that_is_gone(store: Store) -> None:
    fill(store, *(make_item(str(nummer), sortering="2023") for nummer in range(4)))
    fill(store, make_removal("1"))
    assert ask(store, Itemsvraag((GROOT,), "contact", na=("2023", "k3cr:contact:1"))) == (["2", "3"], 3)


def test_a_change_of_sort_date_moves_the_item(store: Store) -> None:
    fill(store, make_item("1", sortering="2023"), make_item("2", sortering="2022"))
    fill(store, make_item("1", versie=2, sortering="2021"))
    assert ask(store, Itemsvraag((GROOT,), "contact")) == (["2", "1"], 2)


def test_a_change_of_kenmerk_alone_reaches_lists_and_counts(store: Store) -> None:
    fill(store, make_item("1", kenmerk="open"))
    fill(store, make_item("1", versie=2, kenmerk="dicht"))
    assert ask(store, Itemsvraag((GROOT,), "contact", kenmerk="open")) == ([], 0)
    assert store.read([Telvraag((GROOT,), "contact")]) == [(Telling("dicht", None, "", 1, 0),)]


def test_a_ring_may_have_thousands_of_keys(store: Store) -> None:
    ring = tuple(f"vestiging:{nummer:012d}" for nummer in range(5000))
    fill(store, make_item("1", sleutels=(ring[0], ring[4999])), make_item("2", sleutels=(ring[2500],)))
    assert ask(store, Itemsvraag(ring, "contact")) == (["1", "2"], 2)
    assert len(store.read([Bronitemsvraag(ring, ("contact",))])[0]) == 2


def test_keys_are_compared_whole_and_as_they_are(store: Store) -> None:
    fill(store, make_item("1", sleutels=("portaal:Ab%_'\"é",)))
    for sleutel in ("portaal:AB%_'\"é", "portaal:Ab%", "portaal:Ab%_'\"é "):
        assert ask(store, Itemsvraag((sleutel,), "contact")) == ([], 0)
    assert ask(store, Itemsvraag(("portaal:Ab%_'\"é",), "contact")) == (["1"], 1)


def test_bronitems_are_of_several_kinds_by_id(store: Store) -> None:
    items = [make_item("2", sleutels=(GROOT, KVK)), make_item("1"), make_item("3", soort="erd"), make_item("4", soort="polis")]
    fill(store, *items)
    antwoord = store.read([Bronitemsvraag((GROOT, KVK), ("erd", "contact"))])[0]
    assert antwoord == (items[1], items[0], items[2])


ITEMS = st.lists(
    st.builds(
        make_item,
        st.sampled_from([f"{nummer:02d}" for nummer in range(20)]),
        soort=st.sampled_from(["contact", "erd"]),
        sleutels=st.lists(st.sampled_from([GROOT, KLEIN, KVK]), unique=True, min_size=1).map(tuple),
        sortering=st.sampled_from(["", "2021-01-31", "2022-05-01", "2023-10-20"]),
        kenmerk=st.sampled_from([None, "open", "dicht"]),
        besloten=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda item: item.id,
)
VRAGEN = st.builds(
    Itemsvraag,
    sleutels=st.lists(st.sampled_from([GROOT, KLEIN, KVK, "kvk:0"]), unique=True).map(tuple),
    soort=st.sampled_from(["contact", "erd"]),
    van=st.sampled_from([None, "2021-01-31", "2022"]),
    tot=st.sampled_from([None, "2022-05-01", "2023-10-20"]),
    kenmerk=st.sampled_from([None, "open"]),
    ook_besloten=st.booleans(),
    oplopend=st.booleans(),
    limiet=st.integers(1, 7),
)


def expect(items: list[Item], vraag: Itemsvraag) -> list[Item]:
    """What the question means, in the plainest words."""
    passend = [
        item
        for item in items
        if item.soort == vraag.soort
        and set(item.sleutels) & set(vraag.sleutels)
        and (vraag.van is None or item.kenmerken.sortering >= vraag.van)
        and (vraag.tot is None or item.kenmerken.sortering <= vraag.tot)
        and (vraag.kenmerk is None or item.kenmerken.kenmerk == vraag.kenmerk)
        and (vraag.ook_besloten or not item.kenmerken.besloten)
    ]
    passend.sort(key=lambda item: item.id)
    return sorted(passend, key=lambda item: item.kenmerken.sortering, reverse=not vraag.oplopend)


def page_through(store: Store, vraag: Itemsvraag) -> list[Itemsantwoord]:
    """Every page until one comes back without items."""
    bladzijden: list[Itemsantwoord] = []
    na = None
    while not bladzijden or bladzijden[-1].items:
        bladzijden += store.read([_continue(vraag, na)])
        if bladzijden[-1].items:
            laatste = bladzijden[-1].items[-1]
            na = (laatste.kenmerken.sortering, laatste.id)
    return bladzijden


def _continue(vraag: Itemsvraag, na: tuple[str, str] | None) -> Itemsvraag:
    delen = (vraag.sleutels, vraag.soort, vraag.van, vraag.tot, vraag.kenmerk, vraag.ook_besloten, vraag.oplopend, vraag.limiet)
    return Itemsvraag(*delen, na)


@WILLEKEURIG
@given(items=ITEMS, vragen=st.lists(VRAGEN, min_size=1, max_size=5))
def test_paging_to_the_end_shows_everything_that_fits_once(
    open_store: OpenStore, items: list[Item], vragen: list[Itemsvraag]
) -> None:
    store = open_store(f"items{next(_namen)}")
    fill(store, *items)
    for vraag in vragen:
        verwacht = expect(items, vraag)
        bladzijden = page_through(store, vraag)
        assert [item for bladzijde in bladzijden for item in bladzijde.items] == verwacht
        assert {bladzijde.totaal for bladzijde in bladzijden} == {len(verwacht)}
    store.close()


# counts


def test_counts_are_per_kenmerk_regeling_and_year_in_that_order(store: Store) -> None:
    fill(
        store,
        make_item("1", kenmerk="betaald", regeling="WGA", sortering="2023-05-01", bedrag=100),
        make_item("2", kenmerk="betaald", regeling="WGA", sortering="2023-12-31", bedrag=-30),
        make_item("3", kenmerk="betaald", regeling="WGA", sortering="2022-01-01", bedrag=2**53 - 1),
        make_item("4", kenmerk="betaald", regeling="ZW", sortering="2023-05-01"),
        make_item("5", kenmerk="betaald", sortering="2023-05-01", bedrag=1),
        make_item("6"),
    )
    assert store.read([Telvraag((GROOT,), "contact")])[0] == (
        Telling(None, None, "", 1, 0),
        Telling("betaald", None, "2023", 1, 1),
        Telling("betaald", "WGA", "2022", 1, 2**53 - 1),
        Telling("betaald", "WGA", "2023", 2, 70),
        Telling("betaald", "ZW", "2023", 1, 0),
    )


def test_counts_keep_to_their_bounds_and_kind(store: Store) -> None:
    fill(store, *(make_item(dag, sortering=dag) for dag in ("2021-01-01", "2022-01-01", "2023-01-01")), make_item(soort="erd"))
    vraag = Telvraag((GROOT,), "contact", van="2022-01-01", tot="2022-12-31")
    assert store.read([vraag])[0] == (Telling(None, None, "2022", 1, 0),)
