"""Counters that all web processes share, or that one has for itself; nothing of them outlives the minute they are for."""

from threading import Lock
from typing import Any, Protocol

from klantbeeld.stores.redis_vlot import VlotteRedis

MEESTE_NAMEN = 100_000
"""So many names at most are counted apart in this process; those that come after share a count."""
VOORVOEGSEL = "klantbeeld:limiet:"
VERLOOP = 120
"""After so many seconds Redis lets go of a counter: the minute it is for has passed for every clock that is about right."""


class Telwerk(Protocol):
    """Errors: ``CacheOnbereikbaar``."""

    is_hier: bool
    """Whether it is in this process, so that asking it keeps nobody waiting."""

    def add(self, venster: int, naam: str, aantal: int) -> int:
        """Adds to the count of a name in a window of time, and says how much it is now."""
        ...


class Geheugentelwerk:
    """Counts in this process, of one window at a time."""

    is_hier = True

    def __init__(self) -> None:
        self._slot = Lock()
        self._venster = -1
        self._geteld: dict[str, int] = {}

    def add(self, venster: int, naam: str, aantal: int) -> int:
        """See ``Telwerk``."""
        with self._slot:
            if venster != self._venster:
                self._venster, self._geteld = venster, {}
            if naam not in self._geteld and len(self._geteld) >= MEESTE_NAMEN:
                naam = ""
            self._geteld[naam] = self._geteld.get(naam, 0) + aantal
            return self._geteld[naam]


class Redistelwerk:
    """Counts in Redis."""

    is_hier = False

    def __init__(self, redis: VlotteRedis) -> None:
        self._redis = redis

    def add(self, venster: int, naam: str, aantal: int) -> int:
        """See ``Telwerk``."""
        sleutel = f"{VOORVOEGSEL}{venster}:{naam}"

        def count(redis: Any) -> int:  # noqa: ANN401 - its types allow for every protocol there is
            with redis.pipeline(transaction=False) as pijp:
                pijp.incrby(sleutel, aantal)
                pijp.expire(sleutel, VERLOOP)
                geteld, _ = pijp.execute()
            return int(geteld)

        geteld: int = self._redis.ask(count)
        return geteld
