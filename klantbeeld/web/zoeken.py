"""Searching on a page: one box, by POST, and a list that can be gone back to at an address that says nothing."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.web.bezoek import Bezoek, Portier
from klantbeeld.web.sjablonen import Blad, Pagina, render, show
from klantbeeld.werkgevers import Zoekresultaat, Zoektreffer
from klantbeeld.zoekopdrachten import Zoekopdracht, Zoekopdrachten

MEESTE_TREFFERS = 25
"""Hits on one page of the list."""
MEESTE_OPTIES = 8
"""Hits that are shown while somebody types."""
PUNTEN = 1


@dataclass(frozen=True, slots=True)
class Zoekblad(Blad):
    """The page on which somebody arrives."""

    sjabloon: ClassVar[str] = "zoeken.html"


@dataclass(frozen=True, slots=True)
class Treffersblad(Blad):
    """What a search gave; None when it cannot be gone back to any more."""

    sjabloon: ClassVar[str] = "treffers.html"
    opdracht: Zoekopdracht | None
    resultaat: Zoekresultaat | None
    keuzen: tuple[Sleutelsoort, ...] = tuple(Sleutelsoort)


@dataclass(frozen=True, slots=True)
class Zoekpaginas:
    """The pages of searching."""

    portier: Portier
    opdrachten: Zoekopdrachten

    def make_routes(self) -> list[Route]:
        """Every page."""
        return [
            Route("/", self.portier.guard(self.show_begin)),
            Route("/zoeken", self.portier.guard(self.search, PUNTEN), methods=["POST"]),
            Route("/zoeken/{zoekopdracht}", self.portier.guard(self.show_treffers, PUNTEN)),
        ]

    async def show_begin(self, bezoek: Bezoek) -> Response:
        """The box."""
        return show(Pagina("Zoeken", bezoek.bezoeker.schil, render(Zoekblad()), is_zoekpagina=True))

    async def search(self, bezoek: Bezoek) -> Response:
        """Keeps a search and leads to its list; one that has a single hit, to that; for a script of ours, the first hits."""
        velden = await bezoek.read_form()
        opdracht = Zoekopdracht(velden.get("zoekterm", "").strip(), _read_soort(velden.get("zoekOp", "")))
        if bezoek.wil_json:
            return await self._suggest(bezoek, opdracht)
        id_ = await self.opdrachten.keep(bezoek.bezoeker.gebruiker, opdracht)
        return RedirectResponse(f"/zoeken/{id_}", 303)

    async def show_treffers(self, bezoek: Bezoek) -> Response:
        """The list of a search that was kept."""
        opdracht = await self.opdrachten.find(bezoek.bezoeker.gebruiker, bezoek.request.path_params["zoekopdracht"])
        resultaat = None
        if opdracht is not None:
            resultaat = await self._search(bezoek, opdracht, MEESTE_TREFFERS)
            await bezoek.record()
        inhoud = render(Treffersblad(opdracht, resultaat))
        zoekterm = opdracht.zoekterm if opdracht else ""
        return show(Pagina("Gevonden werkgevers", bezoek.bezoeker.schil, inhoud, zoekterm=zoekterm, is_zoekpagina=True))

    async def _suggest(self, bezoek: Bezoek, opdracht: Zoekopdracht) -> Response:
        resultaat = await self._search(bezoek, opdracht, MEESTE_OPTIES)
        id_ = await self.opdrachten.keep(bezoek.bezoeker.gebruiker, opdracht)
        await bezoek.record()
        treffers = [_show_optie(edge.node) for edge in resultaat.bladzijde.edges]
        inhoud = {"treffers": treffers, "lijst": f"/zoeken/{id_}", "totaal": resultaat.bladzijde.totaal}
        return JSONResponse(inhoud, headers={"Cache-Control": "private, no-store"})

    async def _search(self, bezoek: Bezoek, opdracht: Zoekopdracht, first: int) -> Zoekresultaat:
        return await bezoek.raadpleging.search_werkgevers(opdracht.zoekterm, opdracht.zoek_op, Bladvraag(first))


def _show_optie(gevonden: Zoektreffer) -> dict[str, str]:
    werkgever = gevonden.werkgever
    delen = (werkgever.plaats, werkgever.lh_nummer, gevonden.treffer.uitleg)
    return {
        "naar": f"/werkgevers/{werkgever.id}",
        "naam": werkgever.naam,
        "extra": " · ".join(deel for deel in delen if deel),
    }


def _read_soort(tekst: str) -> Sleutelsoort | None:
    try:
        return Sleutelsoort(tekst) if tekst else None
    except ValueError:
        raise InvoerOnjuist("Kies waarop u zoekt uit de lijst.") from None
