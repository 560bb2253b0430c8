"""Month figures of an employer with its attributes beside them, so that a statistic is one aggregation."""

from collections.abc import Mapping
from dataclasses import dataclass

from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.profielen import Attributen, Profiel
from klantbeeld.domain.vragen import Attribuut, Selectie

ONBEKEND = "onbekend"
"""The value of an attribute that nothing is known of."""
MEERVOUDIG = frozenset({Attribuut.SECTOR, Attribuut.SBI_SECTIE})
"""The attributes of which an employer can have several values."""
MAANDENREVISIE = "maanden:"
"""The key whose revision is raised after month figures or attributes of any employer were derived again."""


@dataclass(frozen=True, slots=True)
class Maanddocument:
    """The figures of one employer in one calendar month (``2023-09``)."""

    werkgever_id: str
    maand: str
    cijfers: Maandcijfers
    attributen: Attributen

    @property
    def id(self) -> str:
        return f"{self.werkgever_id}:{self.maand}"


def make_maanddocumenten(profiel: Profiel, cijfers: Mapping[str, Maandcijfers]) -> tuple[Maanddocument, ...]:
    """The month figures of a profile, by month."""
    return tuple(Maanddocument(profiel.id, maand, deel, profiel.attributen) for maand, deel in sorted(cijfers.items()))


def list_waarden(attributen: Attributen) -> dict[Attribuut, tuple[str, ...]]:
    """The values that an employer is selected and grouped by, at least one of each attribute."""
    sectoren = dict.fromkeys(map(canonicalise_sector, attributen.sectoren))
    return {
        Attribuut.SECTOR: tuple(sectoren) or (ONBEKEND,),
        Attribuut.SBI_SECTIE: attributen.sbi_secties or (ONBEKEND,),
        Attribuut.GROOTTEKLASSE: (attributen.grootteklasse,),
        Attribuut.POSTCODEGEBIED: (attributen.postcodegebied,),
        Attribuut.RECHTSVORM: (attributen.rechtsvorm,),
    }


def is_within(profiel: Profiel, bereik: Selectie) -> bool:
    """Whether a profile is one of a selection: it has, of each list that is not empty, any of its values."""
    waarden = list_waarden(profiel.attributen)
    if bereik.werkgever_ids and profiel.id not in bereik.werkgever_ids:
        return False
    return all(set(waarden[attribuut]) & set(gevraagd) for attribuut, gevraagd in bereik.eisen.items())


def canonicalise_sector(code: str) -> str:
    """A sector code as it is counted: without spaces around it and zeros before it."""
    return code.strip().lstrip("0") or code
