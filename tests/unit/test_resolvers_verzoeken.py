"""Requests over HTTP that are not what they should be: a table of what comes in and what is answered; and addresses."""

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson
import pytest
from starlette.requests import Request
from starlette.types import Message

from klantbeeld.verzoeken import Afwijzing, Maat, read_body
from resolvers.verzoeken import GROOTSTE_VERZOEK, JSON, MAAT
from tests.bouwers_graphql import GROOT, Proef, code_of

VRAAG = {"query": "{ ik { rol } }"}
NIEUW = {"Accept": "application/graphql-response+json"}
ANTWOORD = {"data": {"ik": {"rol": "klantadviseur"}}}


def of_type(soort: str) -> dict[str, Any]:
    """A request of another media type."""
    return {"koppen": {"Content-Type": soort}}


MATRIX: dict[str, tuple[int, str, dict[str, Any]]] = {
    "no body at all":             (400, "BAD_REQUEST",             {"body": b""}),
    "JSON that does not end":     (400, "BAD_REQUEST",             {"body": b"{"}),
    "no UTF-8":                   (400, "BAD_REQUEST",             {"body": b"\xff\xfe"}),
    "no UTF-8 in the query":      (400, "BAD_REQUEST",             {"body": b'{"query": "\xc3("}'}),
    "UTF-16":                     (400, "BAD_REQUEST",             {"body": '{"query":"{a}"}'.encode("utf-16")}),
    "a byte order mark":          (400, "BAD_REQUEST",             {"body": b'\xef\xbb\xbf{"query":"{a}"}'}),
    "half a surrogate pair":      (400, "BAD_REQUEST",             {"body": b'{"query":"\\ud800"}'}),
    "NaN":                        (400, "BAD_REQUEST",             {"body": b'{"query":"{a}","variables":{"a":NaN}}'}),
    "a number without end":       (400, "BAD_REQUEST",             {"body": b'{"query":"{a}","variables":{"a":1e999}}'}),
    "JSON that nests 5000 deep":  (400, "BAD_REQUEST",             {"body": b"[" * 5000}),
    "two values":                 (400, "BAD_REQUEST",             {"body": b'{"query":"{a}"}{"query":"{a}"}'}),
    "an empty list":              (400, "BAD_REQUEST",             {"body": []}),
    "a batch":                    (400, "BAD_REQUEST",             {"body": [VRAAG, VRAAG]}),
    "an empty object":            (400, "BAD_REQUEST",             {"body": {}}),
    "a text":                     (400, "BAD_REQUEST",             {"body": "tekst"}),
    "a number":                   (400, "BAD_REQUEST",             {"body": 1}),
    "null":                       (400, "BAD_REQUEST",             {"body": None}),
    "query is a number":          (400, "BAD_REQUEST",             {"body": {"query": 123}}),
    "query is null":              (400, "BAD_REQUEST",             {"body": {"query": None}}),
    "query is a list":            (400, "BAD_REQUEST",             {"body": {"query": ["{ ik { rol } }"]}}),
    "only variables":             (400, "BAD_REQUEST",             {"body": {"variables": []}}),
    "variables is a list":        (400, "BAD_REQUEST",             {"body": VRAAG | {"variables": []}}),
    "variables is a text":        (400, "BAD_REQUEST",             {"body": VRAAG | {"variables": "{}"}}),
    "variables is false":         (400, "BAD_REQUEST",             {"body": VRAAG | {"variables": False}}),
    "operationName is a number":  (400, "BAD_REQUEST",             {"body": VRAAG | {"operationName": 1}}),
    "operationName is a list":    (400, "BAD_REQUEST",             {"body": VRAAG | {"operationName": []}}),
    "extensions is a list":       (400, "BAD_REQUEST",             {"body": VRAAG | {"extensions": []}}),
    "one byte too many":          (413, "PAYLOAD_TOO_LARGE",       {"body": b" " * (GROOTSTE_VERZOEK + 1)}),
    "10 MB":                      (413, "PAYLOAD_TOO_LARGE",       {"body": b" " * 10_485_760}),
    "a length of 10 MB":          (413, "PAYLOAD_TOO_LARGE",       {"koppen": {"Content-Length": "10485760"}}),
    "a length of 5000 digits":    (413, "PAYLOAD_TOO_LARGE",       {"koppen": {"Content-Length": "9" * 5000}}),
    "no media type":              (415, "UNSUPPORTED_MEDIA_TYPE",  of_type("")),
    "text/plain":                 (415, "UNSUPPORTED_MEDIA_TYPE",  of_type("text/plain")),
    "application/graphql":        (415, "UNSUPPORTED_MEDIA_TYPE",  of_type("application/graphql")),
    "a form":                     (415, "UNSUPPORTED_MEDIA_TYPE",  of_type("multipart/form-data")),
    "another JSON":               (415, "UNSUPPORTED_MEDIA_TYPE",  of_type("application/json-patch+json")),
    "latin-1":                    (415, "UNSUPPORTED_MEDIA_TYPE",  of_type(f"{JSON}; charset=latin-1")),
    "an empty charset":           (415, "UNSUPPORTED_MEDIA_TYPE",  of_type(f"{JSON}; charset=")),
    "two charsets":               (415, "UNSUPPORTED_MEDIA_TYPE",  of_type(f"{JSON}; charset=utf-8; charset=utf-7")),
    "a charset with spaces":      (415, "UNSUPPORTED_MEDIA_TYPE",  of_type(f"{JSON}; charset = utf-16")),
    "gzip":                       (415, "UNSUPPORTED_MEDIA_TYPE",  {"koppen": {"Content-Encoding": "gzip"}}),
    "GET":                        (405, "METHOD_NOT_ALLOWED",      {"methode": "GET"}),
    "PUT":                        (405, "METHOD_NOT_ALLOWED",      {"methode": "PUT"}),
    "PATCH":                      (405, "METHOD_NOT_ALLOWED",      {"methode": "PATCH"}),
    "DELETE":                     (405, "METHOD_NOT_ALLOWED",      {"methode": "DELETE"}),
    "OPTIONS":                    (405, "METHOD_NOT_ALLOWED",      {"methode": "OPTIONS"}),
    "a method nobody knows":      (405, "METHOD_NOT_ALLOWED",      {"methode": "BREW"}),
    "nobody signed in":           (401, "UNAUTHENTICATED",         {"rol": None}),
    "nobody, with 10 MB":         (401, "UNAUTHENTICATED",         {"rol": None, "body": b" " * 10_485_760}),
}  # fmt: skip
"""(status, code, what differs from a good POST with JSON and a token)."""


