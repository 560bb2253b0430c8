"""Documenten on a page."""

from dataclasses import dataclass
from typing import ClassVar, get_args

from klantbeeld.domain.documenten import Documenten, Documentparameters, Documentsoort
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad

STAP = 15


@dataclass(frozen=True, slots=True)
class Documentblad(Blad):
    """Documenten of one employer. ``meer``: where more of the list is shown; None when this is all."""

    sjabloon: ClassVar[str] = "groepen/documenten.html"
    groep: Documenten
    meer: str | None


def read_documenten(vraag: Groepsvraag) -> Documentparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    soort = vraag.read_keuze("soort", get_args(Documentsoort))
    return Documentparameters(soort, vraag.read_dag("van"), vraag.read_dag("tot"), vraag.read_bladvraag(STAP))


def make_documenten(groep: Documenten, vraag: Groepsvraag) -> Documentblad:
    """What the block holds."""
    return Documentblad(groep, vraag.address_of_more(groep.bladzijde, STAP))
