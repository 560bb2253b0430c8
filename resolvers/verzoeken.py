"""Requests as they come in over HTTP: media types, the body or the address, and the form of a GraphQL request."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import Headers

from klantbeeld.verzoeken import VERZOEK_ONJUIST, Afwijzing, Maat
from resolvers.uitvoering import Verzoek

GROOTSTE_VERZOEK = 100 * 1024
MAAT = Maat(GROOTSTE_VERZOEK, 10.0, f"Het verzoek is groter dan {GROOTSTE_VERZOEK // 1024} KB; maak het kleiner.")
GEEN_JSON = "Stuur de vraag als application/json in UTF-8, niet ingepakt."
JSON, GRAPHQL_JSON = "application/json", "application/graphql-response+json"

_GEWICHT = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|\Z)")
_VORMEN = (("variables", dict, "een object"), ("operationName", str, "tekst"), ("extensions", dict, "een object"))


def choose_mediatype(headers: Headers) -> str:
    """The newer media type for who names it and does not prefer plain JSON; plain JSON for everybody else."""
    gewichten: dict[str, float] = {}
    for deel in ",".join(headers.getlist("accept")).lower().split(","):
        soort, teken, parameters = deel.partition(";")
        gewicht = _GEWICHT.search(teken + parameters)
        gewichten[soort.strip()] = float(gewicht[1]) if gewicht else 1.0
    nieuw = gewichten.get(GRAPHQL_JSON, 0.0)
    return GRAPHQL_JSON if nieuw > 0 and nieuw >= gewichten.get(JSON, 0.0) else JSON


def read_verzoek(body: bytes, trace_id: str) -> Verzoek:
    """The GraphQL request in a body. Errors: ``Afwijzing`` that names what is wrong with its form."""
    inhoud = _read_json(body, "Het verzoek is geen geldige JSON in UTF-8.")
    if isinstance(inhoud, list):
        raise _refuse("Stuur een vraag tegelijk: een JSON-object met query.")
    if not isinstance(inhoud, dict):
        raise _refuse("Het verzoek moet een JSON-object zijn met query.")
    return _make_verzoek(inhoud, trace_id, is_get=False)


def read_adres(query_string: bytes, trace_id: str) -> Verzoek:
    """The GraphQL request in an address; what is empty is absent. Errors: ``Afwijzing``."""
    try:
        paren = parse_qsl(query_string.decode("ascii"), errors="strict", max_num_fields=100)
    except ValueError:
        raise _refuse("Het adres is niet te lezen; schrijf het in UTF-8 met procenttekens.") from None
    inhoud: dict[str, Any] = dict(paren)
    if len(inhoud) < len(paren):
        raise _refuse("Een deel van het adres staat er meer dan een keer.")
    for naam in {"variables", "extensions"} & inhoud.keys():
        inhoud[naam] = _read_json(inhoud[naam].encode(), f"{naam} is geen geldige JSON.")
    return _make_verzoek(inhoud, trace_id, is_get=True)


def _make_verzoek(inhoud: Mapping[str, Any], trace_id: str, *, is_get: bool) -> Verzoek:
    if not isinstance(inhoud.get("query"), str):
        raise _refuse("query ontbreekt of is geen tekst.")
    for naam, soort, woord in _VORMEN:
        if not isinstance(inhoud.get(naam), soort | None):
            raise _refuse(f"{naam} moet {woord} of null zijn.")
    return Verzoek(inhoud["query"], inhoud.get("variables") or {}, inhoud.get("operationName"), trace_id, is_get)


def _read_json(tekst: bytes, melding: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return orjson.loads(tekst)
    except orjson.JSONDecodeError:
        raise _refuse(melding) from None


def _refuse(melding: str) -> Afwijzing:
    return Afwijzing(400, VERZOEK_ONJUIST, melding)
