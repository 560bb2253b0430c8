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
    def is_whole(self) -> bool:
        return self._geweigerd <= max(MINSTENS, AANDEEL * len(self._laatste))

    def allows(self, *, geweigerd: bool) -> bool:
        """Whether this record may be taken in (accepted, or as a dead letter); a refusal too many is not counted."""
        if geweigerd and self._geweigerd + 1 > max(MINSTENS, AANDEEL * len(self._laatste)):
            return False
        if len(self._laatste) == VENSTER:
            self._geweigerd -= self._laatste[0]
        self._laatste.append(geweigerd)
        self._geweigerd += geweigerd
        return True

    def blow(self) -> None:
        """Counts a record that was allowed as refused after all."""
        self._geweigerd += 1
