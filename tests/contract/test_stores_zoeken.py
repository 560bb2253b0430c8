"""Searching: exact terms, demands on them, the order in which a search is cut, and what is left after changes."""

from itertools import count, permutations

import pytest

from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Eis, Zoekvraag
from klantbeeld.stores.protocol import Profielwijziging, Store
from tests.bouwers import make_profiel
from tests.contract.conftest import OpenStore

BAKKER, JANSEN, SMID = Eis(("w:bakker",)), Eis(("w:jansen",)), Eis(("w:smid",))
RARE_TERMEN = [
    *(f"kvk:{teken}" for teken in "\"'*:-/\\%_^+(){}[],;.<>=!?#$&@|~`\0\t\n\x1f\x7f"),
    *(f"kvk:a{teken}b" for teken in "\"'*:-/\0"),
    *(
        "kvk:a",
        "kvk:A",
        "kvk:ab",
        "kvk:aB",
        "kvk:AB",
        "kvk:e",
        "kvk:é",
        "kvk:É",
        "kvk:ω",
        "kvk:Ω",
        "kvk:東京",
        "kvk:東",
        "kvk:😀",
    ),
    *("kvk:0", "kvk:00", "kvk:007", f"kvk:{'x' * 39}", f"kvk:{'x' * 40}", "kvk", "k"),
    *("kvk:AND", "kvk:and", "AND", "OR", "NOT", "NEAR", "and", "or", "not", "NEAR(a", '"a" OR "b"'.replace(" ", "")),
]
_namen = count()


def write(store: Store, *profielen: Profiel) -> None:
    """Writes profiles, whatever was there."""
    tokens = store.tokens([profiel.id for profiel in profielen])
    store.write_profielen([Profielwijziging(profiel.id, profiel, tokens[profiel.id]) for profiel in profielen])


def remove(store: Store, *ids: str) -> None:
    tokens = store.tokens(ids)
    store.write_profielen([Profielwijziging(id_, None, tokens[id_]) for id_ in ids])


def search(store: Store, *eisen: Eis, limiet: int = 100) -> list[str]:
    return [profiel.id for profiel in store.read([Zoekvraag(eisen, limiet)])[0]]


def fill(store: Store) -> None:
    write(
        store,
        make_profiel("a", namen=("Bakker Jansen",)),
        make_profiel("b", namen=("Jansens",)),
        make_profiel("c", namen=("Jansen Smid",)),
    )


# demands


def test_one_term_finds_who_holds_it_whole(store: Store) -> None:
    fill(store)
    assert search(store, JANSEN) == ["a", "c"]
    assert search(store, Eis(("w:janse",))) == []


def test_a_profile_is_found_as_it_was_written(store: Store) -> None:
    profiel = make_profiel("a", namen=("Bakker Jansen", "Jansen"), nummers=("kvk:12345678",))
    write(store, profiel)
    assert store.read([Zoekvraag((JANSEN,), 10)]) == [(profiel,)]


def test_one_of_several_terms_is_enough(store: Store) -> None:
    fill(store)
    assert search(store, Eis(("w:bakker", "w:smid", "w:niemand"))) == ["a", "c"]


def test_every_demand_must_hold(store: Store) -> None:
    fill(store)
    assert search(store, JANSEN, SMID) == ["c"]
    assert search(store, BAKKER, SMID) == []
    assert search(store, JANSEN, Eis(("w:bakker", "w:smid"))) == ["a", "c"]


@pytest.mark.parametrize(("minstens", "gevonden"), [(1, ["b", "a", "c"]), (2, ["a", "c"]), (3, ["a"]), (4, [])])
def test_at_least_so_many_of_the_terms_are_needed(store: Store, minstens: int, gevonden: list[str]) -> None:
    write(
        store,
        make_profiel("a", namen=("Appel Peer Pruim",)),
        make_profiel("b", namen=("Peer",)),
        make_profiel("c", namen=("Appel Peer Kers",)),
    )
    assert search(store, Eis(("w:appel", "w:peer", "w:pruim", "w:banaan"), minstens=minstens)) == gevonden


def test_more_terms_than_there_are_can_not_be_held(store: Store) -> None:
    fill(store)
    assert search(store, Eis(("w:jansen", "w:bakker"), minstens=3)) == []
    assert search(store, Eis(())) == []


