"""Which questions an input becomes: a ladder of steps, each asked only when the steps before gave few hits.

First what was typed, whole or as the beginnings of words; then typing errors; then parts of words; and when there is nothing
at all, what comes near it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from klantbeeld.domain.adressen import POSTCODE, read_postadres
from klantbeeld.domain.herkenning import Herkenning, Sleutelsoort
from klantbeeld.domain.namen import Woord, Woordsoort, join_tekens, list_varianten, read_naam
from klantbeeld.domain.vragen import Eis, Zoekvraag
from klantbeeld.domain.wegingen import weigh_woord
from klantbeeld.domain.zoektermen import (
    LENGTE_DEEL,
    list_spelsleutels,
    may_misspell,
    split_delen,
    write_geheel,
)

MEESTE_KANDIDATEN = 100
"""Profiles that one question brings."""
MEESTE_LETTERLIJK = 50
"""Profiles that each of the questions brings that ask for the same words in several ways."""
WEINIG = 10
"""Fewer hits than this and the next step of the ladder is asked as well."""
KORT = 2
"""Letters of an input for which only names that begin with it are shown."""
MEESTE_WOORDEN = 8
"""Words of an input that an employer is looked up by; whatever follows only orders."""
KORTSTE_TWEE_FOUTEN = 6
"""Letters of the shortest word in which two typing errors are looked for."""
MEESTE_TWEE_FOUTEN = 3
"""Words of an input in which two typing errors in a word are looked for; in a longer one each word may have one."""
KORTSTE_OVER = 5
"""Letters that must be left of an input for a suggestion without one of its words."""
MEESTE_DELEN = 8
"""Parts of a word that are asked when only half of them need to be there."""

_TERMSOORT = {
    Sleutelsoort.LH_NUMMER: "lh",
    Sleutelsoort.KVK_NUMMER: "kvk",
    Sleutelsoort.VESTIGINGSNUMMER: "vestiging",
    Sleutelsoort.RSIN: "rsin",
    Sleutelsoort.AANSLUITNUMMER: "aansluit",
    Sleutelsoort.POSTCODE: "p",
}


@dataclass(frozen=True)
class Zoektekst:
    """One way to read an input of words: those words, and the postcode among them if it is taken for one."""

    woorden: tuple[Woord, ...]
    postadres: str | None = None
    tekens: str = ""
    """What was typed as one word, in its own spelling."""

    @cached_property
    def geheel(self) -> frozenset[str]:
        """The input as one word, to compare with whole names."""
        return write_geheel(self.woorden)

    @cached_property
    def is_kort(self) -> bool:
        """Whether so little was typed that only names that begin with it are meant."""
        # In its own spelling, for "y" is compared as "ij".
        letters = min(sum(map(len, self.kern)), len(self.tekens))
        return self.postadres is None and letters <= KORT and not self.kern[0].isdigit()

    @cached_property
    def kern(self) -> tuple[str, ...]:
        """The words that a hit must answer."""
        return tuple(dict.fromkeys(woord.tekst for woord in self.woorden if woord.is_gewoon))

    @cached_property
    def naamwoorden(self) -> tuple[str, ...]:
        """Those, and the letters and small words that tell one Jansen from hundreds of others."""
        return tuple(dict.fromkeys(woord.tekst for woord in self.woorden if woord.soort is not Woordsoort.RECHTSVORM))

    @cached_property
    def gewoon(self) -> tuple[bool, ...]:
        """Of each word whether a hit must answer it."""
        return tuple(woord.is_gewoon for woord in self.woorden)

    @cached_property
    def gewichten(self) -> tuple[float, ...]:
        """How much each word counts."""
        return tuple(weigh_woord(woord.soort) for woord in self.woorden)


@dataclass(frozen=True, slots=True)
class Nummerstap:
    """A question for one number, with what the number was taken for."""

    herkenning: Herkenning
    vraag: Zoekvraag


def plan_nummers(herkenningen: Iterable[Herkenning]) -> tuple[Nummerstap, ...]:
    """A question for each number that the input may be."""
    stappen = []
    for herkenning in herkenningen:
        if herkenning.soort in _TERMSOORT:
            soort = _TERMSOORT[herkenning.soort]
            if soort == "lh" and not herkenning.begin:
                soort = "heel-lh"
            eis = Eis((f"{soort}:{herkenning.waarde}",), begin=herkenning.begin)
            stappen.append(Nummerstap(herkenning, Zoekvraag((eis,), MEESTE_KANDIDATEN)))
    return tuple(stappen)


def read_zoekteksten(zoekterm: str) -> tuple[Zoektekst, ...]:
    """The ways to read an input of words; none when it holds no letter or digit."""
    teksten = [Zoektekst(_keep_first(read_naam(zoekterm)), tekens=join_tekens(zoekterm))]
    if gevonden := POSTCODE.search(zoekterm):
        rest = read_naam(f"{zoekterm[: gevonden.start()]} {zoekterm[gevonden.end() :]}")
        teksten.append(Zoektekst(_keep_first(rest), read_postadres(gevonden)))
    return tuple(tekst for tekst in teksten if tekst.woorden or tekst.postadres)


def read_varianten(zoekterm: str) -> tuple[Zoektekst, ...]:
    """The same words with a space left out."""
    tekens = join_tekens(zoekterm)
    return tuple(Zoektekst(_keep_first(read_naam(variant)), tekens=tekens) for variant in list_varianten(zoekterm))


def plan_letterlijk(teksten: Iterable[Zoektekst]) -> list[Zoekvraag]:
    """What was typed: the whole name, all words, or all beginnings of words, in names and addresses."""
    return _make_vragen((eisen for tekst in teksten for eisen in _ask_letterlijk(tekst)), MEESTE_LETTERLIJK)


def plan_spelling(teksten: Iterable[Zoektekst], varianten: Iterable[Zoektekst]) -> list[Zoekvraag]:
    """Names in which letters differ or spaces stand elsewhere."""
    anders_gespatieerd = [[Eis((f"w:{woord}",)) for woord in tekst.kern] for tekst in varianten]
    verschreven = [
        eisen + _ask_postadres(tekst)
        for tekst in teksten
        if any(map(may_misspell, tekst.kern))
        for eisen in _ask_verschreven(tekst)
    ]
    return _make_vragen(anders_gespatieerd + verschreven)


def plan_delen(teksten: Iterable[Zoektekst]) -> list[Zoekvraag]:
    """Names with these letters anywhere in their words."""
    return _make_vragen(
        [_ask_deel(woord) for woord in tekst.kern] + _ask_postadres(tekst)
        for tekst in teksten
        if any(len(woord) >= LENGTE_DEEL and not woord.isdigit() for woord in tekst.kern)
    )


def plan_suggesties(teksten: Iterable[Zoektekst], varianten: Iterable[Zoektekst]) -> list[Zoekvraag]:
    """What comes near: letters that differ besides spaces, two typing errors in a word, or one word that is misspelled among
    beginnings of words, or not there."""
    eisen = [[_ask_spelling(woord, 1) for woord in tekst.kern] for tekst in varianten]
    for tekst in teksten:
        kern = tekst.kern
        if any(len(woord) >= KORTSTE_TWEE_FOUTEN for woord in kern):
            eisen.append([_ask_halve(woord) for woord in kern])
        for woord in kern:
            over = [Eis(_list_plaatsen(ander), begin=not ander[0].isdigit()) for ander in kern if ander != woord]
            if over and len(kern) <= MEESTE_TWEE_FOUTEN and may_misspell(woord):
                eisen.append([_ask_halve(woord), *over])
            if sum(len(ander) for ander in kern if ander != woord) >= KORTSTE_OVER:
                eisen.append(over)
    return _make_vragen(eisen)


def _keep_first(woorden: Iterable[Woord]) -> tuple[Woord, ...]:
    """Words behind the first few count as little as small words do, and each word counts twice at most."""
    uit: list[Woord] = []
    for woord in woorden:
        eerder = {ander.tekst for ander in uit if ander.is_gewoon}
        teveel = woord.is_gewoon and woord.tekst not in eerder and len(eerder) == MEESTE_WOORDEN
        past = Woord(woord.tekst, Woordsoort.KLEIN) if teveel else woord
        if uit.count(past) < 2:
            uit.append(past)
    return tuple(uit)


def _ask_letterlijk(tekst: Zoektekst) -> Iterator[list[Eis]]:
    kern, postadres = tekst.kern, _ask_postadres(tekst)
    if not kern:
        yield postadres
        return
    if not postadres:
        yield from ([Eis((f"n:{geheel}",), begin=True)] for geheel in sorted(tekst.geheel))
        if len(tekst.naamwoorden) > len(kern):
            yield [Eis((f"w:{woord}",)) for woord in tekst.naamwoorden]
        yield [Eis((f"w:{woord}",)) for woord in kern]
        yield [Eis((f"w:{woord}",), begin=True) for woord in kern]
        if tekst.is_kort:
            return
    yield [Eis(_list_plaatsen(woord)) for woord in kern] + postadres
    yield [Eis(_list_plaatsen(woord), begin=not woord[0].isdigit()) for woord in kern] + postadres


def _list_plaatsen(woord: str) -> tuple[str, ...]:
    """Where a word may stand: in a name, in a street or a place, or as a house number or its addition."""
    return (f"w:{woord}", f"a:{woord}", f"h:{woord}")


def _ask_postadres(tekst: Zoektekst) -> list[Eis]:
    return [Eis((f"p:{tekst.postadres}",))] if tekst.postadres else []


def _ask_verschreven(tekst: Zoektekst) -> Iterator[list[Eis]]:
    """With the initials that were typed, if any, as they are, and without them."""
    fouten = 2 if len(tekst.kern) <= MEESTE_TWEE_FOUTEN else 1
    eisen = [_ask_spelling(woord, fouten) for woord in tekst.kern]
    if letters := [Eis((f"w:{woord.tekst}",)) for woord in tekst.woorden if woord.soort is Woordsoort.LETTERS]:
        yield eisen + letters
    yield eisen


def _ask_spelling(woord: str, fouten: int) -> Eis:
    if woord.isdigit():
        return Eis(_list_plaatsen(woord))
    meeste = fouten if len(woord) >= KORTSTE_TWEE_FOUTEN else 1
    return Eis(tuple(f"s:{sleutel}" for sleutel in list_spelsleutels(woord, meeste)))


def _ask_deel(woord: str) -> Eis:
    delen = split_delen(woord)
    if not delen or woord.isdigit():
        return Eis(_list_plaatsen(woord))
    return Eis(tuple(f"t:{deel}" for deel in delen), minstens=len(delen))


def _ask_halve(woord: str) -> Eis:
    if len(woord) < KORTSTE_TWEE_FOUTEN or woord.isdigit():
        return _ask_spelling(woord, 1)
    delen = _spread(split_delen(woord), MEESTE_DELEN)
    return Eis(tuple(f"t:{deel}" for deel in delen), minstens=max(len(delen) // 3, 1))


def _spread(delen: Sequence[str], hoogstens: int) -> list[str]:
    """At most so many of them, spread evenly."""
    aantal = min(len(delen), hoogstens)
    return [delen[plaats * len(delen) // aantal] for plaats in range(aantal)]


def _make_vragen(eisen: Iterable[list[Eis]], limiet: int = MEESTE_KANDIDATEN) -> list[Zoekvraag]:
    return [Zoekvraag(deel, limiet) for deel in dict.fromkeys(map(tuple, eisen)) if deel]
