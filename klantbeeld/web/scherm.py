"""The screen: all pages for who works with employers, behind one porter."""

from collections.abc import Sequence

from starlette.routing import Route

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.policy import Rechten
from klantbeeld.domain.kader import Klasse
from klantbeeld.web.bestanden import make_bestanden
from klantbeeld.web.bezoek import Bezoeker, Portier
from klantbeeld.web.klantbeelden import make_openingspagina
from klantbeeld.web.sjablonen import Rolkeuze, Schil
from klantbeeld.web.statistieken import PAD as STATISTIEKEN
from klantbeeld.web.statistieken import Statistiekpaginas
from klantbeeld.web.werkgevers import make_werkgeverspaginas
from klantbeeld.web.zoeken import Zoekpaginas
from klantbeeld.zoekopdrachten import Zoekopdrachten


def make_scherm(portier: Portier, opdrachten: Zoekopdrachten) -> list[Route]:
    """Every page, and the files that they are made of."""
    paginas = [*Zoekpaginas(portier, opdrachten).make_routes(), make_openingspagina(portier), *make_werkgeverspaginas(portier)]
    return [*paginas, *Statistiekpaginas(portier).make_routes(), make_bestanden()]


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
        wegen=((STATISTIEKEN, "Cijfers"),) if Klasse.STATISTIEK in gebruiker.klassen else (),
    )
    return Bezoeker(gebruiker, schil)
