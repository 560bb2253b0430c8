"""Which right each field of the contract needs, from one readable file. A field that the file does not name is denied."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse

_ZONDER_KLASSE = "velden"


@dataclass(frozen=True, slots=True)
class Veldrecht:
    """What a role must have to see a field: a group, a class, both or (for what tells nothing of an employer) neither."""

    groep: Groepsoort | None
    klasse: Klasse | None


@cache
def load_velden() -> Mapping[str, Veldrecht]:
    """The fields of the contract as ``Type.field``."""
    inhoud = tomllib.loads(files("klantbeeld").joinpath("access", "velden.toml").read_text(encoding="utf-8"))
    return {veld: recht for type_, deel in inhoud.items() for veld, recht in _read_type(type_, deel).items()}


def _read_type(type_: str, deel: Mapping[str, Any]) -> dict[str, Veldrecht]:
    groep = Groepsoort(deel["groep"]) if "groep" in deel else None
    return {
        f"{type_}.{veld}": Veldrecht(groep, None if naam == _ZONDER_KLASSE else Klasse(naam))
        for naam, velden in deel.items()
        if naam != "groep"
        for veld in velden
    }
