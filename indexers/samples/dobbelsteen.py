"""Chance that always falls the same way: one die per employer and noun."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import blake2b
from random import Random
from typing import TypeVar

T = TypeVar("T")


def hash_zaad(*zaad: object) -> int:
    """A number of 64 bits that follows from the parts of a seed and from nothing else."""
    return int.from_bytes(blake2b(repr(zaad).encode(), digest_size=8).digest(), "big")


class Dobbelsteen:
    """A die with a seed. It uses ``Random.random`` alone: the one sequence that Python promises never to change."""

    __slots__ = ("_worp",)

    def __init__(self, *zaad: object) -> None:
        self._worp = Random(hash_zaad(*zaad)).random  # noqa: S311 - samples hold no secrets

    def kans(self, kans: float) -> bool:
        """True in this share of the throws."""
        return self._worp() < kans

    def getal(self, van: int, tot: int) -> int:
        """A whole number from ``van`` up to and including ``tot``, each as likely."""
        return van + int(self._worp() * (tot - van + 1))

    def scheef(self, van: int, tot: int) -> int:
        """A whole number from ``van`` up to and including ``tot``, low ones more often."""
        worp = self._worp()
        return van + int(worp * worp * (tot - van + 1))

    def kies(self, keuzen: Sequence[T]) -> T:
        """One of the choices; what stands in them twice comes twice as often."""
        return keuzen[int(self._worp() * len(keuzen))]

    def dag_voor(self, laatste: date, dagen: int) -> date:
        """A day at most so many days before ``laatste``, recent ones more often."""
        return laatste - timedelta(days=self.scheef(0, dagen))
