"""Receiving the next block of a large first load in a second process, while this one writes the block before it.

Receiving looks nothing up during a first load, so it can be done anywhere; the order of lines, deciding and writing stay here.
"""

from collections.abc import Callable, Iterable, Iterator

from indexers.ontvangst import Ontvangen, Ontvanger, make_inkomend
from indexers.source import Blok, Regel, Source
from indexers.tweede_proces import TweedeProces
from indexers.werkplaats import Gelezen, Werkplaats
from klantbeeld.domain.items import Item, Kenmerken
from klantbeeld.errors import BronFout
from klantbeeld.stores.protocol import Batch, Positie, Store

REGELS_VOORAF = 2_500
"""A run of fewer lines starts no process: it would be over before that is there."""

Ontvangst = tuple[Blok, Iterable[Ontvangen]]
"""A block with what its lines become, in their order."""


class Lezing:
    """One reading of a source, from a position on: its blocks, of which the next can be seen before its turn. ``prepare``
    gives the position, when the first block is asked for."""

    def __init__(self, source: Source, prepare: Callable[[Source], str | None]) -> None:
        self.source = source
        self._blokken = self._read(prepare)
        self._volgende: Blok | None = None
        self._fout: BronFout | None = None

    def __iter__(self) -> Iterator[Blok]:
        """Errors: ``BronFout`` when the source fails, behind what was read before."""
        while (blok := self.peek()) is not None:
            self._volgende = None
            yield blok
        if self._fout is not None:
            raise self._fout

    def _read(self, prepare: Callable[[Source], str | None]) -> Iterator[Blok]:
        yield from self.source.read(prepare(self.source))

    def peek(self) -> Blok | None:
        """The next block; None when there is no more. A source that fails says so in its turn."""
        if self._volgende is None and self._fout is None:
            try:
                self._volgende = next(self._blokken, None)
            except BronFout as fout:
                self._fout = fout
        return self._volgende


def begin_lezing(store: Store, source: Source, *, vanaf_begin: bool) -> Lezing:
    """A reading of a source from the position that the store has, or from the beginning when that is asked and can be done."""

    def prepare(source: Source) -> str | None:
        eerder = store.position(source.stroom)
        positie = source.prepare(eerder)
        if positie is not None and positie != eerder:
            store.apply(Batch(positie=Positie(source.stroom, positie)))
        return positie

    if not vanaf_begin or source.herstel is None:
        return Lezing(source, prepare)
    return Lezing(source.herstel, lambda herstel: herstel.prepare(None))


class Voorwerk:
    """Receives ahead. Holds one block in advance at most, so neither side can wait for the other for ever."""

    def __init__(self, ontvanger: Ontvanger, proces: TweedeProces) -> None:
        self._ontvanger = ontvanger
        self._proces = proces
        self._gezien = 0
        self._onderweg: Blok | None = None

    def receive_ahead(self, lezing: Lezing, daarna: Lezing | None) -> Iterator[Ontvangst]:
        """The blocks of a source, each with what its lines become; behind its last block that of the next source begins."""
        bron = lezing.source.bron
        for blok in lezing:
            ontvangen = self._collect(bron, blok) if blok is self._onderweg else self._receive(bron, blok)
            self._offer_next(lezing, daarna)
            yield blok, ontvangen

    def _receive(self, bron: str | None, blok: Blok) -> Iterable[Ontvangen]:
        return (self._ontvanger.receive(bron, regel) for regel in blok.regels)

    def _offer_next(self, *lezingen: Lezing | None) -> None:
        """Gives the next block to the other process, if there is one and it can be taken."""
        gevonden = ((lezing.source.bron, blok) for lezing in lezingen if lezing and (blok := lezing.peek()))
        bron, blok = next(gevonden, (None, None))
        if blok is None:
            return
        self._gezien += len(blok.regels)
        if self._gezien >= REGELS_VOORAF:
            self._proces.start()
        is_gegeven = self._proces.offer((Werkplaats.receive, (bron, [regel.ruw for regel in blok.regels])))
        self._onderweg = blok if is_gegeven else None

    def _collect(self, bron: str | None, blok: Blok) -> Iterable[Ontvangen]:
        self._onderweg = None
        gelezen: list[Gelezen] | None = self._proces.collect()
        if gelezen is None:
            return self._receive(bron, blok)
        return (self._restore(bron, regel, deel) for regel, deel in zip(blok.regels, gelezen, strict=True))

    def _restore(self, bron: str | None, regel: Regel, gelezen: Gelezen) -> Ontvangen:
        if gelezen is None:
            return self._ontvanger.receive(bron, regel)
        velden, kenmerken = gelezen
        item = Item._make((*velden, Kenmerken._make(kenmerken), False))
        return Ontvangen(item.bron, make_inkomend(regel, item), None, None)
