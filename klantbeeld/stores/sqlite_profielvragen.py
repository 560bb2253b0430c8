"""How questions about profiles are answered from SQLite."""

from sqlite3 import Connection

from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Familievraag, Houdersvraag, Profielvraag, Rangvraag, Sleutelvraag
from klantbeeld.stores.sqlite_rijen import list_json, read_profiel

_RANGEN = """
SELECT value, (SELECT rang FROM ringen WHERE sleutel = value ORDER BY rang LIMIT 1) AS eerste
FROM json_each(?) WHERE eerste IS NOT NULL
"""

_HOUDERS = """
SELECT DISTINCT p.lh_sleutel FROM json_each(?) AS gevraagd
CROSS JOIN ringen AS r ON r.sleutel = gevraagd.value CROSS JOIN profielen AS p ON p.id = r.profiel
ORDER BY p.lh_sleutel
"""

_SLEUTEL = """
SELECT p.document FROM (SELECT rang, profiel FROM ringen WHERE sleutel = ? ORDER BY rang, profiel LIMIT ?) AS r
CROSS JOIN profielen AS p ON p.id = r.profiel ORDER BY r.rang, r.profiel
"""


def answer_rangen(verbinding: Connection, vraag: Rangvraag) -> dict[str, str]:
    return dict(verbinding.execute(_RANGEN, (list_json(vraag.sleutels),)).fetchall())


def answer_profiel(verbinding: Connection, vraag: Profielvraag) -> Profiel | None:
    rij = verbinding.execute("SELECT document FROM profielen WHERE id = ? AND document IS NOT NULL", (vraag.id,)).fetchone()
    return read_profiel(rij) if rij else None


def answer_houders(verbinding: Connection, vraag: Houdersvraag) -> tuple[str, ...]:
    return tuple(lh_sleutel for (lh_sleutel,) in verbinding.execute(_HOUDERS, (list_json(vraag.sleutels),)))


def answer_sleutel(verbinding: Connection, vraag: Sleutelvraag) -> tuple[Profiel, ...]:
    return tuple(map(read_profiel, verbinding.execute(_SLEUTEL, (vraag.sleutel, vraag.limiet))))


def answer_familie(verbinding: Connection, vraag: Familievraag) -> tuple[Profiel, ...]:
    opdracht = "SELECT document FROM profielen WHERE familie = ? ORDER BY rang, id LIMIT ?"
    return tuple(map(read_profiel, verbinding.execute(opdracht, (vraag.familie, vraag.limiet))))
