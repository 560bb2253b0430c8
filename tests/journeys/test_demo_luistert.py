"""``klantbeeld demo`` serves: it says where and how soon, answers as the API does, and ends when it is asked to."""

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.dienst import make_token
from tests.programma import Programma, find_free_port, own_environment, run_klantbeeld, start_klantbeeld

LUISTERT = "stop met Ctrl-C"


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def poort() -> int:
    return find_free_port()


@pytest.fixture(scope="module")
def demo(map_: Path, poort: int) -> Iterator[Programma]:
    # A proxy that is not there: what this computer asks itself must not pass through one.
    omgeving = own_environment(http_proxy="http://127.0.0.1:9", no_proxy="")
    with start_klantbeeld(map_, "demo", "--port", str(poort), "--werkgevers", "20", omgeving=omgeving) as programma:
        programma.wait_for(LUISTERT)
        yield programma


@pytest.fixture
def client(demo: Programma, poort: int) -> Iterator[httpx.Client]:
    assert demo.proces.poll() is None
    with httpx.Client(base_url=f"http://127.0.0.1:{poort}", trust_env=False) as client:
        yield client


def test_it_says_its_address_and_how_soon_it_answered(demo: Programma, poort: int) -> None:
    assert re.search(r'^Eerste antwoord na [0-9]+\.[0-9] s \(1 werkgevers voor "de groot"\)\.$', demo.gezegd, re.MULTILINE)
    assert f"Klantbeeld Werkgever (demo) luistert op http://127.0.0.1:{poort}/ – stop met Ctrl-C.\n" in demo.gezegd


def test_it_answers_a_question_with_a_token_from_the_command_line(client: httpx.Client, map_: Path) -> None:
    token = run_klantbeeld(map_, "token", "--rol", "klantadviseur").stdout.strip()
    vraag = {"query": '{ werkgevers(zoekterm: "de groot") { edges { node { naam } } } }'}
    antwoord = client.post("/graphql", json=vraag, headers={"Authorization": f"Bearer {token}"})
    assert antwoord.status_code == 200
    assert antwoord.json() == {"data": {"werkgevers": {"edges": [{"node": {"naam": "Groothandel De Groot"}}]}}}


def test_it_answers_nobody_without_a_token(client: httpx.Client) -> None:
    antwoord = client.post("/graphql", json={"query": "{ ik { naam } }"})
    assert (antwoord.status_code, antwoord.headers["www-authenticate"]) == (401, "Bearer")
    assert antwoord.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_it_answers_after_its_health_and_metrics_without_a_token(client: httpx.Client) -> None:
    assert client.get("/gezondheid/levend").json() == {"status": "LEVEND"}
    gereed = client.get("/gezondheid/gereed")
    assert (gereed.status_code, gereed.json()["status"], len(gereed.json()["bronnen"])) == (200, "GEREED", 9)
    assert 'klantbeeld_up{deel="store"} 1.0\n' in client.get("/metrics").text


def test_its_first_page_says_that_it_is_a_demo(client: httpx.Client) -> None:
    antwoord = client.get("/")
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<strong>Demo.</strong>" in antwoord.text


def test_its_pages_answer_only_to_names_of_this_computer(client: httpx.Client, poort: int) -> None:
    vreemd = client.get("/", headers={"Host": "boos.example"})
    assert (vreemd.status_code, "boos.example" in vreemd.text) == (421, False)
    assert client.get("/", headers={"Host": f"localhost:{poort}"}).status_code == 200


def count_gevonden(client: httpx.Client) -> int:
    token = make_token("klantadviseur")
    vraag = {"query": '{ werkgevers(zoekterm: "de groot") { totaal } }'}
    antwoord = client.post("/graphql", json=vraag, headers={"Authorization": f"Bearer {token}"})
    return int(antwoord.json()["data"]["werkgevers"]["totaal"])


def test_another_demo_in_its_folder_is_refused_and_leaves_its_data_alone(client: httpx.Client, map_: Path) -> None:
    ander = run_klantbeeld(map_, "demo", "--port", str(find_free_port()), "--werkgevers", "1")
    assert (ander.returncode, ander.stdout) == (1, "")
    assert ander.stderr == (
        "CONFIGURATION_ERROR: Er draait al een demo in .klantbeeld/demo; een tweede zou haar gegevens wissen. Gebruik die, "
        "stop haar eerst, of begin in een andere map.\n"
    )
    assert count_gevonden(client) == 1


def test_another_demo_on_its_port_is_refused(demo: Programma, poort: int, tmp_path: Path) -> None:
    assert demo.proces.poll() is None
    ander = run_klantbeeld(tmp_path, "demo", "--port", str(poort), "--werkgevers", "1")
    assert (ander.returncode, ander.stdout) == (1, "")
    assert ander.stderr == (
        f"CONFIGURATION_ERROR: Poort {poort} is niet vrij (Address already in use). Kies een andere met --port.\n"
    )


def test_its_consultations_are_recorded(client: httpx.Client, map_: Path) -> None:
    assert client.get("/").status_code == 200
    regels = [json.loads(regel) for regel in (map_ / ".klantbeeld/demo/raadplegingen.jsonl").read_text().splitlines()]
    assert regels[0]["gebruiker"] == "demo-klantadviseur"
    assert "Groot" not in str(regels)


@pytest.mark.parametrize("teken", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_when_it_is_stopped(tmp_path: Path, teken: signal.Signals) -> None:
    with start_klantbeeld(tmp_path, "demo", "--port", str(find_free_port()), "--werkgevers", "1") as programma:
        programma.wait_for(LUISTERT)
        code = programma.stop(teken)
    assert code == 0
    assert "Traceback" not in programma.gezegd
    assert programma.gezegd.count("\n") <= 6


def test_serve_answers_over_a_store_that_was_filled_before(tmp_path: Path) -> None:
    settings = {"KLANTBEELD_STORE__URL": f"sqlite:///{tmp_path}/k.db", "KLANTBEELD_LEVERINGEN": str(tmp_path)}
    assert run_klantbeeld(tmp_path, "samples", str(tmp_path), "--werkgevers", "1").returncode == 0
    assert run_klantbeeld(tmp_path, "index", **settings).returncode == 0
    with start_klantbeeld(
        tmp_path, "serve", "--port", str(find_free_port()), omgeving=own_environment(**settings)
    ) as programma:
        programma.wait_for(LUISTERT)
        assert programma.stop() == 0
    assert "Eerste antwoord" not in programma.gezegd
