"""Names as they are compared: the same pure functions when a name is indexed and when one is searched.

A name becomes its words, each in the one form in which all its spellings are equal. Source: domain reference §2 (names).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from klantbeeld.domain.naamwoorden import CIJFERS, GELIJK, KLANKEN, KLEIN, RECHTSVORMEN, SAMEN

LANGSTE_WOORD = 40
"""Letters of a word that are compared; nobody types more."""

MEESTE_VARIANTEN = 6

KORTSTE_GETALLENRIJ = 2
"""Numbers under ten that must follow each other to be read as digits; one more when an article may be among them."""

_MEESTE_BEWAARD = 5_000
"""Names and words that are remembered, because they are read several times or come again and again."""

_BIJZONDER = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th"})
_ONZICHTBAAR = frozenset(["Cf", "Mc", "Me", "Mn"])
"""Categories of characters that show nothing by themselves: marks on letters, and signs for breaks and directions."""
_APOSTROFFEN = str.maketrans(dict.fromkeys("’‘‛`´ʼʻ′", "'"))
_VAN_DE = re.compile(r"(?<![^\s,(])(?:v(?:\. ?|/)?d\.?(?=[\s,)]|$)|v\.d\.(?=[^\W\d_]{2}))")
# Letters with full stops between them, a letter that an apostrophe sets apart, or a plain word.
_DEEL = re.compile(r"((?:[^\W\d_]\.){2,}(?:[^\W_](?![^\W_]))?)|((?<![^\W_])[^\W_]'(?=[^\W_])|'[stn](?![^\W_]))|([^\W_]+)")
_APOSTROFWOORDEN = {"t": "het", "n": "een"}
_GETAL_VOORAAN = re.compile(rf"^(?:{'|'.join(set(CIJFERS) - {'een'})})(?=[a-z]{{4}})")
_DUBBEL = re.compile(r"(.)\1+")
_BEGINNEN = frozenset(reeks[0] for reeks in (*RECHTSVORMEN, *SAMEN))
_CIJFERS = frozenset("0123456789").union(CIJFERS)
_KORT = KLEIN.union(reeks[0] for reeks in RECHTSVORMEN if len(reeks) == 1)
_HELE_NAAM = frozenset(["vd", "v.d", "v.d."])
"""Letters that are a name of their own when nothing else is there."""
_LANGSTE_REEKS = max(map(len, (*RECHTSVORMEN, *SAMEN)))


class Woordsoort(StrEnum):
    """How much a word says about which name is meant. The value is its mark in a stored name."""

    GEWOON = ""
    LETTERS = "."
    KLEIN = "~"
    RECHTSVORM = "#"


@dataclass(frozen=True, slots=True)
class Woord:
    """A word in the form in which it is compared."""

    tekst: str
    soort: Woordsoort = Woordsoort.GEWOON

    @property
    def is_gewoon(self) -> bool:
        return self.soort is Woordsoort.GEWOON


def fold_tekst(tekst: str) -> str:
    """Lower case without diacritics, so that spellings that sound alike are written alike."""
    if tekst.isascii():
        return tekst.lower()
    # Once more in lower case: a letterlike sign such as ™ only now is letters.
    klein = unicodedata.normalize("NFKD", tekst.casefold()).casefold().translate(_BIJZONDER)
    return "".join(teken for teken in klein if unicodedata.category(teken) not in _ONZICHTBAAR)


def read_naam(naam: str) -> tuple[Woord, ...]:
    """The words of a name in their order. At least one is ``GEWOON``, unless there are no words at all."""
    woorden = _name_woorden(_merge_letters(_write_cijfers(_split_naam(naam))))
    for ondergrens in (Woordsoort.LETTERS, Woordsoort.RECHTSVORM, Woordsoort.KLEIN):
        if any(woord.is_gewoon for woord in woorden):
            break
        woorden = [Woord(woord.tekst) if woord.soort is ondergrens else woord for woord in woorden]
    return tuple(woorden)


def join_buren(naam: str) -> set[str]:
    """Neighbouring words written as one, as people also do: ``tuin centrum`` as ``tuincentrum``, ``van 't hof`` as
    ``vanthof``. A small word is joined with what follows it, never with what stands before."""
    delen = _split_naam(naam)
    aaneen = set()
    for plaats, deel in enumerate(delen[:-1]):
        eind = plaats + 1
        if _is_small(deel):
            laatste = min(len(delen) - 1, plaats + LANGSTE_WOORD)
            while eind < laatste and _is_small(delen[eind]):
                eind += 1
        elif deel.letters or (delen[eind].tekst in KLEIN and not delen[eind].los):
            continue
        reeks = [deel.tekst for deel in delen[plaats : eind + 1]]
        if "en" not in reeks and (reeks[-1] not in _KORT or delen[eind].los):
            aaneen.add(spell_gelijk("".join(reeks))[:LANGSTE_WOORD])
    return aaneen


def join_tekens(naam: str) -> str:
    """All letters and digits of a name as one word, spelled as they are: ``c&a`` as ``cena``, ``c.a.`` as ``ca``."""
    return "".join(deel.tekst for deel in _split_naam(naam))


def list_varianten(naam: str) -> tuple[str, ...]:
    """The name with one of its first spaces left out, or all of them, or with a number before a word as digits: ``tweebroers``
    as ``2broers``."""
    delen = [deel.tekst for deel in _split_naam(naam)]
    geheel = ["".join(delen)] if len(delen) > 1 else []
    plaatsen = range(1, min(len(delen), MEESTE_VARIANTEN))
    aaneen = [" ".join(delen[:plaats]) + " ".join(delen[plaats:]) for plaats in plaatsen]
    getal = " ".join(_GETAL_VOORAAN.sub(lambda gevonden: CIJFERS[gevonden[0]], deel) for deel in delen)
    return tuple(dict.fromkeys([*geheel, *aaneen, *([getal] if getal != " ".join(delen) else [])]))


def spell_gelijk(woord: str) -> str:
    """A folded word with the spellings of one sound made equal: ``y`` as ``ij``, German ``ue`` as ``u``."""
    return woord.replace("y", "ij").replace("ue", "u")


@lru_cache(_MEESTE_BEWAARD)
def hear_woord(woord: str) -> str:
    """A word as it sounds, doubled letters once: ``janssens`` as ``jansens``, ``dijck`` as ``deik``."""
    for letters, klank in KLANKEN.items():
        woord = woord.replace(letters, klank)
    return _DUBBEL.sub(r"\1", woord)


def write_woorden(woorden: Iterable[Woord]) -> str:
    """The words as one text, as they are stored: ``groothandel ~de groot #bv``."""
    return " ".join(woord.soort + woord.tekst for woord in woorden)


