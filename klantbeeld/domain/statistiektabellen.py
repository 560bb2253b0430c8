"""A statistic as a flat table, for spreadsheets and dashboards: one list of columns for every form in which it leaves.

A row is a group in a period; without groups there is one, of all employers together. So a column can be added up, but for
employers that count in several rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from pydantic.alias_generators import to_camel

from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.domain.preventie import Periode
from klantbeeld.domain.statistieken import Preventiestatistiek, Statistiekopdracht, Statistiekrij

Waarde = str | int | bool | date | datetime | Mapping[str, str] | None
Tabelrij = Mapping[str, Waarde]


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column by its name: of what kind its values are, and what they say."""

    naam: str
    soort: type
    uitleg: str


@dataclass(frozen=True, slots=True)
class Cijferkolom:
    """A column of whole numbers: ``pad`` leads to them from a row, in attributes of ours; ``type_`` is the type of the contract
    that the last of these is a field of."""

    naam: str
    pad: str
    type_: str
    uitleg: str

    @property
    def veld(self) -> str:
        """The field of the contract that a reader must be granted to see it."""
        return f"{self.type_}.{_name_plaats(self.pad).rpartition('.')[2]}"

    def read(self, rij: Statistiekrij) -> int | None:
        """The number in a row; None where the row has none."""
        waarde: Any = rij
        for naam in self.pad.split("."):
            waarde = getattr(waarde, naam, None)
        return waarde if isinstance(waarde, int) else None

    def explain(self, rij: Statistiekrij) -> str | None:
        """Why a row has no number here, when it says so."""
        plaats = _name_plaats(self.pad)
        return next((deel.reden for deel in rij.ontbrekend if f"{plaats}.".startswith(f"{deel.veld}.")), None)


@cache
def _name_plaats(pad: str) -> str:
    """A path of attributes as the contract writes it."""
    return ".".join(map(to_camel, pad.split(".")))


_RIJ, _SANCTIES, _AANDEEL = "Statistiekrij", "Loonsancties", "Verhouding"
CIJFERKOLOMMEN = (
    Cijferkolom("aantalWerkgevers", "aantal_werkgevers", _RIJ, "Het aantal werkgevers, met of zonder cijfers in de periode."),
    Cijferkolom(
        "reintegratieverslagen", "reintegratieverslagen", _RIJ, "Het aantal in de periode beoordeelde re-integratieverslagen."
    ),
    Cijferkolom(
        "loonsanctiesAdministratief", "loonsancties.administratief", _SANCTIES, "Administratieve loonsancties op die verslagen."
    ),
    Cijferkolom(
        "loonsanctiesInhoudelijk", "loonsancties.inhoudelijk", _SANCTIES, "Inhoudelijke loonsancties op die verslagen."
    ),
    Cijferkolom(
        "loonsanctiesZonderVerslag", "loonsancties.zonder_verslag", _SANCTIES, "Loonsancties zonder verslag, apart geteld."
    ),
    Cijferkolom("loonsanctieTeller", "loonsanctie_percentage.teller", _AANDEEL, "Verslagen met een loonsanctie."),
    Cijferkolom("loonsanctieNoemer", "loonsanctie_percentage.noemer", _AANDEEL, "Verslagen waarvan dat het aandeel is."),
    Cijferkolom(
        "loonsanctiePercentage",
        "loonsanctie_percentage.percentage",
        _AANDEEL,
        "Teller gedeeld door noemer in hele procenten; leeg als de noemer 0 is.",
    ),
    Cijferkolom("digitaalTeller", "digitaliseringsgraad.teller", _AANDEEL, "Digitale meldingen in de periode."),
    Cijferkolom("digitaalNoemer", "digitaliseringsgraad.noemer", _AANDEEL, "Meldingen waarvan dat het aandeel is."),
    Cijferkolom(
        "digitaliseringsgraad",
        "digitaliseringsgraad.percentage",
        _AANDEEL,
        "Teller gedeeld door noemer in hele procenten; leeg als de noemer 0 is.",
    ),
    Cijferkolom("boetes", "boetes", _RIJ, "Het aantal opgelegde boetes, naar de dag van het besluit."),
    Cijferkolom("boetebedragInCenten", "boetebedrag_in_centen", _RIJ, "Het bedrag van die boetes samen, in hele eurocenten."),
)
"""The figures of a row, in the order of their columns."""
VELDEN = frozenset(
    {
        "Query.preventiestatistiek",
        *(f"Preventiestatistiek.{veld}" for veld in ("bijgewerktOp", "definitieversie", "rijen", "tot", "totaal", "van")),
        *(f"Groepwaarde.{veld}" for veld in ("code", "groepering", "omschrijving")),
        *(f"Statistiekrij.{veld}" for veld in ("digitaliseringsgraad", "groep", "loonsanctiePercentage", "loonsancties")),
        *(f"Statistiekrij.{veld}" for veld in ("onderdrukt", "ontbrekend")),
        *(kolom.veld for kolom in CIJFERKOLOMMEN),
    }
)
"""The fields of the contract that a table shows, as a reader must be granted them."""

