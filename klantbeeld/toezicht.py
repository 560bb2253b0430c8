"""How a web process looks at itself: can it read the store and record consultations, and how do the sources stand."""

import asyncio
from collections.abc import Callable
from time import monotonic

from klantbeeld.errors import CacheOnbereikbaar, NietVastgelegd, StoreFout
from klantbeeld.queries import Omgeving
from klantbeeld.toestand import Bevinding, Toestand, read_toestand

GELDIGHEID = 1.0
"""So many seconds a finding is told again: however often is asked, the store is read once a second at most."""


class Webtoezicht:
    """Looks for who asks after health or metrics."""

    def __init__(self, omgeving: Omgeving, *kijkers: Callable[[], str | None]) -> None:
        """Each of ``kijkers`` gives the code of what is wrong with a thing that some answers need, None when it is well."""
        self._omgeving = omgeving
        self._kijkers = kijkers
        self._bevinding = Bevinding({})
        self._gekeken_op = float("-inf")
        self._beurt = asyncio.Lock()

    def is_levend(self) -> bool:
        """A web process that answers is alive."""
        return True

    async def look(self) -> Bevinding:
        """How this process stands, at most a second ago. Never fails."""
        async with self._beurt:
            if monotonic() - self._gekeken_op >= GELDIGHEID:
                self._bevinding = await asyncio.to_thread(self._examine)
                self._gekeken_op = monotonic()
            return self._bevinding

    def _examine(self) -> Bevinding:
        toestand, store = self._try_store()
        hinder = (self._try_cache(), *(kijk() for kijk in self._kijkers))
        delen = {"store": store, "vastlegging": self._try_vastleggen()}
        return Bevinding(delen, toestand, tuple(code for code in hinder if code is not None))

    def _try_store(self) -> tuple[Toestand | None, str | None]:
        omgeving = self._omgeving
        try:
            return read_toestand(omgeving.store, omgeving.bronnen, omgeving.klok()), None
        except StoreFout as fout:
            return None, fout.code

    def _try_cache(self) -> str | None:
        cache = self._omgeving.cache
        return None if cache is None or cache.is_bereikbaar() else CacheOnbereikbaar.code

    def _try_vastleggen(self) -> str | None:
        try:
            records, wachtend = self._omgeving.log.check()
        except NietVastgelegd as fout:
            return fout.code
        self._omgeving.meter.tell_log(records, wachtend)
        return None
