"""What users searched for, kept for as long as a list of hits may be gone back to: an address holds only an opaque id.

Kept sealed, and given back only to who searched.
"""

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
IDMAAT = 16


@dataclass(frozen=True, slots=True)
class Zoekopdracht:
    """``zoek_op`` is what the input is to be taken for; None: whatever it looks like."""

    zoekterm: str
    zoek_op: Sleutelsoort | None = None


@dataclass(frozen=True, slots=True)
class Zoekopdrachten:
    """The searches of all users. Errors of every method: ``CacheOnbereikbaar``."""

    plaats: Bewaarplaats
    verzegeling: Verzegeling

    async def keep(self, gebruiker: Gebruiker, opdracht: Zoekopdracht) -> str:
        """The opaque id by which this user finds the search again."""
        id_ = token_urlsafe(IDMAAT)
        inhoud = orjson.dumps([gebruiker.naam, id_, opdracht.zoekterm, opdracht.zoek_op])
        zegel = self.verzegeling.seal("opdracht", inhoud).encode()
        await ask_plaats(self.plaats, lambda: self.plaats.put(_name(id_), zegel, HOUDBAARHEID))
        return id_

    async def find(self, gebruiker: Gebruiker, id_: str) -> Zoekopdracht | None:
        """The search of an id; None when it is not kept (any more), or is somebody else's."""
        (waarde,) = await ask_plaats(self.plaats, lambda: self.plaats.get([_name(id_)]))
        inhoud = self.verzegeling.open("opdracht", waarde.decode("ascii", "replace")) if waarde else None
        wie, eigen, zoekterm, zoek_op = orjson.loads(inhoud) if inhoud else (None, None, "", None)
        if (wie, eigen) != (gebruiker.naam, id_):
            return None
        return Zoekopdracht(zoekterm, Sleutelsoort(zoek_op) if zoek_op else None)


def _name(id_: str) -> str:
    """What is kept under it does not give the address away."""
    return sha256(f"zoekopdracht {id_}".encode()).hexdigest()
