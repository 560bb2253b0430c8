"""Gegevens Werkbedrijf on a page: nothing yet, until its source exists."""

from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.werkbedrijf import GegevensWerkbedrijf, Werkbedrijfparameters
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad


@dataclass(frozen=True, slots=True)
class Werkbedrijfblad(Blad):
    """A group without fields."""

    sjabloon: ClassVar[str] = "groepen/werkbedrijf.html"


def read_werkbedrijf(_: Groepsvraag) -> Werkbedrijfparameters:
    """Nothing can be asked of it."""
    return Werkbedrijfparameters()


def make_werkbedrijf(_: GegevensWerkbedrijf, __: Groepsvraag) -> Werkbedrijfblad:
    """What the block holds."""
    return Werkbedrijfblad()
