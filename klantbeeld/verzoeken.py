"""Requests as they come in over HTTP, whatever door they come in by: media type and body, and how one is refused."""

import asyncio
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from klantbeeld.sporen import Oorsprong, read_span_id, traceparent_of

VERZOEK_ONJUIST = "BAD_REQUEST"
TE_GROOT = "PAYLOAD_TOO_LARGE"
TE_TRAAG = "REQUEST_TIMEOUT"
MEDIATYPE_ONBEKEND = "UNSUPPORTED_MEDIA_TYPE"
METHODE_ONBEKEND = "METHOD_NOT_ALLOWED"


_CHARSET = re.compile(r"charset\s*=\s*\"?([^\";\s]*)")
_UTF8 = {"utf-8", "utf8"}
LANGSTE_HERKOMST = 100
"""So many characters of where a request comes from are recorded."""
SLUIT = {"Connection": "close"}
"""The header of an answer after which nothing more is read."""


@dataclass(frozen=True, slots=True)
class Maat:
    """How many bytes a body may have, how many seconds it may take to come in, and what is said of one that is too large."""

    grootste: int
    geduld: float
    te_groot: str


class Afwijzing(Exception):
    """A request that is refused before it is answered: HTTP status, stable code, what to do about it, and headers."""

    def __init__(self, status: int, code: str, melding: str, koppen: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.melding = melding
        self.koppen = dict(koppen or {})


def read_mediatype(headers: Headers, soorten: Collection[str], melding: str) -> str:
    """The media type of the body, one of these. Errors: ``Afwijzing`` with this message for any other, for another encoding
    than UTF-8, for a body that is packed, and for a header that occurs twice."""
    gegeven = headers.getlist("content-type")
    soort, _, parameters = gegeven[0].lower().partition(";") if len(gegeven) == 1 else ("", "", "")
    codering = headers.get("content-encoding", "identity").strip().lower()
    if soort.strip() not in soorten or not set(_CHARSET.findall(parameters)) <= _UTF8 or codering != "identity":
        raise Afwijzing(415, MEDIATYPE_ONBEKEND, melding, {"Accept-Post": ", ".join(soorten)})
    return soort.strip()


async def read_body(request: Request, maat: Maat) -> bytes:
    """The body, when it comes in time. One that says that it is too large is not read; of one that does not say so no more is
    read than fits. Errors: ``Afwijzing``."""
    lengte = request.headers.get("content-length", "0").lstrip("0")
    if len(lengte) > len(str(maat.grootste)) or (lengte.isdecimal() and int(lengte) > maat.grootste):
        raise _refuse_size(maat)
    body = bytearray()
    try:
        async with asyncio.timeout(maat.geduld):
            async for deel in request.stream():
                body += deel
                if len(body) > maat.grootste:
                    raise _refuse_size(maat)
    except TimeoutError:
        raise Afwijzing(408, TE_TRAAG, "Het verzoek kwam te langzaam binnen; stuur het opnieuw.", SLUIT) from None
    except ClientDisconnect:
        raise Afwijzing(400, VERZOEK_ONJUIST, "De verbinding werd verbroken.") from None
    if not body and "upgrade" in request.headers:
        # The web server drops the body of a request that asks for HTTP/2, as some clients do unless told otherwise.
        raise Afwijzing(400, VERZOEK_ONJUIST, "Stuur de inhoud met HTTP/1.1, zonder de kop Upgrade.")
    return bytes(body)


def read_oorsprong(request: Request, kop: str | None) -> Oorsprong:
    """Where a request comes from: what the header says, when there is one to trust, else the address of the connection."""
    adres = request.headers.get(kop) if kop else (request.client.host if request.client else None)
    heel = "".join(filter(str.isprintable, adres or ""))[:LANGSTE_HERKOMST]
    return Oorsprong(heel or None, read_span_id(traceparent_of(request.scope)))


def _refuse_size(maat: Maat) -> Afwijzing:
    return Afwijzing(413, TE_GROOT, maat.te_groot, SLUIT)
