"""GraphQL over HTTP: ``POST /graphql`` with ``application/json``, GET only where it was switched on; and the schema."""

from dataclasses import dataclass, replace

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from klantbeeld.errors import TeVeelVerzoeken
from klantbeeld.sporen import trace_of
from klantbeeld.toelating import Aanmelder, Toelating
from klantbeeld.verzoeken import METHODE_ONBEKEND, Afwijzing, read_body, read_mediatype
from resolvers.errors import make_error, make_storing
from resolvers.meldingen import PAD_SCHEMA
from resolvers.schema import print_sdl
from resolvers.uitvoering import Antwoord, Uitvoering, Verzoek, refuse_te_veel
from resolvers.verzoeken import GEEN_JSON, JSON, MAAT, choose_mediatype, read_adres, read_verzoek

PAD = "/graphql"
KOPPEN = {"Cache-Control": "private, no-store", "Vary": "Accept"}


@dataclass(frozen=True, slots=True)
class Vormen:
    """What the route accepts: GET too, and which header (set by the proxy in front) says where a request comes from."""

    met_get: bool = False
    herkomstkop: str | None = None


POST = Vormen()


def make_endpoint(uitvoering: Uitvoering, aanmelder: Aanmelder, vormen: Vormen = POST) -> Route:
    """The route of GraphQL."""
    return Route(PAD, Endpoint(uitvoering, aanmelder, vormen), name="graphql")


def make_schemaroute() -> Route:
    """Where everybody can read the schema, without signing in."""
    sdl = print_sdl()

    async def show(_: Request) -> Response:
        return Response(sdl, media_type="text/plain")

    return Route(PAD_SCHEMA, show, name="schema")


class Endpoint:
    """Answers every method itself, so that every answer has the same form and headers."""

    def __init__(self, uitvoering: Uitvoering, aanmelder: Aanmelder, vormen: Vormen) -> None:
        self._uitvoering = uitvoering
        self._toelating = Toelating(aanmelder, uitvoering.charge_adres, vormen.herkomstkop)
        self._methoden = ("GET", "POST") if vormen.met_get else ("POST",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        request = Request(scope, receive)
        response = await self._respond(request, trace_of(scope))
        await response(scope, receive, send)

    async def _respond(self, request: Request, trace_id: str) -> Response:
        try:
            antwoord = await self._answer(request, trace_id)
            inhoud = orjson.dumps(antwoord.inhoud)
        except Exception as fout:  # noqa: BLE001 - the edge: what nobody expected leaves as an id
            antwoord = tell_fout(fout, trace_id)
            inhoud = orjson.dumps(antwoord.inhoud)
        self._uitvoering.count_fouten(antwoord.inhoud)
        koppen = {"Allow": ", ".join(self._methoden)} if antwoord.status == 405 else antwoord.koppen
        media_type = f"{choose_mediatype(request.headers)}; charset=utf-8"
        return Response(b"" if request.method == "HEAD" else inhoud, antwoord.status, {**KOPPEN, **koppen}, media_type)

    async def _answer(self, request: Request, trace_id: str) -> Antwoord:
        if request.method not in self._methoden:
            raise Afwijzing(405, METHODE_ONBEKEND, f"Stuur de vraag met {' of '.join(self._methoden)}.")
        gebruiker = await self._toelating.let_in(request)
        verzoek = replace(await self._read(request, trace_id), oorsprong=self._toelating.find_oorsprong(request))
        antwoord = await self._uitvoering.answer(gebruiker, verzoek)
        if antwoord.status == 400 and choose_mediatype(request.headers) == JSON:
            return Antwoord(200, antwoord.inhoud)
        return antwoord

    async def _read(self, request: Request, trace_id: str) -> Verzoek:
        if request.method == "GET":
            return read_adres(request.scope["query_string"], trace_id)
        read_mediatype(request.headers, (JSON,), GEEN_JSON)
        return read_verzoek(await read_body(request, MAAT), trace_id)


def tell_fout(fout: Exception, trace_id: str) -> Antwoord:
    """The answer to a request that was refused, or that ended in what nobody expected."""
    if isinstance(fout, Afwijzing):
        return Antwoord(fout.status, {"errors": [make_error(fout.code, fout.melding, trace_id)]}, fout.koppen)
    if isinstance(fout, TeVeelVerzoeken):
        return refuse_te_veel(fout, trace_id)
    return Antwoord(500, {"errors": [make_storing([fout], trace_id)]})
