"""The form that asks for figures of prevention: a period, what is grouped by, and employers by what they have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from klantbeeld.domain.groepwaarden import GROOTTEKLASSEN, Groepering, describe_waarde, list_keuzen
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.statistieken import canonicalise_selectie
from klantbeeld.domain.vragen import Attribuut, Selectie
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.web.sjablonen import Blad
from klantbeeld.web.statistiekvragen import GROEPEER_OP, SELECTIE, TOT, VAN, Waarden

GRAFIEK = "grafiek"
"""The parameter that says which figure is drawn."""
NAMEN = {
    Groepering.SECTOR: "Sector",
    Groepering.SBI_SECTIE: "SBI-sectie",
    Groepering.GROOTTEKLASSE: "Grootteklasse",
    Groepering.POSTCODEGEBIED: "Postcodegebied",
    Groepering.RECHTSVORM: "Rechtsvorm",
    Groepering.MAAND: "Maand",
    Groepering.KWARTAAL: "Kwartaal",
    Groepering.JAAR: "Jaar",
}
"""What each of what is grouped by is called."""
GRAFIEKEN = {
    "reintegratieverslagen": "Re-integratieverslagen",
    "loonsanctieTeller": "Verslagen met een loonsanctie",
    "boetes": "Boetes",
    "digitaalTeller": "Digitale meldingen",
}
"""The columns that can be drawn, with what they are called: numbers only, for a share says little without what it is of."""


@dataclass(frozen=True, slots=True)
class Keuze:
    """One thing that can be chosen."""

    waarde: str
    naam: str
    is_gekozen: bool


@dataclass(frozen=True, slots=True)
class Keuzelijst:
    """Values of one parameter, of which several can be chosen."""

    parameter: str
    titel: str
    keuzen: tuple[Keuze, ...]

    @property
    def gekozen(self) -> int:
        """How many are chosen; none stands for all."""
        return sum(keuze.is_gekozen for keuze in self.keuzen)


@dataclass(frozen=True, slots=True)
class Statistiekformulier(Blad):
    """The form, filled with what was asked. ``kenmerken`` are two choices of an attribute, one after the other."""

    sjabloon: ClassVar[str] = "statistiekformulier.html"
    pad: str
    van: str
    tot: str
    kenmerken: tuple[tuple[Keuze, ...], ...]
    tijdvakken: tuple[Keuze, ...]
    grafieken: tuple[Keuze, ...]
    lijsten: tuple[Keuzelijst, ...]


def make_formulier(pad: str, waarden: Waarden, normen: Normen) -> Statistiekformulier:
    """The form that leads to ``pad``."""
    kenmerken = [deel for deel in Groepering if not deel.is_tijdvak]
    tijdvakken = [deel for deel in Groepering if deel.is_tijdvak]
    gevraagd = waarden.get(GROEPEER_OP.naam, [])
    eerste, tweede = [*(deel for deel in kenmerken if deel in gevraagd), None, None][:2]
    grafiek = waarden.get(GRAFIEK, [*GRAFIEKEN])[0]
    return Statistiekformulier(
        pad=pad,
        van=_first(waarden, VAN.naam),
        tot=_first(waarden, TOT.naam),
        kenmerken=(_list_groeperingen(kenmerken, eerste), _list_groeperingen(kenmerken, tweede)),
        tijdvakken=_list_groeperingen(tijdvakken, next((deel for deel in tijdvakken if deel in gevraagd), None)),
        grafieken=tuple(Keuze(kolom, naam, kolom == grafiek) for kolom, naam in GRAFIEKEN.items()),
        lijsten=_list_lijsten(_read_selectie(waarden, normen), normen),
    )


def write_adres(pad: str, waarden: Waarden) -> str:
    """Where the same is asked of another page."""
    return f"{pad}?{urlencode(waarden, doseq=True)}" if waarden else pad


def _first(waarden: Waarden, naam: str) -> str:
    """The month that was asked, as a field for months takes it."""
    return waarden.get(naam, [""])[0][:7]


def _list_groeperingen(groeperingen: Iterable[Groepering], gekozen: Groepering | None) -> tuple[Keuze, ...]:
    return tuple(Keuze(deel, NAMEN[deel], deel is gekozen) for deel in groeperingen)


def _read_selectie(waarden: Waarden, normen: Normen) -> Selectie:
    """The selection in its one spelling; nothing when it can't be read."""
    gevraagd = {deel.lijst: tuple(waarden.get(deel.naam, ())) for deel in SELECTIE if deel.lijst}
    try:
        return canonicalise_selectie(Selectie(**gevraagd), normen)
    except InvoerOnjuist:
        return Selectie()


def _list_lijsten(selectie: Selectie, normen: Normen) -> tuple[Keuzelijst, ...]:
    return tuple(
        Keuzelijst(parameter.naam, NAMEN[Groepering(attribuut)], _list_waarden(attribuut, selectie, normen))
        for parameter, attribuut in zip(SELECTIE, Attribuut, strict=True)
    )


def _list_waarden(attribuut: Attribuut, selectie: Selectie, normen: Normen) -> tuple[Keuze, ...]:
    """What can be chosen of an attribute, and what was asked beside it."""
    groepering, gekozen = Groepering(attribuut), selectie.eisen.get(attribuut, ())
    bekend = list_keuzen(groepering, normen)
    codes = {waarde.code for waarde in bekend}
    if attribuut is Attribuut.GROOTTEKLASSE:
        codes |= set(gekozen) - GROOTTEKLASSEN.keys()
    erbij = [describe_waarde(groepering, code, normen) for code in gekozen if code not in codes]
    return tuple(Keuze(deel.code, deel.naam, deel.code in gekozen) for deel in (*bekend, *erbij))
