"""Marks and revisions in SQLite: what is still to be derived, and what readers may not have cached any more."""

from collections.abc import Iterable, Mapping
from datetime import date
from secrets import token_hex
from sqlite3 import Connection

import orjson

from klantbeeld.stores.protocol import Markering
from klantbeeld.stores.sqlite_rijen import Rij, list_json, write_json

_MARKERING = """
INSERT INTO markeringen (id, geraakt, alles, vanaf) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET geraakt = excluded.geraakt, alles = excluded.alles, vanaf = excluded.vanaf
"""

_OPEN = "SELECT id, geraakt, alles, vanaf FROM markeringen WHERE vanaf IS NULL OR vanaf <= ? ORDER BY rij"

# "WHERE true" lets SQLite tell the ON of a conflict from that of a join.
_VERHOOG = """
INSERT INTO revisies (sleutel, waarde) SELECT value, lower(hex(randomblob(8))) FROM json_each(?) WHERE true
ON CONFLICT (sleutel) DO UPDATE SET waarde = excluded.waarde
"""

HELE_STORE = ""
"""The key under which the revision of the whole store stands."""


def write_mark(verbinding: Connection, markering: Markering) -> Markering:
    """Stores a mark, under a random id when it has none."""
    bewaard = Markering(markering.id or token_hex(8), markering.geraakt, markering.alles, markering.vanaf)
    vanaf = bewaard.vanaf.isoformat() if bewaard.vanaf else None
    verbinding.execute(_MARKERING, (bewaard.id, write_json(bewaard.geraakt), bewaard.alles, vanaf))
    return bewaard


def leave_mark(verbinding: Connection, geraakt: Mapping[str, tuple[str, ...]]) -> Markering:
    """The mark of a batch."""
    return write_mark(verbinding, Markering("", geraakt))


def has_mark(verbinding: Connection, id_: str) -> bool:
    """Whether a mark with this id stands."""
    return verbinding.execute("SELECT 1 FROM markeringen WHERE id = ?", (id_,)).fetchone() is not None


def read_marks(verbinding: Connection, vandaag: date) -> list[Markering]:
    """The marks that are due, in the order in which they were made."""
    return [_read_mark(rij) for rij in verbinding.execute(_OPEN, (vandaag.isoformat(),))]


def _read_mark(rij: Rij) -> Markering:
    id_, geraakt, alles, vanaf = rij
    return Markering(
        id_,
        {soort: tuple(sleutels) for soort, sleutels in orjson.loads(geraakt).items()},
        bool(alles),
        date.fromisoformat(vanaf) if vanaf else None,
    )


def finish_marks(verbinding: Connection, markeringen: Iterable[Markering], sleutels: Iterable[str], *, alles: bool) -> None:
    """Raises revisions, then removes the marks."""
    verbinding.execute(_VERHOOG, (list_json([*sleutels, HELE_STORE] if alles else sleutels),))
    weg = "DELETE FROM markeringen WHERE id IN (SELECT value FROM json_each(?))"
    verbinding.execute(weg, (list_json(markering.id for markering in markeringen),))
