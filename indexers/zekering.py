"""A fuse per source: a wrong deploy must not empty a source into the dead letters."""

from collections import deque

VENSTER = 10_000
MINSTENS = 100
AANDEEL = 0.01


class Zekering:
    """Counts refusals among the last ``VENSTER`` records; it blows at more than max(100, 1 %) of them."""

    def __init__(self) -> None:
        self._laatste: deque[bool] = deque(maxlen=VENSTER)
        self._geweigerd = 0

    @property
    def ruimte(self) -> int:
        """How many more may be refused."""
        return int(max(MINSTENS, AANDEEL * len(self._laatste))) - self._geweigerd

    def allows(self, *, geweigerd: bool) -> bool:
        """Whether this record may be taken in (accepted, or as a dead letter); a refusal too many is not counted."""
        if geweigerd and self.ruimte < 1:
            return False
        if len(self._laatste) == VENSTER:
            self._geweigerd -= self._laatste[0]
        self._laatste.append(geweigerd)
        self._geweigerd += geweigerd
        return True

    def blow(self) -> None:
        """Counts a record that was allowed as refused after all: it stands among the last ones, not yet as refused."""
        plaats = next((-nummer for nummer, geweigerd in enumerate(reversed(self._laatste), 1) if not geweigerd), None)
        if plaats is not None:
            self._laatste[plaats] = True
            self._geweigerd += 1
