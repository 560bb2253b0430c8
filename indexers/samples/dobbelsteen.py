"""Chance that always falls the same way: one die per employer and noun."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from hashlib import blake2b
from itertools import chain, count
from math import isqrt
from struct import Struct
from typing import TypeVar

T = TypeVar("T")

_GETALLEN = Struct("<16I").unpack


def hash_zaad(*zaad: object) -> int:
    """A number of 64 bits that follows from the parts of a seed and from nothing else."""
    return int.from_bytes(blake2b(repr(zaad).encode(), digest_size=8).digest(), "big")


def _throw(zaad: bytes, beurt: int) -> tuple[int, ...]:
    """The next sixteen throws."""
    return _GETALLEN(blake2b(b"%b%d" % (zaad, beurt)).digest())


class Dobbelsteen:
    """A die with a seed. It throws digests and reckons in whole numbers, so that it falls the same way on every machine;
    ``Random`` takes longer to seed than most employers take to make, and each of them has several dice."""

    __slots__ = ("_worp",)

    def __init__(self, *zaad: object) -> None:
        beurten = map(partial(_throw, repr(zaad).encode()), count())
        self._worp = chain.from_iterable(beurten).__next__

    def kans(self, kans: float) -> bool:
        """True in this share of the throws."""
        return self._worp() < kans * 4_294_967_296  # so many sides the die has

    def getal(self, van: int, tot: int) -> int:
        """A whole number from ``van`` up to and including ``tot``, each as likely."""
        return van + (self._worp() * (tot - van + 1) >> 32)

    def scheef(self, van: int, tot: int) -> int:
        """A whole number from ``van`` up to and including ``tot``, low ones more often."""
        worp = self._worp()
        return van + (worp * worp * (tot - van + 1) >> 64)

    def kies(self, keuzen: Sequence[T]) -> T:
        """One of the choices; what stands in them twice comes twice as often."""
        return keuzen[self._worp() * len(keuzen) >> 32]

    def kies_scheef(self, keuzen: Sequence[T]) -> T:
        """One of the choices, the first far more often than the last, as family names are spread over people."""
        worp = self._worp()
        return keuzen[worp * isqrt(worp) * len(keuzen) >> 48]

    def dag_voor(self, laatste: date, dagen: int) -> date:
        """A day at most so many days before ``laatste``, recent ones more often."""
        return date.fromordinal(laatste.toordinal() - self.scheef(0, dagen))
