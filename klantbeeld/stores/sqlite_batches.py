"""A batch of records into SQLite, as one transaction."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple
from itertools import chain
from sqlite3 import Connection

import orjson

from klantbeeld.domain.items import Bewaard, Item, keep
from klantbeeld.stores.protocol import ALLES, Batch, DodeBrief, Positie, Tellers, Toegepast
from klantbeeld.stores.sqlite_markeringen import has_mark, leave_mark
from klantbeeld.stores.sqlite_rijen import Rij, list_json, make_item_row, make_sleutel_rows, make_vindplaatsen, read_item
from klantbeeld.stores.verloop import Verloop
from klantbeeld.stores.wisregister import Drager

_BEWAARD = """
SELECT i.id, i.bron, i.soort, i.versie, i.digest, i.sleutels, i.verwijderd, i.afwezig,
       i.sortering, i.kenmerk, i.regeling, i.bedrag, i.besloten, i.vindtermen, x''
FROM json_each(?) AS gevraagd CROSS JOIN items AS i ON i.id = gevraagd.value
"""

_KOPPEN = """
SELECT i.id, i.versie, i.digest, i.sleutels, i.verwijderd, i.afwezig
FROM json_each(?) AS gevraagd CROSS JOIN items AS i ON i.id = gevraagd.value
"""

_ITEM = """
INSERT INTO items (id, bron, soort, versie, digest, sleutels, verwijderd, afwezig,
                   sortering, kenmerk, regeling, bedrag, besloten, vindtermen, verwijderd_op, inhoud)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    bron = excluded.bron, soort = excluded.soort, versie = excluded.versie, digest = excluded.digest,
    sleutels = excluded.sleutels, verwijderd = excluded.verwijderd, afwezig = excluded.afwezig,
    sortering = excluded.sortering, kenmerk = excluded.kenmerk, regeling = excluded.regeling, bedrag = excluded.bedrag,
    besloten = excluded.besloten, vindtermen = excluded.vindtermen, verwijderd_op = excluded.verwijderd_op,
    inhoud = excluded.inhoud
"""

_SLEUTEL_WEG = "DELETE FROM item_sleutels WHERE sleutel = ? AND soort = ? AND sortering = ? AND id = ?"

_SLEUTEL = """
INSERT INTO item_sleutels (sleutel, soort, sortering, id, besloten, kenmerk, regeling, bedrag)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

_VINDPLAATS_WEG = "DELETE FROM vindplaatsen WHERE term = ? AND id = ?"

_VINDPLAATS = "INSERT INTO vindplaatsen (term, id, soort, besloten) VALUES (?, ?, ?, ?)"

_BRONSOORT = """
INSERT INTO bronsoorten (bron, soort, levend) VALUES (?, ?, ?)
ON CONFLICT (bron, soort) DO UPDATE SET levend = levend + excluded.levend
"""

_BRIEF = """
INSERT INTO dode_brieven (id, bron, soort, sleutel, versie, reden, veld, herkomst, ruw, ontvangen_op)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    bron = excluded.bron, soort = excluded.soort, sleutel = excluded.sleutel, versie = excluded.versie,
    reden = excluded.reden, veld = excluded.veld, herkomst = excluded.herkomst, ruw = excluded.ruw,
    ontvangen_op = excluded.ontvangen_op
"""

_BRIEVEN_AF = "DELETE FROM dode_brieven WHERE bron = ? AND soort = ? AND sleutel = ? AND versie <= ?"

_TELLERS = """
INSERT INTO tellers (bron, applied, superseded, unchanged, dead_lettered, erased) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (bron) DO UPDATE SET
    applied = applied + excluded.applied, superseded = superseded + excluded.superseded,
    unchanged = unchanged + excluded.unchanged, dead_lettered = dead_lettered + excluded.dead_lettered,
    erased = erased + excluded.erased
"""

_POSITIE = "INSERT INTO posities (stroom, stand) VALUES (?, ?) ON CONFLICT (stroom) DO UPDATE SET stand = excluded.stand"


def apply_batch(verbinding: Connection, batch: Batch, gewist: AbstractSet[Drager], *, markeer: bool) -> Toegepast:
    """See ``Store.apply``; ``gewist`` is what the ledger keeps out. The caller holds the transaction."""
    bewaard = read_heads(verbinding, [inkomend.item.id for inkomend in batch.inkomend])
    verloop = Verloop({id_: keep(item) for id_, item in bewaard.items()}, gewist)
    for inkomend in batch.inkomend:
        verloop.take_in(inkomend)
    if batch.meeste_weigeringen is not None and verloop.geweigerd > batch.meeste_weigeringen:
        return Toegepast(tuple(verloop.besluiten), None, gedaan=False)
    verloop.count_others(batch)
    nieuw = list(verloop.nieuw.values())
    _write_items(verbinding, nieuw, bewaard)
    remove_brieven(verbinding, batch.opgelost)
    _write_brieven(verbinding, batch.brieven)
    _settle_brieven(verbinding, nieuw)
    # After settling: these were refused after the version that now stands.
    _write_brieven(verbinding, chain.from_iterable(verloop.brieven.values()))
    _write_tellers(verbinding, verloop.tellers())
    geraakt = verloop.touched() if markeer or not has_mark(verbinding, ALLES) else {}
    markering = leave_mark(verbinding, geraakt) if geraakt else None
    if batch.positie is not None:
        write_positie(verbinding, batch.positie)
    return Toegepast(tuple(verloop.besluiten), markering)


