"""A statistic as it is asked in an address: its parameters, in one list that is read by and told of, and asking it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

from klantbeeld.access.vastleggingen import GELUKT, MISLUKT
from klantbeeld.domain.groepwaarden import GROOTTEKLASSEN, Groepering
from klantbeeld.domain.klok import add_months
from klantbeeld.domain.statistieken import LANGSTE_WAARDE, Preventiestatistiek, Statistiekopdracht
from klantbeeld.domain.statistiektabellen import VELDEN
from klantbeeld.domain.velden import parse_datum
from klantbeeld.domain.vragen import Selectie
from klantbeeld.errors import GeenToegang, InvoerOnjuist
from klantbeeld.inzage import VELDEN as VELDENVRAAG
from klantbeeld.queries import Raadpleging

Waarden = dict[str, list[str]]
"""The values of each parameter, in their order."""
MEESTE_PARAMETERS = 500
"""So many parameters at most has an address."""
MAAND = r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])"
DATUM = f"^{MAAND}(?:-(?:0[1-9]|[12][0-9]|3[01]))?$"
_MAAND = re.compile(MAAND)
_WAARDE = {"type": "string", "maxLength": LANGSTE_WAARDE}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter by its name: what it says, and the JSON schema of one value. ``lijst`` is the list of the selection that it
    fills; then it may come more than once, for any of its values."""

    naam: str
    uitleg: str
    schema: dict[str, Any]
    lijst: str | None = None
    verplicht: bool = False

    @property
    def is_herhaalbaar(self) -> bool:
        """Whether it may come more than once."""
        return self.lijst is not None or self is GROEPEER_OP

    def check(self, waarden: Sequence[str]) -> None:
        """Refuses values that don't fit. Errors: ``InvoerOnjuist``, with the name and never with a value."""
        keuze = self.schema.get("enum")
        if keuze and not set(waarden) <= set(keuze):
            raise InvoerOnjuist(f"{self.naam} kan hier zijn: {', '.join(keuze)}.")
        if len(waarden) > 1 and not self.is_herhaalbaar:
            raise InvoerOnjuist(f"{self.naam} staat er meer dan een keer.")
        if self.verplicht and not waarden:
            raise InvoerOnjuist(f"{self.naam} ontbreekt. {self.uitleg}")


VAN = Parameter(
    "van",
    "De eerste maand, geschreven als 2023-01, of de eerste dag daarvan.",
    {"type": "string", "pattern": DATUM, "examples": ["2023-01"]},
    verplicht=True,
)
TOT = Parameter(
    "tot",
    "De laatste maand, geschreven als 2023-12, of de laatste dag daarvan; ten hoogste 20 jaar na van.",
    {"type": "string", "pattern": DATUM, "examples": ["2023-12"]},
    verplicht=True,
)
GROEPEER_OP = Parameter(
    "groepeerOp",
    "Waarop wordt gegroepeerd: ten hoogste twee kenmerken van werkgevers en een tijdvak, in de volgorde van de kolommen.",
    {"type": "string", "enum": [deel.value for deel in Groepering]},
)
SELECTIE = (
    Parameter("sector", "Een sectorcode, of onbekend.", _WAARDE, "sectoren"),
    Parameter("sbiSectie", "De letter van een SBI-sectie, of onbekend.", _WAARDE, "sbi_secties"),
    Parameter("grootteklasse", "Een grootteklasse.", {"type": "string", "enum": list(GROOTTEKLASSEN)}, "grootteklassen"),
    Parameter("postcodegebied", "De eerste twee cijfers van een postcode, of onbekend.", _WAARDE, "postcodegebieden"),
    Parameter("rechtsvorm", "Een rechtsvorm, voluit of afgekort, of onbekend.", _WAARDE, "rechtsvormen"),
)
PARAMETERS = (VAN, TOT, GROEPEER_OP, *SELECTIE)
"""All that can be asked. Employers can't be chosen by id: nothing of one of them belongs in an address."""


def read_opdracht(waarden: Waarden) -> Statistiekopdracht:
    """The statistic that an address asks. Errors: ``InvoerOnjuist``."""
    if vreemd := waarden.keys() - {parameter.naam for parameter in PARAMETERS}:
        bekend = ", ".join(parameter.naam for parameter in PARAMETERS)
        raise InvoerOnjuist(f"Het adres heeft {len(vreemd)} onbekende parameters; bekend zijn {bekend}.")
    for parameter in PARAMETERS:
        parameter.check(waarden.get(parameter.naam, ()))
    van, tot = (_read_datum(parameter, waarden[parameter.naam][0]) for parameter in (VAN, TOT))
    if _MAAND.fullmatch(waarden[TOT.naam][0]):
        tot = add_months(tot, 1) - timedelta(days=1)
    selectie = Selectie(**{deel.lijst: tuple(waarden.get(deel.naam, ())) for deel in SELECTIE if deel.lijst})
    return Statistiekopdracht(selectie, van, tot, tuple(map(Groepering, waarden.get(GROEPEER_OP.naam, ()))))


async def consult(raadpleging: Raadpleging, opdracht: Statistiekopdracht) -> Preventiestatistiek:
    """The statistic, once it is recorded that it is shown. Errors: ``KlantbeeldError``; a refusal is recorded too."""
    if geweigerd := VELDEN - raadpleging.gebruiker.velden:
        await raadpleging.refuse(VELDENVRAAG)
        raise GeenToegang(f"U mag niet vragen naar {', '.join(sorted(geweigerd))}; dat staat niet in uw rol of aanmelding.")
    try:
        statistiek = await raadpleging.count_preventie(opdracht)
    except Exception:
        await raadpleging.record(MISLUKT)
        raise
    await raadpleging.record(GELUKT)
    return statistiek


def split_adres(query_string: bytes) -> Waarden:
    """The parameters of an address with their values; one without a value is absent. Errors: ``InvoerOnjuist``."""
    try:
        paren = parse_qsl(query_string.decode("ascii"), errors="strict", max_num_fields=MEESTE_PARAMETERS)
    except ValueError:
        raise InvoerOnjuist(
            f"Het adres is niet te lezen; schrijf het in UTF-8 met procenttekens en ten hoogste {MEESTE_PARAMETERS} parameters."
        ) from None
    waarden: Waarden = {}
    for naam, waarde in paren:
        waarden.setdefault(naam, []).append(waarde)
    return waarden


def _read_datum(parameter: Parameter, tekst: str) -> date:
    """The day, or of a month the first day."""
    try:
        return parse_datum(f"{tekst}-01" if _MAAND.fullmatch(tekst) else tekst)
    except ValueError:
        raise InvoerOnjuist(f"{parameter.naam} is geen maand of dag. {parameter.uitleg}") from None
