"""Visits: one request of somebody who looks at a page. Who he is, what he may, and how a refusal looks.

Nothing is shown before it is recorded: ``Bezoek.record`` comes before every answer with data in it.
"""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.vastleggingen import GELUKT, GEWEIGERD
from klantbeeld.access.velden import load_velden
from klantbeeld.errors import (
    CacheOnbereikbaar,
    GeenToegang,
    InvoerOnjuist,
    KlantbeeldError,
    NietAangemeld,
    NietVastgelegd,
    StoreFout,
    TeVeelVerzoeken,
    UitgeverOnbereikbaar,
)
from klantbeeld.inzage import VELDEN
from klantbeeld.queries import Klantbeeld, Raadpleging
from klantbeeld.sporen import trace_of
from klantbeeld.verzoeken import VERZOEK_ONJUIST, Afwijzing, Maat, read_body, read_mediatype, read_oorsprong
from klantbeeld.web.inpakken import pack
from klantbeeld.web.sjablonen import Blad, Pagina, Schil, render, show
from klantbeeld.zoekopdrachten import Zoekopdrachten

FORMULIER = "application/x-www-form-urlencoded"
MAAT = Maat(20_000, 10.0, "Het formulier is te groot.")
MEESTE_VELDEN = 20
BEGIN, VERDER = "/", "verder"
"""The first page, and what names another one to come back to, in the address where one signs in."""
NIET_GEVONDEN = "NOT_FOUND"
ANDERE_SITE = "FOREIGN_ORIGIN"
_GEEN_FORMULIER = "Stuur het formulier van deze pagina."
STATUSSEN: Mapping[type[KlantbeeldError], int] = {
    InvoerOnjuist: 400,
    NietAangemeld: 401,
    GeenToegang: 403,
    TeVeelVerzoeken: 429,
    NietVastgelegd: 503,
    StoreFout: 503,
    UitgeverOnbereikbaar: 503,
    CacheOnbereikbaar: 503,
}
_TITELS = {400: "Dat kan niet", 403: "Geen toegang", 404: "Niet gevonden", 429: "Even wachten", 503: "Nu niet beschikbaar"}
_STORE_WEG = "De gegevens kunnen nu niet worden gelezen. Probeer het over een minuut opnieuw."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Bezoeker:
    """Who visits, and what is around each of his pages."""

    gebruiker: Gebruiker
    schil: Schil


@dataclass(frozen=True, slots=True)
class Foutblad(Blad):
    """A page that could not be shown: what happened, what to do, and the trace to ask about."""

    sjabloon: ClassVar[str] = "fout.html"
    titel: str
    melding: str
    trace_id: str
    opnieuw: str | None
    """Where the same can be asked again."""


@dataclass(frozen=True, slots=True)
class Foutblok(Blad):
    """The same in the place of the rest of a page that was partly sent."""

    sjabloon: ClassVar[str] = "foutblok.html"
    melding: str
    trace_id: str
    opnieuw: str


@dataclass(frozen=True, slots=True)
class Bezoek:
    """One request of a visitor: what it asks, the consultation that answers it, and where what he searched for is kept."""

    request: Request
    bezoeker: Bezoeker
    raadpleging: Raadpleging
    opdrachten: Zoekopdrachten

    @property
    def wil_json(self) -> bool:
        """Whether a script of ours asks, which makes a list of it itself."""
        return "application/json" in self.request.headers.get("accept", "")

    async def record(self, resultaat: str = GELUKT) -> None:
        """Records what was shown so far. Errors: ``NietVastgelegd``; then nothing of it may be shown."""
        await self.raadpleging.record(resultaat)

    async def read_form(self) -> dict[str, str]:
        """The fields of the form that was sent. Errors: ``Afwijzing``."""
        return await read_form(self.request)


