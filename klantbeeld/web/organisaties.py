"""Organisatiegegevens on a page."""

from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.bronnen import Stand
from klantbeeld.domain.organisaties import Organisatiegegevens, Organisatieparameters
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad
from klantbeeld.werkgevers import Werkgever

STAP = 20


@dataclass(frozen=True, slots=True)
class Organisatieblad(Blad):
    """Who the employer is. ``opvolger``: who came after it, if that is known; ``meer``: where more establishments are shown,
    None when these are all."""

    sjabloon: ClassVar[str] = "groepen/organisaties.html"
    groep: Organisatiegegevens
    stand: Stand | None
    opvolger: Werkgever | None
    meer: str | None


def read_organisaties(vraag: Groepsvraag) -> Organisatieparameters:
    """Which establishments are asked for. Errors: ``InvoerOnjuist``."""
    return Organisatieparameters(vraag.read_bladvraag(STAP))


def make_organisaties(groep: Organisatiegegevens, vraag: Groepsvraag) -> Organisatieblad:
    """What the block holds."""
    return Organisatieblad(groep, vraag.stand, vraag.opvolger, vraag.address_of_more(groep.vestigingen, STAP))
