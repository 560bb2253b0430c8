"""The employers of the search set, and the deliveries that make them known.

``werkgevers.csv`` holds those that were shaped by hand, ``gegevens.csv`` the records that are known of them; near misses of
each other are added by rule. What a row leaves out follows from its code, so a row keeps its numbers when others come.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import product
from pathlib import Path
from typing import Any

from tests.bouwers_leveringen import Levering, make_levering, make_organisatie

MAP = Path(__file__).parent
NAAMSOORTEN = {"h": "handelsnaam", "s": "statutair", "v": "vroeger", "a": "afkorting"}
PLAATSEN = {
    "Utrecht": "3511",
    "Tilburg": "5038",
    "Breda": "4818",
    "Assen": "9405",
    "Almere": "1315",
    "Emmen": "7815",
    "Zwolle": "8025",
    "Leeuwarden": "8911",
    "Nijmegen": "6515",
    "Deventer": "7411",
    "Middelburg": "4331",
    "Venlo": "5911",
}
STRATEN = ("Dorpsstraat", "Molenweg", "Stationslaan", "Kanaalkade", "Esdoornlaan", "Wilgenhof", "Raadhuisplein", "Zeedijk")
VAKKEN = (
    *("Kapsalon", "Garage", "Slagersbedrijf", "Bakkersbedrijf", "Schildersbedrijf", "Hoveniersbedrijf", "Timmerbedrijf"),
    *("Dakdekker", "Transport", "Installaties", "Administratie", "Tandtechniek", "Fysiotherapie", "Kinderopvang"),
    *("Elektro", "Stukadoor", "Tegelzetter", "Catering", "Drukwerk", "Sportschool"),
)
FAMILIENAMEN = (
    *("Wolderink", "Wolterink", "Wolderman", "Woldering", "Veldekamp", "Veldekemp", "Veldekampen", "Zandestra"),
    *("Zandestro", "Hoekweerda", "Hoekwaarda", "Hoekweerdt", "Pietermaat", "Pietersmaat", "Pieterman", "Brakelhof"),
    *("Brakelhoff", "Brakenhof", "Drostema", "Drostma"),
)
RECHTSVORMEN = ("", " B.V.", " V.O.F.", "")
_ADRES = re.compile(
    r"(?P<straat>.+?) (?P<huisnummer>\d+[A-Z]?)(?: (?P<toevoeging>\S+))?, (?P<postcode>\d{4} [A-Z]{2}) (?P<plaats>.+)"
)


@dataclass(frozen=True, slots=True)
class Zoekwerkgever:
    """An employer of the set, by the short code that the cases use."""

    code: str
    gegevens: dict[str, Any]

    @property
    def lh_nummer(self) -> str:
        return str(self.gegevens["lhNummer"])

    @property
    def naam(self) -> str:
        return str(self.gegevens["naam"])

    @property
    def andere_namen(self) -> list[str]:
        return [naam["naam"] for naam in self.gegevens["handelsnamen"]]


@cache
def list_werkgevers() -> dict[str, Zoekwerkgever]:
    """Every employer of the set by its code; the same at each call and on each machine."""
    rijen = [*read_rijen("werkgevers.csv"), *_list_buren()]
    werkgevers = {rij["code"]: Zoekwerkgever(rij["code"], _make_gegevens(rij)) for rij in rijen}
    if len(werkgevers) != len(rijen):
        raise ValueError("Two employers of the search set have one code.")
    return werkgevers


def make_zoekset() -> Iterator[Levering]:
    """The deliveries of all employers and of the records about them."""
    werkgevers = list_werkgevers()
    for werkgever in werkgevers.values():
        yield make_organisatie(werkgever.lh_nummer, werkgever.gegevens)
    for nummer, rij in enumerate(read_rijen("gegevens.csv")):
        yield _make_gegeven(rij, f"gegeven-{nummer}", werkgevers[rij["code"]].lh_nummer)


def read_rijen(bestand: str) -> list[dict[str, str]]:
    """The rows of a table beside this module, without its comments; every column is there, empty when left out."""
    regels = (MAP / bestand).read_text(encoding="utf-8").splitlines()
    inhoud = [regel for regel in regels if regel and not regel.startswith("#")]
    return list(csv.DictReader(inhoud, delimiter=";", quoting=csv.QUOTE_NONE, restval=""))


def _list_buren() -> Iterator[dict[str, str]]:
    """Every trade with every surname: each has neighbours that differ by a letter or two."""
    for vak, familienaam in product(VAKKEN, FAMILIENAMEN):
        code = f"{vak}-{familienaam}".lower()
        yield {"code": code, "naam": f"{vak} {familienaam}{RECHTSVORMEN[_digest(code) % len(RECHTSVORMEN)]}"}


def _make_gegevens(rij: dict[str, str]) -> dict[str, Any]:
    woorden = rij.get("status", "").split()
    lh_nummer = rij.get("lh") or _derive("7", 8, rij["code"]) + "L01"
    gegevens: dict[str, Any] = {
        "naam": rij["naam"],
        "lhNummer": lh_nummer,
        "rsin": lh_nummer[:9],
        "kvkNummer": rij.get("kvk") or _derive("6", 7, rij["code"]),
        "vestigingsnummer": rij.get("vestiging") or _derive("00003", 7, rij["code"]),
        "natuurlijkPersoon": "persoon" in woorden,
        "handelsnamen": _split_namen(rij.get("namen", "")),
        "status": next((woord for woord in woorden if woord != "persoon"), "actief"),
        "vestigingsadres": _make_adres(rij.get("adres", ""), rij["code"]),
    }
    if aansluitnummer := rij.get("aansluit"):
        gegevens["aansluitnummer"] = aansluitnummer
    if correspondentie := rij.get("correspondentie"):
        gegevens["correspondentieadres"] = _make_adres(correspondentie, rij["code"])
    return gegevens


def _split_namen(tekst: str) -> list[dict[str, str]]:
    delen = [deel.partition("=") for deel in tekst.split("|") if deel]
    return [{"naam": naam, "soort": NAAMSOORTEN[letter]} for letter, _, naam in delen]


def _make_adres(tekst: str, code: str) -> dict[str, str]:
    """A written address, or one that follows from the code, in the given place or any."""
    gelezen = _ADRES.fullmatch(tekst)
    if gelezen:
        return {veld: waarde for veld, waarde in gelezen.groupdict().items() if waarde}
    nummer = _digest(code)
    plaats = tekst or list(PLAATSEN)[nummer % len(PLAATSEN)]
    letters = "CDEGHJ"[nummer % 6] + "CDEGHJ"[nummer // 6 % 6]
    postcode = f"{PLAATSEN.get(plaats, '7240')} {letters}"
    return {"straat": STRATEN[nummer % 8], "huisnummer": str(nummer % 97 + 1), "postcode": postcode, "plaats": plaats}


def _make_gegeven(rij: dict[str, str], sleutel: str, lh_nummer: str) -> Levering:
    soort, gegevens = _GEGEVENS[rij["soort"]](*rij["waarde"].split("|"))
    return make_levering(soort, gegevens, sleutel=sleutel, werkgever=[f"lh:{lh_nummer}"])


def _make_contactpersoon(telefoon: str) -> tuple[str, dict[str, Any]]:
    return "contactpersoon", {"zijde": "organisatie", "naam": "A. Proef", "telefoon": telefoon, "beschikbaar": True}


def _make_vestiging(nummer: str, naam: str, adres: str) -> tuple[str, dict[str, Any]]:
    return "vestiging", {
        "vestigingsnummer": nummer,
        "naam": naam,
        "hoofdvestiging": False,
        "adres": _make_adres(adres, nummer),
    }


def _make_belvestiging(nummer: str, telefoon: str) -> tuple[str, dict[str, Any]]:
    return "vestiging", {"vestigingsnummer": nummer, "naam": "Magazijn", "hoofdvestiging": False, "telefoon": telefoon}


def _make_zaak(zaaknummer: str) -> tuple[str, dict[str, Any]]:
    return "zaak", {"zaaknummer": zaaknummer, "zaaktype": "ziekmelding", "startdatum": "2023-03-03", "status": "lopend"}


def _make_betaling(kenmerk: str) -> tuple[str, dict[str, Any]]:
    return "betaling", {
        "datum": "2023-05-05",
        "regeling": "ZW",
        "soort": "factuur",
        "bedragInCenten": 12500,
        "status": "betaald",
        "kenmerk": kenmerk,
    }


def _make_polis(polisnummer: str) -> tuple[str, dict[str, Any]]:
    return "polis", {"verzekeraar": "Proefzeker", "polisnummer": polisnummer, "product": "Verzuim", "van": "2022-01-01"}


def _make_document(dans_id: str) -> tuple[str, dict[str, Any]]:
    return "document", {
        "datum": "2023-04-04",
        "titel": f"DANS (id:{dans_id})",
        "soort": "overig",
        "heeftBijlage": False,
        "dansId": dans_id,
        "betreftPersoon": False,
    }


_GEGEVENS: dict[str, Callable[..., tuple[str, dict[str, Any]]]] = {
    "telefoon": _make_contactpersoon,
    "vestigingstelefoon": _make_belvestiging,
    "vestiging": _make_vestiging,
    "zaak": _make_zaak,
    "kenmerk": _make_betaling,
    "polis": _make_polis,
    "dans": _make_document,
}


def _digest(code: str) -> int:
    return int.from_bytes(blake2b(code.encode(), digest_size=7).digest())


def _derive(begin: str, cijfers: int, code: str) -> str:
    """A number with this beginning that follows from a code."""
    return f"{begin}{_digest(begin + code) % 10**cijfers:0{cijfers}d}"
