"""Reads JSON Lines from a file or a folder of files, plain or gzip, as a stream that can be resumed at any line.

A position names per file how far it was read, with a print of the bytes before that place: a file that was replaced by
another under the same name is read again from its beginning.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, cast

import orjson

from indexers.source import Blok, Regel, Sourceopdracht
from klantbeeld.domain.json_regels import LANGSTE_REGEL
from klantbeeld.errors import BronFout

REGELS_PER_BLOK = 2_000
BYTES_PER_BLOK = 4_000_000
AFDRUK_OVER = 1_024

_EINDINGEN = (".jsonl", ".jsonl.gz")

Stand = dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Regelplaats:
    """A line in a file: where it begins and ends, and its last bytes (with the line end)."""

    begin: int
    einde: int
    staart: bytes


@dataclass(frozen=True, slots=True)
class Bestandposities:
    """Positions within one block of one file. ``eerder`` is the position of the whole stream before the block."""

    eerder: Stand
    naam: str
    plaatsen: tuple[Regelplaats, ...]

    def before(self, nummer: int) -> str:
        if nummer == 0:
            return orjson.dumps(self.eerder).decode()
        plaats = self.plaatsen[nummer - 1]
        gelezen = {"tot": plaats.einde, "lengte": len(plaats.staart), "afdruk": _print_of(plaats.staart)}
        return orjson.dumps(self.eerder | {self.naam: gelezen}).decode()


class FilesSource:
    """A file, or every ``*.jsonl`` and ``*.jsonl.gz`` in a folder by name; new and grown files are found at each read."""

    def __init__(self, opdracht: Sourceopdracht) -> None:
        self.stroom = opdracht.stroom
        self.bron = opdracht.bron
        self._pad = opdracht.pad
        self._uitgelezen: dict[str, tuple[int, int]] = {}

    def read(self, positie: str | None) -> Iterator[Blok]:
        stand: Stand = orjson.loads(positie) if positie else {}
        for pad in self._list_files():
            feit = pad.stat()
            if self._uitgelezen.get(pad.name) == (feit.st_size, feit.st_mtime_ns):
                continue
            try:
                with _open(pad) as bestand:
                    yield from self._read_file(pad, bestand, stand)
            except (OSError, EOFError) as fout:
                raise BronFout(f"{pad.name} is niet te lezen: {type(fout).__name__}. Lever het bestand opnieuw aan.") from fout
            self._uitgelezen[pad.name] = (feit.st_size, feit.st_mtime_ns)

    def lines_before(self, blok: Blok, nummer: int) -> Iterator[bytes]:
        posities = blok.posities
        assert isinstance(posities, Bestandposities)  # noqa: S101 - a block of this source
        pad = self._pad if self._pad.is_file() else self._pad / posities.naam
        tot = posities.plaatsen[nummer].begin
        with _open(pad) as bestand:
            for plaats, ruw in _lines(bestand, 0):
                if plaats.begin >= tot:
                    return
                yield ruw

    def _list_files(self) -> list[Path]:
        if self._pad.is_dir():
            return sorted(pad for pad in self._pad.iterdir() if pad.name.endswith(_EINDINGEN))
        if self._pad.is_file():
            return [self._pad]
        raise BronFout(f"{self._pad} bestaat niet. Controleer het pad van de bron.")

    def _read_file(self, pad: Path, bestand: IO[bytes], stand: Stand) -> Iterator[Blok]:
        regels: list[Regel] = []
        plaatsen: list[Regelplaats] = []
        omvang = 0
        for plaats, ruw in _lines(bestand, _resume_at(bestand, stand.get(pad.name))):
            onvolledig = not plaats.staart.endswith(b"\n")
            if ruw.strip():
                regels.append(Regel(ruw, f"{pad.name}@{plaats.begin}", onvolledig))
                plaatsen.append(plaats)
                omvang += len(ruw)
            if len(regels) >= REGELS_PER_BLOK or omvang >= BYTES_PER_BLOK:
                yield _make_blok(pad.name, regels, plaatsen, stand)
                regels, plaatsen, omvang = [], [], 0
        if regels:
            yield _make_blok(pad.name, regels, plaatsen, stand)


def make_files_source(opdracht: Sourceopdracht) -> FilesSource:
    """The reader ``bestanden`` of ``bronnen.toml``."""
    return FilesSource(opdracht)


def _make_blok(naam: str, regels: list[Regel], plaatsen: list[Regelplaats], stand: Stand) -> Blok:
    """The block, and the position of the stream moved behind it."""
    posities = Bestandposities(dict(stand), naam, tuple(plaatsen))
    stand.update(orjson.loads(posities.before(len(plaatsen))))
    return Blok(tuple(regels), posities)


def _open(pad: Path) -> IO[bytes]:
    if pad.name.endswith(".gz"):
        return cast("IO[bytes]", gzip.open(pad, "rb"))
    return pad.open("rb")


def _lines(bestand: IO[bytes], vanaf: int) -> Iterator[tuple[Regelplaats, bytes]]:
    """Every line from a place on, without its end. Of a line that is too long only its beginning is kept in memory."""
    bestand.seek(vanaf)
    begin = vanaf
    while stuk := bestand.readline(LANGSTE_REGEL + 2):
        ruw, einde = stuk, begin + len(stuk)
        while not stuk.endswith(b"\n") and (stuk := bestand.readline(LANGSTE_REGEL + 2)):
            einde += len(stuk)
            ruw = ruw[: LANGSTE_REGEL + 2]
        staart = (stuk or ruw)[-AFDRUK_OVER:]
        yield Regelplaats(begin, einde, staart), ruw.rstrip(b"\r\n")
        begin = einde


def _resume_at(bestand: IO[bytes], gelezen: dict[str, object] | None) -> int:
    """Where to go on: behind what was read, if the bytes before that place are still the same; else at the beginning."""
    if gelezen is None:
        return 0
    tot, lengte = int(str(gelezen["tot"])), int(str(gelezen["lengte"]))
    bestand.seek(tot - lengte)
    return tot if _print_of(bestand.read(lengte)) == gelezen["afdruk"] else 0


def _print_of(staart: bytes) -> str:
    return blake2b(staart, digest_size=8).hexdigest()
