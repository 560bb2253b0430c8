"""The plainest program that fills the same store: each row as it stands, with ``executemany``.

It knows nothing of the tables but what SQLite tells of them, so it stays true when they change. It writes through the
connection of the product, so with the same settings of SQLite, durably, in the number of transactions that it is told.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bench.stopwatch import Duur, Stopwatch
from klantbeeld.stores.sqlite_verbindingen import Verbindingen

_TABELLEN = """
SELECT l.name, l.type, m.sql FROM pragma_table_list AS l JOIN sqlite_master AS m ON m.name = l.name
WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') ORDER BY l.name
"""

# One row per term of a full-text table and the row that holds it. In the temporary schema: the file is only read.
_TERMEN = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{naam}_termen USING fts5vocab ('main', '{naam}', 'instance')"
_ZONDER_INHOUD = re.compile(r"content\s*=\s*''")


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table: how all its rows are read, in the order in which they are written, and how one is written."""

    naam: str
    rijen: int
    lees: str
    schrijf: str


def list_tabellen(verbinding: sqlite3.Connection) -> list[Tabel]:
    """Every table that holds rows of its own, by name, full-text ones without a text of their own included."""
    gevonden = (_read_tabel(verbinding, *rij) for rij in verbinding.execute(_TABELLEN).fetchall())
    return [tabel for tabel in gevonden if tabel is not None]


def list_onbekende(verbinding: sqlite3.Connection) -> list[str]:
    """The names of virtual tables that can't be read back row by row."""
    bekend = {tabel.naam for tabel in list_tabellen(verbinding)}
    return [naam for naam, *_ in verbinding.execute(_TABELLEN).fetchall() if naam not in bekend]


def write_ruw(bron: Path, doel: Path, transacties: int) -> Duur:
    """Writes all rows of one store into a new one and tells how long the writing took: reading them is not counted.

    Every transaction holds an equal part of each table, as every block of a load holds records with all that is kept of them.
    """
    stopwatch = Stopwatch()
    with open_lezer(bron) as lezer:
        schrijvers = Verbindingen(doel, schrijven=True)
        lopend = [
            (tabel.schrijf, lezer.execute(tabel.lees), -(-tabel.rijen // transacties))
            for tabel in list_tabellen(lezer)
            if tabel.rijen
        ]
        for _ in range(transacties):
            deel = [(opdracht, rijen.fetchmany(aantal)) for opdracht, rijen, aantal in lopend]
            with stopwatch.running(), schrijvers.writing() as schrijver:
                for opdracht, rijen in deel:
                    schrijver.executemany(opdracht, rijen)
        with stopwatch.running():
            schrijvers.close()
    return stopwatch.duur


def digest_tabellen(pad: Path) -> dict[str, bytes]:
    """Per table a digest of all that stands in it: equal digests, equal rows."""
    with open_lezer(pad) as lezer:
        return {tabel.naam: _digest_rows(lezer.execute(tabel.lees)) for tabel in list_tabellen(lezer)}


@contextmanager
def open_lezer(pad: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can't write."""
    with closing(sqlite3.connect(f"{pad.absolute().as_uri()}?mode=ro", uri=True)) as verbinding:
        yield verbinding


def _read_tabel(verbinding: sqlite3.Connection, naam: str, soort: str, opdracht: str) -> Tabel | None:
    """None for a virtual table that is not a full-text table of one column without a text of its own."""
    kolommen = [kolom for (kolom,) in verbinding.execute("SELECT name FROM pragma_table_info(?)", (naam,))]
    if soort == "table":
        (rijen,) = verbinding.execute(f"SELECT count(*) FROM {naam}").fetchone()  # noqa: S608 - SQLite gave the name
        lees = f"SELECT {', '.join(kolommen)} FROM {naam} ORDER BY rowid"  # noqa: S608
        zet = ", ".join(f"{kolom} = excluded.{kolom}" for kolom in kolommen)
        return Tabel(naam, rijen, lees, f"{_write_insert(naam, kolommen)} ON CONFLICT DO UPDATE SET {zet}")
    if "fts5" not in opdracht or not _ZONDER_INHOUD.search(opdracht) or len(kolommen) != 1:
        return None
    verbinding.execute(_TERMEN.format(naam=naam))
    (rijen,) = verbinding.execute(f"SELECT count(DISTINCT doc) FROM temp.{naam}_termen").fetchone()  # noqa: S608
    lees = f"SELECT doc, group_concat(term, ' ') FROM temp.{naam}_termen GROUP BY doc ORDER BY doc"  # noqa: S608
    return Tabel(naam, rijen, lees, _write_insert(naam, ["rowid", *kolommen]))


def _write_insert(naam: str, kolommen: list[str]) -> str:
    waarden = ", ".join("?" for _ in kolommen)
    return f"INSERT INTO {naam} ({', '.join(kolommen)}) VALUES ({waarden})"  # noqa: S608 - SQLite gave the names


def _digest_rows(rijen: Iterator[tuple[Any, ...]]) -> bytes:
    digest = blake2b(digest_size=16)
    for rij in rijen:
        digest.update(repr(rij).encode())
    return digest.digest()
