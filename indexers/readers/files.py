"""Reads JSON Lines from a file or a folder of files, plain or gzip, as a stream that can be resumed at any line.

A position names per file how far it was read, with a print of the bytes before that place and the size and time of the file:
one that was replaced by another, or changed without growing, is read again from its beginning. Lines of small files travel
together in one block, so a folder of thousands of files costs no more positions than its lines need.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import takewhile
from pathlib import Path
from typing import IO, NamedTuple, cast

import orjson

from indexers.source import Blok, Regel, Source, Sourceopdracht
from klantbeeld.domain.json_regels import LANGSTE_REGEL
from klantbeeld.errors import BronFout

REGELS_PER_BLOK = 2_000
BYTES_PER_BLOK = 4_000_000
AFDRUK_OVER = 1_024
PROEFSTUK = 1 << 16
"""So many bytes of a file tell how long its lines are."""

_EINDINGEN = (".jsonl", ".jsonl.gz")
_BOM = b"\xef\xbb\xbf"
_LEESFOUTEN = (OSError, EOFError, zlib.error)

Merk = tuple[int, int]
"""By which a file is seen to be changed: its size and the time of its last change."""
Leesplek = tuple[int, int, str, int, int]
"""How far a file was read, the length and the print of the bytes before that place, and its Merk when it was opened."""
Stand = dict[str, Leesplek]


class Regelplaats(NamedTuple):
    """A line in a file: where it begins and ends, and its last bytes (with the line end)."""

    begin: int
    einde: int
    staart: bytes

    @property
    def is_af(self) -> bool:
        return self.staart.endswith(b"\n")


@dataclass(frozen=True, slots=True)
class Stuk:
    """Lines of one file that stand together in a block; ``vanaf`` is the number of the first of them."""

    pad: Path
    merk: Merk
    vanaf: int
    plaatsen: list[Regelplaats] = field(default_factory=list)

    def place_of(self, aantal: int) -> Leesplek:
        """How far the file was read after so many of these lines."""
        plaats = self.plaatsen[aantal - 1]
        return plaats.einde, len(plaats.staart), _print_of(plaats.staart), *self.merk


@dataclass(frozen=True, slots=True)
class Bestandposities:
    """Positions within one block. ``eerder`` is the position of the whole stream before the block."""

    eerder: Stand
    stukken: tuple[Stuk, ...]

    def before(self, nummer: int) -> str:
        stand = dict(self.eerder)
        for stuk in self.stukken:
            if nummer > stuk.vanaf:
                stand[stuk.pad.name] = stuk.place_of(min(nummer - stuk.vanaf, len(stuk.plaatsen)))
        return orjson.dumps(stand).decode()

    def find(self, nummer: int) -> tuple[Path, int]:
        """In which file line ``nummer`` of the block stands, and where it begins."""
        stuk = next(stuk for stuk in reversed(self.stukken) if stuk.vanaf <= nummer)
        return stuk.pad, stuk.plaatsen[nummer - stuk.vanaf].begin


class FilesSource:
    """A file, or every ``*.jsonl`` and ``*.jsonl.gz`` in a folder by name; new and grown files are found at each read."""

    def __init__(self, opdracht: Sourceopdracht) -> None:
        self.stroom = opdracht.stroom
        self.bron = opdracht.bron
        if opdracht.pad is None:
            raise ValueError("a reader of files needs a path")
        self.pad = opdracht.pad
        self._uitgelezen: dict[str, tuple[Merk, int]] = {}

    @property
    def herstel(self) -> Source:
        return self

    def prepare(self, positie: str | None) -> str | None:
        return positie

    def read(self, positie: str | None) -> Iterator[Blok]:
        bestanden = self._list_files()
        bekend = _read_stand(positie)
        maker = _Blokmaker({pad.name: bekend[pad.name] for pad, _ in bestanden if pad.name in bekend})
        gelezen: list[tuple[str, Merk]] = []
        for pad, merk in bestanden:
            if self._uitgelezen.get(pad.name) == (merk, maker.read_until(pad.name)):
                continue
            try:
                yield from _read_file(pad, merk, maker)
            except _LEESFOUTEN as fout:
                yield from maker.finish()
                raise BronFout(f"{pad.name} is niet te lezen: {type(fout).__name__}. Lever het bestand opnieuw aan.") from fout
            gelezen.append((pad.name, merk))
        yield from maker.finish()
        # Only now: whoever asked has taken in what there was.
        self._uitgelezen = {naam: deel for naam, deel in self._uitgelezen.items() if naam in maker.stand}
        self._uitgelezen.update((naam, (merk, maker.read_until(naam))) for naam, merk in gelezen)

    def lines_before(self, blok: Blok, nummer: int) -> Iterator[bytes]:
        posities = blok.posities
        assert isinstance(posities, Bestandposities)  # noqa: S101 - a block of this source
        pad, tot = posities.find(nummer)
        try:
            with _open(pad) as bestand:
                eerdere = takewhile(lambda deel: deel[0].begin < tot, _lines(bestand, 0))
                yield from (ruw for _, ruw in eerdere)
        except _LEESFOUTEN as fout:
            raise BronFout(f"{pad.name} is niet opnieuw te lezen: {type(fout).__name__}. Lever het opnieuw aan.") from fout

    def _list_files(self) -> list[tuple[Path, Merk]]:
        """The files that there are now, by name. Errors: ``BronFout``."""
        try:
            if not self.pad.is_dir():
                return [(self.pad, _mark_of(self.pad))]
            paden = sorted(pad for pad in self.pad.iterdir() if pad.name.endswith(_EINDINGEN))
            return [(pad, merk) for pad in paden if (merk := _find_mark(pad)) is not None]
        except FileNotFoundError:
            raise BronFout(f"{self.pad} bestaat niet. Controleer het pad van de bron.") from None
        except OSError as fout:
            raise BronFout(f"{self.pad} is niet te lezen: {type(fout).__name__}. Controleer de rechten.") from fout


def make_files_source(opdracht: Sourceopdracht) -> FilesSource:
    """The reader ``bestanden`` of ``bronnen.toml``."""
    return FilesSource(opdracht)


def estimate_regels(paden: Iterable[Path]) -> int | None:
    """About how many lines plain files hold, by their size and their first lines; None when that can't be told. For a
    progress bar: nothing is refused for what it says."""
    totaal = 0
    for pad in paden:
        try:
            bestanden = list(pad.iterdir()) if pad.is_dir() else [pad]
            if any(bestand.name.endswith(".gz") or not bestand.is_file() for bestand in bestanden):
                return None
            totaal += sum(map(_estimate_file, bestanden))
        except OSError:
            return None
    return totaal


def _estimate_file(pad: Path) -> int:
    with pad.open("rb") as bestand:
        begin = bestand.read(PROEFSTUK)
    return begin.count(b"\n") * pad.stat().st_size // len(begin) if begin else 0


class _Blokmaker:
    """Collects lines into blocks; ``stand`` is the position behind what was handed out."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self._regels: list[Regel] = []
        self._stukken: list[Stuk] = []
        self._omvang = 0

    def read_until(self, naam: str) -> int:
        return self.stand[naam][0] if naam in self.stand else 0

    def begin(self, pad: Path, merk: Merk) -> None:
        """What is added from now on are lines of this file."""
        self._stukken.append(Stuk(pad, merk, len(self._regels)))

    def add(self, regel: Regel, plaats: Regelplaats) -> Iterator[Blok]:
        """Adds a line; gives the block when it is full, and behind a line without an end, for nothing may follow that."""
        self._regels.append(regel)
        self._stukken[-1].plaatsen.append(plaats)
        self._omvang += len(regel.ruw)
        if len(self._regels) >= REGELS_PER_BLOK or self._omvang >= BYTES_PER_BLOK or regel.onvolledig:
            pad, merk = self._stukken[-1].pad, self._stukken[-1].merk
            yield from self.finish()
            self.begin(pad, merk)

    def finish(self) -> Iterator[Blok]:
        """The block of what was collected, if anything. The position of the stream never passes a line without an end."""
        stukken = tuple(stuk for stuk in self._stukken if stuk.plaatsen)
        blok = Blok(tuple(self._regels), Bestandposities(dict(self.stand), stukken))
        for stuk in stukken:
            if af := len(stuk.plaatsen) - (not stuk.plaatsen[-1].is_af):
                self.stand[stuk.pad.name] = stuk.place_of(af)
        self._regels, self._stukken, self._omvang = [], [], 0
        if blok.regels:
            yield blok


