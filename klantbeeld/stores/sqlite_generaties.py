"""Generations of a store in SQLite: the files that are or were the store, and the pointer that says which one is.

The first generation is the file of the url itself. A rebuild fills a file beside it (``klantbeeld.db-2``) and replaces the
pointer (``klantbeeld.db-generatie``): that one rename is the switch. Who reads or writes looks at the pointer each time.
"""

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock

import orjson

from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar, StoreVernieuwd
from klantbeeld.stores.protocol_opbouw import Generatielijst
from klantbeeld.stores.sqlite_verbindingen import Verbindingen

Merk = tuple[int, int] | None
"""What a pointer is known again by: each is a new file."""

_BIJ_EEN_BESTAND = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Generatiestand:
    """The names of the file that is the store, and of the one that was it before, as far as that is kept."""

    levend: str
    vorige: str | None = None


class Generaties:
    """The files of one store."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad
        self._wijzer = pad.with_name(f"{pad.name}-generatie")
        self._nieuwe_wijzer = pad.with_name(f"{pad.name}-generatie.nieuw")
        self._nummer = re.compile(re.escape(pad.name) + r"-([0-9]+)\Z")

    @property
    def bestaat(self) -> bool:
        """Whether anything was ever written here."""
        return self._pad.exists() or self._wijzer.exists()

    def merk(self) -> Merk:
        try:
            feit = self._wijzer.stat()
        except FileNotFoundError:
            return None
        return feit.st_ino, feit.st_mtime_ns

    def stand(self) -> Generatiestand:
        """What the pointer says; without one there is the first file alone. Errors: ``StoreOnbruikbaar``."""
        try:
            stand = Generatiestand(**orjson.loads(self._wijzer.read_bytes()))
        except FileNotFoundError:
            return Generatiestand(self._pad.name)
        except (ValueError, TypeError):
            stand = Generatiestand("")
        if not self._is_ours(stand.levend) or (stand.vorige is not None and not self._is_ours(stand.vorige)):
            raise StoreOnbruikbaar(
                f"{self._wijzer} zegt niet welk bestand de store is. Verplaats de bestanden van de store en vul hem opnieuw "
                "met 'klantbeeld index'."
            )
        return stand

    def list_all(self) -> Generatielijst:
        """The files of the store by what they are. Errors: ``StoreOnbruikbaar``."""
        stand = self.stand()
        return Generatielijst(stand.levend, stand.vorige, bool(self.list_others()))

    def path_of(self, naam: str) -> Path:
        return self._pad.with_name(naam)

    def choose_name(self) -> str:
        """A name that no generation has, or had since the last one that is still there."""
        return f"{self._pad.name}-{max([1, *(nummer for nummer, _ in self._list_numbered())]) + 1}"

    def point(self, stand: Generatiestand) -> None:
        """Makes this the state, durably and at one moment."""
        with self._nieuwe_wijzer.open("wb") as bestand:
            bestand.write(orjson.dumps(asdict(stand)))
            bestand.flush()
            os.fsync(bestand.fileno())
        self._nieuwe_wijzer.replace(self._wijzer)
        map_ = os.open(self._wijzer.parent, os.O_RDONLY)
        try:
            os.fsync(map_)
        finally:
            os.close(map_)

    def list_others(self) -> list[str]:
        """The generations that are there and that the pointer does not name, and a pointer that was not put in its place."""
        stand = self.stand()
        namen = [pad.name for pad in (self._pad, self._nieuwe_wijzer) if pad.exists()]
        namen += [pad.name for _, pad in self._list_numbered()]
        return [naam for naam in namen if naam not in {stand.levend, stand.vorige}]

    def remove_others(self) -> list[str]:
        """Removes the files of those, and says which there were."""
        over = self.list_others()
        for naam in over:
            for deel in _BIJ_EEN_BESTAND:
                self._pad.with_name(naam + deel).unlink(missing_ok=True)
        return over

    def drop_previous(self, voor: date = date.max) -> list[str]:
        """Removes every generation but the live one, if that has been it since before this day (in UTC), and says which there
        were. Errors: ``StoreOnbereikbaar`` while another process builds."""
        with self.alone():
            merk = self.merk()
            if merk is None or datetime.fromtimestamp(merk[1] / 1e9, UTC).date() >= voor:
                return []
            if self.stand().vorige is not None:
                self.point(Generatiestand(self.stand().levend))
            return self.remove_others()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one process at a time builds or removes generations; a process that dies lets go.

        Errors: ``StoreOnbereikbaar`` when another one is at it.
        """
        with self._pad.with_name(f"{self._pad.name}-slot").open("wb") as slot:
            try:
                fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreOnbereikbaar(
                    "Een ander proces bouwt de store opnieuw op, of ruimt op. Wacht tot het klaar is en probeer het opnieuw."
                ) from None
            yield

    def _list_numbered(self) -> list[tuple[int, Path]]:
        try:
            paden = list(self._pad.parent.iterdir())
        except FileNotFoundError:
            return []
        return sorted((int(gevonden[1]), pad) for pad in paden if (gevonden := self._nummer.match(pad.name)))

    def _is_ours(self, naam: object) -> bool:
        return isinstance(naam, str) and (naam == self._pad.name or self._nummer.match(naam) is not None)


