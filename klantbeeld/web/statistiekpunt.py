"""``GET /v1/statistieken/preventie.csv`` and ``.json``: a statistic at an address that stays, for dashboards.

Rights, purpose, suppression and recording are those of the use case, as when it is asked over GraphQL. Errors are problem
details (RFC 9457).
"""

import asyncio
from collections.abc import Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.domain.statistieken import Preventiestatistiek
from klantbeeld.domain.statistiektabellen import Statistiektabel, make_tabel
from klantbeeld.errors import (
    GeenToegang,
    InvoerOnjuist,
    LogboekVol,
    NietAangemeld,
    NietVastgelegd,
    StoreFout,
    StoreOnbereikbaar,
    StoreOnbruikbaar,
    TeVeelVerzoeken,
    UitgeverOnbereikbaar,
)
from klantbeeld.problemen import STORING, describe_fout, describe_storing, log_storing, tell_probleem
from klantbeeld.queries import Klantbeeld
from klantbeeld.sporen import trace_of
from klantbeeld.toelating import Toelating
from klantbeeld.verzoeken import METHODE_ONBEKEND, Afwijzing
from klantbeeld.web.csv_regels import MEDIATYPE, write_csv
from klantbeeld.web.statistiekvragen import consult, read_opdracht, split_adres

PAD = "/v1/statistieken/preventie"
METHODEN = ("GET", "HEAD")
KOPPEN = {"Cache-Control": "private, no-store"}
STATUSSEN = {
    InvoerOnjuist.code: 400,
    NietAangemeld.code: 401,
    GeenToegang.code: 403,
    METHODE_ONBEKEND: 405,
    TeVeelVerzoeken.code: 429,
    STORING: 500,
    NietVastgelegd.code: 503,
    LogboekVol.code: 503,
    UitgeverOnbereikbaar.code: 503,
    StoreFout.code: 503,
    StoreOnbereikbaar.code: 503,
    StoreOnbruikbaar.code: 503,
}
"""Every code of an error here, with its HTTP status."""

Schrijver = Callable[[Preventiestatistiek, Statistiektabel], bytes]


def write_tabel(_: Preventiestatistiek, tabel: Statistiektabel) -> bytes:
    """The rows as CSV."""
    return write_csv(tabel.kolommen, tabel.rijen)


def write_json(statistiek: Preventiestatistiek, tabel: Statistiektabel) -> bytes:
    """The rows, and what holds for all of them, as one JSON object."""
    inhoud = {
        "van": statistiek.van,
        "tot": statistiek.tot,
        "definitieversie": statistiek.definitieversie,
        "bijgewerktOp": statistiek.bijgewerkt_op,
        "rijen": tabel.rijen,
        "totaal": tabel.totaal,
    }
    return orjson.dumps(inhoud, option=orjson.OPT_UTC_Z)


VORMEN: dict[str, tuple[str, Schrijver]] = {"csv": (MEDIATYPE, write_tabel), "json": ("application/json", write_json)}
"""The forms in which a statistic leaves, by the end of its address: media type, and who writes it."""


class Statistiekpunt:
    """Answers every method itself, so that every answer has the same form and headers."""

    def __init__(self, klantbeeld: Klantbeeld, toelating: Toelating, vorm: str) -> None:
        self._klantbeeld = klantbeeld
        self._toelating = toelating
        self._mediatype, self._write = VORMEN[vorm]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            inhoud = await self._answer(Request(scope, receive))
            antwoord = Response(inhoud, headers={**KOPPEN, "Content-Type": self._mediatype})
        except Exception as fout:  # noqa: BLE001 - the edge: what nobody expected leaves as an id
            antwoord = self._tell(fout, trace_of(scope))
        await antwoord(scope, receive, send)

    async def _answer(self, request: Request) -> bytes:
        if request.method not in METHODEN:
            raise Afwijzing(405, METHODE_ONBEKEND, "Vraag een statistiek met GET.", {"Allow": ", ".join(METHODEN)})
        gebruiker = await self._toelating.let_in(request)
        await self._charge(gebruiker)
        oorsprong = self._toelating.find_oorsprong(request)
        raadpleging = self._klantbeeld.raadpleeg(gebruiker, trace_of(request.scope), oorsprong)
        opdracht = read_opdracht(split_adres(request.scope["query_string"]))
        statistiek = await consult(raadpleging, opdracht)
        # Thousands of rows: meanwhile others are answered.
        return await asyncio.to_thread(lambda: self._write(statistiek, make_tabel(statistiek, opdracht)))

    def _tell(self, fout: Exception, trace_id: str) -> Response:
        """The answer to a request that was refused, or that ended in what nobody expected."""
        probleem = _judge(fout, trace_id)
        self._klantbeeld.omgeving.meter.count_fouten([probleem.code])
        antwoord = tell_probleem(probleem, {"traceId": trace_id})
        antwoord.headers.update(KOPPEN)
        return antwoord

    async def _charge(self, gebruiker: Gebruiker) -> None:
        """One point, as for a question over GraphQL that asks the same."""
        if limiet := self._klantbeeld.omgeving.limiet:
            await limiet.charge_gebruiker(gebruiker, 1)


def make_statistiekpunten(klantbeeld: Klantbeeld, toelating: Toelating) -> list[Route]:
    """A route for each form."""
    return [Route(f"{PAD}.{vorm}", Statistiekpunt(klantbeeld, toelating, vorm), name=f"preventie.{vorm}") for vorm in VORMEN]


def _judge(fout: Exception, trace_id: str) -> Afwijzing:
    """How a request is refused; what went wrong on our side is logged."""
    if isinstance(fout, Afwijzing):
        return fout
    if isinstance(fout, TeVeelVerzoeken):
        return Afwijzing(429, fout.code, str(fout), {"Retry-After": str(fout.wacht)})
    bekend = describe_fout(fout)
    if bekend is None or isinstance(fout, StoreFout):
        log_storing([fout], trace_id)
    code, melding = bekend or (STORING, describe_storing(trace_id))
    return Afwijzing(STATUSSEN.get(code, 503), code, melding)
