"""The screen: all pages for who works with employers, behind one porter."""

from collections.abc import Sequence

from starlette.routing import Route

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.policy import Rechten
from klantbeeld.web.bestanden import make_bestanden
from klantbeeld.web.bezoek import Bezoeker, Portier
from klantbeeld.web.klantbeelden import make_openingspagina
from klantbeeld.web.openen import Opening
from klantbeeld.web.sjablonen import Rolkeuze, Schil
from klantbeeld.web.werkgevers import make_werkgeverspaginas
from klantbeeld.web.zoeken import Zoekpaginas
from klantbeeld.zoekopdrachten import Zoekopdrachten


def make_scherm(portier: Portier, opdrachten: Zoekopdrachten, openers: str) -> list[Route]:
    """Every page, and the files that they are made of. ``openers``: the origins whose pages may open an employer here."""
    zoeken = Zoekpaginas(portier, opdrachten)
    opening = Opening(portier, zoeken, frozenset(openers.lower().split()))
    werkgevers = [make_openingspagina(portier), *make_werkgeverspaginas(portier)]
    return [*zoeken.make_routes(), *opening.make_routes(), *werkgevers, make_bestanden()]


def make_bezoeker(gebruiker: Gebruiker, rechten: Rechten, rollen: Sequence[str], *, is_demo: bool = False) -> Bezoeker:
    """A visitor, who may choose from these roles, with what is around his pages."""
    keuzen = [Rolkeuze(rol, rechten.rollen[rol].naam, rol == gebruiker.rol) for rol in rollen if rol in rechten.rollen]
    schil = Schil(
        account=gebruiker.naam,
        rolnaam=rechten.rollen[gebruiker.rol].naam,
        is_demo=is_demo,
        zoeken=gebruiker.may_see_werkgevers,
        afmelden=not is_demo,
        rollen=tuple(keuzen) if len(keuzen) > 1 else (),
    )
    return Bezoeker(gebruiker, schil)
