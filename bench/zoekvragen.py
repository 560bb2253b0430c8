"""What people type into the search box: a fixed mix of questions, made from the employers that are there. Pure.

The same employers give the same questions, each time. They know nothing of how the product searches.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

AANTAL = 300
VAAKSTE = 40
"""So many words count as common ones."""
KORTSTE_WOORD = 6
"""A word of so many letters is still the same word to a reader when two are wrong."""
WOORD = re.compile(r"[^\W_]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Vraagsoort(StrEnum):
    """What kind of thing was typed."""

    NUMMER = "heel nummer"
    NUMMER_BEGIN = "begin van een nummer"
    NAAM = "hele naam"
    TWEE_WOORDEN = "twee woorden"
    GEWOON_WOORD = "één gewoon woord"
    KORT_BEGIN = "begin van 1–3 letters"
    NAAM_PLAATS = "naam en plaats"
    POSTCODE = "postcode"
    POSTCODE_HUISNUMMER = "postcode en huisnummer"
    EEN_FOUT = "één typefout"
    TWEE_FOUTEN = "twee typefouten"
    WOORDDEEL = "deel van een woord"
    NIETS = "niets te vinden"


AANDELEN = {
    Vraagsoort.NUMMER: 15,
    Vraagsoort.NUMMER_BEGIN: 8,
    Vraagsoort.NAAM: 12,
    Vraagsoort.TWEE_WOORDEN: 12,
    Vraagsoort.GEWOON_WOORD: 6,
    Vraagsoort.KORT_BEGIN: 8,
    Vraagsoort.NAAM_PLAATS: 9,
    Vraagsoort.POSTCODE: 6,
    Vraagsoort.POSTCODE_HUISNUMMER: 5,
    Vraagsoort.EEN_FOUT: 8,
    Vraagsoort.TWEE_FOUTEN: 4,
    Vraagsoort.WOORDDEEL: 4,
    Vraagsoort.NIETS: 3,
}
"""How many of each hundred questions are of a kind."""


@dataclass(frozen=True, slots=True)
class Proefvraag:
    """What was typed, and what kind of thing that is."""

    soort: Vraagsoort
    tekst: str


@dataclass(frozen=True, slots=True)
class Vindplaats:
    """What of an employer people may know."""

    namen: tuple[str, ...]
    nummers: tuple[str, ...]
    plaats: str
    postcode: str
    huisnummer: str

    @property
    def woorden(self) -> list[str]:
        """The words of its name as they are typed, those of one letter left out."""
        return [woord for woord in self.namen[0].split() if len("".join(WOORD.findall(woord))) > 1]

    @property
    def langste(self) -> str:
        """The longest row of letters in its name: mostly the word that it is known by."""
        return max(WOORD.findall(self.namen[0]), key=len, default="")

    @property
    def is_compleet(self) -> bool:
        """Whether every kind of question can be asked about it."""
        adres = self.plaats and self.postcode and self.huisnummer
        return bool(adres and self.nummers and len(self.woorden) > 1 and len(self.langste) >= KORTSTE_WOORD)


def read_vindplaats(gegevens: dict[str, Any]) -> Vindplaats:
    """What is known of an employer, from the content of its organisatie record."""
    adres = gegevens.get("vestigingsadres") or gegevens.get("correspondentieadres") or {}
    return Vindplaats(
        namen=(gegevens["naam"], *(deel["naam"] for deel in gegevens.get("handelsnamen", ()))),
        nummers=tuple(nummer for veld in ("lhNummer", "kvkNummer", "rsin") if (nummer := gegevens.get(veld))),
        plaats=adres.get("plaats") or "",
        postcode=adres.get("postcode") or "",
        huisnummer=adres.get("huisnummer") or "",
    )


def make_vragen(vindplaatsen: Iterable[Vindplaats], aantal: int = AANTAL) -> list[Proefvraag]:
    """The mix, in an order in which kinds alternate. Errors: ``IndexError`` when no employer fits a kind."""
    kans = Random(20250101)  # noqa: S311 - the same questions each time
    compleet = [deel for deel in vindplaatsen if deel.is_compleet]
    vaak = [woord for woord, _ in Counter(woord for deel in compleet for woord in deel.woorden).most_common(VAAKSTE)]
    vragen = []
    for soort, aandeel in AANDELEN.items():
        for _ in range(round(aantal * aandeel / 100)):
            tekst = kans.choice(vaak) if soort is Vraagsoort.GEWOON_WOORD else _MAKERS[soort](kans, kans.choice(compleet))
            vragen.append(Proefvraag(soort, tekst))
    kans.shuffle(vragen)
    return vragen


def mistype(kans: Random, woord: str) -> str:
    """The word with one mistake that people make: two letters swapped, one left out, another one, or one too many."""
    plaats = kans.randrange(1, len(woord) - 1)
    voor, letter, na = woord[:plaats], woord[plaats], woord[plaats + 1 :]
    ander = kans.choice([teken for teken in _LETTERS if teken != letter.casefold()])
    return kans.choice([voor + na[0] + letter + na[1:], voor + na, voor + ander + na, voor + letter + ander + na])


def _pick_two(kans: Random, vindplaats: Vindplaats) -> str:
    return " ".join(kans.sample(vindplaats.woorden, 2))


def _begin_nummer(kans: Random, vindplaats: Vindplaats) -> str:
    return kans.choice(vindplaats.nummers)[: kans.randint(4, 7)]


def _begin_kort(kans: Random, vindplaats: Vindplaats) -> str:
    return kans.choice(vindplaats.woorden)[: kans.randint(1, 3)].casefold()


def _mistype_once(kans: Random, vindplaats: Vindplaats) -> str:
    return mistype(kans, vindplaats.langste)


def _mistype_twice(kans: Random, vindplaats: Vindplaats) -> str:
    return mistype(kans, mistype(kans, vindplaats.langste))


def _cut_word(kans: Random, vindplaats: Vindplaats) -> str:
    woord = vindplaats.langste
    lengte = max(len(woord) // 2, 3)
    begin = kans.randint(1, max(len(woord) - lengte, 1))
    return woord[begin : begin + lengte].casefold()


def _make_nonsense(kans: Random, _: Vindplaats) -> str:
    return "".join(kans.choice("qxzjvw") for _ in range(12))


_MAKERS: dict[Vraagsoort, Callable[[Random, Vindplaats], str]] = {
    Vraagsoort.NUMMER: lambda kans, deel: kans.choice(deel.nummers),
    Vraagsoort.NUMMER_BEGIN: _begin_nummer,
    Vraagsoort.NAAM: lambda kans, deel: kans.choice(deel.namen),
    Vraagsoort.TWEE_WOORDEN: _pick_two,
    Vraagsoort.KORT_BEGIN: _begin_kort,
    Vraagsoort.NAAM_PLAATS: lambda _, deel: f"{deel.langste} {deel.plaats}",
    Vraagsoort.POSTCODE: lambda _, deel: deel.postcode,
    Vraagsoort.POSTCODE_HUISNUMMER: lambda _, deel: f"{deel.postcode} {deel.huisnummer}",
    Vraagsoort.EEN_FOUT: _mistype_once,
    Vraagsoort.TWEE_FOUTEN: _mistype_twice,
    Vraagsoort.WOORDDEEL: _cut_word,
    Vraagsoort.NIETS: _make_nonsense,
}
