"""The plainest search in SQLite: one FTS5 table over names and places, and the record of each hit, read back from JSON."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from bench.zoekvragen import WOORD

_TABELLEN = """
CREATE TABLE documenten (rij INTEGER PRIMARY KEY, document BLOB NOT NULL);
CREATE VIRTUAL TABLE teksten USING fts5 (namen, plaats);
"""

_ZOEK = """
SELECT d.document FROM teksten JOIN documenten AS d ON d.rij = teksten.rowid
WHERE teksten MATCH ? ORDER BY teksten.rank LIMIT 100
"""


class KaleZoeker:
    """Answers with the best hundred employers of which each word begins a word of a name or of the place."""

    def __init__(self, verbinding: sqlite3.Connection) -> None:
        self._verbinding = verbinding

    def fill(self, organisaties: Iterable[dict[str, Any]]) -> None:
        """Takes in the content of organisatie records."""
        for rij, gegevens in enumerate(organisaties, 1):
            adres = gegevens.get("vestigingsadres") or gegevens.get("correspondentieadres") or {}
            namen = " ".join((gegevens["naam"], *(deel["naam"] for deel in gegevens.get("handelsnamen", ()))))
            self._verbinding.execute("INSERT INTO documenten VALUES (?, ?)", (rij, orjson.dumps(gegevens)))
            opdracht = "INSERT INTO teksten (rowid, namen, plaats) VALUES (?, ?, ?)"
            self._verbinding.execute(opdracht, (rij, namen, adres.get("plaats") or ""))
        self._verbinding.commit()
        self._verbinding.execute("INSERT INTO teksten (teksten) VALUES ('optimize')")
        self._verbinding.commit()

    def search(self, tekst: str) -> list[dict[str, Any]]:
        """The hits; none for a text without a word."""
        vraag = " ".join(f'"{woord}"*' for woord in WOORD.findall(tekst))
        return [orjson.loads(document) for (document,) in self._verbinding.execute(_ZOEK, (vraag,))] if vraag else []


@contextmanager
def open_kaal(pad: Path) -> Iterator[KaleZoeker]:
    """A new file with an empty table."""
    verbinding = sqlite3.connect(pad)
    try:
        verbinding.execute("PRAGMA journal_mode = WAL")
        verbinding.executescript(_TABELLEN)
        yield KaleZoeker(verbinding)
    finally:
        verbinding.close()
