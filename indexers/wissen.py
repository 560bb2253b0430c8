"""Erasing (AVG): what a key reaches, and removing it for good, from everything that this product keeps.

A SLEUTEL is one of two things:

- ``bron:soort:sleutel``, one record: that record, in every version;
- an employer's key (``lh:…``, ``kvk:…``, …): every record that carries it. With an LH-nummer also every record that carries
  a key which this employer alone has on its ring. What is held under keys that others share is about them too, and stays.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from indexers.afleiden import Afleider
from indexers.ontvangst import ONBEKENDE_BRON
from indexers.pipeline import Pipeline
from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.sleutels import canonicalise_sleutel
from klantbeeld.domain.vragen import Houdersvraag, Profielvraag, Vraag
from klantbeeld.errors import InvoerOnjuist, Weigering
from klantbeeld.stores.protocol import DodeBrief, Store, Wissing, read_all

_SCHEIDING = r"[ \t.\-]*"
"""What may stand between the characters of a number as somebody wrote it."""


@dataclass(frozen=True, slots=True)
class Bereik:
    """What an erasure reaches: the records per (source, kind), tombstones included, and the dead letters by id."""

    wissing: Wissing
    records: Counter[tuple[str, str]]
    brieven: tuple[str, ...]


class Wisser:
    """Erases from one store."""

    def __init__(self, store: Store, pipeline: Pipeline, afleider: Afleider) -> None:
        self._store = store
        self._pipeline = pipeline
        self._afleider = afleider

    def find(self, sleutel: str) -> Bereik:
        """What would go. Errors: ``InvoerOnjuist`` for what is neither a record nor a key."""
        wissing = self._make_wissing(sleutel)
        ids = self._store.reached(wissing)
        brieven = tuple(brief.id for brief in self._store.dead_letters() if _concerns(brief, wissing, frozenset(ids)))
        return Bereik(wissing, Counter((bron, soort) for bron, soort, _ in (id_.split(":", 2) for id_ in ids)), brieven)

    def erase(self, bereik: Bereik) -> None:
        """Removes it, derives what follows, and removes the last traces. Safe to repeat when it stopped halfway. Errors:
        ``StoreOnbereikbaar`` when not every trace could be removed yet: everything is gone from the view then, and the same
        command must be given again."""
        self._store.erase(bereik.wissing)
        self._store.discard_dead_letters(bereik.brieven)
        self._pipeline.derive()
        self._store.scrub()

    def _make_wissing(self, sleutel: str) -> Wissing:
        delen = sleutel.split(":", 2)
        if len(delen) == 3 and delen[1] in SOORTEN and all(delen):
            return Wissing(sleutel, ids=(sleutel,))
        try:
            canoniek = canonicalise_sleutel(sleutel)
        except Weigering:
            raise InvoerOnjuist(
                "Dit is geen sleutel. Geef bron:soort:sleutel voor één record, of een sleutel van een werkgever zoals lh:…"
            ) from None
        return Wissing(canoniek, sleutels=(canoniek, *self._find_own(canoniek)))

    def _find_own(self, lh_sleutel: str) -> Iterator[str]:
        """The other keys that no employer but this one has."""
        profiel = (
            read_all(self._store, [Profielvraag(self._afleider.id_of(lh_sleutel))])[0] if lh_sleutel.startswith("lh:") else None
        )
        anderen = [sleutel for sleutel in profiel.sleutels if sleutel != lh_sleutel] if profiel else []
        vragen: list[Vraag] = [Houdersvraag((sleutel,)) for sleutel in anderen]
        for sleutel, houders in zip(anderen, read_all(self._store, vragen), strict=True):
            if houders == (lh_sleutel,):
                yield sleutel


def _concerns(brief: DodeBrief, wissing: Wissing, ids: frozenset[str]) -> bool:
    """Whether a refused line is of a record that goes, or holds one of the numbers. It could not be read, or not be trusted:
    so the text itself is searched. For what a source calls a record, which may be as short as ``1``, only in lines of that
    source that do not tell which record they are of."""
    if f"{brief.bron}:{brief.soort}:{brief.sleutel}" in ids.union(wissing.ids):
        return True
    teksten = [sleutel.partition(":")[2] for sleutel in wissing.sleutels]
    if brief.sleutel is None:
        records = (id_.split(":", 2) for id_ in wissing.ids)
        teksten += [naam for bron, _, naam in records if brief.bron in {bron, ONBEKENDE_BRON}]
    return any(_holds(brief.ruw.decode(errors="replace"), tekst) for tekst in teksten)


def _holds(ruw: str, nummer: str) -> bool:
    """Whether a text holds a number as a word of its own, in whatever spelling: spaces and points between, no leading zeros."""
    kern = nummer.lstrip("0") or nummer
    patroon = _SCHEIDING.join(map(re.escape, kern))
    return re.search(rf"(?<![0-9A-Za-z])0*{patroon}(?![0-9A-Za-z])", ruw, re.IGNORECASE) is not None
