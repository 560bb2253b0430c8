"""Groups of the view: assembled from what the store holds, or found in the cache as they were assembled before.

A group is a pure function of what it is framed with (``Kader``), what is asked (its parameters) and the records at the keys of
the employer. All of that is in its name in the cache: of the records the revisions of these keys, which rise after each change
of a record there, and of whatever else changes what counts here. They are read before the records, so what is kept under a
revision is never older than it. How a group stands is no part of it.
"""

from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

from aiodataloader import DataLoader

from klantbeeld.cache import Cache
from klantbeeld.domain.beeld import GROEPSREGELS
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.groepsvorm import dump_groep, restore_groep
from klantbeeld.domain.kader import Kader
from klantbeeld.domain.vragen import Rangvraag, Revisievraag, Vraag
from klantbeeld.errors import InvoerOnjuist, StoreFout
from klantbeeld.lezer import Lezer, count_once

MEESTE_TEGELIJK = 16
"""So many groups are read apart at the same moment by one process; everything else is read beside them."""
_HOUDERS = "houders"
_NIET_IN_NAAM = {"normen"}
"""They come with the code, and that is in the name already."""


class Groepenlezer:
    """Groups for one request. With ``apart`` the records of each group are read by themselves, in these threads, so that only
    who needs a slow group waits for it; without it those of all groups travel together. Errors: ``StoreFout``,
    ``InvoerOnjuist``; then nothing is kept."""

    def __init__(self, lezer: Lezer, cache: Cache | None, apart: Executor | None) -> None:
        self._lezer = lezer
        self._apart = apart
        self._cache = cache
        self._bewaard: DataLoader[str, bytes | None] | None = DataLoader(cache.get) if cache else None

    async def ask_ahead(self, soort: Groepsoort, kader: Kader, parameters: object) -> None:
        """Asks what ``read`` asks first, so that it travels with whatever else is asked now; what comes of it ``read`` tells.
        The kader may lack what the sources say."""
        with suppress(StoreFout, InvoerOnjuist):
            if self._cache is not None:
                await self._lezer.ask(Revisievraag(kader.ring))
            elif self._apart is None:
                await self._lezer.ask_all(list_vragen(soort, kader, parameters))

    async def read(self, soort: Groepsoort, kader: Kader, parameters: object) -> Any:  # noqa: ANN401 - a Groepsregel.model
        """The group as a ``Groepsregel.model``."""
        revisies = await self._ask_revisies(kader)
        if self._cache is None or self._bewaard is None or revisies is None:
            return await self._assemble(soort, kader, parameters)
        naam = self._cache.name("groep", soort, describe_kader(kader), parameters, revisies)
        bewaard = await self._bewaard.load(naam)
        if bewaard is not None:
            return restore_groep(soort, bewaard)
        groep = await self._assemble(soort, kader, parameters)
        await self._cache.put(naam, dump_groep(groep))
        return groep

    async def _ask_revisies(self, kader: Kader) -> tuple[str, ...] | None:
        """The revisions of the ring; None without a cache, or when they can't be read: perhaps the records can."""
        if self._cache is None:
            return None
        try:
            revisies: tuple[str, ...] = await self._lezer.ask(Revisievraag(kader.ring))
        except StoreFout:
            return None
        return revisies

    async def _assemble(self, soort: Groepsoort, kader: Kader, parameters: object) -> Any:  # noqa: ANN401 - its model
        lezer = self._lezer if self._apart is None else self._lezer.split_off(self._apart)
        antwoorden = await lezer.ask_all(list_vragen(soort, kader, parameters))
        if soort is Groepsoort.PREVENTIEF_WERKEN:
            kader = await count_once(lezer, replace(kader, houders=antwoorden.pop(_HOUDERS)), antwoorden)
        return GROEPSREGELS[soort].assemble(antwoorden, kader, parameters)


def list_vragen(soort: Groepsoort, kader: Kader, parameters: object) -> dict[str, Vraag]:
    """What must be asked for a group, by name. Errors: ``InvoerOnjuist``."""
    vragen = dict(GROEPSREGELS[soort].ask(kader, parameters))
    return vragen | {_HOUDERS: Rangvraag(kader.ring)} if soort is Groepsoort.PREVENTIEF_WERKEN else vragen


def describe_kader(kader: Kader) -> Mapping[str, object]:
    """Everything that a group is framed with, as JSON values."""
    waarden = {veld.name: getattr(kader, veld.name) for veld in fields(kader) if veld.name not in _NIET_IN_NAAM}
    return {naam: sorted(waarde) if isinstance(waarde, frozenset) else waarde for naam, waarde in waarden.items()}
