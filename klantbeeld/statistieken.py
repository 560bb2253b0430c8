"""One statistic: what the store adds up, made into rows, and kept until the figures change."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.domain.bronnen import Bronstaat, Groepsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.domain.maanden import MAANDENREVISIE
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.onderdrukking import NIETS, Raster, Tellingen, Verborgen
from klantbeeld.domain.statistieken import (
    Dekking,
    Preventiestatistiek,
    Statistiekkader,
    Statistiekopdracht,
    assemble_statistiek,
    canonicalise_selectie,
    check_rijen,
    cover_soorten,
)
from klantbeeld.domain.vragen import Revisievraag
from klantbeeld.lezer import Lezer

STATISTIEK = "statistiek"
"""What the consultation log calls it."""
GELDIGHEID = 300.0
"""So many seconds at most a statistic is kept."""
MEESTE_RIJEN = 50_000
"""So many rows at most are kept together, about 100 MB."""

_ID = re.compile(r"[0-9a-f]{32}\Z")

_Sleutel = tuple[Statistiekopdracht, date, Dekking, bool]


@dataclass(frozen=True, slots=True)
class _Bewaard:
    revisies: tuple[str, ...]
    gemaakt_op: float
    statistiek: Preventiestatistiek


class Statistieken:
    """Statistics for the whole process; one that was asked before is given again as long as the figures are the same, to
    readers with the same rights only."""

    def __init__(self, nu: Callable[[], float] = monotonic) -> None:
        self._nu = nu
        self._bewaard: OrderedDict[_Sleutel, _Bewaard] = OrderedDict()

    async def count(self, lezer: Lezer, opdracht: Statistiekopdracht, kader: Statistiekkader) -> Preventiestatistiek:
        """The statistic without its ``bijgewerkt_op``. Errors: ``InvoerOnjuist``, ``StoreFout``."""
        opdracht = replace(opdracht, selectie=canonicalise_selectie(opdracht.selectie, kader.normen))
        sleutel = (opdracht, kader.vandaag, kader.dekking, kader.mag_enkele)
        # Read before the figures: what is counted of later ones is then kept under a revision that has gone.
        revisies = await lezer.ask(Revisievraag((MAANDENREVISIE,)))
        bewaard = self._bewaard.get(sleutel)
        if bewaard and bewaard.revisies == revisies and self._nu() - bewaard.gemaakt_op < GELDIGHEID:
            return bewaard.statistiek
        begonnen = self._nu()
        tellingen, verborgen = await _count_werkgevers(lezer, opdracht, kader)
        antwoord = await lezer.ask(opdracht.vraag)
        # Thousands of rows: meanwhile others are answered.
        statistiek = await asyncio.to_thread(
            assemble_statistiek, opdracht, antwoord, tellingen, replace(kader, verborgen=verborgen)
        )
        self._keep(sleutel, _Bewaard(revisies, begonnen, statistiek))
        return statistiek

    def _keep(self, sleutel: _Sleutel, nieuw: _Bewaard) -> None:
        """Keeps a statistic, and lets go of those that were made longest ago when there are too many."""
        self._bewaard.pop(sleutel, None)
        self._bewaard[sleutel] = nieuw
        while sum(len(deel.statistiek.rijen) + 1 for deel in self._bewaard.values()) > MEESTE_RIJEN:
            self._bewaard.popitem(last=False)


async def _count_werkgevers(lezer: Lezer, opdracht: Statistiekopdracht, kader: Statistiekkader) -> tuple[Tellingen, Verborgen]:
    """How many employers there are, in one read, and of which nothing is shown. Errors: ``InvoerOnjuist``."""
    raster = None if kader.mag_enkele else Raster(opdracht.selectie, opdracht.per, opdracht.bereik)
    aantallen, tabellen = await asyncio.gather(
        lezer.ask_all(opdracht.aantallenvragen), lezer.ask_all(raster.vragen if raster else {})
    )
    check_rijen(len(aantallen["per"]) * len(opdracht.vakken))
    tellingen = Tellingen(aantallen["per"], aantallen["totaal"][()])
    return tellingen, raster.hide(tabellen, tellingen) if raster else NIETS


def refuse_statistiek(gebruiker: Gebruiker, opdracht: Statistiekopdracht) -> str | None:
    """Why this user may not have this statistic, None when it may."""
    if Klasse.STATISTIEK not in gebruiker.klassen:
        return "Uw rol geeft geen toegang tot statistieken."
    if opdracht.selectie.werkgever_ids and not _may_see_enkele(gebruiker):
        return "Uw rol geeft geen toegang tot afzonderlijke werkgevers; laat werkgeverIds weg."
    return None


def frame_statistiek(gebruiker: Gebruiker, normen: Normen, staten: Iterable[Bronstaat], vandaag: date) -> Statistiekkader:
    """What a statistic for this user is made with."""
    return Statistiekkader(vandaag, normen, cover_soorten(staten), _may_see_enkele(gebruiker))


def list_gekozen(opdracht: Statistiekopdracht) -> tuple[str, ...]:
    """The employers that were chosen one by one. What can't be an id of ours is left out: it may be anything."""
    return tuple(id_ for id_ in opdracht.selectie.werkgever_ids if _ID.match(id_))


def _may_see_enkele(gebruiker: Gebruiker) -> bool:
    return gebruiker.may_see_werkgevers and Groepsoort.PREVENTIEF_WERKEN in gebruiker.groepen