def read_bewaard(verbinding: Connection, ids: Iterable[str]) -> dict[str, Bewaard]:
    """What a decision needs of the items with these ids that are held, tombstones included."""
    return {
        id_: Bewaard(versie, digest, tuple(orjson.loads(sleutels)), bool(verwijderd), bool(afwezig))
        for id_, versie, digest, sleutels, verwijderd, afwezig in verbinding.execute(_KOPPEN, (list_json(ids),))
    }


def read_heads(verbinding: Connection, ids: Iterable[str]) -> dict[str, Item]:
    """The items with these ids that are held, tombstones included, all without their content."""
    return {rij[0]: read_item(rij) for rij in verbinding.execute(_BEWAARD, (list_json(ids),))}


def forget_items(verbinding: Connection, ids: Iterable[str]) -> int:
    """Removes items and tombstones wholly; says how many there were."""
    bewaard = read_heads(verbinding, ids)
    geraakt: defaultdict[str, set[str]] = defaultdict(set)
    for item in bewaard.values():
        geraakt[item.soort].update(item.sleutels)
    _remove_sporen(verbinding, bewaard.values())
    verbinding.execute("DELETE FROM items WHERE id IN (SELECT value FROM json_each(?))", (list_json(bewaard),))
    levend = Counter((item.bron, item.soort) for item in bewaard.values() if not item.verwijderd)
    verbinding.executemany(_BRONSOORT, ((*bronsoort, -aantal) for bronsoort, aantal in levend.items()))
    if any(geraakt.values()):
        leave_mark(verbinding, {soort: tuple(sorted(sleutels)) for soort, sleutels in geraakt.items() if sleutels})
    return len(bewaard)


def _remove_sporen(verbinding: Connection, items: Iterable[Item]) -> None:
    """The rows by which these items are found."""
    for item in items:
        verbinding.executemany(_SLEUTEL_WEG, (rij[:4] for rij in make_sleutel_rows(item)))
        verbinding.executemany(_VINDPLAATS_WEG, (rij[:2] for rij in make_vindplaatsen(item)))


def _write_items(verbinding: Connection, nieuw: Sequence[Item], bewaard: dict[str, Item]) -> None:
    levend: Counter[tuple[str, str]] = Counter()
    for item in nieuw:
        oud = bewaard.get(item.id)
        levend[item.bron, item.soort] += not item.verwijderd
        levend[item.bron, item.soort] -= oud is not None and not oud.verwijderd
    verbinding.executemany(_ITEM, map(make_item_row, nieuw))
    weg, erbij = _compare(make_sleutel_rows, nieuw, bewaard)
    verbinding.executemany(_SLEUTEL_WEG, (rij[:4] for rij in weg))
    verbinding.executemany(_SLEUTEL, erbij)
    weg, erbij = _compare(make_vindplaatsen, nieuw, bewaard)
    verbinding.executemany(_VINDPLAATS_WEG, (rij[:2] for rij in weg))
    verbinding.executemany(_VINDPLAATS, erbij)
    verbinding.executemany(_BRONSOORT, ((*bronsoort, aantal) for bronsoort, aantal in levend.items()))


def _compare(
    make_rows: Callable[[Item], list[Rij]], nieuw: Sequence[Item], bewaard: dict[str, Item]
) -> tuple[list[Rij], list[Rij]]:
    """The rows by which items are found that must go, and those that must come; what stays the same is left alone."""
    weg: list[Rij] = []
    erbij: list[Rij] = []
    for item in nieuw:
        rijen, oud = make_rows(item), bewaard.get(item.id)
        if oud is not None:
            oude_rijen = make_rows(oud)
            weg += set(oude_rijen).difference(rijen)
            rijen = list(set(rijen).difference(oude_rijen))
        erbij += rijen
    return weg, erbij


def _settle_brieven(verbinding: Connection, nieuw: Sequence[Item]) -> None:
    # Mostly there are no dead letters at all, and then nothing is looked up per item.
    if verbinding.execute("SELECT 1 FROM dode_brieven LIMIT 1").fetchone() is not None:
        verbinding.executemany(_BRIEVEN_AF, ((*item.id.split(":", 2), item.versie) for item in nieuw))


def _write_brieven(verbinding: Connection, brieven: Iterable[DodeBrief]) -> None:
    verbinding.executemany(_BRIEF, map(astuple, brieven))


def remove_brieven(verbinding: Connection, ids: Iterable[str]) -> int:
    """Removes dead letters and says how many there were."""
    opdracht = "DELETE FROM dode_brieven WHERE id IN (SELECT value FROM json_each(?))"
    return verbinding.execute(opdracht, (list_json(ids),)).rowcount


def _write_tellers(verbinding: Connection, tellers: Iterable[Tellers]) -> None:
    verbinding.executemany(_TELLERS, map(astuple, tellers))


def write_positie(verbinding: Connection, positie: Positie) -> None:
    verbinding.execute(_POSITIE, (positie.stroom, positie.stand))
