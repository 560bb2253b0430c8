"""Lists by page: arguments, aliases, fragments and variables, and what happens to wrong ones."""

from typing import Any

import pytest

from tests.bouwers_graphql import GROOT, TRANSPORT, Proef, code_of


def show(proef: Proef, velden: str, **variabelen: int | None) -> Any:
    parameters = "".join(f", ${naam}: Int" for naam in variabelen)
    query = f"query ($id: ID!{parameters}) {{ werkgever(id: $id) {{ {velden} }} }}"
    return proef.ask_data(query, "klantadviseur", id=GROOT, **variabelen)["werkgever"]


def list_moments(bladzijde: dict[str, Any]) -> list[str]:
    return [edge["node"]["datum"] for edge in bladzijde["edges"]]


def test_two_pages_of_one_list_stand_beside_each_other_under_aliases(proef: Proef) -> None:
    velden = "edges { node { datum } } pageInfo { hasNextPage }"
    groep = show(proef, f"contactmanagement {{ a: contacten(first: 2) {{ {velden} }} b: contacten(first: 4) {{ {velden} }} }}")[
        "contactmanagement"
    ]
    assert [len(list_moments(groep[naam])) for naam in "ab"] == [2, 4]
    assert list_moments(groep["b"])[:2] == list_moments(groep["a"])


def test_the_same_group_under_aliases_keeps_its_own_arguments(proef: Proef) -> None:
    antwoord = show(proef, "a: documenten(first: 1) { edges { cursor } } b: documenten(first: 2) { edges { cursor } }")
    assert [len(antwoord[naam]["edges"]) for naam in "ab"] == [1, 2]


def test_fragments_ask_the_same_as_fields(proef: Proef) -> None:
    query = """query ($id: ID!) { werkgever(id: $id) { ...Contacten contactmanagement { ... on Groep { stand { status } } } } }
    fragment Contacten on Werkgever { contactmanagement { ...Blad } }
    fragment Blad on Contactmanagement { contacten(first: 3) { edges { node { datum } } } }"""
    groep = proef.ask_data(query, id=GROOT)["werkgever"]["contactmanagement"]
    assert (len(groep["contacten"]["edges"]), groep["stand"]["status"]) == (3, "OK")


def test_paging_to_the_end_shows_every_contact_once(proef: Proef) -> None:
    query = """query ($id: ID!, $after: String) { werkgever(id: $id) { contactmanagement {
      contacten(first: 15, after: $after) { totaal edges { cursor } pageInfo { hasNextPage endCursor } } } } }"""
    getoond: list[str] = []
    bladzijde: dict[str, Any] = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while bladzijde["pageInfo"]["hasNextPage"]:
        after = bladzijde["pageInfo"]["endCursor"]
        bladzijde = proef.ask_data(query, id=GROOT, after=after)["werkgever"]["contactmanagement"]["contacten"]
        getoond += [edge["cursor"] for edge in bladzijde["edges"]]
    assert len(getoond) == len(set(getoond)) == bladzijde["totaal"] == 52


@pytest.mark.parametrize("lijst", ["documenten", "financieel", "zaakmanagement"])
def test_the_next_page_of_a_group_begins_behind_the_last(proef: Proef, lijst: str) -> None:
    velden = "edges { node { id } } pageInfo { endCursor }"
    begin = show(proef, f"{lijst}(first: 1) {{ {velden} }}")[lijst]
    verder = show(proef, f'{lijst}(first: 1, after: "{begin["pageInfo"]["endCursor"]}") {{ {velden} }}')[lijst]
    samen = show(proef, f"{lijst}(first: 2) {{ {velden} }}")[lijst]
    assert begin["edges"] + verder["edges"] == samen["edges"]


def test_hits_are_shown_by_page(proef: Proef) -> None:
    query = """query ($after: String) { werkgevers(zoekterm: "groot", first: 1, after: $after) {
      totaal edges { node { naam } } pageInfo { hasNextPage endCursor } } }"""
    begin = proef.ask_data(query)["werkgevers"]
    einde = proef.ask_data(query, after=begin["pageInfo"]["endCursor"])["werkgevers"]
    assert [begin["totaal"], begin["pageInfo"]["hasNextPage"], einde["pageInfo"]["hasNextPage"]] == [2, True, False]
    assert {blad["edges"][0]["node"]["naam"] for blad in (begin, einde)} == {"Groothandel De Groot", "De Groot Transport"}