Toner = Callable[[Bezoek], Awaitable[Response]]
Herkenner = Callable[[Request], Awaitable[Bezoeker | None]]
Handler = Callable[[Request], Awaitable[Response]]
Bewaarder = Callable[[Request], Awaitable[str]]
"""Gives where what a request asks can be had later. Errors: those of reading it."""
Deel = str | bytes | memoryview
"""Of a page: what is sent at once."""


@dataclass(frozen=True, slots=True)
class Portier:
    """Lets visitors in. ``herken`` says who one is; None: nobody, who is sent to ``naar``, to come back to what he asked.
    ``herkomstkop`` is the header that says where a request comes from."""

    klantbeeld: Klantbeeld
    herken: Herkenner
    naar: str
    herkomstkop: str | None
    opdrachten: Zoekopdrachten

    def guard(self, toon: Toner, punten: int = 1, *, voor_velden: bool = True, bewaar: Bewaarder | None = None) -> Handler:
        """A page that ``toon`` shows to who signed in, which counts for so many points; every error becomes a page too. With
        ``voor_velden`` it may show any field, so it is not for an account that some fields were granted to. What somebody asks
        by a form who must sign in first is kept by ``bewaar``, or lost."""

        async def answer(request: Request) -> Response:
            schil = None
            try:
                check_herkomst(request)
                bezoeker = await self.herken(request)
                if bezoeker is None:
                    return await self._send_away(request, bewaar)
                schil = bezoeker.schil
                bezoek = await self._open(request, bezoeker, punten)
                response = await _answer(_show_all(toon) if voor_velden else toon, bezoek)
                if isinstance(response, StreamingResponse):
                    response.body_iterator = self._watch(request, response.body_iterator)
                return pack(request, response)
            except Exception as fout:  # noqa: BLE001 - the edge: what nobody expected leaves as an id
                return pack(request, self._tell(request, schil, fout))

        return answer

    def greet(self, toon: Handler) -> Handler:
        """A page for whoever comes, which counts for his address; every error becomes a page too."""

        async def answer(request: Request) -> Response:
            try:
                await self._charge_adres(request)
                return await toon(request)
            except Exception as fout:  # noqa: BLE001 - the edge: what nobody expected leaves as an id
                return self._tell(request, None, fout)

        return answer

    async def _charge_adres(self, request: Request) -> None:
        if limiet := self.klantbeeld.omgeving.limiet:
            await limiet.charge_adres(request.client.host if request.client else None)

    async def _open(self, request: Request, bezoeker: Bezoeker, punten: int) -> Bezoek:
        if limiet := self.klantbeeld.omgeving.limiet:
            await limiet.charge_gebruiker(bezoeker.gebruiker, punten)
        oorsprong = read_oorsprong(request, self.herkomstkop)
        raadpleging = self.klantbeeld.raadpleeg(bezoeker.gebruiker, trace_of(request.scope), oorsprong, in_delen=True)
        return Bezoek(request, bezoeker, raadpleging, self.opdrachten)

    async def _send_away(self, request: Request, bewaar: Bewaarder | None) -> Response:
        await self._charge_adres(request)
        if "application/json" in request.headers.get("accept", ""):
            raise NietAangemeld("U bent niet meer aangemeld. Meld u opnieuw aan.")
        if request.method == "GET":
            verder = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        else:
            verder = await bewaar(request) if bewaar else BEGIN
        return RedirectResponse(self.naar if verder == BEGIN else f"{self.naar}?{urlencode({VERDER: verder})}", 303)

    async def _watch(self, request: Request, delen: AsyncIterable[Deel]) -> AsyncIterator[Deel]:
        """The parts of a page; what goes wrong once it has begun is told where the next part would have come."""
        try:
            async for deel in delen:
                yield deel
        except Exception as fout:  # noqa: BLE001 - the edge, as below
            _, _, melding, _ = self._note(request, fout)
            yield render(Foutblok(melding, trace_of(request.scope), request.url.path))

    def _note(self, request: Request, fout: Exception) -> tuple[int, str, str, Mapping[str, str]]:
        """HTTP status, code, message and headers of what went wrong, once it is counted, and logged if nobody expected it."""
        status, code, melding, koppen = judge(fout)
        self.klantbeeld.omgeving.meter.count_fouten([code])
        if status == 500:
            log.error("onverwacht", soort=type(fout).__name__, trace_id=trace_of(request.scope))
        return status, code, melding, koppen

    def _tell(self, request: Request, schil: Schil | None, fout: Exception) -> Response:
        trace_id = trace_of(request.scope)
        status, code, melding, koppen = self._note(request, fout)
        if "application/json" in request.headers.get("accept", ""):
            inhoud = {"code": code, "melding": melding, "traceId": trace_id}
            return JSONResponse(inhoud, status, {"Cache-Control": "private, no-store", **koppen})
        titel = _TITELS.get(status, "Er ging iets mis")
        opnieuw = request.url.path if request.method == "GET" and status >= 429 else None
        response = show(Pagina(titel, schil, render(Foutblad(titel, melding, trace_id, opnieuw))), status)
        response.headers.update(koppen)
        return response


