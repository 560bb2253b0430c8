"""A fuse per source: a wrong deploy must not empty a source into the dead letters."""

from collections import deque

VENSTER = 10_000
MINSTENS = 100
AANDEEL = 0.01


class Zekering:
    """Counts refusals among the last ``VENSTER`` records; it blows at more than max(100, 1 %) of them. ``geteld`` is how many
    records it allowed, and so the number of the last one."""

    def __init__(self) -> None:
        self._laatste: deque[bool] = deque(maxlen=VENSTER)
        self._geweigerd = 0
        self.geteld = 0

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
        self.geteld += 1
        return True

    def blow(self, nummer: int) -> None:
        """Counts a record that was allowed, as the one with this number, as refused after all."""
        plaats = nummer - self.geteld - 1
        if -plaats <= len(self._laatste) and not self._laatste[plaats]:
            self._laatste[plaats] = True
            self._geweigerd += 1
