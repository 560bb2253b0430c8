"""The use cases of who looks after the product: how sources stand, what was refused, and how long people wait."""

import asyncio
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

import orjson

from klantbeeld.access.gebruiker import Taak
from klantbeeld.access.snelheden import Dagsnelheid, measure_snelheden
from klantbeeld.access.vastleggingen import GELUKT
from klantbeeld.errors import GeenToegang
from klantbeeld.inzage import RAADPLEGEN, ZOEKEN, Taakhandeling
from klantbeeld.queries import Klantbeeld, Raadpleging
from klantbeeld.toestand import Bevinding
from klantbeeld.toezicht import Webtoezicht

BEKIJKEN, HERHALEN, WEGGOOIEN = "beheer bekijken", "dode brieven opnieuw aanbieden", "dode brief weggooien"
"""What the consultation log calls them."""
MEESTE_BRIEVEN = 50
"""So many dead letters are told at once."""


@dataclass(frozen=True, slots=True)
class Briefregel:
    """A dead letter without anything of its content or key."""

    id: str
    bron: str
    soort: str | None
    reden: str
    veld: str | None
    herkomst: str
    ontvangen_op: str


@dataclass(frozen=True, slots=True)
class Controleregel:
    """What the last verification found: when, whether all was equal, and how many differences were found and were left."""

    op: str
    is_gelijk: bool
    gevonden: int
    over: int | None


@dataclass(frozen=True, slots=True)
class Overzicht:
    """How everything stands. ``brieven`` are the first dead letters; ``kan_schrijven``: what is refused can be dealt with from
    here."""

    bevinding: Bevinding
    controle: Controleregel | None
    brieven: tuple[Briefregel, ...]
    snelheden: tuple[Dagsnelheid, ...]
    kan_schrijven: bool


class Herhaald(Protocol):
    """What offering dead letters again led to."""

    @property
    def aangeboden(self) -> int:
        """So many were offered."""

    @property
    def opgelost(self) -> int:
        """So many of them are settled."""


class Brievenbak(Protocol):
    """Who can change what waits in the store. Errors of each method: ``InvoerOnjuist`` when there is no such letter,
    ``StoreFout``."""

    def replay(self, bron: str | None, id_: str | None) -> Herhaald:
        """Offers one dead letter again, or all of a source."""

    def discard(self, id_: str) -> None:
        """Throws one away."""


@dataclass(frozen=True, slots=True)
class Beheer:
    """For the whole process. Without ``brievenbak`` this process may not change the store: then a command can."""

    klantbeeld: Klantbeeld
    toezicht: Webtoezicht
    brievenbak: Brievenbak | None = None

    async def look(self, raadpleging: Raadpleging, bron: str | None = None) -> Overzicht:
        """How everything stands, with the dead letters of one source, or of all. Errors: ``GeenToegang``, ``OSError``,
        ``StoreFout`` when it can be read no more meanwhile."""
        raadpleging.begin_taak(Taakhandeling(Taak.BEHEREN, BEKIJKEN))
        bevinding = await self.toezicht.look()
        snelheden = asyncio.to_thread(measure_snelheden, self.klantbeeld.omgeving.log, (ZOEKEN, RAADPLEGEN))
        lezing = asyncio.to_thread(self._read, bron) if bevinding.toestand else asyncio.sleep(0, (None, ()))
        gemeten, (controle, brieven) = await asyncio.gather(snelheden, lezing)
        return Overzicht(bevinding, controle, brieven, tuple(gemeten), self.brievenbak is not None)

    async def replay(self, raadpleging: Raadpleging, bron: str | None, id_: str | None) -> Herhaald:
        """Offers one dead letter again, or all of a source; recorded before it is done. Errors: ``GeenToegang``,
        ``NietVastgelegd``, and those of ``Brievenbak``."""
        brievenbak = await self._begin(raadpleging, HERHALEN, f"brief={id_}" if id_ else f"bron={bron}")
        return await asyncio.to_thread(brievenbak.replay, bron, id_)

    async def discard(self, raadpleging: Raadpleging, id_: str) -> None:
        """Throws one dead letter away; recorded before it is done. Errors: as above."""
        brievenbak = await self._begin(raadpleging, WEGGOOIEN, f"brief={id_}")
        await asyncio.to_thread(brievenbak.discard, id_)

    async def _begin(self, raadpleging: Raadpleging, handeling: str, keuze: str) -> Brievenbak:
        raadpleging.begin_taak(Taakhandeling(Taak.BEHEREN, handeling, keuze=keuze))
        if self.brievenbak is None:
            raise GeenToegang("Deze webserver mag de store niet wijzigen. Doe het in een terminal met klantbeeld dead-letters.")
        await raadpleging.record(GELUKT)
        return self.brievenbak

    def _read(self, bron: str | None) -> tuple[Controleregel | None, tuple[Briefregel, ...]]:
        store = self.klantbeeld.omgeving.store
        verslag = orjson.loads(store.controle() or b"null")
        brieven = islice(store.dead_letters(bron), MEESTE_BRIEVEN)
        return verslag and _make_controleregel(verslag), tuple(
            Briefregel(brief.id, brief.bron, brief.soort, brief.reden, brief.veld, brief.herkomst, brief.ontvangen_op)
            for brief in brieven
        )


def _make_controleregel(verslag: dict[str, Any]) -> Controleregel:
    over = verslag["over"]
    return Controleregel(
        verslag["op"], verslag["gelijk"], sum(verslag["gevonden"].values()), None if over is None else sum(over.values())
    )
