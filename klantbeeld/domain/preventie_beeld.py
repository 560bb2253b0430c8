"""Preventief werken as a group of the view: the counting rules of ``preventie`` over one employer and one period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from klantbeeld.domain.bladzijden import GEEN_BLADZIJDE, Bladvraag, Bladzijde, Edge, encode_cursor, make_bladzijde
from klantbeeld.domain.items import Record, Recordlijst
from klantbeeld.domain.kader import Kader
from klantbeeld.domain.klok import add_months, last_full_months, month_of
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld, name_missing, prefix_missing
from klantbeeld.domain.preventie import (
    Boete,
    Cohort,
    Loonsanctie,
    Maandcijfers,
    Oordeel,
    Periode,
    Riv,
    Verhouding,
    add_cijfers,
    count_meldingen,
    count_per_month,
    covered_months,
    divide_sancties,
    is_imposed,
    make_cohort,
    running_until,
)
from klantbeeld.domain.preventie_tellen import select_counting
from klantbeeld.domain.vragen import Itemsvraag
from klantbeeld.errors import InvoerOnjuist

BEGIN_VENSTER = date(2020, 1, 1)
"""The first day of the default window ("januari 2020 – heden")."""
LANGSTE_VENSTER = 20
"""So many years a window may be long: each month of it is a line of the answer."""


@dataclass(frozen=True, slots=True)
class Loonsancties:
    administratief: int
    inhoudelijk: int
    totaal: int
    zonder_verslag: int
    lopende_tot: date | None


@dataclass(frozen=True, slots=True)
class Boetemaand:
    """``aantal`` is None, not 0, in a month from which the source has no data."""

    maand: str
    aantal: int | None
    bedrag_in_centen: int | None
    ontbrekend: tuple[OntbrekendVeld, ...] = ()


@dataclass(frozen=True, slots=True)
class Boetes:
    huidig_aantal: int
    bedrag_in_centen: int
    voornemens: int
    waarschuwingen: int
    ingetrokken: int
    historie: tuple[Boetemaand, ...]


@dataclass(frozen=True, slots=True)
class Verslag:
    ontvangen_op: date
    beoordeeld_op: date | None
    oordeel: str
    sanctie: Loonsanctie | None
    ontbrekend: tuple[OntbrekendVeld, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreventiefWerken:
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
    periode: Periode | None = None
    reintegratieverslagen: int | None = None
    loonsancties: Loonsancties | None = None
    loonsanctie_percentage: Verhouding | None = None
    digitaliseringsgraad: Verhouding | None = None
    boetes: Boetes | None = None
    verslagen: Bladzijde[Verslag] = GEEN_BLADZIJDE


@dataclass(frozen=True, slots=True)
class Preventieparameters:
    """The window of the counts, and which page of the reports."""

    van: date | None = None
    tot: date | None = None
    verslagen: Bladvraag = field(default_factory=lambda: Bladvraag(20))

    def periode(self, vandaag: date) -> Periode:
        """The window as asked, by default from January 2020 to today. Errors: ``InvoerOnjuist`` when it is upside down."""
        van, tot = self.van or min(BEGIN_VENSTER, vandaag), self.tot or vandaag
        if van > tot and self.tot is None:
            raise InvoerOnjuist("van ligt na vandaag; kies een eerdere datum.")
        if van > tot and self.van is None:
            raise InvoerOnjuist(f"tot ligt voor {BEGIN_VENSTER:%d-%m-%Y}; geef ook van.")
        if van > tot:
            raise InvoerOnjuist("van ligt na tot; draai de twee datums om.")
        if add_months(van, 12 * LANGSTE_VENSTER) <= tot:
            raise InvoerOnjuist(f"De periode is langer dan {LANGSTE_VENSTER} jaar; kies een kortere.")
        return Periode(van, tot)


def ask_preventief_werken(kader: Kader, parameters: Preventieparameters) -> dict[str, Itemsvraag]:
    """What must be read: everything that can count or be listed; of the reports only the last 12 full months."""
    parameters.periode(kader.vandaag)
    van, tot = last_full_months(kader.vandaag, 12)
    vragen = {f"{soort}s": Itemsvraag(kader.ring, soort) for soort in ("riv", "loonsanctie", "boete")}
    return vragen | {"meldingstellingen": Itemsvraag(kader.ring, "meldingstelling", van=van.isoformat(), tot=tot.isoformat())}


def assemble_preventief_werken(
    lijsten: Mapping[str, Recordlijst[Any]], kader: Kader, parameters: Preventieparameters
) -> PreventiefWerken:
    """The group for one period; the degree of digitisation keeps its own window."""
    periode = parameters.periode(kader.vandaag)
    tellend = select_counting(lijsten, kader)
    cohort = make_cohort(tellend["rivs"], tellend["loonsancties"], kader.vandaag)
    cijfers = sum_cijfers(cohort, periode, kader.vandaag)
    loonsancties, ontbrekend = _count_loonsancties(cohort, cijfers, kader.vandaag)
    digitaliseringsgraad = count_meldingen((melding.gegevens for melding in tellend["meldingstellingen"]), kader.vandaag)
    percentage = divide_sancties(cijfers, periode)
    for naam, verhouding in (("loonsanctiePercentage", percentage), ("digitaliseringsgraad", digitaliseringsgraad)):
        if verhouding.percentage is None:
            ontbrekend += name_missing(Ontbreekreden.NIET_VAN_TOEPASSING, f"{naam}.percentage")
    return PreventiefWerken(
        ontbrekend=ontbrekend,
        periode=periode,
        reintegratieverslagen=cijfers.reintegratieverslagen,
        loonsancties=loonsancties,
        loonsanctie_percentage=percentage,
        digitaliseringsgraad=digitaliseringsgraad,
        boetes=count_boetes([boete.gegevens for boete in tellend["boetes"]], periode, kader),
        verslagen=_page_verslagen(lijsten, kader.vandaag, periode, parameters.verslagen),
    )


def sum_cijfers(cohort: Cohort, periode: Periode, vandaag: date) -> Maandcijfers:
    """The figures of a period: those of its months, of what falls on its days."""
    in_periode = Cohort(
        tuple(oordeel for oordeel in cohort.oordelen if periode.holds(oordeel.riv.gegevens.beoordeeld_op)),
        tuple(sanctie for sanctie in cohort.zonder_verslag if periode.holds(sanctie.gegevens.besluit_op)),
    )
    return add_cijfers(count_per_month(in_periode, (), (), vandaag).values())


def count_boetes(boetes: list[Boete], periode: Periode, kader: Kader) -> Boetes:
    """Fines by the day of the decision: imposed ones in number, amount and per month; other statuses in number apart."""
    in_periode = [boete for boete in boetes if periode.holds(boete.besluit_op) and boete.besluit_op <= kader.vandaag]
    opgelegd = [boete for boete in in_periode if is_imposed(boete)]
    getoond = Periode(periode.van, min(periode.tot, kader.vandaag))
    return Boetes(
        huidig_aantal=len(opgelegd),
        bedrag_in_centen=sum(boete.bedrag_in_centen for boete in opgelegd),
        voornemens=sum(boete.status == "voornemen" for boete in in_periode),
        waarschuwingen=sum(boete.status == "waarschuwing" for boete in in_periode),
        ingetrokken=sum(boete.status == "ingetrokken" for boete in in_periode),
        historie=tuple(
            _count_maand(maand, opgelegd) if gedekt else _no_cijfers(maand)
            for maand, gedekt in covered_months(getoond, kader.gedekt_vanaf).items()
        ),
    )


def _count_maand(maand: str, opgelegd: list[Boete]) -> Boetemaand:
    bedragen = [boete.bedrag_in_centen for boete in opgelegd if month_of(boete.besluit_op) == maand]
    return Boetemaand(maand, len(bedragen), sum(bedragen))


def _no_cijfers(maand: str) -> Boetemaand:
    ontbrekend = name_missing(Ontbreekreden.NIET_GELEVERD, "aantal", "bedragInCenten")
    return Boetemaand(maand, None, None, ontbrekend)


def _count_loonsancties(
    cohort: Cohort, cijfers: Maandcijfers, vandaag: date
) -> tuple[Loonsancties, tuple[OntbrekendVeld, ...]]:
    einde = running_until(cohort, vandaag)
    ontbrekend = name_missing(einde, "loonsancties.lopendeTot") if isinstance(einde, Ontbreekreden) else ()
    tot = None if isinstance(einde, Ontbreekreden) else einde
    totaal = cijfers.administratief + cijfers.inhoudelijk
    return Loonsancties(cijfers.administratief, cijfers.inhoudelijk, totaal, cijfers.zonder_verslag, tot), ontbrekend


def _page_verslagen(
    lijsten: Mapping[str, Recordlijst[Any]], vandaag: date, periode: Periode, bladvraag: Bladvraag
) -> Bladzijde[Verslag]:
    """The reports of the period, assessed or only received in it, newest assessment first; at every LH-nummer."""
    cohort = make_cohort(lijsten["rivs"].records, lijsten["loonsancties"].records, vandaag)
    getoond = [
        oordeel
        for oordeel in cohort.oordelen
        if periode.holds(oordeel.riv.gegevens.beoordeeld_op or oordeel.riv.gegevens.ontvangen_op)
    ]
    na = bladvraag.na
    edges = [
        Edge(encode_cursor(oordeel.riv.sortering, oordeel.riv.id), _show_verslag(oordeel))
        for oordeel in getoond
        if na is None or _is_after(oordeel.riv, na)
    ]
    return make_bladzijde(len(getoond), edges, bladvraag.first)


def _is_after(riv: Record[Riv], na: tuple[str, str]) -> bool:
    """Whether a report comes behind a place in the list: newest first, then by id."""
    return riv.sortering < na[0] or (riv.sortering == na[0] and riv.id > na[1])


def _show_verslag(oordeel: Oordeel) -> Verslag:
    riv, besluit = oordeel.riv.gegevens, oordeel.geldend or oordeel.laatste
    ontbrekend = riv.ontbrekend
    if besluit is None:
        ontbrekend += name_missing(Ontbreekreden.NIET_VAN_TOEPASSING, "sanctie")
        return Verslag(riv.ontvangen_op, riv.beoordeeld_op, riv.oordeel, None, ontbrekend)
    sanctie = besluit.gegevens
    bekend = {"sanctie.van", "sanctie.tot"}
    ontbrekend += tuple(deel for deel in prefix_missing("sanctie", sanctie.ontbrekend) if deel.veld in bekend)
    return Verslag(riv.ontvangen_op, riv.beoordeeld_op, riv.oordeel, sanctie, ontbrekend)
