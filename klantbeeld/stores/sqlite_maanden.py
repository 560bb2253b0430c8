"""Month figures, and the attributes of profiles that they are selected and grouped by, into and out of SQLite.

A row belongs to the profile whose ``rij`` stands in its own: the high bits are that profile, the low 16 bits the month (see
``number_month``), or the place of the value among those of the profile. So all rows of a profile are one range, in order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from sqlite3 import Connection

from klantbeeld.domain.digests import digest_maand
from klantbeeld.domain.klok import month_at, number_month
from klantbeeld.domain.maanden import Maanddocument, list_waarden
from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.profielen import Attributen, Profiel
from klantbeeld.domain.vragen import Maandvraag
from klantbeeld.stores.sqlite_rijen import Rij, list_json, read_profiel

CIJFERS = tuple(veld.name for veld in fields(Maandcijfers))
"""The columns of the figures, in their order."""

_list_cijfers = attrgetter(*CIJFERS)

_BEREIK = 1 << 16

_RIJEN = """
SELECT p.id, p.rij, p.token FROM json_each(?) AS gevraagd CROSS JOIN profielen AS p ON p.id = gevraagd.value
WHERE p.digest IS NOT NULL
"""

_MAAND = f"INSERT INTO maanden (rij, {', '.join(CIJFERS)}, digest) VALUES (?, {', '.join('?' * len(CIJFERS))}, ?)"  # noqa: S608

_ATTRIBUUT = "INSERT INTO attributen (rij, soort, waarde, eerste) VALUES (?, ?, ?, ?)"

_MAANDEN = f"""
SELECT m.maand, p.document, {", ".join(f"m.{naam}" for naam in CIJFERS)} FROM profielen AS p
CROSS JOIN maanden AS m ON m.rij BETWEEN p.rij << 16 AND p.rij << 16 | 65535
WHERE p.id = ? ORDER BY m.rij
"""  # noqa: S608 - the names of our own fields


def write_attributen(verbinding: Connection, profielen: Sequence[Profiel]) -> None:
    """Writes the attributes of profiles that are held and have none yet."""
    rijen = _find_rijen(verbinding, [profiel.id for profiel in profielen])
    verbinding.executemany(
        _ATTRIBUUT, (rij for profiel in profielen for rij in make_attributen(rijen[profiel.id][0], profiel.attributen))
    )


def remove_attributen(verbinding: Connection, ids: Iterable[str]) -> None:
    """Removes the attributes of profiles."""
    _remove_ranges(verbinding, "attributen", (rij for rij, _ in _find_rijen(verbinding, ids).values()))


def remove_maanden(verbinding: Connection, ids: Iterable[str]) -> None:
    """Removes the month figures of profiles that are still held."""
    _remove_ranges(verbinding, "maanden", (rij for rij, _ in _find_rijen(verbinding, ids).values()))


def replace_maanden(verbinding: Connection, maanden: Mapping[str, tuple[int, Sequence[Maanddocument]]]) -> None:
    """Replaces the month figures of each profile that is held, unless they were derived from an older one."""
    gehouden = _find_rijen(verbinding, maanden)
    geldig = {id_: rij for id_, (rij, token) in gehouden.items() if token <= maanden[id_][0]}
    _remove_ranges(verbinding, "maanden", geldig.values())
    verbinding.executemany(_MAAND, (_make_maand(rij, maand) for id_, rij in geldig.items() for maand in maanden[id_][1]))


def answer_maanden(verbinding: Connection, vraag: Maandvraag) -> tuple[Maanddocument, ...]:
    rijen = verbinding.execute(_MAANDEN, (vraag.werkgever_id,)).fetchall()
    if not rijen:
        return ()
    attributen = read_profiel(rijen[0][1:]).attributen
    return tuple(
        Maanddocument(vraag.werkgever_id, month_at(maand), Maandcijfers(*cijfers), attributen) for maand, _, *cijfers in rijen
    )


def _find_rijen(verbinding: Connection, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Of each profile that is held its rij and its token."""
    return {id_: (rij, token) for id_, rij, token in verbinding.execute(_RIJEN, (list_json(ids),))}


def _remove_ranges(verbinding: Connection, tabel: str, rijen: Iterable[int]) -> None:
    opdracht = f"DELETE FROM {tabel} WHERE rij BETWEEN ? AND ?"  # noqa: S608 - one of our two tables
    verbinding.executemany(opdracht, ((rij * _BEREIK, rij * _BEREIK + _BEREIK - 1) for rij in rijen))


def _make_maand(rij: int, maand: Maanddocument) -> Rij:
    return (rij * _BEREIK + number_month(maand.maand), *_list_cijfers(maand.cijfers), digest_maand(maand))


def make_attributen(rij: int, attributen: Attributen) -> Iterable[Rij]:
    """One row per value. ``eerste``: by these rows an employer counts once."""
    alle = [(soort, waarde, waarde == rest[0]) for soort, rest in list_waarden(attributen).items() for waarde in rest]
    return ((rij * _BEREIK + plaats, *waarde) for plaats, waarde in enumerate(alle))
