"""Month figures of an employer with its attributes beside them, so that a statistic is one aggregation."""

from collections.abc import Mapping
from dataclasses import dataclass

from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.profielen import Attributen, Profiel


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
