"""Every page in every state that it has, and how one gets there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from klantbeeld.domain.groepen import GROEPEN
from klantbeeld.web.groepen import path_of
from tests.dienst import VOORBEELD
from tests.scherm.aanmelding import ADVIES, HANDHAVING, ONBEKEND, PORTAAL, find_terugweg, sign_in
from tests.scherm.venster import Venster

GROOT = f"/werkgevers/{VOORBEELD}"
STATISTIEK = "/statistieken?van=2022-01&tot=2023-09&groepeerOp=JAAR&groepeerOp=SECTOR"
VAN_HIER = {"origin": "null", "sec-fetch-site": "same-origin"}
VAN_ELDERS = {"origin": PORTAAL, "sec-fetch-site": "cross-site"}
GEKOZEN = "&sector=onbekend&grootteklasse=G10_49&postcodegebied=10"


@dataclass(frozen=True, slots=True)
class Blad:
    """``naam`` names the picture of it. ``pad``: its address, or what finds it. ``dienst`` names where it is served: on an
    ordinary day, on a bad one, or where one must sign in. ``formulier`` is sent to it, by a page of ours or of another desktop
    (``is_van_elders``). ``wisselt``: it says something else each time, because looking at it is told on it."""

    naam: str
    pad: str | Callable[[Venster], str]
    rol: str = "klantadviseur"
    status: int = 200
    dienst: Literal["dienst", "gestoord", "aanmelden"] = "dienst"
    formulier: Mapping[str, str] | None = None
    is_van_elders: bool = False
    wisselt: bool = False

    def __str__(self) -> str:
        return self.naam

    def open(self, venster: Venster) -> None:
        """Opens it, as who has the role."""
        if self.rol != "klantadviseur":
            venster.choose_rol(self.rol)
        pad = self.pad if isinstance(self.pad, str) else self.pad(venster)
        gekregen = (
            venster.open(pad)
            if self.formulier is None
            else venster.send(pad, self.formulier, VAN_ELDERS if self.is_van_elders else VAN_HIER)
        )
        assert gekregen == self.status


def search(zoekterm: str) -> Callable[[Venster], str]:
    """The list of this search."""
    return lambda venster: venster.keep_search(zoekterm)


def look_first(venster: Venster) -> str:
    """The first page, for who looked at an employer before: not in this window, where all that it asks is weighed."""
    assert venster.page.request.get(venster.basis + GROOT).ok
    return "/"


def go_as(pad: str, *rollen: str) -> Callable[[Venster], str]:
    """This page, for somebody with these roles who signed in."""

    def find(venster: Venster) -> str:
        sign_in(venster, *rollen)
        return pad

    return find


def find_afgeschermd(venster: Venster) -> str:
    """Where a number in full is asked of an employer whose numbers are masked."""
    return venster.keep_search("emz dagobert").partition("?")[0] + "/volledig-nummer"


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
    Blad("klantbeeld-gestoord", GROOT, dienst="gestoord"),
    *(Blad(f"groep-{path_of(groep)}", f"{GROOT}/{path_of(groep)}") for groep in GROEPEN),
    Blad("groep-contactmanagement-gestoord", f"{GROOT}/contactmanagement", dienst="gestoord"),
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
    Blad("beheer-gestoord", "/beheer?bron=dans", rol="beheerder", dienst="gestoord", wisselt=True),
    Blad("raadplegingen", "/raadplegingen", wisselt=True),
    Blad("toezicht", "/toezicht", rol="toezichthouder"),
    Blad(
        "toezicht-gezocht",
        "/toezicht",
        rol="toezichthouder",
        formulier={"wijze": "GEBRUIKER", "waarde": "demo-klantadviseur"},
        wisselt=True,
    ),
    Blad("nummer", find_afgeschermd, rol="handhaver", formulier={"soort": "LH_NUMMER", "reden": "belt over zijn aangifte"}),
    Blad("nummer-onjuist", find_afgeschermd, rol="handhaver", status=400, formulier={"soort": "LH_NUMMER", "reden": "x"}),
    Blad(
        "openen", "/openen", dienst="aanmelden", formulier={"soort": "LH_NUMMER", "waarde": "123456789L01"}, is_van_elders=True
    ),
    Blad("openen-onvolledig", "/openen", dienst="aanmelden", status=400, formulier={"soort": "LH_NUMMER"}, is_van_elders=True),
    Blad("afgemeld", "/aangemeld", dienst="aanmelden"),
    Blad("aanmelden-mislukt", "/aanmelden/terug", dienst="aanmelden", status=401),
    Blad("aanmelden-geen-rol", lambda venster: find_terugweg(venster, [ONBEKEND]), dienst="aanmelden", status=403),
    Blad("aangemeld", go_as("/aangemeld", ADVIES), dienst="aanmelden"),
    Blad("aangemeld-rollen", go_as("/aangemeld", ADVIES, HANDHAVING), dienst="aanmelden"),
    Blad("aangemeld-zoeken", go_as("/", ADVIES, HANDHAVING), dienst="aanmelden"),
    Blad("hulp", "/hulp"),
    Blad("nieuw", "/nieuw"),
    Blad("toegankelijkheid", "/toegankelijkheid"),
    Blad("geen-toegang", GROOT, rol="beleid", status=403),
    Blad("niet-gevonden", "/werkgevers/bestaat-niet", status=404),
)
KORT = tuple(blad for blad in BLADEN if blad.naam in {"treffers", "klantbeeld-gestoord", "groep-preventief-werken"})
"""Those that have between them everything that a page is made of."""
