"""Hits of a search: why an employer is one, and the order in which they are shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from klantbeeld.domain.profielen import Profiel

MEESTE_TREFFERS = 100
"""Hits of one search that are shown."""


class Trefferreden(StrEnum):
    """Why an employer is a hit, best first: exact numbers, then names, then beginnings, then what comes near."""

    NUMMER = "NUMMER"
    GEGEVEN = "GEGEVEN"
    NAAM = "NAAM"
    HANDELSNAAM = "HANDELSNAAM"
    VROEGERE_NAAM = "VROEGERE_NAAM"
    WOORDEN = "WOORDEN"
    NUMMER_BEGIN = "NUMMER_BEGIN"
    WOORDBEGIN = "WOORDBEGIN"
    ADRES = "ADRES"
    SPELLING = "SPELLING"
    WOORDDEEL = "WOORDDEEL"


_VOLGORDE = {reden: plaats for plaats, reden in enumerate(Trefferreden)}


@dataclass(frozen=True, slots=True)
class Treffer:
    """An employer that answers an input: ``uitleg`` says why in Dutch, ``score`` orders within a reason (higher first),
    ``gemist`` counts words that nothing answers."""

    profiel: Profiel
    reden: Trefferreden
    uitleg: str
    score: float = 0.0
    gemist: int = 0

    @property
    def klasse(self) -> tuple[int, int]:
        """What comes before the score."""
        return self.gemist, _VOLGORDE[self.reden]

    @property
    def order(self) -> tuple[tuple[int, int], float, bool, str, str]:
        """Lowest first: ended employers behind active ones that are as good, then by name."""
        profiel = self.profiel
        return self.klasse, -round(self.score, 6), profiel.status == "beeindigd", profiel.naam.casefold(), profiel.rang

    @property
    def is_near(self) -> bool:
        """Whether this is not what was typed, but comes near it."""
        return self.gemist > 0 or self.reden is Trefferreden.SPELLING


def rank_treffers(treffers: Iterable[Treffer]) -> tuple[Treffer, ...]:
    """Each employer once, for its best reason, best first. Employers of one legal entity that answer for the same reason
    stand together, at the place of the first, by their rang."""
    beste: dict[str, Treffer] = {}
    for treffer in sorted(treffers, key=lambda treffer: treffer.order):
        beste.setdefault(treffer.profiel.id, treffer)
    families: dict[tuple[tuple[int, int], str], list[Treffer]] = defaultdict(list)
    for treffer in beste.values():
        families[treffer.klasse, treffer.profiel.familie].append(treffer)
    samen = (sorted(familie, key=lambda treffer: treffer.profiel.rang) for familie in families.values())
    return tuple(treffer for familie in samen for treffer in familie)
