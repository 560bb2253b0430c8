"""Searching on a page: one box, by POST, and a list that can be gone back to at an address that says nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from klantbeeld.domain.bladzijden import GROOTSTE_BLADZIJDE, Bladvraag
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.web.bezoek import BEGIN, Bezoek, Portier, read_form
from klantbeeld.web.onlangs import tell_onlangs
from klantbeeld.web.sjablonen import SPLEET, Blad, Pagina, render, show, stream
from klantbeeld.web.treffers import (
    SOORTNAMEN,
    ZOEKOPDRACHT,
    Familie,
    Gevonden,
    count_next,
    describe_aantal,
    describe_herkend,
    group_families,
    list_pogingen,
    read_soort,
    show_treffers,
)
from klantbeeld.werkgevers import Zoekresultaat, check_invoer
from klantbeeld.zoekopdrachten import Zoekopdracht

MEESTE_TREFFERS = 25
"""Hits on the list, and so many more each time that more are asked for."""
MEESTE_OPTIES = 8
"""Hits that are shown while somebody types."""
PUNTEN = 1
LEEG = "Er stond niets in het zoekvak."


@dataclass(frozen=True, slots=True)
class Zoekblad(Blad):
    """The page on which somebody arrives; ``fout`` says what was wrong with what was typed."""

    sjabloon: ClassVar[str] = "zoeken.html"
    onlangs: Markup
    fout: str | None = None


@dataclass(frozen=True, slots=True)
class Treffersblad(Blad):
    """What a search gave. ``herkend`` and ``aantal`` say in words what was searched for and how many there are; ``keuzen`` are
    the kinds that it can be taken for instead; ``meer`` is how many are shown when more are asked for."""

    sjabloon: ClassVar[str] = "treffers.html"
    opdracht: Zoekopdracht
    adres: str
    herkend: str
    aantal: str
    is_suggestie: bool
    families: tuple[Familie, ...]
    getoond: int
    meer: int | None
    pogingen: tuple[str, ...]
    keuzen: tuple[tuple[Sleutelsoort, str], ...] = tuple(SOORTNAMEN.items())


@dataclass(frozen=True, slots=True)
class Verlopen(Blad):
    """A list that can't be gone back to any more."""

    sjabloon: ClassVar[str] = "verlopen.html"


@dataclass(frozen=True, slots=True)
class Zoekpaginas:
    """The pages of searching."""

    portier: Portier

    def make_routes(self) -> list[Route]:
        """Every page."""
        return [
            Route("/", self.portier.guard(self.show_begin)),
            Route("/zoeken", self.portier.guard(self.search, PUNTEN, bewaar=self._hold), methods=["POST"]),
            Route("/verder/{zoekopdracht}", self.portier.guard(self.resume, PUNTEN)),
            Route("/zoeken/{zoekopdracht}", self.portier.guard(self.show_treffers, PUNTEN)),
        ]

    async def show_begin(self, bezoek: Bezoek) -> Response:
        """The box, and the employers that were seen last; who may not search is led to what he may see."""
        schil = bezoek.bezoeker.schil
        if not schil.zoeken and schil.wegen:
            return RedirectResponse(schil.wegen[0][0], 303)
        return await _show_begin(bezoek)

    async def search(self, bezoek: Bezoek) -> Response:
        """Keeps a search and leads to its list; one with a single hit, to that; for a script of ours, the first hits. What
        can't be searched for stays in the box."""
        opdracht = _read_opdracht(await bezoek.read_form())
        if bezoek.wil_json:
            return await self._suggest(bezoek, opdracht)
        try:
            check_invoer(opdracht.zoekterm)
        except InvoerOnjuist as fout:
            return await _show_begin(bezoek, opdracht.zoekterm, f"{fout} U typte er {len(opdracht.zoekterm)}.")
        return await self.lead(bezoek, opdracht) if opdracht.zoekterm else await _show_begin(bezoek, "", LEEG)

    async def lead(self, bezoek: Bezoek, opdracht: Zoekopdracht) -> Response:
        """To the one hit of a search, when it is what was typed and the only one, else to its list. What is only like it is for
        the reader to choose. Errors: as ``Raadpleging.search_werkgevers``."""
        resultaat = await _search(bezoek, opdracht, 1)
        id_ = await bezoek.opdrachten.keep(bezoek.bezoeker.gebruiker, replace(opdracht, herkend_als=resultaat.herkend_als))
        if resultaat.bladzijde.totaal == 1 and not resultaat.is_suggestie and not resultaat.totaal_is_minimum:
            await bezoek.record()
            (edge,) = resultaat.bladzijde.edges
            return RedirectResponse(f"{_address_of(edge.node.werkgever.id)}?{ZOEKOPDRACHT}={id_}", 303)
        return RedirectResponse(f"/zoeken/{id_}", 303)

    async def hold(self, opdracht: Zoekopdracht) -> str:
        """Where this is searched when who asked it has signed in. Errors: ``CacheOnbereikbaar``."""
        return f"/verder/{await self.portier.opdrachten.hold(opdracht)}"

    async def resume(self, bezoek: Bezoek) -> Response:
        """Leads to what was asked before its asker signed in, once."""
        opdracht = await bezoek.opdrachten.take(bezoek.request.path_params["zoekopdracht"])
        return await self.lead(bezoek, opdracht) if opdracht else _show_verlopen(bezoek)

    async def _hold(self, request: Request) -> str:
        opdracht = _read_opdracht(await read_form(request))
        check_invoer(opdracht.zoekterm)
        return await self.hold(opdracht) if opdracht.zoekterm else BEGIN

    async def show_treffers(self, bezoek: Bezoek) -> Response:
        """The list of a search that was kept."""
        id_ = bezoek.request.path_params["zoekopdracht"]
        first = _read_aantal(bezoek.request.query_params.get("aantal", ""))
        opdracht = await bezoek.opdrachten.find(bezoek.bezoeker.gebruiker, id_)
        if opdracht is None:
            return _show_verlopen(bezoek)
        resultaat = await _search(bezoek, opdracht, first)
        gevonden = [edge.node for edge in resultaat.bladzijde.edges]
        opvolgers = await bezoek.raadpleging.find_opvolgers([treffer.werkgever for treffer in gevonden])
        await bezoek.record()
        treffers = show_treffers(gevonden, opdracht.zoekterm, opvolgers)
        blad = _list_treffers(opdracht, resultaat, treffers, f"/zoeken/{id_}")
        is_leeg = not blad.families
        titel = "Niets gevonden" if is_leeg else "Gevonden werkgevers"
        schil = bezoek.bezoeker.schil
        return show(Pagina(titel, schil, render(blad), zoekterm=opdracht.zoekterm, is_zoekpagina=is_leeg))

    async def _suggest(self, bezoek: Bezoek, opdracht: Zoekopdracht) -> Response:
        resultaat = await _search(bezoek, opdracht, MEESTE_OPTIES)
        id_, _ = await asyncio.gather(bezoek.opdrachten.keep(bezoek.bezoeker.gebruiker, opdracht), bezoek.record())
        herkend, aantal = describe_herkend(opdracht.zoek_op, resultaat.herkend_als), describe_aantal(resultaat)
        treffers = show_treffers((edge.node for edge in resultaat.bladzijde.edges), opdracht.zoekterm)
        inhoud = {
            "treffers": [_show_optie(treffer) for treffer in treffers],
            "lijst": f"/zoeken/{id_}",
            "kop": f"{herkend}. {aantal}." if herkend else f"{aantal}.",
        }
        return JSONResponse(inhoud, headers={"Cache-Control": "private, no-store"})


