"""An indexer that is killed while it writes to Elasticsearch goes on at the next start, and ends as one that was not killed
(F01)."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.elasticstores import Voorraad
from tests.faults.test_gedood import BREEKPUNTEN, LANG, finish, make_leveringen, read_status, start, surroundings
from tests.testnode import require_elasticsearch

WERKGEVERS = 30
KORT = [("apply", "na", "6"), ("mark", "na", "1"), ("write_profielen", "na", "1"), ("write_maanden", "na", "1")]


@pytest.fixture(scope="module")
def leveringen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_leveringen(tmp_path_factory.mktemp("klein") / "leveringen", WERKGEVERS)


@pytest.fixture(scope="module")
def ongestoord(leveringen: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """How a store in SQLite stands after a run that nothing disturbed."""
    omgeving = surroundings(tmp_path_factory.mktemp("ongestoord"), leveringen)
    finish(["klantbeeld", "index"], omgeving)
    return read_status(omgeving)


@pytest.fixture
def omgeving(tmp_path: Path, leveringen: Path, voorraad_of: Callable[[str], Voorraad]) -> Iterator[dict[str, str]]:
    """The environment of an indexer with an empty store in Elasticsearch."""
    voorraad = voorraad_of(require_elasticsearch())
    url = voorraad.take()
    yield surroundings(tmp_path, leveringen) | {"KLANTBEELD_STORE__URL": url}
    voorraad.give_back(url)


@pytest.mark.parametrize("breekpunt", BREEKPUNTEN if LANG else KORT, ids="-".join)
def test_a_load_killed_at_a_call_of_the_store_ends_as_an_undisturbed_one_in_sqlite(
    omgeving: dict[str, str], ongestoord: dict[str, object], breekpunt: tuple[str, str, str]
) -> None:
    assert start(["tests.faults.breuk", *breekpunt], omgeving).wait(timeout=300) == -signal.SIGKILL
    finish(["klantbeeld", "index"], omgeving)
    assert read_status(omgeving) == ongestoord