def restore_woorden(tekst: str) -> tuple[Woord, ...]:
    """The words that ``write_woorden`` wrote."""
    return tuple(map(_restore_woord, tekst.split()))


_SOORTEN = {soort.value: soort for soort in Woordsoort if soort.value}


@lru_cache(_MEESTE_BEWAARD)
def _restore_woord(deel: str) -> Woord:
    return Woord(deel[1:], _SOORTEN[deel[0]]) if deel[0] in _SOORTEN else Woord(deel)


class _Deel(NamedTuple):
    """A piece of a name as it was written: ``los`` when an apostrophe or full stops say what it is."""

    tekst: str
    los: bool = False
    letters: bool = False


def _is_small(deel: _Deel) -> bool:
    return deel.tekst in KLEIN or (len(deel.tekst) == 1 and not deel.tekst.isdigit())


@lru_cache(_MEESTE_BEWAARD)
def _split_naam(naam: str) -> tuple[_Deel, ...]:
    tekst = fold_tekst(naam.translate(_APOSTROFFEN))
    if "&" in tekst or "+" in tekst:
        tekst = tekst.replace("&", " en ").replace("+", " en ") if any(map(str.isalnum, tekst)) else ""
    if "v" in tekst and (kaal := tekst.strip()) not in _HELE_NAAM:
        tekst = _VAN_DE.sub(" van d ", kaal)
    return _put_in_order(tekst) if "," in tekst else _split(tekst)


def _put_in_order(tekst: str) -> tuple[_Deel, ...]:
    """From catalogue order to the order of speech: ``brink, van den`` as ``van den brink``, ``jansen, a.b.`` as
    ``a.b. jansen``."""
    eerste, vooraan, *rest = map(_split, tekst.split(","))
    delen = [deel for stuk in rest for deel in stuk]
    return (*vooraan, *eerste, *delen) if all(map(_comes_first, vooraan)) else (*eerste, *vooraan, *delen)


