"""Searching in SQLite: two full-text tables that are nothing but sorted lists of profiles per term.

A profile stands in them under its *zoekrij*: a number that orders profiles as a search cuts them, by (words in the shortest
name, id). So reading the first hundred is reading the beginning of a list.
"""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from sqlite3 import Connection
from time import monotonic

from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Eis, Zoekvraag
from klantbeeld.domain.zoektermen import is_deel, list_zoektermen
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.stores.sqlite_bereik import limit_to
from klantbeeld.stores.sqlite_rijen import read_profiel, write_json

LANGSTE_ZOEKTIJD = 1.0
"""Seconds after which the search for the questions of one read is given up."""

_STAPPEN = 1000
"""Steps of SQLite between two looks at the clock: about a millisecond."""
_BITS = 56
_TEKENS = _BITS // 4
_MEESTE_WOORDEN = 127
TABELLEN = ("zoekwoorden", "zoekdelen")

# What the tokenizer would split a term at or write otherwise, as a character that it keeps. No term holds a space.
_VERANDERLIJK = re.compile(r"[^a-z0-9:\- \u0080-\U0010ffff]")

_ZOEK = """
SELECT p.document FROM (
    SELECT rowid AS rij FROM {tabel} WHERE {tabel} MATCH :vraag {en} {binnen} ORDER BY rowid LIMIT :limiet
) AS g
CROSS JOIN profielen AS p ON p.zoekrij = g.rij ORDER BY g.rij
"""
# Gathered once, hence the plus: asked anew for each row it takes a hundred times as long.
_EN = "AND +rowid IN (SELECT w.rowid FROM zoekwoorden AS w WHERE w.zoekwoorden MATCH :woorden)"

_BINNEN = "AND EXISTS (SELECT 1 FROM profielen AS p WHERE p.zoekrij = {tabel}.rowid {binnen})"

_HOUDERS = "SELECT p.zoekrij, p.id FROM json_each(?) AS g CROSS JOIN profielen AS p ON p.zoekrij = g.value"


def answer_zoeken(verbinding: Connection, vraag: Zoekvraag, uiterlijk: float) -> tuple[Profiel, ...] | StoreOnbereikbaar:
    """Without demands nothing is found; what is not answered at this moment of ``monotonic`` is given up."""
    if not vraag.eisen or any(len(eis.termen) < eis.minstens for eis in vraag.eisen):
        return ()
    woorden = _write_match(eis for eis in vraag.eisen if not is_deel(eis.termen[0]))
    delen = _write_match(eis for eis in vraag.eisen if is_deel(eis.termen[0]))
    tabel, en = ("zoekdelen", _EN if woorden else "") if delen else ("zoekwoorden", "")
    binnen, erbij = limit_to(vraag.bereik)
    velden = {"vraag": delen or woorden, "woorden": woorden, "limiet": vraag.limiet} | erbij
    waar = _BINNEN.format(tabel=tabel, binnen=binnen) if binnen else ""
    try:
        with _giving_up(verbinding, uiterlijk):
            return tuple(map(read_profiel, verbinding.execute(_ZOEK.format(tabel=tabel, en=en, binnen=waar), velden)))
    except sqlite3.OperationalError as fout:
        if fout.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return StoreOnbereikbaar("Het zoeken duurde te lang en is gestopt. Zoek op minder of andere woorden.")


def pick_zoekrijen(verbinding: Connection, profielen: Sequence[Profiel]) -> dict[str, int]:
    """For each profile a zoekrij that no other has. Ids that begin with the same 56 bits are neighbours, in any order."""
    gewenst = {profiel.id: _make_zoekrij(profiel) for profiel in profielen}
    bezet = _read_houders(verbinding, gewenst.values())
    for id_, zoekrij in gewenst.items():
        vrij = zoekrij
        while bezet.setdefault(vrij, id_) != id_:
            vrij += 1
            bezet = _read_houders(verbinding, [vrij]) | bezet
        gewenst[id_] = vrij
    return gewenst


