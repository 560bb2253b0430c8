"""How one name or one address answers words."""

from dataclasses import replace
from typing import Any

import pytest

from klantbeeld.domain.gelijkenissen import Mate, find_letterlijk, find_ruim
from klantbeeld.domain.overeenkomsten import Adres, Naam
from klantbeeld.domain.profielen import Plek, make_naamvorm
from klantbeeld.domain.zoekplan import Zoektekst, read_zoekteksten


def read_tekst(zoekterm: str) -> Zoektekst:
    """The last way to read it: with its postcode, if it has one."""
    return read_zoekteksten(zoekterm)[-1]


@pytest.mark.parametrize(
    ("zoekterm", "naam", "maten"),
    [
        ("tuincentrum", "Tuin-Centrum Zon", [Mate.HEEL]),
        ("tuincentrumzon", "Tuin Centrum Zon", [Mate.NIET]),
        ("vanthof", "Van 't Hof", [Mate.HEEL]),
        ("dag", "Da G Bakkers", [Mate.NIET]),
    ],
)
def test_two_neighbours_answer_as_one_word(zoekterm: str, naam: str, maten: list[Mate]) -> None:
    antwoorden = Naam(make_naamvorm(naam, "naam")).answer(read_tekst(zoekterm), find_letterlijk)
    assert [antwoord.mate for antwoord in antwoorden] == maten


@pytest.mark.parametrize(
    ("naam", "plaatsen"), [("Bora Bora Reizen", [0, 1]), ("Bora Reizen Bora", [0, 2]), ("Bora Reizen", [0, 0])]
)
def test_a_word_that_was_typed_twice_is_answered_by_its_second_place_too(naam: str, plaatsen: list[int]) -> None:
    antwoorden = Naam(make_naamvorm(naam, "naam")).answer(read_tekst("bora bora"), find_letterlijk)
    assert [antwoord.plaats for antwoord in antwoorden] == plaatsen


def make_plek(**delen: Any) -> Plek:
    return replace(Plek("vestigingsadres", "Van Goghstraat", "8", "A", "1234AB", "Den Haag"), **delen)


def answer_adres(zoekterm: str, **delen: str) -> list[Mate]:
    adres = Adres(make_plek(**delen), read_tekst(zoekterm), find_ruim)
    return [antwoord.mate for antwoord in adres.antwoorden]


@pytest.mark.parametrize(
    ("zoekterm", "maten"),
    [
        ("goghstraat haag", [Mate.HEEL, Mate.HEEL]),
        ("goghstr", [Mate.BEGIN]),
        ("goghstraad", [Mate.SPELLING]),
        ("goghstraat 8", [Mate.HEEL, Mate.HEEL]),
        ("goghstraat 8a", [Mate.HEEL, Mate.HEEL]),
        ("goghstraat 8 a", [Mate.HEEL, Mate.HEEL]),
        ("goghstraat 80", [Mate.HEEL, Mate.NIET]),
        ("bakker 8", [Mate.NIET, Mate.NIET]),
        ("bakker 1234AB 8", [Mate.NIET]),
        ("8 bakker 1234AB", [Mate.HEEL, Mate.NIET]),
    ],
)
def test_an_address_answers_its_words_and_beside_them_its_house_number(zoekterm: str, maten: list[Mate]) -> None:
    assert answer_adres(zoekterm)[: len(maten)] == maten


def test_a_letter_alone_is_not_an_addition() -> None:
    assert answer_adres("goghstraat a bakker")[1] is Mate.NIET


@pytest.mark.parametrize("zoekterm", ["ghstra", "gohgstrat"])
def test_an_address_answers_no_part_of_a_word_and_no_two_errors(zoekterm: str) -> None:
    assert answer_adres(zoekterm) == [Mate.NIET]


def test_an_address_without_a_house_number_answers_no_number() -> None:
    assert answer_adres("goghstraat 8", nummer="", toevoeging="") == [Mate.HEEL, Mate.NIET]


@pytest.mark.parametrize(
    ("zoekterm", "holds"),
    [
        ("bakker", True),
        ("bakker 1234ab", True),
        ("bakker 1234ab 8", True),
        ("bakker 1234ab 8a", True),
        ("bakker 1234ab 8b", False),
        ("bakker 1234ab 80", False),
        ("bakker 1234ac", False),
    ],
)
def test_an_address_holds_a_postcode_as_far_as_it_was_typed(zoekterm: str, holds: bool) -> None:
    assert Adres(make_plek(), read_tekst(zoekterm), find_letterlijk).holds() is holds
