"""Divisions build on the API with the clients they know: Apollo Client and urql in node, gql in Python (blocking and async).

Each client asks the same of one server, as an operator starts it, and finds the same: an employer, its view, whole lists by
page, an answer in part, and errors.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport, HTTPXTransport
from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    lexicographic_sort_schema,
    parse,
    print_ast,
    print_schema,
)

from resolvers.uitvoering import read_volledig_beeld
from tests.dienst import VOORBEELD, Dienst, serve_demo
from tests.node import KLANTEN, require_node, run_node
from tests.teksten import WORTEL

SDL = (WORTEL / "schema.graphql").read_text(encoding="utf-8")

Bevindingen = dict[str, Any]
"""What a client found, by what it did."""


@dataclass(frozen=True, slots=True)
class Vraag:
    """A question under one of the tokens; without a token when there is none of that name."""

    token: str
    document: DocumentNode
    variabelen: dict[str, Any]


Steller = Callable[[Vraag], Awaitable[dict[str, Any]]]


def split_operaties(tekst: str) -> dict[str, DocumentNode]:
    """Each operation of a document by its name, as a document of its own."""
    operaties = [deel for deel in parse(tekst).definitions if isinstance(deel, OperationDefinitionNode)]
    return {deel.name.value: DocumentNode(definitions=(deel,)) for deel in operaties if deel.name}


VRAGEN = split_operaties((KLANTEN / "vragen.graphql").read_text(encoding="utf-8"))
PADEN = {"documenten": ("documenten",), "contacten": ("contactmanagement", "contacten")}
"""Where a list is within the employer."""
ONBEKEND_VELD = parse("query ($id: ID!) { werkgever(id: $id) { bestaatNiet } }")


@pytest.fixture(scope="module")
def dienst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    with serve_demo(tmp_path_factory.mktemp("klanten"), werkgevers=100) as dienst:
        yield dienst


def explore_with_node(dienst: Dienst, naam: str, pakket: str) -> Bevindingen:
    """What a program in JavaScript found."""
    require_node(pakket)
    opdracht = {"url": dienst.url, "tokens": dienst.tokens, "werkgever": VOORBEELD}
    gedaan = run_node(KLANTEN / f"{naam}.mjs", json.dumps(opdracht))
    assert gedaan.returncode == 0, gedaan.stderr
    bevindingen: Bevindingen = json.loads(gedaan.stdout)
    return bevindingen


def explore_with_gql(dienst: Dienst) -> Bevindingen:
    """What the blocking client of gql found."""

    async def ask(vraag: Vraag) -> dict[str, Any]:
        transport = HTTPXTransport(url=dienst.url, headers=dienst.sign(vraag.token), trust_env=False)
        return Client(transport=transport).execute(GraphQLRequest(vraag.document, variable_values=vraag.variabelen))

    return asyncio.run(explore(ask))


def explore_with_async_gql(dienst: Dienst) -> Bevindingen:
    """What the async client of gql found."""

    async def ask(vraag: Vraag) -> dict[str, Any]:
        transport = HTTPXAsyncTransport(url=dienst.url, headers=dienst.sign(vraag.token), trust_env=False)
        async with Client(transport=transport) as sessie:
            antwoord: dict[str, Any] = await sessie.execute(GraphQLRequest(vraag.document, variable_values=vraag.variabelen))
            return antwoord

    return asyncio.run(explore(ask))


async def explore(ask: Steller) -> Bevindingen:
    """The questions of ``apollo.mjs`` and ``urql.mjs``, asked from Python."""
    een = {"id": VOORBEELD}
    return {
        "zoeken": await ask(Vraag("klantadviseur", VRAGEN["Zoek"], {"zoekterm": "123456789L01"})),
        "beeld": await ask(Vraag("klantadviseur", VRAGEN["Beeld"], een)),
        "documenten": await turn_pages(ask, "documenten", 5),
        "contacten": await turn_pages(ask, "contacten", 20),
        "afnemer": await ask(Vraag("afnemer", VRAGEN["Beeld"], een)),
        "onbekend": await ask(Vraag("klantadviseur", VRAGEN["Beeld"], {"id": "0" * 32})),
        "fouten": {
            "teGroot": await show_fout(ask, Vraag("klantadviseur", VRAGEN["Documenten"], een | {"first": 101})),
            "onbekendVeld": await show_fout(ask, Vraag("klantadviseur", ONBEKEND_VELD, een)),
            "verlopen": await show_fout(ask, Vraag("verlopen", VRAGEN["Beeld"], een)),
            "zonderToken": await show_fout(ask, Vraag("niemand", VRAGEN["Beeld"], een)),
        },
    }


async def turn_pages(ask: Steller, lijst: str, first: int) -> Bevindingen:
    """A whole list, page after page."""
    nodes: list[Any] = []
    after, aantal = None, 0
    while True:
        variabelen = {"id": VOORBEELD, "first": first, "after": after}
        antwoord = await ask(Vraag("klantadviseur", VRAGEN[lijst.title()], variabelen))
        blad = follow(antwoord, *PADEN[lijst])
        nodes += [edge["node"] for edge in blad["edges"]]
        aantal, after = aantal + 1, blad["pageInfo"]["endCursor"]
        if not blad["pageInfo"]["hasNextPage"]:
            return {"vragen": aantal, "totaal": blad["totaal"], "nodes": nodes}


def follow(antwoord: Any, *pad: str) -> Any:
    """What an answer holds at a place within the employer."""
    for stap in ("werkgever", *pad):
        antwoord = antwoord[stap]
    return antwoord


async def show_fout(ask: Steller, vraag: Vraag) -> Bevindingen:
    with pytest.raises(TransportQueryError) as gevangen:
        await ask(vraag)
    fouten = [[fout["extensions"]["code"], fout.get("path")] for fout in gevangen.value.errors or []]
    return {"soort": "TransportQueryError", "data": gevangen.value.data, "fouten": fouten}


KLANTPROGRAMMAS: dict[str, Callable[[Dienst], Bevindingen]] = {
    "Apollo Client": lambda dienst: explore_with_node(dienst, "apollo", "@apollo/client"),
    "urql": lambda dienst: explore_with_node(dienst, "urql", "@urql/core"),
    "gql": explore_with_gql,
    "gql async": explore_with_async_gql,
}


@pytest.fixture(scope="module", params=KLANTPROGRAMMAS)
def bevindingen(request: pytest.FixtureRequest, dienst: Dienst) -> Bevindingen:
    return KLANTPROGRAMMAS[request.param](dienst)


def test_a_client_finds_an_employer(bevindingen: Bevindingen) -> None:
    node = {"id": VOORBEELD, "naam": "Groothandel De Groot", "plaats": "Amsterdam", "status": "ACTIEF"}
    edges = [{"uitleg": "LH-nummer", "node": node}]
    assert bevindingen["zoeken"] == {"werkgevers": {"herkendAls": ["LH_NUMMER"], "totaal": 1, "edges": edges}}


def test_a_client_sees_how_every_group_stands_and_why_a_field_is_empty(bevindingen: Bevindingen) -> None:
    beeld = bevindingen["beeld"]["werkgever"]
    assert [(groep["groep"], groep["stand"]["status"]) for groep in beeld["groepen"]] == [
        ("ORGANISATIEGEGEVENS", "OK"),
        ("PREVENTIEF_WERKEN", "OK"),
        ("UITKERINGSGEGEVENS", "OK"),
        ("CONTACTMANAGEMENT", "OK"),
        ("DOCUMENTEN", "OK"),
        ("FINANCIEEL", "OK"),
        ("ZAAKMANAGEMENT", "OK"),
        ("GEGEVENS_WERKBEDRIJF", "NOG_NIET_AANGESLOTEN"),
    ]
    assert beeld["organisatiegegevens"]["rechtsvorm"] is None
    assert {"veld": "rechtsvorm", "reden": "NIET_GELEVERD"} in beeld["organisatiegegevens"]["ontbrekend"]
    assert beeld["financieel"] == {"totaal": 5, "openstaand": {"aantal": 1, "bedragInCenten": 312575}, "ontbrekend": []}


@pytest.mark.parametrize(("lijst", "vragen"), [("documenten", 4), ("contacten", 3)])
def test_a_client_turns_the_pages_of_a_list_to_its_end(
    bevindingen: Bevindingen, dienst: Dienst, lijst: str, vragen: int
) -> None:
    ineens = dienst.post(print_ast(VRAGEN[lijst.title()]), {"id": VOORBEELD, "first": 100})
    nodes = [edge["node"] for edge in follow(ineens, *PADEN[lijst])["edges"]]
    assert bevindingen[lijst] == {"vragen": vragen, "totaal": len(nodes), "nodes": nodes}


def test_a_client_in_another_role_gets_the_rest_of_the_answer(bevindingen: Bevindingen) -> None:
    beeld = bevindingen["afnemer"]["werkgever"]
    assert {groep["groep"] for groep in beeld["groepen"] if groep["stand"]["status"] == "OK"} == {
        "ORGANISATIEGEGEVENS",
        "UITKERINGSGEGEVENS",
    }
    assert beeld["organisatiegegevens"] == bevindingen["beeld"]["werkgever"]["organisatiegegevens"]
    ontbrekend = [{"veld": veld, "reden": "GEEN_TOEGANG"} for veld in ("totaal", "edges", "totalen", "openstaand")]
    assert beeld["financieel"] == {"totaal": None, "openstaand": None, "ontbrekend": ontbrekend}


def test_a_client_gets_nothing_for_an_employer_that_does_not_exist_and_no_error(bevindingen: Bevindingen) -> None:
    assert bevindingen["onbekend"] == {"werkgever": None}


@pytest.mark.parametrize(
    ("fout", "fouten"),
    [
        ("teGroot", [["BAD_USER_INPUT", ["werkgever", "documenten"]]]),
        ("onbekendVeld", [["GRAPHQL_VALIDATION_FAILED", None]]),
        ("verlopen", [["UNAUTHENTICATED", None]]),
        ("zonderToken", [["UNAUTHENTICATED", None]]),
    ],
)
def test_a_client_presents_an_error_as_one_of_graphql_with_its_code(bevindingen: Bevindingen, fout: str, fouten: Any) -> None:
    getoond = bevindingen["fouten"][fout]
    assert getoond["fouten"] == fouten
    assert getoond["soort"] in {"CombinedGraphQLErrors", "graphQLErrors", "TransportQueryError"}


def test_a_client_presents_the_employer_beside_an_error_in_a_group_and_nothing_with_any_other(bevindingen: Bevindingen) -> None:
    werkgever = bevindingen["fouten"]["teGroot"]["data"]["werkgever"]
    assert (werkgever["id"], werkgever["documenten"]["edges"]) == (VOORBEELD, [])
    assert {bevindingen["fouten"][fout]["data"] for fout in ("onbekendVeld", "verlopen", "zonderToken")} == {None}


def test_urql_sees_the_status_of_http(dienst: Dienst) -> None:
    fouten = explore_with_node(dienst, "urql", "@urql/core")["fouten"]
    assert {naam: fout["status"] for naam, fout in fouten.items()} == {
        "teGroot": 200,
        "onbekendVeld": 400,
        "verlopen": 401,
        "zonderToken": 401,
    }


def test_gql_refuses_a_wrong_field_by_our_schema_before_it_asks() -> None:
    nergens = HTTPXTransport(url="http://127.0.0.1:9/graphql", trust_env=False)
    with pytest.raises(GraphQLError, match="Cannot query field 'bestaatNiet' on type 'Werkgever'"):
        Client(transport=nergens, schema=SDL).execute(GraphQLRequest(ONBEKEND_VELD, variable_values={"id": VOORBEELD}))


def test_gql_reads_the_whole_view_by_our_schema(dienst: Dienst) -> None:
    transport = HTTPXTransport(url=dienst.url, headers=dienst.sign("klantadviseur"), trust_env=False)
    vraag = GraphQLRequest(read_volledig_beeld(), variable_values={"id": VOORBEELD})
    gelezen = Client(transport=transport, schema=SDL, parse_results=True).execute(vraag)
    assert gelezen == dienst.post(read_volledig_beeld(), {"id": VOORBEELD})


def test_gql_asks_the_server_for_the_same_schema_as_is_published(dienst: Dienst) -> None:
    transport = HTTPXTransport(url=dienst.url, headers=dienst.sign("klantadviseur"), trust_env=False)
    with Client(transport=transport, fetch_schema_from_transport=True) as sessie:
        assert sessie.client.schema is not None
        gevraagd = print_schema(lexicographic_sort_schema(sessie.client.schema)) + "\n"
    with httpx.Client(trust_env=False) as client:
        assert client.get(dienst.url.replace("/graphql", "/v1/schema.graphql")).text == gevraagd == SDL