class LevendeVerbindingen:
    """Connections to the generation that is live, whichever that is. Safe to use from several threads.

    Who only reads moves on in silence: every generation is complete. Who writes is told by ``StoreVernieuwd``, once: what it
    read before belongs to another file, and what it knows (tokens, marks) says nothing there.
    """

    def __init__(self, pad: Path, *, schrijven: bool) -> None:
        """Errors: ``StoreOnbereikbaar`` when the file cannot be opened, ``StoreOnbruikbaar`` when it is not ours."""
        self._generaties = Generaties(pad)
        self._schrijven = schrijven
        self._slot = Lock()
        self._merk = self._generaties.merk()
        self._naam = self._generaties.stand().levend
        self._nu = self._open(self._naam)
        if schrijven:
            self._clean()

    def now(self) -> Verbindingen:
        """Those to the generation that is live now, for what must be read from one and the same. Errors: ``StoreVernieuwd``."""
        if self._generaties.merk() != self._merk and self._move() and self._schrijven:
            raise StoreVernieuwd("De store is intussen vernieuwd. Begin opnieuw; wat klaar was, blijft staan.")
        return self._nu

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """See ``Verbindingen.reading``."""
        with self.now().reading() as lezer:
            yield lezer

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """See ``Verbindingen.writing``. Whoever switches holds the same lock, so what is written here counts."""
        with self.now().writing() as schrijver:
            self.now()
            yield schrijver

    def drop_previous(self) -> None:
        """Removes the previous generation. Errors: ``StoreOnbereikbaar`` while another process builds."""
        self._generaties.drop_previous()

    def close(self) -> None:
        self._nu.close()

    def _open(self, naam: str) -> Verbindingen:
        return Verbindingen(self._generaties.path_of(naam), schrijven=self._schrijven)

    def _clean(self) -> None:
        """Removes what a rebuild that was killed left behind; nothing while one is at work."""
        with self._nu.reading() as lezer:
            is_schoon = not has_log(lezer)
        if is_schoon and not self._generaties.list_others():
            return
        with suppress(StoreOnbereikbaar), self._generaties.alone():
            self._generaties.remove_others()
            with self._nu.writing() as schrijver:
                stop_log(schrijver)

    def _move(self) -> bool:
        """Goes on to the generation that the pointer names; False when that is this one. One that another version of the
        product made is not for who reads here: its own generation is complete, and stays."""
        with self._slot:
            merk, naam, eerder = self._generaties.merk(), self._generaties.stand().levend, self._naam
            if naam != eerder:
                try:
                    nieuw = self._open(naam)
                except StoreOnbruikbaar:
                    if self._schrijven:
                        raise
                else:
                    self._nu.retire()
                    self._nu = nieuw
            self._merk, self._naam = merk, naam
            return naam != eerder


# What changes in a generation while another one is being filled beside it. The triggers are part of the file, so whatever
# process writes there keeps the log.
_LOG = "opbouwlog"
_NA = {"erbij": ("INSERT", "NEW"), "anders": ("UPDATE", "NEW"), "weg": ("DELETE", "OLD")}


def start_log(verbinding: sqlite3.Connection) -> None:
    """From now on the ids of items that change are kept. Not by INSERT OR IGNORE: what to do about a conflict is for the
    statement that a trigger follows, and an upsert would fail."""
    stop_log(verbinding)
    verbinding.execute(f"CREATE TABLE {_LOG} (id TEXT PRIMARY KEY) WITHOUT ROWID")
    for naam, (wat, welke) in _NA.items():
        verbinding.execute(
            f"CREATE TRIGGER {_LOG}_{naam} AFTER {wat} ON items BEGIN "  # noqa: S608 - our own names
            f"INSERT INTO {_LOG} (id) SELECT {welke}.id WHERE NOT EXISTS (SELECT 1 FROM {_LOG} WHERE id = {welke}.id); END"
        )


def has_log(verbinding: sqlite3.Connection) -> bool:
    """Whether a log is kept here."""
    return verbinding.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_LOG,)).fetchone() is not None


def stop_log(verbinding: sqlite3.Connection) -> None:
    """Nothing is kept any more."""
    for naam in _NA:
        verbinding.execute(f"DROP TRIGGER IF EXISTS {_LOG}_{naam}")
    verbinding.execute(f"DROP TABLE IF EXISTS {_LOG}")


def take_log(verbinding: sqlite3.Connection) -> list[str]:
    """The ids of items that changed since the last time."""
    return sorted(id_ for (id_,) in verbinding.execute(f"DELETE FROM {_LOG} RETURNING id").fetchall())  # noqa: S608
