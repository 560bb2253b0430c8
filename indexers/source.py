"""The promise of a source: lines in their order, in blocks, from any position it gave before.

Reading from a position gives every line behind it at least once; lines may come again, for what is already there is not
written twice. A source never decides what a line means.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol


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
    behind it."""

    regels: tuple[Regel, ...]
    posities: "Posities"


class Posities(Protocol):
    """Positions within a block, made only when one is stored."""

    def before(self, nummer: int) -> str:
        """The position from which line ``nummer`` of the block (0 is the first) is read next."""
        ...


@dataclass(frozen=True, slots=True)
class Sourceopdracht:
    """What a reader is made from: the name of its stream, the source it reads (None: lines of any source), and its path."""

    stroom: str
    bron: str | None
    pad: Path


class Source(Protocol):
    """See the module. ``stroom`` is the name under which its position is kept."""

    @property
    def stroom(self) -> str: ...

    @property
    def bron(self) -> str | None:
        """The one source whose lines it may deliver; None: any."""
        ...

    @property
    def herleesbaar(self) -> bool:
        """Whether reading from the beginning gives again what it gave before, as files do and a stream does not."""
        ...

    def read(self, positie: str | None) -> Iterator[Blok]:
        """What there is now, from a position (None: from the beginning). Errors: ``BronFout`` when it can't be read."""
        ...

    def lines_before(self, blok: Blok, nummer: int) -> Iterator[bytes] | None:
        """All lines of the file before line ``nummer`` of a block, from the beginning, as they were read; None when this way
        of delivery has no such thing (a stream). Errors: ``BronFout``."""
        ...
