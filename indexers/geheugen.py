"""How an indexer treats memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_DREMPELS = (100_000, 50, 100)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """The collector of reference cycles looks seldom meanwhile. A load makes very many objects and hardly any cycles: looking
    for those takes a tenth of its time."""
    eerder = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_DREMPELS)
    try:
        yield
    finally:
        gc.set_threshold(*eerder)
        gc.unfreeze()
