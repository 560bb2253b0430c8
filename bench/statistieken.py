"""Statistics through the product's own read path, against the same aggregation written by hand, on the same store.

The store holds what prevention needs: sample employers without their names, and their month figures.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bench.meting import Bijlage, Grens, Meting, Uitslag, divide_rounds
from bench.proef import VANDAAG, ZAAD, Meetopdracht
from bench.ruw import open_lezer
from bench.stopwatch import Duur, Stopwatch
from indexers.projecties import project_levering
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import Feit, encode_feit
from indexers.samples.organisaties import list_organisaties, make_werkgever
from indexers.samples.preventie import list_preventie
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.app import geheim_of, grant_rol, open_klantbeeld
from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.domain.items import Record
from klantbeeld.domain.json_regels import read_json_object
from klantbeeld.domain.klok import number_month
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE, parse_levering, restore_record
from klantbeeld.domain.maanden import Maanddocument, make_maanddocumenten
from klantbeeld.domain.porties import split_porties
from klantbeeld.domain.preventie import count_per_month, make_cohort
from klantbeeld.domain.profielen import Profiel, Profielbronnen, derive_profiel
from klantbeeld.domain.statistieken import Statistiekopdracht
from klantbeeld.domain.vragen import Selectie
from klantbeeld.normen import load_normen
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.statistieken import Statistieken
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Profielwijziging, Store

DEEL = "statistiek"
PER_KEER = 1000
HOOGSTE_VERHOUDING, HOOGSTE_BEWAARD = 1.3, 0.1
"""At most so many times the aggregation by hand: the first answer, and one that was kept; from ``VEEL`` employers on, for
with few of them the time goes to something else."""
VEEL = 100_000
VAN, TOT = date(2020, 10, 1), date(2025, 9, 30)

_SOMMEN = """
sum(reintegratieverslagen), sum(administratief), sum(inhoudelijk), sum(zonder_verslag), sum(boetes), sum(boetebedrag),
sum(meldingen), sum(meldingen_digitaal)
"""
_PER_ATTRIBUUT = f"""
SELECT a.waarde, m.maand / :maanden, {_SOMMEN} FROM attributen AS a
JOIN maanden AS m ON m.rij BETWEEN a.profiel << 16 | :van AND a.profiel << 16 | :tot
WHERE a.soort = :soort GROUP BY 1, 2
"""  # noqa: S608 - nothing but constants
_PER_TWEE = f"""
SELECT a.waarde, b.waarde, {_SOMMEN} FROM attributen AS a
CROSS JOIN attributen AS b ON b.rij BETWEEN a.profiel << 16 AND a.profiel << 16 | 65535
CROSS JOIN maanden AS m ON m.rij BETWEEN a.profiel << 16 | :van AND a.profiel << 16 | :tot
WHERE a.soort = :soort AND +b.soort = :ander GROUP BY 1, 2
"""  # noqa: S608 - nothing but constants
_TOTAAL = f"SELECT {_SOMMEN} FROM maanden WHERE maand BETWEEN :van AND :tot"  # noqa: S608

_Wijziging = tuple[Profiel, tuple[Maanddocument, ...]]


@dataclass(slots=True)
class Proefstatistiek:
    """One statistic: as the product is asked for it, as it is written by hand, and what each round took."""

    naam: str
    groepeer_op: tuple[Groepering, ...]
    kaal: str
    velden: dict[str, int | str] = field(default_factory=dict)
    eerste: list[Duur] = field(default_factory=list)
    bewaard: list[Duur] = field(default_factory=list)
    bij_hand: list[Duur] = field(default_factory=list)

    def measure_round(self, klantbeeld: Klantbeeld, gebruiker: Gebruiker, kaal: sqlite3.Connection) -> None:
        """Asks for it with nothing kept, by hand, and once more."""
        klantbeeld.statistieken = Statistieken()

        async def ask() -> None:  # without the answer: at its end asyncio writes out what a task gave
            opdracht = Statistiekopdracht(Selectie(), VAN, TOT, self.groepeer_op)
            await klantbeeld.raadpleeg(gebruiker, "0" * 32).count_preventie(opdracht)

        bereik = {"van": number_month(VAN.isoformat()[:7]), "tot": number_month(TOT.isoformat()[:7])}
        self.eerste.append(_clock(lambda: asyncio.run(ask())))
        self.bij_hand.append(_clock(lambda: kaal.execute(self.kaal, self.velden | bereik).fetchall()))
        self.bewaard.append(_clock(lambda: asyncio.run(ask())))


def measure_statistieken(opdracht: Meetopdracht) -> Uitslag:
    """Each statistic in rounds, at the largest number of employers; the first round only warms up."""
    werkgevers = max(opdracht.werkgevers)
    opdracht.map_.mkdir(parents=True)
    settings = Settings(store=StoreSettings(url=f"sqlite:///{opdracht.map_.absolute()}/klantbeeld.db"), vandaag=VANDAAG)
    opdracht.meld(f"{DEEL}: {werkgevers} werkgevers maken en bewaren")
    store = open_store(settings.store.url, schrijven=True)
    maanden = fill_store(store, settings, werkgevers)
    store.close()
    statistieken = _list_statistieken()
    gebruiker = grant_rol(settings, "beleid")
    with open_klantbeeld(settings) as klantbeeld, open_lezer(opdracht.map_ / "klantbeeld.db") as kaal:
        for nummer in range(opdracht.herhalingen + 1):
            opdracht.meld(f"{DEEL}: {f'ronde {nummer}' if nummer else 'warmlopen'}")
            for statistiek in statistieken:
                statistiek.measure_round(klantbeeld, gebruiker, kaal)
    for statistiek in statistieken:
        del statistiek.eerste[0], statistiek.bij_hand[0], statistiek.bewaard[0]
    metingen = tuple(meting for statistiek in statistieken for meting in _compare(statistiek, werkgevers))
    omvang: dict[str, int | tuple[int, ...]] = {"statistiek.werkgevers": werkgevers, "statistiek.maanden": maanden}
    return Uitslag(metingen, omvang, bijlagen=(_list_tijden(statistieken),))


def fill_store(store: Store, settings: Settings, werkgevers: int) -> int:
    """Writes sample employers and their month figures, and tells how many months that are."""
    geheim = geheim_of(settings)
    alle = (_derive(nummer, geheim) for nummer in range(1, werkgevers + 1))
    maanden = 0
    for deel in split_porties(alle, PER_KEER):
        tokens = store.write_profielen([Profielwijziging(profiel.id, profiel, 0) for profiel, _ in deel])
        store.write_maanden({profiel.id: (tokens[profiel.id], cijfers) for profiel, cijfers in deel})
        maanden += sum(len(cijfers) for _, cijfers in deel)
    return maanden


def _derive(nummer: int, geheim: bytes) -> _Wijziging:
    """One sample employer, to whom all that is told of it belongs. Nobody searches here, so it is found by nothing."""
    werkgever = make_werkgever(ZAAD, nummer, VANDAAG)
    (organisatie,) = _read(list_organisaties(werkgever, Dobbelsteen(ZAAD, nummer, 0)))
    bronnen = Profielbronnen(organisatie.gegevens, ())
    profiel = derive_profiel(bronnen, set(organisatie.sleutels), load_normen(), geheim)
    per_soort: dict[str, list[Record[Any]]] = {"riv": [], "loonsanctie": [], "boete": [], "meldingstelling": []}
    for record in _read(list_preventie(werkgever, Dobbelsteen(ZAAD, nummer, 3))):
        per_soort[record.id.split(":")[1]].append(record)
    cohort = make_cohort(per_soort["riv"], per_soort["loonsanctie"], VANDAAG)
    cijfers = count_per_month(cohort, per_soort["boete"], per_soort["meldingstelling"], VANDAAG)
    profiel = replace(profiel, namen=(), plekken=(), nummers=())
    return profiel, make_maanddocumenten(profiel, cijfers)


def _read(feiten: Iterator[Feit]) -> list[Record[Any]]:
    leveringen = (parse_levering(read_json_object(encode_feit(feit)), HOOGSTE_VERSIE) for feit in feiten)
    return [restore_record(project_levering(levering, load_normen())) for levering in leveringen]


def _list_statistieken() -> list[Proefstatistiek]:
    sector, klasse = Groepering.SECTOR, Groepering.GROOTTEKLASSE
    return [
        Proefstatistiek("sector × kwartaal", (sector, Groepering.KWARTAAL), _PER_ATTRIBUUT, {"soort": sector, "maanden": 3}),
        Proefstatistiek("grootteklasse × jaar", (klasse, Groepering.JAAR), _PER_ATTRIBUUT, {"soort": klasse, "maanden": 12}),
        Proefstatistiek("sector × grootteklasse", (sector, klasse), _PER_TWEE, {"soort": sector, "ander": klasse}),
        Proefstatistiek("alleen het totaal", (), _TOTAAL),
    ]


def _compare(statistiek: Proefstatistiek, werkgevers: int) -> Iterator[Meting]:
    """By time of the processor: it is what the work costs, whoever else uses the machine."""
    kaal = [duur.processor for duur in statistiek.bij_hand]
    delen = (("", statistiek.eerste, HOOGSTE_VERHOUDING), (", bewaard", statistiek.bewaard, HOOGSTE_BEWAARD))
    for welke, duren, hoogste in delen:
        grens = Grens(hoogste, is_hoogste=True) if werkgevers >= VEEL else None
        verhouding = divide_rounds([duur.processor for duur in duren], kaal)
        yield Meting(DEEL, f"{statistiek.naam}{welke} ÷ kale SQL", verhouding, grens)


def _list_tijden(statistieken: list[Proefstatistiek]) -> Bijlage:
    """Milliseconds by the clock, over all rounds: of this machine only."""
    rijen: list[tuple[str | float, ...]] = []
    for statistiek in statistieken:
        kolommen = (statistiek.eerste, statistiek.bij_hand, statistiek.bewaard)
        middens = [sorted(duur.klok for duur in duren)[len(duren) // 2] * 1000 for duren in kolommen]
        rijen.append((statistiek.naam, *(round(midden, 1) for midden in middens)))
    return Bijlage("Statistiek van vijf jaar, in ms", ("statistiek", "eerste antwoord", "kale SQL", "bewaard"), tuple(rijen))


def _clock(doe: Callable[[], object]) -> Duur:
    stopwatch = Stopwatch()
    with stopwatch.running():
        doe()
    return stopwatch.duur
