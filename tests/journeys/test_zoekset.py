"""Somebody types what a caller says, and the right employer comes first: the least that each kind of question must reach."""

from collections import Counter

import pytest

from tests.zoekset.score import Geval, ask_gevallen, count_goed, open_zoekset, read_gevallen
from tests.zoekset.werkgevers import list_werkgevers

MINIMA = {
    "LH-nummer": 9,
    "LH-schrijfwijze": 12,
    "RSIN": 10,
    "KVK-nummer": 9,
    "vestigingsnummer": 10,
    "aansluitnummer": 11,
    "etiket": 14,
    "btw-id": 9,
    "nummerbegin": 12,
    "nummer tussen woorden": 8,
    "postcode": 9,
    "postcode + huisnummer": 16,
    "correspondentieadres": 8,
    "woorddeel": 1,
    "woordbegin": 11,
    "een of twee letters": 6,
    "typefout: andere letter": 0,
    "typefout: letter te weinig": 1,
    "typefout: letter te veel": 0,
    "typefout: twee letters": 1,
    "typefout: verwisseld": 1,
    "typefout: eerste letter": 1,
    "typefout: meer woorden": 0,
    "diakrieten": 16,
    "Duits": 3,
    "ij en y": 4,
    "rechtsvorm": 16,
    "en": 8,
    "Zn. en Zonen": 2,
    "apostrof": 13,
    "aaneen of los": 5,
    "initialen": 9,
    "tussenvoegsel": 15,
    "handelsnaam": 10,
    "vroegere naam": 6,
    "cijfers en getallen": 13,
    "plaats + naam": 1,
    "plaatsnaam anders": 0,
    "plaats in een naam": 5,
    "straat + naam": 0,
    "straat + huisnummer": 0,
    "straat + plaats": 0,
    "naam + postcode": 0,
    "andere woordvolgorde": 8,
    "dichte buren": 10,
    "woord te veel": 0,
    "lange invoer": 8,
    "leeg": 9,
    "onbestaand nummer": 10,
    "onbestaande naam": 9,
    "injectie": 27,
    "beëindigd": 9,
    "familie": 9,
    "telefoon": 2,
    "zaaknummer": 2,
    "kenmerk": 2,
    "polis en DANS": 2,
    "natuurlijk persoon": 14,
    "gemengd": 1,
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
    assert len(list_werkgevers()) >= 620
    assert len(GEVALLEN) >= 600
    assert {code for geval in GEVALLEN for code in geval.codes} <= set(list_werkgevers())


def test_no_case_is_asked_twice() -> None:
    def tell(geval: Geval) -> tuple[str, str]:
        return geval.zoekterm, geval.verwacht

    assert [vraag for vraag, aantal in Counter(map(tell, GEVALLEN)).items() if aantal > 1] == []
