"""Who asks, in which role, for which purpose, and what that lets them see."""

from dataclasses import dataclass

from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse


@dataclass(frozen=True, slots=True)
class Gebruiker:
    """``naam`` is an account, not a person's name; ``doel`` the URI of a purpose in the processing register."""

    naam: str
    rol: str
    doel: str
    groepen: frozenset[Groepsoort]
    klassen: frozenset[Klasse]

    @property
    def may_see_werkgevers(self) -> bool:
        """Whether this user may look at single employers at all."""
        return Groepsoort.ORGANISATIEGEGEVENS in self.groepen
