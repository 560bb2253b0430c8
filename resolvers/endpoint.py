"""GraphQL over HTTP: ``POST /graphql`` with ``application/json``, and nothing else."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.errors import GeenToegang, NietAangemeld
from klantbeeld.queries import Klantbeeld
from resolvers.errors import (
    MEDIATYPE_ONBEKEND,
    METHODE_ONBEKEND,
    TE_GROOT,
    VERZOEK_ONJUIST,
    make_error,
    make_storing,
)
from resolvers.uitvoering import Antwoord, Verzoek, answer_verzoek, make_trace_id

PAD = "/graphql"
GROOTSTE_VERZOEK = 100 * 1024
JSON, GRAPHQL_JSON = "application/json", "application/graphql-response+json"
KOPPEN = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?\Z")
_CHARSET = re.compile(r"charset=\"?([^\";\s]*)")

Aanmelder = Callable[[Request], Gebruiker]


class Afwijzing(Exception):
    """A request that is refused before there is a query."""

    def __init__(self, status: int, code: str, melding: str, koppen: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.melding = melding
        self.koppen = dict(koppen or {})


def make_endpoint(klantbeeld: Klantbeeld, aanmelder: Aanmelder) -> Route:
    """The route of GraphQL. ``aanmelder`` says who a request comes from, or raises ``NietAangemeld`` or ``GeenToegang``."""
    return Route(PAD, Endpoint(klantbeeld, aanmelder), name="graphql")


class Endpoint:
    """Answers every method itself, so that every answer has the same form and headers."""

    def __init__(self, klantbeeld: Klantbeeld, aanmelder: Aanmelder) -> None:
        self._klantbeeld = klantbeeld
        self._aanmelder = aanmelder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        request = Request(scope, receive)
        response = await self._respond(request, read_trace_id(request.headers.get("traceparent", "")))
        await response(scope, receive, send)

    async def _respond(self, request: Request, trace_id: str) -> Response:
        koppen: dict[str, str] = {}
        try:
            antwoord = await self._answer(request, trace_id)
        except Afwijzing as fout:
            koppen = fout.koppen
            antwoord = Antwoord(fout.status, {"errors": [make_error(fout.code, fout.melding, trace_id)]})
        except Exception as fout:  # noqa: BLE001 - the edge: what nobody expected leaves as an id
            antwoord = Antwoord(500, {"errors": [make_storing([fout], trace_id)]})
        return make_response(request, antwoord, koppen)

    async def _answer(self, request: Request, trace_id: str) -> Antwoord:
        if request.method != "POST":
            raise Afwijzing(405, METHODE_ONBEKEND, "Stuur de vraag met POST.", {"Allow": "POST"})
        gebruiker = self._sign_in(request)
        check_mediatype(request.headers.get("content-type", ""))
        verzoek = read_verzoek(await read_body(request), trace_id)
        antwoord = await answer_verzoek(self._klantbeeld, gebruiker, verzoek)
        if antwoord.status == 400 and choose_mediatype(request) == JSON:
            return Antwoord(200, antwoord.inhoud)
        return antwoord

    def _sign_in(self, request: Request) -> Gebruiker:
        try:
            return self._aanmelder(request)
        except NietAangemeld as fout:
            raise Afwijzing(401, fout.code, str(fout), {"WWW-Authenticate": "Bearer"}) from None
        except GeenToegang as fout:
            raise Afwijzing(403, fout.code, str(fout)) from None


def read_trace_id(traceparent: str) -> str:
    """The trace that a request belongs to by its W3C header, else a new one."""
    gevonden = _TRACEPARENT.match(traceparent)
    return gevonden[1] if gevonden else make_trace_id()


def choose_mediatype(request: Request) -> str:
    """The newer media type for who names it, plain JSON for everybody else."""
    genoemd = {deel.partition(";")[0].strip().lower() for deel in request.headers.get("accept", "").split(",")}
    return GRAPHQL_JSON if GRAPHQL_JSON in genoemd else JSON


def check_mediatype(content_type: str) -> None:
    """Refuses anything but JSON in UTF-8."""
    soort, _, parameters = content_type.lower().partition(";")
    charset = _CHARSET.search(parameters)
    if soort.strip() != JSON or (charset and charset[1] != "utf-8"):
        raise Afwijzing(415, MEDIATYPE_ONBEKEND, "Stuur de vraag als application/json in UTF-8.")


async def read_body(request: Request) -> bytes:
    """The body; reading stops as soon as it is too large."""
    body = bytearray()
    try:
        async for deel in request.stream():
            body += deel
            if len(body) > GROOTSTE_VERZOEK:
                melding = f"Het verzoek is groter dan {GROOTSTE_VERZOEK // 1024} KB; maak het kleiner."
                raise Afwijzing(413, TE_GROOT, melding, {"Connection": "close"})
    except ClientDisconnect:
        raise Afwijzing(400, VERZOEK_ONJUIST, "De verbinding werd verbroken.") from None
    return bytes(body)


def read_verzoek(body: bytes, trace_id: str) -> Verzoek:
    """The GraphQL request in a body. Errors: ``Afwijzing`` that names what is wrong with its form."""
    try:
        inhoud: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _refuse("Het verzoek is geen geldige JSON in UTF-8.") from None
    if isinstance(inhoud, list):
        raise _refuse("Stuur een vraag tegelijk: een JSON-object met query.")
    if not isinstance(inhoud, dict):
        raise _refuse("Het verzoek moet een JSON-object zijn met query.")
    if not isinstance(inhoud.get("query"), str):
        raise _refuse("query ontbreekt of is geen tekst.")
    for naam, soort, woord in (("variables", dict, "object"), ("operationName", str, "tekst"), ("extensions", dict, "object")):
        if not isinstance(inhoud.get(naam), soort | None):
            raise _refuse(f"{naam} moet {woord} of null zijn.")
    return Verzoek(inhoud["query"], inhoud.get("variables") or {}, inhoud.get("operationName"), trace_id)


def make_response(request: Request, antwoord: Antwoord, koppen: Mapping[str, str]) -> Response:
    """The answer as it leaves."""
    inhoud = b"" if request.method == "HEAD" else orjson.dumps(antwoord.inhoud)
    media_type = f"{choose_mediatype(request)}; charset=utf-8"
    return Response(inhoud, antwoord.status, {**KOPPEN, **koppen}, media_type)


def _refuse(melding: str) -> Afwijzing:
    return Afwijzing(400, VERZOEK_ONJUIST, melding)