def test_a_page_of_nothing_still_tells_the_total(proef: Proef) -> None:
    assert show(proef, "documenten(first: 0) { totaal edges { cursor } }")["documenten"] == {"totaal": 17, "edges": []}


def test_null_as_page_size_means_the_default(proef: Proef) -> None:
    antwoord = show(proef, "documenten(first: $n) { edges { cursor } }", n=None)
    assert len(antwoord["documenten"]["edges"]) == 15


def test_documents_are_filtered_and_counts_are_not(proef: Proef) -> None:
    velden = 'documenten(soort: DAGLOONBEREKENING, van: "2022-11-15", tot: "2022-11-15")'
    groep = show(proef, f"{velden} {{ totaal edges {{ node {{ soort datum }} }} aantallen {{ aantal }} }}")["documenten"]
    assert {(edge["node"]["soort"], edge["node"]["datum"]) for edge in groep["edges"]} == {("DAGLOONBEREKENING", "2022-11-15")}
    assert sum(telling["aantal"] for telling in groep["aantallen"]) == 17


def test_cases_are_running_ones_unless_asked_otherwise(proef: Proef) -> None:
    velden = "edges { node { status } }"
    antwoord = show(proef, f"zaakmanagement {{ {velden} }} alle: zaakmanagement(status: ALLE) {{ totaal }}")
    assert {edge["node"]["status"] for edge in antwoord["zaakmanagement"]["edges"]} == {"LOPEND"}
    assert antwoord["alle"]["totaal"] == 4


def test_the_period_and_the_day_of_a_group_can_be_chosen(proef: Proef) -> None:
    velden = 'preventiefWerken(van: "2021-01-01", tot: "2021-12-31") { periode { van tot } reintegratieverslagen }'
    antwoord = show(proef, f'{velden} uitkeringsgegevens(peildatum: "2020-06-01") {{ wga {{ isEigenrisicodrager }} }}')
    assert antwoord["preventiefWerken"] == {"periode": {"van": "2021-01-01", "tot": "2021-12-31"}, "reintegratieverslagen": 1}
    assert antwoord["uitkeringsgegevens"]["wga"]["isEigenrisicodrager"] is False


@pytest.mark.parametrize(
    "veld",
    [
        "documenten(first: 101) { totaal }",
        "documenten(first: -1) { totaal }",
        'financieel(after: "onzin") { totaal }',
        'preventiefWerken(van: "2023-01-02", tot: "2023-01-01") { reintegratieverslagen }',
    ],
)
def test_impossible_arguments_of_a_group_are_an_error_of_that_field(proef: Proef, veld: str) -> None:
    antwoord = proef.ask(f"query ($id: ID!) {{ werkgever(id: $id) {{ naam {veld} }} }}", id=GROOT)
    assert code_of(antwoord) == "BAD_USER_INPUT"
    assert antwoord["errors"][0]["path"] == ["werkgever", veld.partition("(")[0]]


def test_impossible_arguments_of_a_nested_list_leave_the_rest_of_the_group(proef: Proef) -> None:
    query = (
        "query ($id: ID!) { werkgever(id: $id) { contactmanagement { contacten(first: 101) { totaal } notities { datum } } } }"
    )
    antwoord = proef.ask(query, id=GROOT)
    assert code_of(antwoord) == "BAD_USER_INPUT"
    groep = antwoord["data"]["werkgever"]["contactmanagement"]
    assert (groep["contacten"], len(groep["notities"])) == (None, 1)


LIJSTEN = {
    "documenten": "documenten({arg}) {{ {velden} }}",
    "financieel": "financieel({arg}) {{ {velden} }}",
    "zaakmanagement": "zaakmanagement({arg}) {{ {velden} }}",
    "contacten": "contactmanagement {{ contacten({arg}) {{ {velden} }} }}",
    "verslagen": "preventiefWerken {{ verslagen({arg}) {{ {velden} }} }}",
    "vestigingen": "organisatiegegevens {{ vestigingen({arg}) {{ {velden} }} }}",
}
GEVULD = sorted(LIJSTEN.keys() - {"vestigingen"})
"""The lists of which the example has elements."""
ANDERE_LIJST = (
    "De cursor in after hoort bij een andere lijst, zoekterm of werkgever; gebruik endCursor van de vorige bladzijde."
)


