"""What a second process does of a first load: receiving lines, and deriving employers from what is stored by then; and of a
verification: looking for damage, and comparing what is derived."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indexers.afleiden import Afleider, Fase, Grondslag, Verdeler
from indexers.ontvangst import BRONSTAND, Ontvangen, Ontvanger
from indexers.source import Regel
from indexers.tweede_proces import TweedeProces
from indexers.verschillen import compare_afgeleid
from klantbeeld.domain.klok import noon_of
from klantbeeld.domain.normen import Normen
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Store

Gelezen = tuple[tuple[Any, ...], tuple[Any, ...]] | None
"""The fields of an item, and those of its Kenmerken; None: to be received by whoever asked (refused, or a bronstand)."""


@dataclass(frozen=True, slots=True)
class Afleidplek:
    """The store to derive in, and what deriving depends on beside the day: that comes with each part."""

    store: StoreSettings
    normen: Normen
    geheim: bytes

    def open(self, *, schrijven: bool) -> Store:
        """Errors: ``StoreFout``."""
        return open_store(self.store.url, schrijven=schrijven, geheim=self.geheim, toegang=self.store)

    def make_afleider(self, store: Store, vandaag: date) -> Afleider:
        """Who derives as on this day."""
        moment = noon_of(vandaag)
        return Afleider(store, Grondslag(self.normen, self.geheim, lambda: moment))


@dataclass(slots=True)
class Werkplaats:
    """Opens the store when it is first needed, to write or to read. Without a plek it can do nothing with it."""

    ontvanger: Ontvanger
    plek: Afleidplek | None
    _schrijver: Store | None = field(default=None, init=False)
    _lezer: Store | None = field(default=None, init=False)

    def receive(self, bron: str | None, regels: Sequence[bytes]) -> list[Gelezen]:
        """What lines of a source become."""
        return [_write_item(self.ontvanger.receive(bron, Regel(ruw, ""))) for ruw in regels]

    def derive(self, fase: Fase, lh_sleutels: Sequence[str], vandaag: date) -> bool | None:
        """Derives employers in one phase, as on this day; True when it is done. Errors: ``StoreFout``."""
        if self.plek is None:
            return None
        self._schrijver = self._schrijver or self.plek.open(schrijven=True)
        self.plek.make_afleider(self._schrijver, vandaag).derive_part(fase, lh_sleutels)
        return True

    def list_damaged(self) -> list[str] | None:
        """See ``Store.damaged``; None without a plek. Errors: ``StoreFout``."""
        lezer = self._open_lezer()
        return lezer.damaged() if lezer else None

    def compare(self, lh_sleutels: Sequence[str], vandaag: date) -> bool | None:
        """True when what is held of these employers is what deriving gives on this day; None when it is not, or there is no
        plek: for whoever asked to look at. Errors: ``StoreFout``."""
        lezer = self._open_lezer()
        if lezer is None or self.plek is None:
            return None
        return not compare_afgeleid(lezer, self.plek.make_afleider(lezer, vandaag), lh_sleutels) or None

    def close(self) -> None:
        for store in (self._schrijver, self._lezer):
            if store is not None:
                store.close()

    def _open_lezer(self) -> Store | None:
        if self.plek is not None and self._lezer is None:
            self._lezer = self.plek.open(schrijven=False)
        return self._lezer


def share_deriving(proces: TweedeProces, afleider: Afleider) -> Verdeler:
    """Gives that process parts of what this one derives, each with the day that it is here by then."""
    return lambda fase, delen: proces.share(delen, lambda deel: (Werkplaats.derive, (fase, deel, afleider.vandaag)))


def share_with_thread(afleider: Afleider) -> Verdeler:
    """The same within this process: while the one waits for the store, the other works."""

    def share(fase: Fase, delen: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        over = iter(delen)
        with ThreadPoolExecutor(1) as ander:
            for deel in over:
                tweede = next(over, None)
                daar = ander.submit(afleider.derive_part, fase, tweede) if tweede else None
                yield deel
                if daar:
                    daar.result()

    return share


def _write_item(ontvangen: Ontvangen) -> Gelezen:
    """An item as plain values: they travel in a quarter of the time."""
    if ontvangen.inkomend is None or ontvangen.inkomend.item.soort == BRONSTAND:
        return None
    *velden, kenmerken, _ = ontvangen.inkomend.item
    return tuple(velden), tuple(kenmerken)
