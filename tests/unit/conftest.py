"""One filled store per run, read by everybody; each test has a consultation log of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from klantbeeld.settings import Settings
from tests.bouwers_graphql import Proef, fill_store, open_for_test


@pytest.fixture(scope="session")
def gevulde_store(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fill_store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def proef(gevulde_store: Settings, tmp_path: Path) -> Iterator[Proef]:
    with open_for_test(gevulde_store, tmp_path / "raadplegingen.jsonl") as klantbeeld:
        yield Proef(klantbeeld, tmp_path / "raadplegingen.jsonl")


@pytest.fixture
def bestand(tmp_path: Path) -> Path:
    return tmp_path / "levering.jsonl"


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    (tmp_path / "map").mkdir()
    return tmp_path / "map"
