"""Gegevens Werkbedrijf: a group whose source does not exist yet. It says so, until one is connected."""

from dataclasses import dataclass

from klantbeeld.domain.ontbrekend import OntbrekendVeld


@dataclass(frozen=True, slots=True, kw_only=True)
class GegevensWerkbedrijf:
    ontbrekend: tuple[OntbrekendVeld, ...] = ()