@pytest.mark.parametrize("naam", MATRIX)
@pytest.mark.parametrize("accept", [{}, NIEUW])
def test_a_request_that_is_wrong_is_refused_and_told_why(proef: Proef, naam: str, accept: dict[str, str]) -> None:
    status, code, delen = MATRIX[naam]
    inhoud = delen.get("body", VRAAG)
    body = inhoud if isinstance(inhoud, bytes) else orjson.dumps(inhoud)
    koppen = {"Content-Type": JSON, **accept, **delen.get("koppen", {})}
    response = proef.send(delen.get("methode", "POST"), body, koppen, delen.get("rol", "klantadviseur"))
    assert (response.status_code, code_of(response.json())) == (status, code)
    assert response.json().keys() == {"errors"}


def test_who_asks_for_http_2_is_told_to_use_the_older(proef: Proef) -> None:
    response = proef.send("POST", b"", {"Content-Type": JSON, "Upgrade": "h2c"})
    assert response.json()["errors"][0]["message"] == "Stuur de inhoud met HTTP/1.1, zonder de kop Upgrade."


@pytest.mark.parametrize(("lengte", "gelezen"), [(b"10485760", 0), (None, 2)])
def test_a_body_that_is_too_large_is_not_read_to_its_end(lengte: bytes | None, gelezen: int) -> None:
    stukken = 0

    async def receive() -> Message:
        nonlocal stukken
        stukken += 1
        return {"type": "http.request", "body": b" " * 64 * 1024, "more_body": True}

    koppen = [(b"content-length", lengte)] if lengte else []
    request = Request({"type": "http", "method": "POST", "headers": koppen}, receive)
    with pytest.raises(Afwijzing) as fout:
        asyncio.run(read_body(request, MAAT))
    assert (fout.value.status, fout.value.koppen, stukken) == (413, {"Connection": "close"}, gelezen)


