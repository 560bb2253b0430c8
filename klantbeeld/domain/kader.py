"""What the assembly of a group may know besides the items: the day, the employer's keys, and what the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from klantbeeld.domain.items import Record
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.sleutels import Niveau, most_specific
from klantbeeld.domain.velden import Gegevens


class Klasse(StrEnum):
    """Classes of data that a role may have or lack, across the groups."""

    NUMMERS = "nummers"
    CONTACTGEGEVENS = "contactgegevens"
    NOTITIES = "notities"
    PERSOONSDOCUMENTEN = "persoonsdocumenten"
    MEDISCH = "medisch"
    FINANCIEEL = "financieel"
    STATISTIEK = "statistiek"


@dataclass(frozen=True, slots=True)
class Kader:
    """``sleutels`` is the employer's key ring in canonical form, ``rang`` its place among employers that share a key (see
    ``rank_of``). ``houders`` gives, for keys that several employers can share, the rang of the first that holds it;
    ``elders`` are sanctions that count at another employer, with their report. ``gedekt_vanaf`` is the month from which the
    sources have data (None: always had), ``notitiebronnen`` says of each source of notes whether it can be read."""

    vandaag: date
    normen: Normen
    sleutels: frozenset[str]
    lh_sleutel: str
    rang: str
    klassen: frozenset[Klasse]
    gemaskeerd: bool
    houders: Mapping[str, str] = field(default_factory=dict)
    elders: frozenset[str] = frozenset()
    gedekt_vanaf: str | None = None
    notitiebronnen: Mapping[str, bool] = field(default_factory=dict)

    @property
    def ring(self) -> tuple[str, ...]:
        """The keys in a fixed order."""
        return tuple(sorted(self.sleutels))

    def may_see(self, klasse: Klasse) -> bool:
        return klasse in self.klassen

    def niveau(self, record: Record[Gegevens]) -> Niveau:
        """At which level a record of this employer is held: the most specific of its keys that are the employer's."""
        return most_specific([sleutel for sleutel in record.sleutels if sleutel in self.sleutels])

    def counts_here(self, sleutels: tuple[str, ...]) -> bool:
        """Whether a record with these keys counts at this employer, see ``counting_keys``."""
        return counting_keys(sleutels) == (self.lh_sleutel,) or first_rang(sleutels, self.houders) == self.rang


EIGEN_NUMMER = "!"
"""Marks the rang of an employer at its own LH key: it comes before whoever else holds that key."""


def rank_of(lh_nummer: str, *, is_actief: bool) -> str:
    """The place of an employer among those that share a key: active ones first, then the lowest LH-nummer."""
    return f"{'0' if is_actief else '1'}{lh_nummer}"


def lh_nummer_of(rang: str) -> str:
    """The LH-nummer of the employer with this rang."""
    return rang[1:]


def first_rang(sleutels: tuple[str, ...], houders: Mapping[str, str]) -> str | None:
    """The rang of the employer at which a record with these keys counts, None when nobody holds one that decides."""
    rangen = [houders[sleutel] for sleutel in counting_keys(sleutels) if sleutel in houders]
    return min(rangen).removeprefix(EIGEN_NUMMER) if rangen else None


def counting_keys(sleutels: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that decide at which one employer a record counts: its LH keys, or all of them when it has none.

    It counts at the first (by rang) of the employers that hold such a key and is only listed at the others, so that the
    sum over employers is the truth.
    """
    return tuple(sleutel for sleutel in sleutels if sleutel.startswith("lh:")) or sleutels
