"""Erasing from SQLite: the ledger, what an erasure reaches, and the traces that are left after it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from sqlite3 import Connection

import orjson

from klantbeeld.domain.items import Item
from klantbeeld.stores.protocol import Batch, Markering, Wissing
from klantbeeld.stores.sqlite_markeringen import finish_marks, read_marks, write_mark
from klantbeeld.stores.sqlite_rijen import list_json
from klantbeeld.stores.sqlite_zoeken import TABELLEN
from klantbeeld.stores.wisregister import (
    Dingen,
    Drager,
    N,
    Wismerken,
    describe_brieven,
    describe_dragers,
    leave_out,
    list_dragers,
)

# The keys of a tombstone stand nowhere but in itself.
_BEREIKT = """
SELECT value FROM json_each(:ids) AS g WHERE EXISTS (SELECT 1 FROM items WHERE id = g.value)
UNION SELECT s.id FROM json_each(:sleutels) AS g CROSS JOIN item_sleutels AS s ON s.sleutel = g.value
UNION SELECT i.id FROM items AS i WHERE :met_sleutels AND i.verwijderd = 1
    AND EXISTS (SELECT 1 FROM json_each(i.sleutels) AS s WHERE s.value IN (SELECT value FROM json_each(:sleutels)))
ORDER BY 1
"""


class Wisregister:
    """The ledger of what was erased: keyed hashes of ids and keys, so that it tells nobody who that was."""

    def __init__(self, geheim: bytes) -> None:
        self._merken = Wismerken(geheim)

    def find(self, verbinding: Connection, items: Iterable[Item]) -> set[Drager]:
        """Those of these versions that were erased, by id or by a key. Errors: ``StoreOnbruikbaar``."""
        return self._find(verbinding, describe_dragers(list_dragers(items)))

    def keep_out(self, verbinding: Connection, batch: Batch) -> Batch:
        """A batch without the dead letters of what was erased: they hold the line, so nothing of them is kept; each is counted
        as erased. Errors: ``StoreOnbruikbaar``."""
        return leave_out(batch, self._find(verbinding, describe_brieven(batch.brieven)))

    def list_erased(self, verbinding: Connection) -> list[str]:
        """The ids of the items that are held although they were erased: another store's ledger says so. Looks at every item."""
        items = verbinding.execute("SELECT id, sleutels FROM items")
        return sorted(self._find(verbinding, ((id_, (id_, *orjson.loads(sleutels))) for id_, sleutels in items)))

    def list_kept(self, verbinding: Connection, sleutels: Iterable[str]) -> list[str]:
        """Those of these keys that were not erased, in their order. Errors: ``StoreOnbruikbaar``."""
        alle = list(sleutels)
        gewist = self._find(verbinding, ((sleutel, [sleutel]) for sleutel in alle))
        return [sleutel for sleutel in alle if sleutel not in gewist]

    def clean(self, verbinding: Connection, markering: Markering) -> Markering | None:
        """A mark of a later day without erased keys, None when nothing is left of it. Any other as it is: that one is soon
        worked off. Errors: ``StoreOnbruikbaar``."""
        if markering.vanaf is None:
            return markering
        over = {soort: tuple(self.list_kept(verbinding, deel)) for soort, deel in markering.geraakt.items()}
        return None if over != markering.geraakt and not any(over.values()) else replace(markering, geraakt=over)

    def remove_traces(self, verbinding: Connection) -> None:
        """Erased keys in marks of later days, all revisions, and the full-text tables, which keep what was removed from them
        until they are made into one piece."""
        for markering in read_marks(verbinding, date.max):
            over = self.clean(verbinding, markering)
            if over is None:
                finish_marks(verbinding, [markering], (), alles=False)
            elif over != markering:
                write_mark(verbinding, over)
        verbinding.execute("DELETE FROM revisies")
        finish_marks(verbinding, (), (), alles=True)
        for tabel in TABELLEN:
            verbinding.execute(f"INSERT INTO {tabel} ({tabel}) VALUES ('optimize')")  # noqa: S608 - our own tables

    def _find(self, verbinding: Connection, dingen: Dingen[N]) -> set[N]:
        if verbinding.execute("SELECT 1 FROM gewist LIMIT 1").fetchone() is None:
            return set()
        opdracht = "SELECT DISTINCT g.merk FROM json_each(?) AS j CROSS JOIN gewist AS g ON g.merk = j.value"
        return self._merken.match(
            dingen, lambda merken: {merk for (merk,) in verbinding.execute(opdracht, (list_json(merken),))}
        )

    def note(self, verbinding: Connection, naam: str, teksten: Iterable[str]) -> None:
        """Adds an erasure. Errors: ``StoreOnbruikbaar``."""
        self.find(verbinding, ())
        rijen = self._merken.make_entries(naam, teksten)
        verbinding.executemany("INSERT OR IGNORE INTO gewist (merk, bij) VALUES (?, ?)", rijen)

    def lift(self, verbinding: Connection, naam: str) -> int:
        """Takes an erasure away, and says how many entries it had. Errors: ``StoreOnbruikbaar``."""
        self.find(verbinding, ())
        return verbinding.execute("DELETE FROM gewist WHERE bij = ?", (self._merken.hash(naam),)).rowcount


def find_reached(verbinding: Connection, wissing: Wissing) -> list[str]:
    """See ``Store.reached``."""
    velden = {"ids": list_json(wissing.ids), "sleutels": list_json(wissing.sleutels), "met_sleutels": bool(wissing.sleutels)}
    return [id_ for (id_,) in verbinding.execute(_BEREIKT, velden)]
