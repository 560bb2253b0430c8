"""Roles and their rights, from one readable file. What the file does not name is denied."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from klantbeeld.access.gebruiker import Gebruiker, Recht
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.errors import InstellingOnjuist

Uri = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9+.-]*:[^\s]+$")]


class Rol(BaseModel):
    """``doel`` is the purpose of asking in this role; each group and class names its own. All are names of ``doelen``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    naam: str
    doel: str
    groepen: Mapping[Groepsoort, str] = {}
    klassen: Mapping[Klasse, str] = {}

    @property
    def rechten(self) -> Mapping[Recht, str]:
        """Groups and classes with their purpose."""
        return dict(chain[tuple[Recht, str]](self.groepen.items(), self.klassen.items()))


class Rechten(BaseModel):
    """The rights file. ``doelen`` are URIs into the processing register, by the names that roles call them by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    geldig_vanaf: date
    doelen: Mapping[str, Uri]
    rollen: Mapping[str, Rol]

    def grant(self, rol: str, account: str) -> Gebruiker | None:
        """The user that an account is in a role; None when the role is unknown."""
        recht = self.rollen.get(rol)
        if recht is None:
            return None
        doelen = {deel: self.doelen[doel] for deel, doel in recht.rechten.items()}
        return Gebruiker(account, rol, self.doelen[recht.doel], doelen)


def load_rechten(bestand: Path | None) -> Rechten:
    """The rights in a file, by default those that come with the product. Errors: ``InstellingOnjuist``, which names each
    place that is wrong."""
    naam = str(bestand) if bestand else "rechten.toml"
    try:
        inhoud = bestand.read_bytes() if bestand else files("klantbeeld").joinpath("access", "rechten.toml").read_bytes()
        rechten = Rechten.model_validate(tomllib.loads(inhoud.decode()))
    except ValidationError as fout:
        plaatsen = ", ".join(dict.fromkeys(_name_plaats(deel["loc"]) for deel in fout.errors()))
        raise InstellingOnjuist(f"{naam} is geen rechtenbestand: onbekend, onjuist of ontbrekend is {plaatsen}.") from None
    except (OSError, ValueError) as fout:
        raise InstellingOnjuist(f"{naam} is niet te lezen als rechtenbestand: {fout}") from None
    zonder_doel = list(_find_zonder_doel(rechten))
    if zonder_doel:
        raise InstellingOnjuist(f"{naam}: het doel van {', '.join(zonder_doel)} staat niet onder [doelen].")
    return rechten


def _name_plaats(plaats: tuple[int | str, ...]) -> str:
    """A place in the file; of one that is no name of ours pydantic says so with a last part of its own."""
    return ".".join(map(str, plaats)).removesuffix(".[key]")


def _find_zonder_doel(rechten: Rechten) -> Iterator[str]:
    """The places that name a purpose which is not in the file."""
    for naam, rol in rechten.rollen.items():
        doelen = {"doel": rol.doel}
        doelen |= {f"groepen.{groep}": doel for groep, doel in rol.groepen.items()}
        doelen |= {f"klassen.{klasse}": doel for klasse, doel in rol.klassen.items()}
        yield from (f"rollen.{naam}.{plaats}" for plaats, doel in doelen.items() if doel not in rechten.doelen)
