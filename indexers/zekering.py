"""A fuse per source: a wrong deploy must not empty a source into the dead letters."""

from bisect import insort

VENSTER = 10_000
MINSTENS = 100
AANDEEL = 0.01


class Zekering:
    """Counts refusals among the last ``VENSTER`` records; it blows at more than max(100, 1 %) of them. ``geteld`` is how many
    records it allowed, and so the number of the last one."""

    def __init__(self) -> None:
        # Only the numbers of the refused: few, so a copy costs nothing, and nothing is done for a record that is good.
        self._geweigerd: list[int] = []
        self.geteld = 0

    @property
    def ruimte(self) -> int:
        """How many more may be refused."""
        return int(max(MINSTENS, AANDEEL * min(self.geteld, VENSTER))) - len(self._geweigerd)

    def allows(self, *, geweigerd: bool) -> bool:
        """Whether this record may be taken in (accepted, or as a dead letter); a refusal too many is not counted."""
        if geweigerd and self.ruimte < 1:
            return False
        self.geteld += 1
        if self._geweigerd and self._geweigerd[0] <= self.geteld - VENSTER:
            self._geweigerd.pop(0)
        if geweigerd:
            self._geweigerd.append(self.geteld)
        return True

    def blow(self, nummer: int) -> None:
        """Counts a record that was allowed, as the one with this number, as refused after all."""
        if nummer > self.geteld - VENSTER and nummer not in self._geweigerd:
            insort(self._geweigerd, nummer)
