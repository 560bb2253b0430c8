"""From what a store brings to hits: numbers, words, and data that stand in a record."""

import pytest

from klantbeeld.domain.gegevens import Gegevensoort
from klantbeeld.domain.herkenning import Herkenning, Sleutelsoort
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.treffers import Treffer
from klantbeeld.domain.zoeken import match_gegevens, match_nummers, match_woorden
from klantbeeld.domain.zoekplan import plan_nummers, read_zoekteksten
from tests.bouwers_zoeken import ADRES, make_werkgever


def match(soort: Sleutelsoort, waarde: str, profiel: Profiel, *, begin: bool = False) -> Treffer:
    """The hit of one employer that a store brought for a number."""
    (stap,) = plan_nummers([Herkenning(soort, waarde, begin)])
    (treffer,) = match_nummers(stap, [profiel])
    return treffer


@pytest.mark.parametrize(
    ("soort", "naam"),
    [
        (Sleutelsoort.LH_NUMMER, "LH-nummer"),
        (Sleutelsoort.KVK_NUMMER, "KVK-nummer"),
        (Sleutelsoort.VESTIGINGSNUMMER, "vestigingsnummer"),
        (Sleutelsoort.RSIN, "RSIN"),
        (Sleutelsoort.AANSLUITNUMMER, "aansluitnummer"),
    ],
)
def test_a_number_is_named_whole_or_as_a_beginning(soort: Sleutelsoort, naam: str) -> None:
    heel, begin = match(soort, "7", make_werkgever()), match(soort, "7", make_werkgever(), begin=True)
    assert (heel.reden, heel.uitleg) == ("NUMMER", naam)
    assert (begin.reden, begin.uitleg) == ("NUMMER_BEGIN", f"{naam} begint hiermee")


WERKGEVER = make_werkgever(
    "De Groot",
    {"adres": {**ADRES, "huisnummer": "9", "toevoeging": None}},
    vestigingsadres=ADRES,
    correspondentieadres={**ADRES, "huisnummer": "77", "toevoeging": None, "postcode": "3500 AA"},
)


@pytest.mark.parametrize(
    ("waarde", "uitleg", "score"),
    [
        ("1234AB", "postcode van het vestigingsadres", 1.0),
        ("1234AB-8", "postcode en huisnummer van het vestigingsadres", 0.0),
        ("1234AB-8-A", "postcode en huisnummer van het vestigingsadres", 1.0),
        ("1234AB-9", "postcode en huisnummer van een vestiging", 1.0),
        ("3500AA", "postcode van het correspondentieadres", 1.0),
        ("3500AA-77", "postcode en huisnummer van het correspondentieadres", 1.0),
    ],
)
def test_an_address_says_which_one_it_is_and_counts_less_without_its_addition(waarde: str, uitleg: str, score: float) -> None:
    treffer = match(Sleutelsoort.POSTCODE, waarde, WERKGEVER)
    assert (treffer.reden, treffer.uitleg, treffer.score) == ("ADRES", uitleg, score)


def test_the_beginning_of_a_postcode_is_an_address_too() -> None:
    assert match(Sleutelsoort.POSTCODE, "35", WERKGEVER, begin=True).uitleg == "postcode van het correspondentieadres"


@pytest.mark.parametrize(
    ("soort", "uitleg"),
    [
        (Gegevensoort.TELEFOON, "telefoonnummer van een contactpersoon of vestiging"),
        (Gegevensoort.ZAAKNUMMER, "zaaknummer"),
        (Gegevensoort.KENMERK, "kenmerk van een betaling"),
        (Gegevensoort.POLISNUMMER, "polisnummer"),
        (Gegevensoort.DANS_ID, "DANS-id van een document"),
    ],
)
def test_data_of_a_record_are_named(soort: Gegevensoort, uitleg: str) -> None:
    (treffer,) = match_gegevens(soort, [WERKGEVER])
    assert (treffer.profiel, treffer.reden, treffer.uitleg) == (WERKGEVER, "GEGEVEN", uitleg)


def test_a_candidate_that_several_questions_brought_is_judged_once() -> None:
    treffers = list(match_woorden(read_zoekteksten("groot"), [WERKGEVER, WERKGEVER, make_werkgever("Klein")]))
    assert [treffer.profiel for treffer in treffers] == [WERKGEVER]


def test_the_best_reading_of_an_input_counts() -> None:
    werkgever = make_werkgever("Loods 1234 AB Opslag", vestigingsadres=ADRES)
    (treffer,) = match_woorden(read_zoekteksten("loods 1234 ab opslag"), [werkgever])
    assert treffer.reden == "NAAM"
