"""Every page in every state that it has, and how one gets there."""

from collections.abc import Callable
from dataclasses import dataclass

from klantbeeld.domain.groepen import GROEPEN
from klantbeeld.web.groepen import path_of
from tests.dienst import VOORBEELD
from tests.scherm.venster import Venster

GROOT = f"/werkgevers/{VOORBEELD}"
STATISTIEK = "/statistieken?van=2022-01&tot=2023-09&groepeerOp=JAAR&groepeerOp=SECTOR"
GEKOZEN = "&sector=onbekend&grootteklasse=G10_49&postcodegebied=10"


@dataclass(frozen=True, slots=True)
class Blad:
    """``naam`` names the picture of it. ``pad``: its address, or what finds it. ``gestoord``: on a bad day. ``wisselt``: it
    says something else each time, because looking at it is told on it."""

    naam: str
    pad: str | Callable[[Venster], str]
    rol: str = "klantadviseur"
    status: int = 200
    gestoord: bool = False
    wisselt: bool = False

    def __str__(self) -> str:
        return self.naam

    def open(self, venster: Venster) -> None:
        """Opens it, as who has the role."""
        if self.rol != "klantadviseur":
            venster.choose_rol(self.rol)
        assert venster.open(self.pad if isinstance(self.pad, str) else self.pad(venster)) == self.status


def search(zoekterm: str) -> Callable[[Venster], str]:
    """The list of this search."""
    return lambda venster: venster.keep_search(zoekterm)


def look_first(venster: Venster) -> str:
    """The first page, for who looked at an employer before: not in this window, where all that it asks is weighed."""
    assert venster.page.request.get(venster.basis + GROOT).ok
    return "/"


BLADEN = (
    Blad("zoeken", "/"),
    Blad("zoeken-onlangs", look_first, wisselt=True),
    Blad("treffers", search("test")),
    Blad("treffers-veel", search("bv")),
    Blad("treffers-suggesties", search("groothandl de grot")),
    Blad("treffers-geen", search("xqzwv")),
    Blad("treffers-verlopen", "/zoeken/AAAAAAAAAAAAAAAAAAAAAA"),
    Blad("klantbeeld", GROOT),
    Blad("klantbeeld-peildatum", f"{GROOT}?peildatum=2020-06-01"),
    Blad("klantbeeld-afgeschermd", search("emz dagobert"), rol="handhaver"),
    Blad("klantbeeld-handhaver", GROOT, rol="handhaver"),
    Blad("klantbeeld-gestoord", GROOT, gestoord=True),
    *(Blad(f"groep-{path_of(groep)}", f"{GROOT}/{path_of(groep)}") for groep in GROEPEN),
    Blad("groep-contactmanagement-gestoord", f"{GROOT}/contactmanagement", gestoord=True),
    Blad("groep-contactmanagement-dicht", f"{GROOT}/contactmanagement", rol="handhaver"),
    Blad("groep-documenten-meer", f"{GROOT}/documenten?aantal=30"),
    Blad("groep-documenten-geen", f"{GROOT}/documenten?van=1999-01-01&tot=1999-12-31"),
    Blad("groep-documenten-gekozen", f"{GROOT}/documenten?soort=overig&van=2018-01-01&tot=2018-12-31"),
    Blad("groep-documenten-onjuist", f"{GROOT}/documenten?van=gisteren"),
    Blad("groep-zaakmanagement-alle", f"{GROOT}/zaakmanagement?status=alle"),
    Blad("statistieken", "/statistieken", rol="beleid"),
    Blad("statistieken-tabel", STATISTIEK, rol="beleid"),
    Blad("statistieken-gekozen", STATISTIEK + GEKOZEN, rol="beleid"),
    Blad("statistieken-onjuist", "/statistieken?van=ooit", rol="beleid", status=400),
    Blad("beheer", "/beheer", rol="beheerder", wisselt=True),
    Blad("beheer-gestoord", "/beheer?bron=dans", rol="beheerder", gestoord=True, wisselt=True),
    Blad("raadplegingen", "/raadplegingen", wisselt=True),
    Blad("toezicht", "/toezicht", rol="toezichthouder"),
    Blad("hulp", "/hulp"),
    Blad("nieuw", "/nieuw"),
    Blad("toegankelijkheid", "/toegankelijkheid"),
    Blad("geen-toegang", GROOT, rol="beleid", status=403),
    Blad("niet-gevonden", "/werkgevers/bestaat-niet", status=404),
)
KORT = tuple(blad for blad in BLADEN if blad.naam in {"treffers", "klantbeeld-gestoord", "groep-preventief-werken"})
"""Those that have between them everything that a page is made of."""
