"""Figures of prevention on a page: a form without persons in it, a chart, a table, and the same as a file."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import Route

from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.domain.klok import day_of, last_full_months, month_of
from klantbeeld.domain.preventie import Periode
from klantbeeld.domain.statistieken import Preventiestatistiek, Statistiekopdracht, Statistiekrij
from klantbeeld.domain.statistiektabellen import CIJFERKOLOMMEN, list_periodes, make_tabel
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.web.bezoek import Bezoek, Portier
from klantbeeld.web.csv_regels import MEDIATYPE, write_csv
from klantbeeld.web.grafieken import Punt, draw_kolommen
from klantbeeld.web.opmaak import show_dag
from klantbeeld.web.sjablonen import GEEN, Blad, Pagina, make_koppen, render, show
from klantbeeld.web.statistiekformulier import GRAFIEK, GRAFIEKEN, NAMEN, make_formulier, write_adres
from klantbeeld.web.statistiekvragen import GROEPEER_OP, TOT, VAN, Waarden, consult, read_opdracht, split_adres

PAD, PAD_CSV = "/statistieken", "/statistieken.csv"
TITEL = "Cijfers over preventief werken"
MAANDEN = 12
"""So many full months are shown to who asks nothing yet."""
MEESTE_KOLOMMEN = 72
"""So many rows are drawn at most."""
MEESTE_RIJEN = 500
"""So many rows are shown at most; the file has them all."""


@dataclass(frozen=True, slots=True)
class Grafiek:
    """A chart with what it is of."""

    naam: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Cijferblad(Blad):
    """The figures. ``koppen`` are the names of what is grouped by; ``rijen`` have their own period each. ``aantal``: so many
    rows there are; ``bestand``: where they can be had as a file."""

    sjabloon: ClassVar[str] = "statistiektabel.html"
    statistiek: Preventiestatistiek
    koppen: tuple[str, ...]
    rijen: tuple[tuple[Statistiekrij, Periode], ...]
    aantal: int
    totaal: tuple[Statistiekrij, Periode]
    bestand: str
    grafiek: Grafiek | None


@dataclass(frozen=True, slots=True)
class Statistiekblad(Blad):
    """The form and what it gave; ``fout`` says what was wrong with what was asked."""

    sjabloon: ClassVar[str] = "statistieken.html"
    titel: str
    formulier: Markup
    cijfers: Markup
    fout: str | None


@dataclass(frozen=True, slots=True)
class Statistiekpaginas:
    """The page of the figures, and the file."""

    portier: Portier

    def make_routes(self) -> list[Route]:
        """Every page."""
        return [Route(PAD, self.portier.guard(self.show_cijfers)), Route(PAD_CSV, self.portier.guard(self.send_bestand))]

    async def show_cijfers(self, bezoek: Bezoek) -> Response:
        """The figures that are asked; what can't be counted is told beside the form."""
        waarden: Waarden = {}
        cijfers, fout = GEEN, None
        try:
            waarden = complete(split_adres(bezoek.request.scope["query_string"]), bezoek.raadpleging.nu)
            cijfers = await self._count(bezoek, waarden)
        except InvoerOnjuist as weigering:
            fout = str(weigering)
        formulier = render(make_formulier(PAD, waarden, self.portier.klantbeeld.omgeving.normen))
        blad = Statistiekblad(TITEL, formulier, cijfers, fout)
        return show(Pagina(TITEL, bezoek.bezoeker.schil, render(blad)), 400 if fout else 200)

    async def send_bestand(self, bezoek: Bezoek) -> Response:
        """The same figures as CSV, all rows."""
        opdracht = read_opdracht(leave_grafiek(split_adres(bezoek.request.scope["query_string"])))
        statistiek = await consult(bezoek.raadpleging, opdracht)
        tabel = await asyncio.to_thread(make_tabel, statistiek, opdracht)
        inhoud = await asyncio.to_thread(write_csv, tabel.kolommen, tabel.rijen)
        koppen = {"Content-Type": MEDIATYPE, "Content-Disposition": 'attachment; filename="preventie.csv"'}
        return Response(inhoud, headers={**make_koppen(), **koppen})

    async def _count(self, bezoek: Bezoek, waarden: Waarden) -> Markup:
        opdracht = read_opdracht(leave_grafiek(waarden))
        statistiek = await consult(bezoek.raadpleging, opdracht)
        return render(show_statistiek(statistiek, opdracht, waarden))


def complete(waarden: Waarden, nu: datetime) -> Waarden:
    """What is asked, by who names no period over the last full months; each by itself for who asks nothing."""
    if {VAN.naam, TOT.naam} & waarden.keys():
        return waarden
    van, tot = last_full_months(day_of(nu), MAANDEN)
    periode = {VAN.naam: [month_of(van)], TOT.naam: [month_of(tot)]}
    return {**periode, **(waarden or {GROEPEER_OP.naam: [Groepering.MAAND.value]})}


def leave_grafiek(waarden: Waarden) -> Waarden:
    """What is asked of the figures, without what the chart shows of them."""
    return {naam: waarde for naam, waarde in waarden.items() if naam != GRAFIEK}


def show_statistiek(statistiek: Preventiestatistiek, opdracht: Statistiekopdracht, waarden: Waarden) -> Cijferblad:
    """The figures of a statistic that was asked so."""
    return Cijferblad(
        statistiek=statistiek,
        koppen=tuple(NAMEN[deel] for deel in opdracht.groepeer_op),
        rijen=tuple(list_periodes(statistiek.rijen[:MEESTE_RIJEN], opdracht)),
        aantal=len(statistiek.rijen),
        totaal=(statistiek.totaal, Periode(opdracht.van, opdracht.tot)),
        bestand=write_adres(PAD_CSV, leave_grafiek(waarden)),
        grafiek=draw_grafiek(statistiek, waarden),
    )


def draw_grafiek(statistiek: Preventiestatistiek, waarden: Waarden) -> Grafiek | None:
    """The rows as columns; None when there are none, or too many to see."""
    if not 0 < len(statistiek.rijen) <= MEESTE_KOLOMMEN:
        return None
    keuze = waarden.get(GRAFIEK, [""])[0]
    kolom = next((deel for deel in CIJFERKOLOMMEN if deel.naam == keuze and keuze in GRAFIEKEN), CIJFERKOLOMMEN[1])
    punten = [Punt(" ".join(deel.code for deel in rij.groep), kolom.read(rij)) for rij in statistiek.rijen]
    leeg = sum(punt.waarde is None for punt in punten)
    uitleg = f"{show_dag(statistiek.van)} t/m {show_dag(statistiek.tot)}. {len(punten)} kolommen, {leeg} zonder cijfer."
    naam = GRAFIEKEN[kolom.naam]
    return Grafiek(naam, render(draw_kolommen(naam, f"{uitleg} Alle cijfers staan in de tabel.", punten, "niet getoond")))
