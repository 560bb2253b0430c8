"""Whether the tables of a store in SQLite agree with each other: documents with their digests, and with the rows, terms and
figures by which they are found.

The rows by which things are found are in another order than the things. So each row is added up, as a number, in the bucket
of what it belongs to: once as it should be and once, taken off, as it is. Only what is in a bucket that does not come out at
zero is compared row by row.
"""

import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from sqlite3 import Connection

import orjson

from klantbeeld.domain.digests import digest_document, digest_maand, restore_profiel
from klantbeeld.domain.klok import month_at
from klantbeeld.domain.leveringen import digest_of
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.profielen import Profiel
from klantbeeld.stores.sqlite_maanden import CIJFERS, make_attributen
from klantbeeld.stores.sqlite_zoeken import TABELLEN, unpack_termen, write_termen

EMMERS = 1 << 20
PROFIELEN_PER_DEEL = 100_000
"""Of so many profiles SQLite sorts the search terms at once, in a temporary file of up to half a gigabyte."""
_GETAL = (1 << 64) - 1

Spoor = tuple[Hashable, Hashable]
"""What something belongs to, and a row or term by which that is found."""

_ITEMS = """
SELECT id, soort, sortering, besloten, kenmerk, regeling, bedrag, sleutels, vindtermen, digest, inhoud
FROM items WHERE verwijderd = 0
"""
_SLEUTELS = "SELECT sleutel, soort, sortering, id, besloten, kenmerk, regeling, bedrag FROM item_sleutels"
_VINDPLAATSEN = "SELECT term, id, soort, besloten FROM vindplaatsen"
_LEVEND = """
SELECT bron, soort, levend FROM bronsoorten WHERE levend <> 0
EXCEPT SELECT bron, soort, count(*) FROM items WHERE verwijderd = 0 GROUP BY bron, soort
"""
_PROFIELEN = """
SELECT rij, id, lh_sleutel, familie, rang, zoekrij, termen, digest, document FROM profielen WHERE document IS NOT NULL
"""
_TERMEN = "SELECT doc, group_concat(term, ' ') FROM temp.termenlijst WHERE abs(doc % ?) = ? GROUP BY doc"
_MAANDEN = f"SELECT profiel, maand, digest, {', '.join(CIJFERS)} FROM maanden ORDER BY rij"  # noqa: S608 - our own names
_LOSSE_MAANDEN = (
    "SELECT DISTINCT profiel FROM maanden WHERE profiel NOT IN (SELECT rij FROM profielen WHERE digest IS NOT NULL)"
)


def find_damaged(verbinding: Connection) -> list[str]:
    """See ``Store.damaged``; the caller holds the read transaction."""
    fout = {*_find_items(verbinding), *_find_profielen(verbinding), *_find_maanden(verbinding)}
    fout.update(f"aantal:{bron}:{soort}" for bron, soort, _ in verbinding.execute(_LEVEND))
    return sorted(fout)


def _find_items(verbinding: Connection) -> Iterator[str]:
    yield from map(str, _compare(lambda: _wanted_of_items(verbinding), lambda: _held_of_items(verbinding)))


def _wanted_of_items(verbinding: Connection) -> Iterator[Spoor]:
    """What must be held; and of content that is not that of its digest, something that never is."""
    for id_, soort, sortering, *kenmerken, sleutels, vindtermen, digest, inhoud in verbinding.execute(_ITEMS):
        if digest_of(inhoud) != digest:
            yield id_, "inhoud"
        for sleutel in orjson.loads(sleutels):
            yield id_, (sleutel, soort, sortering, id_, *kenmerken)
        for term in orjson.loads(vindtermen):
            yield id_, (term, id_, soort, kenmerken[0])


def _held_of_items(verbinding: Connection) -> Iterator[Spoor]:
    for rij in verbinding.execute(_SLEUTELS):
        yield rij[3], rij
    for rij in verbinding.execute(_VINDPLAATSEN):
        yield rij[1], rij


def _find_profielen(verbinding: Connection) -> Iterator[str]:
    for waar in _compare(lambda: _wanted_of_profielen(verbinding), lambda: _held_of_profielen(verbinding)):
        yield _name_of(verbinding, waar)


def _columns_of(profiel: Profiel) -> tuple[str, str, str, str]:
    return profiel.id, profiel.lh_sleutel, profiel.familie, profiel.rang


def _restore(document: bytes) -> Profiel | None:
    try:
        return restore_profiel(document)
    except ValueError:
        return None


