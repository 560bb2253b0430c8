"""GraphQL over HTTP: what is refused and with what, and the form of every answer."""

import re
from dataclasses import replace

import httpx
import orjson
import pytest

from klantbeeld.app import make_web
from klantbeeld.errors import GeenToegang
from klantbeeld.settings import Settings
from klantbeeld.sporen import read_trace_id
from resolvers.schema import print_sdl
from resolvers.verzoeken import GROOTSTE_VERZOEK, JSON
from tests import bouwers_graphql
from tests.bouwers_graphql import GROOT, TRACE, Proef, ask_web, code_of

VRAAG = {"query": "{ ik { rol } }"}
NIEUW = {"Accept": "application/graphql-response+json"}
ANTWOORD = {"data": {"ik": {"rol": "klantadviseur"}}}
ONGELDIG = {"query": "{ bestaatNiet }"}


def media_type_of(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


def test_a_method_that_is_refused_says_which_is_not(proef: Proef) -> None:
    assert proef.send("PUT").headers["allow"] == "POST"
    assert replace(proef, met_get=True).send("PUT").headers["allow"] == "GET, POST"


def test_head_is_refused_without_a_body(proef: Proef) -> None:
    response = proef.send("HEAD")
    assert (response.status_code, response.content) == (405, b"")


def test_a_header_that_says_two_media_types_is_refused(proef: Proef) -> None:
    koppen = [("Content-Type", JSON), ("Content-Type", "text/plain")]
    assert proef.send("POST", orjson.dumps(VRAAG), koppen).status_code == 415


@pytest.mark.parametrize(
    "soort",
    ["application/json", "Application/JSON", 'application/json; x=y; charset="UTF-8"', "application/json;charset=utf8"],
)
def test_json_in_utf8_is_accepted_in_any_spelling(proef: Proef, soort: str) -> None:
    assert proef.post(VRAAG, {"Content-Type": soort}).json() == ANTWOORD


def test_a_body_of_the_largest_size_is_accepted(proef: Proef) -> None:
    vol = orjson.dumps(VRAAG).ljust(GROOTSTE_VERZOEK)
    assert proef.post(vol).json() == ANTWOORD


def test_without_a_token_nothing_is_answered(proef: Proef) -> None:
    response = proef.post(VRAAG, rol=None)
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    assert code_of(response.json()) == "UNAUTHENTICATED"


def test_a_user_without_any_rights_is_forbidden(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> None:
        raise GeenToegang("Uw account heeft geen rol.")

    monkeypatch.setattr(bouwers_graphql, "grant", refuse)
    response = proef.post(VRAAG)
    assert (response.status_code, code_of(response.json())) == (403, "FORBIDDEN")


def test_an_unexpected_exception_at_signing_in_becomes_an_id(proef: Proef) -> None:
    response = proef.post(VRAAG, rol="bestaat-niet")
    assert (response.status_code, code_of(response.json())) == (500, "INTERNAL_ERROR")
    assert "AssertionError" not in response.text


@pytest.mark.parametrize(
    ("accept", "soort"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("application/graphql-response+json; charset=utf-8, application/json; q=0.9", "application/graphql-response+json"),
        ("application/json, application/graphql-response+json", "application/graphql-response+json"),
        ("application/json, application/graphql-response+json;q=0.9", "application/json"),
        ("application/graphql-response+json;q=0", "application/json"),
        ("application/graphql-response+json;q=0.5, */*", "application/graphql-response+json"),
        ("application/graphql-response+json;q=veel", "application/graphql-response+json"),
        (",;,;;q=,", "application/json"),
    ],
)
def test_the_media_type_is_the_one_that_was_asked_for(proef: Proef, accept: str, soort: str) -> None:
    response = proef.post(VRAAG, {"Accept": accept})
    assert (response.status_code, media_type_of(response), response.json()) == (200, soort, ANTWOORD)


@pytest.mark.parametrize(
    "body", [ONGELDIG, {"query": "{"}, {"query": "query A { ik { rol } }", "operationName": "B"}, {"query": ""}]
)
def test_a_query_that_is_not_executed_is_200_in_json_and_400_in_the_newer_media_type(
    proef: Proef, body: dict[str, object]
) -> None:
    oud, nieuw = proef.post(body), proef.post(body, NIEUW)
    assert (oud.status_code, nieuw.status_code) == (200, 400)
    assert oud.json().keys() == nieuw.json().keys() == {"errors"}


def test_a_field_that_fails_is_200_with_the_rest_of_the_data(proef: Proef) -> None:
    response = proef.post({"query": '{ ik { rol } werkgever(id: "x") { naam } }'}, NIEUW, "beleid")
    assert response.status_code == 200
    assert response.json()["data"] == {"ik": {"rol": "beleid"}, "werkgever": None}


def test_variables_and_the_name_of_the_operation_are_used(proef: Proef) -> None:
    query = "query A { ik { rol } } query B($id: ID!) { werkgever(id: $id) { naam } }"
    response = proef.post({"query": query, "operationName": "B", "variables": {"id": GROOT}, "extensions": {}})
    assert response.json() == {"data": {"werkgever": {"naam": "Groothandel De Groot"}}}


def test_null_is_the_same_as_absent(proef: Proef) -> None:
    assert proef.post(VRAAG | {"variables": None, "operationName": None, "extensions": None}).json() == ANTWOORD


def test_several_operations_without_a_name_are_refused(proef: Proef) -> None:
    assert code_of(proef.post({"query": "query A { ik { rol } } query B { ik { rol } }"}).json()) == "BAD_REQUEST"


@pytest.mark.parametrize("soort", ["mutation", "subscription"])
def test_only_reading_is_possible(proef: Proef, soort: str) -> None:
    antwoord = proef.post({"query": f"{soort} {{ ik }}"}).json()
    assert code_of(antwoord) == "GRAPHQL_VALIDATION_FAILED"
    assert antwoord["errors"][0]["message"] == "Hier kan alleen worden gelezen: stuur een query."


@pytest.mark.parametrize("body", [VRAAG, ONGELDIG, b"", {"query": "{"}])
def test_every_answer_may_not_be_kept(proef: Proef, body: object) -> None:
    response = proef.post(body)
    assert response.headers["cache-control"] == "private, no-store"


def test_the_trace_of_the_caller_is_recorded(proef: Proef) -> None:
    vraag = {"query": "query ($id: ID!) { werkgever(id: $id) { naam } }", "variables": {"id": GROOT}}
    proef.post(vraag, {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
    assert [regel["traceId"] for regel in proef.read_log()] == [TRACE]


@pytest.mark.parametrize(
    "traceparent",
    [
        "",
        TRACE,
        f"00-{TRACE.upper()}-b7ad6b7169203331-01",
        f"00-{'0' * 32}-b7ad6b7169203331-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-b7ad6b7169203331-01",
        f"00-{TRACE}-b7ad6b7169203331-01\n",
    ],
)
def test_a_trace_that_is_not_valid_is_replaced_by_a_new_one(traceparent: str) -> None:
    nieuw = read_trace_id(traceparent)
    assert re.fullmatch("[0-9a-f]{32}", nieuw)
    assert nieuw not in {TRACE, read_trace_id(traceparent)}


def test_everybody_can_read_the_schema(proef: Proef) -> None:
    web = make_web(Settings(), proef.klantbeeld)
    for methode, tekst in (("GET", print_sdl()), ("HEAD", "")):
        response = ask_web(web, methode, "/v1/schema.graphql")
        assert (response.status_code, response.text) == (200, tekst)
        assert response.headers["content-type"] == "text/plain; charset=utf-8"


def test_an_address_that_is_almost_right_leads_nowhere(proef: Proef) -> None:
    response = ask_web(make_web(Settings(), proef.klantbeeld), "POST", "/graphql/")
    assert (response.status_code, "location" in response.headers) == (404, False)