def _read_stand(positie: str | None) -> Stand:
    """The position as it was given, empty when it is none of ours: then everything is read again."""
    try:
        ruw = orjson.loads(positie or "{}")
        return {naam: (int(tot), int(lengte), str(afdruk), int(a), int(b)) for naam, (tot, lengte, afdruk, a, b) in ruw.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _read_file(pad: Path, merk: Merk, maker: _Blokmaker) -> Iterator[Blok]:
    """Adds what a file has beyond the position."""
    with _open(pad) as bestand:
        maker.begin(pad, merk)
        eerste = True
        for plaats, ruw in _lines(bestand, _resume_at(bestand, maker.stand.get(pad.name), merk)):
            yield from maker.add(Regel(ruw, f"{pad.name}@{plaats.begin}", not plaats.is_af, eerste), plaats)
            eerste = False


def _mark_of(pad: Path) -> Merk:
    feit = pad.stat()
    return feit.st_size, feit.st_mtime_ns


def _find_mark(pad: Path) -> Merk | None:
    """None for a file that went away since the folder was listed."""
    try:
        return _mark_of(pad)
    except FileNotFoundError:
        return None


def _open(pad: Path) -> IO[bytes]:
    if pad.name.endswith(".gz"):
        return cast("IO[bytes]", gzip.open(pad, "rb"))
    return pad.open("rb")


def _lines(bestand: IO[bytes], vanaf: int) -> Iterator[tuple[Regelplaats, bytes]]:
    """Every line that is not blank from a place on, without its end and without a byte order mark before the first.
    Of a line that is too long only its beginning is kept in memory."""
    bestand.seek(vanaf)
    begin = vanaf
    while stuk := bestand.readline(LANGSTE_REGEL + 2):
        ruw, staart, einde = stuk, stuk[-AFDRUK_OVER:], begin + len(stuk)
        while not stuk.endswith(b"\n") and (stuk := bestand.readline(LANGSTE_REGEL + 2)):
            einde += len(stuk)
            staart = (staart + stuk)[-AFDRUK_OVER:]
        inhoud = ruw.removeprefix(_BOM) if begin == 0 else ruw
        if inhoud.strip():
            yield Regelplaats(begin, einde, staart), inhoud.rstrip(b"\r\n")
        begin = einde


def _resume_at(bestand: IO[bytes], plek: Leesplek | None, merk: Merk) -> int:
    """Where to go on: behind what was read, if the bytes before that place are still the same; else at the beginning."""
    if plek is None:
        return 0
    tot, lengte, afdruk, *toen = plek
    if merk != tuple(toen) and merk[0] <= toen[0]:
        return 0
    bestand.seek(max(tot - lengte, 0))
    return tot if _print_of(bestand.read(lengte)) == afdruk else 0


def _print_of(staart: bytes) -> str:
    return blake2b(staart, digest_size=8).hexdigest()
