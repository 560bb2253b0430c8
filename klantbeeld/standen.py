"""How the sources stand, held in memory for all consultations of a process."""

import asyncio
from collections.abc import Mapping
from time import monotonic

from klantbeeld.domain.bronnen import Bron, Bronstaat, merge_bronnen
from klantbeeld.domain.groepen import GROEP_VAN_SOORT
from klantbeeld.domain.vragen import Bronnenvraag
from klantbeeld.lezer import Lezer

GELDIGHEID = 1.0
"""So many seconds the state of the sources is held in memory."""


class Bronstaten:
    """``staat_stil``: nothing could be written to the store when it was read last."""

    def __init__(self, bronnen: Mapping[str, Bron]) -> None:
        self._bronnen = bronnen
        self._staten: tuple[Bronstaat, ...] = ()
        self._gelezen_op = float("-inf")
        self.staat_stil = False

    async def read(self, lezer: Lezer) -> tuple[Bronstaat, ...]:
        """The state of every source, at most a second old. Errors: ``StoreFout``."""
        if monotonic() - self._gelezen_op < GELDIGHEID:
            return self._staten
        regels, storing = await asyncio.gather(lezer.ask(Bronnenvraag()), lezer.schrijfstoring())
        staten = merge_bronnen(self._bronnen, regels, GROEP_VAN_SOORT)
        if lezer.begonnen > self._gelezen_op:
            self._staten, self._gelezen_op, self.staat_stil = staten, lezer.begonnen, storing is not None
        return staten
