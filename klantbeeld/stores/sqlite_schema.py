"""The tables of a store in SQLite, and the check that a file was made with exactly these.

Ordinary rowid tables: content stays out of the indexes, so the upsert of a long record moves nothing but its own row.
"""

import sqlite3
from hashlib import blake2b

from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar

# What is read without its content stands before it: a row longer than a page is then not followed into its overflow.
_ITEMS = """
CREATE TABLE items (
    rij INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bron TEXT NOT NULL, soort TEXT NOT NULL, versie INTEGER NOT NULL,
    digest BLOB NOT NULL, sleutels TEXT NOT NULL, verwijderd INTEGER NOT NULL, afwezig INTEGER NOT NULL,
    sortering TEXT NOT NULL, kenmerk TEXT, regeling TEXT, bedrag INTEGER, besloten INTEGER NOT NULL, vindtermen TEXT NOT NULL,
    verwijderd_op TEXT, inhoud BLOB NOT NULL
) STRICT;
CREATE INDEX items_bronstand ON items (bron, versie) WHERE soort = 'bronstand' AND verwijderd = 0;
CREATE INDEX items_organisatie ON items (id) WHERE soort = 'organisatie' AND verwijderd = 0;
CREATE INDEX items_grafsteen ON items (verwijderd_op) WHERE verwijderd = 1;
"""

# One row per key of a live item, with all that lists and counts ask: they read one range of this index and nothing else.
_ITEM_SLEUTELS = """
CREATE TABLE item_sleutels (
    sleutel TEXT NOT NULL, soort TEXT NOT NULL, sortering TEXT NOT NULL, id TEXT NOT NULL,
    besloten INTEGER NOT NULL, kenmerk TEXT, regeling TEXT, bedrag INTEGER
) STRICT;
CREATE INDEX item_sleutels_dekkend
    ON item_sleutels (sleutel, soort, sortering, id, besloten, kenmerk, regeling, bedrag);
"""

# One row per vindterm of a live item. In the order of ids a term that very many items have is read up to the limit only.
_VINDPLAATSEN = """
CREATE TABLE vindplaatsen (term TEXT NOT NULL, id TEXT NOT NULL, soort TEXT NOT NULL, besloten INTEGER NOT NULL) STRICT;
CREATE INDEX vindplaatsen_dekkend ON vindplaatsen (term, id, soort, besloten);
"""

# A removed profile keeps its row without document, for its token may never come back. What a statistic adds up is narrow and
# stands in the order of profiles, see ``sqlite_maanden``.
_AFGELEID = """
CREATE TABLE profielen (
    rij INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, token INTEGER NOT NULL, lh_sleutel TEXT, familie TEXT, rang TEXT,
    zoekrij INTEGER, termen BLOB, digest BLOB, document BLOB
) STRICT;
CREATE UNIQUE INDEX profielen_zoekrij ON profielen (zoekrij) WHERE zoekrij IS NOT NULL;
CREATE INDEX profielen_familie ON profielen (familie, rang);
CREATE TABLE ringen (sleutel TEXT NOT NULL, rang TEXT NOT NULL, profiel TEXT NOT NULL) STRICT;
CREATE INDEX ringen_sleutel ON ringen (sleutel, rang, profiel);
CREATE INDEX ringen_profiel ON ringen (profiel);
CREATE TABLE maanden (
    rij INTEGER PRIMARY KEY, profiel INTEGER AS (rij >> 16), maand INTEGER AS (rij & 65535),
    reintegratieverslagen INTEGER NOT NULL, administratief INTEGER NOT NULL, inhoudelijk INTEGER NOT NULL,
    zonder_verslag INTEGER NOT NULL, boetes INTEGER NOT NULL, boetebedrag INTEGER NOT NULL, meldingen INTEGER NOT NULL,
    meldingen_digitaal INTEGER NOT NULL, digest BLOB NOT NULL
) STRICT;
CREATE TABLE attributen (
    rij INTEGER PRIMARY KEY, profiel INTEGER AS (rij >> 16), soort TEXT NOT NULL, waarde TEXT NOT NULL, eerste INTEGER NOT NULL
) STRICT;
CREATE INDEX attributen_waarde ON attributen (soort, waarde, profiel, eerste);
"""

# Full-text tables as plain lists of terms: a row is a profile under its zoekrij, without positions and without its text, which
# stands in profielen.termen for when it is removed. The beginnings that are kept are a soort, a colon and 1 to 3 letters.
_ZOEKEN = """
CREATE VIRTUAL TABLE zoekwoorden USING fts5 (
    termen, content = '', detail = none, columnsize = 0, prefix = '3 4 5', tokenize = "ascii tokenchars ':-'"
);
CREATE VIRTUAL TABLE zoekdelen USING fts5 (
    termen, content = '', detail = none, columnsize = 0, tokenize = "ascii tokenchars ':-'"
);
"""

