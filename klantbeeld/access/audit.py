"""The consultation log: who looked at which employer, in which role and for which purpose. No record, no view.

Records that wait at the same moment become durable in one write. All together form one chain, over threads, processes and
files.
"""

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock

from klantbeeld.access.ankers import Ankers, Ankersoort
from klantbeeld.access.ketens import BEGIN, Schakel, open_regel, read_schakel, seal_regels
from klantbeeld.access.logbestanden import name_vol, open_locked, read_first, read_newest, sync_folder
from klantbeeld.access.vastleggingen import Vastlegging, describe_vastlegging
from klantbeeld.errors import LogboekVol, NietVastgelegd

GEDULD = 2.0
"""So many seconds a record waits for its turn; then nothing is shown."""

MB = 1 << 20
MINSTE_RUIMTE = MB
"""So many bytes must be free for the log to count as writable: some thousands of records."""


def read_klok() -> datetime:
    """The time that records tell: the real one, also in a demo that acts as on another day."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Logvorm:
    """How a log is kept. ``sleutel`` seals it; ``grootste`` is how many bytes a file may have before the next one begins, as it
    does each day (UTC); ``grens`` how many records may wait for the sink, None when there is none."""

    sleutel: bytes = field(repr=False)
    grootste: int = 100 * MB
    grens: int | None = None
    klok: Callable[[], datetime] = read_klok


@dataclass(slots=True, eq=False)
class _Post:
    """Records that wait to be written together, and what came of it. ``beurt`` is set when they are written, or when it is for
    who brought them to write everything that waits."""

    vastleggingen: Sequence[Vastlegging]
    beurt: Event = field(default_factory=Event)
    is_klaar: bool = False
    fout: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Stand:
    """What the growing file holds: up to which byte, the end of the chain, and where it began."""

    bestand: tuple[int, int]
    einde: int
    kop: Schakel
    dag: str
    eerste: int
    is_afgebroken: bool = False


class Raadplegingenlog:
    """An append-only log of sealed JSON lines, for any number of threads and processes. A record is durable when ``append``
    returns."""

    def __init__(self, pad: Path, vorm: Logvorm) -> None:
        self.pad = pad
        self.vorm = vorm
        self.ankers = Ankers(pad, vorm.sleutel)
        self._slot = Lock()
        self._wachtend: list[_Post] = []
        self._schrijft = False
        self._stand: _Stand | None = None

    def append(self, vastleggingen: Sequence[Vastlegging]) -> None:
        """Adds the records, all or none. Errors: ``NietVastgelegd``; then nothing may be shown."""
        post = _Post(vastleggingen)
        with self._slot:
            self._wachtend.append(post)
            is_eerste, self._schrijft = not self._schrijft, True
        if not (is_eerste or post.beurt.wait(GEDULD)) and self._withdraw(post):
            raise _refuse(errno.ETIMEDOUT)
        if not post.is_klaar:
            self._write_waiting()
        if isinstance(post.fout, OSError):
            raise _refuse(post.fout.errno or 0) from post.fout
        if post.fout is not None:
            raise post.fout

    def check(self) -> tuple[int, int]:
        """How many records the chain has, and how many of them wait for the sink. Errors: ``NietVastgelegd`` when none could be
        added now."""
        self.append([])
        ruimte = os.statvfs(self.pad.parent)
        if ruimte.f_bavail * ruimte.f_frsize < MINSTE_RUIMTE:
            raise _refuse(errno.ENOSPC)
        try:
            nr = self.find_kop().nr
            verzonden = self.ankers.read(Ankersoort.VERZONDEN) or BEGIN
        except OSError as fout:
            raise _refuse(fout.errno or 0) from fout
        return nr, 0 if self.vorm.grens is None else max(nr - verzonden.nr, 0)

    def find_kop(self) -> Schakel:
        """The end of the chain: every record up to it is durable. Errors: ``OSError``."""
        with open_locked(self.pad, GEDULD) as bestand:
            return self._read_stand(bestand).kop

    def _withdraw(self, post: _Post) -> bool:
        """Takes back what waited too long; False when its turn came just now."""
        with self._slot:
            if post.beurt.is_set():
                return False
            if post in self._wachtend:
                self._wachtend.remove(post)
            return True

    def _write_waiting(self) -> None:
        """Writes everything that waits now, in one go, and hands over to the first of those who came meanwhile. Nobody else is
        woken for nothing: with many threads that would take longer than writing."""
        with self._slot:
            posten, self._wachtend = self._wachtend, []
        fout: Exception | None = OSError(errno.EIO, os.strerror(errno.EIO))
        try:
            vastleggingen = [vastlegging for post in posten for vastlegging in post.vastleggingen]
            while not self._write(vastleggingen):
                pass
            fout = None
        except (OSError, NietVastgelegd) as gevangen:
            fout = gevangen
        finally:
            self._hand_over(posten, fout)

    def _hand_over(self, posten: Sequence[_Post], fout: Exception | None) -> None:
        for post in posten:
            post.fout, post.is_klaar = fout, True
            post.beurt.set()
        with self._slot:
            self._schrijft = bool(self._wachtend)
            if self._wachtend:
                self._wachtend[0].beurt.set()

    def _write(self, vastleggingen: Sequence[Vastlegging]) -> bool:
        """False when the file was full: then the next one is to be written."""
        self.pad.parent.mkdir(parents=True, exist_ok=True)
        nu = self.vorm.klok()
        with open_locked(self.pad, GEDULD) as bestand:
            stand = self._read_stand(bestand)
            self._check_grens(stand.kop.nr + max(len(vastleggingen), 1))
            if not vastleggingen:
                return True
            records = [describe_vastlegging(vastlegging, nu) for vastlegging in vastleggingen]
            schakels, regels = zip(*seal_regels(self.vorm.sleutel, stand.kop, records), strict=True)
            inhoud = b"\n" * stand.is_afgebroken + b"".join(regel + b"\n" for regel in regels)
            if stand.einde and (stand.dag != _day_of(nu) or stand.einde + len(inhoud) > self.vorm.grootste):
                self._close_file(stand)
                return False
            self._write_bytes(bestand, stand.einde, inhoud)
            begin = (stand.dag, stand.eerste) if stand.einde else (_day_of(nu), stand.kop.nr + 1)
            self._stand = _Stand(stand.bestand, stand.einde + len(inhoud), schakels[-1], *begin)
        return True

    def _write_bytes(self, bestand: int, einde: int, inhoud: bytes) -> None:
        if os.write(bestand, inhoud) != len(inhoud):
            os.ftruncate(bestand, einde)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(bestand)
        if not einde:
            sync_folder(self.pad.parent)

    def _check_grens(self, nr: int) -> None:
        if self.vorm.grens is None:
            return
        verzonden = self.ankers.read(Ankersoort.VERZONDEN) or BEGIN
        if nr - verzonden.nr > self.vorm.grens:
            raise LogboekVol(
                f"Er wachten {self.vorm.grens} records op het Logboek Dataverwerkingen, en meer mag niet; daarom wordt niets "
                "getoond. Waarschuw de beheerder."
            )

    def _close_file(self, stand: _Stand) -> None:
        """Gives the full file the name that it keeps."""
        vol = name_vol(self.pad, stand.dag, stand.eerste)
        if vol.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        self.ankers.write(Ankersoort.KOP, stand.kop)
        self.pad.rename(vol)
        sync_folder(self.pad.parent)

    def _read_stand(self, bestand: int) -> _Stand:
        feiten = os.fstat(bestand)
        wie = (feiten.st_dev, feiten.st_ino)
        bekend = self._stand
        if bekend is not None and (bekend.bestand, bekend.einde) == (wie, feiten.st_size) and bekend.einde:
            return bekend
        eerste = read_first(bestand)
        velden = open_regel(self.vorm.sleutel, eerste)[0] or {}
        einde = feiten.st_size
        return _Stand(
            wie,
            einde,
            self._find_kop(),
            str(velden.get("tijd", _day_of(self.vorm.klok())))[:10],
            velden.get("nr", 0),
            is_afgebroken=bool(einde) and os.pread(bestand, 1, einde - 1) != b"\n",
        )

    def _find_kop(self) -> Schakel:
        """The last whole record: of this file, else of the last one that is full, else what was removed last."""
        for regel in read_newest(self.pad):
            if (schakel := read_schakel(self.vorm.sleutel, regel)) is not None:
                return schakel
        return self.ankers.read(Ankersoort.BEGIN) or BEGIN


def _refuse(nummer: int) -> NietVastgelegd:
    return NietVastgelegd(
        f"De raadpleging kon niet worden vastgelegd ({os.strerror(nummer)}); daarom wordt niets getoond. "
        "Waarschuw de beheerder."
    )


def _day_of(tijd: datetime) -> str:
    return tijd.date().isoformat()
