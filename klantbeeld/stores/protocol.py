"""What every store promises. The contract tests in ``tests/contract/test_stores_*.py`` hold each implementation to it.

Nothing here assumes SQL, or a transaction that spans two calls. A store keeps items (and tombstones), derived documents,
marks, revisions, dead letters, counters and positions. It is written by indexers and read by everybody.

Order of durability within ``apply``: a mark with the keys that will change, then the items (visible once the marks are asked),
dead letters and counters, then the position. So "position stored and no marks left" means "visible, everywhere".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from klantbeeld.domain.items import Besluit, Bewaard, Item
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Vraag
from klantbeeld.errors import StoreFout

ALLES = "alles"
"""The id of the mark for the whole store under which a first load leaves no marks of its own."""


@dataclass(frozen=True, slots=True)
class DodeBrief:
    """A record that could not be taken in: where it came from, as much of its identity as could be read, why, and the
    line itself (``ruw``), which only ``dead-letters show`` prints. ``id`` is the same when the same line is read again."""

    id: str
    bron: str
    soort: str | None
    sleutel: str | None
    versie: int | None
    reden: str
    veld: str | None
    herkomst: str
    ruw: bytes
    ontvangen_op: str


class Inkomend(NamedTuple):
    """An item on its way in. ``make_brief`` makes the dead letter it becomes when the store must refuse it, with the reason
    code; None for what we make ourselves (removal by absence), which is not counted as received either."""

    item: Item
    make_brief: Callable[[str], DodeBrief] | None


@dataclass(frozen=True, slots=True)
class Positie:
    """How far a stream was read: an opaque text that belongs to its reader."""

    stroom: str
    stand: str


@dataclass(frozen=True, slots=True)
class Tellers:
    """Counters of one source since the store was made; ``received`` is their sum."""

    bron: str
    applied: int = 0
    superseded: int = 0
    unchanged: int = 0
    dead_lettered: int = 0
    erased: int = 0

    @property
    def received(self) -> int:
        return self.applied + self.superseded + self.unchanged + self.dead_lettered + self.erased


@dataclass(frozen=True, slots=True)
class Batch:
    """What one call of ``apply`` makes durable. ``opgelost`` are ids of dead letters that are settled by this batch, and
    ``tellers`` counts records that are not in it, because they were seen to change nothing. When the store must refuse more
    items than ``meeste_weigeringen``, it applies nothing at all."""

    inkomend: tuple[Inkomend, ...] = ()
    brieven: tuple[DodeBrief, ...] = ()
    positie: Positie | None = None
    opgelost: tuple[str, ...] = ()
    tellers: Sequence[Tellers] = ()
    meeste_weigeringen: int | None = None


@dataclass(frozen=True, slots=True)
class Markering:
    """Keys of which something changed and whose employers are still to be derived, per kind of record.

    ``alles``: the whole store. ``vanaf``: not before that day. One without an id is given one when it is stored.
    """

    id: str
    geraakt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alles: bool = False
    vanaf: date | None = None


@dataclass(frozen=True, slots=True)
class Toegepast:
    """What ``apply`` did: a decision per incoming item, in order, and the mark it left (None when nothing changed).
    ``gedaan`` is False when nothing was applied, because too much would have been refused."""

    besluiten: tuple[Besluit, ...]
    markering: Markering | None
    gedaan: bool = True


@dataclass(frozen=True, slots=True)
class Profielwijziging:
    """A profile to write, or to remove (``profiel`` None), if its token is still the one that was read."""

    id: str
    profiel: Profiel | None
    token: int


@dataclass(frozen=True, slots=True)
class Wissing:
    """What must go for good: these records, and every record that carries one of these keys. ``naam`` is what the operator
    asked to erase, by which it can be lifted again."""

    naam: str
    ids: tuple[str, ...] = ()
    sleutels: tuple[str, ...] = ()


class Store(Protocol):
    """See the module. Errors of every method: ``StoreOnbereikbaar`` (try again), ``StoreOnbruikbaar`` (for good)."""

    # reading, by everybody

    def read(self, vragen: Sequence[Vraag]) -> list[Any]:
        """One answer per question, in order, all from one consistent moment where the store has such a thing.
        One round trip, whatever the number of questions. An answer that could not be had while others could is a
        ``StoreFout`` in its place."""
        ...

    def schrijfstoring(self) -> str | None:
        """The code of what keeps everybody from writing now; None when nothing of that can be seen from here. Never fails."""
        ...

    def close(self) -> None:
        """Releases what is held; the store can't be used afterwards."""
        ...

    # writing, by indexers

    def stored(self, ids: Sequence[str]) -> dict[str, Bewaard]:
        """What is held of these items, tombstones included; unknown ids are left out."""
        ...

    def apply(self, batch: Batch, *, markeer: bool = True, zichtbaar: bool = True) -> Toegepast:
        """Decides each incoming item against what is held (``domain.items.decide``; items of one batch in their order),
        writes what must be written, and makes everything of the batch durable. An item that is refused becomes its dead
        letter. An applied item settles the dead letters of its id with a version up to its own. A tombstone keeps the keys
        the record had beside its own. With ``markeer=False`` no mark is left as long as the mark ``ALLES`` stands, and what is
        written may become visible later: to who asks for ``organisatie_sleutels``; with ``zichtbaar=False`` for the marks."""
        ...

    def forget(self, ids: Sequence[str]) -> int:
        """Removes these items wholly, with their versions and whether live or tombstone, as if they never came; says how many
        there were. Leaves a mark with the keys they had. What is delivered later comes in as new."""
        ...

    def purge(self, voor: date) -> int:
        """Removes the tombstones that were made before this day (in UTC), and says how many. From then on an older delivery of
        such a record comes in as new: only for what no source can still deliver late."""
        ...

    def reached(self, wissing: Wissing) -> list[str]:
        """The ids of the items and tombstones that erasing would remove, sorted."""
        ...

    def erase(self, wissing: Wissing) -> None:
        """Removes them as ``forget`` does, and notes in the ledger the keys, and the ids of what was removed and asked for,
        each as a keyed hash. From then on ``apply`` takes in no version of a record with such an id or key: its outcome is
        ``GEWIST``, it is counted, and nothing of it is kept; nor is a dead letter that is of such a record, or names such a
        key where that can be read. Errors: ``StoreOnbruikbaar`` when the ledger was made with
        another key than the store was opened with, here and wherever the ledger is asked."""
        ...

    def erased(self, items: Sequence[Item]) -> set[str]:
        """The ids of those of these items that ``apply`` would not take in because of the ledger."""
        ...

    def lift(self, naam: str) -> int:
        """Takes an erasure out of the ledger, and says how many entries it had. What is delivered from then on comes in."""
        ...

    def scrub(self) -> None:
        """Removes the last traces of all that was erased, once everything is derived: erased keys in marks of later days and in
        revisions (every revision changes), removed terms and content that files still hold, the previous generation. Errors:
        ``StoreOnbereikbaar`` when a reader or a rebuild holds on to them: to be done again later."""
        ...

    def mark(self, markering: Markering) -> Markering:
        """Stores a mark durably (one with the same id is replaced) and returns it with its id. One of a later day is stored
        without keys that were erased, and not at all when it has no others."""
        ...

    def marks(self, vandaag: date) -> list[Markering]:
        """The marks that are due: those without a day and those whose day has come."""
        ...

    def finish(self, markeringen: Iterable[Markering], sleutels: Iterable[str], *, alles: bool = False) -> None:
        """Raises the revisions of the keys (with ``alles`` that of the whole store too), then removes the marks. A key that was
        erased gets no revision again: for it that of the whole store rises."""
        ...

    def tokens(self, ids: Sequence[str]) -> dict[str, int]:
        """Per profile id the token that a write must show; 0 for a profile that does not exist."""
        ...

    def write_profielen(self, wijzigingen: Sequence[Profielwijziging]) -> dict[str, int]:
        """Writes each profile whose token is still valid and returns the new tokens; the others are left out and must be
        derived again. A removed profile's month figures go with it."""
        ...

    def write_maanden(self, maanden: Mapping[str, tuple[int, Sequence[Maanddocument]]]) -> None:
        """Per profile id its token and all its month figures, which replace the earlier ones. One that was derived from an
        older profile than the one that is held is ignored."""
        ...

    def position(self, stroom: str) -> str | None:
        """How far a stream was read, None when it never was."""
        ...

    def set_storing(self, bron: str, storing: str | None) -> None:
        """Notes why a source can't be read now (a reason code), or that it can again."""
        ...

    # looking after, by operators and tests

    def dead_letters(self, bron: str | None = None) -> Iterator[DodeBrief]:
        """Dead letters by source and id."""
        ...

    def dead_letter_counts(self) -> dict[tuple[str, str], int]:
        """The number of dead letters per (source, reason), without reading them."""
        ...

    def discard_dead_letters(self, ids: Sequence[str]) -> int:
        """Removes dead letters and says how many there were."""
        ...

    def counters(self) -> list[Tellers]:
        """The counters of every source, by name."""
        ...

    def live_counts(self) -> dict[tuple[str, str], int]:
        """The number of live items per (source, kind)."""
        ...

    def live_versions(self, bron: str) -> Iterator[tuple[str, int]]:
        """(id, version) of every live item of a source but its bronstanden, in the order of ids."""
        ...

    def organisatie_sleutels(self) -> Iterator[str]:
        """The LH keys of all organisatie items, and of all profiles, each at least once."""
        ...

    def profiel_ids(self) -> Iterator[str]:
        """The ids of all profiles."""
        ...

    def damaged(self) -> list[str]:
        """Ids of items and profiles that are not held as they were written: whose content is not that of its digest, or that
        are found by other keys, terms or figures than their own; sorted. What belongs to no item or profile, and a count that
        is not right, is named by a word, a colon and a number. All of one moment, where the store has such a thing."""
        ...

    def write_statuses(self) -> Mapping[str, int]:
        """How many documents a server answered with each class of status since this store was opened; empty where there is
        no server. Never fails."""
        ...

    def note_controle(self, verslag: bytes) -> None:
        """Keeps the report of the last verification."""
        ...

    def controle(self) -> bytes | None:
        """That report; None when there was none."""
        ...

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """(id, digest) of every live item and every derived document; tombstones, dead letters and tokens left out.
        The digest of an item covers its version, that of a derived document its whole content."""
        ...


def read_all(store: Store, vragen: Sequence[Vraag]) -> list[Any]:
    """The answers to all of these, for who can do nothing with some. Errors: the ``StoreFout`` that stands for one of them."""
    antwoorden = store.read(vragen)
    for antwoord in antwoorden:
        if isinstance(antwoord, StoreFout):
            raise antwoord
    return antwoorden
