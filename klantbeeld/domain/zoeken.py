"""Search: which questions an input becomes, and in which order the employers that the store brings are shown.

Numbers are exact, then by their beginning, never fuzzy; names by all their words, then by the beginnings of words.
"""

from dataclasses import dataclass
from enum import StrEnum

from klantbeeld.domain.herkenning import Herkenning, Sleutelsoort
from klantbeeld.domain.namen import split_woorden
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Zoekvraag

MEESTE_TREFFERS = 100

_TERMSOORT = {
    Sleutelsoort.LH_NUMMER: "lh",
    Sleutelsoort.KVK_NUMMER: "kvk",
    Sleutelsoort.VESTIGINGSNUMMER: "vestiging",
    Sleutelsoort.RSIN: "rsin",
    Sleutelsoort.AANSLUITNUMMER: "aansluit",
    Sleutelsoort.POSTCODE: "postcode",
}
_NAMEN = {
    Sleutelsoort.LH_NUMMER: "LH-nummer",
    Sleutelsoort.KVK_NUMMER: "KVK-nummer",
    Sleutelsoort.VESTIGINGSNUMMER: "vestigingsnummer",
    Sleutelsoort.RSIN: "RSIN",
    Sleutelsoort.AANSLUITNUMMER: "aansluitnummer",
    Sleutelsoort.POSTCODE: "postcode",
}


class Trefferreden(StrEnum):
    """Why an employer is a hit, best first."""

    NUMMER = "NUMMER"
    NUMMER_BEGIN = "NUMMER_BEGIN"
    NAAM = "NAAM"
    HANDELSNAAM = "HANDELSNAAM"
    VROEGERE_NAAM = "VROEGERE_NAAM"
    WOORDEN = "WOORDEN"
    WOORDBEGIN = "WOORDBEGIN"
    SPELLING = "SPELLING"
    WOORDDEEL = "WOORDDEEL"
    ADRES = "ADRES"
    GEGEVEN = "GEGEVEN"


@dataclass(frozen=True, slots=True)
class Zoekstap:
    """One question to the store, with what its hits were found by."""

    herkenning: Herkenning
    vraag: Zoekvraag


@dataclass(frozen=True, slots=True)
class Treffer:
    profiel: Profiel
    reden: Trefferreden
    uitleg: str


def plan_zoekstappen(herkenningen: tuple[Herkenning, ...]) -> tuple[Zoekstap, ...]:
    """The questions that an input becomes, in the order of their certainty; names as whole words, then as beginnings."""
    stappen = []
    for herkenning in herkenningen:
        if herkenning.soort is Sleutelsoort.NAAM:
            woorden = tuple(dict.fromkeys(f"woord:{woord}" for woord in split_woorden(herkenning.waarde)))
            if woorden:
                stappen.append(Zoekstap(herkenning, Zoekvraag(woorden, begin=False, limiet=MEESTE_TREFFERS)))
                stappen.append(Zoekstap(herkenning, Zoekvraag(woorden, begin=True, limiet=MEESTE_TREFFERS)))
        elif herkenning.soort in _TERMSOORT:
            soort = _TERMSOORT[herkenning.soort]
            if soort == "lh" and not herkenning.begin:
                soort = "heel-lh"
            vraag = Zoekvraag((f"{soort}:{herkenning.waarde}",), herkenning.begin, MEESTE_TREFFERS)
            stappen.append(Zoekstap(herkenning, vraag))
    return tuple(stappen)


def rank_treffers(antwoorden: list[tuple[Zoekstap, tuple[Profiel, ...]]]) -> tuple[Treffer, ...]:
    """Each employer once, for its best reason; within a reason active ones first, then by name."""
    beste: dict[str, Treffer] = {}
    for stap, profielen in antwoorden:
        for profiel in profielen:
            treffer = explain_treffer(stap, profiel)
            eerder = beste.get(profiel.id)
            if eerder is None or _REDENEN[treffer.reden] < _REDENEN[eerder.reden]:
                beste[profiel.id] = treffer
    return tuple(sorted(beste.values(), key=_order))[:MEESTE_TREFFERS]


_REDENEN = {reden: plaats for plaats, reden in enumerate(Trefferreden)}


def _order(treffer: Treffer) -> tuple[int, bool, str, str]:
    profiel = treffer.profiel
    return _REDENEN[treffer.reden], profiel.status == "beeindigd", profiel.naam.casefold(), profiel.rang


def explain_treffer(stap: Zoekstap, profiel: Profiel) -> Treffer:
    """Why this employer answers this question, in a word for programs and a sentence for people."""
    herkenning = stap.herkenning
    if herkenning.soort is Sleutelsoort.NAAM:
        return _explain_naam(stap, profiel)
    if herkenning.soort is Sleutelsoort.POSTCODE:
        return Treffer(profiel, Trefferreden.ADRES, "postcode")
    naam = _NAMEN[herkenning.soort]
    if herkenning.begin:
        return Treffer(profiel, Trefferreden.NUMMER_BEGIN, f"{naam} begint hiermee")
    return Treffer(profiel, Trefferreden.NUMMER, naam)


_NAAMREDENEN = {
    "naam": (Trefferreden.NAAM, "naam"),
    "vroeger": (Trefferreden.VROEGERE_NAAM, "vroegere handelsnaam: {}"),
}


def _explain_naam(stap: Zoekstap, profiel: Profiel) -> Treffer:
    gezocht = split_woorden(stap.herkenning.waarde)
    for vorm in profiel.namen:
        if split_woorden(vorm.naam) == gezocht:
            reden, uitleg = _NAAMREDENEN.get(vorm.soort, (Trefferreden.HANDELSNAAM, "handelsnaam: {}"))
            return Treffer(profiel, reden, uitleg.format(vorm.naam))
    if stap.vraag.begin:
        return Treffer(profiel, Trefferreden.WOORDBEGIN, "woorden beginnen hiermee")
    return Treffer(profiel, Trefferreden.WOORDEN, "alle woorden")
