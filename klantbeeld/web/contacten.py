"""Contactmanagement on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from klantbeeld.domain.bronnen import Stand
from klantbeeld.domain.contacten import Contactmanagement, Contactparameters
from klantbeeld.domain.klok import add_months, day_of
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.lijsten import Lijststaat, make_lijststaat
from klantbeeld.web.sjablonen import Blad

STAP = 20


@dataclass(frozen=True, slots=True)
class Contactblad(Blad):
    """Contactmanagement of one employer. ``perioden``: the first and last day of the period over which subjects are counted,
    and of the one before."""

    sjabloon: ClassVar[str] = "groepen/contacten.html"
    groep: Contactmanagement
    stand: Stand | None
    staat: Lijststaat
    bronnamen: Mapping[str, str]
    perioden: tuple[tuple[date, date], tuple[date, date]]


def read_contacten(vraag: Groepsvraag) -> Contactparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    return Contactparameters(vraag.read_bladvraag(STAP))


def make_contacten(groep: Contactmanagement, vraag: Groepsvraag) -> Contactblad:
    """What the block holds."""
    bronnen = vraag.stand.bronnen if vraag.stand else ()
    vandaag = day_of(vraag.nu)
    half = add_months(vandaag, -6)
    return Contactblad(
        groep=groep,
        stand=vraag.stand,
        staat=make_lijststaat("contactenlijst", groep.contacten, vraag, STAP),
        bronnamen={bron.bron: bron.naam for bron in bronnen},
        perioden=((half, vandaag), (add_months(vandaag, -12), half - timedelta(days=1))),
    )
