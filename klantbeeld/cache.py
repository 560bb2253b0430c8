"""What was answered before, given again as long as it is true. It only saves time: whatever is wrong with it is a miss.

The name of a value is a keyed hash of everything that the value is made of, so two things never share one, and it tells
nothing of anybody. Each value carries a seal of its name and content under the same secret: one that was damaged, put
under another name or made by somebody else is not taken.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from hmac import compare_digest
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import orjson

from klantbeeld.errors import CacheOnbereikbaar
from klantbeeld.meter import Meter
from klantbeeld.stores.cache import GROOTSTE_WAARDE, Bewaarplaats, ask_plaats

Cachesoort = Literal["groep", "antwoord"]

ZEGEL = 16
"""So many bytes a seal has."""


class Cache:
    """Values by name. Nothing here fails: what can't be kept or found is a miss, and is counted."""

    def __init__(self, plaats: Bewaarplaats, geheim: bytes, meter: Meter) -> None:
        self._plaats = plaats
        self._meter = meter
        self._geheim = blake2b(geheim, digest_size=32, person=b"cache").digest()

    def name(self, soort: Cachesoort, *delen: object) -> str:
        """The name of what is made of these parts (what orjson can write) by this version of the program."""
        tekst = orjson.dumps([digest_code(), soort, delen], option=orjson.OPT_SORT_KEYS)
        return f"{soort}:{blake2b(tekst, key=self._geheim, digest_size=16).hexdigest()}"

    async def get(self, namen: Sequence[str]) -> list[bytes | None]:
        """The content under each name, None where there is none that is ours."""
        try:
            waarden = await ask_plaats(self._plaats, lambda: self._plaats.get(namen))
        except CacheOnbereikbaar:
            self._count(namen, "fout")
            return [None] * len(namen)
        return [self._open(naam, waarde) for naam, waarde in zip(namen, waarden, strict=True)]

    async def put(self, naam: str, inhoud: bytes) -> None:
        """Keeps a content, when it is not too large."""
        if len(inhoud) > GROOTSTE_WAARDE:
            return
        waarde = self._seal(naam, inhoud) + inhoud
        try:
            await ask_plaats(self._plaats, lambda: self._plaats.put(naam, waarde))
        except CacheOnbereikbaar:
            self._count([naam], "fout")

    def reject(self, naam: str) -> None:
        """Counts that what was found under this name is not true any more."""
        self._count([naam], "verouderd")

    def is_bereikbaar(self) -> bool:
        """Whether what is kept can be asked for now. Not from within an event loop: it may take a moment."""
        try:
            self._plaats.get([self.name("groep")])
        except CacheOnbereikbaar:
            return False
        return True

    def _open(self, naam: str, waarde: bytes | None) -> bytes | None:
        if waarde is None:
            self._count([naam], "mis")
            return None
        zegel, inhoud = waarde[:ZEGEL], waarde[ZEGEL:]
        if not compare_digest(zegel, self._seal(naam, inhoud)):
            self._count([naam], "vreemd")
            return None
        self._count([naam], "raak")
        return inhoud

    def _seal(self, naam: str, inhoud: bytes) -> bytes:
        return blake2b(naam.encode() + b"\0" + inhoud, key=self._geheim, digest_size=ZEGEL).digest()

    def _count(self, namen: Sequence[str], uitkomst: str) -> None:
        for naam in namen:
            self._meter.count_cache(naam.partition(":")[0], uitkomst)


@cache
def digest_code() -> str:
    """A digest of the code and the data that answers are made with: another version of the program makes its own. Read when
    something is named first: most commands name nothing."""
    digest = blake2b(digest_size=16)
    for pakket in ("klantbeeld", "resolvers"):
        for naam, deel in sorted(_list_files(files(pakket), pakket)):
            digest.update(orjson.dumps([naam, len(deel)]))
            digest.update(deel)
    return digest.hexdigest()


def _list_files(map_: Traversable, naam: str) -> list[tuple[str, bytes]]:
    gevonden: list[tuple[str, bytes]] = []
    for deel in map_.iterdir():
        pad = f"{naam}/{deel.name}"
        if deel.is_dir():
            gevonden += _list_files(deel, pad) if deel.name != "__pycache__" else []
        elif deel.name.rpartition(".")[2] in {"py", "toml", "csv", "graphql"}:
            gevonden.append((pad, deel.read_bytes()))
    return gevonden
