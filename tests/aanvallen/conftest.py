"""One filled store per run, as for the unit tests, and one real server that is attacked from outside."""

from collections.abc import Iterator

import pytest

from tests.dienst import Dienst, serve_demo
from tests.unit.conftest import gevulde_store, proef

__all__ = ["dienst", "gevulde_store", "proef"]


@pytest.fixture(scope="session")
def dienst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    with serve_demo(tmp_path_factory.mktemp("dienst"), 3) as gestart:
        yield gestart
