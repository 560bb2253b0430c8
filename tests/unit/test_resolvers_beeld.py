"""The view as GraphQL shows it: the example employer, what a role may not see, and in how many reads it is fetched."""

from typing import Any

import pytest

from klantbeeld.domain.groepen import GROEPEN
from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_graphql import BAKKER, GROOT, OUD, TRANSPORT, Proef

MEESTE_LEZINGEN = 2
"""The employer; then the sources, its family, the groups, and who else holds its keys."""


def show(proef: Proef, velden: str, rol: str = "klantadviseur", id_: str = GROOT) -> Any:
    return proef.ask_data(f"query ($id: ID!) {{ werkgever(id: $id) {{ {velden} }} }}", rol, id=id_)["werkgever"]


def test_the_whole_view_of_the_example_has_no_errors(proef: Proef) -> None:
    werkgever = proef.ask_data(read_volledig_beeld(), id=GROOT)["werkgever"]
    assert (werkgever["naam"], werkgever["lhNummer"], werkgever["status"]) == ("Groothandel De Groot", "123456789L01", "ACTIEF")


def test_the_whole_view_of_an_employer_without_records_has_no_errors(proef: Proef) -> None:
    assert proef.ask_data(read_volledig_beeld(), id=OUD)["werkgever"]["status"] == "BEEINDIGD"


def test_the_whole_view_is_fetched_in_a_bounded_number_of_reads(proef: Proef) -> None:
    assert proef.count_lezingen(read_volledig_beeld(), id=GROOT) <= MEESTE_LEZINGEN


def test_the_successor_of_an_ended_employer_travels_in_the_read_of_its_view(proef: Proef) -> None:
    assert proef.ask_data(read_volledig_beeld(), id=OUD)["werkgever"]["organisatiegegevens"]["opvolger"]["id"] == GROOT
    assert proef.count_lezingen(read_volledig_beeld(), id=OUD) == MEESTE_LEZINGEN


def test_other_pages_of_nested_lists_cost_one_read_more_at_most(proef: Proef) -> None:
    query = """query ($id: ID!) { werkgever(id: $id) {
      organisatiegegevens { vestigingen(first: 3) { totaal } } preventiefWerken { verslagen(first: 2) { totaal } }
      contactmanagement { a: contacten(first: 5) { totaal } b: contacten(first: 7) { totaal } } } }"""
    assert proef.count_lezingen(query, id=GROOT) <= MEESTE_LEZINGEN + 1


def test_several_employers_cost_as_many_reads_as_one(proef: Proef) -> None:
    velden = "organisatiegegevens { organisatie } contactmanagement { contacten { totaal } } zaakmanagement { totaal }"
    query = f"query ($term: String!) {{ werkgevers(zoekterm: $term) {{ totaal edges {{ node {{ {velden} }} }} }} }}"
    assert proef.ask_data(query, term="NL123456789B01")["werkgevers"]["totaal"] == 2
    een, twee = (proef.count_lezingen(query, term=term) for term in ("123456789L01", "NL123456789B01"))
    assert (een, twee <= MEESTE_LEZINGEN) == (twee, True)


def test_figures_and_amounts_are_those_of_the_screens(proef: Proef) -> None:
    groep = show(proef, "preventiefWerken { loonsanctiePercentage { percentage } boetes { huidigAantal bedragInCenten } }")
    assert groep["preventiefWerken"] == {
        "loonsanctiePercentage": {"percentage": 60},
        "boetes": {"huidigAantal": 4, "bedragInCenten": 98500},
    }


def test_days_are_dates_and_moments_are_in_utc(proef: Proef) -> None:
    groep = show(
        proef, "uitkeringsgegevens { wga { datum } } contactmanagement { contacten(first: 1) { edges { node { datum } } } }"
    )
    assert groep["uitkeringsgegevens"]["wga"]["datum"] == "2021-01-01"
    assert groep["contactmanagement"]["contacten"]["edges"] == [{"node": {"datum": "2023-10-15T09:12:00Z"}}]


def test_the_groups_stand_in_their_order(proef: Proef) -> None:
    groepen = show(proef, "groepen { groep titel stand { status } }")["groepen"]
    assert [groep["titel"] for groep in groepen] == [groep.titel for groep in GROEPEN]
    assert groepen[-1]["stand"]["status"] == "NOG_NIET_AANGESLOTEN"


def test_a_group_without_access_is_empty_and_says_so(proef: Proef) -> None:
    velden = "contacten { totaal edges { cursor } } contactpersonen { naam } ontbrekend { veld reden } stand { status }"
    groep = show(proef, f"contactmanagement {{ {velden} }}", "handhaver")["contactmanagement"]
    assert groep["stand"]["status"] == "GEEN_TOEGANG"
    assert (groep["contacten"], groep["contactpersonen"]) == ({"totaal": None, "edges": []}, [])
    redenen = {deel["veld"]: deel["reden"] for deel in groep["ontbrekend"]}
    assert (redenen["contacten.totaal"], redenen["contacten.edges"]) == ("GEEN_TOEGANG", "GEEN_TOEGANG")


@pytest.mark.parametrize("groep", ["documenten", "financieel"])
def test_a_list_without_access_does_not_tell_how_long_it_is(proef: Proef, groep: str) -> None:
    velden = "totaal edges { cursor } pageInfo { hasNextPage endCursor } stand { status }"
    antwoord = show(proef, f"{groep} {{ {velden} }}", "handhaver")[groep]
    assert antwoord == {
        "totaal": None,
        "edges": [],
        "pageInfo": {"hasNextPage": False, "endCursor": None},
        "stand": {"status": "GEEN_TOEGANG"},
    }


