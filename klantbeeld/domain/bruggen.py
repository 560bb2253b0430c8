"""Bridges of a graph: edges without which a part of it would come loose."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

Kant = tuple[str, ...]
"""The name of an edge."""
Einden = tuple[Hashable, Hashable]
"""The nodes that an edge is between."""


def find_bruggen(kanten: Mapping[Kant, Einden]) -> set[Kant]:
    """The edges that lie on no circle; of two between the same nodes neither is one."""
    buren: dict[Hashable, list[tuple[Kant, Hashable]]] = defaultdict(list)
    for kant, (een, ander) in kanten.items():
        buren[een].append((kant, ander))
        buren[ander].append((kant, een))
    return _Wandeling(buren).bruggen


class _Wandeling:
    """A walk in depth over all nodes, without recursion. ``laagste`` is the earliest node that can be reached from a node on
    another way than it was come by: where that is not before the node itself, the way there was a bridge."""

    def __init__(self, buren: Mapping[Hashable, list[tuple[Kant, Hashable]]]) -> None:
        self._buren = buren
        self._bezocht: dict[Hashable, int] = {}
        self._laagste: dict[Hashable, int] = {}
        self.bruggen: set[Kant] = set()
        for begin in buren:
            if begin not in self._bezocht:
                self._walk(begin)

    def _walk(self, begin: Hashable) -> None:
        pad: list[tuple[Hashable, Kant | None, Iterator[tuple[Kant, Hashable]]]] = [(begin, None, self._enter(begin))]
        while pad:
            knoop, heen, verder = pad[-1]
            stap = next(verder, None)
            if stap is None:
                pad.pop()
                self._leave(knoop, heen, pad[-1][0] if pad else None)
            elif stap[0] != heen and stap[1] in self._bezocht:
                self._laagste[knoop] = min(self._laagste[knoop], self._bezocht[stap[1]])
            elif stap[0] != heen:
                pad.append((stap[1], stap[0], self._enter(stap[1])))

    def _enter(self, knoop: Hashable) -> Iterator[tuple[Kant, Hashable]]:
        self._bezocht[knoop] = self._laagste[knoop] = len(self._bezocht)
        return iter(self._buren[knoop])

    def _leave(self, knoop: Hashable, heen: Kant | None, terug: Hashable) -> None:
        if heen is None:
            return
        self._laagste[terug] = min(self._laagste[terug], self._laagste[knoop])
        if self._laagste[knoop] == self._bezocht[knoop]:
            self.bruggen.add(heen)
