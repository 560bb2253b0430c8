"""How well a name or an address answers the words that were typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from rapidfuzz.distance import OSA

from klantbeeld.domain import wegingen
from klantbeeld.domain.namen import Woord, Woordsoort, join_buren, restore_woorden
from klantbeeld.domain.profielen import Naamvorm, Plek
from klantbeeld.domain.zoekplan import KORTSTE_TWEE_FOUTEN, Zoektekst, may_misspell
from klantbeeld.domain.zoektermen import LENGTE_DEEL, list_adreswoorden, write_geheel


class Mate(IntEnum):
    """How a word answers, best first."""

    HEEL = 0
    BEGIN = 1
    SPELLING = 2
    DEEL = 3
    NIET = 4


@dataclass(frozen=True, slots=True)
class Gelijkenis:
    """How one word that was typed is answered: ``waarde`` from 0 to 1, the number of letters that differ, and the place of
    the word that answers it."""

    mate: Mate
    waarde: float = 0.0
    fouten: int = 0
    plaats: int = -1


NIETS = Gelijkenis(Mate.NIET)
_GEWICHTEN = {
    Woordsoort.GEWOON: 1.0,
    Woordsoort.LETTERS: wegingen.LETTERS.gewicht,
    Woordsoort.KLEIN: wegingen.KLEIN.gewicht,
    Woordsoort.RECHTSVORM: wegingen.RECHTSVORM.gewicht,
}


def weigh(soort: Woordsoort) -> float:
    """How much a word that was typed counts."""
    return _GEWICHTEN[soort]


def find_gelijkenis(gezocht: str, woorden: Sequence[str]) -> Gelijkenis:
    """The best answer among these words."""
    if gezocht in woorden:
        return Gelijkenis(Mate.HEEL, 1.0, 0, woorden.index(gezocht))
    beste = max(
        (_compare_begin(gezocht, woord, plaats) for plaats, woord in enumerate(woorden) if woord.startswith(gezocht)),
        key=_worth,
        default=NIETS,
    )
    if beste.mate is not Mate.NIET:
        return beste
    if may_misspell(gezocht):
        beste = max(
            (_compare_spelling(gezocht, woord, plaats) for plaats, woord in enumerate(woorden)), key=_worth, default=NIETS
        )
    if beste.mate is Mate.NIET and len(gezocht) >= LENGTE_DEEL and not gezocht.isdigit():
        delen = (_compare_deel(gezocht, woord, plaats) for plaats, woord in enumerate(woorden) if gezocht in woord)
        beste = max(delen, key=_worth, default=NIETS)
    return beste


def _worth(gelijkenis: Gelijkenis) -> float:
    return gelijkenis.waarde


def _compare_begin(gezocht: str, woord: str, plaats: int) -> Gelijkenis:
    deel = len(gezocht) / len(woord)
    return Gelijkenis(Mate.BEGIN, wegingen.BEGIN.gewicht + wegingen.BEGIN_DEEL.gewicht * deel, 0, plaats)


def _compare_spelling(gezocht: str, woord: str, plaats: int) -> Gelijkenis:
    meeste = 2 if len(gezocht) >= KORTSTE_TWEE_FOUTEN else 1
    if abs(len(gezocht) - len(woord)) > meeste or not may_misspell(woord):
        return NIETS
    fouten = OSA.distance(gezocht, woord, score_cutoff=meeste)
    if fouten > meeste:
        return NIETS
    waarde = wegingen.EEN_FOUT.gewicht if fouten == 1 else wegingen.TWEE_FOUTEN.gewicht
    return Gelijkenis(Mate.SPELLING, waarde, fouten, plaats)


def _compare_deel(gezocht: str, woord: str, plaats: int) -> Gelijkenis:
    return Gelijkenis(Mate.DEEL, wegingen.DEEL.gewicht * (1 + len(gezocht) / len(woord)) / 2, 0, plaats)


class Naam:
    """A name of an employer, ready to be compared."""

    def __init__(self, vorm: Naamvorm) -> None:
        self.vorm = vorm
        self.woorden = restore_woorden(vorm.woorden)
        self.teksten = tuple(woord.tekst for woord in self.woorden)

    @cached_property
    def aaneen(self) -> frozenset[str]:
        return frozenset(join_buren(self.vorm.naam))

    @cached_property
    def geheel(self) -> frozenset[str]:
        return write_geheel(self.woorden)

    def answer(self, woord: Woord) -> Gelijkenis:
        """How this name answers a word."""
        gelijkenis = find_gelijkenis(woord.tekst, self.teksten)
        if gelijkenis.mate > Mate.BEGIN and self._may_be_joined(woord.tekst) and woord.tekst in self.aaneen:
            return Gelijkenis(Mate.HEEL, wegingen.AANEEN.gewicht)
        return gelijkenis

    def _may_be_joined(self, gezocht: str) -> bool:
        """Joined words end as one of them does."""
        return any(gezocht.endswith(tekst) for tekst in self.teksten)

    def begins(self, tekst: Zoektekst) -> bool:
        """Whether this name as one word begins with what was typed as one word."""
        return any(geheel.startswith(begin) for geheel in self.geheel for begin in tekst.geheel)

    def has_begin(self, begin: str) -> bool:
        """Whether one of its words begins so."""
        return any(tekst.startswith(begin) for tekst in self.teksten)

    def weigh_soort(self) -> float:
        """What a name that is not the employer's name of today takes off."""
        if self.vorm.soort == "naam":
            return 0.0
        return wegingen.VROEGERE_NAAM.gewicht if self.vorm.soort == "vroeger" else wegingen.ANDERE_NAAM.gewicht

    def weigh_overig(self, gelijkenissen: Iterable[Gelijkenis]) -> float:
        """What the words of this name that nobody asked for take off, and what the order of the others adds."""
        plaatsen = [gelijkenis.plaats for gelijkenis in gelijkenissen if gelijkenis.plaats >= 0]
        over = [woord for plaats, woord in enumerate(self.woorden) if plaats not in plaatsen]
        gewoon = sum(woord.is_gewoon for woord in over)
        totaal = sum(woord.is_gewoon for woord in self.woorden)
        score = wegingen.OVERIG.gewicht * gewoon / (totaal + 1)
        score += wegingen.OVERIG_KLEIN.gewicht * (len(over) - gewoon)
        if len(plaatsen) > 1 and plaatsen == sorted(plaatsen):
            score += wegingen.VOLGORDE.gewicht
        if plaatsen and not any(woord.is_gewoon for woord in self.woorden[: min(plaatsen)]):
            score += wegingen.VOOROP.gewicht
        return score


