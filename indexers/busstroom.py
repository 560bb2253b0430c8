"""The stream of one source on the bus, as one member of the group of one store reads it."""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from redis import Redis
from redis.exceptions import ResponseError

from indexers.busveiligheid import GEVRAAGD, check_config, is_missing, speaking

PER_KEER, MEESTE_PER_KEER = 32, 512
"""So many entries travel in one answer at first, and at most: each may be large, and a block is cut only afterwards. Each
answer costs Redis a write to disk, so when entries prove to be small many more of them travel together."""
GROEI = 8
KLEINE_ONTVANGST = 500_000
"""An answer of fewer bytes than this is small."""
VELD = b"levering"

_TIJDPERK = "tijdperk-"
# In one script, so that nobody sees entries that are gone and not counted yet.
_TRIM = """
local aantal = redis.call('XTRIM', KEYS[1], 'MINID', ARGV[1])
for groep = 2, #KEYS do redis.call('INCRBY', KEYS[groep], aantal) end
return aantal
"""

Plek = tuple[int, int]
"""The id of an entry: milliseconds, and a number within them."""
BEGIN: Plek = (0, 0)


class Bericht(NamedTuple):
    """An entry: its id and its line; ``ruw`` None when it was removed from the stream while it waited."""

    id: bytes
    ruw: bytes | None


@dataclass(frozen=True, slots=True)
class Busachterstand:
    """How many entries of a stream were not acknowledged yet, and since when the oldest of them waits."""

    aantal: int
    sinds: datetime | None


@dataclass(frozen=True, slots=True)
class Stroomstand:
    """A stream at one moment, and how far our group is. ``tijdperken`` are the markers in the group: they go where the stream
    goes. ``weg`` is how many entries were removed, ``verantwoord`` how many of them we know of. ``laatste`` is the last entry
    there ever was, ``bezorgd`` the last one that was given to a reader, ``wachtend`` the first one that was given and not
    acknowledged."""

    tijdperken: frozenset[str]
    lengte: int
    weg: int
    verantwoord: int
    eerste: Plek | None
    laatste: Plek
    bezorgd: Plek
    wachtend: Plek | None
    aantal_wachtend: int


