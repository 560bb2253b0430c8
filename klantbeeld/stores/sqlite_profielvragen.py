"""How questions about profiles and their month figures are answered from SQLite."""

from sqlite3 import Connection

from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Familievraag, Houdersvraag, Maandvraag, Profielvraag, Rangvraag, Sleutelvraag, Zoekvraag
from klantbeeld.stores.sqlite_rijen import HOOGSTE_TEKST, list_json, read_maand, read_profiel, write_json

ZEER_GEWOON = 3000
"""How far the holders of a term are counted. Beyond it going through the profiles in the order of the cut finds a page of
them sooner than collecting and sorting all holders does."""

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

_AANTAL = "SELECT count(*) FROM (SELECT 1 FROM zoektermen WHERE term >= ? AND term <= ? LIMIT ?)"

# Whole terms: the index has the profiles of one term in the order of the cut, so reading stops at the last that is shown.
_ZOEK_HEEL = """
SELECT p.document FROM (
    SELECT z.woorden, z.profiel FROM zoektermen AS z WHERE z.term = :van
      AND NOT EXISTS (SELECT 1 FROM json_each(:overige) AS o WHERE NOT EXISTS (
          SELECT 1 FROM zoektermen AS t WHERE t.profiel = z.profiel AND t.term = o.value ->> 0))
    ORDER BY z.woorden, z.profiel LIMIT :limiet
) AS g CROSS JOIN profielen AS p ON p.id = g.profiel ORDER BY g.woorden, g.profiel
"""

_ZOEK_BEGIN = """
SELECT p.document FROM (
    SELECT DISTINCT z.woorden, z.profiel FROM zoektermen AS z WHERE z.term >= :van AND z.term <= :tot
      AND NOT EXISTS (SELECT 1 FROM json_each(:overige) AS o WHERE NOT EXISTS (
          SELECT 1 FROM zoektermen AS t WHERE t.profiel = z.profiel AND t.term >= o.value ->> 0 AND t.term <= o.value ->> 1))
    ORDER BY z.woorden, z.profiel LIMIT :limiet
) AS g CROSS JOIN profielen AS p ON p.id = g.profiel ORDER BY g.woorden, g.profiel
"""

_ZOEK_GEWOON = """
SELECT p.document FROM profielen AS p INDEXED BY profielen_volgorde
WHERE p.document IS NOT NULL
  AND EXISTS (SELECT 1 FROM zoektermen AS t WHERE t.profiel = p.id AND t.term >= :van AND t.term <= :tot)
ORDER BY p.woorden, p.id LIMIT :limiet
"""


def answer_rangen(verbinding: Connection, vraag: Rangvraag) -> dict[str, str]:
    return dict(verbinding.execute(_RANGEN, (list_json(vraag.sleutels),)).fetchall())


def answer_profiel(verbinding: Connection, vraag: Profielvraag) -> Profiel | None:
    rij = verbinding.execute("SELECT document FROM profielen WHERE id = ? AND document IS NOT NULL", (vraag.id,)).fetchone()
    return read_profiel(rij) if rij else None


def answer_houders(verbinding: Connection, vraag: Houdersvraag) -> tuple[str, ...]:
    return tuple(lh_sleutel for (lh_sleutel,) in verbinding.execute(_HOUDERS, (list_json(vraag.sleutels),)))


def answer_maanden(verbinding: Connection, vraag: Maandvraag) -> tuple[Maanddocument, ...]:
    opdracht = "SELECT profiel, maand, document FROM maanden WHERE profiel = ? ORDER BY maand"
    return tuple(map(read_maand, verbinding.execute(opdracht, (vraag.werkgever_id,))))


def answer_sleutel(verbinding: Connection, vraag: Sleutelvraag) -> tuple[Profiel, ...]:
    return tuple(map(read_profiel, verbinding.execute(_SLEUTEL, (vraag.sleutel, vraag.limiet))))


def answer_familie(verbinding: Connection, vraag: Familievraag) -> tuple[Profiel, ...]:
    opdracht = "SELECT document FROM profielen WHERE familie = ? ORDER BY rang, id LIMIT ?"
    return tuple(map(read_profiel, verbinding.execute(opdracht, (vraag.familie, vraag.limiet))))


def answer_zoeken(verbinding: Connection, vraag: Zoekvraag) -> tuple[Profiel, ...]:
    """Starts at the rarest term; the others are looked up per profile that has it. Without terms nothing is found."""
    if not vraag.termen:
        return ()
    einde = HOOGSTE_TEKST if vraag.begin else ""
    grenzen = [(term, term + einde) for term in dict.fromkeys(vraag.termen)]
    aantallen = {grens: _count_holders(verbinding, grens) for grens in grenzen}
    eerste, *overige = sorted(grenzen, key=aantallen.__getitem__)
    opdracht = _ZOEK_BEGIN if vraag.begin else _ZOEK_HEEL
    if vraag.begin and not overige and aantallen[eerste] >= ZEER_GEWOON:
        opdracht = _ZOEK_GEWOON
    velden = {"van": eerste[0], "tot": eerste[1], "overige": write_json(overige), "limiet": vraag.limiet}
    return tuple(map(read_profiel, verbinding.execute(opdracht, velden)))


def _count_holders(verbinding: Connection, grens: tuple[str, str]) -> int:
    aantal: int = verbinding.execute(_AANTAL, (*grens, ZEER_GEWOON)).fetchone()[0]
    return aantal