PERIODEKOLOMMEN = (
    Kolom("van", date, "De eerste dag waarover is geteld."),
    Kolom("tot", date, "De laatste dag waarover is geteld."),
)
ONDERDRUKT = Kolom(
    "onderdrukt", bool, "Waar als de rij niets toont, omdat er te weinig werkgevers in zijn, of in wat eruit zou volgen."
)
HERKOMSTKOLOMMEN = (
    Kolom("definitieversie", str, "Sinds wanneer zo wordt geteld; vergelijk alleen cijfers van dezelfde versie."),
    Kolom("bijgewerktOp", datetime, "Tot dit moment hebben alle bronnen alles gemeld; leeg als een bron dat nooit zei."),
)
ONTBREKEND = Kolom("ontbrekend", dict, "De lege kolommen van de rij, elk met de reden.")


@dataclass(frozen=True, slots=True)
class Statistiektabel:
    """``kolommen`` are the names of the columns, ``rijen`` and ``totaal`` have a value for each."""

    kolommen: tuple[str, ...]
    rijen: tuple[Tabelrij, ...]
    totaal: Tabelrij


@cache
def list_groepkolommen(groepering: Groepering) -> tuple[Kolom, Kolom]:
    """The two columns of what is grouped by: its code, and the same in words."""
    naam = to_camel(groepering.lower())
    return (
        Kolom(naam, str, "De code; tijdvakken zijn geschreven als 2023-09, 2023-K3 en 2023."),
        Kolom(f"{naam}Omschrijving", str, "De code in woorden."),
    )


def make_tabel(statistiek: Preventiestatistiek, opdracht: Statistiekopdracht) -> Statistiektabel:
    """The table of a statistic that was asked so."""
    groepkolommen = [kolom.naam for deel in opdracht.groepeer_op for kolom in list_groepkolommen(deel)]
    vast = [kolom.naam for kolom in (*PERIODEKOLOMMEN, ONDERDRUKT, *CIJFERKOLOMMEN, *HERKOMSTKOLOMMEN, ONTBREKEND)]
    totaal = dict(_fill(statistiek.totaal, Periode(opdracht.van, opdracht.tot), statistiek))
    rijen = (
        dict.fromkeys(groepkolommen) | dict(_fill(rij, periode, statistiek))
        for rij, periode in list_periodes(statistiek.rijen, opdracht)
    )
    return Statistiektabel((*groepkolommen, *vast), tuple(rijen) if opdracht.groepeer_op else (totaal,), totaal)


def list_periodes(rijen: Iterable[Statistiekrij], opdracht: Statistiekopdracht) -> Iterator[tuple[Statistiekrij, Periode]]:
    """Rows of a statistic that was asked so, each with the days that it counts."""
    periodes = {vak.code: vak.periode for vak in opdracht.vakken}
    geheel = Periode(opdracht.van, opdracht.tot)
    yield from ((rij, periodes.get(_code_of(rij), geheel)) for rij in rijen)


def _code_of(rij: Statistiekrij) -> str | None:
    """The code of the period that a row is of."""
    return next((waarde.code for waarde in rij.groep if waarde.groepering.is_tijdvak), None)


def _fill(rij: Statistiekrij, periode: Periode, statistiek: Preventiestatistiek) -> Iterator[tuple[str, Waarde]]:
    """The values of a row by their columns."""
    for waarde in rij.groep:
        code, omschrijving = list_groepkolommen(waarde.groepering)
        yield from ((code.naam, waarde.code), (omschrijving.naam, waarde.omschrijving))
    yield from (("van", periode.van), ("tot", periode.tot), (ONDERDRUKT.naam, rij.onderdrukt))
    cijfers = {kolom: kolom.read(rij) for kolom in CIJFERKOLOMMEN}
    yield from ((kolom.naam, cijfer) for kolom, cijfer in cijfers.items())
    yield from (("definitieversie", statistiek.definitieversie), ("bijgewerktOp", statistiek.bijgewerkt_op))
    redenen = {kolom.naam: kolom.explain(rij) for kolom, cijfer in cijfers.items() if cijfer is None}
    yield ONTBREKEND.naam, {naam: reden for naam, reden in redenen.items() if reden is not None}
