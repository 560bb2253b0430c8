"""One empty store per test, of each of ``STORES``."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from klantbeeld.stores.elastic import ElasticStore
from klantbeeld.stores.opening import open_opbouw as open_beside
from klantbeeld.stores.opening import open_store as open_url
from klantbeeld.stores.protocol import Store
from klantbeeld.stores.protocol_opbouw import Opbouw
from tests.elasticstores import Leentje, Voorraad
from tests.testnode import NIEUWE_VERSIE, VERSIE, require_elasticsearch

STORES: dict[str, str | None] = {"sqlite": None, "elasticsearch": VERSIE, "elasticsearch-9": NIEUWE_VERSIE}
"""Every implementation of the protocol, with the version of the server that it needs."""
WILLEKEURIG = settings(
    max_examples=100 if "LANGE_TESTS" in os.environ else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""How often a test tries other data on each of the stores."""
GEHEIM = b"het geheim van de contracttests"


class OpenStore(Protocol):
    """Opens the store with this name (made when it is new); the same name is the same store."""

    def __call__(self, naam: str = "store", *, schrijven: bool = True, geheim: bytes = GEHEIM) -> Store: ...


class Plekken(Protocol):
    """Where the stores of one test are, by name; one that is given back is for another test."""

    def url_of(self, naam: str) -> str: ...

    def give_back(self, naam: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Bestanden:
    """Stores in files of one folder."""

    map_: Path

    def url_of(self, naam: str) -> str:
        return f"sqlite:///{self.map_}/{naam}.db"

    def give_back(self, naam: str) -> None:
        """Nothing: the folder is of one test."""


@pytest.fixture(params=STORES)
def plekken(request: pytest.FixtureRequest, tmp_path: Path, voorraad_of: Callable[[str], Voorraad]) -> Iterator[Plekken]:
    versie = STORES[request.param]
    if versie is None:
        yield Bestanden(tmp_path)
        return
    leentje = Leentje(voorraad_of(require_elasticsearch(versie)))
    yield leentje
    leentje.close()


@pytest.fixture
def open_store(plekken: Plekken) -> Iterator[OpenStore]:
    geopend: dict[str, list[Store]] = {}

    def open_named(naam: str = "store", *, schrijven: bool = True, geheim: bytes = GEHEIM) -> Store:
        for ander in [ander for ander, stores in geopend.items() if ander != naam and all(map(is_gesloten, stores))]:
            plekken.give_back(ander)
            del geopend[ander]
        store = open_url(plekken.url_of(naam), schrijven=schrijven, geheim=geheim)
        geopend.setdefault(naam, []).append(store)
        return store

    yield open_named
    for stores in geopend.values():
        for store in stores:
            store.close()


def is_gesloten(store: Store) -> bool:
    """Whether a test is done with a store that others wait for."""
    return isinstance(store, ElasticStore) and store.is_gesloten


class OpenOpbouw(Protocol):
    """Begins a new generation beside the store with this name, or with ``terug`` takes the previous one."""

    def __call__(self, naam: str = "store", *, terug: bool = False) -> AbstractContextManager[Opbouw]: ...


@pytest.fixture
def open_opbouw(plekken: Plekken) -> OpenOpbouw:
    return lambda naam="store", *, terug=False: open_beside(plekken.url_of(naam), terug=terug, geheim=GEHEIM)


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()
