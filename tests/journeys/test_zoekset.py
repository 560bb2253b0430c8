"""Somebody types what a caller says, and the right employer comes first: the least that each kind of question must reach."""

from collections import Counter

import pytest

from tests.zoekset.score import Geval, ask_gevallen, count_goed, open_zoekset, read_gevallen
from tests.zoekset.werkgevers import list_werkgevers

MINIMA = {
    "LH-nummer": 9,
    "LH-schrijfwijze": 14,
    "RSIN": 10,
    "KVK-nummer": 9,
    "vestigingsnummer": 10,
    "aansluitnummer": 11,
    "etiket": 16,
    "btw-id": 9,
    "nummerbegin": 12,
    "nummer tussen woorden": 9,
    "postcode": 10,
    "postcode + huisnummer": 27,
    "correspondentieadres": 9,
    "woorddeel": 10,
    "woordbegin": 11,
    "een of twee letters": 14,
    "typefout: andere letter": 9,
    "typefout: letter te weinig": 9,
    "typefout: letter te veel": 9,
    "typefout: twee letters": 10,
    "typefout: verwisseld": 9,
    "typefout: eerste letter": 9,
    "typefout: meer woorden": 9,
    "diakrieten": 16,
    "Duits": 10,
    "ij en y": 10,
    "rechtsvorm": 30,
    "en": 11,
    "Zn. en Zonen": 9,
    "apostrof": 17,
    "aaneen of los": 15,
    "initialen": 14,
    "tussenvoegsel": 19,
    "handelsnaam": 12,
    "vroegere naam": 8,
    "cijfers en getallen": 21,
    "plaats + naam": 10,
    "plaatsnaam anders": 13,
    "plaats in een naam": 9,
    "straat + naam": 8,
    "straat + huisnummer": 14,
    "straat + plaats": 9,
    "naam + postcode": 9,
    "andere woordvolgorde": 8,
    "dichte buren": 10,
    "woord te veel": 8,
    "lange invoer": 9,
    "leeg": 9,
    "onbestaand nummer": 10,
    "onbestaande naam": 9,
    "injectie": 28,
    "beëindigd": 10,
    "familie": 9,
    "telefoon": 15,
    "zaaknummer": 9,
    "kenmerk": 9,
    "polis en DANS": 9,
    "natuurlijk persoon": 14,
    "gemengd": 16,
    "alleen kleine woorden": 8,
    "lijkt op rechtsvorm": 8,
    "lijkt op etiket": 9,
    "naam met een nummer": 13,
    "herhaalde woorden": 8,
    "letters met en": 8,
    "naam met een punt": 8,
    "typefout: kort woord": 9,
    "typefout: adres en handelsnaam": 8,
    "vestiging van een werkgever": 8,
    "lange namen": 8,
    "klank": 10,
    "begin met typefout": 10,
    "naam + postcodecijfers": 9,
    "getal in woorden": 10,
    "woorden van twee namen": 8,
}
"""How many cases of a kind must be right."""
GEVALLEN = read_gevallen()


@pytest.fixture(scope="module")
def goed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int]]:
    """Per kind how many cases are right, of how many."""
    with open_zoekset(tmp_path_factory.mktemp("zoekset")) as proef:
        return count_goed(ask_gevallen(proef, GEVALLEN))


@pytest.mark.parametrize("soort", MINIMA)
def test_a_kind_of_question_finds_the_right_employer_often_enough(soort: str, goed: dict[str, tuple[int, int]]) -> None:
    assert goed[soort][0] >= MINIMA[soort]


def test_every_kind_has_eight_cases_and_a_minimum() -> None:
    aantallen = Counter(geval.soort for geval in GEVALLEN)
    assert [soort for soort, aantal in aantallen.items() if aantal < 8] == []
    assert list(aantallen) == list(MINIMA)


def test_the_set_is_as_large_as_it_says_and_names_only_employers_it_has() -> None:
    assert len(list_werkgevers()) >= 720
    assert len(GEVALLEN) >= 843
    assert {code for geval in GEVALLEN for code in geval.codes} <= set(list_werkgevers())


def test_no_case_is_asked_twice() -> None:
    def tell(geval: Geval) -> tuple[str, str]:
        return geval.zoekterm, geval.verwacht

    assert [vraag for vraag, aantal in Counter(map(tell, GEVALLEN)).items() if aantal > 1] == []
