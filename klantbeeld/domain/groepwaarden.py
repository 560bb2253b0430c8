"""What rows of a statistic are grouped by: attributes of employers and periods, with their order and their names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from klantbeeld.domain.klok import Tijdvak, add_months, first_of_month
from klantbeeld.domain.maanden import ONBEKEND
from klantbeeld.domain.normen import ONBEKENDE_SECTOR, Normen
from klantbeeld.domain.preventie import Periode

GROOTTEKLASSEN = {
    "G0": "geen medewerkers",
    "G1_9": "1 tot en met 9 medewerkers",
    "G10_49": "10 tot en met 49 medewerkers",
    "G50_249": "50 tot en met 249 medewerkers",
    "G250_PLUS": "250 of meer medewerkers",
    "ONBEKEND": "aantal medewerkers onbekend",
}
_NIET_BEKEND = {
    "SECTOR": "sector onbekend",
    "SBI_SECTIE": "SBI-sectie onbekend",
    "POSTCODEGEBIED": "postcode onbekend",
    "RECHTSVORM": "rechtsvorm onbekend",
}
_MAANDNAMEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_RANGTELWOORDEN = ("eerste", "tweede", "derde", "vierde")
_SBI_VERSIES = ("2025", "2008")


class Groepering(StrEnum):
    """Attributes of employers, and units of time."""

    SECTOR = "SECTOR"
    SBI_SECTIE = "SBI_SECTIE"
    GROOTTEKLASSE = "GROOTTEKLASSE"
    POSTCODEGEBIED = "POSTCODEGEBIED"
    RECHTSVORM = "RECHTSVORM"
    MAAND = "MAAND"
    KWARTAAL = "KWARTAAL"
    JAAR = "JAAR"

    @property
    def is_tijdvak(self) -> bool:
        """Whether it is a unit of time."""
        return self.value in Tijdvak.__members__


@dataclass(frozen=True, slots=True)
class Groepwaarde:
    """One value that the employers, or the months, of a row have in common."""

    groepering: Groepering
    code: str
    omschrijving: str

    @property
    def naam(self) -> str:
        """Its words, behind its code where people know that by heart."""
        met_code = self.groepering in {Groepering.SECTOR, Groepering.SBI_SECTIE} and self.code != ONBEKEND
        return f"{self.code} {self.omschrijving}" if met_code else self.omschrijving


@dataclass(frozen=True, slots=True)
class Vak:
    """A period of a statistic: its code, and those of its months that were asked for."""

    code: str | None
    maanden: tuple[str, ...]

    @property
    def periode(self) -> Periode:
        """Its days."""
        return Periode(first_of_month(self.maanden[0]), add_months(first_of_month(self.maanden[-1]), 1) - timedelta(days=1))


def split_maanden(maanden: Iterable[str], tijdvak: Tijdvak | None) -> tuple[Vak, ...]:
    """The periods that months are counted in, oldest first; one without a code when there is no unit of time."""
    vakken: dict[str | None, list[str]] = {}
    for maand in maanden:
        vakken.setdefault(tijdvak.of(maand) if tijdvak else None, []).append(maand)
    return tuple(Vak(code, tuple(delen)) for code, delen in vakken.items())


def list_keuzen(groepering: Groepering, normen: Normen) -> tuple[Groepwaarde, ...]:
    """What employers can be chosen by, of one attribute, in its order: all that the lists know, and what is not known."""
    codes: Iterable[str] = {
        Groepering.SECTOR: normen.sectoren,
        Groepering.SBI_SECTIE: {code for _, code in normen.sbi if len(code) == 1 and code.isalpha()},
        Groepering.GROOTTEKLASSE: GROOTTEKLASSEN.keys() - {ONBEKEND},
        Groepering.POSTCODEGEBIED: map(str, range(10, 100)),
        Groepering.RECHTSVORM: set(normen.rechtsvormen.values()),
    }[groepering]
    bekend = {*codes} if groepering is Groepering.GROOTTEKLASSE else {*codes, ONBEKEND}
    return tuple(sorted((describe_waarde(groepering, code, normen) for code in bekend), key=rank_waarde))


def describe_waarde(groepering: Groepering, code: str, normen: Normen) -> Groepwaarde:
    """A value with its name."""
    return Groepwaarde(groepering, code, _name_waarde(groepering, code, normen))


def rank_waarde(waarde: Groepwaarde) -> tuple[int, str]:
    """The place of a value among those of its kind: sectors by number, size classes by size, what is not known last."""
    if waarde.groepering is Groepering.GROOTTEKLASSE:
        return list(GROOTTEKLASSEN).index(waarde.code), ""
    if waarde.code == ONBEKEND:
        return 10**9, ""
    is_nummer = waarde.groepering is Groepering.SECTOR and waarde.code.isascii() and waarde.code.isdigit()
    return int(waarde.code[:8]) if is_nummer else 10**8, waarde.code


def _name_waarde(groepering: Groepering, code: str, normen: Normen) -> str:
    if groepering is Groepering.GROOTTEKLASSE:
        return GROOTTEKLASSEN[code]
    if groepering.is_tijdvak:
        return _name_periode(code)
    if code == ONBEKEND:
        return _NIET_BEKEND[groepering]
    if groepering is Groepering.SECTOR:
        sector = normen.find_sector(code)
        return sector.naam if sector else ONBEKENDE_SECTOR
    if groepering is Groepering.SBI_SECTIE:
        return _name_sectie(code, normen)
    return f"postcodes {code}00 tot en met {code}99" if groepering is Groepering.POSTCODEGEBIED else code


def _name_periode(code: str) -> str:
    jaar, _, deel = code.partition("-")
    if deel.startswith("K"):
        return f"{_RANGTELWOORDEN[int(deel[1:]) - 1]} kwartaal {jaar}"
    return f"{_MAANDNAMEN[int(deel) - 1]} {jaar}" if deel else jaar


def _name_sectie(letter: str, normen: Normen) -> str:
    """The letter means one thing in each version; both are told where they differ."""
    namen = {versie: normen.sbi[versie, letter].omschrijving for versie in _SBI_VERSIES if (versie, letter) in normen.sbi}
    zinnen = {versie: naam.capitalize() if naam.isupper() else naam for versie, naam in namen.items()}
    if len(set(zinnen.values())) == 1:
        return next(iter(zinnen.values()))
    return "; ".join(f"{naam} (SBI {versie})" for versie, naam in zinnen.items()) or letter