def _show_all(toon: Toner) -> Toner:
    """The same for who may ask for every field there is. Errors: ``GeenToegang`` for others, recorded."""

    async def show(bezoek: Bezoek) -> Response:
        if not load_velden().keys() <= bezoek.bezoeker.gebruiker.velden:
            await bezoek.raadpleging.refuse(VELDEN)
            raise GeenToegang("Dit account is voor een programma: het vraagt zijn velden op via de API, niet op een pagina.")
        return await toon(bezoek)

    return show


async def _answer(toon: Toner, bezoek: Bezoek) -> Response:
    """What is shown; a refusal is recorded first. Errors: those of ``toon``, and ``NietVastgelegd``."""
    try:
        return await toon(bezoek)
    except GeenToegang:
        await bezoek.record(GEWEIGERD)
        raise


async def read_form(request: Request) -> dict[str, str]:
    """The fields of the form that was sent; of one that occurs twice the last. Errors: ``Afwijzing``."""
    read_mediatype(request.headers, (FORMULIER,), _GEEN_FORMULIER)
    body = await read_body(request, MAAT)
    try:
        paren = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MEESTE_VELDEN)
    except ValueError:
        raise Afwijzing(400, VERZOEK_ONJUIST, _GEEN_FORMULIER) from None
    return dict(paren)


def refuse_onbekend() -> Afwijzing:
    """There is no such page, or not for this user: the same from outside."""
    return Afwijzing(404, NIET_GEVONDEN, "Deze pagina is er niet (meer), of niet voor u.")


def check_herkomst(request: Request) -> None:
    """Refuses what a page of another site makes a browser send: it says so itself, in a header that no page can set, and an old
    one in ``Origin``. Errors: ``Afwijzing``."""
    if request.method in {"GET", "HEAD"}:
        return
    eigen = f"{request.url.scheme}://{request.headers.get('host', '')}"
    van = request.headers.get("sec-fetch-site")
    if van != "same-origin" and (van is not None or request.headers.get("origin", eigen) != eigen):
        raise Afwijzing(403, ANDERE_SITE, "Dit verzoek kwam van een andere site. Doe het vanuit Klantbeeld zelf.")


def judge(fout: Exception) -> tuple[int, str, str, Mapping[str, str]]:
    """HTTP status, code, message and headers of what went wrong."""
    if isinstance(fout, Afwijzing):
        return fout.status, fout.code, fout.melding, fout.koppen
    if isinstance(fout, StoreFout):
        return 503, fout.code, _STORE_WEG, {}
    for soort, status in STATUSSEN.items():
        if isinstance(fout, soort):
            koppen = {"Retry-After": str(fout.wacht)} if isinstance(fout, TeVeelVerzoeken) else {}
            return status, fout.code, str(fout), koppen
    return 500, KlantbeeldError.code, "Er ging iets mis dat niet had mogen gebeuren.", {}
