"""The screen: all pages for who works with employers, behind one porter."""

from collections.abc import Iterator, Sequence

from starlette.routing import Route

from klantbeeld.access.gebruiker import Gebruiker, Taak
from klantbeeld.access.policy import Rechten
from klantbeeld.beheer import Beheer
from klantbeeld.domain.kader import Klasse
from klantbeeld.settings_delen import WebSettings
from klantbeeld.web.beheer import BEHEER, Beheerpaginas
from klantbeeld.web.bestanden import make_bestanden
from klantbeeld.web.bezoek import Bezoeker, Portier
from klantbeeld.web.informatie import Informatiepaginas
from klantbeeld.web.klantbeelden import make_openingspagina
from klantbeeld.web.openen import Opening
from klantbeeld.web.raadplegingen import EIGEN, TOEZICHT, make_raadplegingpaginas
from klantbeeld.web.sjablonen import Rolkeuze, Schil
from klantbeeld.web.statistieken import PAD as STATISTIEKEN
from klantbeeld.web.statistieken import Statistiekpaginas
from klantbeeld.web.werkgevers import make_werkgeverspaginas
from klantbeeld.web.zoeken import Zoekpaginas


def make_scherm(portier: Portier, beheer: Beheer, web: WebSettings) -> list[Route]:
    """Every page, and the files that they are made of."""
    zoeken = Zoekpaginas(portier)
    return [
        *zoeken.make_routes(),
        *Opening(portier, zoeken, frozenset(web.openers.lower().split())).make_routes(),
        make_openingspagina(portier),
        *make_werkgeverspaginas(portier),
        *Statistiekpaginas(portier).make_routes(),
        *Informatiepaginas(portier, web.toegankelijkheid).make_routes(),
        *Beheerpaginas(portier, beheer).make_routes(),
        *make_raadplegingpaginas(portier),
        make_bestanden(),
    ]


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
        wegen=tuple(list_wegen(gebruiker)),
    )
    return Bezoeker(gebruiker, schil)


def list_wegen(gebruiker: Gebruiker) -> Iterator[tuple[str, str]]:
    """The pages beside those of employers that this user may see."""
    if Klasse.STATISTIEK in gebruiker.klassen:
        yield STATISTIEKEN, "Cijfers"
    if Taak.BEHEREN in gebruiker.taken:
        yield BEHEER, "Beheer"
    if Taak.NALEZEN in gebruiker.taken:
        yield TOEZICHT, "Toezicht"
    yield EIGEN, "Mijn raadplegingen"
