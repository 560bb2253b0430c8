"""How each question is answered from SQLite. ``ANTWOORDEN`` is the list of all of them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from sqlite3 import Connection
from typing import Any

import orjson

from klantbeeld.domain.items import Item
from klantbeeld.domain.leveringen import canonicalise_json
from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Bestaanvraag,
    Bronitemsvraag,
    Bronnenvraag,
    Bronregel,
    Burenvraag,
    Familievraag,
    Houdersvraag,
    Itemsantwoord,
    Itemsvraag,
    Maandvraag,
    Profielvraag,
    Rangvraag,
    Revisievraag,
    Sleutelsvraag,
    Sleutelvraag,
    Statistiekvraag,
    Telling,
    Telvraag,
    Vindvraag,
    Vondst,
)
from klantbeeld.stores.sqlite_maanden import answer_maanden
from klantbeeld.stores.sqlite_profielvragen import (
    answer_familie,
    answer_houders,
    answer_profiel,
    answer_rangen,
    answer_sleutel,
    answer_sleutels,
)
from klantbeeld.stores.sqlite_rijen import HOOGSTE_TEKST, list_json, read_item
from klantbeeld.stores.sqlite_statistieken import answer_aantallen, answer_statistiek

# The ids come from one range per key of the covering index; content is fetched for what is shown only.
_BLADZIJDE = """
SELECT i.id, i.bron, i.soort, i.versie, i.digest, i.sleutels, i.verwijderd, i.afwezig,
       i.sortering, i.kenmerk, i.regeling, i.bedrag, i.besloten, i.vindtermen, i.inhoud
FROM (
    SELECT gevonden.id FROM (
        SELECT DISTINCT sortering, id FROM item_sleutels
        WHERE sleutel IN (SELECT value FROM json_each(:sleutels)) AND soort = :soort
          AND sortering >= :van AND sortering <= :tot
          AND (:kenmerk IS NULL OR kenmerk = :kenmerk) AND besloten <= :besloten
    ) AS gevonden
    WHERE :na IS NULL OR (sortering = :na AND gevonden.id > :na_id)
       OR CASE WHEN :oplopend THEN sortering > :na ELSE sortering < :na END
    ORDER BY CASE WHEN :oplopend THEN sortering END, CASE WHEN NOT :oplopend THEN sortering END DESC, gevonden.id
    LIMIT :limiet
) AS bladzijde CROSS JOIN items AS i ON i.id = bladzijde.id
ORDER BY CASE WHEN :oplopend THEN i.sortering END, CASE WHEN NOT :oplopend THEN i.sortering END DESC, i.id
"""

_TOTAAL = """
SELECT count(DISTINCT id) FROM item_sleutels
WHERE sleutel IN (SELECT value FROM json_each(:sleutels)) AND soort = :soort
  AND sortering >= :van AND sortering <= :tot
  AND (:kenmerk IS NULL OR kenmerk = :kenmerk) AND besloten <= :besloten
"""

_TELLINGEN = """
SELECT kenmerk, regeling, substr(sortering, 1, 4) AS jaar, count(*), sum(coalesce(bedrag, 0)) FROM (
    SELECT DISTINCT id, sortering, kenmerk, regeling, bedrag FROM item_sleutels
    WHERE sleutel IN (SELECT value FROM json_each(:sleutels)) AND soort = :soort
      AND sortering >= :van AND sortering <= :tot AND besloten <= :besloten
)
GROUP BY kenmerk, regeling, jaar ORDER BY kenmerk, regeling, jaar
"""

_BRONITEMS = """
SELECT i.id, i.bron, i.soort, i.versie, i.digest, i.sleutels, i.verwijderd, i.afwezig,
       i.sortering, i.kenmerk, i.regeling, i.bedrag, i.besloten, i.vindtermen, i.inhoud
FROM (
    SELECT DISTINCT id FROM item_sleutels
    WHERE sleutel IN (SELECT value FROM json_each(:sleutels)) AND soort IN (SELECT value FROM json_each(:soorten))
) AS gevonden CROSS JOIN items AS i ON i.id = gevonden.id
ORDER BY i.id
"""

# Many records of an employer carry the same keys.
_BUREN = """
SELECT DISTINCT i.sleutels FROM (
    SELECT DISTINCT id FROM item_sleutels
    WHERE sleutel IN (SELECT value FROM json_each(:sleutels)) AND soort IN (SELECT value FROM json_each(:soorten))
) AS gevonden CROSS JOIN items AS i ON i.id = gevonden.id
"""

_BESTAAN = """
SELECT i.id, i.sleutels FROM json_each(?) AS gevraagd CROSS JOIN items AS i ON i.id = gevraagd.value WHERE i.verwijderd = 0
"""

_VONDSTEN = """
SELECT i.id, i.soort, i.sleutels FROM (
    SELECT id FROM vindplaatsen
    WHERE term = :term AND soort IN (SELECT value FROM json_each(:soorten)) AND besloten <= :besloten
    ORDER BY id LIMIT :limiet
) AS gevonden CROSS JOIN items AS i ON i.id = gevonden.id
ORDER BY i.id
"""

_REVISIES = """
SELECT r.sleutel, r.waarde FROM json_each(?) AS gevraagd CROSS JOIN revisies AS r ON r.sleutel = gevraagd.value
"""

_BRONNEN = """
SELECT b.bron, (SELECT reden FROM storingen AS s WHERE s.bron = b.bron),
       (SELECT i.inhoud FROM items AS i WHERE i.bron = b.bron AND i.soort = 'bronstand' AND i.verwijderd = 0
        ORDER BY i.versie DESC, i.id LIMIT 1)