def _wanted_of_profielen(verbinding: Connection) -> Iterator[Spoor]:
    """By the id of the profile its ring, by its rij its attributes, by its zoekrij its terms; and of a profile whose columns do
    not agree with its document, something that is never held."""
    for rij, id_, lh_sleutel, familie, rang, zoekrij, termen, digest, document in verbinding.execute(_PROFIELEN):
        profiel = _restore(document)
        if profiel is None or digest_document(document) != digest or (id_, lh_sleutel, familie, rang) != _columns_of(profiel):
            yield id_, "document"
        if profiel is None:
            continue
        yield from ((id_, spoor) for spoor in profiel.ranks_on_ring())
        yield from ((("rij", rij), spoor) for spoor in make_attributen(rij, profiel.attributen))
        nodig = write_termen(profiel)
        bundels = [_bundle(tekst) for tekst in nodig]
        yield from ((("zoekrij", zoekrij), (tabel, deel)) for tabel, deel in zip(TABELLEN, bundels, strict=True) if deel[0])
        ingepakt = _unpack(termen)
        if ingepakt != nodig and [_bundle(tekst) for tekst in ingepakt] != bundels:
            yield id_, "termen"


def _bundle(tekst: str) -> tuple[int, int]:
    """Terms in whatever order, of which one that is there twice is seen: how many, and all added up as numbers."""
    termen = tekst.split()
    return len(termen), sum(map(hash, termen))


def _unpack(termen: bytes) -> tuple[str, ...]:
    try:
        return unpack_termen(termen)
    except (zlib.error, UnicodeDecodeError, TypeError):
        return ()


def _held_of_profielen(verbinding: Connection) -> Iterator[Spoor]:
    for sleutel, rang, id_ in verbinding.execute("SELECT sleutel, rang, profiel FROM ringen"):
        yield id_, (sleutel, rang)
    for spoor in verbinding.execute("SELECT rij, soort, waarde, eerste FROM attributen"):
        yield ("rij", spoor[0] >> 16), spoor
    (aantal,) = verbinding.execute("SELECT COUNT(*) FROM profielen").fetchone()
    delen = aantal // PROFIELEN_PER_DEEL + 1
    for tabel in TABELLEN:
        with _listing_terms(verbinding, tabel):
            for deel in range(delen):
                for zoekrij, termen in verbinding.execute(_TERMEN, (delen, deel)):
                    yield ("zoekrij", zoekrij), (tabel, _bundle(termen))


@contextmanager
def _listing_terms(verbinding: Connection, tabel: str) -> Iterator[None]:
    """Lets the terms of a full-text table be read, as a table that is this connection's own."""
    verbinding.execute("PRAGMA query_only = 0")
    verbinding.execute(f"CREATE VIRTUAL TABLE temp.termenlijst USING fts5vocab(main, {tabel}, instance)")
    verbinding.execute("PRAGMA query_only = 1")
    try:
        yield
    finally:
        verbinding.execute("PRAGMA query_only = 0")
        verbinding.execute("DROP TABLE temp.termenlijst")
        verbinding.execute("PRAGMA query_only = 1")


def _name_of(verbinding: Connection, waar: Hashable) -> str:
    """The id of the profile that a trace belongs to, or where it stands when there is none."""
    if isinstance(waar, str):
        return waar
    assert isinstance(waar, tuple)  # noqa: S101 - of ``_held_of_profielen``
    kolom, nummer = waar
    opdracht = f"SELECT id FROM profielen WHERE {kolom} = ? AND document IS NOT NULL"  # noqa: S608 - one of two of ours
    gevonden = verbinding.execute(opdracht, (nummer,)).fetchone()
    return gevonden[0] if gevonden else f"{kolom}:{nummer}"


def _find_maanden(verbinding: Connection) -> Iterator[str]:
    yield from (f"maanden:{rij}" for (rij,) in verbinding.execute(_LOSSE_MAANDEN))
    profielen = verbinding.cursor()
    nu, profiel = None, None
    for rij, maand, digest, *cijfers in verbinding.execute(_MAANDEN):
        if rij != nu:
            gevonden = profielen.execute(
                "SELECT document FROM profielen WHERE rij = ? AND document IS NOT NULL", (rij,)
            ).fetchone()
            nu, profiel = rij, _restore(gevonden[0]) if gevonden else None
        if profiel is not None:
            document = Maanddocument(profiel.id, month_at(maand), Maandcijfers(*cijfers), profiel.attributen)
            if digest_maand(document) != digest:
                yield f"{profiel.id}:{document.maand}"


def _compare(list_wanted: Callable[[], Iterator[Spoor]], list_held: Callable[[], Iterator[Spoor]]) -> list[Hashable]:
    """To what a row too few or too many belongs."""
    emmers = array("Q", bytes(8 * EMMERS))
    for teken, sporen in ((1, list_wanted()), (-1, list_held())):
        for spoor in sporen:
            emmer = hash(spoor[0]) % EMMERS
            emmers[emmer] = (emmers[emmer] + teken * hash(spoor)) & _GETAL
    if not any(emmers):
        return []
    over: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for teken, sporen in ((1, list_wanted()), (-1, list_held())):
        for waar, wat in sporen:
            if emmers[hash(waar) % EMMERS]:
                over[waar][wat] += teken
    return [waar for waar, rijen in over.items() if any(rijen.values())]
