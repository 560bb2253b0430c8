"""What a second process does of a first load: receiving lines, and deriving employers from what is stored by then; and of a
verification: looking for damage."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indexers.afleiden import Afleider, Fase, Grondslag, Verdeler
from indexers.ontvangst import BRONSTAND, Ontvangen, Ontvanger
from indexers.source import Regel
from indexers.tweede_proces import TweedeProces
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


@dataclass(slots=True)
class Werkplaats:
    """Opens the store when it is first needed. Without a plek it can't derive, and must not be asked to."""

    ontvanger: Ontvanger
    plek: Afleidplek | None
    _store: Store | None = field(default=None, init=False)

    def receive(self, bron: str | None, regels: Sequence[bytes]) -> list[Gelezen]:
        """What lines of a source become."""
        return [_write_item(self.ontvanger.receive(bron, Regel(ruw, ""))) for ruw in regels]

    def derive(self, fase: Fase, lh_sleutels: Sequence[str], vandaag: date) -> bool:
        """Derives employers in one phase, as on this day; True when it is done. Errors: ``StoreFout``."""
        if self.plek is None:
            return False
        self._store = self._store or self._open(self.plek)
        moment = noon_of(vandaag)
        Afleider(self._store, Grondslag(self.plek.normen, self.plek.geheim, lambda: moment)).derive_part(fase, lh_sleutels)
        return True

    def list_damaged(self) -> list[str] | None:
        """See ``Store.damaged``; None without a plek. Errors: ``StoreFout``."""
        if self.plek is None:
            return None
        toegang = self.plek.store
        with closing(open_store(toegang.url, schrijven=False, toegang=toegang)) as store:
            return store.damaged()

    def _open(self, plek: Afleidplek) -> Store:
        return open_store(plek.store.url, schrijven=True, geheim=plek.geheim, toegang=plek.store)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()


def share_deriving(proces: TweedeProces, afleider: Afleider) -> Verdeler:
    """Gives that process parts of what this one derives, each with the day that it is here by then."""
    return lambda fase, delen: proces.share(delen, lambda deel: (Werkplaats.derive, (fase, deel, afleider.vandaag)))


def _write_item(ontvangen: Ontvangen) -> Gelezen:
    """An item as plain values: they travel in a quarter of the time."""
    if ontvangen.inkomend is None or ontvangen.inkomend.item.soort == BRONSTAND:
        return None
    *velden, kenmerken, _ = ontvangen.inkomend.item
    return tuple(velden), tuple(kenmerken)
