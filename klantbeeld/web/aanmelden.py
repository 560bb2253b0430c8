"""Signing in and out in a browser: to the identity provider and back, and a page that says who you are.

What a browser must keep while its user is at the provider is sealed in a cookie: who never comes back costs nothing here.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from klantbeeld.access.aanmelding import GEDULD, MISLUKT, Poging, Terugkeer
from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.deur import NIET_AANGEMELD, Deur
from klantbeeld.errors import NietAangemeld, UitgeverOnbereikbaar
from klantbeeld.sessies import Sessie
from klantbeeld.verzoeken import Afwijzing
from klantbeeld.web.bezoek import BEGIN, STATUSSEN, VERDER, check_herkomst, judge, read_form
from klantbeeld.web.sjablonen import Blad, Pagina, render, show

AANMELDEN, TERUG, SLEUTELS = "/aanmelden", "/aanmelden/terug", "/aanmelden/sleutels"
AFMELDEN, AANGEMELD, ROL = "/afmelden", "/aangemeld", "/rol"
KOP = "Klantbeeld-Verzoek"
"""The header without which a request with a cookie is nobody's: a page of another site cannot send it."""
_PAD = re.compile(r"/(?:[\w-][\w./?=&%+~-]{0,800})?", re.ASCII)
"""A path, with a query: no host can begin with a letter behind one slash."""
_VERWACHT: tuple[type[Exception], ...] = (*STATUSSEN, Afwijzing)
"""What may go wrong for who signs in or out."""
Charge = Callable[[str | None], Awaitable[None]]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Aanmeldblad(Blad):
    """Who is signed in here, or what went wrong with that."""

    sjabloon: ClassVar[str] = "aanmelden.html"
    titel: str
    melding: str | None = None
    sessie: Sessie | None = None


@dataclass(frozen=True, slots=True)
class Koekjes:
    """The names of our cookies, and how they are set: over TLS only and by this host only, but in a demo without TLS."""

    is_beschermd: bool

    @property
    def sessie(self) -> str:
        """The cookie of who signed in."""
        return self._name("klantbeeld-sessie")

    @property
    def poging(self) -> str:
        """The cookie of who is signing in."""
        return self._name("klantbeeld-aanmelding")

    def set(self, response: Response, naam: str, waarde: str, duur: int | None = None) -> None:
        """Sets a cookie that no script reads and no other site sends along; without ``duur`` until the browser ends."""
        response.set_cookie(naam, waarde, max_age=duur, httponly=True, secure=self.is_beschermd, samesite="lax")

    def drop(self, response: Response, naam: str) -> None:
        """Removes a cookie."""
        response.delete_cookie(naam, httponly=True, secure=self.is_beschermd, samesite="lax")

    def _name(self, naam: str) -> str:
        return f"__Host-{naam}" if self.is_beschermd else naam


