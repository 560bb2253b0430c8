"""A chain of records: every line holds the seal of the line before, and a seal of its own that only who has the key can make.

HMAC-SHA256 (RFC 2104) over the line itself, number and previous seal included. Who lacks the key cannot change, remove, insert
or move a line unseen, but for lines at the very end: those are missed only by who remembers a ``Schakel`` further on.
"""

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import orjson

_ZEGEL = b',"zegel":"'
_NUMMER = re.compile(rb'\{"nr":([0-9]{1,18}),')


class Schakel(NamedTuple):
    """The place of a line in its chain, counted from 1, and its seal."""

    nr: int
    zegel: str


BEGIN = Schakel(0, "0" * 64)
"""What comes before the first line."""


class Breuksoort(StrEnum):
    GEWIJZIGD = "gewijzigd"
    ONTBREEKT = "ontbreekt"
    INGEVOEGD = "ingevoegd"
    VERVANGEN = "vervangen"
    AFGEKAPT = "afgekapt"


class Breuk(NamedTuple):
    """Where a chain is broken: the line in question (or the end), and what is wrong there."""

    plaats: str
    soort: Breuksoort
    uitleg: str


class Ketencontroleur:
    """Follows a chain from its first line to its last, and collects its ``breuken``; ``kop`` is the last line that was seen.

    ``getuigen`` are lines that are remembered elsewhere: each must be there, as it was, or have been removed with all before it
    by who was allowed to (``begin``)."""

    def __init__(self, sleutel: bytes, begin: Schakel = BEGIN, getuigen: Iterable[Schakel] = ()) -> None:
        self._sleutel = sleutel
        self._begin = begin
        self._getuigen = sorted({*getuigen, begin} - {BEGIN})
        self.kop = begin
        self.aantal = 0
        self.afgebroken = 0
        self.breuken: list[Breuk] = []

    def follow(self, plaats: str, regel: bytes) -> None:
        """The next line. One that is no JSON was cut off while it was written; the chain goes on behind it."""
        velden, is_heel = open_regel(self._sleutel, regel)
        if velden is None:
            self.afgebroken += 1
            return
        if not is_heel:
            self._break(plaats, Breuksoort.GEWIJZIGD, "het zegel past niet bij de regel")
        vorige, nu = _read_schakels(velden)
        if nu is None or vorige is None:
            return
        self._compare(plaats, vorige, nu, is_eerste=self.aantal == 0)
        self.aantal += 1
        self.kop = nu

    def end(self) -> None:
        """The chain ends here: what is remembered and was not seen by now is gone."""
        for getuige in self._getuigen:
            if getuige.nr > self.kop.nr:
                self._break("einde", Breuksoort.AFGEKAPT, f"record {getuige.nr} is er niet meer; het laatste is {self.kop.nr}")

    def _compare(self, plaats: str, vorige: Schakel, nu: Schakel, *, is_eerste: bool) -> None:
        # Removing what is old may have been broken off: then lines before the beginning are still there.
        verwacht = vorige if is_eerste and vorige.nr < self._begin.nr else self.kop
        if nu.nr > verwacht.nr + 1:
            self._break(plaats, Breuksoort.ONTBREEKT, f"hiervoor ontbreken de records {verwacht.nr + 1} tot en met {nu.nr - 1}")
        elif nu.nr <= verwacht.nr:
            self._break(plaats, Breuksoort.INGEVOEGD, f"record {nu.nr} komt na record {verwacht.nr}")
        elif vorige.zegel != verwacht.zegel:
            self._break(plaats, Breuksoort.VERVANGEN, f"record {nu.nr} hoort achter een ander record {verwacht.nr}")
        if any(getuige.nr == nu.nr and getuige.zegel != nu.zegel for getuige in self._getuigen):
            self._break(plaats, Breuksoort.VERVANGEN, f"record {nu.nr} is een ander dan eerder is vastgesteld")

    def _break(self, plaats: str, soort: Breuksoort, uitleg: str) -> None:
        self.breuken.append(Breuk(plaats, soort, uitleg))


def seal_regels(sleutel: bytes, kop: Schakel, records: Iterable[Mapping[str, object]]) -> Iterator[tuple[Schakel, bytes]]:
    """Each record as the next line of the chain that ends with ``kop``, without line end."""
    for record in records:
        regel = seal(sleutel, {"nr": kop.nr + 1, "vorige": kop.zegel, **record})
        kop = Schakel(kop.nr + 1, zegel_of(regel))
        yield kop, regel


def seal(sleutel: bytes, velden: Mapping[str, object]) -> bytes:
    """The fields as JSON on one line, with the seal as its last field."""
    inhoud = orjson.dumps(velden)
    return inhoud[:-1] + _seal_of(sleutel, inhoud)


def zegel_of(regel: bytes) -> str:
    """The seal of a line that has one."""
    return regel[-66:-2].decode()


def number_of(regel: bytes) -> int:
    """The number that a line says it has, without proof; 0 for a line that says none."""
    gevonden = _NUMMER.match(regel)
    return int(gevonden[1]) if gevonden else 0


def open_regel(sleutel: bytes, regel: bytes) -> tuple[dict[str, Any] | None, bool]:
    """The fields of a line, None when it is no JSON object, and whether its seal fits."""
    try:
        velden = orjson.loads(regel)
    except orjson.JSONDecodeError:
        return None, False
    if not isinstance(velden, dict):
        return None, False
    inhoud, teken, _ = regel.rpartition(_ZEGEL)
    return velden, bool(teken) and hmac.compare_digest(_seal_of(sleutel, inhoud + b"}"), regel[len(inhoud) :])


def read_whole(sleutel: bytes, regel: bytes) -> dict[str, Any] | None:
    """The fields of a line with a seal that fits."""
    velden, is_heel = open_regel(sleutel, regel)
    return velden if is_heel else None


def read_schakel(sleutel: bytes, regel: bytes) -> Schakel | None:
    """The place of a line in its chain, when it is a whole line of this chain."""
    velden = read_whole(sleutel, regel)
    return _read_schakels(velden)[1] if velden else None


def _read_schakels(velden: Mapping[str, Any]) -> tuple[Schakel | None, Schakel | None]:
    """What a line says of its predecessor and of itself; None when it says no such thing."""
    nr, vorige, zegel = velden.get("nr"), velden.get("vorige"), velden.get("zegel")
    if type(nr) is not int or not isinstance(vorige, str) or not isinstance(zegel, str):
        return None, None
    return Schakel(nr - 1, vorige), Schakel(nr, zegel)


def _seal_of(sleutel: bytes, inhoud: bytes) -> bytes:
    """How the line with this content ends."""
    return _ZEGEL + hmac.digest(sleutel, inhoud, "sha256").hex().encode() + b'"}'
