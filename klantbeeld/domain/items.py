"""An item: one record as the store keeps it, and the one decision about what a record does to it.

Items are joined to employers by their keys alone; nothing is looked up when one is written. A removal leaves a tombstone:
an item without content that keeps its version, so that a late delivery cannot bring the record back.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from klantbeeld.domain.velden import Gegevens

G = TypeVar("G", bound=Gegevens, covariant=True)


class Kenmerken(NamedTuple):
    """What lists and counts need of a record without reading its content.

    ``sortering`` is what a list is ordered and filtered by: a day ``2021-01-31``, an instant in UTC with microseconds, or
    an establishment number; empty when unknown. ``kenmerk`` is what a list filters and counts on, ``bedrag`` an amount
    in cents. ``besloten`` means that a reader needs a right of its own for this record. ``vindtermen`` are what the record
    itself is found by (``domain.gegevens``), each once.
    """

    sortering: str = ""
    kenmerk: str | None = None
    regeling: str | None = None
    bedrag: int | None = None
    besloten: bool = False
    vindtermen: tuple[str, ...] = ()


class Item(NamedTuple):
    """One record in the store. ``inhoud`` is the validated delivery as canonical JSON, empty for a tombstone;
    ``afwezig`` marks a tombstone that was made because a complete snapshot no longer held the record."""

    id: str
    bron: str
    soort: str
    versie: int
    digest: bytes
    sleutels: tuple[str, ...]
    verwijderd: bool
    inhoud: bytes
    kenmerken: Kenmerken
    afwezig: bool = False


class Bewaard(NamedTuple):
    """What the store holds of an item, as far as a decision needs it."""

    versie: int
    digest: bytes
    sleutels: tuple[str, ...]
    verwijderd: bool
    afwezig: bool


@dataclass(frozen=True, slots=True)
class Record(Generic[G]):
    """An item read back: its content parsed, its keys canonical, its place in lists."""

    id: str
    bron: str
    versie: int
    sleutels: tuple[str, ...]
    sortering: str
    gegevens: G

    @property
    def sleutel(self) -> str:
        """The key that the source gave the record."""
        return self.id.split(":", 2)[2]


@dataclass(frozen=True, slots=True)
class Recordlijst(Generic[G]):
    """Records in the order that was asked; ``totaal`` counts those that were cut off too."""

    records: tuple[Record[G], ...] = ()
    totaal: int = 0


class Uitkomst(StrEnum):
    """What became of a record. Each received record ends in exactly one of these."""

    TOEGEPAST = "applied"
    VERVALLEN = "superseded"
    ONGEWIJZIGD = "unchanged"
    GEWEIGERD = "dead_lettered"
    GEWIST = "erased"


class Besluit(NamedTuple):
    """What must happen to a record, and when it is not taken in, its reason code."""

    uitkomst: Uitkomst
    reden: str | None = None


def decide(bewaard: Bewaard | None, item: Item) -> Besluit:
    """What a record does to what the store holds under its id.

    A higher version is always written, also when its content is equal. An older version is ignored, but refused when the
    record was removed because it was absent from a complete snapshot: then the source contradicts itself.
    """
    if bewaard is None or item.versie > bewaard.versie:
        return Besluit(Uitkomst.TOEGEPAST)
    if item.versie < bewaard.versie:
        if bewaard.afwezig:
            return Besluit(Uitkomst.GEWEIGERD, "NA_AFWEZIGHEID")
        return Besluit(Uitkomst.VERVALLEN)
    if item.digest == bewaard.digest:
        return Besluit(Uitkomst.ONGEWIJZIGD)
    return Besluit(Uitkomst.GEWEIGERD, "VERSIE_HERGEBRUIKT")


def keep(item: Item) -> Bewaard:
    """What the store holds once this item is written."""
    return Bewaard(item.versie, item.digest, item.sleutels, item.verwijderd, item.afwezig)
