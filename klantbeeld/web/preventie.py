"""Preventief werken on a page: the figures of a window that can be chosen, each with what it was counted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from klantbeeld.domain.bronnen import Stand
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.preventie_beeld import BEGIN_VENSTER, Boetemaand, Boetes, PreventiefWerken, Preventieparameters
from klantbeeld.web.grafieken import Punt, draw_kolommen
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.opmaak import count_as, show_maand
from klantbeeld.web.sjablonen import GEEN, Blad, render

STAP = 20
VAN, TOT = "van", "tot"
EEN_JAAR = 12


@dataclass(frozen=True, slots=True)
class Periodeformulier(Blad):
    """The form that asks for another window; the days are as they were asked."""

    sjabloon: ClassVar[str] = "periodeformulier.html"
    pad: str
    van: str
    tot: str


@dataclass(frozen=True, slots=True)
class Preventieblad(Blad):
    """Preventief werken of one employer. ``grafiek`` shows its fines per month; ``meer``: where more reports are shown, None
    when these are all."""

    sjabloon: ClassVar[str] = "groepen/preventie.html"
    groep: PreventiefWerken
    stand: Stand | None
    grafiek: Markup
    meer: str | None


def read_preventie(vraag: Groepsvraag) -> Preventieparameters:
    """The window that is asked about, and which reports. Errors: ``InvoerOnjuist``."""
    return Preventieparameters(vraag.read_dag(VAN), vraag.read_dag(TOT), vraag.read_bladvraag(STAP))


def ask_periode(vraag: Groepsvraag) -> Periodeformulier:
    """The form, filled with what was asked, or with the window of who asks nothing."""
    velden, vandaag = vraag.velden, day_of(vraag.nu)
    van = velden.get(VAN) or min(BEGIN_VENSTER, vandaag).isoformat()
    return Periodeformulier(vraag.pad, van, velden.get(TOT) or vandaag.isoformat())


def make_preventie(groep: PreventiefWerken, vraag: Groepsvraag) -> Preventieblad:
    """What the block holds."""
    grafiek = (
        render(draw_kolommen("Boetes per maand", _describe(groep.boetes), _list_punten(groep.boetes.historie)))
        if groep.boetes
        else GEEN
    )
    return Preventieblad(groep, vraag.stand, grafiek, vraag.address_of_more(groep.verslagen, STAP))


def _list_punten(historie: Sequence[Boetemaand]) -> list[Punt]:
    """A column per month; in a longer window than a year only years are named."""
    return [Punt(_name_maand(deel.maand, kort=len(historie) <= EEN_JAAR), deel.aantal) for deel in historie]


def _name_maand(maand: str, *, kort: bool) -> str:
    jaar, _, nummer = maand.partition("-")
    if kort:
        return show_maand(maand)[:3]
    return jaar if nummer == "01" else ""


def _describe(boetes: Boetes) -> str:
    """What the chart tells, in words."""
    onbekend = sum(deel.aantal is None for deel in boetes.historie)
    over = f"{count_as(boetes.huidig_aantal, 'boete', 'boetes')} in {count_as(len(boetes.historie), 'maand', 'maanden')}"
    return f"{over}; van {count_as(onbekend, 'maand', 'maanden')} is het onbekend." if onbekend else f"{over}."
