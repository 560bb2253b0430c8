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
_ONDERWEG = "er zijn berichten weg die in behandeling waren"


@dataclass(frozen=True, slots=True)
class Streampositie:
    """The marker of the stream that was read, and the entry before which everything was given to somebody. ``weg`` is how many
    entries were gone by then, of a position at which nothing that was read may be left to see; ``na`` tells apart positions
    that follow a loss."""

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
        self._na_verlies: str | None = None
        self._vermist: list[bytes] = []

    def prepare(self, positie: str | None) -> str | None:
        """Also trims what every reader is done with."""
        if positie is not None and positie == self._na_verlies:
            self._bus.acknowledge(self._vermist)
            self._na_verlies, self._vermist = None, []
        self._stand = stand = self._inspect()
        bekend = read_positie(positie)
        if reden := find_loss(bekend, stand):
            raise self._lose(reden, self._bus.list_waiting(_before(stand)) if stand.wachtend else [])
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
        """What we were given before, then what others left. Errors: ``StroomVerloren`` when some is no longer there."""
        eigen: set[bytes] = set()
        vermist: list[bytes] = []
        na = _KLAAR
        while berichten := self._bus.read_own(na):
            na = berichten[-1].id
            eigen.update(bericht.id for bericht in berichten)
            vermist += [bericht.id for bericht in berichten if bericht.ruw is None]
            yield from (bericht for bericht in berichten if bericht.ruw is not None)
        if vermist:
            raise self._lose(_ONDERWEG, vermist)
        verder = _KLAAR
        while True:
            verder, berichten, weg = self._bus.claim(verder)
            if weg:
                self._claim_rest(verder)
                raise self._lose(_ONDERWEG, [])
            yield from (bericht for bericht in berichten if bericht.id not in eigen)
            if verder == _KLAAR:
                return

    def _claim_rest(self, verder: bytes) -> None:
        """Once one is gone: finds out about all others, so that one recovery serves for them. What is there comes again."""
        while verder != _KLAAR:
            verder, _, _ = self._bus.claim(verder)

    def _make_blocks(self, vanaf: Streampositie, berichten: Iterator[Bericht], *, herhaald: bool) -> Iterator[Blok]:
        for eerste in berichten:
            deel = list(_take_block(chain([eerste], berichten)))
            ids = tuple(bericht.id for bericht in deel)
            regels = tuple(Regel(bericht.ruw or b"", f"{self.stroom}@{bericht.id.decode()}") for bericht in deel)
            yield Blok(regels, Streamposities(vanaf, ids), partial(self._acknowledge, ids), herhaald)
            vanaf = vanaf.move(place_of(ids[-1]))

    def _acknowledge(self, ids: tuple[bytes, ...], aantal: int) -> None:
        self._bus.acknowledge(ids[:aantal])

    def _lose(self, reden: str, vermist: list[bytes]) -> StroomVerloren:
        """The loss, with a position that was never given before: finding it again means that the loss was dealt with."""
        stand = self._inspect()
        positie = Streampositie(min(stand.tijdperken), stand.eerste or stand.laatste, stand.weg, uuid4().hex)
        self._na_verlies, self._vermist = positie.write(), vermist
        return StroomVerloren(f"Stroom van {self.bron}: {reden}.", self._na_verlies)


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
    gelezen = max(stand.bezorgd, bekend.plek)
    # The last entry that was read is never trimmed by us: one that begins behind it lacks what was in between.
    begint_later = stand.laatste > gelezen and (stand.eerste is None or stand.eerste > gelezen)
    if (begint_later or stand.verwijderd > gelezen) and (bekend.weg is None or stand.weg > bekend.weg):
        return "er zijn berichten weg die nog niet gelezen waren"
    if stand.wachtend is not None and stand.wachtend <= _before(stand):
        return _ONDERWEG
    return None


def _begin(stand: Stroomstand) -> Streampositie:
    return Streampositie(min(stand.tijdperken), BEGIN, weg=0)


def _before(stand: Stroomstand) -> Plek:
    """The last place at which there is nothing any more."""
    if stand.eerste is None:
        return stand.laatste
    milliseconden, nummer = stand.eerste
    return (milliseconden, nummer - 1) if nummer else (milliseconden - 1, 2**64 - 1)


def _take_block(berichten: Iterator[Bericht]) -> Iterator[Bericht]:
    aantal = omvang = 0
    for bericht in berichten:
        yield bericht
        aantal, omvang = aantal + 1, omvang + len(bericht.ruw or b"")
        if aantal >= REGELS_PER_BLOK or omvang >= BYTES_PER_BLOK:
            return
