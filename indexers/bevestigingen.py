"""What sources are told once it is durable and everything that follows from it is derived."""

from collections.abc import Callable
from functools import partial

import structlog

from indexers.source import Blok
from klantbeeld.errors import BronFout

log = structlog.get_logger()


class Bevestigingen:
    """Collects what may be told after the next deriving."""

    def __init__(self) -> None:
        self._open: list[Callable[[], None]] = []

    def add(self, blok: Blok, aantal: int) -> None:
        """So many lines of a block are durable."""
        if blok.bevestig is not None:
            self._open.append(partial(blok.bevestig, aantal))

    def give(self) -> None:
        """Tells all of it. What a source can't be told now it gives again."""
        open_, self._open = self._open, []
        try:
            for bevestig in open_:
                bevestig()
        except BronFout as fout:
            log.warning("niet bevestigd", fout=str(fout))
