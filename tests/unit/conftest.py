"""One filled store per run, read by everybody; each test has a consultation log of its own."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from klantbeeld.settings import Settings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Store
from tests import testnode_ophalen
from tests.bouwers_aanmelden import Aanmeldproef, make_sleutelbestand, open_aanmelden
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


@pytest.fixture
def sleutel(tmp_path: Path) -> Path:
    """The private key of this program."""
    return make_sleutelbestand(tmp_path)


@pytest.fixture
def aanmelden(proef: Proef, tmp_path: Path, sleutel: Path) -> Iterator[Aanmeldproef]:
    with open_aanmelden(proef, tmp_path, sleutel=sleutel) as aanmeldproef:
        yield aanmeldproef


@pytest.fixture
def jdks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which all JDKs of this machine stand; there are none yet, and no Maven either."""
    monkeypatch.setattr(testnode_ophalen, "_JDKS", tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return tmp_path


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    """Where a store in a file is, or will be."""
    return tmp_path / "klantbeeld.db"


@pytest.fixture
def store(pad: Path) -> Iterator[Store]:
    """An empty store in that file."""
    with closing(open_store(f"sqlite:///{pad}", schrijven=True)) as geopend:
        yield geopend
