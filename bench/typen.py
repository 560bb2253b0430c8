"""Searching while somebody types: the request of a page, through the whole web application, against the bare search."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlencode

import httpx

from bench.meting import Bijlage, Grens, Meting, divide_rounds, find_percentiel
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.app import make_token, make_web
from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.web.bezoek import FORMULIER
from klantbeeld.web.demo import ROLKOEKJE
from klantbeeld.web.zoeken import MEESTE_OPTIES

HOOGSTE_TYPEN = 1.5
ADRES = "http://127.0.0.1"
PERCENTIELEN = (50, 95)
ROL = "klantadviseur"

Zoeker = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Typproef:
    """The product over a store, and who searches it."""

    settings: Settings
    klantbeeld: Klantbeeld
    gebruiker: Gebruiker

    async def search(self, tekst: str) -> None:
        """The bare search: what the use case takes."""
        raadpleging = self.klantbeeld.raadpleeg(self.gebruiker, "0" * 32)
        await raadpleging.search_werkgevers(tekst, None, Bladvraag(MEESTE_OPTIES))

    def measure(self, teksten: Sequence[str], rondes: int) -> tuple[list[list[float]], list[list[float]]]:
        """Milliseconds of each request and of each bare search, per round; the first round only warms up."""
        duren = [asyncio.run(self._measure_round(teksten)) for _ in range(rondes + 1)][1:]
        return [typen for typen, _ in duren], [kaal for _, kaal in duren]

    async def _measure_round(self, teksten: Sequence[str]) -> tuple[list[float], list[float]]:
        """In turns, each as often before the other as behind it: what comes second finds the pages of the store at hand."""
        typen: list[float] = []
        kaal: list[float] = []
        koppen = {"Accept": "application/json", "Content-Type": FORMULIER}
        koekjes = {ROLKOEKJE: make_token(self.settings, ROL)}
        transport = httpx.ASGITransport(make_web(self.settings, self.klantbeeld, met_regels=False))
        async with httpx.AsyncClient(transport=transport, base_url=ADRES, headers=koppen, cookies=koekjes) as client:

            async def type_(tekst: str) -> None:
                (await client.post("/zoeken", content=urlencode({"zoekterm": tekst}))).raise_for_status()

            for plaats, tekst in enumerate(teksten):
                beurten = [(type_, typen), (self.search, kaal)]
                for zoek, duren in beurten if plaats % 2 else reversed(beurten):
                    duren.append(await _clock(zoek, tekst))
        return typen, kaal


def measure_typen(proef: Typproef, teksten: Sequence[str], rondes: int) -> tuple[Meting, Bijlage]:
    """The ratio of both at p95, and their milliseconds on this machine."""
    typen, kaal = proef.measure(teksten, rondes)
    verhouding = divide_rounds(*([find_percentiel(ronde, 95) for ronde in deel] for deel in (typen, kaal)))
    rijen: list[tuple[str | float, ...]] = []
    for naam, deel in (("verzoek tijdens het typen", typen), ("kaal zoeken", kaal)):
        alle = [ms for ronde in deel for ms in ronde]
        rijen.append((naam, *(round(find_percentiel(alle, percentage), 1) for percentage in PERCENTIELEN)))
    return (
        Meting("zoeken", "verzoek tijdens het typen ÷ zoeken, p95", verhouding, Grens(HOOGSTE_TYPEN, is_hoogste=True)),
        Bijlage("Zoeken tijdens het typen, in ms", ("wat", "p50", "p95"), tuple(rijen)),
    )


async def _clock(zoek: Zoeker, tekst: str) -> float:
    """Milliseconds."""
    begin = perf_counter()
    await zoek(tekst)
    return (perf_counter() - begin) * 1000
