"""The files of a log of JSON lines: one that grows, and beside it those that are full, named after the day and number they
begin with. A full file is never written again; it only goes as a whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOENT
from fcntl import LOCK_EX, LOCK_NB, flock
from math import inf
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO, NamedTuple

STUK = 1 << 16
"""So many bytes of a file are read at a time when it is read backwards."""


class Regel(NamedTuple):
    """A whole line, and where it stands: file and number in it."""

    plaats: str
    tekst: bytes


def list_vol(pad: Path) -> list[Path]:
    """The full files of the log at this path, oldest first."""
    return sorted(pad.parent.glob(f"{pad.stem}-????-??-??-{'?' * 12}{pad.suffix}"))


def name_vol(pad: Path, dag: str, nr: int) -> Path:
    """What the growing file is called when it is full: ``dag`` and ``nr`` are those of its first line."""
    return pad.with_name(f"{pad.stem}-{dag}-{nr:012}{pad.suffix}")


def read_regels(pad: Path) -> Iterator[Regel]:
    """Every line of all files, oldest first, as they are when their file is reached. Lines that are added meanwhile may come
    along; none is left out or told twice when a file becomes full meanwhile."""
    for bestand in open_bestanden(pad):
        is_vol = Path(bestand.name) != pad
        for nummer, regel in enumerate(bestand, 1):
            if is_vol or regel.endswith(b"\n"):  # else somebody is writing it now
                yield Regel(f"{Path(bestand.name).name}:{nummer}", regel.rstrip(b"\n"))


def open_bestanden(pad: Path) -> Iterator[BinaryIO]:
    """The files, oldest first, each open for reading until the next one is asked for."""
    gedaan: set[Path] = set()
    while True:
        nieuw = [bestand for bestand in list_vol(pad) if bestand not in gedaan]
        if not nieuw:
            levend = _open_existing(pad)
            if any(bestand not in gedaan for bestand in list_vol(pad)):
                # It became full between the two looks: it will be met under its new name.
                if levend is not None:
                    levend.close()
                continue
            if levend is not None:
                with levend:
                    yield levend
            return
        for bestand in nieuw:
            gedaan.add(bestand)
            if (deel := _open_existing(bestand)) is not None:
                with deel:
                    yield deel


def read_newest(pad: Path, meeste: float = inf, voor: float = inf) -> Iterator[bytes]:
    """The lines of all files, newest first, of at most about so many bytes. Full files that begin at number ``voor`` or later
    are left out. Errors: ``OSError``."""
    over = meeste
    for deel in (pad, *(vol for vol in reversed(list_vol(pad)) if int(vol.stem[-12:]) < voor)):
        for regel in read_from_end(deel):
            over -= len(regel)
            yield regel
            if over <= 0:
                return


def read_from_end(pad: Path) -> Iterator[bytes]:
    """The lines of one file, last first; none when it is not there. Errors: ``OSError``."""
    bestand = _open_existing(pad)
    if bestand is not None:
        with bestand:
            yield from read_backwards(bestand.fileno(), os.fstat(bestand.fileno()).st_size)


def read_backwards(bestand: int, einde: int) -> Iterator[bytes]:
    """The lines before this place, last first; what stands behind the last line end is a line too."""
    rest = b""
    while einde:
        vanaf = max(einde - STUK, 0)
        begin, *regels = (os.pread(bestand, einde - vanaf, vanaf) + rest).split(b"\n")
        yield from filter(None, reversed(regels))
        rest, einde = begin, vanaf
    if rest:
        yield rest


def read_first(bestand: int) -> bytes:
    """The first line of a file, as far as it was written."""
    return os.pread(bestand, STUK, 0).partition(b"\n")[0]


@contextmanager
def open_locked(pad: Path, geduld: float) -> Iterator[int]:
    """The growing file, made when it was not there, for one writer at a time. Errors: ``OSError``, also when another does not
    let go in time."""
    uiterlijk = monotonic() + geduld
    while True:
        bestand = os.open(pad, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            _lock(bestand, uiterlijk)
            if _is_at(pad, bestand):
                yield bestand
                return
        finally:
            os.close(bestand)


def sync_folder(map_: Path) -> None:
    """Makes names of files durable too."""
    map_nummer = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(map_nummer)
    finally:
        os.close(map_nummer)


def write_whole(pad: Path, inhoud: bytes) -> None:
    """A small file with this content: durable, and never half. Errors: ``OSError``."""
    nieuw = pad.with_name(f"{pad.name}-nieuw")
    nieuw.unlink(missing_ok=True)
    nieuw.touch(0o600)
    with nieuw.open("wb") as bestand:
        bestand.write(inhoud)
        bestand.flush()
        os.fsync(bestand.fileno())
    nieuw.replace(pad)
    sync_folder(pad.parent)


def _open_existing(pad: Path) -> BinaryIO | None:
    try:
        return pad.open("rb")
    except OSError as fout:
        if fout.errno == ENOENT:
            return None
        raise


def _lock(bestand: int, uiterlijk: float) -> None:
    while True:
        try:
            return flock(bestand, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if monotonic() > uiterlijk:
                raise
            sleep(0.005)


def _is_at(pad: Path, bestand: int) -> bool:
    """Whether the open file still has this name: it may have become full while it was waited for."""
    try:
        return os.path.samestat(pad.stat(), os.fstat(bestand))
    except FileNotFoundError:
        return False


class Regelvolger:
    """Follows the lines of a log over its files, from the file that holds the line behind number ``nr``: some lines before it
    come along."""

    def __init__(self, pad: Path, nr: int) -> None:
        self._pad = pad
        vol = list_vol(pad)
        begin = [bestand for bestand in vol if int(bestand.stem[-12:]) <= nr + 1]
        self._bestand = _open_existing((begin[-1:] or vol[:1] or [pad])[0])

    def read(self, meeste: int, geduld: float) -> list[bytes]:
        """So many durable lines that were not read yet; none when there are none now. Errors: ``OSError``."""
        with open_locked(self._pad, geduld) as levend:
            feiten = os.fstat(levend)
        if self._bestand is None:
            self._bestand = self._pad.open("rb")
        eigen = os.fstat(self._bestand.fileno())
        is_levend = os.path.samestat(eigen, feiten)
        # Behind what the lock showed there may be lines that are taken back, because the disk is full.
        regels = self._read_until(feiten.st_size if is_levend else eigen.st_size, meeste)
        if regels or is_levend:
            return regels
        self._open_next(eigen)
        return self.read(meeste, geduld)

    def close(self) -> None:
        """Lets go of the file."""
        if self._bestand is not None:
            self._bestand.close()

    def _read_until(self, einde: int, meeste: int) -> list[bytes]:
        bestand = self._bestand
        regels: list[bytes] = []
        while bestand is not None and len(regels) < meeste and bestand.tell() < einde:
            regels.append(bestand.readline().rstrip(b"\n"))
        return regels

    def _open_next(self, eigen: os.stat_result) -> None:
        self.close()
        vol = list_vol(self._pad)
        plaats = next((nummer for nummer, bestand in enumerate(vol) if os.path.samestat(bestand.stat(), eigen)), -1)
        self._bestand = _open_existing(vol[plaats + 1] if plaats + 1 < len(vol) else self._pad)
