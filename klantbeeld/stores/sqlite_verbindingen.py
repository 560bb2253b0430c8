"""Connections to one SQLite file: one that writes, behind a lock, and as many readers as there are reads at one moment.

Every error of SQLite leaves here as one of ours, without a value of a record in its message.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Self

from klantbeeld.errors import StoreFout, StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.stores.sqlite_schema import check_schema, create_schema

WACHTTIJD = 30.0
"""Seconds to wait for another process that writes: longer than a batch takes on a slow disk."""

MEESTE_RUSTENDE = 8

# Negative sizes are KiB. A reader leans on the page cache of the machine: that is shared and not ours. No mmap, for each
# connection would count the same pages as its own memory.
_PRAGMAS_LEZER = ("PRAGMA query_only = 1", "PRAGMA cache_size = -4096")
_PRAGMAS_SCHRIJVER = (
    "PRAGMA synchronous = FULL",  # with NORMAL the last commits are lost when power fails
    "PRAGMA cache_size = -65536",
    "PRAGMA wal_autocheckpoint = 4096",  # pages: one checkpoint per several batches of 2,000
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA secure_delete = 1",  # what is removed or replaced is overwritten at once: erasing finds no old versions left
)


class Verbindingen:
    """Lends connections to one file. Safe to use from several threads."""

    def __init__(self, pad: Path, *, schrijven: bool, vreemd: bool = False) -> None:
        """``vreemd``: the file is there, and may be of another version of the product. Errors: ``StoreOnbereikbaar`` when the
        file cannot be opened, ``StoreOnbruikbaar`` when it is not ours."""
        self._pad = pad
        self._vreemd = vreemd
        self._gesloten = False
        self._meeste_rustende = MEESTE_RUSTENDE
        self._rustend: list[sqlite3.Connection] = []
        self._slot = Lock()
        self._schrijfslot = Lock()
        self._schrijver = self._open_schrijver() if schrijven else None
        try:
            with self.reading() as lezer:
                if not vreemd:
                    check_schema(lezer)
        except StoreFout:
            self.close()
            raise

    def now(self) -> Self:
        """These: they belong to one file."""
        return self

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment of the store."""
        with translate_errors(self._pad):
            lezer = self._borrow()
            try:
                with _transaction(lezer, "BEGIN"):
                    yield lezer
            except BaseException:
                lezer.close()
                raise
            self._give_back(lezer)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection that writes, in a transaction that is durable when the block ends and undone when it fails."""
        if self._schrijver is None:
            raise StoreOnbruikbaar("De store is geopend om te lezen; open hem om te schrijven.")
        with self._schrijfslot, translate_errors(self._pad):
            self._check_open()
            try:
                with _transaction(self._schrijver, "BEGIN IMMEDIATE"):
                    yield self._schrijver
            finally:
                if not self._meeste_rustende:
                    self._schrijver.close()

    def checkpoint(self) -> None:
        """Brings everything into the file itself and empties the log beside it. Errors: ``StoreOnbereikbaar`` when a reader
        that takes long holds on to it."""
        if self._schrijver is None:
            raise StoreOnbruikbaar("De store is geopend om te lezen; open hem om te schrijven.")
        with self._schrijfslot, translate_errors(self._pad):
            bezet, *_ = self._schrijver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if bezet:
            raise StoreOnbereikbaar(
                f"Het logboek naast {self._pad.name} is nog in gebruik door wie leest. Geef dezelfde opdracht straks opnieuw."
            )

    def drop_previous(self) -> None:
        """Nothing: these belong to one file."""

    def retire(self) -> None:
        """Holds the file no longer than it is read or written now. Reading on is possible; writing is not."""
        with self._slot:
            self._meeste_rustende = 0
            while self._rustend:
                self._rustend.pop().close()
        if self._schrijver is not None and self._schrijfslot.acquire(blocking=False):
            self._schrijver.close()
            self._schrijfslot.release()

    def close(self) -> None:
        """Closes what is not in use; a reader that is, closes when its read ends. May be called twice."""
        with self._schrijfslot, self._slot, translate_errors(self._pad):
            self._gesloten = True
            while self._rustend:
                self._rustend.pop().close()
            if self._schrijver is not None:
                self._schrijver.close()

    def _borrow(self) -> sqlite3.Connection:
        with self._slot:
            self._check_open()
            if self._rustend:
                return self._rustend.pop()
        if not self._pad.exists():
            raise StoreOnbereikbaar(f"Het storebestand {self._pad} bestaat niet. Vul het eerst met 'klantbeeld index'.")
        return _connect(self._pad, "ro", _PRAGMAS_LEZER)

    def _give_back(self, lezer: sqlite3.Connection) -> None:
        with self._slot:
            if not self._gesloten and len(self._rustend) < self._meeste_rustende:
                self._rustend.append(lezer)
                return
        lezer.close()

    def _open_schrijver(self) -> sqlite3.Connection:
        with translate_errors(self._pad):
            schrijver = _connect(self._pad, "rw" if self._vreemd else "rwc", _PRAGMAS_SCHRIJVER)
            try:
                _switch_to_wal(schrijver)
                if not self._vreemd:
                    with _transaction(schrijver, "BEGIN IMMEDIATE"):
                        create_schema(schrijver)
            except BaseException:
                schrijver.close()
                raise
            return schrijver

    def _check_open(self) -> None:
        if self._gesloten:
            raise StoreOnbruikbaar("De store is al gesloten.")


@contextmanager
def translate_errors(pad: Path) -> Iterator[None]:
    """Turns errors of SQLite into ours: what may pass by itself is ``StoreOnbereikbaar``, the rest ``StoreOnbruikbaar``."""
    try:
        yield
    except sqlite3.Error as fout:
        naam = getattr(fout, "sqlite_errorname", type(fout).__name__)
        # SQLITE_ERROR is a table or column that is not there: waiting does not bring it back.
        if isinstance(fout, sqlite3.OperationalError) and naam != "SQLITE_ERROR":
            raise StoreOnbereikbaar(
                f"Het storebestand is nu niet te gebruiken ({naam}): controleer of het bestaat, of de schijf vol is en "
                "of dit programma er mag schrijven. Daarna gaat het vanzelf verder."
            ) from fout
        raise StoreOnbruikbaar(
            f"Het storebestand {pad} is beschadigd of geen klantbeeld ({naam}). Verplaats uit {pad.absolute().parent} elk "
            "bestand waarvan de naam begint met die in KLANTBEELD_STORE__URL (ook -wal, -shm, -generatie en genummerde). Vul "
            "de store opnieuw met 'klantbeeld index'."
        ) from fout


def _connect(pad: Path, toegang: str, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    verbinding = sqlite3.connect(
        f"{pad.absolute().as_uri()}?mode={toegang}",
        uri=True,
        timeout=WACHTTIJD,
        isolation_level=None,
        check_same_thread=False,  # lent to one thread at a time
    )
    try:
        for pragma in pragmas:
            verbinding.execute(pragma)
    except BaseException:
        verbinding.close()
        raise
    return verbinding


def _switch_to_wal(verbinding: sqlite3.Connection) -> None:
    """SQLite itself does not wait here for another process that makes the same file: both would wait for each other."""
    uiterlijk = monotonic() + WACHTTIJD
    while True:
        try:
            verbinding.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fout:
            if fout.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > uiterlijk:
                raise
            sleep(0.01)
        else:
            return


@contextmanager
def _transaction(verbinding: sqlite3.Connection, begin: str) -> Iterator[None]:
    verbinding.execute(begin)
    try:
        yield
        verbinding.execute("COMMIT")
    except BaseException:
        # SQLite may have undone it already, on a full disk for one.
        if verbinding.in_transaction:
            verbinding.execute("ROLLBACK")
        raise
