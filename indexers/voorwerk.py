"""A second process that receives the next block of a large first load while this one writes the block before it.

Receiving looks nothing up during a first load, so it can be done anywhere; the order of lines, deciding and writing stay here.
Whatever the other process does not do, because it is not there yet or went away, is done here as always.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from socket import socketpair
from types import TracebackType
from typing import Any, Self

from indexers.geheugen import collecting_seldom
from indexers.ontvangst import BRONSTAND, Ontvangen, Ontvanger, make_inkomend
from indexers.source import Blok, Regel
from klantbeeld.domain.items import Item, Kenmerken
from klantbeeld.errors import BronFout

BLOKKEN_VOORAF = 3
"""A run that is over within so many blocks starts no process."""

Gelezen = tuple[tuple[Any, ...], tuple[Any, ...]] | None
"""The fields of an item, and those of its Kenmerken; None for what must be received here: refused, or a bronstand."""
Ontvangst = tuple[Blok, Iterable[Ontvangen]]
"""A block with what its lines become, in their order."""


class Voorwerk:
    """Receives ahead. Holds one block in advance at most, so neither side can wait for the other for ever."""

    def __init__(self, ontvanger: Ontvanger) -> None:
        self._ontvanger = ontvanger
        self._pijp: Connection | None = None
        self._gezien = 0
        self._is_gereed = False
        self._is_onderweg = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None) -> None:
        """Lets the other process go: it ends when nobody holds the other end of its pipe."""
        if self._pijp is not None:
            self._pijp.close()
            self._proces.wait()

    def receive_ahead(self, bron: str | None, blokken: Iterator[Blok]) -> Iterator[Ontvangst]:
        """The blocks of a source, each with what its lines become."""
        is_verzonden = False
        for blok, volgende in _look_ahead(blokken):
            ontvangen = self._collect(bron, blok) if is_verzonden else self._receive(bron, blok)
            is_verzonden = volgende is not None and self._offer(bron, volgende)
            yield blok, ontvangen

    def _receive(self, bron: str | None, blok: Blok) -> Iterable[Ontvangen]:
        return (self._ontvanger.receive(bron, regel) for regel in blok.regels)

    def _offer(self, bron: str | None, blok: Blok) -> bool:
        """Gives a block to the other process; False when it can't take it."""
        self._gezien += 1
        try:
            if self._gezien == BLOKKEN_VOORAF and (os.cpu_count() or 1) > 1:
                self._start()
            if self._pijp is None or not self._greet(self._pijp):
                return False
            if self._is_onderweg:  # of a reading that was given up
                self._pijp.recv()
            self._pijp.send((bron, [regel.ruw for regel in blok.regels]))
        except (OSError, EOFError):
            self._is_gereed = False
        self._is_onderweg = self._is_gereed
        return self._is_onderweg

    def _collect(self, bron: str | None, blok: Blok) -> Iterable[Ontvangen]:
        assert self._pijp is not None  # noqa: S101 - the block was given to it
        self._is_onderweg = False
        try:
            gelezen: list[Gelezen] = self._pijp.recv()
        except (OSError, EOFError):
            self._is_gereed = False
            return self._receive(bron, blok)
        return (self._restore(bron, regel, deel) for regel, deel in zip(blok.regels, gelezen, strict=True))

    def _restore(self, bron: str | None, regel: Regel, gelezen: Gelezen) -> Ontvangen:
        if gelezen is None:
            return self._ontvanger.receive(bron, regel)
        velden, kenmerken = gelezen
        item = Item(*(*velden, Kenmerken(*kenmerken)))
        return Ontvangen(item.bron, make_inkomend(regel, item), None, None)

    def _greet(self, pijp: Connection) -> bool:
        """Whether the other process is there: it says so once, and is told then what to receive with."""
        if not self._is_gereed and pijp.poll():
            self._is_gereed = pijp.recv()
            pijp.send(self._ontvanger)
        return self._is_gereed

    def _start(self) -> None:
        """A new interpreter, so it matters not what threads and connections there are here; Ctrl-C is for us to answer."""
        eigen, ander = socketpair()
        opdracht = [sys.executable, "-m", __spec__.name, str(ander.fileno())]
        with eigen, ander:
            self._proces = subprocess.Popen(opdracht, pass_fds=[ander.fileno()], process_group=0)  # noqa: S603 - our own
            self._pijp = Connection(eigen.detach())


def _look_ahead(blokken: Iterator[Blok]) -> Iterator[tuple[Blok, Blok | None]]:
    """Each block with the one behind it. What was read before a source failed is given before it fails."""
    blok = next(blokken, None)
    while blok is not None:
        try:
            volgende = next(blokken, None)
        except BronFout:
            yield blok, None
            raise
        yield blok, volgende
        blok = volgende


def work(pijp: Connection) -> None:
    """What the other process does, until the pipe is closed."""
    with pijp, collecting_seldom(), suppress(OSError, EOFError):
        pijp.send(True)
        ontvanger: Ontvanger = pijp.recv()
        while True:
            bron, regels = pijp.recv()
            pijp.send([_write_item(ontvanger.receive(bron, Regel(ruw, ""))) for ruw in regels])


def _write_item(ontvangen: Ontvangen) -> Gelezen:
    """An item as plain values: they travel in a quarter of the time."""
    if ontvangen.inkomend is None or ontvangen.inkomend.item.soort == BRONSTAND:
        return None
    item = ontvangen.inkomend.item
    deel = item.kenmerken
    velden = (item.id, item.bron, item.soort, item.versie, item.digest, item.sleutels, item.verwijderd, item.inhoud)
    return velden, (deel.sortering, deel.kenmerk, deel.regeling, deel.bedrag, deel.besloten, deel.vindtermen)


if __name__ == "__main__":
    work(Connection(int(sys.argv[1])))
