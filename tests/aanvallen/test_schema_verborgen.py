"""Who may not see the schema does not learn it from introspection, nor from what is said of what is wrong."""

import re
from dataclasses import replace

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

from resolvers.errors import Verzoekfout
from resolvers.meldingen import ALGEMEEN, ONGEPAST, VERTALINGEN
from resolvers.ontleden import Ontleder, Openheid
from resolvers.schema import SCHEMA
from tests.bouwers_graphql import GESLOTEN, OPEN, Proef

INTROSPECTIE = {
    "direct": "{ __schema { types { name } } }",
    "by an alias": "{ a: __schema { b: types { c: name } } }",
    "through a fragment": "{ ...F } fragment F on Query { __schema { queryType { name } } }",
    "through an inline fragment": "{ ... on Query { __schema { directives { name } } } }",
    "one type": '{ __type(name: "Werkgever") { fields { name } } }',
    "one type by a variable": 'query ($n: String! = "Query") { __type(name: $n) { fields { name } } }',
    "behind a directive": "query ($a: Boolean = true) { __schema @include(if: $a) { types { name } } }",
    "in another operation": "query A { ik { rol } } query B { __schema { types { name } } }",
}
NAMEN = re.compile(r"[A-Za-z_]\w*")


def list_namen() -> set[str]:
    """Every name that the schema has and GraphQL itself has not: of types, fields, arguments and values."""
    eigen = {naam: type_ for naam, type_ in SCHEMA.type_map.items() if not naam.startswith("__")}
    namen = {naam for naam in eigen if naam not in {"String", "Int", "Float", "Boolean", "ID"}}
    for type_ in eigen.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            namen |= set(type_.fields)
            namen |= {naam for veld in type_.fields.values() for naam in getattr(veld, "args", ())}
        if isinstance(type_, GraphQLEnumType):
            namen |= set(type_.values)
    return namen


def misspell(naam: str) -> list[str]:
    """What is nearly the name, so near that a helpful program would say what was meant."""
    midden = len(naam) // 2
    vormen = [naam[:-1], naam[:midden] + naam[midden + 1 :] + "x"]
    return [vorm for vorm in vormen if NAMEN.fullmatch(vorm)]


def tell_of(openheid: Openheid, query: str) -> set[str]:
    """The names in what is said of a query that are in the schema and not in the query."""
    with pytest.raises(Verzoekfout) as gevangen:
        Ontleder(openheid).read(query)
    gezegd = " ".join(fout.message for fout in gevangen.value.fouten)
    return set(NAMEN.findall(gezegd)) & NAMEN_VAN_HET_SCHEMA - set(NAMEN.findall(query)) - WOORDEN


NAMEN_VAN_HET_SCHEMA = list_namen()
WOORDEN = set(NAMEN.findall(" ".join([*(vertaling.melding for vertaling in VERTALINGEN), ALGEMEEN, ONGEPAST])))
"""Words of our own messages, some of which are names too: veld, type."""
GERADEN = sorted({vorm for naam in NAMEN_VAN_HET_SCHEMA for vorm in misspell(naam)} - NAMEN_VAN_HET_SCHEMA)
PLAATSEN = {
    "a field of the query": "{ %s }",
    "a field of an employer": '{ werkgever(id: "x") { %s } }',
    "a field of a page": '{ werkgevers(zoekterm: "x") { edges { node { %s } } } }',
    "a type": "{ ... on Query { ik { rol } } ... on %s { id } }",
    "an argument": '{ werkgever(%s: "x") { naam } }',
    "a value": "{ werkgeversOpSleutel(soort: %s) { naam } }",
    "a type of a variable": "query ($a: %s) { ik { rol } }",
    "a directive": "{ ik @%s { rol } }",
}
"""Where somebody who guesses can guess."""


@pytest.mark.parametrize("naam", INTROSPECTIE)
def test_the_schema_is_not_told_by_introspection(proef: Proef, naam: str) -> None:
    """S05: refused as a whole, also in part, under another name or in an operation that is not executed."""
    antwoord = proef.ask(INTROSPECTIE[naam])
    assert antwoord.keys() == {"errors"}
    assert antwoord["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "data" in replace(proef, openheid=OPEN).ask("{ __schema { types { name } } }")


@pytest.mark.parametrize("plaats", PLAATSEN)
def test_who_guesses_names_is_never_told_which_name_there_is(plaats: str) -> None:
    """S06: what programs do that recover a schema: names that are nearly right, at every place; none is set right."""
    verteld: set[str] = set()
    for begin in range(0, len(GERADEN), 9):
        stuk = GERADEN[begin : begin + 9]
        vragen = [PLAATSEN[plaats] % " ".join(stuk)] if "field" in plaats else [PLAATSEN[plaats] % naam for naam in stuk[:1]]
        verteld.update(*(tell_of(GESLOTEN, vraag) for vraag in vragen))
    assert verteld == set()


def test_where_suggestions_are_on_the_same_guesses_are_set_right() -> None:
    """S06: so that the test above can fail."""
    assert tell_of(OPEN, "{ werkgeverx }") >= {"werkgever"}


@pytest.mark.parametrize(
    "query",
    [
        '{ werkgever(id: "x") }',
        "{ werkgever { naam } }",
        "query ($a: Boolean) { werkgever(id: $a) { naam } }",
        '{ werkgever(id: "x") { ... on Query { ik { rol } } } }',
        "{ ik { rol { naam } } }",
        '{ werkgever(id: "x") { a: naam a: plaats } }',
    ],
)
def test_a_name_that_is_right_does_not_bring_others_with_it(query: str) -> None:
    """S06: of a field that is there nothing is told of its type, its arguments or its fields."""
    assert tell_of(GESLOTEN, query) == set()
