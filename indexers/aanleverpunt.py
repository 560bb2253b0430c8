"""``POST /v1/leveringen``: deliveries over HTTP, each told what became of it. Errors are problem details (RFC 9457)."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Protocol

import orjson
import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from indexers.aanlevering import MEDIATYPEN, MEESTE_LEVERINGEN, Aanlevering, Aanleveroordeel, split_body
from indexers.leveranciers import Leverancier, Leveranciers
from klantbeeld.errors import BusOnbereikbaar, BusOnveilig, InvoerOnjuist, NietAangemeld, TeVeelVerzoeken, Weigering
from klantbeeld.logregels import name_fout
from klantbeeld.meter import Meter
from klantbeeld.problemen import STORING, tell_probleem
from klantbeeld.sporen import trace_of
from klantbeeld.verzoeken import (
    METHODE_ONBEKEND,
    SLUIT,
    TE_GROOT,
    VERZOEK_ONJUIST,
    Afwijzing,
    Maat,
    read_body,
    read_mediatype,
)

PAD = "/v1/leveringen"
GROOTSTE_BODY = 5_000_000
MAAT = Maat(GROOTSTE_BODY, 30.0, f"De inhoud is groter dan {GROOTSTE_BODY // 1_000_000} MB; stuur minder leveringen tegelijk.")
TEGELIJK = 4
"""So many requests are worked on at once, and so many of one deliverer are read: others wait. What is in memory is bounded by
the number of deliverers, and who sends slowly keeps nobody waiting but himself."""

BYTES_PER_PUNT = 50_000
"""For so many bytes a deliverer is counted a point, beside one for the request."""

AANGENOMEN, GEWEIGERD = "AANGENOMEN", "GEWEIGERD"

_ANDER_MEDIATYPE = f"Stuur {', '.join(MEDIATYPEN)}, in UTF-8 en niet ingepakt."

log = structlog.get_logger()


class Begrenzer(Protocol):
    """Who counts how much is delivered. Errors: ``TeVeelVerzoeken``."""

    async def charge_leverancier(self, afdruk: str, punten: int) -> None:
        """The deliverer with this print delivers something that costs so much."""
        ...

    async def charge_adres(self, adres: str | None) -> None:
        """Somebody without a valid token knocks, from this address."""
        ...


class Aanleverpunt:
    """Answers every method itself, so that every answer has the same form and headers."""

    def __init__(self, leveranciers: Leveranciers, aanlevering: Aanlevering, meter: Meter, begrenzer: Begrenzer | None) -> None:
        self._meter = meter
        self._begrenzer = begrenzer
        self._leveranciers = leveranciers
        self._aanlevering = aanlevering
        self._plaatsen = asyncio.Semaphore(TEGELIJK)
        self._leesplaatsen = defaultdict[Leverancier, asyncio.Semaphore](lambda: asyncio.Semaphore(TEGELIJK))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            antwoord = await self._answer(Request(scope, receive))
        except Afwijzing as probleem:
            self._meter.count_leveringen(probleem.code, 1)
            antwoord = tell_probleem(probleem)
        except Exception as fout:  # noqa: BLE001 - the edge: what nobody expected leaves as a trace
            self._meter.count_leveringen(STORING, 1)
            antwoord = tell_probleem(_log_storing(fout, trace_of(scope)))
        await antwoord(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            raise Afwijzing(405, METHODE_ONBEKEND, "Stuur leveringen met POST.", {"Allow": "POST"})
        leverancier = await self._admit(request)
        mediatype = read_mediatype(request.headers, MEDIATYPEN, _ANDER_MEDIATYPE)
        async with self._leesplaatsen[leverancier]:
            body = await read_body(request, MAAT)
            async with self._plaatsen:
                oordelen = await run_in_threadpool(self._take_in, leverancier, body, mediatype)
        geweigerd = sum(oordeel.reden is not None for oordeel in oordelen)
        self._meter.count_leveringen(AANGENOMEN, len(oordelen) - geweigerd)
        self._meter.count_leveringen(GEWEIGERD, geweigerd)
        return tell_oordelen(oordelen)

    def _take_in(self, leverancier: Leverancier, body: bytes, mediatype: str) -> list[Aanleveroordeel]:
        try:
            leveringen = split_body(body, mediatype)
            if len(leveringen) > MEESTE_LEVERINGEN:
                raise Afwijzing(413, TE_GROOT, f"Stuur ten hoogste {MEESTE_LEVERINGEN} leveringen tegelijk.")
            return self._aanlevering.take_in(leverancier, leveringen)
        except InvoerOnjuist as fout:
            raise Afwijzing(400, VERZOEK_ONJUIST, str(fout)) from None
        except (BusOnbereikbaar, BusOnveilig) as fout:
            log.warning("levering niet aangenomen", fout=str(fout))
            melding = "Er is niets toegezegd. Stuur deze leveringen later opnieuw; dubbel is niet erg."
            raise Afwijzing(503, fout.code, melding, {"Retry-After": "10"}) from None

    async def _admit(self, request: Request) -> Leverancier:
        try:
            return await self._sign_in(request)
        except TeVeelVerzoeken as fout:
            raise Afwijzing(429, fout.code, str(fout), {"Retry-After": str(fout.wacht), **SLUIT}) from None

    async def _sign_in(self, request: Request) -> Leverancier:
        schema, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            leverancier = self._leveranciers.recognise(token.strip() if schema.lower() == "bearer" else "")
        except NietAangemeld as fout:
            if self._begrenzer:
                await self._begrenzer.charge_adres(request.client.host if request.client else None)
            raise Afwijzing(401, fout.code, str(fout), {"WWW-Authenticate": "Bearer"}) from None
        if self._begrenzer:
            await self._begrenzer.charge_leverancier(leverancier.tokens[0], weigh(request.headers))
        return leverancier


def weigh(koppen: Headers) -> int:
    """What a request costs who delivers, before its body is read; one that does not say how large it is, as the largest."""
    lengte = koppen.get("content-length", "")
    is_te_lezen = lengte.isdecimal() and len(lengte) <= len(str(GROOTSTE_BODY))
    return 1 + min(int(lengte) if is_te_lezen else GROOTSTE_BODY, GROOTSTE_BODY) // BYTES_PER_PUNT


def make_aanleverpunt(
    leveranciers: Leveranciers, aanlevering: Aanlevering, meter: Meter, begrenzer: Begrenzer | None = None
) -> Route:
    """The route at which deliveries come in; without ``begrenzer`` as many as can be worked on."""
    return Route(PAD, Aanleverpunt(leveranciers, aanlevering, meter, begrenzer), name="leveringen")


def tell_oordelen(oordelen: Sequence[Aanleveroordeel]) -> Response:
    """One judgement per delivery, in their order: 202 when all are on the bus, 207 when some are, 422 when none is."""
    records = [_describe(nummer, oordeel) for nummer, oordeel in enumerate(oordelen)]
    geweigerd = sum(oordeel.reden is not None for oordeel in oordelen)
    if geweigerd == len(oordelen):
        melding = "Geen enkele levering is aangenomen. De reden staat bij elk; zie docs/errors.md."
        return tell_probleem(Afwijzing(422, Weigering.code, melding), {"records": records})
    inhoud = {"aangenomen": len(oordelen) - geweigerd, "geweigerd": geweigerd, "records": records}
    return Response(orjson.dumps(inhoud), 207 if geweigerd else 202, media_type="application/json")


def _describe(nummer: int, oordeel: Aanleveroordeel) -> dict[str, Any]:
    if oordeel.reden is None:
        return {"nummer": nummer, "uitkomst": AANGENOMEN}
    veld = {} if oordeel.veld is None else {"veld": oordeel.veld}
    return {"nummer": nummer, "uitkomst": GEWEIGERD, "reden": oordeel.reden, **veld}


def _log_storing(fout: Exception, trace_id: str) -> Afwijzing:
    """The trace only; what happened is logged without values."""
    log.error("storing bij aanleveren", trace_id=trace_id, fout=name_fout(fout))
    return Afwijzing(500, STORING, f"Noem deze code bij de beheerder: {trace_id}")