@dataclass(frozen=True, slots=True)
class Balie:
    """What the pages work with. ``charge`` counts what an address asks. Errors of it: ``TeVeelVerzoeken``. ``adres`` is where
    people find this program."""

    deur: Deur
    verzegeling: Verzegeling
    adres: str
    charge: Charge

    @property
    def koekjes(self) -> Koekjes:
        """Our cookies."""
        return Koekjes(urlsplit(self.adres).scheme == "https")

    def make_routes(self) -> list[Route]:
        """Every page."""
        return [
            Route(AANMELDEN, self._guard(self._send_away)),
            Route(TERUG, self._guard(self._receive)),
            Route(SLEUTELS, self._show_sleutels),
            Route(AFMELDEN, self._guard(self._sign_out), methods=["POST"]),
            Route(ROL, self._guard(self._choose_rol), methods=["POST"]),
            Route(AANGEMELD, self._guard(self._show_aangemeld)),
        ]

    async def recognise(self, request: Request) -> Sessie | None:
        """The session of a request for data: with our header, for a page of another site may send the cookie along."""
        return await self.find(request) if KOP in request.headers else None

    async def find(self, request: Request) -> Sessie | None:
        """The session of a page: a browser sends its cookie along with links from elsewhere too, and what they lead to is only
        shown to its user."""
        cookie = request.cookies.get(self.koekjes.sessie)
        return await self.deur.recognise(cookie) if cookie else None

    def _guard(self, toon: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """The same page, for who does not come from another site; an error of ours becomes a page too."""

        async def show(request: Request) -> Response:
            try:
                check_herkomst(request)
                return await toon(request)
            except _VERWACHT as fout:
                status, code, melding, koppen = judge(fout)
                log.info("aanmelden_mislukt", code=code)
                titel = "Niet gelukt" if isinstance(fout, Afwijzing) else "Niet aangemeld"
                response = show_melding(titel, melding, status)
                response.headers.update(koppen)
                return response

        return show

    async def _send_away(self, request: Request) -> Response:
        await self.charge(request.client.host if request.client else None)
        adres, poging = await self.deur.aanmelding.begin()
        response = RedirectResponse(adres, 303)
        eerder = self._read_poging(request)
        verder = read_verder(request.query_params.get(VERDER)) or (eerder or {}).get(VERDER, BEGIN)
        zegel = self.verzegeling.seal("poging", orjson.dumps({**asdict(poging), VERDER: verder}))
        self.koekjes.set(response, self.koekjes.poging, zegel, GEDULD)
        return response

    async def _receive(self, request: Request) -> Response:
        await self.charge(request.client.host if request.client else None)
        poging = self._read_poging(request)
        vraag = request.query_params
        if poging is None or not vraag.get("code") or not vraag.get("state"):
            raise NietAangemeld(MISLUKT)
        terugkeer = Terugkeer(vraag["state"], vraag["code"], vraag.get("iss"))
        verder = poging.pop(VERDER, BEGIN)
        cookie = await self.deur.let_in(Poging(**poging), terugkeer)
        response = RedirectResponse(verder, 303)
        self.koekjes.drop(response, self.koekjes.poging)
        self.koekjes.set(response, self.koekjes.sessie, cookie)
        return response

    def _read_poging(self, request: Request) -> dict[str, Any] | None:
        """What the browser kept of the last time that it was sent to sign in."""
        inhoud = self.verzegeling.open("poging", request.cookies.get(self.koekjes.poging, ""))
        return orjson.loads(inhoud) if inhoud else None

    async def _sign_out(self, request: Request) -> Response:
        cookie = request.cookies.get(self.koekjes.sessie)
        if cookie:
            await self.deur.sessies.end(cookie)
        try:
            adres = await self.deur.aanmelding.find_end(self.adres + AANGEMELD)
        except UitgeverOnbereikbaar:
            adres = None
        response = RedirectResponse(adres or AANGEMELD, 303)
        self.koekjes.drop(response, self.koekjes.sessie)
        return response

    async def _choose_rol(self, request: Request) -> Response:
        """The form has one field, ``rol``."""
        rol = (await read_form(request)).get("rol", "")
        await self.deur.choose_rol(request.cookies.get(self.koekjes.sessie, ""), rol)
        return RedirectResponse("/", 303)

    async def _show_aangemeld(self, request: Request) -> Response:
        sessie = await self.find(request)
        if sessie is None:
            return show_melding("Niet aangemeld", NIET_AANGEMELD)
        blad = Aanmeldblad("Aangemeld", sessie=sessie)
        # After the form the browser is sent on to the provider, to sign out there.
        elders = urlsplit(await self.deur.aanmelding.find_end(self.adres) or self.adres)
        return show(Pagina(blad.titel, None, render(blad)), formulieren=f"'self' {elders.scheme}://{elders.netloc}")

    async def _show_sleutels(self, _: Request) -> Response:
        return JSONResponse(self.deur.aanmelding.list_sleutels())


def read_verder(pad: str | None) -> str | None:
    """Where somebody wanted to be: the address of a page of this site, and of nothing else."""
    return pad if pad and _PAD.fullmatch(pad) else None


def show_melding(titel: str, melding: str, status: int = 200) -> Response:
    """A page for who is not signed in: what happened, and where to sign in."""
    return show(Pagina(titel, None, render(Aanmeldblad(titel, melding))), status)
