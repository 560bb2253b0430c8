"""What users searched for, kept for as long as a list of hits may be gone back to: an address holds only an opaque id.

Kept sealed, and given back only to who searched; what somebody asked who must sign in first, once, to who then has its id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

import orjson

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.stores.cache import Bewaarplaats, ask_plaats

HOUDBAARHEID = 8 * 3600
"""So many seconds a search can be gone back to: a working day."""
GEDULD = 600
"""So many seconds a search waits for who asked it to sign in."""
IDMAAT = 16
NIEMAND = ""
"""Whose a search is of somebody who has not signed in; no account is called that."""


@dataclass(frozen=True, slots=True)
class Zoekopdracht:
    """``zoek_op`` is what the input is to be taken for; None: whatever it looks like. ``herkend_als`` is what it was taken for
    when it was searched."""

    zoekterm: str
    zoek_op: Sleutelsoort | None = None
    herkend_als: tuple[Sleutelsoort, ...] = ()


@dataclass(frozen=True, slots=True)
class Zoekopdrachten:
    """The searches of all users. Errors of every method: ``CacheOnbereikbaar``."""

    plaats: Bewaarplaats
    verzegeling: Verzegeling

    async def keep(self, gebruiker: Gebruiker, opdracht: Zoekopdracht) -> str:
        """The opaque id by which this user finds the search again."""
        return await self._put(gebruiker.naam, opdracht, HOUDBAARHEID)

    async def find(self, gebruiker: Gebruiker, id_: str) -> Zoekopdracht | None:
        """The search of an id; None when it is not kept (any more), or is somebody else's."""
        return await self._get(gebruiker.naam, id_)

    async def hold(self, opdracht: Zoekopdracht) -> str:
        """The opaque id by which who asked this can have it when he has signed in."""
        return await self._put(NIEMAND, opdracht, GEDULD)

    async def take(self, id_: str) -> Zoekopdracht | None:
        """The search that waits under an id, once; None when none does (any more)."""
        opdracht = await self._get(NIEMAND, id_)
        if opdracht is not None:
            await ask_plaats(self.plaats, lambda: self.plaats.remove(_name(id_)))
        return opdracht

    async def _put(self, wie: str, opdracht: Zoekopdracht, geldigheid: int) -> str:
        id_ = token_urlsafe(IDMAAT)
        inhoud = orjson.dumps([wie, id_, opdracht.zoekterm, opdracht.zoek_op, opdracht.herkend_als])
        zegel = self.verzegeling.seal("opdracht", inhoud).encode()
        await ask_plaats(self.plaats, lambda: self.plaats.put(_name(id_), zegel, geldigheid))
        return id_

    async def _get(self, wie: str, id_: str) -> Zoekopdracht | None:
        (waarde,) = await ask_plaats(self.plaats, lambda: self.plaats.get([_name(id_)]))
        inhoud = self.verzegeling.open("opdracht", waarde.decode("ascii", "replace")) if waarde else None
        van, eigen, *velden = orjson.loads(inhoud) if inhoud else (None, None)
        return _read_opdracht(*velden) if (van, eigen) == (wie, id_) else None


def _read_opdracht(zoekterm: str, zoek_op: str | None, herkend_als: Sequence[str] = ()) -> Zoekopdracht:
    return Zoekopdracht(zoekterm, Sleutelsoort(zoek_op) if zoek_op else None, tuple(map(Sleutelsoort, herkend_als)))


def _name(id_: str) -> str:
    """What is kept under it does not give the address away."""
    return sha256(f"zoekopdracht {id_}".encode()).hexdigest()
