"""What was measured: values of several rounds, the bound they are held to, and how they are summed up. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Grens:
    """A bound on a number: at least ``waarde``, or at most when ``is_hoogste``."""

    waarde: float
    is_hoogste: bool = False

    def holds(self, waarde: float) -> bool:
        return waarde <= self.waarde if self.is_hoogste else waarde >= self.waarde


@dataclass(frozen=True, slots=True)
class Meting:
    """One number of one part, as it was in each round. Without ``eenheid`` it is a ratio."""

    deel: str
    naam: str
    waarden: tuple[float, ...]
    grens: Grens | None = None
    doel: float | None = None
    eenheid: str = ""

    @property
    def mediaan(self) -> float:
        return median(self.waarden)

    @property
    def is_gebroken(self) -> bool:
        """Whether the median is on the wrong side of the bound."""
        return self.grens is not None and not self.grens.holds(self.mediaan)


@dataclass(frozen=True, slots=True)
class Bijlage:
    """A table that explains the ratios: numbers of this machine, which say nothing on another."""

    titel: str
    kolommen: tuple[str, ...]
    rijen: tuple[tuple[str | float | int, ...], ...]


@dataclass(frozen=True, slots=True)
class Uitslag:
    """What one part found: its numbers, what was left out or remarkable, and tables beside them. ``omvang`` says how much
    was measured with."""

    metingen: tuple[Meting, ...]
    omvang: Mapping[str, int | tuple[int, ...]] = field(default_factory=dict)
    opmerkingen: tuple[str, ...] = ()
    bijlagen: tuple[Bijlage, ...] = ()


def divide_rounds(tellers: Sequence[float], noemers: Sequence[float]) -> tuple[float, ...]:
    """The ratio of each round: what ran side by side is compared with each other only. Errors: ``ValueError`` when the
    numbers of rounds differ, ``ZeroDivisionError`` when nothing took any time."""
    return tuple(teller / noemer for teller, noemer in zip(tellers, noemers, strict=True))


def find_percentiel(waarden: Sequence[float], percentage: int) -> float:
    """The smallest value that so many percent of the values do not exceed. Errors: ``ValueError`` without values."""
    if not waarden:
        raise ValueError("no values")
    return sorted(waarden)[max(ceil(len(waarden) * percentage / 100), 1) - 1]
