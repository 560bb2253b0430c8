"""Pages about the product itself: help, what is new, and how accessible it is. They hold no data, so nobody has to sign in.

What is new is made from the CHANGELOG by ``python -m docs.generate``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from klantbeeld.errors import KlantbeeldError
from klantbeeld.verzoeken import Afwijzing
from klantbeeld.web.bezoek import Bezoek, Handler, Portier
from klantbeeld.web.opmaak import NIETS
from klantbeeld.web.sjablonen import Blad, Pagina, Schil, render, show
from klantbeeld.web.toetsen import TOETSEN, TOETSENKOEKJE, UIT, Toets

HULP = "/hulp"
DUUR_KEUZE = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Hulpblad(Blad):
    """How the pages work, and the keys. ``toetsen_aan``: whether the keys are on for this browser."""

    sjabloon: ClassVar[str] = "hulp.html"
    toetsen: tuple[Toets, ...]
    toetsen_aan: bool
    nietsen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uitgave:
    """What is new for who works with the pages, in one version."""

    versie: str
    regels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nieuwsblad(Blad):
    """What is new, newest version first."""

    sjabloon: ClassVar[str] = "nieuw.html"
    uitgaven: tuple[Uitgave, ...]


@dataclass(frozen=True, slots=True)
class Toegankelijkheidsblad(Blad):
    """How accessible the pages are. ``contact``: where it is told that a page does not work; None: nobody said so."""

    sjabloon: ClassVar[str] = "toegankelijkheid.html"
    contact: str | None


@dataclass(frozen=True, slots=True)
class Informatiepaginas:
    """The pages, before the porter who knows who visits; ``contact`` is whom to tell that a page can't be used."""

    portier: Portier
    contact: str | None

    def make_routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route(HULP, self.open("Hulp", make_hulp)),
            Route("/hulp/toetsen", self.portier.guard(choose_toetsen, voor_velden=False), methods=["POST"]),
            Route("/nieuw", self.open("Wat is er nieuw", lambda _: Nieuwsblad(list_uitgaven()))),
            Route("/toegankelijkheid", self.open("Toegankelijkheid", lambda _: Toegankelijkheidsblad(self.contact))),
        ]

    def open(self, titel: str, make: Callable[[Request], Blad]) -> Handler:
        """A page for everybody; who signed in finds his own name and the search box on it."""

        async def answer(request: Request) -> Response:
            return show(Pagina(titel, await self._find_schil(request), render(make(request))))

        return answer

    async def _find_schil(self, request: Request) -> Schil | None:
        try:
            bezoeker = await self.portier.herken(request)
        except (KlantbeeldError, Afwijzing):
            return None
        return bezoeker.schil if bezoeker else None


def make_hulp(request: Request) -> Hulpblad:
    """The help, as it is for this browser."""
    return Hulpblad(TOETSEN, request.cookies.get(TOETSENKOEKJE) != UIT, tuple(NIETS.values()))


async def choose_toetsen(bezoek: Bezoek) -> Response:
    """Turns the keys on or off for this browser. A script reads the cookie, so it can't be hidden from scripts."""
    keuze = (await bezoek.read_form()).get("toetsen", "")
    response = RedirectResponse(f"{HULP}#toetsen", 303)
    veilig = bezoek.request.url.scheme == "https"
    if keuze == UIT:
        response.set_cookie(TOETSENKOEKJE, UIT, max_age=DUUR_KEUZE, secure=veilig, samesite="strict")
    else:
        response.delete_cookie(TOETSENKOEKJE, secure=veilig, samesite="strict")
    return response


@cache
def list_uitgaven() -> tuple[Uitgave, ...]:
    """What is new in each version, newest first."""
    inhoud = orjson.loads(files("klantbeeld.web").joinpath("nieuw.json").read_bytes())
    return tuple(Uitgave(deel["versie"], tuple(deel["regels"])) for deel in inhoud)
