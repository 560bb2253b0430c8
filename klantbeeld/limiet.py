"""How much each caller may ask in a minute, by what it costs: who asks much at once reaches the limit sooner.

A caller is a user in a role, a deliverer, or, before that is known, the address that a connection comes from. Each is counted
under a keyed hash. When Redis does not answer, each web process counts for itself meanwhile: no request fails for it.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Literal

import orjson

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.errors import CacheOnbereikbaar, TeVeelVerzoeken
from klantbeeld.meter import Meter
from klantbeeld.stores.telwerk import Geheugentelwerk, Telwerk

VENSTER = 60
"""So many seconds is counted together; then counting begins at 0 again."""
Soort = Literal["gebruiker", "adres", "leverancier"]


@dataclass(frozen=True, slots=True)
class Limiet:
    """For the whole process. ``punten`` is what a caller may ask for in a window; who has a point left is answered."""

    punten: int
    telwerk: Telwerk
    geheim: bytes
    meter: Meter
    nu: Callable[[], float] = time.time
    eigen: Telwerk = field(default_factory=Geheugentelwerk)
    """Where is counted while the other does not answer."""

    async def charge_gebruiker(self, gebruiker: Gebruiker, punten: int) -> None:
        """This user asks something that costs so much. Errors: ``TeVeelVerzoeken``."""
        await self._charge("gebruiker", [gebruiker.naam, gebruiker.rol], punten)

    async def charge_leverancier(self, afdruk: str, punten: int) -> None:
        """The deliverer with this print of a token delivers something that costs so much. Errors: ``TeVeelVerzoeken``."""
        await self._charge("leverancier", [afdruk], punten)

    async def charge_adres(self, adres: str | None) -> None:
        """Somebody who is not signed in asked something from this address. Errors: ``TeVeelVerzoeken``."""
        await self._charge("adres", [fold_adres(adres or "")], 1)

    async def _charge(self, soort: Soort, wie: list[str], punten: int) -> None:
        sleutel = blake2b(self.geheim, digest_size=32, person=b"limiet").digest()
        naam = blake2b(orjson.dumps([soort, *wie]), key=sleutel, digest_size=16).hexdigest()
        nu = self.nu()
        venster = int(nu // VENSTER)
        if await self._add(venster, naam, punten) - punten >= self.punten:
            self.meter.count_begrensd(soort)
            raise TeVeelVerzoeken(ceil((venster + 1) * VENSTER - nu))

    async def _add(self, venster: int, naam: str, punten: int) -> int:
        if self.telwerk.is_hier:
            return self.telwerk.add(venster, naam, punten)
        try:
            return await asyncio.to_thread(self.telwerk.add, venster, naam, punten)
        except CacheOnbereikbaar:
            return self.eigen.add(venster, naam, punten)


def fold_adres(adres: str) -> str:
    """The network that one caller has: an address, and of IPv6 the first half of it; what is no address as it is."""
    try:
        gelezen = ip_address(adres)
    except ValueError:
        return adres
    return gelezen.exploded[:19] if isinstance(gelezen, IPv6Address) else adres
