"""F32: the real program, told to stop in the midst of its work, ends well and soon, and a next run finishes what it did."""

import json
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Self

import httpx
import pytest

from indexers.samples.generator import Samplesopdracht, write_samples
from tests.bouwers_leveringen import VANDAAG
from tests.dienst import make_token
from tests.programma import LANGSTE_STOP, Programma, find_free_port, own_environment, run_klantbeeld, start_klantbeeld

WERKGEVERS = 600
VRAGERS = 4
LUISTERT = "stop met Ctrl-C"


@pytest.fixture(scope="module")
def leveringen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    map_ = tmp_path_factory.mktemp("leveringen")
    write_samples(map_, Samplesopdracht(WERKGEVERS, 3, VANDAAG))
    return map_


def surround(map_: Path, leveringen: Path) -> dict[str, str]:
    return {
        "KLANTBEELD_STORE__URL": f"sqlite:///{map_}/klantbeeld.db",
        "KLANTBEELD_LEVERINGEN": str(leveringen),
        "KLANTBEELD_VANDAAG": VANDAAG.isoformat(),
    }


@dataclass(frozen=True, slots=True)
class Gevuld:
    """A store in a folder, and the digest of all that is in it."""

    map_: Path
    digest: str


@pytest.fixture(scope="module")
def heel(leveringen: Path, tmp_path_factory: pytest.TempPathFactory) -> Gevuld:
    """A store that was filled without being stopped."""
    return fill(tmp_path_factory.mktemp("heel"), leveringen)


def fill(map_: Path, leveringen: Path) -> Gevuld:
    omgeving = surround(map_, leveringen)
    assert run_klantbeeld(map_, "index", **omgeving).returncode == 0
    return Gevuld(map_, json.loads(run_klantbeeld(map_, "status", "--json", **omgeving).stdout)["digest"])


def wait_for_bytes(pad: Path, aantal: int) -> None:
    """Returns when a file has grown so large."""
    begin, pauze = monotonic(), threading.Event()
    while not pad.exists() or pad.stat().st_size < aantal:
        assert monotonic() - begin < 60
        pauze.wait(0.005)


@dataclass(frozen=True, slots=True)
class Geval:
    """How an indexer is started and stopped, and the exit code that says whether it was done."""

    woorden: tuple[str, ...]
    teken: signal.Signals
    code: int


@pytest.mark.parametrize(
    "geval",
    [
        Geval(("index",), signal.SIGINT, 130),
        Geval(("index", "--follow"), signal.SIGTERM, 0),
    ],
    ids=["index-int", "follow-term"],
)
def test_an_indexer_that_is_stopped_under_load_is_finished_by_the_next(
    tmp_path: Path, leveringen: Path, heel: Gevuld, geval: Geval
) -> None:
    omgeving = own_environment(**surround(tmp_path, leveringen))
    with start_klantbeeld(tmp_path, *geval.woorden, omgeving=omgeving) as indexer:
        wait_for_bytes(tmp_path / "klantbeeld.db-wal", 1_000_000)
        code = indexer.stop_soon(geval.teken)
    assert code == geval.code
    assert fill(tmp_path, leveringen).digest == heel.digest


def test_making_samples_that_is_stopped_leaves_no_half_files(tmp_path: Path) -> None:
    with start_klantbeeld(tmp_path, "samples", "uit", "--werkgevers", "100000") as maker:
        wait_for_bytes(tmp_path / "uit" / ".cws.jsonl.deel", 0)
        assert maker.stop_soon(signal.SIGTERM) == 130
    assert maker.gezegd == "Gestopt.\n"
    assert list((tmp_path / "uit").iterdir()) == []


class Vragers:
    """Clients that ask one question after the other until the server is gone; ``bezig`` once they are well on their way."""

    def __init__(self, poort: int, token: str) -> None:
        self._adres = f"http://127.0.0.1:{poort}/graphql"
        self._koppen = {"Authorization": f"Bearer {token}"}
        self.antwoorden: list[Any] = []
        self.bezig = threading.Event()
        self._draden = [threading.Thread(target=self._ask, daemon=True) for _ in range(VRAGERS)]

    def __enter__(self) -> Self:
        for draad in self._draden:
            draad.start()
        return self

    def __exit__(self, *_: object) -> None:
        for draad in self._draden:
            draad.join(LANGSTE_STOP)

    def _ask(self) -> None:
        vraag = {"query": '{ werkgevers(zoekterm: "groot") { edges { node { contactmanagement { contacten { totaal } } } } } }'}
        with httpx.Client(trust_env=False, headers=self._koppen) as client:
            while True:
                try:
                    self.antwoorden.append(client.post(self._adres, json=vraag).json())
                except httpx.TransportError:
                    return
                if len(self.antwoorden) >= 5 * VRAGERS:
                    self.bezig.set()


def test_a_web_server_that_is_stopped_under_load_ends_what_it_began(tmp_path: Path, heel: Gevuld, leveringen: Path) -> None:
    log = {"KLANTBEELD_LOGBOEK": str(tmp_path / "raadplegingen.jsonl")}
    omgeving = own_environment(**surround(heel.map_, leveringen), **log)
    token = make_token("klantadviseur")
    poort = find_free_port()
    with start_klantbeeld(tmp_path, "serve", "--port", str(poort), omgeving=omgeving) as web:
        web.wait_for(LUISTERT)
        with Vragers(poort, token) as vragers:
            assert vragers.bezig.wait(60)
            assert web.stop_soon(signal.SIGTERM) == 0
    assert [antwoord for antwoord in vragers.antwoorden if antwoord.keys() != {"data"}] == []
    vastgelegd = (tmp_path / "raadplegingen.jsonl").read_bytes().count(b'"handeling":"zoeken"')
    assert vastgelegd >= len(vragers.antwoorden)


@pytest.fixture
def lopend(tmp_path: Path, leveringen: Path) -> Iterator[tuple[Programma, str]]:
    """An indexer that follows, and where it answers after itself."""
    poort = find_free_port()
    omgeving = own_environment(**surround(tmp_path, leveringen), KLANTBEELD_TOEZICHT__POORT=str(poort))
    with start_klantbeeld(tmp_path, "index", "--follow", omgeving=omgeving) as indexer:
        wait_for_bytes(tmp_path / "klantbeeld.db-wal", 100_000)
        yield indexer, f"http://127.0.0.1:{poort}"


def test_an_indexer_that_answers_after_itself_is_stopped_all_the_same(
    lopend: tuple[Programma, str],
) -> None:
    indexer, adres = lopend
    with httpx.Client(base_url=adres, trust_env=False) as client:
        assert client.get("/gezondheid/levend").json() == {"status": "LEVEND"}
        assert client.get("/gezondheid/gereed").json() == {"status": "GEREED", "store": "OK", "alarmen": []}
        assert "klantbeeld_indexer_silence_seconds" in client.get("/metrics").text
        assert client.post("/graphql").status_code == 404
        assert indexer.stop_soon(signal.SIGTERM) == 0
