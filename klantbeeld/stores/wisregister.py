"""The ledger of what was erased, as far as it is the same for every store: keyed hashes of ids and keys, so that it tells
nobody who that was."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from hashlib import blake2b
from typing import TypeVar

from klantbeeld.domain.items import Item
from klantbeeld.domain.leveringen import list_sleutels
from klantbeeld.errors import StoreOnbruikbaar
from klantbeeld.stores.protocol import Batch, DodeBrief, Tellers

_PROEF = ""
"""What the first entry of every ledger is the hash of: so a ledger that was made with another key is known."""

N = TypeVar("N", bound=Hashable)
Dingen = Iterable[tuple[N, Iterable[str]]]
"""Things by a name, each with texts by which it may have been erased; what has one name is one thing."""
Drager = tuple[str, tuple[str, ...]]
"""A version of a record, as far as erasing goes: its id and its keys. Of one record one version may carry an erased key, and
another not."""
LookUp = Callable[[AbstractSet[str]], AbstractSet[str]]
"""Tells which of these hashes stand in the ledger."""


class Wismerken:
    """Makes the hashes, and compares with them."""

    def __init__(self, geheim: bytes) -> None:
        self._geheim = geheim[:64]

    def hash(self, tekst: str) -> str:
        """What stands in the ledger for an id, a key, or the name of an erasure."""
        return blake2b(tekst.encode(), key=self._geheim, digest_size=16, person=b"gewist").hexdigest()

    def make_entries(self, naam: str, teksten: Iterable[str]) -> list[tuple[str, str]]:
        """The entries of an erasure: each with the erasure that it belongs to."""
        return [*((self.hash(tekst), self.hash(naam)) for tekst in teksten), (self.hash(_PROEF), self.hash(_PROEF))]

    def match(self, dingen: Dingen[N], look_up: LookUp) -> set[N]:
        """Those of these things of which a text was erased, by a ledger that is not empty. Errors: ``StoreOnbruikbaar`` when it
        was made with another key."""
        merken: defaultdict[N, set[str]] = defaultdict(set)
        for naam, teksten in dingen:
            merken[naam].update(map(self.hash, teksten))
        gevonden = look_up({merk for deel in merken.values() for merk in deel} | {self.hash(_PROEF)})
        if self.hash(_PROEF) not in gevonden:
            raise StoreOnbruikbaar(
                "Er is gewist met een ander geheim dan nu is ingesteld, dus wat gewist is wordt niet herkend. Zet "
                "KLANTBEELD_GEHEIM terug op het geheim waarmee de store is gevuld."
            )
        return {naam for naam, deel in merken.items() if deel & gevonden}


def describe_dragers(dragers: Iterable[Drager]) -> Iterator[tuple[Drager, Iterable[str]]]:
    """By what versions of records may have been erased: their ids, and their keys."""
    return (((id_, sleutels), (id_, *sleutels)) for id_, sleutels in dragers)


def list_dragers(items: Iterable[Item]) -> Iterator[Drager]:
    """What erasing looks at."""
    return ((item.id, item.sleutels) for item in items)


def describe_brieven(brieven: Iterable[DodeBrief]) -> Iterator[tuple[str, Iterable[str]]]:
    """By what dead letters may have been erased: their records, and the keys that their lines name."""
    return ((brief.id, (f"{brief.bron}:{brief.soort}:{brief.sleutel}", *list_sleutels(brief.ruw))) for brief in brieven)


def leave_out(batch: Batch, gewist: AbstractSet[str]) -> Batch:
    """A batch without these dead letters: they hold the line, so nothing of them is kept; each is counted as erased."""
    geteld = Counter(brief.bron for brief in batch.brieven if brief.id in gewist)
    if not geteld:
        return batch
    over = tuple(brief for brief in batch.brieven if brief.id not in gewist)
    tellers = [*batch.tellers, *(Tellers(bron, erased=aantal) for bron, aantal in geteld.items())]
    return replace(batch, brieven=over, tellers=tellers)
