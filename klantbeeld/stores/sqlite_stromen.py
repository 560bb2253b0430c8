"""Reading through a whole table of SQLite, a page at a time.

Each page is a read of its own, continued after the last key of the page before: whoever takes its time holds up nobody,
and may write in between.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from klantbeeld.stores.sqlite_rijen import Rij
from klantbeeld.stores.sqlite_verbindingen import Verbindingen

BLADZIJDE = 1000


@dataclass(frozen=True, slots=True)
class Stroom:
    """A select in the order of its first columns, which it starts after as ``:na0``, ``:na1``, …; ``begin`` is before all."""

    opdracht: str
    begin: tuple[Any, ...]


ITEMS = Stroom(
    """SELECT rij, id, versie, digest FROM items WHERE rij > :na0 AND verwijderd = 0 ORDER BY rij LIMIT :bladzijde""",
    (0,),
)
PROFIELEN = Stroom(
    """SELECT rij, id, digest, lh_sleutel FROM profielen
    WHERE rij > :na0 AND document IS NOT NULL ORDER BY rij LIMIT :bladzijde""",
    (0,),
)
MAANDEN = Stroom(
    """SELECT m.rij, p.id, m.maand, m.digest FROM maanden AS m CROSS JOIN profielen AS p ON p.rij = m.profiel
    WHERE m.rij > :na0 ORDER BY m.rij LIMIT :bladzijde""",
    (0,),
)
# An id begins with its source, so the records of one source are one range; ";" is the character after ":".
VERSIES = Stroom(
    """SELECT id, versie FROM items WHERE id > :na0 AND id >= :bron || ':' AND id < :bron || ';'
    AND verwijderd = 0 AND soort <> 'bronstand' ORDER BY id LIMIT :bladzijde""",
    ("",),
)
KOPPEN = Stroom("SELECT id, versie, digest, verwijderd FROM items WHERE id > :na0 ORDER BY id LIMIT :bladzijde", ("",))
# Only columns that every version of the product has had.
HELE_ITEMS = Stroom(
    """SELECT id, bron, soort, versie, digest, sleutels, verwijderd, afwezig, inhoud FROM items
    WHERE id > :na0 ORDER BY id LIMIT :bladzijde""",
    ("",),
)
ORGANISATIES = Stroom(
    """SELECT id, sleutels FROM items WHERE id > :na0 AND soort = 'organisatie' AND verwijderd = 0
    ORDER BY id LIMIT :bladzijde""",
    ("",),
)
BRIEVEN = Stroom(
    """SELECT bron, id, soort, sleutel, versie, reden, veld, herkomst, ruw, ontvangen_op FROM dode_brieven
    WHERE (bron, id) > (:na0, :na1) AND (:bron IS NULL OR bron = :bron) ORDER BY bron, id LIMIT :bladzijde""",
    ("", ""),
)


def page_through(
    verbindingen: Verbindingen, stroom: Stroom, velden: Mapping[str, Any] | None = None, bladzijde: int = BLADZIJDE
) -> Iterator[Rij]:
    """Every row of a stream, in its order."""
    laatste: Rij = stroom.begin
    while True:
        na = {f"na{plaats}": waarde for plaats, waarde in enumerate(laatste[: len(stroom.begin)])}
        with verbindingen.reading() as lezer:
            rijen = lezer.execute(stroom.opdracht, {**na, **(velden or {}), "bladzijde": bladzijde}).fetchall()
        yield from rijen
        if len(rijen) < bladzijde:
            return
        laatste = rijen[-1]
