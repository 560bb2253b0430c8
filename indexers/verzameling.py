"""A set of very many ids in eight bytes each."""

from array import array
from bisect import bisect_left

_VAKKEN = 256
_GETAL = (1 << 64) - 1


class Verzameling:
    """Ids that are added, and asked for. Two ids are taken for one when their hashes of 64 bits are equal: among ten million
    that happens once in a hundred thousand times. Those hashes are of this process only."""

    def __init__(self) -> None:
        # Sorted one part at a time, so that sorting takes little memory too.
        self._vakken = [array("Q") for _ in range(_VAKKEN)]
        self._op_volgorde = True

    def add(self, id_: str) -> None:
        hash_ = _hash_of(id_)
        self._vakken[hash_ >> 56].append(hash_)
        self._op_volgorde = False

    def __len__(self) -> int:
        """The number of different ids."""
        self._sort()
        return sum(map(len, self._vakken))

    def __contains__(self, id_: str) -> bool:
        self._sort()
        hash_ = _hash_of(id_)
        vak = self._vakken[hash_ >> 56]
        plaats = bisect_left(vak, hash_)
        return plaats < len(vak) and vak[plaats] == hash_

    def _sort(self) -> None:
        if not self._op_volgorde:
            self._vakken = [array("Q", sorted(set(vak))) for vak in self._vakken]
            self._op_volgorde = True


def _hash_of(id_: str) -> int:
    return hash(id_) & _GETAL
