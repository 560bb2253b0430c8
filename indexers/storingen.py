"""Which sources can't be read now, as readers of the view are told, and when each may be tried again."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import structlog

from indexers.source import Source
from klantbeeld.domain.vragen import Bronnenvraag
from klantbeeld.errors import StroomVerloren
from klantbeeld.stores.protocol import Store, read_all

EERSTE_PAUZE = 0.1
LANGSTE_PAUZE = 30.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Herkansing:
    """Not before this moment, and how long after it when it fails again."""

    vanaf: float
    pauze: float


class Storingen:
    """Kept in the store per source, written only when something changes; one file that is read by hand has none."""

    def __init__(self, store: Store, klok: Callable[[], float] = monotonic) -> None:
        self._store = store
        self._klok = klok
        self._bekend: dict[str, str | None] | None = None
        self._herkansingen: dict[str, Herkansing] = {}

    def look_again(self) -> None:
        """Forgets what was read from the store: another process may have changed it."""
        self._bekend = None

    def may_try(self, source: Source) -> bool:
        """Whether a source that could not be read may be tried again already."""
        herkansing = self._herkansingen.get(source.stroom)
        return herkansing is None or self._klok() >= herkansing.vanaf

    def note(self, source: Source, reden: str) -> None:
        """This source can't be read (further)."""
        eerder = self._herkansingen.get(source.stroom)
        pauze = min(eerder.pauze * 2, LANGSTE_PAUZE) if eerder else EERSTE_PAUZE
        self._herkansingen[source.stroom] = Herkansing(self._klok() + pauze * random.uniform(0.8, 1.2), pauze)  # noqa: S311
        if self._write(source.bron, reden):
            log.warning("bron gestopt", bron=source.bron or source.stroom, reden=reden)

    def clear(self, source: Source, *, is_bijgepraat: bool) -> bool:
        """This source was read to its end. False when that is not enough: a stream of it was lost, and since then it was not
        read from the beginning, nor did it say up to when it told everything."""
        self._herkansingen.pop(source.stroom, None)
        if not is_bijgepraat and source.bron is not None and self._known().get(source.bron) == StroomVerloren.storing:
            return False
        if self._write(source.bron, None):
            log.info("bron hersteld", bron=source.bron)
        return True

    def _write(self, bron: str | None, reden: str | None) -> bool:
        if bron is None:
            return reden is not None
        bekend = self._known()
        if bekend.get(bron) == reden or (reden is not None and bekend.get(bron) == StroomVerloren.storing):
            return False  # what else goes wrong will pass, and must not take a loss with it
        self._store.set_storing(bron, reden)
        bekend[bron] = reden
        return True

    def _known(self) -> dict[str, str | None]:
        if self._bekend is None:
            self._bekend = {regel.bron: regel.storing for regel in read_all(self._store, [Bronnenvraag()])[0]}
        return self._bekend
