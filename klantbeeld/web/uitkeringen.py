"""Uitkeringsgegevens on a page: who carries a risk itself on a day that can be chosen, and what came before and comes after."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from klantbeeld.domain.bronnen import Stand
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.uitkeringen import REGELINGEN, Erd, Regelingblok, Uitkeringsgegevens, Uitkeringsparameters
from klantbeeld.web.grafieken import Duur, draw_tijdlijn
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.opmaak import show_dag
from klantbeeld.web.sjablonen import GEEN, Blad, render

PEILDATUM = "peildatum"


@dataclass(frozen=True, slots=True)
class Peildatumformulier(Blad):
    """The form that asks for another day; ``peildatum`` is as it was asked."""

    sjabloon: ClassVar[str] = "peildatumformulier.html"
    pad: str
    peildatum: str


@dataclass(frozen=True, slots=True)
class Uitkeringsblad(Blad):
    """Which benefit risks the employer carries itself, on a day. ``regelingen`` are the schemes with what they are called in
    paths of the group; ``tijdlijn`` is empty when the employer never carried any."""

    sjabloon: ClassVar[str] = "groepen/uitkeringen.html"
    groep: Uitkeringsgegevens
    stand: Stand | None
    regelingen: tuple[tuple[str, Regelingblok], ...]
    peildatum: date
    is_vandaag: bool
    tijdlijn: Markup


def read_uitkeringen(vraag: Groepsvraag) -> Uitkeringsparameters:
    """The day that is asked about. Errors: ``InvoerOnjuist``."""
    return Uitkeringsparameters(vraag.read_dag(PEILDATUM))


def ask_peildatum(vraag: Groepsvraag) -> Peildatumformulier:
    """The form, filled with what was asked, or with today."""
    return Peildatumformulier(vraag.pad, vraag.velden.get(PEILDATUM) or day_of(vraag.nu).isoformat())


def make_uitkeringen(groep: Uitkeringsgegevens, vraag: Groepsvraag) -> Uitkeringsblad:
    """What the block holds."""
    vandaag = day_of(vraag.nu)
    peildatum = groep.peildatum or vandaag
    blokken = {"wga": groep.wga, "zw": groep.zw, "ww": groep.ww}
    regelingen = tuple((naam, blok) for naam, blok in blokken.items() if blok is not None)
    return Uitkeringsblad(
        groep=groep,
        stand=vraag.stand,
        regelingen=regelingen,
        peildatum=peildatum,
        is_vandaag=peildatum == vandaag,
        tijdlijn=_draw_tijdlijn(groep.perioden, peildatum, vandaag),
    )


def _draw_tijdlijn(perioden: tuple[Erd, ...], peildatum: date, vandaag: date) -> Markup:
    """When the employer carried each risk itself, until today at least, with a line at the day that is asked about."""
    gedragen = [erd for erd in perioden if erd.is_eigenrisicodrager]
    if not gedragen:
        return GEEN
    rijen: dict[str, list[Duur]] = {regeling: [] for regeling in REGELINGEN}
    for erd in gedragen:
        rijen[erd.regeling].append(Duur(erd.van, erd.tot))
    beschrijving = f"Een balk is een tijd als eigenrisicodrager; de streep staat bij {show_dag(peildatum)}."
    return render(draw_tijdlijn("Eigenrisicodragerschap in de tijd", beschrijving, rijen, (peildatum, vandaag)))
