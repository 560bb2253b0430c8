"""Who signed in, for as long as he works: a random id in a cookie, and here what belongs to it.

A session ends when nothing was asked for a while, at a fixed time after it began, when its user signs out, and when the
provider does not know its user any more. What is kept may be gone at any moment; then its user signs in again.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from math import ceil
from secrets import token_urlsafe

import orjson

from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.domain.vragen import Selectie
from klantbeeld.errors import CacheOnbereikbaar
from klantbeeld.stores.cache import Bewaarplaats, ask_plaats

SLEUTELMAAT = 32
"""So many random bytes an id has."""


@dataclass(frozen=True, slots=True)
class Duur:
    """In seconds: ``rust`` without a request ends a session, ``einde`` ends it whatever happens."""

    rust: int
    einde: int


@dataclass(frozen=True, slots=True)
class Sessie:
    """A user in one of his roles, for some employers (None: not said), with what the provider gave to ask again about him by.
    Times are in seconds since 1970: when it began, was used last (about), was asked about last, and was confirmed last."""

    naam: str
    rol: str
    rollen: tuple[str, ...]
    bereik: Selectie | None
    ververstoken: str | None
    begonnen: float
    gebruikt: float
    gevraagd: float
    bevestigd: float


VELDEN = {veld.name for veld in fields(Sessie)}


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A session, and the id that it was found by."""

    id: str
    sessie: Sessie


class Sessies:
    """All sessions of the web processes that share a place."""

    def __init__(self, plaats: Bewaarplaats, verzegeling: Verzegeling, duur: Duur, nu: Callable[[], float] = time.time) -> None:
        self.plaats = plaats
        self.verzegeling = verzegeling
        self._duur = duur
        self.nu = nu

    async def begin(self, naam: str, rollen: tuple[str, ...], bereik: Selectie | None, ververstoken: str | None) -> str:
        """The cookie of a new session, in the first of the roles. Errors: ``CacheOnbereikbaar``."""
        nu, id_ = self.nu(), token_urlsafe(SLEUTELMAAT)
        sessie = Sessie(naam, rollen[0], rollen, bereik, ververstoken, nu, nu, nu, nu)
        naam_, inhoud, geldigheid = self._write(Gevonden(id_, sessie))
        await ask_plaats(self.plaats, lambda: self.plaats.put(naam_, inhoud, geldigheid))
        return self.verzegeling.seal("cookie", id_.encode())

    async def find(self, cookie: str) -> Gevonden | None:
        """The session of a cookie; None when there is none (any more)."""
        id_ = self._read_id(cookie)
        if id_ is None:
            return None
        try:
            (waarde,) = await ask_plaats(self.plaats, lambda: self.plaats.get([_name(id_)]))
        except CacheOnbereikbaar:
            return None
        sessie = self._read(_name(id_), waarde)
        return await self._touch(Gevonden(id_, sessie)) if sessie and self._left(sessie) > 0 else None

    async def keep(self, gevonden: Gevonden) -> None:
        """Keeps a session as it is now, until it ends; one that was ended meanwhile stays so. Errors: ``CacheOnbereikbaar``."""
        naam, inhoud, geldigheid = self._write(gevonden)
        await ask_plaats(self.plaats, lambda: self.plaats.renew(naam, inhoud, geldigheid))

    async def end(self, cookie: str) -> None:
        """Ends the session of a cookie. Errors: ``CacheOnbereikbaar``."""
        id_ = self._read_id(cookie)
        if id_ is not None:
            await ask_plaats(self.plaats, lambda: self.plaats.remove(_name(id_)))

    async def _touch(self, gevonden: Gevonden) -> Gevonden:
        """Notes now and then that a session is used: each request would be a write."""
        nu = self.nu()
        if nu - gevonden.sessie.gebruikt < self._duur.rust / 10:
            return gevonden
        gebruikt = Gevonden(gevonden.id, replace(gevonden.sessie, gebruikt=nu))
        try:
            await self.keep(gebruikt)
        except CacheOnbereikbaar:
            return gevonden
        return gebruikt

    def _write(self, gevonden: Gevonden) -> tuple[str, bytes, int]:
        """The name of a session, what is kept of it, and for how long."""
        naam = _name(gevonden.id)
        inhoud = self.verzegeling.seal("sessie", orjson.dumps([naam, asdict(gevonden.sessie)]))
        return naam, inhoud.encode(), max(ceil(self._left(gevonden.sessie)), 1)

    def _read(self, naam: str, waarde: bytes | None) -> Sessie | None:
        """What was kept under a name; None for nothing, and for what is not ours, of another version or stood under another
        name."""
        inhoud = self.verzegeling.open("sessie", waarde.decode("ascii", "replace")) if waarde else None
        eigen, velden = orjson.loads(inhoud) if inhoud else (None, {})
        if eigen != naam or velden.keys() != VELDEN:
            return None
        bereik, rollen = velden.pop("bereik"), tuple(velden.pop("rollen"))
        selectie = None if bereik is None else Selectie(**{lijst: tuple(waarden) for lijst, waarden in bereik.items()})
        return Sessie(bereik=selectie, rollen=rollen, **velden)

    def _left(self, sessie: Sessie) -> float:
        """So many seconds a session still has."""
        return min(sessie.gebruikt + self._duur.rust, sessie.begonnen + self._duur.einde) - self.nu()

    def _read_id(self, cookie: str) -> str | None:
        id_ = self.verzegeling.open("cookie", cookie)
        return None if id_ is None else id_.decode()


def _name(id_: str) -> str:
    """What is kept under it does not give the cookie away."""
    return sha256(id_.encode()).hexdigest()
