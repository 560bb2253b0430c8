"""Financieel on a page."""

from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.betalingen import Financieel, Financieelparameters
from klantbeeld.domain.bronnen import Stand
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.lijsten import Lijststaat, make_lijststaat
from klantbeeld.web.sjablonen import Blad

STAP = 15


@dataclass(frozen=True, slots=True)
class Betalingblad(Blad):
    """Financieel of one employer."""

    sjabloon: ClassVar[str] = "groepen/betalingen.html"
    groep: Financieel
    stand: Stand | None
    staat: Lijststaat


def read_betalingen(vraag: Groepsvraag) -> Financieelparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    return Financieelparameters(vraag.read_bladvraag(STAP))


def make_betalingen(groep: Financieel, vraag: Groepsvraag) -> Betalingblad:
    """What the block holds."""
    return Betalingblad(groep, vraag.stand, make_lijststaat("betalingenlijst", groep.bladzijde, vraag, STAP))
