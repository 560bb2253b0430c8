"""Between rows of tables and the values of the domain."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson

from klantbeeld.domain.digests import restore_profiel
from klantbeeld.domain.items import Item, Kenmerken
from klantbeeld.domain.profielen import Profiel

Rij = tuple[Any, ...]

HOOGSTE_TEKST = "\U0010ffff"
"""Sorts after every text that a source can deliver."""


def write_json(waarde: object) -> str:
    """JSON as the functions of SQLite read it: text, not bytes."""
    return orjson.dumps(waarde, option=orjson.OPT_SORT_KEYS).decode()


def list_json(waarden: Iterable[str]) -> str:
    """A list of texts as one parameter, for ``json_each``; each once."""
    return write_json(tuple(dict.fromkeys(waarden)))


def make_item_row(item: Item) -> Rij:
    """An item in the order of the columns of ``items``; a tombstone with today, for when it may go. A truth value as a number:
    so it is kept, and the driver takes that in a third of the time."""
    kenmerken = item.kenmerken
    return (
        item.id,
        item.bron,
        item.soort,
        item.versie,
        item.digest,
        write_json(item.sleutels),
        int(item.verwijderd),
        int(item.afwezig),
        kenmerken.sortering,
        kenmerken.kenmerk,
        kenmerken.regeling,
        kenmerken.bedrag,
        int(kenmerken.besloten),
        write_json(kenmerken.vindtermen),
        datetime.now(UTC).date().isoformat() if item.verwijderd else None,
        item.inhoud,
    )


def read_item(rij: Rij) -> Item:
    """The item that ``make_item_row`` wrote."""
    id_, bron, soort, versie, digest, sleutels, verwijderd, afwezig, *lijst, inhoud = rij
    sortering, kenmerk, regeling, bedrag, besloten, vindtermen = lijst
    return Item(
        id=id_,
        bron=bron,
        soort=soort,
        versie=versie,
        digest=digest,
        sleutels=tuple(orjson.loads(sleutels)),
        verwijderd=bool(verwijderd),
        inhoud=inhoud,
        kenmerken=Kenmerken(sortering, kenmerk, regeling, bedrag, bool(besloten), tuple(orjson.loads(vindtermen))),
        afwezig=bool(afwezig),
    )


def make_sleutel_rows(item: Item) -> list[Rij]:
    """The rows by which a live item is found, in the order of the columns of ``item_sleutels``; a tombstone has none."""
    if item.verwijderd:
        return []
    kenmerken = item.kenmerken
    rest = (int(kenmerken.besloten), kenmerken.kenmerk, kenmerken.regeling, kenmerken.bedrag)
    return [(sleutel, item.soort, kenmerken.sortering, item.id, *rest) for sleutel in item.sleutels]


def make_vindplaatsen(item: Item) -> list[Rij]:
    """The rows by which a live item itself is found, in the order of the columns of ``vindplaatsen``; a tombstone has none."""
    if item.verwijderd:
        return []
    return [(term, item.id, item.soort, int(item.kenmerken.besloten)) for term in item.kenmerken.vindtermen]


@lru_cache(512)
def _restore_profiel(document: bytes) -> Profiel:
    # The questions of one search bring the same employers again and again, and so does the next letter that is typed.
    return restore_profiel(document)


def read_profiel(rij: Rij) -> Profiel:
    return _restore_profiel(rij[0])
