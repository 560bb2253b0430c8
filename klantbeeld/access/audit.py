"""The consultation log: who looked at which employer, in which role and for which purpose. No record, no view."""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

import orjson

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.errors import NietVastgelegd

GEDULD = 2.0
"""So many seconds a record waits for its turn; then nothing is shown."""

MINSTE_RUIMTE = 1 << 20
"""So many bytes must be free for the log to count as writable: some thousands of records."""


@dataclass(frozen=True, slots=True)
class Vastlegging:
    """One consultation. ``werkgevers`` are the public ids of the employers that were shown, none for a refused one;
    ``groepen`` what was shown of them; ``reden`` why a number was shown in full."""

    handeling: str
    gebruiker: Gebruiker
    trace_id: str
    werkgevers: tuple[str, ...]
    groepen: tuple[str, ...]
    resultaat: str
    reden: str | None = None


class Raadplegingenlog:
    """An append-only file of JSON lines, for any number of threads and processes. A record is durable when ``append``
    returns."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad
        self._slot = Lock()

    def append(self, vastleggingen: Sequence[Vastlegging]) -> None:
        """Adds the records, all or none. Errors: ``NietVastgelegd``; then nothing may be shown."""
        tijd = datetime.now(UTC).isoformat(timespec="milliseconds")
        regels = b"".join(orjson.dumps(_describe(vastlegging, tijd)) + b"\n" for vastlegging in vastleggingen)
        try:
            if not self._slot.acquire(timeout=GEDULD):
                raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
            try:
                self._write(regels)
            finally:
                self._slot.release()
        except OSError as fout:
            raise _refuse(fout.errno or 0) from fout

    def check(self) -> None:
        """Whether a record could be written now. Errors: ``NietVastgelegd``."""
        self.append([])
        ruimte = os.statvfs(self._pad.parent)
        if ruimte.f_bavail * ruimte.f_frsize < MINSTE_RUIMTE:
            raise _refuse(errno.ENOSPC)

    def _write(self, regels: bytes) -> None:
        self._pad.parent.mkdir(parents=True, exist_ok=True)
        bestand = os.open(self._pad, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            _lock(bestand)
            einde = os.fstat(bestand).st_size
            if einde and os.pread(bestand, 1, einde - 1) != b"\n":
                regels = b"\n" + regels  # power failed in the middle of a record; this one stays readable
            if os.write(bestand, regels) != len(regels):
                os.ftruncate(bestand, einde)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(bestand)
            if not einde:
                _sync_folder(self._pad.parent)
        finally:
            os.close(bestand)


def _refuse(nummer: int) -> NietVastgelegd:
    return NietVastgelegd(
        f"De raadpleging kon niet worden vastgelegd ({os.strerror(nummer)}); daarom wordt niets getoond. "
        "Waarschuw de beheerder."
    )


def _lock(bestand: int) -> None:
    """Waits a while for another process that writes. Errors: ``OSError`` when it does not let go."""
    uiterlijk = monotonic() + GEDULD
    while True:
        try:
            return flock(bestand, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if monotonic() > uiterlijk:
                raise
            sleep(GEDULD / 100)


def _sync_folder(map_: Path) -> None:
    """Makes the name of a new file durable too."""
    map_nummer = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(map_nummer)
    finally:
        os.close(map_nummer)


def _describe(vastlegging: Vastlegging, tijd: str) -> dict[str, object]:
    gebruiker = vastlegging.gebruiker
    beschrijving: dict[str, object] = {
        "tijd": tijd,
        "traceId": vastlegging.trace_id,
        "gebruiker": gebruiker.naam,
        "rol": gebruiker.rol,
        "doel": gebruiker.doel,
        "handeling": vastlegging.handeling,
        "werkgevers": list(vastlegging.werkgevers),
        "groepen": list(vastlegging.groepen),
        "resultaat": vastlegging.resultaat,
    }
    return beschrijving | ({"reden": vastlegging.reden} if vastlegging.reden else {})