def _comes_first(deel: _Deel) -> bool:
    """Whether this is what a catalogue puts behind the name that it belongs in front of."""
    is_voorletters = deel.letters and (deel.tekst,) not in RECHTSVORMEN
    return is_voorletters or _is_small(deel) or (deel.tekst,) in SAMEN


def _split(tekst: str) -> tuple[_Deel, ...]:
    return tuple(map(_make_deel, _DEEL.findall(tekst)))


def _make_deel(gevonden: tuple[str, str, str]) -> _Deel:
    letters, los, woord = gevonden
    if woord:
        return _Deel(woord)
    return _Deel(letters.replace(".", ""), letters=True) if letters else _Deel(los.strip("'"), los=True)


def _write_cijfers(delen: Sequence[_Deel]) -> Sequence[_Deel]:
    """Numbers under ten that follow each other as digits, also those in words: ``zeven/zeven`` as ``7 7``, ``een twee drie``
    as ``1 2 3``."""
    if sum([deel.tekst in _CIJFERS for deel in delen]) < KORTSTE_GETALLENRIJ:
        return delen
    uit: list[_Deel] = []
    for is_cijfer, groep in groupby(delen, _is_cijfer):
        rij = list(groep)
        telt = is_cijfer and len(rij) >= KORTSTE_GETALLENRIJ + any(deel.tekst == "een" for deel in rij)
        uit += [_Deel(CIJFERS.get(deel.tekst, deel.tekst)) for deel in rij] if telt else rij
    return uit


def _is_cijfer(deel: _Deel) -> bool:
    return deel.tekst in _CIJFERS


def _merge_letters(delen: Sequence[_Deel]) -> list[_Deel]:
    """Single letters and digits in a row as one: ``x y z`` as ``xyz``, ``c en a`` as ``ca``, ``7/7`` as ``77``."""
    samen: list[_Deel] = []
    for plaats, deel in enumerate(delen):
        volgt = delen[plaats + 1] if plaats + 1 < len(delen) else None
        na_letters = bool(samen) and _is_reeks(samen[-1])
        if na_letters and deel.tekst == "en" and volgt is not None and _is_letter(volgt):
            continue
        if na_letters and _is_letter(deel):
            samen[-1] = _Deel(samen[-1].tekst + deel.tekst, letters=True)
        else:
            samen.append(deel)
    return samen


def _is_letter(deel: _Deel) -> bool:
    return len(deel.tekst) == 1 and not deel.los


def _is_reeks(deel: _Deel) -> bool:
    return deel.letters or _is_letter(deel)


def _name_woorden(delen: Sequence[_Deel]) -> list[Woord]:
    """The words that these are, legal forms and words with several names by their longest series."""
    woorden: list[Woord] = []
    plaats = 0
    while plaats < len(delen):
        reeks = _find_reeks(delen, plaats)
        if reeks in RECHTSVORMEN:
            woorden.append(Woord(RECHTSVORMEN[reeks], Woordsoort.RECHTSVORM))
        else:
            woorden += map(_make_woord, map(_Deel, SAMEN[reeks]) if reeks else delen[plaats : plaats + 1])
        plaats += len(reeks) or 1
    return woorden


def _find_reeks(delen: Sequence[_Deel], plaats: int) -> tuple[str, ...]:
    """The longest known series of words that begins here; empty when there is none."""
    if delen[plaats].tekst in _BEGINNEN:
        for eind in range(min(plaats + _LANGSTE_REEKS, len(delen)), plaats, -1):
            reeks = tuple(deel.tekst for deel in delen[plaats:eind])
            if reeks in RECHTSVORMEN or reeks in SAMEN:
                return reeks
    return ()


@lru_cache(_MEESTE_BEWAARD)
def _make_woord(deel: _Deel) -> Woord:
    tekst = _APOSTROFWOORDEN.get(deel.tekst, deel.tekst) if deel.los or deel.tekst == "t" else deel.tekst
    tekst = GELIJK.get(tekst, tekst)
    soort = Woordsoort.GEWOON
    if deel.los or (tekst in KLEIN and (len(tekst) > 1 or tekst == "d")):
        soort = Woordsoort.KLEIN
    elif (deel.letters or len(tekst) == 1) and not tekst.isdigit():
        soort = Woordsoort.LETTERS
    return Woord(spell_gelijk(tekst)[:LANGSTE_WOORD], soort)
