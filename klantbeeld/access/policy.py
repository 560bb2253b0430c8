"""Roles and their rights, from one readable file. What the file does not name is denied."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from klantbeeld.access.gebruiker import Gebruiker, Recht, Taak
from klantbeeld.access.velden import load_velden
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.vragen import IEDEREEN, Selectie
from klantbeeld.errors import RechtenOnjuist

ALLES = "*"
"""Every field of a group, or behind ``Type.`` of a type."""
Lijst = Annotated[tuple[str, ...], Field(min_length=1)]
Uri = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9+.-]*:[^\s]+$")]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s?#@]+$")]


class _Deel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bereik(_Deel):
    """Employers that have, of each list that is there, any of its values, as in a ``Selectie``. A list that is there holds
    something: an empty one would let through everybody."""

    sectoren: Lijst = ()
    sbi_secties: Lijst = ()
    grootteklassen: Lijst = ()
    postcodegebieden: Lijst = ()
    rechtsvormen: Lijst = ()
    werkgever_ids: Lijst = ()

    @property
    def selectie(self) -> Selectie:
        """The same for the store."""
        return Selectie(**self.model_dump())


class Rol(_Deel):
    """``doel`` is the purpose of asking in this role; each group, class and task names its own. All are names of ``doelen``.
    ``eigen_bereik``: who has this role must come with employers of its own. ``met_registratie``: its account must be one of
    a registered afnemer."""

    naam: str
    doel: str
    groepen: Mapping[Groepsoort, str] = {}
    klassen: Mapping[Klasse, str] = {}
    taken: Mapping[Taak, str] = {}
    bereik: Bereik = Bereik()
    eigen_bereik: bool = False
    met_registratie: bool = False

    @property
    def rechten(self) -> Mapping[Recht, str]:
        """Groups, classes and tasks with their purpose."""
        return dict(chain[tuple[Recht, str]](self.groepen.items(), self.klassen.items(), self.taken.items()))


class Afnemer(_Deel):
    """What a division registered for, within the rights of a role: the accounts that it asks with, per group the fields
    (``*``, ``Type.*`` or ``Type.field``), classes, and employers. ``tot`` is the first day on which it no longer holds.
    ``applicatie`` is the address by which the *Logboek Dataverwerkingen* knows its program."""

    naam: str
    rol: str
    accounts: frozenset[str]
    geldig_vanaf: date
    tot: date | None = None
    groepen: Mapping[Groepsoort, frozenset[str]]
    klassen: frozenset[Klasse] = frozenset()
    bereik: Bereik = Bereik()
    applicatie: Url | None = None

    def holds_on(self, dag: date) -> bool:
        """Whether the registration is valid on a day."""
        return self.geldig_vanaf <= dag and (self.tot is None or dag < self.tot)

    @property
    def velden(self) -> frozenset[str]:
        """The fields that it may ask for; of groups it has no right to nothing is shown, so there they are all of them."""
        return frozenset(
            veld
            for veld, recht in load_velden().items()
            if recht.groep is None or self.groepen.get(recht.groep, {ALLES}) & _list_namen(veld)
        )


class Rechten(_Deel):
    """The rights file. ``doelen`` are URIs into the processing register, by the names that roles call them by."""

    geldig_vanaf: date
    doelen: Mapping[str, Uri]
    rollen: Mapping[str, Rol]
    afnemers: Mapping[str, Afnemer] = {}

    def grant(self, rol: str, account: str, *, bereik: Selectie | None = None, dag: date | None = None) -> Gebruiker | None:
        """The user that an account is in a role, on a day (today); None when the role is unknown, or asks for a registration
        or for employers of its own (``bereik``) that the account does not have."""
        recht = self.rollen.get(rol)
        if recht is None:
            return None
        if recht.eigen_bereik and bereik in {None, IEDEREEN}:
            return None
        eigen = bereik if recht.eigen_bereik and bereik else recht.bereik.selectie
        doelen = {deel: self.doelen[doel] for deel, doel in recht.rechten.items()}
        gebruiker = Gebruiker(account, rol, self.doelen[recht.doel], doelen, frozenset(load_velden()), eigen)
        return self._limit(gebruiker, dag or day_of(datetime.now(UTC))) if recht.met_registratie else gebruiker

    def list_rollen(self, rollen: Iterable[str], account: str, bereik: Selectie | None) -> tuple[str, ...]:
        """Those of the roles in which this account can be a user today."""
        return tuple(rol for rol in rollen if self.grant(rol, account, bereik=bereik) is not None)

    def _limit(self, gebruiker: Gebruiker, dag: date) -> Gebruiker | None:
        """The same user with what its registration holds; None without one."""
        for afnemer in self.afnemers.values():
            if gebruiker.naam in afnemer.accounts and afnemer.rol == gebruiker.rol and afnemer.holds_on(dag):
                eigen = afnemer.groepen.keys() | afnemer.klassen
                doelen = {recht: doel for recht, doel in gebruiker.doelen.items() if recht in eigen}
                velden, bereik = afnemer.velden, afnemer.bereik.selectie
                return replace(gebruiker, doelen=doelen, velden=velden, bereik=bereik, applicatie=afnemer.applicatie)
        return None


def load_rechten(bestand: Path | None) -> Rechten:
    """The rights in a file, by default those that come with the product. Errors: ``RechtenOnjuist``, which names each place
    that is wrong."""
    if bestand is None:
        return read_rechten("rechten.toml", files("klantbeeld").joinpath("access", "rechten.toml").read_bytes())
    return read_rechten(str(bestand), read_inhoud(bestand))


def read_inhoud(bestand: Path) -> bytes:
    """What is in the file now. Errors: ``RechtenOnjuist``."""
    try:
        return bestand.read_bytes()
    except OSError as fout:
        raise RechtenOnjuist(f"{bestand} is niet te lezen als rechtenbestand: {fout}") from None


def read_rechten(naam: str, inhoud: bytes) -> Rechten:
    """The rights that this says, of the file of this name. Errors: ``RechtenOnjuist``, which names each place that is wrong."""
    try:
        rechten = Rechten.model_validate(tomllib.loads(inhoud.decode()))
    except ValidationError as fout:
        plaatsen = ", ".join(dict.fromkeys(_name_plaats(deel["loc"]) for deel in fout.errors()))
        raise RechtenOnjuist(f"{naam} is geen rechtenbestand: onbekend, onjuist of ontbrekend is {plaatsen}.") from None
    except ValueError as fout:
        raise RechtenOnjuist(f"{naam} is niet te lezen als rechtenbestand: {fout}") from None
    for melding in _find_fouten(rechten):
        raise RechtenOnjuist(f"{naam}: {melding}")
    return rechten


def _name_plaats(plaats: tuple[int | str, ...]) -> str:
    """A place in the file; of one that is no name of ours pydantic says so with a last part of its own."""
    return ".".join(map(str, plaats)).removesuffix(".[key]")


def _find_fouten(rechten: Rechten) -> Iterator[str]:
    """What is wrong between the parts of the file, each in a sentence."""
    zonder_doel = list(_find_zonder_doel(rechten))
    if zonder_doel:
        yield f"het doel van {', '.join(zonder_doel)} staat niet onder [doelen]."
    for naam, rol in rechten.rollen.items():
        if (rol.bereik != Bereik()) + rol.eigen_bereik + rol.met_registratie > 1:
            yield f"rollen.{naam} heeft meer dan een van bereik, eigen_bereik en met_registratie."
    for naam, afnemer in rechten.afnemers.items():
        plaats, eigen = f"afnemers.{naam}", rechten.rollen.get(afnemer.rol)
        if eigen is None or not eigen.met_registratie:
            yield f"{plaats}.rol noemt geen rol met met_registratie = true."
        elif te_veel := sorted((afnemer.groepen.keys() | afnemer.klassen) - eigen.rechten.keys()):
            yield f"{plaats} noemt {', '.join(te_veel)}, en de rol {afnemer.rol} heeft daar geen recht op."
        elif onbekend := sorted(_find_onbekend(afnemer)):
            yield f"{plaats}.groepen noemt {', '.join(onbekend)}; zo heet geen veld van die groep in het contract."
    for account, aantal in _count_accounts(rechten).items():
        if aantal > 1:
            yield f"het account {account} staat bij meer dan een afnemer."


def _find_zonder_doel(rechten: Rechten) -> Iterator[str]:
    """The places that name a purpose which is not in the file."""
    for naam, rol in rechten.rollen.items():
        doelen = {"doel": rol.doel}
        doelen |= {f"groepen.{groep}": doel for groep, doel in rol.groepen.items()}
        doelen |= {f"klassen.{klasse}": doel for klasse, doel in rol.klassen.items()}
        doelen |= {f"taken.{taak}": doel for taak, doel in rol.taken.items()}
        yield from (f"rollen.{naam}.{plaats}" for plaats, doel in doelen.items() if doel not in rechten.doelen)


def _find_onbekend(afnemer: Afnemer) -> Iterator[str]:
    """Names of fields that the group which they are under does not have."""
    for groep, velden in afnemer.groepen.items():
        eigen = (_list_namen(veld) for veld, recht in load_velden().items() if recht.groep is groep)
        yield from velden - frozenset().union(*eigen)


def _list_namen(veld: str) -> frozenset[str]:
    """The ways in which a registration can name a field."""
    return frozenset({veld, f"{veld.partition('.')[0]}.{ALLES}", ALLES})


def _count_accounts(rechten: Rechten) -> Mapping[str, int]:
    alle = [account for afnemer in rechten.afnemers.values() for account in afnemer.accounts]
    return {account: alle.count(account) for account in alle}
