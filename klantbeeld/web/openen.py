"""Entry from another desktop: its page posts a number or what to search for, and its user lands on the one hit or on the list.

A browser sends no cookie of ours along with a form of another site, and a visit is never begun by one. So what comes from an
origin that was let in is answered, to whoever it is, by a page of ours that sends the same once more: that is the visit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from klantbeeld.errors import InvoerOnjuist
from klantbeeld.web.bezoek import Bezoek, Portier, read_form
from klantbeeld.web.sjablonen import Blad, Pagina, render, show
from klantbeeld.web.treffers import read_soort
from klantbeeld.web.zoeken import PUNTEN, Zoekpaginas
from klantbeeld.werkgevers import check_invoer
from klantbeeld.zoekopdrachten import Zoekopdracht

OPENEN = "/openen"
_ONVOLLEDIG = "Het verzoek om een werkgever te openen is niet volledig: stuur zoekterm, of soort en waarde."


@dataclass(frozen=True, slots=True)
class Openblad(Blad):
    """What another desktop asked for, to be sent on by its user."""

    sjabloon: ClassVar[str] = "openen.html"
    opdracht: Zoekopdracht


@dataclass(frozen=True, slots=True)
class Opening:
    """The entry. ``openers`` are the origins of pages that may use it."""

    portier: Portier
    paginas: Zoekpaginas
    openers: frozenset[str]

    def make_routes(self) -> list[Route]:
        """The one address: from another desktop, and once more from ourselves."""
        van_elders, van_hier = self.portier.greet(_pass_on), self.portier.guard(self.open, PUNTEN, bewaar=self._hold)

        async def answer(request: Request) -> Response:
            return await (van_elders if self._comes_from_opener(request) else van_hier)(request)

        return [Route(OPENEN, answer, methods=["POST"])]

    async def open(self, bezoek: Bezoek) -> Response:
        """Leads to what was asked for."""
        return await self.paginas.lead(bezoek, read_opdracht(await bezoek.read_form()))

    async def _hold(self, request: Request) -> str:
        return await self.paginas.hold(read_opdracht(await read_form(request)))

    def _comes_from_opener(self, request: Request) -> bool:
        van = request.headers.get("sec-fetch-site", "cross-site")
        return van in {"cross-site", "same-site"} and request.headers.get("origin") in self.openers


def read_opdracht(velden: Mapping[str, str]) -> Zoekopdracht:
    """What is asked for: a number of a kind (``soort``, ``waarde``), or anything (``zoekterm``). Errors: ``InvoerOnjuist``."""
    zoekterm, soort, waarde = (velden.get(naam, "").strip() for naam in ("zoekterm", "soort", "waarde"))
    if bool(zoekterm) == bool(waarde) or bool(soort) != bool(waarde):
        raise InvoerOnjuist(_ONVOLLEDIG)
    check_invoer(zoekterm or waarde)
    return Zoekopdracht(zoekterm or waarde, read_soort(soort))


async def _pass_on(request: Request) -> Response:
    """Shows nothing of anybody, whoever asks: only what was sent, to its sender."""
    return show(Pagina("Verder naar Klantbeeld", None, render(Openblad(read_opdracht(await read_form(request))))))
