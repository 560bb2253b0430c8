"""Which letters of a name are what was typed: for a reader who must see at a glance why an employer is a hit."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from klantbeeld.domain.gelijkenissen import Mate, find_ruim
from klantbeeld.domain.namen import fold_tekst, read_naam, spell_gelijk

KORTSTE_AANEEN = 3
"""Letters of the shortest text that is looked for across the spaces of a name."""
# Letters with full stops between them, or a word; a letter may have its accent behind it.
_STUK = re.compile(r"(?:[^\W\d_]\.){2,}[^\W_]?|[^\W_](?:[^\W_]|[\u0300-\u036f])*")


class Naamdeel(NamedTuple):
    """Some letters of a name, and whether they are what was typed."""

    tekst: str
    is_gevonden: bool


class _Stuk(NamedTuple):
    """A word of a name as it is written, where it begins, and the form in which it is compared."""

    tekst: str
    begin: int
    vorm: str


_Bereik = tuple[int, int]


def mark_naam(naam: str, zoekterm: str) -> tuple[Naamdeel, ...]:
    """The name in parts that together are the name. A part is marked when it is what was typed: a word, its beginning, letters
    within it, a word in which letters differ, or words that were typed as one."""
    stukken = _split(naam)
    bereiken = [bereik for gezocht in _list_gezocht(zoekterm) for bereik in _find(gezocht, stukken)]
    delen, plaats = [], 0
    for begin, eind in _merge(bereiken):
        delen += [Naamdeel(naam[plaats:begin], is_gevonden=False), Naamdeel(naam[begin:eind], is_gevonden=True)]
        plaats = eind
    return tuple(deel for deel in [*delen, Naamdeel(naam[plaats:], is_gevonden=False)] if deel.tekst)


def _split(naam: str) -> list[_Stuk]:
    return [_Stuk(stuk[0], stuk.start(), _shape(stuk[0])) for stuk in _STUK.finditer(naam)]


def _shape(tekst: str) -> str:
    return spell_gelijk(fold_tekst(tekst.replace(".", "")))


def _list_gezocht(zoekterm: str) -> list[str]:
    """The words that were typed, as they are and in the form in which all their spellings are equal, and all as one."""
    vormen = [stuk.vorm for stuk in _split(zoekterm)]
    aaneen = ["".join(vormen)] if len(vormen) > 1 else []
    return list(dict.fromkeys([*aaneen, *vormen, *(woord.tekst for woord in read_naam(zoekterm))]))


def _find(gezocht: str, stukken: Sequence[_Stuk]) -> Iterator[_Bereik]:
    """Where one word that was typed stands in a name, if it does."""
    gelijkenis = find_ruim(gezocht, [stuk.vorm for stuk in stukken])
    if gelijkenis.mate > Mate.BEGIN and (samen := _find_aaneen(gezocht, stukken)):
        yield samen
    elif gelijkenis.mate > Mate.BEGIN and (gelijk := _find_gelijk(gezocht, stukken)):
        yield gelijk.begin, gelijk.begin + len(gelijk.tekst)
    elif gelijkenis.plaats >= 0:
        stuk = stukken[gelijkenis.plaats]
        van = stuk.vorm.find(gezocht)
        begin, eind = (0, len(stuk.tekst)) if van < 0 else _trace(stuk.tekst, van, van + len(gezocht))
        yield stuk.begin + begin, stuk.begin + eind


def _find_gelijk(gezocht: str, stukken: Sequence[_Stuk]) -> _Stuk | None:
    """A word that is another spelling of what was typed: ``Zn`` of ``zonen``."""
    return next((stuk for stuk in stukken if [woord.tekst for woord in read_naam(stuk.tekst)] == [gezocht]), None)


def _find_aaneen(gezocht: str, stukken: Sequence[_Stuk]) -> _Bereik | None:
    """Words that together begin with what was typed as one: ``Tuin Centrum`` of ``tuincentrum``."""
    if len(gezocht) < KORTSTE_AANEEN:
        return None
    for plaats, eerste in enumerate(stukken):
        einden = list(accumulate(len(stuk.vorm) for stuk in stukken[plaats:]))
        if "".join(stuk.vorm for stuk in stukken[plaats:]).startswith(gezocht):
            nummer = next(nummer for nummer, eind in enumerate(einden) if eind >= len(gezocht))
            laatste = stukken[plaats + nummer]
            over = len(gezocht) - (einden[nummer] - len(laatste.vorm))
            return eerste.begin, laatste.begin + _trace(laatste.tekst, 0, over)[1]
    return None


def _trace(tekst: str, van: int, tot: int) -> _Bereik:
    """Which letters of a word became these of its form, with the signs that belong to them; a letter may have become two."""
    lengtes = [len(_shape(tekst[:aantal])) for aantal in range(len(tekst) + 1)]
    tot = min((lengte for lengte in lengtes if lengte >= tot), default=lengtes[-1])
    begin, eind = (max(aantal for aantal, lengte in enumerate(lengtes) if lengte <= grens) for grens in (van, tot))
    return begin, eind


def _merge(bereiken: Sequence[_Bereik]) -> Iterator[_Bereik]:
    """The same letters, each range apart from the next, in their order."""
    nu: _Bereik | None = None
    for begin, eind in sorted(bereiken):
        if nu is not None and begin <= nu[1]:
            nu = (nu[0], max(nu[1], eind))
            continue
        if nu is not None:
            yield nu
        nu = (begin, eind)
    if nu is not None:
        yield nu
