"""Where answers and sessions are kept for a while, in this process by default. What is kept may be gone at any moment: it
only saves time. The tests of ``tests/contract/test_caches.py`` hold each implementation to it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from time import monotonic
from typing import NamedTuple, Protocol, TypeVar

GELDIGHEID = 300
"""So many seconds at most a value is kept, unless told otherwise."""
MEESTE_BYTES = 64_000_000
"""So many bytes of values at most are kept in this process."""
GROOTSTE_WAARDE = 1_000_000
"""A value with more bytes is not kept."""
T = TypeVar("T")


class Bewaarplaats(Protocol):
    """Bytes under opaque keys. Errors of every method: ``CacheOnbereikbaar``."""

    is_hier: bool
    """Whether it is in this process, so that asking it keeps nobody waiting."""

    def get(self, sleutels: Sequence[str]) -> list[bytes | None]:
        """The value under each key, None where there is none."""
        ...

    def put(self, sleutel: str, waarde: bytes, geldigheid: int = GELDIGHEID) -> None:
        """Keeps a value, in place of an earlier one, for so many seconds at most."""
        ...

    def renew(self, sleutel: str, waarde: bytes, geldigheid: int) -> None:
        """Keeps a value in place of an earlier one, for so many seconds at most; nothing when there is none any more."""
        ...

    def remove(self, sleutel: str) -> None:
        """Lets go of a value, when there is one."""
        ...

    def clear(self) -> None:
        """Removes everything that is kept here."""
        ...


async def ask_plaats(plaats: Bewaarplaats, werk: Callable[[], T]) -> T:
    """What asking the place gives; one that is elsewhere keeps no event loop waiting. Errors: those of ``werk``."""
    return werk() if plaats.is_hier else await asyncio.to_thread(werk)


class _Waarde(NamedTuple):
    tot: float
    inhoud: bytes


class Geheugenplaats:
    """Values in this process; those that were asked longest ago go first when there are too many."""

    is_hier = True

    def __init__(self, meeste_bytes: int = MEESTE_BYTES, nu: Callable[[], float] = monotonic) -> None:
        self._meeste_bytes = meeste_bytes
        self._nu = nu
        self._slot = Lock()
        self._waarden: OrderedDict[str, _Waarde] = OrderedDict()
        self._bytes = 0
        self._opgeruimd_op = nu()

    @property
    def used(self) -> int:
        """So many bytes of values are kept."""
        return self._bytes

    def get(self, sleutels: Sequence[str]) -> list[bytes | None]:
        """See ``Bewaarplaats``."""
        with self._slot:
            self._clean_up()
            return [self._find(sleutel) for sleutel in sleutels]

    def put(self, sleutel: str, waarde: bytes, geldigheid: int = GELDIGHEID) -> None:
        """See ``Bewaarplaats``."""
        with self._slot:
            self._clean_up()
            self._put(sleutel, waarde, geldigheid)

    def renew(self, sleutel: str, waarde: bytes, geldigheid: int) -> None:
        """See ``Bewaarplaats``."""
        with self._slot:
            if self._find(sleutel) is not None:
                self._put(sleutel, waarde, geldigheid)

    def remove(self, sleutel: str) -> None:
        """See ``Bewaarplaats``."""
        with self._slot:
            self._remove(sleutel)

    def clear(self) -> None:
        """See ``Bewaarplaats``."""
        with self._slot:
            self._waarden.clear()
            self._bytes = 0

    def _put(self, sleutel: str, waarde: bytes, geldigheid: int) -> None:
        self._remove(sleutel)
        self._waarden[sleutel] = _Waarde(self._nu() + geldigheid, waarde)
        self._bytes += len(waarde)
        while self._bytes > self._meeste_bytes:
            self._remove(next(iter(self._waarden)))

    def _find(self, sleutel: str) -> bytes | None:
        waarde = self._waarden.get(sleutel)
        if waarde is None or waarde.tot <= self._nu():
            return None
        self._waarden.move_to_end(sleutel)
        return waarde.inhoud

    def _clean_up(self) -> None:
        """Lets go of what has ended, now and then: nobody may ask for it again."""
        nu = self._nu()
        if nu - self._opgeruimd_op >= GELDIGHEID / 10:
            self._opgeruimd_op = nu
            for sleutel in [sleutel for sleutel, waarde in self._waarden.items() if waarde.tot <= nu]:
                self._remove(sleutel)

    def _remove(self, sleutel: str) -> None:
        waarde = self._waarden.pop(sleutel, None)
        self._bytes -= len(waarde.inhoud) if waarde else 0
