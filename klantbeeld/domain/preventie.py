"""Preventief werken: deliveries, and the one set of counting rules behind the view, the month figures and statistics.

Deliveries: ``riv``, ``loonsanctie``, ``boete`` and ``meldingstelling``. Rules: domain reference §5.
A sanction belongs to its report: it counts where and when that report counts (a cohort), so the percentage cannot exceed
100. What is dated on a day that has not come does not count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Literal

from pydantic import Field

from klantbeeld.domain.items import Record
from klantbeeld.domain.klok import first_of_month, last_full_months, month_of, months_between
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.velden import Aantal, Centen, Datum, Gegevens, Maand, Naam

Sanctiesoort = Literal["administratief", "inhoudelijk"]

MEESTE_MELDINGEN = 1_000_000
"""So many reports at most through one channel in one month."""

_VERVALLEN = frozenset({"ingetrokken", "vernietigd"})
_OPGELEGD = frozenset({"opgelegd", "betaald"})
_DIGITAAL = frozenset({"digipoort", "portaal"})


class Riv(Gegevens):
    """A re-integratieverslag, handed in when a sick employee asks for a WIA benefit."""

    ontvangen_op: Datum
    beoordeeld_op: Datum | None = None
    oordeel: Literal["voldoende", "onvoldoende", "niet_beoordeeld"]


class Loonsanctie(Gegevens):
    """A decision that extends the duty to pay wages. ``omgezet``: it replaces an earlier one on the same report."""

    riv: Naam | None = None
    soort: Sanctiesoort
    besluit_op: Datum
    van: Datum | None = None
    tot: Datum | None = None
    status: Literal["opgelegd", "bekort", "ingetrokken", "vernietigd"]
    omgezet: bool | None = None


class Boete(Gegevens):
    besluit_op: Datum
    bedrag_in_centen: Centen
    reden: str | None = None
    status: Literal["voornemen", "waarschuwing", "opgelegd", "betaald", "ingetrokken"]


class Meldingstelling(Gegevens):
    """How many reports of one kind came in through one channel in a month."""

    maand: Maand
    melding: Literal["ziek", "hersteld", "week42", "wazo"]
    kanaal: Literal["digipoort", "portaal", "papier", "telefoon", "email"]
    aantal: Annotated[Aantal, Field(le=MEESTE_MELDINGEN)]


@dataclass(frozen=True, slots=True)
class Periode:
    """Days from ``van`` to ``tot``, both included."""

    van: date
    tot: date

    def holds(self, dag: date | None) -> bool:
        return dag is not None and self.van <= dag <= self.tot


@dataclass(frozen=True, slots=True)
class Verhouding:
    """A share: numerator, denominator, whole percentage rounded half up (None when there is nothing to divide by)."""

    teller: int
    noemer: int
    percentage: int | None
    van: date
    tot: date
    uitleg: str


@dataclass(frozen=True, slots=True)
class Oordeel:
    """A report with the sanctions on it: ``geldend`` is the one that stands, ``laatste`` the last decision of any status."""

    riv: Record[Riv]
    geldend: Record[Loonsanctie] | None
    laatste: Record[Loonsanctie] | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """All reports with their sanctions, and the standing sanctions that have no report here."""

    oordelen: tuple[Oordeel, ...]
    zonder_verslag: tuple[Record[Loonsanctie], ...]

    @property
    def geldende_sancties(self) -> tuple[Record[Loonsanctie], ...]:
        """Every sanction that stands, with or without a report."""
        return tuple(oordeel.geldend for oordeel in self.oordelen if oordeel.geldend) + self.zonder_verslag


@dataclass(frozen=True, slots=True)
class Maandcijfers:
    """What is counted of one employer in one calendar month; the sum over months is the figure of the period."""

    reintegratieverslagen: int = 0
    administratief: int = 0
    inhoudelijk: int = 0
    zonder_verslag: int = 0
    boetes: int = 0
    boetebedrag: int = 0
    meldingen: int = 0
    meldingen_digitaal: int = 0


_list_cijfers = attrgetter(*(veld.name for veld in fields(Maandcijfers)))


def add_cijfers(delen: Iterable[Maandcijfers]) -> Maandcijfers:
    """The figures of several months, or of several employers, together."""
    return Maandcijfers(*map(sum, zip(*map(_list_cijfers, delen), strict=True)))


def make_cohort(rivs: Iterable[Record[Riv]], sancties: Iterable[Record[Loonsanctie]], vandaag: date) -> Cohort:
    """Joins sanctions to reports by (source, key of the report); sanctions decided after today are left out."""
    per_riv: dict[tuple[str, str], list[Record[Loonsanctie]]] = defaultdict(list)
    zonder: list[Record[Loonsanctie]] = []
    for sanctie in sancties:
        if sanctie.gegevens.besluit_op > vandaag:
            continue
        if sanctie.gegevens.riv:
            per_riv[sanctie.bron, sanctie.gegevens.riv].append(sanctie)
        else:
            zonder += standing_sancties([sanctie])
    oordelen = []
    for riv in rivs:
        bij_riv = sorted(per_riv.pop((riv.bron, riv.sleutel), []), key=_decision_order)
        geldend = standing_sancties(bij_riv)
        oordelen.append(Oordeel(riv, geldend[-1] if geldend else None, bij_riv[-1] if bij_riv else None))
    for onbekende_riv in per_riv.values():
        zonder += standing_sancties(onbekende_riv)[-1:]
    return Cohort(tuple(oordelen), tuple(zonder))


def standing_sancties(sancties: Iterable[Record[Loonsanctie]]) -> list[Record[Loonsanctie]]:
    """The sanctions on one report that stand, in the order of their decisions.

    A conversion replaces what was decided before it; when the conversion itself is withdrawn or annulled, what it
    replaced does not come back.
    """
    geldend: list[Record[Loonsanctie]] = []
    for sanctie in sorted(sancties, key=_decision_order):
        if sanctie.gegevens.omgezet:
            geldend.clear()
        if sanctie.gegevens.status not in _VERVALLEN:
            geldend.append(sanctie)
    return geldend


def _decision_order(sanctie: Record[Loonsanctie]) -> tuple[date, int, str]:
    return sanctie.gegevens.besluit_op, sanctie.versie, sanctie.id


def running_until(cohort: Cohort, vandaag: date) -> date | Ontbreekreden:
    """The last day of the sanction that runs longest of those that run today, or why there is none: no sanction runs, or
    one runs of which the source does not tell the end."""
    lopend = [
        sanctie.gegevens
        for sanctie in cohort.geldende_sancties
        if (sanctie.gegevens.van or sanctie.gegevens.besluit_op) <= vandaag
        and (sanctie.gegevens.tot is None or sanctie.gegevens.tot >= vandaag)
    ]
    zonder_einde = [sanctie for sanctie in lopend if sanctie.tot is None]
    if zonder_einde:
        return zonder_einde[0].reason_for("tot")
    return max((sanctie.tot for sanctie in lopend if sanctie.tot), default=Ontbreekreden.NIET_VAN_TOEPASSING)


def count_per_month(
    cohort: Cohort, boetes: Iterable[Record[Boete]], meldingen: Iterable[Record[Meldingstelling]], vandaag: date
) -> dict[str, Maandcijfers]:
    """The month figures of an employer, for each month that has any. The items given are those that count here."""
    tel: dict[str, Counter[str]] = defaultdict(Counter)
    for oordeel in cohort.oordelen:
        dag = oordeel.riv.gegevens.beoordeeld_op
        if dag is not None and dag <= vandaag:
            tel[month_of(dag)]["reintegratieverslagen"] += 1
            if oordeel.geldend:
                tel[month_of(dag)][oordeel.geldend.gegevens.soort] += 1
    for sanctie in cohort.zonder_verslag:
        tel[month_of(sanctie.gegevens.besluit_op)]["zonder_verslag"] += 1
    for boete in boetes:
        if is_imposed(boete.gegevens) and boete.gegevens.besluit_op <= vandaag:
            tel[month_of(boete.gegevens.besluit_op)]["boetes"] += 1
            tel[month_of(boete.gegevens.besluit_op)]["boetebedrag"] += boete.gegevens.bedrag_in_centen
    for melding in meldingen:
        if first_of_month(melding.gegevens.maand) <= vandaag:
            tel[melding.gegevens.maand]["meldingen"] += melding.gegevens.aantal
            if is_digital(melding.gegevens):
                tel[melding.gegevens.maand]["meldingen_digitaal"] += melding.gegevens.aantal
    return {maand: Maandcijfers(**cijfers) for maand, cijfers in sorted(tel.items()) if any(cijfers.values())}


def future_days(records: Iterable[Riv | Loonsanctie | Boete | Meldingstelling], vandaag: date) -> set[date]:
    """Days after today on which something that is already known begins to count."""
    return {dag for record in records if (dag := _counting_day(record)) is not None and dag > vandaag}


def _counting_day(record: Riv | Loonsanctie | Boete | Meldingstelling) -> date | None:
    if isinstance(record, Riv):
        return record.beoordeeld_op
    return first_of_month(record.maand) if isinstance(record, Meldingstelling) else record.besluit_op


def is_imposed(boete: Boete) -> bool:
    """Imposed and not withdrawn: an announcement and a warning are counted apart."""
    return boete.status in _OPGELEGD


def is_digital(melding: Meldingstelling) -> bool:
    """Received through Digipoort or through the employer portal."""
    return melding.kanaal in _DIGITAAL


def count_meldingen(meldingen: Iterable[Meldingstelling], vandaag: date) -> Verhouding:
    """The degree of digitisation: digital ÷ all reports over the last 12 full calendar months."""
    van, tot = last_full_months(vandaag, 12)
    in_periode = [melding for melding in meldingen if month_of(van) <= melding.maand <= month_of(tot)]
    digitaal = sum(melding.aantal for melding in in_periode if is_digital(melding))
    totaal = sum(melding.aantal for melding in in_periode)
    return divide_meldingen(Maandcijfers(meldingen=totaal, meldingen_digitaal=digitaal), Periode(van, tot))


def divide_sancties(cijfers: Maandcijfers, periode: Periode) -> Verhouding:
    """The share of the reports that led to a sanction, over the same cohort."""
    totaal = cijfers.administratief + cijfers.inhoudelijk
    return make_verhouding(totaal, cijfers.reintegratieverslagen, periode, ("re-integratieverslagen", "met een loonsanctie"))


def divide_meldingen(cijfers: Maandcijfers, periode: Periode) -> Verhouding:
    """The degree of digitisation of a period."""
    return make_verhouding(cijfers.meldingen_digitaal, cijfers.meldingen, periode, ("meldingen", "digitaal"))


def make_verhouding(teller: int, noemer: int, periode: Periode, woorden: tuple[str, str]) -> Verhouding:
    """A share with its explanation in words: what is counted, and which of those are in the numerator. Without anything to
    divide by there is no percentage, never 0."""
    wat, welke = woorden
    dagen = name_dagen(periode)
    if noemer == 0:
        return Verhouding(teller, noemer, None, periode.van, periode.tot, f"geen {wat} {dagen}")
    percentage = round_percentage(teller, noemer)
    uitleg = f"{teller} van {noemer} {wat} {welke} ({percentage} %) {dagen}"
    return Verhouding(teller, noemer, percentage, periode.van, periode.tot, uitleg)


@lru_cache(maxsize=512)  # a statistic says the same of every row of a period
def name_dagen(periode: Periode) -> str:
    """The first and the last day of a period in words."""
    return f"van {periode.van:%d-%m-%Y} tot en met {periode.tot:%d-%m-%Y}"


def round_percentage(teller: int, noemer: int) -> int:
    """teller ÷ noemer in whole percents, half up."""
    return (200 * teller + noemer) // (2 * noemer)


def covered_months(periode: Periode, gedekt_vanaf: str | None) -> Mapping[str, bool]:
    """Every month of the period, oldest first, with whether the source has data for it."""
    return {maand: gedekt_vanaf is None or maand >= gedekt_vanaf for maand in months_between(periode.van, periode.tot)}
