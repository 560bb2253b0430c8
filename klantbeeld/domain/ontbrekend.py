"""Why there is nothing: a null always says which of four kinds it is."""

from dataclasses import dataclass
from enum import StrEnum


class Ontbreekreden(StrEnum):
    """LEEG_BIJ_BRON: the source said that it is empty. NIET_GELEVERD: the source did not say anything.
    GEEN_TOEGANG: this reader may not see it. NIET_VAN_TOEPASSING: it cannot exist here."""

    LEEG_BIJ_BRON = "LEEG_BIJ_BRON"
    NIET_GELEVERD = "NIET_GELEVERD"
    GEEN_TOEGANG = "GEEN_TOEGANG"
    NIET_VAN_TOEPASSING = "NIET_VAN_TOEPASSING"


@dataclass(frozen=True, slots=True)
class OntbrekendVeld:
    """A field without a value: its path inside the group or list element (``wga.verzekeraar``) and why."""

    veld: str
    reden: Ontbreekreden


def name_missing(reden: Ontbreekreden, *velden: str) -> tuple[OntbrekendVeld, ...]:
    """The same reason for several fields."""
    return tuple(OntbrekendVeld(veld, reden) for veld in velden)


def prefix_missing(pad: str, ontbrekend: tuple[OntbrekendVeld, ...]) -> tuple[OntbrekendVeld, ...]:
    """The same missing fields, seen from one level higher."""
    return tuple(OntbrekendVeld(f"{pad}.{deel.veld}", deel.reden) for deel in ontbrekend)
