"""What ``apply`` promises about dead letters: how they come back, and what settles them."""

import pytest

from klantbeeld.stores.protocol import Batch, Store
from tests.bouwers import make_batch, make_brief, make_item


def reasons(store: Store) -> list[tuple[str, str]]:
    return [(brief.id, brief.reden) for brief in store.dead_letters()]


def test_a_dead_letter_is_read_back_as_it_came(store: Store) -> None:
    brief = make_brief(soort=None, sleutel=None, versie=None, veld=None, ruw=b"\xff\x00{")
    store.apply(Batch(brieven=(brief,)))
    assert list(store.dead_letters()) == [brief]


def test_the_same_line_again_is_the_same_dead_letter(store: Store) -> None:
    store.apply(Batch(brieven=(make_brief(reden="TYPE_ONJUIST"),)))
    store.apply(Batch(brieven=(make_brief(reden="VELD_ONBEKEND"),)))
    assert reasons(store) == [("brief", "VELD_ONBEKEND")]


def test_dead_letters_come_by_source_and_id(store: Store) -> None:
    store.apply(Batch(brieven=(make_brief("b", bron="zaken"), make_brief("c"), make_brief("a", bron="zaken"))))
    assert [brief.id for brief in store.dead_letters()] == ["c", "a", "b"]
    assert [brief.id for brief in store.dead_letters("zaken")] == ["a", "b"]
    assert list(store.dead_letters("onbekend")) == []


def test_dead_letters_are_counted_by_source_and_reason(store: Store) -> None:
    ander = make_brief("d", reden="VELD_ONBEKEND")
    store.apply(Batch(brieven=(make_brief("b", bron="zaken"), make_brief("c"), ander, make_brief("e", bron="zaken"))))
    reden = make_brief().reden
    assert store.dead_letter_counts() == {("k3cr", reden): 1, ("k3cr", "VELD_ONBEKEND"): 1, ("zaken", reden): 2}
    store.discard_dead_letters(["b", "e"])
    assert store.dead_letter_counts() == {("k3cr", reden): 1, ("k3cr", "VELD_ONBEKEND"): 1}


@pytest.mark.parametrize(("versie", "over"), [(1, ["brief"]), (2, []), (3, [])])
def test_an_applied_item_settles_dead_letters_up_to_its_version(store: Store, versie: int, over: list[str]) -> None:
    store.apply(Batch(brieven=(make_brief(versie=2),)))
    store.apply(make_batch(make_item(versie=versie)))
    assert [brief.id for brief in store.dead_letters()] == over


def test_an_applied_item_leaves_dead_letters_of_others_alone(store: Store) -> None:
    brieven = (
        make_brief("a", sleutel="2"),
        make_brief("b", soort="erd"),
        make_brief("c", bron="cws"),
        make_brief("d", versie=None),
    )
    store.apply(Batch(brieven=brieven))
    store.apply(make_batch(make_item(versie=9)))
    assert {brief.id for brief in store.dead_letters()} == {"a", "b", "c", "d"}


def test_a_record_with_colons_in_its_key_settles_its_own_dead_letter(store: Store) -> None:
    store.apply(Batch(brieven=(make_brief(sleutel="urn:nl:7"),)))
    store.apply(make_batch(make_item("urn:nl:7")))
    assert reasons(store) == []


def test_a_refusal_is_settled_by_a_later_version_in_the_same_batch(store: Store) -> None:
    store.apply(make_batch(make_item(versie=1), make_item(versie=1, digest=b"anders"), make_item(versie=2)))
    assert reasons(store) == []


def test_a_refusal_after_the_version_that_stands_is_kept(store: Store) -> None:
    store.apply(make_batch(make_item(versie=1), make_item(versie=2), make_item(versie=2, digest=b"anders")))
    assert reasons(store) == [("k3cr:contact:1@2", "VERSIE_HERGEBRUIKT")]


def test_an_unchanged_item_settles_nothing(store: Store) -> None:
    store.apply(make_batch(make_item()))
    store.apply(Batch(brieven=(make_brief(),)))
    store.apply(make_batch(make_item()))
    assert reasons(store) == [("brief", "VELD_ONTBREEKT")]


def test_a_batch_settles_the_dead_letters_it_names(store: Store) -> None:
    store.apply(Batch(brieven=(make_brief("a"), make_brief("b"))))
    store.apply(Batch(opgelost=("a", "onbekend")))
    assert [brief.id for brief in store.dead_letters()] == ["b"]


def test_a_replayed_dead_letter_that_is_refused_again_stays(store: Store) -> None:
    store.apply(Batch(brieven=(make_brief("a", reden="TYPE_ONJUIST"),)))
    store.apply(Batch(brieven=(make_brief("a", reden="VELD_ONBEKEND"),), opgelost=("a",)))
    assert reasons(store) == [("a", "VELD_ONBEKEND")]


def test_discarding_says_how_many_dead_letters_there_were(store: Store) -> None:
    store.apply(Batch(brieven=(make_brief("a"), make_brief("b"), make_brief("c"))))
    assert store.discard_dead_letters(["a", "c", "onbekend"]) == 2
    assert [brief.id for brief in store.dead_letters()] == ["b"]
