"""``GET /v1/openapi.json``: what can be asked at addresses, in OpenAPI 3.1, made from the lists that the routes read by."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.statistiektabellen import (
    CIJFERKOLOMMEN,
    HERKOMSTKOLOMMEN,
    ONDERDRUKT,
    ONTBREKEND,
    PERIODEKOLOMMEN,
    Kolom,
    list_groepkolommen,
)
from klantbeeld.web.statistiekpunt import PAD, STATUSSEN, VORMEN
from klantbeeld.web.statistiekvragen import PARAMETERS, Parameter

PAD_OPENAPI = "/v1/openapi.json"
VERSIE = "1"
"""The version of the contract: that in the addresses."""

Schema = dict[str, Any]
_PROBLEEM = "#/components/schemas/Probleem"
_SOORTEN: Mapping[type, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": ["string", "null"], "format": "date-time"},
    dict: {"type": "object", "additionalProperties": {"type": "string", "enum": list(Ontbreekreden)}},
}
_UITLEG = {
    "csv": "Een regel met de namen van de kolommen, en een per rij (RFC 4180, UTF-8). Wat er niet is, is leeg. Tekst die een "
    "rekenblad voor een formule zou houden, begint met een apostrof.",
    "json": "De rijen en het totaal, met wat voor alle geldt.",
}


def make_openapi() -> Route:
    """Where everybody can read it, without signing in."""
    inhoud = orjson.dumps(describe_api())

    async def show(_: Request) -> Response:
        return Response(inhoud, media_type="application/json")

    return Route(PAD_OPENAPI, show, methods=["GET"], name="openapi")


def describe_api() -> Schema:
    """The document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Klantbeeld Werkgever",
            "version": VERSIE,
            "description": "Cijfers over preventief werken, voor dashboards. Alle andere vragen gaan over GraphQL.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {f"{PAD}.{vorm}": {"get": _describe_vraag(vorm)} for vorm in VORMEN},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Statistiek": _describe_statistiek(), "Rij": _describe_rij(), "Probleem": _describe_probleem()},
        },
    }


def _describe_vraag(vorm: str) -> Schema:
    inhoud = {"$ref": "#/components/schemas/Statistiek"} if vorm == "json" else {"type": "string"}
    goed = {"description": _UITLEG[vorm], "content": {VORMEN[vorm][0]: {"schema": inhoud}}}
    return {
        "operationId": f"preventie_{vorm}",
        "summary": f"Preventief werken over alle werkgevers of een selectie, als {vorm.upper()}",
        "description": "Wie meetelt heeft van elke parameter die is ingevuld ten minste een waarde. De vraag wordt vastgelegd.",
        "parameters": [_describe_parameter(parameter) for parameter in PARAMETERS],
        "responses": {"200": goed, **_describe_fouten()},
    }


def _describe_parameter(parameter: Parameter) -> Schema:
    lijst = {"type": "array", "items": parameter.schema}
    return {
        "name": parameter.naam,
        "in": "query",
        "description": parameter.uitleg,
        "required": parameter.verplicht,
        "schema": lijst if parameter.is_herhaalbaar else parameter.schema,
    }


def _describe_fouten() -> Schema:
    """The answer of each HTTP status, with the codes that come with it."""
    codes = defaultdict(list)
    for code, status in STATUSSEN.items():
        codes[str(status)].append(code)
    inhoud = {"application/problem+json": {"schema": {"$ref": _PROBLEEM}}}
    antwoorden: Schema = {status: {"description": ", ".join(deel), "content": inhoud} for status, deel in codes.items()}
    antwoorden["405"]["headers"] = {"Allow": {"schema": {"type": "string"}}}
    antwoorden["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Zoveel seconden wachten."}}
    return antwoorden


def _describe_statistiek() -> Schema:
    rij = {"$ref": "#/components/schemas/Rij"}
    velden = {kolom.naam: _describe_kolom(kolom) for kolom in (*PERIODEKOLOMMEN, *HERKOMSTKOLOMMEN)}
    rijen = {"type": "array", "items": rij, "description": "Een rij per groep en tijdvak; zonder groepeerOp alleen het totaal."}
    return _close({**velden, "rijen": rijen, "totaal": rij})


def _describe_rij() -> Schema:
    groepkolommen = [kolom for groepering in Groepering for kolom in list_groepkolommen(groepering)]
    vast = [*PERIODEKOLOMMEN, ONDERDRUKT, *HERKOMSTKOLOMMEN, ONTBREKEND]
    velden = {kolom.naam: _describe_kolom(kolom) for kolom in (*groepkolommen, *vast)}
    cijfers = {kolom.naam: {"type": ["integer", "null"], "minimum": 0, "description": kolom.uitleg} for kolom in CIJFERKOLOMMEN}
    schema = _close({**velden, **cijfers})
    return {**schema, "required": [naam for naam in schema["required"] if naam not in {kolom.naam for kolom in groepkolommen}]}


def _describe_kolom(kolom: Kolom) -> Schema:
    return {**_SOORTEN[kolom.soort], "description": kolom.uitleg}


def _describe_probleem() -> Schema:
    tekst = {"type": "string"}
    velden = {
        "type": {"type": "string", "format": "uri"},
        "title": tekst,
        "status": {"type": "integer", "enum": sorted(set(STATUSSEN.values()))},
        "detail": {**tekst, "description": "Wat er is gebeurd en wat te doen, in het Nederlands; kan veranderen."},
        "code": {"type": "string", "enum": list(STATUSSEN), "description": "Blijft hetzelfde: bouw hierop."},
        "traceId": {**tekst, "description": "Noem dit bij de beheerder."},
    }
    return _close(velden)


def _close(velden: Schema) -> Schema:
    """An object with these fields, all of them and no others."""
    return {"type": "object", "properties": velden, "required": list(velden), "additionalProperties": False}