def test_all_terms_may_be_asked_in_one_demand(store: Store) -> None:
    fill(store)
    assert search(store, Eis(("w:jansen", "w:smid"), minstens=2)) == ["c"]


def test_a_beginning_finds_every_term_that_begins_with_it(store: Store) -> None:
    fill(store)
    assert search(store, Eis(("w:jans",), begin=True)) == ["b", "a", "c"]
    assert search(store, Eis(("w:jansen",), begin=True)) == ["b", "a", "c"]
    assert search(store, Eis(("w:ansen",), begin=True)) == []


@pytest.mark.parametrize("begin", ["j", "ja", "jan", "jans", "janse"])
def test_a_beginning_may_have_any_length(store: Store, begin: str) -> None:
    fill(store)
    assert search(store, Eis((f"w:{begin}",), begin=True)) == ["b", "a", "c"]
    assert search(store, BAKKER, Eis((f"w:{begin}",), begin=True)) == ["a"]


def test_a_beginning_of_any_of_several_terms_is_enough(store: Store) -> None:
    fill(store)
    assert search(store, Eis(("w:ba", "w:sm", "w:x"), begin=True)) == ["a", "c"]


def test_several_terms_that_begin_alike_count_a_profile_once(store: Store) -> None:
    write(store, make_profiel("a", namen=("Jan Jansen Janssen",)))
    assert search(store, Eis(("w:jan",), begin=True)) == ["a"]


def test_a_beginning_is_of_one_kind_of_term(store: Store) -> None:
    write(store, make_profiel("a", namen=("Jansen",), nummers=("kvk:12345678",)))
    assert search(store, Eis(("kvk:123",), begin=True)) == ["a"]
    assert search(store, Eis(("w:123", "rsin:123"), begin=True)) == []


def test_terms_of_both_sets_may_be_asked_together(store: Store) -> None:
    write(
        store,
        make_profiel("a", namen=("Schilder",), nummers=("kvk:1",)),
        make_profiel("b", namen=("Schilder",), nummers=("kvk:2",)),
        make_profiel("c", namen=("Bakker",), nummers=("kvk:1",)),
    )
    schild = Eis(("t:sch", "t:chi", "t:hil"), minstens=3)
    assert search(store, schild) == ["a", "b"]
    assert search(store, schild, Eis(("kvk:1",))) == ["a"]
    assert search(store, Eis(("kvk:1",)), Eis(("s:schilde",))) == ["a"]
    assert search(store, schild, Eis(("kvk:3",))) == []


def test_a_search_without_demands_finds_nothing(store: Store) -> None:
    fill(store)
    assert search(store) == []


def test_a_term_that_nobody_holds_finds_nothing(store: Store) -> None:
    fill(store)
    assert search(store, Eis(("w:niemand",))) == []
    assert search(store, JANSEN, Eis(("w:niemand",))) == []


def test_several_searches_travel_in_one_read(store: Store) -> None:
    fill(store)
    antwoorden = store.read([Zoekvraag((eis,), 10) for eis in (SMID, BAKKER, SMID)])
    assert [[profiel.id for profiel in antwoord] for antwoord in antwoorden] == [["c"], ["a"], ["c"]]


# order


def test_a_search_is_cut_by_words_of_the_name_then_id_whatever_the_order_of_writing(open_store: OpenStore) -> None:
    eisen = [JANSEN, Eis(("w:jan",), begin=True), Eis(("s:janse",)), Eis(("t:ans", "t:nse"), minstens=2)]
    profielen = [
        make_profiel(id_, namen=("Jansen",), woorden=woorden) for id_, woorden in [("a", 3), ("b", 2), ("c", 2), ("d", 10)]
    ]
    for volgorde in permutations(profielen):
        store = open_store(f"volgorde{next(_namen)}")
        for profiel in volgorde:
            write(store, profiel)
        for eis in eisen:
            gevonden = [search(store, eis, limiet=limiet) for limiet in (1, 3, 10)]
            assert gevonden == [["b"], ["b", "c", "a"], ["b", "c", "a", "d"]]
        store.close()


def test_a_name_of_very_many_words_comes_last(store: Store) -> None:
    write(store, make_profiel("a", namen=("Jansen",), woorden=500), make_profiel("b", namen=("Jansen",), woorden=99))
    assert search(store, JANSEN) == ["b", "a"]