class Busstroom:
    """The stream of one source, as one member of the group."""

    def __init__(self, redis: Redis, bron: str, groep: str, overname_na: float) -> None:
        self._redis: Any = redis  # its types allow for every protocol and encoding there is
        self._groep = groep
        self._overname_na = int(overname_na * 1000)
        self._naam = f"lezer-{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        self._stroom = stream_of(bron)
        self._per_keer = PER_KEER

    def inspect(self) -> Stroomstand | None:
        """How the stream stands at one moment; None when it, or our group, is not there. Errors: ``BusOnveilig``."""
        with speaking(), self._redis.pipeline(transaction=True) as pijp:
            pijp.config_get(*GEVRAAGD)
            pijp.get(count_key(self._stroom, self._groep))
            pijp.xinfo_stream(self._stroom)
            pijp.xinfo_groups(self._stroom)
            pijp.xinfo_consumers(self._stroom, self._groep)
            pijp.xpending(self._stroom, self._groep)
            config, verantwoord, *delen = pijp.execute(raise_on_error=False)
            check_config(config)
            for deel in delen:
                if isinstance(deel, ResponseError) and is_missing(deel):
                    return None
                if isinstance(deel, Exception):
                    raise deel
        return self._read_stand(int(verantwoord or 0), *delen)

    def _read_stand(self, verantwoord: int, *delen: Any) -> Stroomstand:  # noqa: ANN401 - of Redis
        stroom, groepen, lezers, wachtend = delen
        bezorgd = {as_text(groep["name"]): place_of(groep["last-delivered-id"]) for groep in groepen}
        namen = (as_text(lezer["name"]) for lezer in lezers)
        eerste = stroom["first-entry"]
        return Stroomstand(
            tijdperken=frozenset(naam for naam in namen if naam.startswith(_TIJDPERK)),
            lengte=stroom["length"],
            weg=stroom["entries-added"] - stroom["length"],
            verantwoord=verantwoord,
            eerste=place_of(eerste[0]) if eerste else None,
            laatste=place_of(stroom["last-generated-id"]),
            bezorgd=bezorgd[self._groep],
            wachtend=place_of(wachtend["min"]) if wachtend["pending"] else None,
            aantal_wachtend=wachtend["pending"],
        )

    def found(self) -> None:
        """Makes the group at the beginning of the stream, with a marker in it. Two who do this at once leave two markers."""
        with speaking(), self._redis.pipeline(transaction=True) as pijp:
            pijp.delete(count_key(self._stroom, self._groep))
            pijp.xgroup_create(self._stroom, self._groep, id="0", mkstream=True)
            pijp.xgroup_createconsumer(self._stroom, self._groep, _TIJDPERK + uuid4().hex)
            _, gemaakt, gemerkt = pijp.execute(raise_on_error=False)
            if isinstance(gemerkt, Exception):
                raise gemaakt if isinstance(gemaakt, Exception) else gemerkt

    def read_new(self) -> list[Bericht]:
        """Entries that nobody was given yet."""
        return self._read(b">")

    def read_own(self, na: bytes) -> list[Bericht]:
        """Entries behind this id that we were given before and did not acknowledge."""
        return self._read(na)

    def claim(self, vanaf: bytes) -> tuple[bytes, list[Bericht]]:
        """Takes over entries that others were given and left: from where to go on (``0-0``: done), and the entries. Redis
        forgets those that are gone from the stream."""
        with speaking():
            verder, gevonden, _ = self._redis.xautoclaim(
                self._stroom, self._groep, self._naam, self._overname_na, start_id=vanaf, count=PER_KEER
            )
        return verder, make_berichten(gevonden)

    def acknowledge(self, ids: Sequence[bytes]) -> None:
        """These are dealt with, whoever was given them."""
        if ids:
            with speaking():
                self._redis.xack(self._stroom, self._groep, *ids)

    def trim(self, stand: Stroomstand) -> None:
        """Removes what every group is done with, down to the last entry, for it may be of somebody who was erased; and adds
        that to what each group knows of."""
        tot = next_place(stand.bezorgd) if stand.wachtend is None else min(stand.wachtend, next_place(stand.bezorgd))
        if stand.eerste is None or stand.eerste >= tot:
            return
        with speaking():
            groepen = self._redis.xinfo_groups(self._stroom)
            for groep in groepen:
                wachtend = self._redis.xpending(self._stroom, groep["name"])
                bezorgd = next_place(place_of(groep["last-delivered-id"]))
                tot = min(tot, place_of(wachtend["min"]) if wachtend["pending"] else bezorgd)
            sleutels = [self._stroom, *(count_key(self._stroom, as_text(groep["name"])) for groep in groepen)]
            self._redis.eval(_TRIM, len(sleutels), *sleutels, id_of(tot))

    def account(self, aantal: int) -> None:
        """From now on so many removed entries are known of: their loss was dealt with."""
        with speaking():
            self._redis.set(count_key(self._stroom, self._groep), aantal)

    def count_lag(self) -> Busachterstand:
        """See ``Bus.count_lag``: what waits, and what is behind the last delivered one."""
        stand = self.inspect()
        with speaking():
            if stand is None:
                lengte, eerste = self._redis.xlen(self._stroom), self._redis.xrange(self._stroom, count=1)
                return Busachterstand(lengte, moment_of(place_of(eerste[0][0])) if eerste else None)
            nieuw = stand.lengte - self._count_until(stand.bezorgd)
            volgende = self._redis.xrange(self._stroom, min=f"({id_of(stand.bezorgd)}", count=1)
        oudste = stand.wachtend or (place_of(volgende[0][0]) if volgende else None)
        return Busachterstand(stand.aantal_wachtend + nieuw, moment_of(oudste) if oudste else None)

    def _count_until(self, plek: Plek) -> int:
        """How many entries there are up to a place: few, for what was acknowledged is trimmed."""
        aantal, vanaf = 0, "-"
        while deel := self._redis.xrange(self._stroom, min=vanaf, max=id_of(plek), count=PER_KEER):
            aantal += len(deel)
            vanaf = f"({as_text(deel[-1][0])}"
        return aantal

    def leave(self) -> None:
        """Takes our name off the group when nothing waits for us; else another takes that over first."""
        try:
            if not self._redis.xpending_range(self._stroom, self._groep, "-", "+", 1, consumername=self._naam):
                self._redis.xgroup_delconsumer(self._stroom, self._groep, self._naam)
        except ResponseError as fout:
            if not is_missing(fout):
                raise

    def _read(self, na: bytes) -> list[Bericht]:
        with speaking():
            gevonden = self._redis.xreadgroup(self._groep, self._naam, {self._stroom: na}, count=self._per_keer)
        berichten = make_berichten(gevonden[0][1]) if gevonden else []
        is_klein = sum(len(bericht.ruw or b"") for bericht in berichten) < KLEINE_ONTVANGST
        mag_meer = is_klein and len(berichten) == self._per_keer
        self._per_keer = min(self._per_keer * GROEI, MEESTE_PER_KEER) if mag_meer else PER_KEER
        return berichten


def make_berichten(gevonden: Sequence[tuple[bytes, dict[bytes, bytes]]]) -> list[Bericht]:
    """Entries as we use them; an entry without fields can't be made, so one was removed."""
    return [Bericht(id_, velden.get(VELD, b"") if velden else None) for id_, velden in gevonden]


def stream_of(bron: str) -> str:
    """The key of the stream of a source."""
    return f"klantbeeld:leveringen:{bron}"


def count_key(stroom: str, groep: str) -> str:
    """Where is counted of how many removed entries of a stream a group knows."""
    return f"{stroom}:verwijderd:{groep}"


def place_of(id_: bytes | str) -> Plek:
    """The place that an id stands for."""
    milliseconden, _, nummer = as_text(id_).partition("-")
    return int(milliseconden), int(nummer or 0)


def id_of(plek: Plek) -> str:
    """The id of a place."""
    return f"{plek[0]}-{plek[1]}"


def next_place(plek: Plek) -> Plek:
    """The place right behind a place."""
    return plek[0], plek[1] + 1


def moment_of(plek: Plek) -> datetime:
    """When an entry was put on the bus, by the clock of Redis."""
    return datetime.fromtimestamp(plek[0] / 1000, UTC)


def as_text(waarde: bytes | str) -> str:
    """A name or id as text, whichever way the client gave it."""
    return waarde.decode() if isinstance(waarde, bytes) else waarde