def test_a_connection_that_breaks_is_no_failure_of_ours() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    with pytest.raises(Afwijzing) as fout:
        asyncio.run(read_body(Request({"type": "http", "method": "POST", "headers": []}, receive), MAAT))
    assert (fout.value.status, fout.value.code) == (400, "BAD_REQUEST")


def test_a_body_that_does_not_come_is_not_waited_for_without_end() -> None:
    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(Afwijzing) as fout:
        asyncio.run(read_body(Request({"type": "http", "method": "POST", "headers": []}, receive), Maat(1, 0.01, "")))
    assert (fout.value.status, fout.value.code, fout.value.koppen) == (408, "REQUEST_TIMEOUT", {"Connection": "close"})


def get(proef: Proef, adres: str, koppen: dict[str, str] | None = None) -> httpx.Response:
    return replace(proef, met_get=True).send("GET", b"", koppen, adres=f"/graphql?{adres}")


def test_get_answers_a_query_where_it_is_switched_on(proef: Proef) -> None:
    assert get(proef, urlencode(VRAAG)).json() == ANTWOORD


def test_get_takes_variables_and_the_name_of_the_operation(proef: Proef) -> None:
    query = "query A { ik { rol } } query B($id: ID!) { werkgever(id: $id) { naam } }"
    adres = urlencode({"query": query, "operationName": "B", "variables": f'{{"id":"{GROOT}"}}', "extensions": "{}"})
    assert get(proef, adres).json() == {"data": {"werkgever": {"naam": "Groothandel De Groot"}}}


def test_what_is_empty_in_an_address_is_absent(proef: Proef) -> None:
    assert get(proef, urlencode(VRAAG | {"operationName": "", "variables": ""})).json() == ANTWOORD


@pytest.mark.parametrize("soort", ["mutation", "subscription"])
@pytest.mark.parametrize("koppen", [{}, NIEUW])
def test_get_never_does_anything_but_reading(proef: Proef, soort: str, koppen: dict[str, str]) -> None:
    response = get(proef, urlencode({"query": f"{soort} {{ ik }}"}), koppen)
    assert (response.status_code, code_of(response.json())) == (405, "METHOD_NOT_ALLOWED")
    assert proef.read_log() == []


@pytest.mark.parametrize(
    "adres",
    [
        "",
        "query",
        "query=",
        "query=%FF",
        "query=a&query=b",
        "vraag=%7B%7D",
        "&".join(f"a{nr}=1" for nr in range(200)),
        urlencode(VRAAG | {"variables": "[]"}),
        urlencode(VRAAG | {"variables": "{"}),
        urlencode(VRAAG | {"variables": "null", "extensions": "1"}),
    ],
)
def test_an_address_that_is_no_request_is_a_bad_request(proef: Proef, adres: str) -> None:
    response = get(proef, adres)
    assert (response.status_code, code_of(response.json())) == (400, "BAD_REQUEST")


def test_get_needs_a_token_as_well(proef: Proef) -> None:
    response = replace(proef, met_get=True).send("GET", rol=None, adres=f"/graphql?{urlencode(VRAAG)}")
    assert response.status_code == 401
