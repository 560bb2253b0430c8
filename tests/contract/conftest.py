"""One empty store per test, of each implementation in ``OPENERS``."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from klantbeeld.stores.opening import open_store as open_url
from klantbeeld.stores.protocol import Store

OPENERS: dict[str, Callable[[Path, str], str]] = {
    "sqlite": lambda map_, naam: f"sqlite:///{map_}/{naam}.db",
}
"""Per implementation how a test gets the url of a store with this name that is its own."""


class OpenStore(Protocol):
    """Opens the store with this name (made when it is new); the same name is the same store."""

    def __call__(self, naam: str = "store", *, schrijven: bool = True) -> Store: ...


@pytest.fixture(params=list(OPENERS))
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    geopend: list[Store] = []

    def open_named(naam: str = "store", *, schrijven: bool = True) -> Store:
        geopend.append(open_url(OPENERS[request.param](tmp_path, naam), schrijven=schrijven))
        return geopend[-1]

    yield open_named
    for store in geopend:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()
