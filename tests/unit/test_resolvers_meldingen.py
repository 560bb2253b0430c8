"""Messages about a query that does not fit: Dutch, and without names of the schema unless suggestions are on."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from graphql import GraphQLError, GraphQLObjectType
from graphql.type import GraphQLEnumType, GraphQLInterfaceType

from resolvers.meldingen import ALGEMEEN, ONGEPAST, VERTALINGEN, tell_validatie
from resolvers.ontleden import Openheid
from resolvers.schema import SCHEMA
from tests.bouwers_graphql import OPEN, Proef, code_of

WERKGEVER = 'werkgever(id: "x")'

FOUTEN = {
    "{ ik { leeftijd } }": "Het veld leeftijd bestaat hier niet.",
    "query ($a: Datum) { bronnen { bron } }": "Het type Datum bestaat niet.",
    '{ werkgever(id: "x", naam: "y") { plaats } }': "Het argument naam bestaat hier niet.",
    "{ ik @include(als: true) { rol } }": "Het argument als bestaat hier niet.",
    "{ werkgever { naam } }": "Bij werkgever ontbreekt een argument.",
    "{ ik @skip { rol } }": "Bij @skip ontbreekt een argument.",
    "query ($a: Int) { werkgever(id: $a) { naam } }": "De variabele $a past hier niet.",
    "{ ik }": "Noem van ik de velden die u wilt zien: ik { … }.",
    "{ ik { rol { x } } }": "Het veld rol heeft zelf geen velden.",
    "{ ik { a: rol a: naam } }": "a staat hier voor twee verschillende dingen; geef er een alias aan.",
    f"{{ {WERKGEVER} {{ ... on Query {{ ik {{ rol }} }} }} }}": "Dit fragment past hier niet.",
    "{ ...A } fragment A on String { x }": "Een fragment op String kan niet.",
    f"{{ {WERKGEVER} {{ ...A }} }} fragment A on Werkgever {{ ...A }}": "Het fragment A bevat zichzelf.",
    "{ ...Weg }": "Het fragment Weg bestaat niet.",
    "{ ik { rol } } fragment A on Query { ik { rol } }": "Het fragment A wordt niet gebruikt.",
    "{ ...A } fragment A on Query { a } fragment A on Query { b }": "Het fragment A staat er meer dan een keer.",
    "query A { ik { rol } } query A { ik { rol } }": "De operatie A staat er meer dan een keer.",
    "query ($a: Boolean, $a: Boolean) { ik @skip(if: $a) { rol } }": "De variabele $a staat er meer dan een keer.",
    '{ werkgever(id: "x", id: "y") { naam } }': "Het argument id staat er meer dan een keer.",
    "{ ik { rol } } query A { ik { rol } }": "Een operatie zonder naam moet de enige zijn.",
    "{ ik { rol } } type A { b: Int }": "Stuur alleen operaties en fragmenten.",
    "query ($a: Werkgever) { ik { rol } }": "De variabele $a kan niet van het type Werkgever zijn.",
    "{ werkgever(id: $a) { naam } }": "De variabele $a is niet aangekondigd.",
    "query A { werkgever(id: $a) { naam } }": "De variabele $a is niet aangekondigd.",
    "query ($a: Int) { ik { rol } }": "De variabele $a wordt niet gebruikt.",
    "query A($a: Int) { ik { rol } }": "De variabele $a wordt niet gebruikt.",
    "query @skip(if: true) { ik { rol } }": "De aanwijzing @skip kan hier niet.",
    "{ ik @weg { rol } }": "De aanwijzing @weg bestaat niet.",
    "{ ik @skip(if: true) @skip(if: true) { rol } }": "De aanwijzing @skip kan hier maar een keer.",
    "{ __schema { description } }": "Vragen naar het schema (__schema) staan hier uit; het schema staat op /v1/schema.graphql.",
    "{ " + " ".join(f"a{nr}" for nr in range(30)) + " }": "Er zijn nog meer fouten; herstel eerst deze.",
    "{ ik { " + "naam " * 950 + "} }": "De vraag noemt dezelfde velden te vaak; noem elk veld een keer, of verdeel haar.",
    '{ werkgevers(zoekterm: "x", first: "y") { totaal } }': "Deze waarde past hier niet.",
    'query ($n: Int = true) { werkgevers(zoekterm: "x", first: $n) { totaal } }': "Deze waarde past hier niet.",
    f"{{ {WERKGEVER} {{ zaakmanagement(status: NIETS) {{ totaal }} }} }}": "Deze waarde past hier niet.",
    '{ werkgevers(zoekterm: "x", zoekOp: {a: 1, a: 2}) { totaal } }': "Het veld a staat er meer dan een keer.",
    "subscription { a b }": "Hier kan alleen worden gelezen: stuur een query.",
}
"""A query that is wrong in one way, and what is said of it."""

AANWIJZINGEN = {
    "{ ik { role } }": "Het veld role bestaat hier niet. Bedoelt u rol of doel?",
    "{ werkgevrs { totaal } }": "Het veld werkgevrs bestaat hier niet. Bedoelt u werkgevers of werkgever?",
    "query ($a: Dat) { bronnen { bron } }": "Het type Dat bestaat niet. Bedoelt u Date of Int?",
    '{ werkgever(ids: "x") { naam } }': "Het argument ids bestaat hier niet. Bedoelt u id?",
    "{ werkgever { naam } }": "Bij werkgever ontbreekt een argument. Nodig: id (ID!).",
    "query ($a: Int) { werkgever(id: $a) { naam } }": "De variabele $a past hier niet. Nodig: ID!.",
    '{ werkgevers(zoekterm: "x", first: "y") { totaal } }': "Hier past alleen een waarde van het type Int.",
    f"{{ {WERKGEVER} {{ ... on Query {{ ik {{ rol }} }} }} }}": "Dit fragment past hier niet. Hier staat Werkgever.",
    "{ ik { leeftijd } }": "Het veld leeftijd bestaat hier niet.",
}
"""The same with suggestions on; what has none stays as it is."""


def list_names() -> Iterator[str]:
    """Every name of the schema: types, fields, arguments and enum values."""
    for naam, type_ in SCHEMA.type_map.items():
        yield naam
        if isinstance(type_, GraphQLEnumType):
            yield from type_.values
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for veld, deel in type_.fields.items():
                yield veld
                yield from deel.args


NAMEN = frozenset(list_names())
EIGEN_WOORDEN = frozenset(re.findall(r"\w+", " ".join([*(deel.melding for deel in VERTALINGEN), ALGEMEEN, ONGEPAST])))
"""Words of the messages themselves; some, such as ``van``, are names of the schema too."""


def messages_of(antwoord: dict[str, list[dict[str, str]]]) -> list[str]:
    return [fout["message"] for fout in antwoord["errors"]]


@pytest.mark.parametrize("query", FOUTEN)
def test_what_is_wrong_is_said_in_dutch(proef: Proef, query: str) -> None:
    assert FOUTEN[query] in messages_of(proef.ask(query))


@pytest.mark.parametrize("query", FOUTEN)
def test_no_message_names_what_the_caller_did_not_type(proef: Proef, query: str) -> None:
    gezegd = set(re.findall(r"\w+", " ".join(messages_of(proef.ask(query)))))
    assert gezegd & NAMEN - set(re.findall(r"\w+", query)) - EIGEN_WOORDEN == set()


@pytest.mark.parametrize("query", AANWIJZINGEN)
def test_with_suggestions_a_message_says_what_there_is_instead(proef: Proef, query: str) -> None:
    assert AANWIJZINGEN[query] in messages_of(replace(proef, openheid=OPEN).ask(query))


@pytest.mark.parametrize("openheid", [Openheid(introspectie=True), OPEN])
def test_introspection_is_answered_where_it_is_on(proef: Proef, openheid: Openheid) -> None:
    antwoord = replace(proef, openheid=openheid).ask('{ __type(name: "Gebruiker") { name } }')
    assert antwoord == {"data": {"__type": {"name": "Gebruiker"}}}


@pytest.mark.parametrize("openheid", [Openheid(), Openheid(suggesties=True)])
def test_introspection_is_refused_where_it_is_off(proef: Proef, openheid: Openheid) -> None:
    antwoord = replace(proef, openheid=openheid).ask('{ __type(name: "Gebruiker") { kind } }')
    assert antwoord["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "data" not in antwoord


def test_the_name_of_a_type_can_always_be_asked(proef: Proef) -> None:
    assert proef.ask_data("{ __typename ik { __typename } }") == {"__typename": "Query", "ik": {"__typename": "Gebruiker"}}


def test_a_long_name_is_shortened(proef: Proef) -> None:
    (melding,) = messages_of(proef.ask("{ " + "a" * 90_000 + " }"))
    assert melding == f"Het veld {'a' * 60}… bestaat hier niet."


def test_a_message_that_is_not_known_says_nothing_of_the_schema() -> None:
    assert tell_validatie(GraphQLError("Field 'geheim' of 'Werkgever' is new."), suggesties=True) == ALGEMEEN


def test_a_query_is_read_once_per_configuration(proef: Proef) -> None:
    dicht, open_ = proef.uitvoering, replace(proef, openheid=OPEN).uitvoering
    vraag = "{ __schema { description } }"
    assert open_._ontleder.read(vraag) is open_._ontleder.read(vraag)
    assert dicht._ontleder.read("{ ik { rol } }") is not open_._ontleder.read("{ ik { rol } }")
    assert code_of(proef.ask(vraag)) == "GRAPHQL_VALIDATION_FAILED"


def test_no_more_queries_are_kept_than_fit(proef: Proef) -> None:
    ontleder = proef.uitvoering._ontleder
    for nr in range(150):
        ontleder.read(f"query A{nr} {{ ik {{ rol }} }}")
    assert ontleder.read.cache_info().currsize == 100
