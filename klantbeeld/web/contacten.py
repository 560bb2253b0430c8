"""Contactmanagement on a page."""

from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.contacten import Contactmanagement, Contactparameters
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad

STAP = 20


@dataclass(frozen=True, slots=True)
class Contactblad(Blad):
    """Contactmanagement of one employer. ``meer``: where more of the list is shown; None when this is all."""

    sjabloon: ClassVar[str] = "groepen/contacten.html"
    groep: Contactmanagement
    meer: str | None


def read_contacten(vraag: Groepsvraag) -> Contactparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    return Contactparameters(vraag.read_bladvraag(STAP))


def make_contacten(groep: Contactmanagement, vraag: Groepsvraag) -> Contactblad:
    """What the block holds."""
    return Contactblad(groep, vraag.address_of_more(groep.contacten, STAP))
