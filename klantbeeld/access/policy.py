"""Roles and their rights, from one readable file. What the file does not name is denied."""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.errors import InstellingOnjuist


class Rol(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    naam: str
    doel: str
    groepen: frozenset[Groepsoort]
    klassen: frozenset[Klasse]


class Rechten(BaseModel):
    """The rights file. Each role's purpose must be one of ``doelen``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    geldig_vanaf: date
    doelen: Mapping[str, str]
    rollen: Mapping[str, Rol]

    def grant(self, rol: str, account: str) -> Gebruiker | None:
        """The user that an account is in a role; None when the role is unknown."""
        recht = self.rollen.get(rol)
        if recht is None:
            return None
        return Gebruiker(account, rol, self.doelen[recht.doel], recht.groepen, recht.klassen)


def load_rechten(bestand: Path | None) -> Rechten:
    """The rights in a file, by default those that come with the product. Errors: ``InstellingOnjuist``."""
    naam = str(bestand) if bestand else "rechten.toml"
    try:
        inhoud = bestand.read_bytes() if bestand else files("klantbeeld").joinpath("access", "rechten.toml").read_bytes()
        rechten = Rechten.model_validate(tomllib.loads(inhoud.decode()))
    except ValidationError as fout:
        plaatsen = ", ".join(".".join(map(str, deel["loc"])) for deel in fout.errors())
        raise InstellingOnjuist(f"{naam} is geen rechtenbestand: onbekend, onjuist of ontbrekend is {plaatsen}.") from None
    except (OSError, ValueError) as fout:
        raise InstellingOnjuist(f"{naam} is niet te lezen als rechtenbestand: {fout}") from None
    zonder_doel = sorted(rol for rol, recht in rechten.rollen.items() if recht.doel not in rechten.doelen)
    if zonder_doel:
        raise InstellingOnjuist(f"{naam}: het doel van rol {', '.join(zonder_doel)} staat niet onder [doelen].")
    return rechten
