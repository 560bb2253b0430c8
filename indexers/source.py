"""The promise of a source: lines in their order, in blocks, from any position it gave before.

Reading from a position gives every line behind it at least once; lines may come again, for what is already there is not
written twice. A source never decides what a line means.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from indexers.bus import Bus


class Regel(NamedTuple):
    """One line as it was delivered. ``herkomst`` names the place as ``<part>@<where>``, without anything of its content;
    ``onvolledig`` means that the line has no end yet, ``eerste`` that reading of its part begins here: if that ended within a
    line before, this is that line."""

    ruw: bytes
    herkomst: str
    onvolledig: bool = False
    eerste: bool = False


@dataclass(frozen=True, slots=True)
class Blok:
    """Lines that were read together; one without an end is always the last. ``posities`` has for each line the position
    behind it. ``bevestig`` must be called with how many of the lines are durable once what follows from them is derived
    (None: nobody waits for that). ``herhaald`` means that another, or we before, may have taken these lines in half."""

    regels: tuple[Regel, ...]
    posities: "Posities"
    bevestig: Callable[[int], None] | None = None
    herhaald: bool = False


class Posities(Protocol):
    """Positions within a block, made only when one is stored."""

    def before(self, nummer: int) -> str:
        """The position from which line ``nummer`` of the block (0 is the first) is read next."""
        ...


@dataclass(frozen=True, slots=True)
class Sourceopdracht:
    """What a reader is made from: the name of its stream, the source it reads (None: lines of any source), its path, and for
    a stream the bus and the source from which everything can be read again."""

    stroom: str
    bron: str | None
    pad: Path | None = None
    bus: Bus | None = None
    herstel: "Source | None" = None


class Source(Protocol):
    """See the module. ``stroom`` is the name under which its position is kept."""

    @property
    def stroom(self) -> str: ...

    @property
    def bron(self) -> str | None:
        """The one source whose lines it may deliver; None: any."""
        ...

    @property
    def herstel(self) -> "Source | None":
        """The source from which everything can be read again from the beginning: itself where that can be done."""
        ...

    def prepare(self, positie: str | None) -> str | None:
        """Makes ready to read from a position, and gives the position that must be durable before that. Errors: ``BronFout``;
        ``StroomVerloren`` when lines are gone that were never read: it names the position from which the rest is read."""
        ...

    def read(self, positie: str | None) -> Iterator[Blok]:
        """What there is now, from a position (None: from the beginning). Errors: ``BronFout`` when it can't be read."""
        ...

    def lines_before(self, blok: Blok, nummer: int) -> Iterator[bytes] | None:
        """All lines of the file before line ``nummer`` of a block, from the beginning, as they were read; None when this way
        of delivery has no such thing (a stream). Errors: ``BronFout``."""
        ...
