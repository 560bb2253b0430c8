"""What an employer is found by: exact terms, made here for every store, so that all of them find the same.

A term is ``<soort>:<tekst>``. Names and addresses give terms that may also be asked by their beginning (``woorden``), and
terms that survive typing errors and missing parts (``delen``), which are only asked whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile
from types import MappingProxyType

from klantbeeld.domain.adressen import Adresdeel, read_wijkcijfers, write_postadres
from klantbeeld.domain.namen import Woord, Woordsoort, join_buren, read_naam, restore_woorden
from klantbeeld.domain.profielen import Plek, Profiel

KORTSTE_SPELWOORD = 4
"""Letters of the shortest word in which a typing error is looked for."""
LANGSTE_SPELWOORD = 16
"""Letters of a word in which typing errors are looked for; behind them anything may stand."""
LENGTE_DEEL = 3

_GEEN: frozenset[str] = frozenset()
_MEESTE_BEWAARD = 5_000
"""Words of which the terms are remembered, for names and addresses share most of theirs."""


@dataclass(frozen=True, slots=True)
class Zoektermen:
    woorden: frozenset[str]
    delen: frozenset[str]


def list_zoektermen(profiel: Profiel) -> Zoektermen:
    """Every term that this employer is found by."""
    woorden = set(profiel.nummers)
    in_namen: set[str] = set()
    for vorm in profiel.namen:
        gelezen = restore_woorden(vorm.woorden)
        in_namen.update(woord.tekst for woord in gelezen)
        in_namen |= join_buren(vorm.naam)
        woorden.update(f"n:{geheel}" for geheel in write_geheel(gelezen))
    in_adressen = {
        tekst for plek in profiel.plekken for tekst in (*_list_woorden(plek.straat), *_list_plaatswoorden(plek.plaats))
    }
    woorden.update(f"w:{tekst}" for tekst in in_namen)
    woorden.update(f"a:{tekst}" for tekst in in_adressen)
    woorden.update(*map(_list_nummers, profiel.plekken))
    delen = _GEEN.union(*map(_list_naamdelen, in_namen), *map(_list_spelling, in_adressen))
    return Zoektermen(frozenset(woorden), delen)


def write_geheel(woorden: Iterable[Woord]) -> frozenset[str]:
    """A name as one word, without its legal form: as it is, and without the small words at its beginning."""
    kaal = [woord for woord in woorden if woord.soort is not Woordsoort.RECHTSVORM]
    vanaf_eerste = dropwhile(lambda woord: woord.soort is Woordsoort.KLEIN, kaal)
    return frozenset(filter(None, ("".join(woord.tekst for woord in reeks) for reeks in (kaal, vanaf_eerste))))


def is_deel(term: str) -> bool:
    """Whether a term is one of ``Zoektermen.delen``."""
    return term.startswith(("s:", "t:"))


@lru_cache(_MEESTE_BEWAARD)
def list_adreswoorden(straat: str, plaats: str) -> Mapping[str, Adresdeel]:
    """The words of street and place with their neighbours joined, and a place as one word: each with where it stands, in the
    street if in both."""
    in_plaats = dict.fromkeys(_list_plaatswoorden(plaats), Adresdeel.PLAATS)
    return MappingProxyType(in_plaats | dict.fromkeys(_list_woorden(straat), Adresdeel.STRAAT))


@lru_cache(_MEESTE_BEWAARD)
def _list_plaatswoorden(plaats: str) -> tuple[str, ...]:
    return (*_list_woorden(plaats), *sorted(write_geheel(read_naam(plaats))))


@lru_cache(_MEESTE_BEWAARD)
def _list_woorden(tekst: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(woord.tekst for woord in read_naam(tekst)), *sorted(join_buren(tekst))]))


def list_spelsleutels(woord: str, fouten: int) -> tuple[str, ...]:
    """The word, and what is left of it without any one letter (or any two): words that differ by one letter, or in which
    two neighbours are swapped, have one of these in common."""
    kort = woord[:LANGSTE_SPELWOORD]
    sleutels = laatste = dict.fromkeys([kort])
    for _ in range(fouten if may_misspell(kort) else 0):
        laatste = dict.fromkeys([rest[:plaats] + rest[plaats + 1 :] for rest in laatste for plaats in range(len(rest))])
        sleutels |= laatste
    return tuple(sleutels)


def split_delen(woord: str) -> tuple[str, ...]:
    """Every three letters in a row."""
    return tuple(dict.fromkeys([woord[plaats : plaats + LENGTE_DEEL] for plaats in range(len(woord) - LENGTE_DEEL + 1)]))


def may_misspell(woord: str) -> bool:
    """Whether a typing error is looked for in a word: not in short ones, for they become other words, nor beside digits."""
    return len(woord) >= KORTSTE_SPELWOORD and woord.isalpha()


@lru_cache(_MEESTE_BEWAARD)
def _list_spelling(woord: str) -> tuple[str, ...]:
    return tuple(_spell(woord))


@lru_cache(_MEESTE_BEWAARD)
def _list_naamdelen(woord: str) -> tuple[str, ...]:
    return (*_spell(woord), *[f"t:{deel}" for deel in split_delen(woord)])


def _spell(woord: str) -> list[str]:
    return [f"s:{sleutel}" for sleutel in list_spelsleutels(woord, 1)]


def _list_nummers(plek: Plek) -> Iterator[str]:
    """The house number in its parts, and the postcode with as much of it as somebody may type."""
    nummer, toevoeging = plek.nummer, plek.toevoeging
    if nummer:
        yield from (f"h:{deel}".lower() for deel in (nummer, nummer + toevoeging, toevoeging) if deel)
    if wijk := read_wijkcijfers(plek.postcode):
        yield f"a:{wijk}"
    if plek.postcode:
        delen = [(), (nummer,), (nummer, toevoeging)] if nummer else [()]
        yield from (f"p:{write_postadres(plek.postcode, *deel)}" for deel in delen)
