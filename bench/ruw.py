"""The plainest program that fills the same store: each row as it stands, with ``executemany``.

It knows nothing of the tables but what SQLite tells of them, so it stays true when they change. It writes through the
connection of the product, so with the same settings of SQLite, durably, in the same number of transactions.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from klantbeeld.stores.sqlite_verbindingen import Verbindingen

_TABELLEN = "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table with the columns that are written, and its number of rows."""

    naam: str
    kolommen: tuple[str, ...]
    rijen: int

    @property
    def lees(self) -> str:
        """Every row in the order in which it was written first."""
        return f"SELECT {', '.join(self.kolommen)} FROM {self.naam} ORDER BY rowid"  # noqa: S608 - SQLite gave the names

    @property
    def schrijf(self) -> str:
        """The upsert of one row, on whatever unique index it meets."""
        waarden = ", ".join("?" for _ in self.kolommen)
        zet = ", ".join(f"{kolom} = excluded.{kolom}" for kolom in self.kolommen)
        kop = f"INSERT INTO {self.naam} ({', '.join(self.kolommen)})"
        return f"{kop} VALUES ({waarden}) ON CONFLICT DO UPDATE SET {zet}"


def list_tabellen(verbinding: sqlite3.Connection) -> list[Tabel]:
    """Every ordinary table, by name; those that SQLite keeps behind a virtual table are not."""
    namen = sorted(naam for naam, soort in verbinding.execute(_TABELLEN) if soort == "table")
    return [_read_tabel(verbinding, naam) for naam in namen]


def list_virtuele(verbinding: sqlite3.Connection) -> list[str]:
    """The names of virtual tables, full-text ones among them."""
    return sorted(naam for naam, soort in verbinding.execute(_TABELLEN) if soort == "virtual")


def write_ruw(bron: Path, doel: Path, transacties: int) -> float:
    """Writes all rows of one store into a new one and gives the seconds that the writing took: reading them is not counted.

    Every transaction holds an equal part of each table, as every block of a load holds records of one kind after another.
    """
    with open_lezer(bron) as lezer, closing(Verbindingen(doel, schrijven=True)) as schrijvers:
        tabellen = [tabel for tabel in list_tabellen(lezer) if tabel.rijen]
        lopend = [(tabel, lezer.execute(tabel.lees), -(-tabel.rijen // transacties)) for tabel in tabellen]
        seconden = 0.0
        for _ in count():
            deel = [(tabel.schrijf, rijen.fetchmany(aantal)) for tabel, rijen, aantal in lopend]
            if not any(rijen for _, rijen in deel):
                break
            begin = perf_counter()
            with schrijvers.writing() as schrijver:
                for opdracht, rijen in deel:
                    schrijver.executemany(opdracht, rijen)
            seconden += perf_counter() - begin
        begin = perf_counter()
    return seconden + perf_counter() - begin


def digest_tabellen(pad: Path) -> dict[str, bytes]:
    """Per ordinary table a digest of all that stands in it: equal digests, equal rows."""
    with open_lezer(pad) as lezer:
        return {tabel.naam: _digest_rows(lezer.execute(tabel.lees)) for tabel in list_tabellen(lezer)}


@contextmanager
def open_lezer(pad: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can't write."""
    with closing(sqlite3.connect(f"{pad.absolute().as_uri()}?mode=ro", uri=True)) as verbinding:
        yield verbinding


def _read_tabel(verbinding: sqlite3.Connection, naam: str) -> Tabel:
    kolommen = tuple(kolom for (kolom,) in verbinding.execute("SELECT name FROM pragma_table_info(?)", (naam,)))
    (rijen,) = verbinding.execute(f"SELECT count(*) FROM {naam}").fetchone()  # noqa: S608 - SQLite gave the name
    return Tabel(naam, kolommen, rijen)


def _digest_rows(rijen: Iterator[tuple[Any, ...]]) -> bytes:
    digest = blake2b(digest_size=16)
    for rij in rijen:
        digest.update(repr(rij).encode())
    return digest.digest()
