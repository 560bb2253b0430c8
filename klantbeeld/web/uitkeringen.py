"""Uitkeringsgegevens on a page."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from klantbeeld.domain.klok import day_of
from klantbeeld.domain.uitkeringen import Uitkeringsgegevens, Uitkeringsparameters
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad

PEILDATUM = "peildatum"


@dataclass(frozen=True, slots=True)
class Uitkeringsblad(Blad):
    """Which benefit risks the employer carries itself, on a day."""

    sjabloon: ClassVar[str] = "groepen/uitkeringen.html"
    groep: Uitkeringsgegevens
    peildatum: date
    vandaag: date
    pad: str


def read_uitkeringen(vraag: Groepsvraag) -> Uitkeringsparameters:
    """The day that is asked about. Errors: ``InvoerOnjuist``."""
    return Uitkeringsparameters(vraag.read_dag(PEILDATUM))


def make_uitkeringen(groep: Uitkeringsgegevens, vraag: Groepsvraag) -> Uitkeringsblad:
    """What the block holds."""
    vandaag = day_of(vraag.nu)
    return Uitkeringsblad(groep, groep.peildatum or vandaag, vandaag, vraag.pad)
