"""Pages of the consultation log: what the visitor looked at himself, and, for who looks after that, who saw what."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response
from starlette.routing import Route

from klantbeeld.access.nalezen import Terugblik
from klantbeeld.access.terugzoeken import Vondsten
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.toezien import Naleesvraag, Zoekwijze, check_toegang, read_raadplegingen
from klantbeeld.web.bezoek import Bezoek, Portier
from klantbeeld.web.sjablonen import Blad, Pagina, render, show

EIGEN, TOEZICHT = "/raadplegingen", "/toezicht"
PUNTEN_EIGEN, PUNTEN_TOEZICHT = 3, 10
MEESTE_CIJFERS = 18
"""Of the number that a page comes before."""
WIJZEN = {
    Zoekwijze.WERKGEVER: "werkgever (id)",
    Zoekwijze.LH_NUMMER: "werkgever (LH-nummer)",
    Zoekwijze.KVK_NUMMER: "werkgever (KVK-nummer)",
    Zoekwijze.GEBRUIKER: "gebruiker (account)",
    Zoekwijze.TRACE: "verzoek (trace-id)",
}


@dataclass(frozen=True, slots=True)
class Eigenblad(Blad):
    """What the visitor looked at, newest first. ``mag_openen``: whether he may look at employers now."""

    sjabloon: ClassVar[str] = "raadplegingen.html"
    raadplegingen: tuple[Terugblik, ...]
    mag_openen: bool


@dataclass(frozen=True, slots=True)
class Toezichtblad(Blad):
    """Who saw what, by what was asked for (``vraag``); ``vondsten`` None when nothing was asked yet."""

    sjabloon: ClassVar[str] = "toezicht.html"
    vraag: Naleesvraag
    vondsten: Vondsten | None
    wijzen: tuple[tuple[str, str], ...]


def make_raadplegingpaginas(portier: Portier) -> list[Route]:
    """Every page. What is looked for is sent, never in an address."""

    async def search_raadplegingen(bezoek: Bezoek) -> Response:
        velden = await bezoek.read_form()
        wijze, waarde = _read_wijze(velden.get("wijze", "")), velden.get("waarde", "").strip()
        vraag = Naleesvraag(wijze, waarde, _read_voor(velden.get("voor", "")))
        vondsten = await read_raadplegingen(bezoek.raadpleging, portier.klantbeeld.omgeving.log, vraag)
        await bezoek.record()
        return _show_toezicht(bezoek, vraag, vondsten)

    return [
        Route(EIGEN, portier.guard(show_eigen, PUNTEN_EIGEN)),
        Route(TOEZICHT, portier.guard(show_toezicht)),
        Route(TOEZICHT, portier.guard(search_raadplegingen, PUNTEN_TOEZICHT), methods=["POST"]),
    ]


async def show_eigen(bezoek: Bezoek) -> Response:
    """What the visitor looked at himself."""
    raadplegingen = tuple(await bezoek.raadpleging.list_eigen())
    await bezoek.record()
    blad = Eigenblad(raadplegingen, bezoek.raadpleging.gebruiker.may_see_werkgevers)
    return show(Pagina("Mijn raadplegingen", bezoek.bezoeker.schil, render(blad)))


async def show_toezicht(bezoek: Bezoek) -> Response:
    """Where who looks after consultations begins."""
    check_toegang(bezoek.raadpleging)
    return _show_toezicht(bezoek, Naleesvraag(Zoekwijze.WERKGEVER, ""), None)


def _show_toezicht(bezoek: Bezoek, vraag: Naleesvraag, vondsten: Vondsten | None) -> Response:
    wijzen = tuple((keuze.value, naam) for keuze, naam in WIJZEN.items())
    blad = Toezichtblad(vraag, vondsten, wijzen)
    return show(Pagina("Toezicht op raadplegingen", bezoek.bezoeker.schil, render(blad)))


def _read_wijze(tekst: str) -> Zoekwijze:
    try:
        return Zoekwijze(tekst)
    except ValueError:
        raise InvoerOnjuist("Kies waarop u raadplegingen zoekt uit de lijst.") from None


def _read_voor(tekst: str) -> int | None:
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdecimal() and len(tekst) <= MEESTE_CIJFERS):
        raise InvoerOnjuist("Begin opnieuw bij de nieuwste vastleggingen.")
    return int(tekst)
