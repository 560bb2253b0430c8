"""Reads deliveries from the stream of a source on the event bus, together with any other indexer of the same store.

What was given to an indexer and not acknowledged comes again: first to itself, and after a while to whoever asks. So a
position does not say what is read next; it says which stream was read, and how far, to find out that entries are gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from uuid import uuid4

import orjson

from indexers.busstroom import BEGIN, Bericht, Plek, Stroomstand, id_of, place_of
from indexers.readers.files import BYTES_PER_BLOK, REGELS_PER_BLOK
from indexers.source import Blok, Regel, Source, Sourceopdracht
from klantbeeld.errors import BusOnbereikbaar, StroomVerloren

_KLAAR = b"0-0"


@dataclass(frozen=True, slots=True)
class Streampositie:
    """The marker of the stream that was read, and how far. After a loss ``weg`` is how many entries were gone by then, and
    ``na`` makes that position unlike any other."""

    tijdperk: str
    plek: Plek
    weg: int | None = None
    na: str | None = None

    def move(self, plek: Plek) -> "Streampositie":
        """The same stream, read further."""
        return Streampositie(self.tijdperk, plek)

    def write(self) -> str:
        velden = {"tijdperk": self.tijdperk, "id": id_of(self.plek), "weg": self.weg, "na": self.na}
        return orjson.dumps({naam: waarde for naam, waarde in velden.items() if waarde is not None}).decode()


@dataclass(frozen=True, slots=True)
class Streamposities:
    """Positions within one block, which begins behind ``vanaf``."""

    vanaf: Streampositie
    ids: tuple[bytes, ...]

    def before(self, nummer: int) -> str:
        return (self.vanaf.move(place_of(self.ids[nummer - 1])) if nummer else self.vanaf).write()


class StreamsSource:
    """The stream of one source. Several may read it at once; each entry is given to one of them at a time."""

    def __init__(self, opdracht: Sourceopdracht) -> None:
        if opdracht.bron is None or opdracht.bus is None:
            raise ValueError("a reader of streams needs a source and a bus")
        self.stroom = opdracht.stroom
        self.bron = opdracht.bron
        self.herstel: Source | None = opdracht.herstel
        self._bus = opdracht.bus.open(opdracht.bron)
        self._stand: Stroomstand | None = None
        self._na_verlies: Streampositie | None = None

    def prepare(self, positie: str | None) -> str | None:
        """Also trims what every reader is done with."""
        bekend = read_positie(positie)
        if bekend is not None and bekend == self._na_verlies:
            self._bus.account(bekend.weg or 0)
            self._na_verlies = None
        self._stand = stand = self._inspect()
        if reden := find_loss(bekend, stand):
            self._na_verlies = Streampositie(min(stand.tijdperken), stand.bezorgd, stand.weg, uuid4().hex)
            raise StroomVerloren(f"Stroom van {self.bron}: {reden}.", self._na_verlies.write())
        self._bus.trim(stand)
        return positie if bekend else _begin(stand).write()

    def read(self, positie: str | None) -> Iterator[Blok]:
        stand = self._stand or self._inspect()
        vanaf = read_positie(positie) or _begin(stand)
        if stand.wachtend is not None:
            yield from self._make_blocks(vanaf, self._read_again(), herhaald=True)
        if stand.bezorgd < stand.laatste:
            yield from self._make_blocks(vanaf, self._read_new(stand.laatste), herhaald=False)

    def lines_before(self, blok: Blok, nummer: int) -> None:  # noqa: ARG002 - of the promise
        """A stream has no beginning to go back to."""
        return

    def _inspect(self) -> Stroomstand:
        stand = self._bus.inspect()
        if stand is None or not stand.tijdperken:
            self._bus.found()
            stand = self._bus.inspect()
        if stand is None:
            raise BusOnbereikbaar(f"De stroom van {self.bron} verdween terwijl hij werd geopend.")
        return stand

    def _read_new(self, tot: Plek) -> Iterator[Bericht]:
        """Up to what was there when we began: what comes after that is for a next time."""
        while berichten := self._bus.read_new():
            yield from berichten
            if place_of(berichten[-1].id) >= tot:
                return

    def _read_again(self) -> Iterator[Bericht]:
        """What we were given before, then what others left. What is no longer there was found to be lost by its count."""
        eigen: set[bytes] = set()
        na = _KLAAR
        while berichten := self._bus.read_own(na):
            na = berichten[-1].id
            eigen.update(bericht.id for bericht in berichten)
            self._bus.acknowledge([bericht.id for bericht in berichten if bericht.ruw is None])
            yield from (bericht for bericht in berichten if bericht.ruw is not None)
        verder = _KLAAR
        while True:
            verder, berichten = self._bus.claim(verder)
            yield from (bericht for bericht in berichten if bericht.id not in eigen)
            if verder == _KLAAR:
                return

    def _make_blocks(self, vanaf: Streampositie, berichten: Iterator[Bericht], *, herhaald: bool) -> Iterator[Blok]:
        for eerste in berichten:
            deel = list(_take_block(chain([eerste], berichten)))
            ids = tuple(bericht.id for bericht in deel)
            regels = tuple(Regel(bericht.ruw or b"", f"{self.stroom}@{bericht.id.decode()}") for bericht in deel)
            yield Blok(regels, Streamposities(vanaf, ids), partial(self._acknowledge, ids), herhaald)
            vanaf = vanaf.move(place_of(ids[-1]))

    def _acknowledge(self, ids: tuple[bytes, ...], aantal: int) -> None:
        self._bus.acknowledge(ids[:aantal])


def make_streams_source(opdracht: Sourceopdracht) -> StreamsSource:
    """The reader ``stroom`` of ``bronnen.toml``."""
    return StreamsSource(opdracht)


def read_positie(positie: str | None) -> Streampositie | None:
    """A position as it was given; None when it is none of ours."""
    try:
        ruw = orjson.loads(positie or "null")
        return Streampositie(str(ruw["tijdperk"]), place_of(ruw["id"]), ruw.get("weg"), ruw.get("na"))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def find_loss(bekend: Streampositie | None, stand: Stroomstand) -> str | None:
    """Why entries are surely gone that nobody took in, None when all is there."""
    if bekend is None and stand.bezorgd > BEGIN:
        return "hij is al gelezen, maar niet in deze store"
    bekend = bekend or _begin(stand)
    if bekend.tijdperk not in stand.tijdperken:
        return "hij is leeggemaakt of vervangen"
    if bekend.plek > stand.laatste:
        return "hij loopt achter op wat eruit gelezen is"
    if stand.weg > max(stand.verantwoord, bekend.weg or 0):
        return "er zijn berichten weg die wij niet hebben verwijderd"
    return None


def _begin(stand: Stroomstand) -> Streampositie:
    return Streampositie(min(stand.tijdperken), BEGIN)


def _take_block(berichten: Iterator[Bericht]) -> Iterator[Bericht]:
    aantal = omvang = 0
    for bericht in berichten:
        yield bericht
        aantal, omvang = aantal + 1, omvang + len(bericht.ruw or b"")
        if aantal >= REGELS_PER_BLOK or omvang >= BYTES_PER_BLOK:
            return
