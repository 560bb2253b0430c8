"""Zaakmanagement on a page."""

from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.zaken import Zaakmanagement, Zaakparameters
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad

STAP = 15
ALLE = "alle"
STATUSSEN = ("lopend", "gesloten", "geannuleerd", ALLE)


@dataclass(frozen=True, slots=True)
class Zaakblad(Blad):
    """Zaakmanagement of one employer. ``meer``: where more of the list is shown; None when this is all."""

    sjabloon: ClassVar[str] = "groepen/zaken.html"
    groep: Zaakmanagement
    meer: str | None


def read_zaken(vraag: Groepsvraag) -> Zaakparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    status = vraag.read_keuze("status", STATUSSEN) or "lopend"
    return Zaakparameters(None if status == ALLE else status, vraag.read_bladvraag(STAP))


def make_zaken(groep: Zaakmanagement, vraag: Groepsvraag) -> Zaakblad:
    """What the block holds."""
    return Zaakblad(groep, vraag.address_of_more(groep.bladzijde, STAP))