def test_ids_that_begin_equal_are_all_found(store: Store) -> None:
    ids = [f"{'0123456789abcdef' * 2}"[:-1] + eind for eind in "0123"]
    for id_ in (ids[2], ids[0], ids[3]):
        write(store, make_profiel(id_, namen=("Jansen",)))
    write(store, make_profiel(ids[1], namen=("Jansen",)), make_profiel(ids[0], namen=("Jansen Bakker",), woorden=1))
    assert sorted(search(store, JANSEN)) == ids
    remove(store, ids[2])
    write(store, make_profiel(ids[3], namen=("Smid",)))
    assert sorted(search(store, JANSEN)) == ids[:2]
    assert search(store, SMID) == [ids[3]]


@pytest.mark.parametrize("id_", ["werkgever-1", "w", "é", "-1", "1_0", "G" * 32, "0" * 32, "f" * 32])
def test_an_id_may_be_any_text(store: Store, id_: str) -> None:
    write(store, make_profiel(id_, namen=("Jansen",)), make_profiel("werkgever-2", namen=("Jansen",)))
    assert set(search(store, JANSEN)) == {id_, "werkgever-2"}
    remove(store, id_)
    assert search(store, JANSEN) == ["werkgever-2"]


# changes


def test_a_renamed_profile_is_found_by_its_new_terms_only(store: Store) -> None:
    write(store, make_profiel("a", namen=("Bakker",)))
    write(store, make_profiel("a", namen=("De Oude Smid",)))
    assert (search(store, BAKKER), search(store, Eis(("s:bakke",))), search(store, SMID)) == ([], [], ["a"])


def test_a_profile_that_changes_its_number_of_words_changes_places(store: Store) -> None:
    write(store, make_profiel("a", namen=("Jansen",), woorden=1), make_profiel("b", namen=("Jansen",), woorden=2))
    write(store, make_profiel("a", namen=("Jansen",), woorden=3))
    assert search(store, JANSEN) == ["b", "a"]


def test_a_removed_profile_is_not_found_and_is_again_when_it_comes_back(store: Store) -> None:
    fill(store)
    remove(store, "a", "b")
    assert search(store, Eis(("w:jan",), begin=True)) == ["c"]
    write(store, make_profiel("a", namen=("Jansens",)))
    assert search(store, Eis(("w:jan",), begin=True)) == ["a", "c"]
    assert search(store, BAKKER) == []


def test_a_profile_that_was_left_out_is_not_found(store: Store) -> None:
    fill(store)
    store.write_profielen([Profielwijziging("a", make_profiel("a", namen=("Smid",)), 0)])
    assert search(store, SMID) == ["c"]


def test_of_two_changes_in_one_write_only_the_first_is_found(store: Store) -> None:
    namen = ("Bakker", "Smid")
    store.write_profielen([Profielwijziging("a", make_profiel("a", namen=(naam,)), 0) for naam in namen])
    assert (search(store, BAKKER), search(store, SMID)) == (["a"], [])


def test_another_process_finds_what_was_written_when_the_call_returns(store: Store, open_store: OpenStore) -> None:
    lezer = open_store(schrijven=False)
    fill(store)
    assert search(lezer, BAKKER) == ["a"]


# terms


def test_every_term_is_found_by_itself_and_by_nothing_else(store: Store) -> None:
    houders = {f"{nummer:032x}": term for nummer, term in enumerate(RARE_TERMEN)}
    write(store, *(make_profiel(id_, namen=("Jansen",), nummers=(term,)) for id_, term in houders.items()))
    assert {term: search(store, Eis((term,))) for term in RARE_TERMEN} == {term: [id_] for id_, term in houders.items()}
    assert {term: search(store, Eis((term,), begin=True)) for term in RARE_TERMEN} == {
        term: [id_ for id_, ander in houders.items() if ander.startswith(term)] for term in RARE_TERMEN
    }


def test_a_profile_with_every_odd_term_leaves_nothing_behind(store: Store) -> None:
    write(store, make_profiel("a", namen=("Jansen",), nummers=tuple(RARE_TERMEN)))
    assert all(search(store, Eis((term,))) == ["a"] for term in RARE_TERMEN)
    write(store, make_profiel("a", namen=("Jansen",)))
    assert [term for term in RARE_TERMEN if search(store, Eis((term,)))] == []
