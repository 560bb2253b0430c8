"""How one word that was typed is answered by a word of a name or an address."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from klantbeeld.domain import wegingen
from klantbeeld.domain.namen import hear_woord
from klantbeeld.domain.zoekplan import KORTSTE_TWEE_FOUTEN
from klantbeeld.domain.zoektermen import LENGTE_DEEL, may_misspell


class Mate(IntEnum):
    """How a word answers, best first."""

    HEEL = 0
    BEGIN = 1
    SPELLING = 2
    DEEL = 3
    NIET = 4


class Gelijkenis(NamedTuple):
    """How one word that was typed is answered: ``waarde`` from 0 (not at all) to 1, the number of letters that differ, and
    the place of the word that answers it (-1 when it is not one word)."""

    mate: Mate
    waarde: float = 0.0
    fouten: int = 0
    plaats: int = -1


Vinder = Callable[[str, Sequence[str]], Gelijkenis]
"""How a word is looked for among others: ``find_letterlijk``, ``find_ruim`` or ``find_ruimst``."""

MEESTE_FOUTEN = 2

NIETS = Gelijkenis(Mate.NIET)
HEEL = Gelijkenis(Mate.HEEL, 1.0)


def find_letterlijk(gezocht: str, woorden: Sequence[str]) -> Gelijkenis:
    """The best answer among these words that begins with what was typed."""
    if gezocht in woorden:
        return Gelijkenis(Mate.HEEL, 1.0, 0, woorden.index(gezocht))
    beste = NIETS
    for plaats, woord in enumerate(woorden):
        if woord.startswith(gezocht):
            waarde = wegingen.BEGIN.gewicht + wegingen.BEGIN_DEEL.gewicht * len(gezocht) / len(woord)
            if waarde > beste.waarde:
                beste = Gelijkenis(Mate.BEGIN, waarde, 0, plaats)
    return beste


def find_ruim(gezocht: str, woorden: Sequence[str]) -> Gelijkenis:
    """The best answer among these words: when none begins with what was typed, one in which letters differ, or one that
    holds it."""
    beste = find_letterlijk(gezocht, woorden)
    if not beste.waarde:
        for plaats, woord in enumerate(woorden):
            gelijkenis = _compare_ruim(gezocht, woord, plaats)
            if gelijkenis.waarde > beste.waarde:
                beste = gelijkenis
    return beste


def find_ruimst(gezocht: str, woorden: Sequence[str]) -> Gelijkenis:
    """The best answer among these words: when none is like what was typed, one that begins with nearly that."""
    beste = find_ruim(gezocht, woorden)
    if not beste.waarde and len(gezocht) >= KORTSTE_TWEE_FOUTEN:
        for plaats, woord in enumerate(woorden):
            if _begins_near(gezocht, woord):
                return Gelijkenis(Mate.SPELLING, wegingen.BEGIN_FOUT.gewicht, 1, plaats)
    return beste


def _begins_near(gezocht: str, woord: str) -> bool:
    """Whether one letter differs from the beginning of a longer word."""
    if len(woord) <= len(gezocht) or not (may_misspell(gezocht) and may_misspell(woord)):
        return False
    lengtes = range(len(gezocht) - 1, len(gezocht) + 2)
    return any(OSA.distance(gezocht, woord[:lengte], score_cutoff=1) <= 1 for lengte in lengtes)


def _compare_ruim(gezocht: str, woord: str, plaats: int) -> Gelijkenis:
    if fouten := _count_fouten(gezocht, woord):
        waarde = wegingen.EEN_FOUT.gewicht if fouten == 1 else wegingen.TWEE_FOUTEN.gewicht
        if hear_woord(gezocht) == hear_woord(woord):
            return Gelijkenis(Mate.SPELLING, waarde + wegingen.KLANK.gewicht, fouten, plaats)
        if fouten <= _most_fouten(gezocht):
            return Gelijkenis(Mate.SPELLING, waarde, fouten, plaats)
    if gezocht in woord and len(gezocht) >= LENGTE_DEEL and not gezocht.isdigit():
        return Gelijkenis(Mate.DEEL, wegingen.DEEL.gewicht * (1 + len(gezocht) / len(woord)) / 2, 0, plaats)
    return NIETS


def _count_fouten(gezocht: str, woord: str) -> int:
    """The number of letters that differ when they are one or two, else 0."""
    if abs(len(gezocht) - len(woord)) > MEESTE_FOUTEN or not (may_misspell(gezocht) and may_misspell(woord)):
        return 0
    fouten = OSA.distance(gezocht, woord, score_cutoff=MEESTE_FOUTEN)
    return fouten if fouten <= MEESTE_FOUTEN else 0


def _most_fouten(gezocht: str) -> int:
    """So many letters of a word may differ when it sounds otherwise: in a short one more of them make another word."""
    return MEESTE_FOUTEN if len(gezocht) >= KORTSTE_TWEE_FOUTEN else 1
