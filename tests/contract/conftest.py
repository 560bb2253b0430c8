"""One empty store per test, of each kind of store."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from klantbeeld.stores.opening import open_store as open_url
from klantbeeld.stores.protocol import Store
from tests.elasticstores import Leentje, Voorraad
from tests.testnode import NIEUWE_VERSIE, VERSIE, require_elasticsearch

STORES: dict[str, str | None] = {"sqlite": None, "elasticsearch": VERSIE, "elasticsearch-9": NIEUWE_VERSIE}
"""Every implementation of the protocol, with the version of the server that it needs."""


class OpenStore(Protocol):
    """Opens the store with this name (made when it is new); the same name is the same store."""

    def __call__(self, naam: str = "store", *, schrijven: bool = True) -> Store: ...


def lend_sqlite(map_: Path) -> Iterator[OpenStore]:
    """Stores in files of this folder."""
    geopend: list[Store] = []

    def open_named(naam: str = "store", *, schrijven: bool = True) -> Store:
        geopend.append(open_url(f"sqlite:///{map_}/{naam}.db", schrijven=schrijven))
        return geopend[-1]

    yield open_named
    for store in geopend:
        store.close()


def lend_elasticsearch(voorraad: Voorraad) -> Iterator[OpenStore]:
    """Stores on the node of this run."""
    leentje = Leentje(voorraad)

    def open_named(naam: str = "store", *, schrijven: bool = True) -> Store:
        return leentje.open(naam, schrijven=schrijven)

    yield open_named
    leentje.close()


@pytest.fixture(params=STORES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path, voorraad_of: Callable[[str], Voorraad]) -> Iterator[OpenStore]:
    versie = STORES[request.param]
    if versie is None:
        yield from lend_sqlite(tmp_path)
    else:
        yield from lend_elasticsearch(voorraad_of(require_elasticsearch(versie)))


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()
