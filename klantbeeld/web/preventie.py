"""Preventief werken on a page."""

from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.preventie_beeld import PreventiefWerken, Preventieparameters
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad

STAP = 20


@dataclass(frozen=True, slots=True)
class Preventieblad(Blad):
    """Preventief werken of one employer. ``meer``: where more of the list is shown; None when this is all."""

    sjabloon: ClassVar[str] = "groepen/preventie.html"
    groep: PreventiefWerken
    meer: str | None


def read_preventie(vraag: Groepsvraag) -> Preventieparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    return Preventieparameters(vraag.read_dag("van"), vraag.read_dag("tot"), vraag.read_bladvraag(STAP))


def make_preventie(groep: PreventiefWerken, vraag: Groepsvraag) -> Preventieblad:
    """What the block holds."""
    return Preventieblad(groep, vraag.address_of_more(groep.verslagen, STAP))
