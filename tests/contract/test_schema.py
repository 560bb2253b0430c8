"""The contract with who asks: the printed schema, its descriptions, its enums, and the query of the whole view."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    parse,
    print_schema,
)

from klantbeeld.domain.betalingen import Betaling
from klantbeeld.domain.contacten import Contact, Machtiging
from klantbeeld.domain.documenten import Document
from klantbeeld.domain.organisaties import Handelsnaam, Organisatie
from klantbeeld.domain.preventie import Loonsanctie, Riv
from klantbeeld.domain.uitkeringen import Erd
from klantbeeld.domain.zaken import Zaak
from resolvers.federatie import make_deelschema
from resolvers.schema import SCHEMA, print_sdl
from resolvers.uitvoering import read_volledig_beeld

WORTEL = Path(__file__).parents[2]
SDL = print_sdl()
TYPES = {naam: type_ for naam, type_ in SCHEMA.type_map.items() if not naam.startswith("__")}
EIGEN_TYPES = sorted(TYPES.keys() - {"String", "Int", "Float", "Boolean", "ID"})
MET_VELDEN = sorted(naam for naam, type_ in TYPES.items() if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType))
INVOER = sorted(naam for naam, type_ in TYPES.items() if isinstance(type_, GraphQLInputObjectType))
ENGELS = re.compile(r"\b(?:the|and|with|when|which|this|that|an?|if|or|its|only|are|has)\b", re.IGNORECASE)
ENUMS = sorted(naam for naam, type_ in TYPES.items() if isinstance(type_, GraphQLEnumType))
GROEPEN = sorted(naam for naam, type_ in TYPES.items() if isinstance(type_, GraphQLObjectType) and type_.interfaces)
LEVERINGSWOORDEN = {
    "Werkgeverstatus": (Organisatie, "status"),
    "Handelsnaamsoort": (Handelsnaam, "soort"),
    "Rivoordeel": (Riv, "oordeel"),
    "Sanctiesoort": (Loonsanctie, "soort"),
    "Sanctiestatus": (Loonsanctie, "status"),
    "Regeling": (Erd, "regeling"),
    "Contactstatus": (Contact, "status"),
    "Machtigingsoort": (Machtiging, "soort"),
    "Documentsoort": (Document, "soort"),
    "Betalingsoort": (Betaling, "soort"),
    "Betalingstatus": (Betaling, "status"),
    "Zaakstatus": (Zaak, "status"),
}
MEER_DAN_GELEVERD = {"Werkgeverstatus": {"onbekend"}}


def fields_of(naam: str) -> dict[str, GraphQLField]:
    type_ = TYPES[naam]
    assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
    velden: dict[str, GraphQLField] = type_.fields
    return velden


def enum_of(naam: str) -> GraphQLEnumType:
    type_ = TYPES[naam]
    assert isinstance(type_, GraphQLEnumType)
    return type_


def list_paths(selectie: SelectionSetNode, pad: str) -> Iterator[str]:
    for node in selectie.selections:
        assert isinstance(node, FieldNode)
        yield f"{pad}.{node.name.value}"
        if node.selection_set:
            yield from list_paths(node.selection_set, f"{pad}.{node.name.value}")


def list_expected(type_: GraphQLObjectType, pad: str) -> Iterator[str]:
    """Every field from here; of another employer only what has no fields of its own."""
    for naam, veld in type_.fields.items():
        soort = get_named_type(veld.type)
        if not (isinstance(soort, GraphQLObjectType) and type_.name == "Werkgever" and "." in pad):
            yield f"{pad}.{naam}"
        if isinstance(soort, GraphQLObjectType) and not (type_.name == "Werkgever" and "." in pad):
            yield from list_expected(soort, f"{pad}.{naam}")


def test_the_printed_schema_in_the_repository_is_the_schema_that_answers() -> None:
    assert (WORTEL / "schema.graphql").read_text(encoding="utf-8") == SDL


@pytest.mark.parametrize("naam", EIGEN_TYPES)
def test_every_type_says_what_it_is(naam: str) -> None:
    assert TYPES[naam].description


@pytest.mark.parametrize("naam", MET_VELDEN)
def test_every_field_and_argument_says_what_it_is(naam: str) -> None:
    velden = fields_of(naam)
    argumenten = [f"{veld}({arg})" for veld, deel in velden.items() for arg, wat in deel.args.items() if not wat.description]
    assert [veld for veld, deel in velden.items() if not deel.description] + argumenten == []


@pytest.mark.parametrize("naam", INVOER)
def test_every_field_of_an_input_says_what_it_is(naam: str) -> None:
    type_ = TYPES[naam]
    assert isinstance(type_, GraphQLInputObjectType)
    assert [veld for veld, deel in type_.fields.items() if not deel.description] == []


def test_every_description_is_a_sentence_in_dutch() -> None:
    omschrijvingen = re.findall(r'"""\s*(.+?)\s*"""', print_schema(make_deelschema()), re.DOTALL)
    assert len(omschrijvingen) > 400
    assert [tekst for tekst in omschrijvingen if ENGELS.search(tekst) or not re.match(r"[A-Z\d].*\.\Z", tekst, re.DOTALL)] == []


@pytest.mark.parametrize("naam", ENUMS)
def test_every_enum_value_is_in_capitals_and_says_what_it_means(naam: str) -> None:
    assert [lid for lid, deel in enum_of(naam).values.items() if not deel.description or lid != lid.upper()] == []


@pytest.mark.parametrize("naam", sorted(LEVERINGSWOORDEN))
def test_an_enum_has_exactly_the_words_of_the_deliveries(naam: str) -> None:
    model, veld = LEVERINGSWOORDEN[naam]
    woorden = {deel.value.value for deel in enum_of(naam).values.values()}
    assert woorden - MEER_DAN_GELEVERD.get(naam, set()) == set(get_args(get_type_hints(model)[veld]))


def test_all_eight_groups_are_groups_of_the_interface() -> None:
    groepen = [get_named_type(veld.type).name for veld in fields_of("Werkgever").values() if is_group(veld)]
    assert sorted(groepen) == GROEPEN
    assert len(GROEPEN) == 8


def is_group(veld: GraphQLField) -> bool:
    soort: Any = get_named_type(veld.type)
    return bool(getattr(soort, "interfaces", ()))


def test_the_query_of_the_whole_view_names_every_field() -> None:
    (operatie,) = parse(read_volledig_beeld()).definitions
    assert isinstance(operatie, OperationDefinitionNode)
    gevraagd = set(list_paths(operatie.selection_set, ""))
    werkgever = TYPES["Werkgever"]
    assert isinstance(werkgever, GraphQLObjectType)
    assert set(list_expected(werkgever, "werkgever")) == {pad.removeprefix(".") for pad in gevraagd} - {"werkgever"}