def find_cursors(proef: Proef, lijst: str) -> set[str]:
    """The cursor of the first element of a list, as its edge and as the end of its page tell it."""
    antwoord = show(proef, LIJSTEN[lijst].format(arg="first: 1", velden="edges { cursor } pageInfo { endCursor }"))
    (bladzijde,) = antwoord.values()
    bladzijde = bladzijde.get(lijst, bladzijde)
    return {bladzijde["edges"][0]["cursor"], bladzijde["pageInfo"]["endCursor"]}


def refusal_of(proef: Proef, query: str, id_: str = GROOT) -> tuple[str, str]:
    """The code and message with which a query is refused."""
    antwoord = proef.ask(query, **({"id": id_} if "$id" in query else {}))
    return code_of(antwoord), antwoord["errors"][0]["message"]


def query_after(lijst: str, cursor: str) -> str:
    veld = LIJSTEN[lijst].format(arg=f'after: "{cursor}"', velden="totaal")
    return f"query ($id: ID!) {{ werkgever(id: $id) {{ {veld} }} }}"


@pytest.mark.parametrize("lijst", GEVULD)
def test_an_element_has_the_same_cursor_each_time_and_as_the_end_of_its_page(proef: Proef, lijst: str) -> None:
    cursors = find_cursors(proef, lijst)
    assert len(cursors) == 1
    assert find_cursors(proef, lijst) == cursors


@pytest.mark.parametrize("lijst", sorted(LIJSTEN))
def test_a_list_refuses_the_cursor_of_any_other_list(proef: Proef, lijst: str) -> None:
    cursors = [find_cursors(proef, andere).pop() for andere in GEVULD if andere != lijst]
    assert {refusal_of(proef, query_after(lijst, cursor)) for cursor in cursors} == {("BAD_USER_INPUT", ANDERE_LIJST)}


@pytest.mark.parametrize("lijst", GEVULD)
def test_a_list_refuses_the_cursor_of_another_employer(proef: Proef, lijst: str) -> None:
    query = query_after(lijst, find_cursors(proef, lijst).pop())
    assert refusal_of(proef, query, TRANSPORT) == ("BAD_USER_INPUT", ANDERE_LIJST)


def test_a_search_refuses_the_cursor_of_a_list_of_an_employer(proef: Proef) -> None:
    cursor = find_cursors(proef, "documenten").pop()
    query = f'{{ werkgevers(zoekterm: "groot", after: "{cursor}") {{ totaal }} }}'
    assert refusal_of(proef, query) == ("BAD_USER_INPUT", ANDERE_LIJST)


@pytest.mark.parametrize("andere", ['"transport"', '"groot", zoekOp: NAAM'])
def test_a_search_refuses_the_cursor_of_another_search(proef: Proef, andere: str) -> None:
    treffers = proef.ask_data('{ werkgevers(zoekterm: "groot") { edges { cursor } } }')["werkgevers"]["edges"]
    query = f'{{ werkgevers(zoekterm: {andere}, after: "{treffers[0]["cursor"]}") {{ totaal }} }}'
    assert refusal_of(proef, query) == ("BAD_USER_INPUT", ANDERE_LIJST)


def test_a_list_of_an_employer_refuses_the_cursor_of_a_search(proef: Proef) -> None:
    treffers = proef.ask_data('{ werkgevers(zoekterm: "groot") { edges { cursor } } }')["werkgevers"]["edges"]
    query = query_after("contacten", treffers[0]["cursor"])
    assert refusal_of(proef, query) == ("BAD_USER_INPUT", ANDERE_LIJST)


def test_the_id_of_a_document_is_not_a_cursor(proef: Proef) -> None:
    document = show(proef, "documenten(first: 1) { edges { node { id } } }")["documenten"]["edges"][0]["node"]["id"]
    assert refusal_of(proef, query_after("documenten", document)) == ("BAD_USER_INPUT", ANDERE_LIJST)