FROM (SELECT bron FROM bronsoorten UNION SELECT bron FROM storingen) AS b
ORDER BY b.bron
"""


def _bounds(vraag: Itemsvraag | Telvraag) -> dict[str, Any]:
    return {
        "sleutels": list_json(vraag.sleutels),
        "soort": vraag.soort,
        "van": vraag.van or "",
        "tot": HOOGSTE_TEKST if vraag.tot is None else vraag.tot,
        "besloten": vraag.ook_besloten,
    }


def answer_items(verbinding: Connection, vraag: Itemsvraag) -> Itemsantwoord:
    na, na_id = vraag.na or (None, None)
    velden = _bounds(vraag) | {"kenmerk": vraag.kenmerk}
    bladzijde = {"na": na, "na_id": na_id, "oplopend": vraag.oplopend, "limiet": -1 if vraag.limiet is None else vraag.limiet}
    items = tuple(map(read_item, verbinding.execute(_BLADZIJDE, velden | bladzijde)))
    if na is None and (vraag.limiet is None or len(items) < vraag.limiet):
        return Itemsantwoord(items, len(items))
    return Itemsantwoord(items, verbinding.execute(_TOTAAL, velden).fetchone()[0])


def answer_tellingen(verbinding: Connection, vraag: Telvraag) -> tuple[Telling, ...]:
    return tuple(Telling(*rij) for rij in verbinding.execute(_TELLINGEN, _bounds(vraag)))


def answer_bronitems(verbinding: Connection, vraag: Bronitemsvraag) -> tuple[Item, ...]:
    velden = {"sleutels": list_json(vraag.sleutels), "soorten": list_json(vraag.soorten)}
    return tuple(map(read_item, verbinding.execute(_BRONITEMS, velden)))


def answer_buren(verbinding: Connection, vraag: Burenvraag) -> set[str]:
    velden = {"sleutels": list_json(vraag.sleutels), "soorten": list_json(vraag.soorten)}
    return {sleutel for (sleutels,) in verbinding.execute(_BUREN, velden) for sleutel in orjson.loads(sleutels)}


def answer_bestaan(verbinding: Connection, vraag: Bestaanvraag) -> dict[str, tuple[str, ...]]:
    return {id_: tuple(orjson.loads(sleutels)) for id_, sleutels in verbinding.execute(_BESTAAN, (list_json(vraag.ids),))}


def answer_vondsten(verbinding: Connection, vraag: Vindvraag) -> tuple[Vondst, ...]:
    soorten = list_json(vraag.soorten)
    velden = {"term": vraag.vindterm, "soorten": soorten, "besloten": vraag.ook_besloten, "limiet": vraag.limiet}
    return tuple(
        Vondst(id_, soort, tuple(orjson.loads(sleutels))) for id_, soort, sleutels in verbinding.execute(_VONDSTEN, velden)
    )


def answer_revisies(verbinding: Connection, vraag: Revisievraag) -> tuple[str, ...]:
    gevraagd = ("", *vraag.sleutels)
    bekend = dict(verbinding.execute(_REVISIES, (list_json(gevraagd),)).fetchall())
    return tuple(bekend.get(sleutel, "") for sleutel in gevraagd)


def answer_bronnen(verbinding: Connection, _: Bronnenvraag) -> tuple[Bronregel, ...]:
    soorten = defaultdict(set)
    for bron, soort in verbinding.execute("SELECT bron, soort FROM bronsoorten WHERE soort <> 'bronstand'"):
        soorten[bron].add(soort)
    return tuple(
        Bronregel(bron, _content_of(inhoud), frozenset(soorten[bron]), storing)
        for bron, storing, inhoud in verbinding.execute(_BRONNEN)
    )


def _content_of(inhoud: bytes | None) -> bytes | None:
    return canonicalise_json(orjson.loads(inhoud)["gegevens"]) if inhoud is not None else None


ANTWOORDEN: Mapping[type, Callable[[Connection, Any], Any]] = {
    Itemsvraag: answer_items,
    Bronitemsvraag: answer_bronitems,
    Burenvraag: answer_buren,
    Telvraag: answer_tellingen,
    Rangvraag: answer_rangen,
    Bestaanvraag: answer_bestaan,
    Profielvraag: answer_profiel,
    Houdersvraag: answer_houders,
    Revisievraag: answer_revisies,
    Maandvraag: answer_maanden,
    Statistiekvraag: answer_statistiek,
    Aantallenvraag: answer_aantallen,
    Sleutelvraag: answer_sleutel,
    Sleutelsvraag: answer_sleutels,
    Familievraag: answer_familie,
    Vindvraag: answer_vondsten,
    Bronnenvraag: answer_bronnen,
}
