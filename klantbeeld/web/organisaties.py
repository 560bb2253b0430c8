"""Organisatiegegevens on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.bronnen import Stand
from klantbeeld.domain.organisaties import Organisatiegegevens, Organisatieparameters
from klantbeeld.web.groepsvragen import Groepsvraag
from klantbeeld.web.sjablonen import Blad
from klantbeeld.werkgevers import Werkgever

STAP = 20
MEESTE_FAMILIE = 10


@dataclass(frozen=True, slots=True)
class Organisatieblad(Blad):
    """Who the employer is. ``opvolger``: who came after it, if that is known; ``familie``: the first of the other employers of
    its legal entity, and ``familie_over`` how many there are besides, None when they can't be read now; ``meer``: where more
    establishments are shown, None when these are all."""

    sjabloon: ClassVar[str] = "groepen/organisaties.html"
    groep: Organisatiegegevens
    stand: Stand | None
    opvolger: Werkgever | None
    familie: Sequence[Werkgever] | None
    familie_over: int
    meer: str | None


def read_organisaties(vraag: Groepsvraag) -> Organisatieparameters:
    """Which establishments are asked for. Errors: ``InvoerOnjuist``."""
    return Organisatieparameters(vraag.read_bladvraag(STAP))


def make_organisaties(groep: Organisatiegegevens, vraag: Groepsvraag) -> Organisatieblad:
    """What the block holds."""
    familie = vraag.familie and vraag.familie[:MEESTE_FAMILIE]
    over = len(vraag.familie or ()) - len(familie or ())
    meer = vraag.address_of_more(groep.vestigingen, STAP)
    return Organisatieblad(groep, vraag.stand, vraag.opvolger, familie, over, meer)
