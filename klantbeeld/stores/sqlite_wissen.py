"""Erasing from SQLite: the ledger, what an erasure reaches, and the traces that are left after it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from sqlite3 import Connection

import orjson

from klantbeeld.domain.items import Item
from klantbeeld.domain.leveringen import list_sleutels
from klantbeeld.errors import StoreOnbruikbaar
from klantbeeld.stores.protocol import Batch, DodeBrief, Tellers, Wissing
from klantbeeld.stores.sqlite_markeringen import finish_marks
from klantbeeld.stores.sqlite_rijen import list_json, write_json
from klantbeeld.stores.sqlite_zoeken import TABELLEN

_PROEF = ""
"""What the first entry of every ledger is the hash of: so a ledger that was made with another key is known."""

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
        self._geheim = geheim[:64]

    def find(self, verbinding: Connection, items: Iterable[Item]) -> set[str]:
        """The ids of those of these items that were erased, by id or by a key. Errors: ``StoreOnbruikbaar``."""
        return self._find(verbinding, ((item.id, (item.id, *item.sleutels)) for item in items))

    def keep_out(self, verbinding: Connection, batch: Batch) -> Batch:
        """A batch without the dead letters of what was erased: they hold the line, so nothing of them is kept; each is counted
        as erased. Errors: ``StoreOnbruikbaar``."""
        teksten = ((brief.id, (_record_of(brief), *list_sleutels(brief.ruw))) for brief in batch.brieven)
        gewist = self._find(verbinding, teksten)
        geteld = Counter(brief.bron for brief in batch.brieven if brief.id in gewist)
        if not geteld:
            return batch
        over = tuple(brief for brief in batch.brieven if brief.id not in gewist)
        tellers = [*batch.tellers, *(Tellers(bron, erased=aantal) for bron, aantal in geteld.items())]
        return replace(batch, brieven=over, tellers=tellers)

    def remove_traces(self, verbinding: Connection) -> None:
        """Erased keys in marks of later days, all revisions, and the full-text tables, which keep what was removed from them
        until they are made into one piece."""
        for id_, tekst in verbinding.execute("SELECT id, geraakt FROM markeringen WHERE vanaf IS NOT NULL").fetchall():
            geraakt: dict[str, list[str]] = orjson.loads(tekst)
            gewist = self._find(verbinding, ((sleutel, [sleutel]) for deel in geraakt.values() for sleutel in deel))
            over = {soort: [sleutel for sleutel in deel if sleutel not in gewist] for soort, deel in geraakt.items()}
            if not any(over.values()):
                verbinding.execute("DELETE FROM markeringen WHERE id = ?", (id_,))
            elif over != geraakt:
                verbinding.execute("UPDATE markeringen SET geraakt = ? WHERE id = ?", (write_json(over), id_))
        verbinding.execute("DELETE FROM revisies")
        finish_marks(verbinding, (), (), alles=True)
        for tabel in TABELLEN:
            verbinding.execute(f"INSERT INTO {tabel} ({tabel}) VALUES ('optimize')")  # noqa: S608 - our own tables

    def _find(self, verbinding: Connection, dingen: Iterable[tuple[str, Iterable[str]]]) -> set[str]:
        if verbinding.execute("SELECT 1 FROM gewist LIMIT 1").fetchone() is None:
            return set()
        merken = {id_: {self._hash(tekst) for tekst in teksten} for id_, teksten in dingen}
        alle = {merk for deel in merken.values() for merk in deel} | {self._hash(_PROEF)}
        opdracht = "SELECT DISTINCT g.merk FROM json_each(?) AS j CROSS JOIN gewist AS g ON g.merk = j.value"
        gevonden = {merk for (merk,) in verbinding.execute(opdracht, (list_json(alle),))}
        self._check(gevonden)
        return {id_ for id_, deel in merken.items() if deel & gevonden}

    def note(self, verbinding: Connection, naam: str, teksten: Iterable[str]) -> None:
        """Adds an erasure. Errors: ``StoreOnbruikbaar``."""
        self.find(verbinding, ())
        rijen = [(self._hash(tekst), self._hash(naam)) for tekst in teksten]
        rijen.append((self._hash(_PROEF), self._hash(_PROEF)))
        verbinding.executemany("INSERT OR IGNORE INTO gewist (merk, bij) VALUES (?, ?)", rijen)

    def lift(self, verbinding: Connection, naam: str) -> int:
        """Takes an erasure away, and says how many entries it had. Errors: ``StoreOnbruikbaar``."""
        self.find(verbinding, ())
        return verbinding.execute("DELETE FROM gewist WHERE bij = ?", (self._hash(naam),)).rowcount

    def _hash(self, tekst: str) -> str:
        return blake2b(tekst.encode(), key=self._geheim, digest_size=16, person=b"gewist").hexdigest()

    def _check(self, gevonden: set[str]) -> None:
        if self._hash(_PROEF) not in gevonden:
            raise StoreOnbruikbaar(
                "Er is gewist met een ander geheim dan nu is ingesteld, dus wat gewist is wordt niet herkend. Zet "
                "KLANTBEELD_GEHEIM terug op het geheim waarmee de store is gevuld."
            )


def _record_of(brief: DodeBrief) -> str:
    return f"{brief.bron}:{brief.soort}:{brief.sleutel}"


def find_reached(verbinding: Connection, wissing: Wissing) -> list[str]:
    """See ``Store.reached``."""
    velden = {"ids": list_json(wissing.ids), "sleutels": list_json(wissing.sleutels), "met_sleutels": bool(wissing.sleutels)}
    return [id_ for (id_,) in verbinding.execute(_BEREIKT, velden)]
