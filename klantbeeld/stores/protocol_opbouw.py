"""What every store promises of a rebuild: a new generation beside the live one, and one switch. The contract tests in
``tests/contract/test_stores_opbouw.py`` hold each implementation to it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from klantbeeld.domain.items import Item
from klantbeeld.stores.protocol import Store


@dataclass(frozen=True, slots=True)
class Kop:
    """What tells whether two generations hold the same of an item."""

    versie: int
    digest: bytes
    verwijderd: bool


@dataclass(frozen=True, slots=True)
class Generatielijst:
    """What an operator finds of a store: the generation that is live, the previous one as far as it is kept, and whether there
    is one that is being filled, or was by who was killed."""

    levend: str
    vorige: str | None
    in_opbouw: bool


class Opbouw(Protocol):
    """A generation that is being filled beside the live one, by one process at a time. Readers and writers of the live one
    notice nothing until the switch; then they go on in the new one, each at its next call. The one that was live stays as the
    previous generation until the next switch. What was not switched leaves nothing behind.

    Errors of every method: ``StoreFout``."""

    @property
    def store(self) -> Store:
        """The new generation: empty at first, or the previous one that is brought up to date again."""
        ...

    def differences(self) -> Iterator[tuple[str, Kop | None, Kop | None]]:
        """Items and tombstones that the two hold differently, by id: as the live one and as the new one has them. New ones may
        be written while this is read."""
        ...

    def koppen(self) -> Iterator[tuple[str, Kop]]:
        """Items and tombstones that the new one holds, in any order."""
        ...

    def items(self, ids: Sequence[str]) -> list[Item]:
        """Of these ids what the live generation holds, whichever version of the product made it. Of a live item the content
        counts; its keys and kenmerken are made anew."""
        ...

    def all_items(self) -> Iterator[Item]:
        """The same of everything that it holds, in any order. What changes while this is read may come as it was before: it is
        among what changed."""
        ...

    def changed(self) -> list[str]:
        """Ids of items that changed in the live generation since this was asked before (the first time: since the beginning).
        May name some that are already in the new one."""
        ...

    def switch(self, bring: Callable[[Sequence[str]], None]) -> None:
        """Makes the new generation the live one. Writers wait meanwhile: ``bring`` is called with what changed last (it may be
        before they wait too), then dead letters, counters, positions, open marks and all else that is kept beside items are
        brought over."""
        ...
