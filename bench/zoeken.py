"""Searching through the product's own read path, against the plainest search in SQLite, at several sizes."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from time import perf_counter
from typing import Any

import orjson

from bench.kaal import KaleZoeker, open_kaal
from bench.meting import Bijlage, Grens, Meting, Uitslag, divide_rounds, find_percentiel
from bench.proef import Meetopdracht, Proef, make_proef
from bench.typen import Typproef, measure_typen
from bench.zoekvragen import Proefvraag, Vraagsoort, make_vragen, read_vindplaats
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.app import grant_rol, open_klantbeeld
from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.queries import Klantbeeld

DEEL = "zoeken"
BLADZIJDE = Bladvraag(10)
PERCENTIELEN = (50, 95)
VEEL = 100_000
HOOGSTE_GROEI, HOOGSTE_GROEI_BIJ_VEEL = 3.0, 4.0
"""At most so many times slower at ten times as many employers, below ``VEEL`` and from there on."""
HOOGSTE_VERHOUDING = 3.0


@dataclass(slots=True)
class Tijden:
    """Milliseconds per question of each round, of the product and of the plain search, and the hits of either."""

    eigen: list[list[float]] = field(default_factory=list)
    kaal: list[list[float]] = field(default_factory=list)
    treffers: list[int] = field(default_factory=list)
    kale_treffers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opstelling:
    """Both searches over the same employers."""

    werkgevers: int
    klantbeeld: Klantbeeld
    gebruiker: Gebruiker
    kaal: KaleZoeker
    tijden: Tijden = field(default_factory=Tijden)

    async def search(self, tekst: str) -> int:
        """How many hits the product shows for a text."""
        raadpleging = self.klantbeeld.raadpleeg(self.gebruiker, "0" * 32)
        resultaat = await raadpleging.search_werkgevers(tekst, None, BLADZIJDE)
        return resultaat.bladzijde.totaal or 0

    async def measure_round(self, vragen: Sequence[Proefvraag]) -> None:
        """Asks every question of both, one after the other."""
        eigen, kaal = [], []
        self.tijden.treffers, self.tijden.kale_treffers = [], []
        for vraag in vragen:
            begin = perf_counter()
            self.tijden.treffers.append(await self.search(vraag.tekst))
            midden = perf_counter()
            self.tijden.kale_treffers.append(len(self.kaal.search(vraag.tekst)))
            eigen.append((midden - begin) * 1000)
            kaal.append((perf_counter() - midden) * 1000)
        self.tijden.eigen.append(eigen)
        self.tijden.kaal.append(kaal)


def measure_zoeken(opdracht: Meetopdracht) -> Uitslag:
    """Asks the same questions at every size, in rounds that go past all sizes; the first round only warms up."""
    with ExitStack() as geopend:
        opstellingen = []
        vragen: list[Proefvraag] = []
        for werkgevers in opdracht.werkgevers:
            opdracht.meld(f"{DEEL}: {werkgevers} werkgevers maken en inlezen")
            proef = make_proef(opdracht.map_ / str(werkgevers), werkgevers, "organisatie")
            proef.load()
            vragen = vragen or make_vragen(map(read_vindplaats, list_organisaties(proef)))
            opstellingen.append(_open_opstelling(proef, werkgevers, geopend))
        for nummer in range(opdracht.herhalingen + 1):
            for opstelling in opstellingen:
                opdracht.meld(f"{DEEL}: {opstelling.werkgevers} werkgevers, {f'ronde {nummer}' if nummer else 'warmlopen'}")
                asyncio.run(opstelling.measure_round(vragen))
        for opstelling in opstellingen:
            del opstelling.tijden.eigen[0], opstelling.tijden.kaal[0]
        grootste = opstellingen[-1]
        opdracht.meld(f"{DEEL}: tijdens het typen, {grootste.werkgevers} werkgevers")
        typproef = Typproef(proef.settings, grootste.klantbeeld, grootste.gebruiker)
        typen, tijden = measure_typen(typproef, [vraag.tekst for vraag in vragen], opdracht.herhalingen)
    omvang: dict[str, int | tuple[int, ...]] = {"zoeken.vragen": len(vragen), "zoeken.werkgevers": opdracht.werkgevers}
    bijlagen = (*(_list_soorten(opstelling, vragen) for opstelling in opstellingen), tijden)
    return Uitslag((*_compare(opstellingen), typen), omvang, bijlagen=bijlagen)


def list_organisaties(proef: Proef) -> Iterator[dict[str, Any]]:
    """The content of the organisatie of each employer, as it was delivered first."""
    gezien: set[str] = set()
    for pad in sorted(proef.settings.leveringen.iterdir()):
        with pad.open("rb") as bestand:
            for levering in map(orjson.loads, bestand):
                if levering["soort"] == "organisatie" and levering["sleutel"] not in gezien and levering.get("gegevens"):
                    gezien.add(levering["sleutel"])
                    yield levering["gegevens"]


def _open_opstelling(proef: Proef, werkgevers: int, geopend: ExitStack) -> Opstelling:
    klantbeeld = geopend.enter_context(open_klantbeeld(proef.settings))
    kaal = geopend.enter_context(open_kaal(proef.store.with_name("kaal.db")))
    kaal.fill(list_organisaties(proef))
    return Opstelling(werkgevers, klantbeeld, grant_rol(proef.settings, "klantadviseur"), kaal)


def _compare(opstellingen: Sequence[Opstelling]) -> Iterator[Meting]:
    for klein, groot in pairwise(opstellingen):
        verhouding = divide_rounds(_per_round(groot.tijden.eigen, 95), _per_round(klein.tijden.eigen, 95))
        grens = Grens(HOOGSTE_GROEI if klein.werkgevers < VEEL else HOOGSTE_GROEI_BIJ_VEEL, is_hoogste=True)
        naam = f"zoeken p95, {_write(groot.werkgevers)} ÷ {_write(klein.werkgevers)} werkgevers"
        yield Meting(DEEL, naam, verhouding, grens)
    for opstelling in opstellingen:
        tijden = opstelling.tijden
        gevonden = [plaats for plaats, treffers in enumerate(tijden.kale_treffers) if treffers]
        gevonden_tijden = Tijden(_pick(tijden.eigen, gevonden), _pick(tijden.kaal, gevonden))
        grens = Grens(HOOGSTE_VERHOUDING, is_hoogste=True)
        yield from _compare_kaal(tijden, _write(opstelling.werkgevers), grens)
        yield from _compare_kaal(gevonden_tijden, f"{_write(opstelling.werkgevers)}, waar kaal iets vindt", None)


def _compare_kaal(tijden: Tijden, waar: str, grens: Grens | None) -> Iterator[Meting]:
    for percentage in PERCENTIELEN:
        verhouding = divide_rounds(_per_round(tijden.eigen, percentage), _per_round(tijden.kaal, percentage))
        yield Meting(DEEL, f"zoeken ÷ kale FTS5, p{percentage} bij {waar}", verhouding, grens)


def _pick(rondes: Sequence[Sequence[float]], plaatsen: Sequence[int]) -> list[list[float]]:
    return [[ronde[plaats] for plaats in plaatsen] for ronde in rondes]


def _per_round(rondes: Sequence[Sequence[float]], percentage: int) -> list[float]:
    return [find_percentiel(ronde, percentage) for ronde in rondes]


def _list_soorten(opstelling: Opstelling, vragen: Sequence[Proefvraag]) -> Bijlage:
    """Milliseconds per kind of question, over all rounds: of this machine only."""
    rijen = [_sum_up(opstelling.tijden, soort, _places(vragen, soort)) for soort in Vraagsoort]
    rijen.append(_sum_up(opstelling.tijden, "alles", range(len(vragen))))
    kolommen = ("soort vraag", "aantal", "treffers (mediaan)", "p50 ms", "p95 ms", "kaal p50 ms", "kaal p95 ms")
    return Bijlage(f"Zoeken bij {_write(opstelling.werkgevers)} werkgevers", kolommen, tuple(rijen))


def _places(vragen: Sequence[Proefvraag], soort: Vraagsoort) -> list[int]:
    return [plaats for plaats, vraag in enumerate(vragen) if vraag.soort is soort]


def _sum_up(tijden: Tijden, soort: str, plaatsen: Sequence[int]) -> tuple[str | float, ...]:
    percentielen = [
        round(find_percentiel([tijd for ronde in _pick(rondes, plaatsen) for tijd in ronde], percentage), 2)
        for rondes in (tijden.eigen, tijden.kaal)
        for percentage in PERCENTIELEN
    ]
    treffers = median(tijden.treffers[plaats] for plaats in plaatsen)
    return (str(soort), len(plaatsen), treffers, *percentielen)


def _write(aantal: int) -> str:
    return f"{aantal:,}".replace(",", " ")
