"""The commands: answers on standard output, one plain line on standard error and exit code 1 when something is wrong."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from klantbeeld.cli import app, print_gevonden
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.settings import Settings
from resolvers.schema import print_sdl
from tests.bouwers_graphql import GROOT
from tests.programma import find_free_port

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for naam in [naam for naam in os.environ if naam.upper().startswith("KLANTBEELD_")]:
        monkeypatch.delenv(naam)
    monkeypatch.setenv("KLANTBEELD_STORE__URL", f"sqlite:///{tmp_path}/leeg/klantbeeld.db")
    monkeypatch.setenv("KLANTBEELD_LEVERINGEN", str(tmp_path))
    monkeypatch.setenv("KLANTBEELD_LOGBOEK", str(tmp_path / "raadplegingen.jsonl"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def gevuld(monkeypatch: pytest.MonkeyPatch, gevulde_store: Settings) -> None:
    """The settings name the store of the example employer and three others."""
    monkeypatch.setenv("KLANTBEELD_STORE__URL", gevulde_store.store.url)
    monkeypatch.setenv("KLANTBEELD_VANDAAG", "2023-10-20")


def run(*woorden: str) -> Result:
    return RUNNER.invoke(app, woorden)


def run_well(*woorden: str) -> str:
    """What a command that succeeds answers."""
    gedaan = run(*woorden)
    assert gedaan.exit_code == 0, gedaan.output
    return gedaan.stdout


def refuse(*woorden: str) -> str:
    """The one line that a command that fails says; it answers nothing."""
    gedaan = run(*woorden)
    assert (gedaan.exit_code, gedaan.stdout) == (1, "")
    assert gedaan.stderr.count("\n") == 1
    return gedaan.stderr.rstrip("\n")


def read_log(map_: Path) -> list[dict[str, Any]]:
    return [json.loads(regel) for regel in (map_ / "raadplegingen.jsonl").read_text().splitlines()]


@pytest.mark.usefixtures("gevuld")
def test_search_answers_a_line_per_employer() -> None:
    assert run_well("search", "12345678") == (
        f"Groothandel De Groot · Amsterdam · 123456789L01 · 12345678 · ACTIEF · KVK-nummer  [{GROOT}]\n"
    )


@pytest.mark.usefixtures("gevuld")
def test_search_says_what_the_input_was_taken_for_beside_the_answer() -> None:
    assert run("search", "bakker").stderr == "Herkend als NAAM; 1 gevonden.\n"


@pytest.mark.usefixtures("gevuld")
def test_search_masks_the_numbers_of_a_person() -> None:
    assert "*********L01" in run_well("search", "Bakker Jansen")
    assert "987654321" not in run_well("search", "Bakker Jansen")


@pytest.mark.usefixtures("gevuld")
@pytest.mark.parametrize("term", ["", "  ", "&"])
def test_search_for_nothing_says_what_may_be_typed(term: str) -> None:
    gedaan = run("search", term)
    assert (gedaan.exit_code, gedaan.stdout) == (0, "")
    assert gedaan.stderr == "Typ een naam, een nummer, een adres, een telefoonnummer of een kenmerk.\n"


@pytest.mark.usefixtures("gevuld")
def test_search_finds_nothing_without_failing() -> None:
    gedaan = run("search", "xyzzy")
    assert (gedaan.exit_code, gedaan.stdout, gedaan.stderr) == (0, "", "Herkend als NAAM; 0 gevonden.\n")


@pytest.mark.usefixtures("gevuld")
def test_search_says_that_what_it_shows_only_comes_near() -> None:
    gedaan = run("search", "jansne")
    assert gedaan.stderr == "Herkend als NAAM; 1 gevonden.\nNiets precies gevonden; dit lijkt erop:\n"
    assert gedaan.stdout.startswith("Bakker Jansen · ")


def test_search_says_that_there_may_be_more_and_that_not_all_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    node = dict.fromkeys(["id", "naam", "plaats", "lhNummer", "kvkNummer", "status"], "x")
    gevonden = {"herkendAls": ["NAAM"], "totaal": 100, "totaalIsMinimum": True, "isSuggestie": False}
    print_gevonden({**gevonden, "edges": [{"node": node, "uitleg": "naam"}] * 20})
    uitvoer = capsys.readouterr()
    assert uitvoer.err == "Herkend als NAAM; minstens 100 gevonden, hier de eerste 20.\n"
    assert uitvoer.out.count("\n") == 20


@pytest.mark.usefixtures("gevuld")
def test_search_as_json_gives_the_answer_of_the_api() -> None:
    gevonden = json.loads(run_well("search", "12345678", "--json"))["data"]["werkgevers"]
    assert (gevonden["totaal"], gevonden["edges"][0]["node"]["id"]) == (1, GROOT)


@pytest.mark.usefixtures("gevuld")
def test_search_is_recorded(tmp_path: Path) -> None:
    run_well("search", "12345678", "--rol", "handhaver")
    (regel,) = read_log(tmp_path)
    assert (regel["gebruiker"], regel["rol"], regel["handeling"], regel["werkgevers"]) == (
        *("terminal", "handhaver"),
        *("zoeken", [GROOT]),
    )


@pytest.mark.usefixtures("gevuld")
@pytest.mark.parametrize("json_", [[], ["--json"]])
def test_search_by_a_role_without_employers_is_refused(json_: list[str]) -> None:
    melding = "FORBIDDEN: Uw rol geeft geen toegang tot afzonderlijke werkgevers."
    assert refuse("search", "groot", "--rol", "beleid", *json_) == melding


@pytest.mark.usefixtures("gevuld")
def test_search_that_cannot_be_recorded_shows_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KLANTBEELD_LOGBOEK", str(tmp_path))
    assert refuse("search", "groot").startswith("RECORDING_FAILED: De raadpleging kon niet worden vastgelegd (Is a directory)")


@pytest.mark.usefixtures("gevuld")
@pytest.mark.parametrize(("term", "reden"), [("x" * 201, "langer dan 200 tekens"), ("\udcff", "geen geldige UTF-8")])
def test_search_on_what_cannot_be_found_is_refused(term: str, reden: str) -> None:
    melding = refuse("search", term)
    assert melding.startswith("BAD_USER_INPUT: De zoekterm ")
    assert reden in melding


@pytest.mark.usefixtures("gevuld")
def test_search_in_production_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLANTBEELD_VANDAAG")
    monkeypatch.setenv("KLANTBEELD_OMGEVING", "productie")
    monkeypatch.setenv("KLANTBEELD_GEHEIM", "x" * 32)
    assert refuse("search", "groot").startswith("CONFIGURATION_ERROR: Zoeken en tonen in de terminal kan alleen in de demo")


def test_search_without_a_store_says_how_to_fill_one() -> None:
    assert refuse("search", "groot").endswith("bestaat niet. Vul het eerst met 'klantbeeld index'.")


@pytest.mark.usefixtures("gevuld")
@pytest.mark.parametrize("sleutel", [GROOT, "12345678", "123456789L01"])
def test_show_prints_the_whole_view_of_an_id_or_a_key(sleutel: str) -> None:
    werkgever = json.loads(run_well("show", sleutel))["data"]["werkgever"]
    assert werkgever["id"] == GROOT
    assert werkgever["preventiefWerken"]["reintegratieverslagen"] == 5


@pytest.mark.usefixtures("gevuld")
@pytest.mark.parametrize(("sleutel", "aantal"), [("00000000", 0), ("groot", 2)])
def test_show_refuses_what_is_not_one_employer(sleutel: str, aantal: int) -> None:
    melding = f"BAD_USER_INPUT: {aantal} werkgevers gevonden; geef een id of een sleutel van één werkgever."
    assert refuse("show", sleutel) == melding


@pytest.mark.usefixtures("gevuld")
def test_show_by_a_role_without_employers_is_refused_and_recorded(tmp_path: Path) -> None:
    assert refuse("show", GROOT, "--rol", "beheerder").startswith("FORBIDDEN: ")
    assert [(regel["resultaat"], regel["werkgevers"]) for regel in read_log(tmp_path)] == [("geweigerd", [])]


@pytest.mark.usefixtures("gevuld")
def test_an_unknown_role_is_refused_with_those_that_exist() -> None:
    assert refuse("show", GROOT, "--rol", "directeur").startswith("BAD_USER_INPUT: Onbekende rol. Kies uit: accountmanager, ")


def test_token_prints_just_the_token() -> None:
    assert run_well("token", "--rol", "klantadviseur").count(".") == 2
    assert run("token", "--rol", "klantadviseur").stderr == ""


def test_token_for_an_unknown_role_is_refused() -> None:
    assert refuse("token", "--rol", "directeur").startswith("BAD_USER_INPUT: Onbekende rol.")


def test_schema_prints_the_schema() -> None:
    assert run_well("schema") == print_sdl()


def test_samples_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for naam in ("een", "twee"):
        assert run_well("samples", str(tmp_path / naam), "--werkgevers", "2", "--seed", "7") == ""
    assert (tmp_path / "een" / "cws.jsonl").read_bytes() == (tmp_path / "twee" / "cws.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("woorden", "melding"),
    [
        (["--werkgevers", "-1"], "BAD_USER_INPUT: het aantal werkgevers moet van 0 tot en met"),
        (["--soort", "verzuim"], "BAD_USER_INPUT: onbekende soort 'verzuim'"),
    ],
)
def test_samples_that_cannot_be_made_are_refused(tmp_path: Path, woorden: list[str], melding: str) -> None:
    assert refuse("samples", str(tmp_path), *woorden).startswith(melding)


def test_samples_into_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    assert refuse("samples", str(tmp_path / "bestand")) == f"FILE_ERROR: {tmp_path}/bestand: bestaat al."


def test_demo_once_prints_the_example_employer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLANTBEELD_STORE__URL")
    antwoord = json.loads(run_well("demo", "--once", "--op", "2023-10-20", "--werkgevers", "1"))
    assert antwoord["data"]["werkgever"]["naam"] == "Groothandel De Groot"


def test_demo_once_that_cannot_record_shows_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KLANTBEELD_LOGBOEK", str(tmp_path))
    gedaan = run("demo", "--once")
    assert (gedaan.exit_code, gedaan.stdout) == (1, "")
    assert "RECORDING_FAILED: " in gedaan.stderr


def test_demo_never_runs_in_production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KLANTBEELD_OMGEVING", "productie")
    monkeypatch.setenv("KLANTBEELD_GEHEIM", "x" * 32)
    assert refuse("demo", "--once").startswith("CONFIGURATION_ERROR: KLANTBEELD_OMGEVING: de demo draait niet in productie")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("gevuld")
def test_serve_refuses_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLANTBEELD_VANDAAG")
    monkeypatch.setenv("KLANTBEELD_OMGEVING", "productie")
    monkeypatch.setenv("KLANTBEELD_GEHEIM", "x" * 32)
    assert "niet zonder identiteitsprovider" in refuse("serve", "--port", str(find_free_port()))


@pytest.mark.parametrize("poort", ["0", "-1", "65536", "http"])
@pytest.mark.parametrize("opdracht", ["serve", "demo"])
def test_a_port_that_does_not_exist_is_wrong_usage(opdracht: str, poort: str) -> None:
    gedaan = run(opdracht, "--port", poort)
    assert gedaan.exit_code == 2
    assert "--port" in gedaan.stderr


@pytest.mark.parametrize(
    "woorden",
    [["status"], ["search", "x"], ["show", "x"], ["token", "--rol", "x"], ["check"], ["index"], ["serve"], ["demo", "--once"]],
    ids=lambda woorden: woorden[0],
)
def test_every_command_stops_at_an_unknown_setting(monkeypatch: pytest.MonkeyPatch, woorden: list[str]) -> None:
    monkeypatch.setenv("KLANTBEELD_ONBEKEND", "x")
    assert refuse(*woorden) == "CONFIGURATION_ERROR: Onbekende instelling: KLANTBEELD_ONBEKEND. Zie docs/settings.md."


def test_an_error_of_the_store_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreOnbereikbaar("regel een\nregel twee \x1b[31mrood")

    monkeypatch.setattr("klantbeeld.cli.open_store", fail)
    assert refuse("status") == "STORE_UNAVAILABLE: regel een regel twee [31mrood"
