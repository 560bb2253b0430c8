"""How items are found by what stands in them: exactly, and only as they are now."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Item
from klantbeeld.domain.vragen import Bronitemsvraag, Vindvraag, Vondst
from klantbeeld.stores.protocol import Batch, Inkomend, Store
from tests.bouwers import GROOT, KLEIN, make_batch, make_item, make_removal
from tests.contract.conftest import WILLEKEURIG, OpenStore

TERM = "zaaknummer:ZAAK20231"
ANDER = "zaaknummer:ZAAK20232"
_namen = count()


def make_zaak(sleutel: str = "1", **delen: object) -> Item:
    """A case that is found by ``TERM``."""
    velden: dict[str, object] = {"soort": "zaak", "vindtermen": (TERM,)}
    velden.update(delen)
    return make_item(sleutel, **velden)  # type: ignore[arg-type]


def fill(store: Store, *items: Item) -> None:
    store.apply(make_batch(*items))


def find(store: Store, term: str = TERM, *soorten: str, ook_besloten: bool = True, limiet: int = 100) -> list[str]:
    """The source keys of the cases (or other kinds) that are found."""
    vondsten = store.read([Vindvraag(term, soorten or ("zaak",), ook_besloten, limiet)])[0]
    return [vondst.id.split(":", 2)[2] for vondst in vondsten]


def test_an_item_is_found_by_its_vindterm_with_its_kind_and_keys(store: Store) -> None:
    item = make_zaak(sleutels=(KLEIN, GROOT))
    fill(store, item)
    assert store.read([Vindvraag(TERM, ("zaak",), True, 10)]) == [(Vondst(item.id, "zaak", (KLEIN, GROOT)),)]


def test_an_item_without_keys_is_found(store: Store) -> None:
    fill(store, make_zaak(sleutels=()))
    assert find(store) == ["1"]


def test_an_item_that_is_read_back_has_its_vindtermen(store: Store) -> None:
    item = make_zaak(vindtermen=(TERM, ANDER))
    fill(store, item)
    assert store.read([Bronitemsvraag((GROOT,), ("zaak",))]) == [(item,)]


def test_an_item_is_found_by_each_of_its_vindtermen(store: Store) -> None:
    fill(store, make_zaak(vindtermen=(TERM, ANDER)))
    assert (find(store, TERM), find(store, ANDER)) == (["1"], ["1"])


def test_a_vindterm_is_compared_whole_and_as_it_is(store: Store) -> None:
    fill(store, make_zaak(vindtermen=("zaaknummer:A%_'\"É",)))
    for term in ("zaaknummer:A%_'\"", "zaaknummer:A%_'\"É1", "zaaknummer:a%_'\"é", "zaaknummer:A%", "A%_'\"É", "", "%"):
        assert find(store, term) == []
    assert find(store, "zaaknummer:A%_'\"É") == ["1"]


def test_an_item_without_vindtermen_is_not_found(store: Store) -> None:
    fill(store, make_item(soort="zaak"))
    assert (find(store), find(store, "")) == ([], [])


def test_only_the_kinds_that_are_asked_are_found(store: Store) -> None:
    fill(store, *(make_zaak(soort, soort=soort) for soort in ("zaak", "polis", "document")))
    assert find(store, TERM, "zaak", "document") == ["document", "zaak"]
    assert find(store, TERM, "polis") == ["polis"]
    assert find(store, TERM, "betaling") == []
    assert store.read([Vindvraag(TERM, (), True, 10)]) == [()]


def test_what_is_found_comes_by_id_whatever_the_kind(store: Store) -> None:
    items = [
        make_zaak("1", bron="b"),
        make_zaak("2", bron="a"),
        make_zaak("9", bron="a", soort="polis"),
        make_zaak("10", bron="a"),
    ]
    fill(store, *items)
    vondsten = store.read([Vindvraag(TERM, ("zaak", "polis"), True, 10)])[0]
    assert [vondst.id for vondst in vondsten] == ["a:polis:9", "a:zaak:10", "a:zaak:2", "b:zaak:1"]


def test_at_most_as_many_as_the_limit_are_found_lowest_ids_first(store: Store) -> None:
    fill(store, *(make_zaak(sleutel) for sleutel in "dbeca"))
    assert find(store, limiet=2) == ["a", "b"]
    assert find(store, limiet=5) == ["a", "b", "c", "d", "e"]
    assert find(store, limiet=0) == []


def test_the_limit_counts_only_what_fits(store: Store) -> None:
    fill(store, make_zaak("a", besloten=True), make_zaak("b", soort="polis"), make_zaak("c"), make_zaak("d"))
    assert find(store, ook_besloten=False, limiet=1) == ["c"]


def test_restricted_items_are_found_only_with_the_right(store: Store) -> None:
    fill(store, make_zaak("1", besloten=True), make_zaak("2"))
    assert find(store, ook_besloten=False) == ["2"]
    assert find(store, ook_besloten=True) == ["1", "2"]


def test_an_item_that_becomes_restricted_is_found_only_with_the_right(store: Store) -> None:
    fill(store, make_zaak())
    fill(store, make_zaak(versie=2, besloten=True))
    assert (find(store, ook_besloten=False), find(store)) == ([], ["1"])


def test_an_item_that_is_no_longer_restricted_is_found_by_all(store: Store) -> None:
    fill(store, make_zaak(besloten=True))
    fill(store, make_zaak(versie=2))
    assert find(store, ook_besloten=False) == ["1"]


def test_a_removed_item_is_no_longer_found(store: Store) -> None:
    fill(store, make_zaak(), make_zaak("2"))
    fill(store, make_removal(soort="zaak"))
    assert find(store) == ["2"]


def test_a_removal_is_not_found_whatever_it_says(store: Store) -> None:
    fill(store, make_removal(soort="zaak", vindtermen=(TERM,)))
    assert find(store) == []


def test_an_item_that_is_absent_from_a_snapshot_is_no_longer_found(store: Store) -> None:
    fill(store, make_zaak())
    store.apply(Batch(inkomend=(Inkomend(make_removal(soort="zaak", afwezig=True), None),)))
    assert find(store) == []


def test_an_item_that_comes_back_is_found_again(store: Store) -> None:
    fill(store, make_zaak())
    fill(store, make_removal(soort="zaak"))
    fill(store, make_zaak(versie=3, vindtermen=(ANDER,)))
    assert (find(store, TERM), find(store, ANDER)) == ([], ["1"])


def test_a_changed_item_is_found_by_its_new_vindterm_only(store: Store) -> None:
    fill(store, make_zaak(), make_zaak("2"))
    fill(store, make_zaak(versie=2, vindtermen=(ANDER,)))
    assert (find(store, TERM), find(store, ANDER)) == (["2"], ["1"])


def test_an_item_that_changes_again_is_found_by_what_it_has_last(store: Store) -> None:
    fill(store, make_zaak())
    fill(store, make_zaak(versie=2, vindtermen=(ANDER,)))
    fill(store, make_zaak(versie=3))
    assert (find(store, TERM), find(store, ANDER)) == (["1"], [])


def test_an_item_of_which_one_of_two_vindtermen_goes_is_found_by_the_other(store: Store) -> None:
    fill(store, make_zaak(vindtermen=(TERM, ANDER)))
    fill(store, make_zaak(versie=2, vindtermen=(ANDER,)))
    assert (find(store, TERM), find(store, ANDER)) == ([], ["1"])


def test_an_item_that_loses_its_vindterm_is_no_longer_found(store: Store) -> None:
    fill(store, make_zaak())
    fill(store, make_zaak(versie=2, vindtermen=()))
    assert find(store) == []


def test_a_new_version_with_the_same_vindterm_is_found_once_with_its_new_keys(store: Store) -> None:
    fill(store, make_zaak())
    item = make_zaak(versie=2, sleutels=(KLEIN,))
    fill(store, item)
    assert store.read([Vindvraag(TERM, ("zaak",), True, 10)]) == [(Vondst(item.id, "zaak", (KLEIN,)),)]


def test_an_older_version_does_not_bring_its_vindterm_back(store: Store) -> None:
    fill(store, make_zaak(versie=2, vindtermen=(ANDER,)))
    fill(store, make_zaak(versie=1))
    assert (find(store, TERM), find(store, ANDER)) == ([], ["1"])


def test_an_older_version_than_a_removal_is_not_found(store: Store) -> None:
    fill(store, make_removal(soort="zaak", versie=2))
    fill(store, make_zaak(versie=1))
    assert find(store) == []


def test_a_refused_version_changes_nothing_about_what_is_found(store: Store) -> None:
    fill(store, make_zaak())
    fill(store, make_zaak(vindtermen=(ANDER,), gegevens={"onderwerp": "anders"}))
    assert (find(store, TERM), find(store, ANDER)) == (["1"], [])


def test_a_version_in_between_in_one_batch_is_not_found(store: Store) -> None:
    fill(store, make_zaak(versie=1), make_zaak(versie=2, vindtermen=(ANDER,)), make_zaak(versie=3, vindtermen=()))
    assert (find(store, TERM), find(store, ANDER)) == ([], [])


def test_a_batch_that_is_not_applied_is_not_found(store: Store) -> None:
    fill(store, make_zaak())
    anders = make_zaak(gegevens={"onderwerp": "anders"})
    assert not store.apply(make_batch(anders, make_zaak("2"), meeste_weigeringen=0)).gedaan
    assert find(store) == ["1"]


def test_what_is_found_is_found_after_closing_and_opening(open_store: OpenStore) -> None:
    eerste = open_store()
    fill(eerste, make_zaak())
    eerste.close()
    assert find(open_store(schrijven=False)) == ["1"]


@st.composite
def histories(draw: st.DrawFn) -> list[Item]:
    """Versions and removals of a few cases, each version used once."""
    items = []
    for versie in range(1, draw(st.integers(1, 10)) + 1):
        sleutel = draw(st.sampled_from("abc"))
        termen = draw(st.lists(st.sampled_from([TERM, ANDER]), unique=True).map(tuple))
        weg = draw(st.sampled_from([False, False, True]))
        besloten = draw(st.booleans())
        items.append(
            make_removal(sleutel, soort="zaak", versie=versie)
            if weg
            else make_zaak(sleutel, versie=versie, vindtermen=termen, besloten=besloten)
        )
    return items


@WILLEKEURIG
@given(items=histories(), data=st.data())
def test_any_order_and_any_cut_end_in_the_same_digest_and_find_the_same(
    open_store: OpenStore, items: list[Item], data: st.DataObject
) -> None:
    store = open_store(f"vind{next(_namen)}")
    knip = data.draw(st.integers(0, len(items)))
    geschud = data.draw(st.permutations(items))
    fill(store, *geschud[:knip])
    fill(store, *geschud[knip:])
    op_volgorde = open_store(f"vind{next(_namen)}")
    fill(op_volgorde, *items)
    levend = [item for item in {item.id: item for item in items}.values() if not item.verwijderd]
    for term in (TERM, ANDER):
        for ook_besloten in (True, False):
            verwacht = sorted(
                item.id
                for item in levend
                if term in item.kenmerken.vindtermen and (ook_besloten or not item.kenmerken.besloten)
            )
            vondsten = store.read([Vindvraag(term, ("zaak",), ook_besloten, 10)])[0]
            assert [vondst.id for vondst in vondsten] == verwacht
    assert dict(store.digests()) == dict(op_volgorde.digests())
    store.close()
    op_volgorde.close()
