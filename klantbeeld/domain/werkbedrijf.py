"""Gegevens Werkbedrijf: a group whose source does not exist yet. It says so, until one is connected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klantbeeld.domain.kader import Kader
from klantbeeld.domain.ontbrekend import OntbrekendVeld
from klantbeeld.domain.vragen import Vraag


@dataclass(frozen=True, slots=True, kw_only=True)
class GegevensWerkbedrijf:
    ontbrekend: tuple[OntbrekendVeld, ...] = ()


@dataclass(frozen=True, slots=True)
class Werkbedrijfparameters:
    pass


def ask_gegevens_werkbedrijf(_: Kader, __: Werkbedrijfparameters) -> dict[str, Vraag]:
    """Nothing: no kind of record feeds this group yet."""
    return {}


def assemble_gegevens_werkbedrijf(_: Mapping[str, Any], __: Kader, ___: Werkbedrijfparameters) -> GegevensWerkbedrijf:
    """A group without fields."""
    return GegevensWerkbedrijf()
