"""Financieel on a page."""

from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.betalingen import Financieel, Financieelparameters
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad

STAP = 15


@dataclass(frozen=True, slots=True)
class Betalingblad(Blad):
    """Financieel of one employer. ``meer``: where more of the list is shown; None when this is all."""

    sjabloon: ClassVar[str] = "groepen/betalingen.html"
    groep: Financieel
    meer: str | None


def read_betalingen(vraag: Groepsvraag) -> Financieelparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    return Financieelparameters(vraag.read_bladvraag(STAP))


def make_betalingen(groep: Financieel, vraag: Groepsvraag) -> Betalingblad:
    """What the block holds."""
    return Betalingblad(groep, vraag.address_of_more(groep.bladzijde, STAP))
