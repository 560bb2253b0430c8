"""One empty store per test, of each implementation in ``OPENERS``."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from klantbeeld.stores.opening import open_opbouw as open_beside
from klantbeeld.stores.opening import open_store as open_url
from klantbeeld.stores.protocol import Store
from klantbeeld.stores.protocol_opbouw import Opbouw

OPENERS: dict[str, Callable[[Path, str], str]] = {
    "sqlite": lambda map_, naam: f"sqlite:///{map_}/{naam}.db",
}
"""Per implementation how a test gets the url of a store with this name that is its own."""


GEHEIM = b"het geheim van de contracttests"


class OpenStore(Protocol):
    """Opens the store with this name (made when it is new); the same name is the same store."""

    def __call__(self, naam: str = "store", *, schrijven: bool = True, geheim: bytes = GEHEIM) -> Store: ...


MakeUrl = Callable[[str], str]
"""Gives the url of the store with this name."""


@pytest.fixture(params=list(OPENERS))
def make_url(request: pytest.FixtureRequest, tmp_path: Path) -> MakeUrl:
    return partial(OPENERS[request.param], tmp_path)


@pytest.fixture
def open_store(make_url: MakeUrl) -> Iterator[OpenStore]:
    geopend: list[Store] = []

    def open_named(naam: str = "store", *, schrijven: bool = True, geheim: bytes = GEHEIM) -> Store:
        geopend.append(open_url(make_url(naam), schrijven=schrijven, geheim=geheim))
        return geopend[-1]

    yield open_named
    for store in geopend:
        store.close()


class OpenOpbouw(Protocol):
    """Begins a new generation beside the store with this name, or with ``terug`` takes the previous one."""

    def __call__(self, naam: str = "store", *, terug: bool = False) -> AbstractContextManager[Opbouw]: ...


@pytest.fixture
def open_opbouw(make_url: MakeUrl) -> OpenOpbouw:
    return lambda naam="store", *, terug=False: open_beside(make_url(naam), terug=terug, geheim=GEHEIM)


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()
