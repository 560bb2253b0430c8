"""Many things, so many at a time: what ``itertools.batched`` does in later versions of Python."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def split_porties(dingen: Iterable[T], hoogstens: int) -> Iterator[tuple[T, ...]]:
    """All of these in their order, at most so many at a time; each is asked for no earlier than its portion."""
    over = iter(dingen)
    while portie := tuple(islice(over, hoogstens)):
        yield portie
