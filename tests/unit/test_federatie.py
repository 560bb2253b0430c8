"""What a gateway may ask: the schema to compose from, and employers by their id, as ``werkgever(id)`` gives them."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLObjectType, find_breaking_changes
from graphql.utilities import find_dangerous_changes

from klantbeeld.app import make_uitvoering
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import GraphqlSettings
from resolvers.federatie import make_deelschema, print_deelschema
from resolvers.ontleden import Openheid
from resolvers.schema import SCHEMA, print_sdl
from tests.bouwers_graphql import BAKKER, GROOT, OUD, TRANSPORT, Proef, code_of, grant

VRAAG = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Werkgever { id naam lhNummer nummersGemaskeerd } } }"
ALLEEN = "query ($id: ID!) { werkgever(id: $id) { id naam lhNummer nummersGemaskeerd } }"
VELDEN = "{ ... on Werkgever { documenten(first: %d) { edges { node { id } } } } }"
TOEVOEGING = {"_Any", "_Entity", "_Service"}


@pytest.fixture
def deel(proef: Proef) -> Proef:
    """The API with federation switched on."""
    return replace(proef, openheid=Openheid(federatie=True))


def refer(*ids: object) -> list[dict[str, Any]]:
    """References to employers as a gateway sends them."""
    return [{"__typename": "Werkgever", "id": id_} for id_ in ids]


def ask_ids(deel: Proef, *ids: str) -> list[str | None]:
    """The id of what is found for each id."""
    return [gevonden and gevonden["id"] for gevonden in deel.ask_data(VRAAG, r=refer(*ids))["_entities"]]


def test_federation_is_off_until_it_is_switched_on(proef: Proef) -> None:
    assert GraphqlSettings().federatie is False
    assert code_of(proef.ask("{ _service { sdl } }")) == "GRAPHQL_VALIDATION_FAILED"


def test_the_setting_switches_it_on(proef: Proef) -> None:
    uitvoering = make_uitvoering(Settings(graphql=GraphqlSettings(federatie=True)), proef.klantbeeld)
    antwoord = asyncio.run(uitvoering.execute_query(grant(), "{ _service { __typename } }", {}))
    assert antwoord == {"data": {"_service": {"__typename": "_Service"}}}


def test_the_schema_of_a_gateway_is_the_public_schema_with_what_it_must_know(deel: Proef) -> None:
    sdl: str = deel.ask_data("{ _service { sdl } }")["_service"]["sdl"]
    kop, _, schema = sdl.partition("\n\n")
    assert kop == 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])'
    assert 'type Werkgever @key(fields: "id") {' in schema
    assert "type PageInfo @shareable {" in schema
    assert schema.replace(' @key(fields: "id")', "").replace(" @shareable", "") == print_sdl()


def test_federation_adds_to_the_schema_and_changes_nothing_of_it() -> None:
    deelschema = make_deelschema()
    assert find_breaking_changes(SCHEMA, deelschema) + find_dangerous_changes(SCHEMA, deelschema) == []
    assert deelschema.type_map.keys() - SCHEMA.type_map.keys() == TOEVOEGING
    assert deelschema.query_type is not None
    assert SCHEMA.query_type is not None
    assert deelschema.query_type.fields.keys() - SCHEMA.query_type.fields.keys() == {"_service", "_entities"}
    assert not any(naam in print_deelschema() for naam in TOEVOEGING)


def test_what_federation_adds_says_what_it_is() -> None:
    typen = [make_deelschema().type_map[naam] for naam in (*TOEVOEGING, "Query")]
    velden = [veld for type_ in typen if isinstance(type_, GraphQLObjectType) for veld in type_.fields.values()]
    argumenten = [argument for veld in velden for argument in veld.args.values()]
    assert [deel for deel in (*typen, *velden, *argumenten) if not deel.description] == []


@pytest.mark.parametrize("rol", ["klantadviseur", "afnemer"])
@pytest.mark.parametrize("id_", [GROOT, BAKKER])
def test_an_employer_is_what_the_question_for_one_employer_gives(deel: Proef, rol: str, id_: str) -> None:
    (gevonden,) = deel.ask_data(VRAAG, rol, r=refer(id_))["_entities"]
    assert gevonden == deel.ask_data(ALLEEN, rol, id=id_)["werkgever"]


def test_employers_come_in_the_order_in_which_they_are_asked(deel: Proef) -> None:
    assert ask_ids(deel, OUD, GROOT, OUD, TRANSPORT) == [OUD, GROOT, OUD, TRANSPORT]


def test_who_does_not_exist_is_empty_and_no_error(deel: Proef) -> None:
    assert ask_ids(deel, "0" * 32, GROOT, "", "nul\0") == [None, GROOT, None, None]


def test_a_hundred_employers_are_read_at_once(deel: Proef) -> None:
    verwijzingen = refer(*(f"{nr:032}" for nr in range(96)), GROOT, TRANSPORT, BAKKER, OUD)
    assert deel.count_lezingen(VRAAG, r=verwijzingen) == 1


def test_a_hundred_and_one_are_refused(deel: Proef) -> None:
    antwoord = deel.ask(VRAAG, r=refer(*[GROOT] * 101))
    assert antwoord["data"] is None
    assert code_of(antwoord) == "BAD_USER_INPUT"
    assert antwoord["errors"][0]["message"] == "Er zijn meer dan 100 representations; verdeel ze."
    assert deel.read_log() == []


def test_every_employer_that_is_shown_is_recorded(deel: Proef) -> None:
    deel.ask(VRAAG, r=refer(GROOT, "0" * 32, BAKKER))
    assert [(regel["handeling"], regel["werkgevers"]) for regel in deel.read_log()] == [
        ("raadplegen", [GROOT]),
        ("raadplegen", [BAKKER]),
    ]


def test_nothing_is_shown_that_cannot_be_recorded(deel: Proef, tmp_path: Path) -> None:
    kapot = replace(deel.without_log(tmp_path), openheid=deel.openheid)
    antwoord = kapot.ask(VRAAG, r=refer(GROOT))
    assert "data" not in antwoord
    assert code_of(antwoord) == "RECORDING_FAILED"


def test_a_role_without_employers_is_refused_and_recorded_once(deel: Proef) -> None:
    antwoord = deel.ask(VRAAG, "beleid", r=refer(*[GROOT] * 100))
    assert antwoord["data"] is None
    assert code_of(antwoord) == code_of(deel.ask(ALLEEN, "beleid", id=GROOT)) == "FORBIDDEN"
    assert [regel["resultaat"] for regel in deel.read_log()] == ["geweigerd", "geweigerd"]


FOUT = {
    "of another type": {"__typename": "Zaak", "id": GROOT},
    "of a type that has no name": {"__typename": None, "id": GROOT},
    "of a type that is no text": {"__typename": ["Werkgever"], "id": GROOT},
    "without a type": {"id": GROOT},
    "with an unknown key": {"__typename": "Werkgever", "lhNummer": "123456789L01"},
    "with an id that is an object": {"__typename": "Werkgever", "id": {"id": GROOT}},
    "with an id that is true": {"__typename": "Werkgever", "id": True},
    "with an id that is null": {"__typename": "Werkgever", "id": None},
    "with an id that is too long": {"__typename": "Werkgever", "id": "a" * 50_000},
    "with an id that is no text at all": {"__typename": "Werkgever", "id": "\ud800"},
    "that is a text": GROOT,
    "that is a number": 12,
    "that is a list": [[GROOT]],
}


@pytest.mark.parametrize("verwijzing", FOUT.values(), ids=FOUT.keys())
def test_a_wrong_reference_is_an_error_at_its_place_and_leaves_the_others(deel: Proef, verwijzing: object) -> None:
    antwoord = deel.ask(VRAAG, r=[*refer(GROOT), verwijzing])
    assert [gevonden and gevonden["id"] for gevonden in antwoord["data"]["_entities"]] == [GROOT, None]
    assert code_of(antwoord) == "BAD_USER_INPUT"
    assert antwoord["errors"][0]["path"] == ["_entities", 1]
    assert GROOT not in antwoord["errors"][0]["message"]


@pytest.mark.parametrize("verwijzingen", [None, [None], [{"__typename": "Werkgever", "id": GROOT}, None]])
def test_references_that_are_null_do_not_fit(deel: Proef, verwijzingen: object) -> None:
    assert code_of(deel.ask(VRAAG, r=verwijzingen)) == "BAD_USER_INPUT"


def test_a_number_as_id_is_nobody(deel: Proef) -> None:
    assert deel.ask_data(VRAAG, r=refer(12)) == {"_entities": [None]}


def test_fields_beside_the_key_make_no_difference(deel: Proef) -> None:
    (gevonden,) = deel.ask_data(VRAAG, r=[{**refer(GROOT)[0], "naam": "Anders", "x": [{}]}])["_entities"]
    assert gevonden["naam"] == "Groothandel De Groot"


def test_no_references_are_no_employers(deel: Proef) -> None:
    assert deel.ask_data(VRAAG, r=[]) == {"_entities": []}


def test_a_reference_may_be_written_in_the_query(deel: Proef) -> None:
    query = 'query ($id: ID!) { _entities(representations: [{__typename: "Werkgever", id: $id}]) { ... on Werkgever { id } } }'
    assert deel.ask_data(query, id=GROOT) == {"_entities": [{"id": GROOT}]}


@pytest.mark.parametrize("waarde", ["1" * 5000, "$onbekend", "[[[{a: {b: [1.5]}}]]]", '"""tekst"""'])
def test_whatever_is_written_as_reference_is_told_from_a_fault_of_ours(deel: Proef, waarde: str) -> None:
    antwoord = deel.ask(f"{{ _entities(representations: [{waarde}]) {{ __typename }} }}")
    assert code_of(antwoord) in {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"}


@pytest.mark.parametrize(("aantal", "first", "past"), [(100, 49, True), (100, 50, False), (5, 100, True), (50, 100, False)])
def test_references_count_for_the_size_of_the_answer(deel: Proef, aantal: int, first: int, past: bool) -> None:
    antwoord = deel.ask(f"query ($r: [_Any!]!) {{ _entities(representations: $r) {VELDEN % first} }}", r=refer(*["x"] * aantal))
    assert ("errors" not in antwoord) is past


@pytest.mark.parametrize(
    "query",
    [
        'query { _entities(representations: {id: "x"}) %s }',
        'query ($r: [_Any!]! = [{id: "x"}]) { _entities(representations: $r) %s }',
        "query ($een: [_Any!]!) { _entities(representations: $een) %s }",
    ],
)
def test_references_that_cannot_be_counted_count_as_a_hundred(deel: Proef, query: str) -> None:
    antwoord = deel.ask(query % (VELDEN % 100), een={"id": "x"})
    assert "kleinere bladzijden" in antwoord["errors"][0]["message"]


def test_references_in_the_query_are_counted(deel: Proef) -> None:
    verwijzingen = ", ".join(['{__typename: "Werkgever", id: "x"}'] * 51)
    query = f"{{ a: _entities(representations: [{verwijzingen}]) {VELDEN % 100} }}"
    assert "kleinere bladzijden" in deel.ask(query)["errors"][0]["message"]


def test_a_body_that_is_too_large_is_refused_whatever_it_refers_to(deel: Proef) -> None:
    antwoord = deel.post({"query": VRAAG, "variables": {"r": refer(*["a" * 200] * 600)}})
    assert antwoord.status_code == 413
