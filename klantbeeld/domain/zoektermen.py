"""What an employer is found by: exact terms, made here for every store, so that all of them find the same.

A term is ``<soort>:<tekst>``. Names and addresses give terms that may also be asked by their beginning (``woorden``), and
terms that survive typing errors and missing parts (``delen``), which are only asked whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations

from klantbeeld.domain.adressen import write_postadres
from klantbeeld.domain.namen import Woord, Woordsoort, join_buren, read_naam, restore_woorden
from klantbeeld.domain.profielen import Plek, Profiel

KORTSTE_SPELWOORD = 4
"""Letters of the shortest word in which a typing error is looked for."""
LANGSTE_SPELWOORD = 16
"""Letters of a word in which typing errors are looked for; behind them anything may stand."""
LENGTE_DEEL = 3


@dataclass(frozen=True, slots=True)
class Zoektermen:
    woorden: frozenset[str]
    delen: frozenset[str]


def list_zoektermen(profiel: Profiel) -> Zoektermen:
    """Every term that this employer is found by."""
    woorden = set(profiel.nummers)
    delen: set[str] = set()
    for vorm in profiel.namen:
        gelezen = restore_woorden(vorm.woorden)
        teksten = {woord.tekst for woord in gelezen} | join_buren(vorm.naam)
        woorden.update(f"w:{tekst}" for tekst in teksten)
        woorden.update(f"n:{geheel}" for geheel in write_geheel(gelezen))
        delen.update(_list_spelling(teksten))
        delen.update(f"t:{deel}" for tekst in teksten for deel in split_delen(tekst))
    for plek in profiel.plekken:
        woorden.update(_list_adres(plek))
        delen.update(_list_spelling(list_adreswoorden(plek)))
    return Zoektermen(frozenset(woorden), frozenset(delen))


def write_geheel(woorden: Iterable[Woord]) -> frozenset[str]:
    """A name as one word, without its legal form: as it is, and without the small words at its beginning."""
    kaal = [woord for woord in woorden if woord.soort is not Woordsoort.RECHTSVORM]
    eerste = 0
    while eerste < len(kaal) - 1 and kaal[eerste].soort is Woordsoort.KLEIN:
        eerste += 1
    teksten = [woord.tekst for woord in kaal]
    return frozenset(filter(None, ("".join(teksten), "".join(teksten[eerste:]))))


def is_deel(term: str) -> bool:
    """Whether a term is one of ``Zoektermen.delen``."""
    return term.startswith(("s:", "t:"))


def list_adreswoorden(plek: Plek) -> frozenset[str]:
    """The words of street and place, with their neighbours joined."""
    return _list_woorden(plek.straat) | _list_woorden(plek.plaats)


@lru_cache(10_000)
def _list_woorden(tekst: str) -> frozenset[str]:
    return frozenset({woord.tekst for woord in read_naam(tekst)} | join_buren(tekst))


@lru_cache(20_000)
def list_spelsleutels(woord: str, fouten: int) -> tuple[str, ...]:
    """The word, and what is left of it without any one letter (or any two): words that differ by one letter, or in which
    two neighbours are swapped, have one of these in common."""
    kort = woord[:LANGSTE_SPELWOORD]
    meeste = fouten if _may_misspell(kort) else 0
    korter = (map("".join, combinations(kort, len(kort) - aantal)) for aantal in range(1, meeste + 1))
    return tuple(dict.fromkeys((kort, *chain.from_iterable(korter))))


def split_delen(woord: str) -> tuple[str, ...]:
    """Every three letters in a row."""
    return tuple(dict.fromkeys(woord[plaats : plaats + LENGTE_DEEL] for plaats in range(len(woord) - LENGTE_DEEL + 1)))


def _may_misspell(woord: str) -> bool:
    return len(woord) >= KORTSTE_SPELWOORD and not woord.isdigit()


def _list_spelling(woorden: Iterable[str]) -> Iterator[str]:
    return (f"s:{sleutel}" for woord in woorden for sleutel in list_spelsleutels(woord, 1))


def _list_adres(plek: Plek) -> Iterator[str]:
    yield from (f"a:{woord}" for woord in list_adreswoorden(plek))
    if plek.nummer:
        yield from (f"h:{deel}".lower() for deel in {plek.nummer, plek.nummer + plek.toevoeging, plek.toevoeging} if deel)
    if plek.postcode:
        yield from {f"p:{write_postadres(plek.postcode, *deel)}" for deel in _parts_of_adres(plek)}


def _parts_of_adres(plek: Plek) -> Iterator[tuple[str, str]]:
    yield "", ""
    if plek.nummer:
        yield plek.nummer, ""
        yield plek.nummer, plek.toevoeging