def _read_opdracht(velden: Mapping[str, str]) -> Zoekopdracht:
    return Zoekopdracht(velden.get("zoekterm", "").strip(), read_soort(velden.get("zoekOp", "")))


def _show_verlopen(bezoek: Bezoek) -> Response:
    return show(Pagina("Niet meer bewaard", bezoek.bezoeker.schil, render(Verlopen()), is_zoekpagina=True))


async def _search(bezoek: Bezoek, opdracht: Zoekopdracht, first: int) -> Zoekresultaat:
    return await bezoek.raadpleging.search_werkgevers(opdracht.zoekterm, opdracht.zoek_op, Bladvraag(first))


async def _show_begin(bezoek: Bezoek, zoekterm: str = "", fout: str | None = None) -> Response:
    """The box comes first: reading back in the log keeps nobody from searching."""
    inhoud = render(Zoekblad(SPLEET, fout))
    pagina = Pagina("Zoeken", bezoek.bezoeker.schil, inhoud, zoekterm=zoekterm, is_zoekpagina=True)
    return stream(pagina, tell_onlangs(bezoek), 400 if fout else 200)


def _list_treffers(opdracht: Zoekopdracht, resultaat: Zoekresultaat, treffers: Sequence[Gevonden], adres: str) -> Treffersblad:
    return Treffersblad(
        opdracht=opdracht,
        adres=adres,
        herkend=describe_herkend(opdracht.zoek_op, resultaat.herkend_als),
        aantal=describe_aantal(resultaat),
        is_suggestie=resultaat.is_suggestie,
        families=group_families(treffers),
        getoond=len(treffers),
        meer=count_next(len(treffers), resultaat, MEESTE_TREFFERS),
        pogingen=list_pogingen(resultaat),
    )


def _show_optie(treffer: Gevonden) -> dict[str, object]:
    return {
        "naar": _address_of(treffer.werkgever.id),
        "naam": treffer.naam,
        "extra": f"{treffer.kenmerken} · {treffer.reden}",
        "isBeeindigd": treffer.is_beeindigd,
    }


def _address_of(id_: str) -> str:
    return f"/werkgevers/{id_}"


def _read_aantal(tekst: str) -> int:
    if not tekst:
        return MEESTE_TREFFERS
    if not (tekst.isascii() and tekst.isdecimal() and 1 <= int(tekst[:4]) <= GROOTSTE_BLADZIJDE):
        raise InvoerOnjuist(f"Schrijf aantal als een getal van 1 tot en met {GROOTSTE_BLADZIJDE}.")
    return int(tekst)