def test_the_whole_view_has_no_errors_for_who_may_not_see_every_group(proef: Proef) -> None:
    assert proef.ask_data(read_volledig_beeld(), "handhaver", id=GROOT)["werkgever"]["naam"] == "Groothandel De Groot"


def test_another_page_of_a_group_without_access_is_empty_too(proef: Proef) -> None:
    groep = show(proef, "contactmanagement { contacten(first: 3) { totaal } }", "handhaver")
    assert groep["contactmanagement"]["contacten"] == {"totaal": None}


def test_numbers_of_a_natural_person_are_masked(proef: Proef) -> None:
    werkgever = show(proef, "lhNummer nummersGemaskeerd organisatiegegevens { lhNummer rsin }", id_=BAKKER)
    assert werkgever == {
        "lhNummer": "*********L01",
        "nummersGemaskeerd": True,
        "organisatiegegevens": {"lhNummer": "*********L01", "rsin": "*********"},
    }


def test_the_family_is_the_other_employers_of_the_legal_entity(proef: Proef) -> None:
    assert show(proef, "familie { id }")["familie"] == [{"id": TRANSPORT}]


def test_the_successor_of_an_ended_employer_is_an_employer(proef: Proef) -> None:
    opvolger = show(proef, "organisatiegegevens { opvolger { id naam } }", id_=OUD)["organisatiegegevens"]["opvolger"]
    assert opvolger == {"id": GROOT, "naam": "Groothandel De Groot"}


def test_an_employer_that_does_not_exist_is_null_without_an_error(proef: Proef) -> None:
    assert proef.ask_data('{ werkgever(id: "bestaat-niet") { naam } }') == {"werkgever": None}


def test_a_search_says_what_it_was_taken_for_and_why_each_hit_was_found(proef: Proef) -> None:
    velden = "herkendAls totaal totaalIsMinimum isSuggestie edges { reden uitleg node { id } }"
    assert proef.ask_data(f'{{ werkgevers(zoekterm: "123456789L01") {{ {velden} }} }}')["werkgevers"] == {
        "herkendAls": ["LH_NUMMER"],
        "totaal": 1,
        "totaalIsMinimum": False,
        "isSuggestie": False,
        "edges": [{"reden": "NUMMER", "uitleg": "LH-nummer", "node": {"id": GROOT}}],
    }


def test_a_search_for_nothing_recognises_nothing(proef: Proef) -> None:
    antwoord = proef.ask_data('{ werkgevers(zoekterm: " - ") { herkendAls totaal totaalIsMinimum isSuggestie } }')
    leeg = {"herkendAls": [], "totaal": 0, "totaalIsMinimum": False, "isSuggestie": False}
    assert antwoord["werkgevers"] == leeg


def test_near_misses_are_marked_as_suggestions(proef: Proef) -> None:
    antwoord = proef.ask_data('{ werkgevers(zoekterm: "jansne") { isSuggestie edges { reden uitleg node { id } } } }')
    treffer = {"reden": "SPELLING", "uitleg": "1 letter verschil met de naam", "node": {"id": BAKKER}}
    assert antwoord["werkgevers"] == {"isSuggestie": True, "edges": [treffer]}


def test_a_search_can_be_told_what_the_input_is(proef: Proef) -> None:
    antwoord = proef.ask_data('{ werkgevers(zoekterm: "12345678", zoekOp: NAAM) { herkendAls totaal } }')
    assert antwoord["werkgevers"] == {"herkendAls": ["NAAM"], "totaal": 0}


def test_a_key_gives_every_employer_that_has_it(proef: Proef) -> None:
    antwoord = proef.ask_data('{ werkgeversOpSleutel(soort: RSIN, waarde: "123456789") { id } }')
    assert antwoord["werkgeversOpSleutel"] == [{"id": GROOT}, {"id": TRANSPORT}]


def test_who_asks_sees_the_own_role_purpose_and_groups(proef: Proef) -> None:
    assert proef.ask_data("{ ik { naam rol doel groepen } }", "afnemer")["ik"] == {
        "naam": "demo-afnemer",
        "rol": "afnemer",
        "doel": "urn:klantbeeld:verwerking:afname-door-divisie",
        "groepen": ["ORGANISATIEGEGEVENS", "UITKERINGSGEGEVENS"],
    }


def test_every_source_says_how_fresh_it_is(proef: Proef) -> None:
    bronnen = proef.ask_data("{ bronnen { bron status bijgewerktOp normInSeconden } }")["bronnen"]
    assert bronnen[0] == {
        "bron": "archie",
        "status": "OK",
        "bijgewerktOp": "2023-10-20T06:00:00Z",
        "normInSeconden": 86400,
    }


def test_a_view_is_recorded_with_its_groups_and_the_trace(proef: Proef) -> None:
    show(proef, "contactmanagement { contacten { totaal } } documenten { totaal }")
    (regel,) = proef.read_log()
    assert (regel["werkgevers"], regel["groepen"], regel["resultaat"]) == ([GROOT], ["CONTACTMANAGEMENT", "DOCUMENTEN"], "ok")
    assert len(regel["traceId"]) == 32


def test_a_search_is_recorded_with_what_it_showed(proef: Proef) -> None:
    proef.ask_data('{ werkgevers(zoekterm: "123456789L01") { totaal } }')
    (regel,) = proef.read_log()
    assert (regel["handeling"], regel["werkgevers"]) == ("zoeken", [GROOT])