_BOEKHOUDING = """
CREATE TABLE markeringen (
    rij INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, geraakt TEXT NOT NULL, alles INTEGER NOT NULL, vanaf TEXT
) STRICT;
CREATE TABLE revisies (rij INTEGER PRIMARY KEY, sleutel TEXT NOT NULL UNIQUE, waarde TEXT NOT NULL) STRICT;
CREATE TABLE dode_brieven (
    rij INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bron TEXT NOT NULL, soort TEXT, sleutel TEXT, versie INTEGER,
    reden TEXT NOT NULL, veld TEXT, herkomst TEXT NOT NULL, ruw BLOB NOT NULL, ontvangen_op TEXT NOT NULL
) STRICT;
CREATE INDEX dode_brieven_record ON dode_brieven (bron, soort, sleutel);
CREATE INDEX dode_brieven_bron ON dode_brieven (bron, id);
CREATE TABLE tellers (
    rij INTEGER PRIMARY KEY, bron TEXT NOT NULL UNIQUE, applied INTEGER NOT NULL, superseded INTEGER NOT NULL,
    unchanged INTEGER NOT NULL, dead_lettered INTEGER NOT NULL, erased INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE posities (rij INTEGER PRIMARY KEY, stroom TEXT NOT NULL UNIQUE, stand TEXT NOT NULL) STRICT;
CREATE TABLE bronsoorten (
    rij INTEGER PRIMARY KEY, bron TEXT NOT NULL, soort TEXT NOT NULL, levend INTEGER NOT NULL, UNIQUE (bron, soort)
) STRICT;
CREATE TABLE storingen (rij INTEGER PRIMARY KEY, bron TEXT NOT NULL UNIQUE, reden TEXT NOT NULL) STRICT;
CREATE TABLE gewist (rij INTEGER PRIMARY KEY, merk TEXT NOT NULL, bij TEXT NOT NULL, UNIQUE (merk, bij)) STRICT;
CREATE INDEX gewist_bij ON gewist (bij);
CREATE TABLE controles (rij INTEGER PRIMARY KEY, verslag BLOB NOT NULL) STRICT;
CREATE TABLE meta (rij INTEGER PRIMARY KEY, schema TEXT NOT NULL) STRICT;
"""

# The revision of the whole store stands under the empty key. It starts at random: a store that was thrown away and made
# again may never show a revision of the one before.
_BEGINSTAND = "INSERT INTO revisies (sleutel, waarde) VALUES ('', lower(hex(randomblob(8))))"

_TABELLEN = _ITEMS + _ITEM_SLEUTELS + _VINDPLAATSEN + _AFGELEID + _ZOEKEN + _BOEKHOUDING
SCHEMA = blake2b(_TABELLEN.encode(), digest_size=8).hexdigest()


def create_schema(verbinding: sqlite3.Connection) -> None:
    """Makes the tables, unless there are any. Must run inside a write transaction: two processes may start at once."""
    if _has_tables(verbinding):
        return
    for opdracht in filter(str.strip, _TABELLEN.split(";")):
        verbinding.execute(opdracht)
    verbinding.execute(_BEGINSTAND)
    verbinding.execute("INSERT INTO meta (schema) VALUES (?)", (SCHEMA,))


def check_schema(verbinding: sqlite3.Connection) -> None:
    """Errors: ``StoreOnbereikbaar`` when nothing was ever written, ``StoreOnbruikbaar`` when something else made the file."""
    if not _has_tables(verbinding):
        raise StoreOnbereikbaar("Het storebestand is nog leeg. Vul het eerst met 'klantbeeld index'.")
    if _read_schema(verbinding) != SCHEMA:
        raise StoreOnbruikbaar(
            "Het storebestand is gemaakt door een andere versie van Klantbeeld Werkgever, of door een ander programma. "
            "Bouw de store opnieuw op met 'klantbeeld rebuild'; lukt dat niet, verplaats dan alle bestanden "
            "van de store en vul hem opnieuw met 'klantbeeld index'."
        )


def _has_tables(verbinding: sqlite3.Connection) -> bool:
    return verbinding.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _read_schema(verbinding: sqlite3.Connection) -> str | None:
    if verbinding.execute("SELECT 1 FROM pragma_table_info('meta') WHERE name = 'schema'").fetchone() is None:
        return None
    rij = verbinding.execute("SELECT schema FROM meta").fetchone()
    return rij[0] if rij else None
