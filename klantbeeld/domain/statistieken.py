"""Statistics of prevention over many employers, by the same counting rules as the view of one (``preventie``).

The store adds up month figures; this makes rows of the sums: one per combination that has employers and per period, and a
total in which each employer counts once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import product
from typing import Any

from klantbeeld.domain.bronnen import Bronstaat, Groepsoort, covered_from
from klantbeeld.domain.groepwaarden import Groepering, Groepwaarde, Vak, describe_waarde, rank_waarde, split_maanden
from klantbeeld.domain.klok import Tijdvak, add_months, first_of_month, month_of, months_between
from klantbeeld.domain.maanden import ONBEKEND, canonicalise_sector
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.onderdrukking import NIETS, Tabel, Tellingen, Verborgen
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld, name_missing
from klantbeeld.domain.preventie import Maandcijfers, Periode, Verhouding, divide_meldingen, divide_sancties
from klantbeeld.domain.preventie_beeld import LANGSTE_VENSTER, Loonsancties
from klantbeeld.domain.vragen import IEDEREEN, Aantallenvraag, Attribuut, Selectie, Statistiekantwoord, Statistiekvraag
from klantbeeld.errors import InvoerOnjuist

DEFINITIEVERSIE = "2026-01-01"
"""Since when figures are counted by the rules of ``preventie`` as they are now."""
MEESTE_PER_ANTWOORD = 10_000
"""So many rows at most has one answer, or all statistics of one consultation."""
MEESTE_ATTRIBUTEN = 2

LANGSTE_WAARDE = 200
"""So many characters at most has a value to select by."""

_CIJFERVELDEN = {
    "reintegratieverslagen": "reintegratieverslagen",
    "loonsancties": "loonsancties",
    "loonsanctie_percentage": "loonsanctiePercentage",
    "digitaliseringsgraad": "digitaliseringsgraad",
    "boetes": "boetes",
    "boetebedrag_in_centen": "boetebedragInCenten",
}
"""The figures of a row, with the names that the contract gives them."""
_NIET_OPGETELD = OntbrekendVeld("loonsancties.lopendeTot", Ontbreekreden.NIET_VAN_TOEPASSING)


@dataclass(frozen=True, slots=True)
class Dekking:
    """Per kind of record the month from which its sources have data: empty when they always had, None without a source."""

    riv: str | None = ""
    loonsanctie: str | None = ""
    boete: str | None = ""
    meldingstelling: str | None = ""


@dataclass(frozen=True, slots=True)
class Statistiekopdracht:
    """A statistic as it is asked: whole months, at most two attributes and one unit of time, in the order of the rows. Who
    asks knows of no employers but those of ``bereik``."""

    selectie: Selectie
    van: date
    tot: date
    groepeer_op: tuple[Groepering, ...] = ()
    bereik: Selectie = IEDEREEN

    def __post_init__(self) -> None:
        """Errors: ``InvoerOnjuist``."""
        if self.van.day != 1:
            raise InvoerOnjuist("van is niet de eerste dag van een maand.")
        if add_months(self.tot.replace(day=1), 1).toordinal() - self.tot.toordinal() != 1:
            raise InvoerOnjuist("tot is niet de laatste dag van een maand.")
        if self.van > self.tot:
            raise InvoerOnjuist("van ligt na tot; draai de twee datums om.")
        if add_months(self.van, 12 * LANGSTE_VENSTER) <= self.tot:
            raise InvoerOnjuist(f"De periode is langer dan {LANGSTE_VENSTER} jaar; kies een kortere.")
        if len(set(self.groepeer_op)) < len(self.groepeer_op):
            raise InvoerOnjuist("groepeerOp noemt een groepering twee keer.")
        if len(self.per) > MEESTE_ATTRIBUTEN:
            raise InvoerOnjuist(f"groepeerOp noemt meer dan {MEESTE_ATTRIBUTEN} kenmerken van werkgevers.")
        if len(self.groepeer_op) - len(self.per) > 1:
            raise InvoerOnjuist("groepeerOp noemt meer dan een tijdvak; kies MAAND, KWARTAAL of JAAR.")

    @property
    def per(self) -> tuple[Attribuut, ...]:
        """The attributes that are grouped by."""
        return tuple(Attribuut(deel.value) for deel in self.groepeer_op if not deel.is_tijdvak)

    @property
    def vakken(self) -> tuple[Vak, ...]:
        """The periods of the rows, oldest first."""
        return split_maanden(months_between(self.van, self.tot), self._tijdvak)

    @property
    def vraag(self) -> Statistiekvraag:
        """What the store must add up."""
        return Statistiekvraag(self.selectie, month_of(self.van), month_of(self.tot), self.per, self._tijdvak, self.bereik)

    @property
    def aantallenvragen(self) -> dict[str, Aantallenvraag]:
        """How many employers there are in each combination, and in all."""
        return {
            "per": Aantallenvraag(self.selectie, self.per, self.bereik),
            "totaal": Aantallenvraag(self.selectie, (), self.bereik),
        }

    @property
    def _tijdvak(self) -> Tijdvak | None:
        return next((Tijdvak(deel.value) for deel in self.groepeer_op if deel.is_tijdvak), None)


@dataclass(frozen=True, slots=True)
class Statistiekkader:
    """What the assembly knows beside the sums. ``mag_enkele``: whether the reader may see single employers; who may not is
    shown nothing of what is ``verborgen``."""

    vandaag: date
    normen: Normen
    dekking: Dekking
    mag_enkele: bool
    verborgen: Verborgen = NIETS


@dataclass(frozen=True, slots=True)
class Statistiekrij:
    """A row: figures are None before their source has data, after today, and all of them when it is suppressed."""

    groep: tuple[Groepwaarde, ...]
    aantal_werkgevers: int | None = None
    onderdrukt: bool = False
    reintegratieverslagen: int | None = None
    loonsancties: Loonsancties | None = None
    loonsanctie_percentage: Verhouding | None = None
    digitaliseringsgraad: Verhouding | None = None
    boetes: int | None = None
    boetebedrag_in_centen: int | None = None
    ontbrekend: tuple[OntbrekendVeld, ...] = ()


@dataclass(frozen=True, slots=True)
class Preventiestatistiek:
    van: date
    tot: date
    definitieversie: str
    rijen: tuple[Statistiekrij, ...]
    totaal: Statistiekrij
    bijgewerkt_op: datetime | None = None


def canonicalise_selectie(selectie: Selectie, normen: Normen) -> Selectie:
    """The same selection with codes and names in their one spelling, each once, in one order. Errors: ``InvoerOnjuist``."""
    return Selectie(
        sectoren=_canonicalise(selectie.sectoren, canonicalise_sector),
        sbi_secties=_canonicalise(selectie.sbi_secties, str.upper),
        grootteklassen=tuple(sorted(set(selectie.grootteklassen))),
        postcodegebieden=_canonicalise(selectie.postcodegebieden, str),
        rechtsvormen=_canonicalise(selectie.rechtsvormen, lambda naam: normen.find_rechtsvorm(naam) or naam),
        werkgever_ids=_canonicalise(selectie.werkgever_ids, str),
    )


def _canonicalise(waarden: tuple[str, ...], vorm: Callable[[str], str]) -> tuple[str, ...]:
    if any(len(waarde) > LANGSTE_WAARDE or any("\ud800" <= teken <= "\udfff" for teken in waarde) for waarde in waarden):
        raise InvoerOnjuist(f"Een waarde in selectie is langer dan {LANGSTE_WAARDE} tekens, of geen geldige tekst.")
    kaal = (waarde.strip() for waarde in waarden)
    return tuple(sorted({ONBEKEND if waarde.casefold() == ONBEKEND else vorm(waarde) for waarde in kaal}))


def cover_soorten(staten: Iterable[Bronstaat]) -> Dekking:
    """From when the sources of prevention have data."""
    van_groep = [staat for staat in staten if Groepsoort.PREVENTIEF_WERKEN in staat.groepen]
    if not van_groep:
        return Dekking(None, None, None, None)
    soorten = ("riv", "loonsanctie", "boete", "meldingstelling")
    return Dekking(*(covered_from(van_groep, Groepsoort.PREVENTIEF_WERKEN, soort) or "" for soort in soorten))


def check_rijen(aantal: int) -> None:
    """Refuses an answer that would be too large. Errors: ``InvoerOnjuist``."""
    if aantal > MEESTE_PER_ANTWOORD:
        raise InvoerOnjuist(
            f"Het antwoord heeft meer dan {MEESTE_PER_ANTWOORD} rijen; kies een kortere periode of minder groepen."
        )


def assemble_statistiek(
    opdracht: Statistiekopdracht, antwoord: Statistiekantwoord, tellingen: Tellingen, kader: Statistiekkader
) -> Preventiestatistiek:
    """The rows of a statistic, in the order of their groups, and the total."""
    cellen = {(cel.waarden, cel.periode): cel.cijfers for cel in antwoord.cellen}
    oordelen = {vak.code: _judge_vak(vak, kader) for vak in opdracht.vakken}
    rijen = []
    for groep, waarden, vak in _list_groepen(opdracht, tellingen.per, kader.normen):
        rij = Statistiekrij(groep, tellingen.per[waarden], onderdrukt=waarden in kader.verborgen.rijen)
        rijen.append(_fill(rij, cellen.get((waarden, vak.code), Maandcijfers()), oordelen[vak.code]))
    geheel = _judge_vak(Vak(None, tuple(months_between(opdracht.van, opdracht.tot))), kader)
    onderaan = _fill(Statistiekrij((), tellingen.totaal, kader.verborgen.totaal), antwoord.totaal, geheel)
    return Preventiestatistiek(opdracht.van, opdracht.tot, DEFINITIEVERSIE, tuple(rijen), onderaan)


def _list_groepen(
    opdracht: Statistiekopdracht, per: Tabel, normen: Normen
) -> Iterator[tuple[tuple[Groepwaarde, ...], tuple[str, ...], Vak]]:
    """The group of each row with the values and the period it stands for, in their order; none without groups."""
    if not opdracht.groepeer_op:
        return
    beschreven = cache(lambda deel, code: describe_waarde(deel, code, normen))
    gevonden = []
    for waarden, vak in product(per, opdracht.vakken):
        eigen = iter(waarden)
        codes = [vak.code if deel.is_tijdvak else next(eigen) for deel in opdracht.groepeer_op]
        groep = tuple(beschreven(deel, code) for deel, code in zip(opdracht.groepeer_op, codes, strict=True))
        gevonden.append((groep, waarden, vak))
    yield from sorted(gevonden, key=lambda deel: [rank_waarde(waarde) for waarde in deel[0]])


@dataclass(frozen=True, slots=True)
class _Vakoordeel:
    """Which figures of a period are known: by their name in a row. ``later``: it has not come yet."""

    periode: Periode
    bekend: frozenset[str]
    later: bool


def _judge_vak(vak: Vak, kader: Statistiekkader) -> _Vakoordeel:
    dekking = kader.dekking
    vanaf = {
        "reintegratieverslagen": (dekking.riv,),
        "loonsancties": (dekking.riv, dekking.loonsanctie),
        "loonsanctie_percentage": (dekking.riv, dekking.loonsanctie),
        "digitaliseringsgraad": (dekking.meldingstelling,),
        "boetes": (dekking.boete,),
        "boetebedrag_in_centen": (dekking.boete,),
    }
    bekend = frozenset(naam for naam, maanden in vanaf.items() if _is_covered(vak, kader.vandaag, *maanden))
    return _Vakoordeel(vak.periode, bekend, first_of_month(vak.maanden[0]) > kader.vandaag)


def _fill(rij: Statistiekrij, cijfers: Maandcijfers, vak: _Vakoordeel) -> Statistiekrij:
    """The row with its figures, as far as they are known and may be seen, and why the others are not there."""
    if rij.onderdrukt:
        ontbrekend = name_missing(Ontbreekreden.GEEN_TOEGANG, "aantalWerkgevers", *_CIJFERVELDEN.values())
        return replace(rij, aantal_werkgevers=None, ontbrekend=ontbrekend)
    velden = {naam: count(cijfers, vak.periode) for naam, count in _CIJFERS.items() if naam in vak.bekend}
    reden = Ontbreekreden.NIET_VAN_TOEPASSING if vak.later else Ontbreekreden.NIET_GELEVERD
    ontbrekend = name_missing(reden, *(veld for naam, veld in _CIJFERVELDEN.items() if naam not in velden))
    return replace(rij, **velden, ontbrekend=ontbrekend + tuple(_name_leeg(velden)))


def _name_leeg(velden: Mapping[str, Any]) -> Iterator[OntbrekendVeld]:
    """What is not there in figures that are: how long a sanction runs is not added up, and nothing divides by nothing."""
    if "loonsancties" in velden:
        yield _NIET_OPGETELD
    for naam in ("loonsanctie_percentage", "digitaliseringsgraad"):
        if naam in velden and velden[naam].percentage is None:
            yield OntbrekendVeld(f"{_CIJFERVELDEN[naam]}.percentage", Ontbreekreden.NIET_VAN_TOEPASSING)


def _count_sancties(cijfers: Maandcijfers, _: Periode) -> Loonsancties:
    totaal = cijfers.administratief + cijfers.inhoudelijk
    return Loonsancties(cijfers.administratief, cijfers.inhoudelijk, totaal, cijfers.zonder_verslag, lopende_tot=None)


_CIJFERS: dict[str, Callable[[Maandcijfers, Periode], Any]] = {
    "reintegratieverslagen": lambda cijfers, _: cijfers.reintegratieverslagen,
    "loonsancties": _count_sancties,
    "loonsanctie_percentage": divide_sancties,
    "digitaliseringsgraad": divide_meldingen,
    "boetes": lambda cijfers, _: cijfers.boetes,
    "boetebedrag_in_centen": lambda cijfers, _: cijfers.boetebedrag,
}
"""How each figure of a row is had."""


def _is_covered(vak: Vak, vandaag: date, *vanaf: str | None) -> bool:
    """Whether any month of a period that has come lies where all of the sources have data."""
    bekend = [maand for maand in vanaf if maand is not None]
    return len(bekend) == len(vanaf) and max(vak.maanden[0], *bekend) <= min(vak.maanden[-1], month_of(vandaag))