def write_termen(profiel: Profiel) -> tuple[str, ...]:
    """The terms of a profile as they stand in each of the tables, in their order: so the same profile gives the same text."""
    termen = list_zoektermen(profiel)
    return tuple(_escape(" ".join(sorted(deel))) for deel in (termen.woorden, termen.delen))


def pack_termen(teksten: Iterable[str]) -> bytes:
    """Terms as they are kept for when they must be removed."""
    # A small window: making a large one takes longer than filling it.
    inpakker = zlib.compressobj(1, wbits=12, memLevel=5)
    return inpakker.compress("\n".join(teksten).encode()) + inpakker.flush()


def unpack_termen(termen: bytes) -> tuple[str, ...]:
    """The terms that ``pack_termen`` packed."""
    return tuple(zlib.decompress(termen).decode().split("\n"))


def add_termen(verbinding: Connection, rijen: Iterable[tuple[int, tuple[str, ...]]]) -> None:
    """Makes profiles findable; ``rijen`` are their zoekrijen and terms."""
    _write_rijen(verbinding, rijen, "INSERT INTO {tabel} (rowid, termen) VALUES (?, ?)")


def remove_termen(verbinding: Connection, rijen: Iterable[tuple[int, tuple[str, ...]]]) -> None:
    """Makes profiles impossible to find; ``rijen`` must be exactly what was added."""
    _write_rijen(verbinding, rijen, "INSERT INTO {tabel} ({tabel}, rowid, termen) VALUES ('delete', ?, ?)")


def _write_rijen(verbinding: Connection, rijen: Iterable[tuple[int, tuple[str, ...]]], opdracht: str) -> None:
    # In order: for a lower row than the last one the full-text table begins a new segment.
    op_volgorde = sorted(rijen)
    for plaats, tabel in enumerate(TABELLEN):
        verbinding.executemany(opdracht.format(tabel=tabel), ((rij, teksten[plaats]) for rij, teksten in op_volgorde))


def _make_zoekrij(profiel: Profiel) -> int:
    """Seven bits for the number of words, then the first 56 of the id."""
    try:
        begin = int(profiel.id.ljust(_TEKENS, "0")[:_TEKENS], 16)
    except ValueError:
        begin = int.from_bytes(profiel.id.encode().ljust(_BITS // 8, b"\0")[: _BITS // 8], "big")
    return min(profiel.woorden, _MEESTE_WOORDEN) << _BITS | begin


def _read_houders(verbinding: Connection, zoekrijen: Iterable[int]) -> dict[int, str]:
    """Who holds these zoekrijen."""
    return dict(verbinding.execute(_HOUDERS, (write_json(list(zoekrijen)),)).fetchall())


def _write_match(eisen: Iterable[Eis]) -> str:
    return " AND ".join(f"({_write_eis(eis)})" for eis in eisen)


def _write_eis(eis: Eis) -> str:
    """The demand in the language of full-text queries, in which every term is a quoted text and nothing else."""
    termen = [f'"{_escape(term)}"' for term in eis.termen]
    if eis.begin:
        return " OR ".join(f"{term} *" for term in termen)
    return _write_minstens(termen, eis.minstens)


def _write_minstens(termen: Sequence[str], aantal: int) -> str:
    """At least so many of these: each with that many, less one, of those behind it. For a few of them, or all: FTS5 takes no
    more than some twenty brackets in one another."""
    if aantal == len(termen):
        return " AND ".join(termen)
    if aantal == 1:
        return " OR ".join(termen)
    eerste = enumerate(termen[: len(termen) - aantal + 1], start=1)
    return " OR ".join(f"({term} AND ({_write_minstens(termen[plaats:], aantal - 1)}))" for plaats, term in eerste)


def _escape(tekst: str) -> str:
    return _VERANDERLIJK.sub(lambda teken: chr(0xE000 + ord(teken[0])), tekst)


@contextmanager
def _giving_up(verbinding: Connection, uiterlijk: float) -> Iterator[None]:
    """Ends what runs on this connection with SQLITE_INTERRUPT once it is too late."""
    verbinding.set_progress_handler(lambda: monotonic() > uiterlijk, _STAPPEN)
    try:
        yield
    finally:
        verbinding.set_progress_handler(None, 0)
