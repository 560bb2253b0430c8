"""Who asks, in which role, for which purposes, and what that lets them see."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.domain.vragen import IEDEREEN, Selectie


class Taak(StrEnum):
    """What a role can do besides looking at employers. ``BEHEREN``: look after sources and refused records; ``NALEZEN``: see
    who looked at what."""

    BEHEREN = "beheren"
    NALEZEN = "nalezen"


Recht = Groepsoort | Klasse | Taak
"""What a role has or lacks: a group of the view, a class of data across the groups, or a task."""


@dataclass(frozen=True, slots=True)
class Gebruiker:
    """``naam`` is an account, not a person's name. ``doel`` is what the role is for and ``doelen`` what each of its rights is
    for: URIs of purposes in the processing register. ``velden`` are the fields of the contract that may be asked for at all,
    as ``Type.field``; ``bereik`` the employers that exist for this user, by default all. ``applicatie`` is the address by
    which the program of a division is known elsewhere."""

    naam: str
    rol: str
    doel: str
    doelen: Mapping[Recht, str]
    velden: frozenset[str]
    bereik: Selectie = IEDEREEN
    applicatie: str | None = None

    @property
    def groepen(self) -> frozenset[Groepsoort]:
        """The groups of the view that this user may see."""
        return frozenset(recht for recht in self.doelen if isinstance(recht, Groepsoort))

    @property
    def klassen(self) -> frozenset[Klasse]:
        """The classes of data that this user may see."""
        return frozenset(recht for recht in self.doelen if isinstance(recht, Klasse))

    @property
    def taken(self) -> frozenset[Taak]:
        """The tasks that this user may do."""
        return frozenset(recht for recht in self.doelen if isinstance(recht, Taak))

    @property
    def may_see_werkgevers(self) -> bool:
        """Whether this user may look at single employers at all."""
        return Groepsoort.ORGANISATIEGEGEVENS in self.doelen

    def doel_of(self, recht: str) -> str:
        """The purpose for which this user has a right, also by its name alone; of anything else that of the role."""
        return next((doel for eigen, doel in self.doelen.items() if eigen == recht), self.doel)
