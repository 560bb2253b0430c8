"""A reader of files as the pipeline reads them, and what may happen to a file meanwhile."""

import os
from collections.abc import Iterator
from pathlib import Path

from indexers.readers.files import FilesSource
from indexers.source import Regel, Sourceopdracht


class Meelezer:
    """Reads like the pipeline does: it keeps the position behind what it took, and waits for lines without an end."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad
        self._source = FilesSource(Sourceopdracht("proef", "proef", pad))
        self.positie: str | None = None

    def read(self) -> list[bytes]:
        return [regel.ruw for regel in self.read_regels()]

    def read_regels(self) -> Iterator[Regel]:
        for blok in self._source.read(self.positie):
            for nummer, regel in enumerate(blok.regels):
                if regel.onvolledig:
                    break
                self.positie = blok.posities.before(nummer + 1)
                yield regel

    def restart(self) -> "Meelezer":
        """Another process, from the position of this one."""
        ander = Meelezer(self._pad)
        ander.positie = self.positie
        return ander


def append(pad: Path, inhoud: bytes) -> None:
    with pad.open("ab") as open_:
        open_.write(inhoud)


def change_time(pad: Path) -> None:
    """What was written at the same moment on the clock of the file system is seen as changed too."""
    os.utime(pad, ns=(pad.stat().st_atime_ns, pad.stat().st_mtime_ns + 1_000_000))
