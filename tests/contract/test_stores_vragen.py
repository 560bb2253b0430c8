"""What holds for every kind of question."""

from typing import get_args

from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Bestaanvraag,
    Bronitemsvraag,
    Bronnenvraag,
    Burenvraag,
    Eis,
    Familievraag,
    Houdersvraag,
    Itemsantwoord,
    Itemsvraag,
    Maandvraag,
    Profielvraag,
    Rangvraag,
    Revisievraag,
    Selectie,
    Sleutelsvraag,
    Sleutelvraag,
    Statistiekantwoord,
    Statistiekvraag,
    Telvraag,
    Vindvraag,
    Vraag,
    Zoekvraag,
)
from klantbeeld.stores.protocol import Store
from tests.bouwers import GROOT, KLEIN, make_batch, make_item


def test_an_empty_store_answers_every_question(store: Store) -> None:
    leeg: dict[Vraag, object] = {
        Itemsvraag((GROOT,), "contact"): Itemsantwoord((), 0),
        Bronitemsvraag((GROOT,), ("contact",)): (),
        Burenvraag((GROOT,), ("contact",)): set(),
        Telvraag((GROOT,), "contact"): (),
        Rangvraag((GROOT,)): {},
        Bestaanvraag(("k3cr:contact:1",)): {},
        Profielvraag("w1"): None,
        Houdersvraag((GROOT,)): (),
        Maandvraag("w1"): (),
        Statistiekvraag(Selectie(), "2023-01", "2023-12"): Statistiekantwoord((), Maandcijfers()),
        Aantallenvraag(Selectie()): {(): 0},
        Sleutelvraag(GROOT, 10): (),
        Sleutelsvraag((GROOT,), 10): (),
        Familievraag("rsin:123456789", 10): (),
        Zoekvraag((Eis(("w:groot",)),), limiet=10): (),
        Vindvraag("zaaknummer:Z1", ("zaak",), True, 10): (),
        Bronnenvraag(): (),
    }
    assert store.read(list(leeg)) == list(leeg.values())
    assert {type(vraag) for vraag in leeg} | {Revisievraag} == set(get_args(Vraag)), "add the new question to this test"


def test_no_question_has_no_answer(store: Store) -> None:
    assert store.read([]) == []


def test_questions_are_answered_in_their_order(store: Store) -> None:
    item = make_item()
    store.apply(make_batch(item))
    vragen: list[Vraag] = [Bestaanvraag(("x",)), Bronitemsvraag((GROOT,), ("contact",)), Bestaanvraag((item.id, "x"))]
    assert store.read(vragen) == [{}, (item,), {item.id: item.sleutels}]


def test_buren_are_all_keys_of_the_live_items_of_these_kinds(store: Store) -> None:
    samen, weg = make_item("1", sleutels=(GROOT, KLEIN)), make_item("2", sleutels=(GROOT, "kvk:00000001"))
    ander = make_item("3", soort="boete", sleutels=(GROOT, "kvk:00000002"))
    store.apply(make_batch(samen, weg, ander))
    store.apply(make_batch(make_item("2", versie=2, verwijderd=True)))
    assert store.read([Burenvraag((GROOT,), ("contact",))]) == [{GROOT, KLEIN}]
    assert store.read([Burenvraag((KLEIN,), ("contact", "boete"))]) == [{GROOT, KLEIN}]


def test_a_very_long_key_is_given_back_whole_among_buren(store: Store) -> None:
    lang = "k3cr:" + "L" * 20_000
    store.apply(make_batch(make_item(sleutels=(GROOT, lang))))
    assert store.read([Burenvraag((GROOT,), ("contact",)), Burenvraag((lang,), ("contact",))]) == [{GROOT, lang}] * 2
