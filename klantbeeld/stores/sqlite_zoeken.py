"""Searching in SQLite: two full-text tables that are nothing but sorted lists of profiles per term.

A profile stands in them under its *zoekrij*: a number that orders profiles as a search cuts them, by (words in the shortest
name, id). So reading the first hundred is reading the beginning of a list.
"""

import zlib
from collections.abc import Iterable, Sequence
from itertools import combinations
from sqlite3 import Connection

from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Eis, Zoekvraag
from klantbeeld.domain.zoektermen import is_deel, list_zoektermen
from klantbeeld.stores.sqlite_rijen import read_profiel, write_json

_BITS = 56
_TEKENS = _BITS // 4
_TABELLEN = ("zoekwoorden", "zoekdelen")

# What the tokenizer would split a term at, as characters that it keeps. No term holds a space.
_BLIJVEND = {teken: 0xE000 + teken for teken in range(128) if not chr(teken).isalnum() and chr(teken) not in ":- "}

_ZOEK = """
SELECT p.document FROM (SELECT rowid AS rij FROM {tabel} WHERE {tabel} MATCH :vraag {en} ORDER BY rowid LIMIT :limiet) AS g
CROSS JOIN profielen AS p ON p.zoekrij = g.rij ORDER BY g.rij
"""
_EN = "AND EXISTS (SELECT 1 FROM zoekwoorden AS w WHERE w.zoekwoorden MATCH :woorden AND w.rowid = zoekdelen.rowid)"


def answer_zoeken(verbinding: Connection, vraag: Zoekvraag) -> tuple[Profiel, ...]:
    """Without demands nothing is found."""
    woorden = _write_match(eis for eis in vraag.eisen if not is_deel(eis.termen[0]))
    delen = _write_match(eis for eis in vraag.eisen if is_deel(eis.termen[0]))
    if not woorden and not delen:
        return ()
    tabel, en = ("zoekdelen", _EN if woorden else "") if delen else ("zoekwoorden", "")
    velden = {"vraag": delen or woorden, "woorden": woorden, "limiet": vraag.limiet}
    return tuple(map(read_profiel, verbinding.execute(_ZOEK.format(tabel=tabel, en=en), velden)))


def pick_zoekrijen(verbinding: Connection, profielen: Sequence[Profiel]) -> dict[str, int]:
    """For each profile a zoekrij that no other has. Two ids that begin with the same 56 bits are neighbours."""
    gewenst = {profiel.id: _make_zoekrij(profiel) for profiel in profielen}
    opdracht = "SELECT p.zoekrij, p.id FROM json_each(?) AS g CROSS JOIN profielen AS p ON p.zoekrij = g.value"
    bezet = dict(verbinding.execute(opdracht, (write_json(list(gewenst.values())),)).fetchall())
    for id_, zoekrij in gewenst.items():
        vrij = zoekrij
        while bezet.setdefault(vrij, id_) != id_:
            vrij += 1
        gewenst[id_] = vrij
    return gewenst


def pack_termen(profiel: Profiel) -> bytes:
    """The terms of a profile as they are kept."""
    termen = list_zoektermen(profiel)
    teksten = (" ".join(deel).translate(_BLIJVEND) for deel in (termen.woorden, termen.delen))
    return zlib.compress("\n".join(teksten).encode(), 1)


def add_termen(verbinding: Connection, rijen: Iterable[tuple[int, bytes]]) -> None:
    """Makes profiles findable; ``rijen`` are their zoekrijen and packed terms."""
    _write_termen(verbinding, rijen, "INSERT INTO {tabel} (rowid, termen) VALUES (?, ?)")


def remove_termen(verbinding: Connection, rijen: Iterable[tuple[int, bytes]]) -> None:
    """Makes profiles impossible to find; ``rijen`` must be exactly what was added."""
    _write_termen(verbinding, rijen, "INSERT INTO {tabel} ({tabel}, rowid, termen) VALUES ('delete', ?, ?)")


def _write_termen(verbinding: Connection, rijen: Iterable[tuple[int, bytes]], opdracht: str) -> None:
    # In order: for a lower row than the last one the full-text table begins a new segment.
    teksten = [(rij, *zlib.decompress(termen).decode().split("\n")) for rij, termen in sorted(rijen)]
    for plaats, tabel in enumerate(_TABELLEN, start=1):
        verbinding.executemany(opdracht.format(tabel=tabel), ((deel[0], deel[plaats]) for deel in teksten))


def _make_zoekrij(profiel: Profiel) -> int:
    """Seven bits for the number of words, then the first 56 of the id."""
    try:
        begin = int(profiel.id.ljust(_TEKENS, "0")[:_TEKENS], 16)
    except ValueError:
        begin = int.from_bytes(profiel.id.encode().ljust(_BITS // 8, b"\0")[: _BITS // 8], "big")
    return profiel.woorden << _BITS | begin


def _write_match(eisen: Iterable[Eis]) -> str:
    return " AND ".join(f"({_write_eis(eis)})" for eis in eisen)


def _write_eis(eis: Eis) -> str:
    """The demand in the language of full-text queries, in which every term is a quoted text and nothing else."""
    termen = [f'"{term.translate(_BLIJVEND)}"' + (" *" if eis.begin else "") for term in eis.termen]
    if eis.minstens == 1:
        return " OR ".join(termen)
    return " OR ".join(f"({' AND '.join(samen)})" for samen in combinations(termen, eis.minstens))
