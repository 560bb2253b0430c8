"""The whole view from Elasticsearch with nothing kept in memory, against a bare ``_msearch`` of the same searches."""

import asyncio
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from elastic_transport import Transport

from bench.meting import Grens, Meting, Uitslag, divide_rounds, find_percentiel
from bench.proef import ZAAD, Meetopdracht, Proef
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.app import geheim_of, grant_rol, make_uitvoering, open_klantbeeld
from klantbeeld.domain.profielen import public_id
from klantbeeld.queries import Klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.stores.opening import open_store
from resolvers.uitvoering import Uitvoering, Verzoek, read_volledig_beeld

DEEL = "elasticsearch"
BEELDEN = 200
PERCENTIELEN = (50, 95)
HOOGSTE_VERHOUDING = 3.0
"""At most so many times a bare ``_msearch`` at the 95th percentile."""


@dataclass(slots=True)
class Meeluisteraar:
    """What is asked of Elasticsearch: the last part of each path, and the searches of an ``_msearch``."""

    paden: list[str] = field(default_factory=list)
    zoekregels: list[Mapping[str, Any]] = field(default_factory=list)


@contextmanager
def listen_in() -> Iterator[Meeluisteraar]:
    """Notes every request of every client in this process, and passes it on."""
    luisteraar, eigen = Meeluisteraar(), Transport.perform_request

    def note(transport: Transport, methode: str, doel: str, **rest: Any) -> Any:  # noqa: ANN401 - as it comes
        luisteraar.paden.append(doel.partition("?")[0].rpartition("/")[2])
        if luisteraar.paden[-1] == "_msearch":
            luisteraar.zoekregels += rest["body"]
        return eigen(transport, methode, doel, **rest)

    Transport.perform_request = note  # type: ignore[assignment, method-assign]
    try:
        yield luisteraar
    finally:
        Transport.perform_request = eigen  # type: ignore[method-assign]


@dataclass(slots=True)
class Tijden:
    """Milliseconds per view of one round, those of the bare request beside each, and how many requests a view took."""

    eigen: list[float] = field(default_factory=list)
    kaal: list[float] = field(default_factory=list)
    msearches: list[int] = field(default_factory=list)
    verzoeken: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kijker:
    """Asks for whole views, each in a process that knows nothing yet but how to read the query."""

    klantbeeld: Klantbeeld
    uitvoering: Uitvoering
    gebruiker: Gebruiker

    async def view(self, id_: str) -> None:
        """Errors: ``ValueError`` for a view that is not whole."""
        omgeving = replace(self.klantbeeld.omgeving, cache=None)
        raadpleging = Klantbeeld(omgeving).raadpleeg(self.gebruiker, "0" * 32)
        antwoord = await self.uitvoering.execute(raadpleging, Verzoek(read_volledig_beeld(), {"id": id_}))
        if "errors" in antwoord.inhoud:
            raise ValueError("a view with errors is not measured")

    def measure_round(self, ids: Sequence[str], kale_client: Any) -> Tijden:  # noqa: ANN401 - of Elasticsearch
        """Views of these employers, each followed by the bare request."""
        tijden = Tijden()
        for id_ in ids:
            with listen_in() as luisteraar:
                begin = perf_counter()
                asyncio.run(self.view(id_))
                tijden.eigen.append((perf_counter() - begin) * 1000)
            begin = perf_counter()
            kale_client.msearch(searches=luisteraar.zoekregels)
            tijden.kaal.append((perf_counter() - begin) * 1000)
            tijden.msearches.append(luisteraar.paden.count("_msearch"))
            tijden.verzoeken.append(len(luisteraar.paden))
        return tijden


def measure_beeld(proef: Proef, opdracht: Meetopdracht, kale_client: Any) -> Uitslag:  # noqa: ANN401 - of Elasticsearch
    """Views of employers that are picked at random, the same in each round; the first round only warms up."""
    ids = pick_werkgevers(proef.settings)
    rondes = []
    with open_klantbeeld(proef.settings) as klantbeeld:
        uitvoering = make_uitvoering(proef.settings, klantbeeld)
        kijker = Kijker(klantbeeld, uitvoering, grant_rol(proef.settings, "klantadviseur"))
        for nummer in range(opdracht.herhalingen + 1):
            opdracht.meld(f"{DEEL}: hele beelden, {f'ronde {nummer}' if nummer else 'warmlopen'}")
            rondes.append(kijker.measure_round(ids, kale_client))
    return Uitslag(tuple(_compare(rondes[1:])), {f"{DEEL}.beelden": len(ids)})


def pick_werkgevers(settings: Settings) -> list[str]:
    """The public ids of some employers, the same in each run."""
    store = open_store(settings.store.url, schrijven=False, toegang=settings.store)
    try:
        sleutels = sorted(set(store.organisatie_sleutels()))
    finally:
        store.close()
    gekozen = random.Random(ZAAD).sample(sleutels, min(BEELDEN, len(sleutels)))  # noqa: S311 - guards nothing
    return [public_id(sleutel.removeprefix("lh:"), geheim_of(settings)) for sleutel in gekozen]


def _compare(rondes: Sequence[Tijden]) -> Iterator[Meting]:
    for percentage in PERCENTIELEN:
        eigen = [find_percentiel(ronde.eigen, percentage) for ronde in rondes]
        kaal = [find_percentiel(ronde.kaal, percentage) for ronde in rondes]
        grens = Grens(HOOGSTE_VERHOUDING, is_hoogste=True) if percentage == max(PERCENTIELEN) else None
        yield Meting(DEEL, f"heel beeld ÷ kale _msearch, p{percentage}", divide_rounds(eigen, kaal), grens)
    for percentage in PERCENTIELEN:
        aantallen = tuple(find_percentiel(ronde.msearches, percentage) for ronde in rondes)
        yield Meting(DEEL, f"_msearch per heel beeld, p{percentage}", aantallen, Grens(1, is_hoogste=True), eenheid="verzoeken")
    for percentage in PERCENTIELEN:
        aantallen = tuple(find_percentiel(ronde.verzoeken, percentage) for ronde in rondes)
        yield Meting(DEEL, f"verzoeken per heel beeld, p{percentage}", aantallen, eenheid="verzoeken")