class Adres:
    """An address of an employer, compared with what was typed."""

    def __init__(self, plek: Plek, tekst: Zoektekst) -> None:
        self.plek = plek
        self._tekst = tekst

    @cached_property
    def antwoorden(self) -> tuple[Gelijkenis, ...]:
        """How this address answers each word. A house number says nothing by itself: it needs a street, place or postcode."""
        woorden = tuple(list_adreswoorden(self.plek))
        gewoon = [find_gelijkenis(woord.tekst, woorden) if woord.is_gewoon else NIETS for woord in self._tekst.woorden]
        gewoon = [NIETS if deel.fouten > 1 or deel.mate is Mate.DEEL else deel for deel in gewoon]
        if self._tekst.postadres is None and all(deel.mate is Mate.NIET for deel in gewoon):
            return tuple(gewoon)
        return tuple(
            Gelijkenis(Mate.HEEL, 1.0) if deel.mate is Mate.NIET and self._is_number(woord) else deel
            for woord, deel in zip(self._tekst.woorden, gewoon, strict=True)
        )

    @property
    def answers_any(self) -> bool:
        return any(deel.mate is not Mate.NIET for deel in self.antwoorden)

    def holds(self) -> bool:
        """Whether this is the postcode that was typed, with the house number and addition as far as they were typed."""
        if self._tekst.postadres is None:
            return True
        delen = self._tekst.postadres.split("-")
        return delen == [self.plek.postcode, self.plek.nummer, self.plek.toevoeging][: len(delen)]

    def _is_number(self, woord: Woord) -> bool:
        """Whether a word is the house number, with or without its addition, or the addition of a number that was typed."""
        nummer, toevoeging = self.plek.nummer, self.plek.toevoeging.lower()
        if not nummer:
            return False
        return woord.tekst in (nummer, nummer + toevoeging) or (woord.tekst == toevoeging and nummer in self._tekst.kern)
