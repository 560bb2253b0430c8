"""The pages of one employer: around each its head and menu; a page per group, and the block of a group alone."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from klantbeeld.domain.bronnen import Groepstatus
from klantbeeld.domain.groepen import GROEPEN, Groep
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.queries import Raadpleging
from klantbeeld.web.bezoek import Bezoek, Portier, refuse_onbekend
from klantbeeld.web.groepen import PADEN, make_blok, path_of
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.nummers import NUMMERS, VOLLEDIG_NUMMER, Nummerblad, Nummervraag, address_of_nummer, ask_nummer
from klantbeeld.web.sjablonen import GEEN, SPLEET, Blad, Pagina, make_koppen, render, show, stream
from klantbeeld.web.toetsen import BEELD, MENUTOETSEN
from klantbeeld.web.treffers import ZOEKOPDRACHT, describe_herkend, read_soort
from klantbeeld.werkgevers import Werkgever

PUNTEN_WERKGEVER, PUNTEN_GROEP = 8, 2
VOLUIT = "Nummer voluit"


@dataclass(frozen=True, slots=True)
class Menupunt:
    """A page of an employer. ``toets`` is the digit that opens it with Alt; ``is_open``: it has a source to show."""

    naam: str
    adres: str
    toets: str
    is_hier: bool
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Werkgeverskop(Blad):
    """What stays in view of an employer: who it is, and the menu of its groups."""

    sjabloon: ClassVar[str] = "werkgeverskop.html"
    werkgever: Werkgever
    menu: tuple[Menupunt, ...]
    nummervraag: Markup


@dataclass(frozen=True, slots=True)
class Vindweg(Blad):
    """How an employer was found that was opened as the only hit, and where the search can be taken for something else.
    ``zoekterm`` None: it is not repeated."""

    sjabloon: ClassVar[str] = "vindweg.html"
    zoekterm: str | None
    herkend: str
    lijst: str


def make_werkgeverspaginas(portier: Portier) -> list[Route]:
    """Every page of one employer."""
    return [
        Route(f"/werkgevers/{{id}}/{VOLLEDIG_NUMMER}", portier.guard(show_nummer, PUNTEN_GROEP), methods=["POST"]),
        Route("/werkgevers/{id}/groepen/{groep}", portier.guard(show_fragment, PUNTEN_GROEP)),
        Route("/werkgevers/{id}/{groep}", portier.guard(show_groep, PUNTEN_GROEP)),
    ]


async def show_groep(bezoek: Bezoek) -> Response:
    """The page of one group."""
    groep = _groep_of(bezoek.request)
    werkgever = await find_werkgever(bezoek)
    blok = make_blok(bezoek.raadpleging, groep, ask_groep(bezoek, werkgever, groep))
    return await stream_werkgever(bezoek, werkgever, groep.titel, [asyncio.ensure_future(blok)])


async def show_fragment(bezoek: Bezoek) -> Response:
    """The block of one group, without a page around it."""
    groep = _groep_of(bezoek.request)
    werkgever = await find_werkgever(bezoek)
    blok = await make_blok(bezoek.raadpleging, groep, ask_groep(bezoek, werkgever, groep))
    await bezoek.record()
    return HTMLResponse(blok, headers=make_koppen())


async def show_nummer(bezoek: Bezoek) -> Response:
    """A masked number in full, once; what is wrong with how it was asked is told where it was asked."""
    velden = await bezoek.read_form()
    werkgever = await find_werkgever(bezoek)
    soort, reden = read_soort(velden.get("soort", "")), velden.get("reden", "").strip()
    if soort is None or soort not in NUMMERS or not werkgever.nummers_gemaskeerd:
        raise refuse_onbekend()
    inhoud, vraag, status = GEEN, GEEN, 200
    try:
        nummer = await bezoek.raadpleging.reveal_nummer(werkgever.id, soort, reden)
        inhoud = render(Nummerblad(NUMMERS[soort], nummer, reden, f"/werkgevers/{werkgever.id}"))
    except InvoerOnjuist as fout:
        vraag, status = render(Nummervraag(address_of_nummer(werkgever), soort, reden, str(fout))), 400
    kop = await _make_kop(bezoek, werkgever, VOLUIT, vraag)
    await bezoek.record()
    return show(Pagina(VOLUIT, bezoek.bezoeker.schil, inhoud, kop), status)


def ask_groep(bezoek: Bezoek, werkgever: Werkgever, groep: Groep) -> Groepsvraag:
    """What is asked of a group on its page."""
    pad = f"/werkgevers/{werkgever.id}/{path_of(groep)}"
    return Groepsvraag(werkgever, bezoek.raadpleging.nu, pad, bezoek.request.query_params, bezoek.raadpleging.sluier)


async def stream_werkgever(
    bezoek: Bezoek, werkgever: Werkgever, titel: str, blokken: Sequence[asyncio.Future[Markup]]
) -> Response:
    """A page of an employer: its head at once, then the blocks, in their order. It is recorded here before any of it is sent;
    what the blocks read must have begun."""
    kop = await _make_kop(bezoek, werkgever, titel, ask_nummer(bezoek.raadpleging, werkgever))
    # Each group notes that it will be shown as soon as it begins: so the record holds all of them, and the page can begin too.
    await asyncio.sleep(0)
    await bezoek.record()
    inhoud = await _tell_vindweg(bezoek, werkgever) + Markup('<div class="kb-raster">{}</div>').format(SPLEET)
    return stream(Pagina(titel, bezoek.bezoeker.schil, inhoud, kop), _follow(bezoek, blokken))


async def _make_kop(bezoek: Bezoek, werkgever: Werkgever, titel: str, nummervraag: Markup) -> Markup:
    return render(Werkgeverskop(werkgever, await list_menu(bezoek.raadpleging, werkgever, titel), nummervraag))


async def _tell_vindweg(bezoek: Bezoek, werkgever: Werkgever) -> Markup:
    """Nothing, but where the address names a search of this visitor. A number that he may not see is not repeated."""
    id_ = bezoek.request.query_params.get(ZOEKOPDRACHT)
    opdracht = await bezoek.opdrachten.find(bezoek.bezoeker.gebruiker, id_) if id_ else None
    if opdracht is None:
        return GEEN
    herkend = describe_herkend(opdracht.zoek_op, opdracht.herkend_als)
    zoekterm = None if werkgever.nummers_gemaskeerd else opdracht.zoekterm
    return render(Vindweg(zoekterm, herkend[:1].lower() + herkend[1:], f"/zoeken/{id_}"))


async def _follow(bezoek: Bezoek, taken: Sequence[asyncio.Future[Markup]]) -> AsyncIterator[Markup]:
    """The blocks in their order, each when it is ready and what it found on its way, a successor, is recorded too; who goes
    away stops them."""
    try:
        for taak in taken:
            blok = await taak
            await bezoek.record()
            yield blok
    finally:
        for taak in taken:
            taak.cancel()


async def list_menu(raadpleging: Raadpleging, werkgever: Werkgever, hier: str) -> tuple[Menupunt, ...]:
    """The opening page and every group that this user may see; each with its digit."""
    punten = [Menupunt(BEELD, f"/werkgevers/{werkgever.id}", MENUTOETSEN[BEELD], hier == BEELD)]
    for groep in GROEPEN:
        if groep.soort in raadpleging.gebruiker.groepen:
            stand = await raadpleging.get_stand(groep.soort)
            is_open = stand.status is not Groepstatus.NOG_NIET_AANGESLOTEN
            adres = f"/werkgevers/{werkgever.id}/{path_of(groep)}"
            punten.append(Menupunt(groep.titel, adres, MENUTOETSEN[groep.titel], hier == groep.titel, is_open))
    return tuple(punten)


async def find_werkgever(bezoek: Bezoek) -> Werkgever:
    """The employer of the address. Errors: ``Afwijzing`` when it is not there, or not for this user."""
    werkgever = await bezoek.raadpleging.find_werkgever(bezoek.request.path_params["id"])
    if werkgever is None:
        await bezoek.record()
        raise refuse_onbekend()
    return werkgever


def _groep_of(request: Request) -> Groep:
    groep = PADEN.get(request.path_params["groep"])
    if groep is None:
        raise refuse_onbekend()
    return groep
