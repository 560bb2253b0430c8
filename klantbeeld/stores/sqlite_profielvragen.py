"""How questions about profiles are answered from SQLite."""

from sqlite3 import Connection
from typing import Any

from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Familievraag, Houdersvraag, Profielvraag, Rangvraag, Selectie, Sleutelsvraag, Sleutelvraag
from klantbeeld.stores.sqlite_bereik import limit_to
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

_PROFIEL = "SELECT p.document FROM profielen AS p WHERE p.id = :id AND p.document IS NOT NULL {binnen}"

_SLEUTEL = """
SELECT p.document FROM ringen AS r CROSS JOIN profielen AS p ON p.id = r.profiel
WHERE r.sleutel = :sleutel {binnen} ORDER BY r.rang, r.profiel LIMIT :limiet
"""

_SLEUTELS = """
SELECT p.document FROM profielen AS p WHERE p.id IN (
    SELECT r.profiel FROM json_each(:sleutels) AS gevraagd CROSS JOIN ringen AS r ON r.sleutel = gevraagd.value
) {binnen} ORDER BY p.rang, p.id LIMIT :limiet
"""

_FAMILIE = """
SELECT p.document FROM profielen AS p WHERE p.familie = :familie {binnen} ORDER BY p.rang, p.id LIMIT :limiet
"""


def answer_rangen(verbinding: Connection, vraag: Rangvraag) -> dict[str, str]:
    return dict(verbinding.execute(_RANGEN, (list_json(vraag.sleutels),)).fetchall())


def answer_profiel(verbinding: Connection, vraag: Profielvraag) -> Profiel | None:
    gevonden = _select(verbinding, _PROFIEL, vraag.bereik, {"id": vraag.id})
    return gevonden[0] if gevonden else None


def answer_houders(verbinding: Connection, vraag: Houdersvraag) -> tuple[str, ...]:
    return tuple(lh_sleutel for (lh_sleutel,) in verbinding.execute(_HOUDERS, (list_json(vraag.sleutels),)))


def answer_sleutel(verbinding: Connection, vraag: Sleutelvraag) -> tuple[Profiel, ...]:
    return _select(verbinding, _SLEUTEL, vraag.bereik, {"sleutel": vraag.sleutel, "limiet": vraag.limiet})


def answer_sleutels(verbinding: Connection, vraag: Sleutelsvraag) -> tuple[Profiel, ...]:
    return _select(verbinding, _SLEUTELS, vraag.bereik, {"sleutels": list_json(vraag.sleutels), "limiet": vraag.limiet})


def answer_familie(verbinding: Connection, vraag: Familievraag) -> tuple[Profiel, ...]:
    return _select(verbinding, _FAMILIE, vraag.bereik, {"familie": vraag.familie, "limiet": vraag.limiet})


def _select(verbinding: Connection, opdracht: str, bereik: Selectie, velden: dict[str, Any]) -> tuple[Profiel, ...]:
    """The profiles of a select, of those that are within reach."""
    binnen, erbij = limit_to(bereik)
    return tuple(map(read_profiel, verbinding.execute(opdracht.format(binnen=binnen), velden | erbij)))
