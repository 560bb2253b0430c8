"""The commands around taking in: index, status and dead-letters."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from klantbeeld.cli import app
from tests.bouwers_leveringen import Levering, make_bronstand, make_contact, make_organisatie, write_leveringen


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for naam in [naam for naam in os.environ if naam.upper().startswith("KLANTBEELD_")]:
        monkeypatch.delenv(naam)
    monkeypatch.setenv("KLANTBEELD_STORE__URL", f"sqlite:///{tmp_path}/klantbeeld.db")
    monkeypatch.setenv("KLANTBEELD_LEVERINGEN", str(tmp_path))
    monkeypatch.setenv("KLANTBEELD_VANDAAG", "2023-10-20")
    monkeypatch.chdir(tmp_path)


def run(*woorden: str) -> Result:
    return CliRunner().invoke(app, woorden)


def take_in(map_: Path, *leveringen: Levering | bytes) -> Result:
    return run("index", "--bestand", str(write_leveringen(map_ / "proef.jsonl", leveringen)))


def make_refused() -> Levering:
    """A contact with a channel that is not text."""
    contact = make_contact(sleutel="K1")
    contact["gegevens"]["kanaal"] = 7
    return contact


def list_brieven() -> list[dict[str, Any]]:
    brieven: list[dict[str, Any]] = json.loads(run("dead-letters", "list", "--json").stdout)
    return brieven


def test_index_says_what_became_of_the_lines(tmp_path: Path) -> None:
    gedaan = take_in(tmp_path, make_organisatie(), make_contact(), make_refused())
    assert (gedaan.exit_code, gedaan.stdout) == (0, "")
    assert gedaan.stderr.splitlines()[0] == "3 regels gelezen: toegepast 2, dode brieven 1."


def test_index_of_a_complete_snapshot_says_what_it_removed(tmp_path: Path) -> None:
    stand = make_bronstand(bron="cws", volledig=True, aantal=1)
    gezegd = take_in(tmp_path, stand, make_organisatie(bron="cws"), stand).stderr.splitlines()
    assert gezegd[-1].startswith("Momentopname van cws: ")


def test_index_of_a_file_that_is_not_there_is_refused() -> None:
    gedaan = run("index", "--bestand", "weg.jsonl")
    assert (gedaan.exit_code, gedaan.stderr) == (1, "BAD_USER_INPUT: weg.jsonl bestaat niet of is geen bestand.\n")


@pytest.mark.parametrize("ander", [["--follow"], ["--bron", "cws"]])
def test_index_of_one_file_goes_with_nothing_else(ander: list[str]) -> None:
    gedaan = run("index", "--bestand", "x.jsonl", *ander)
    assert (gedaan.exit_code, gedaan.stderr) == (1, "BAD_USER_INPUT: --bestand gaat niet samen met --follow of --bron.\n")


def test_index_of_an_unknown_source_is_refused() -> None:
    gedaan = run("index", "--bron", "onbekend")
    assert gedaan.exit_code == 1
    assert gedaan.stderr.startswith("CONFIGURATION_ERROR: Onbekende bron: onbekend. Bekend: cws, ")


def test_index_reads_the_chosen_source_only(tmp_path: Path) -> None:
    assert run("samples", str(tmp_path), "--werkgevers", "1").exit_code == 0
    assert run("index", "--bron", "cws").exit_code == 0
    levend = {bron["bron"]: bron["levend"] for bron in json.loads(run("status", "--json").stdout)["bronnen"]}
    assert levend["cws"] > 0
    assert levend["dans"] == 0


def test_status_as_json_says_freshness_counts_and_one_digest(tmp_path: Path) -> None:
    take_in(tmp_path, make_organisatie(), make_contact(), make_refused(), make_bronstand())
    stand = json.loads(run("status", "--json").stdout)
    velden = [
        "digest",
        "documenten",
        "markeringen",
        "teHerleiden",
        "dodeBrieven",
        "bronnen",
        "controle",
        "alarmen",
        "stromen",
        "generatie",
    ]
    assert list(stand) == velden
    assert (len(stand["digest"]), stand["markeringen"], stand["dodeBrieven"]) == (32, 0, {"TYPE_ONJUIST": 1})
    (proef,) = [bron for bron in stand["bronnen"] if bron["bron"] == "proef"]
    assert proef == {
        "bron": "proef",
        "naam": "proef",
        "status": "OK",
        "bijgewerktOp": "2023-10-20T06:00:00+00:00",
        "achterstandInSeconden": 14_400.0,
        "normInSeconden": 86_400,
        "storing": None,
        "levend": 3,
        "received": 4,
        "applied": 3,
        "superseded": 0,
        "unchanged": 0,
        "deadLettered": 1,
        "erased": 0,
    }


def test_status_names_every_configured_source_before_it_delivered(tmp_path: Path) -> None:
    take_in(tmp_path, make_organisatie())
    bronnen = {bron["bron"]: bron for bron in json.loads(run("status", "--json").stdout)["bronnen"]}
    assert (bronnen["cws"]["status"], bronnen["cws"]["bijgewerktOp"], bronnen["cws"]["received"]) == ("VEROUDERD", None, 0)


def test_status_in_a_table_cuts_nothing_off_for_a_program_that_reads_along(tmp_path: Path) -> None:
    take_in(tmp_path, make_organisatie(), make_bronstand(), make_refused())
    regels = run("status").stdout.splitlines()
    versheid, aantallen = (regel for regel in regels if "┃ bron" in regel)
    assert ("bijgewerkt op" in versheid, "dode brieven" in aantallen) == (True, True)
    proef, _ = (regel for regel in regels if "proef" in regel)
    assert "2023-10-20T06:00:00+00:00" in proef
    assert regels[-2].startswith("digest ")
    assert regels[-1] == "nog af te leiden: 0 · dode brieven: TYPE_ONJUIST 1"


def test_status_tells_how_late_a_source_is_and_what_needs_attention(tmp_path: Path) -> None:
    bestand = write_leveringen(tmp_path / "cws.jsonl", [make_organisatie(bron="cws"), make_bronstand(bron="cws"), b"{"])
    assert run("index", "--bestand", str(bestand)).exit_code == 0
    regels = run("status").stdout.splitlines()
    cws, _ = (regel for regel in regels if " cws " in regel)
    assert " 4:00:00 " in cws
    (verouderd,) = [regel for regel in regels if regel.startswith("BRON_VEROUDERD: ")]
    assert verouderd.endswith(
        "gemeld tot wanneer alles geleverd is (archie, betalingen, dans, k3cr, polissen, preventie, uitkeringen, zaken)"
    )


def test_status_without_dead_letters_says_so(tmp_path: Path) -> None:
    take_in(tmp_path, make_organisatie())
    assert run("status").stdout.endswith("dode brieven: geen\n")


def test_status_without_a_store_fails() -> None:
    gedaan = run("status")
    assert (gedaan.exit_code, gedaan.stdout) == (1, "")
    assert gedaan.stderr.startswith("STORE_UNAVAILABLE: ")


def test_a_list_of_dead_letters_shows_no_content_and_no_key(tmp_path: Path) -> None:
    take_in(tmp_path, make_refused())
    tabel = run("dead-letters", "list").stdout
    assert "TYPE_ONJUIST" in tabel
    assert "gegevens.kanaal" in tabel
    assert "K1" not in tabel + json.dumps(list_brieven())


def test_a_list_of_dead_letters_cannot_be_steered_by_the_name_of_a_file(tmp_path: Path) -> None:
    bestand = write_leveringen(tmp_path / "[red]\x1b[31m.jsonl", [make_refused()])
    assert run("index", "--bestand", str(bestand)).exit_code == 0
    tabel = run("dead-letters", "list").stdout
    assert "[red] [31m.jsonl" in tabel
    assert "\x1b" not in tabel


def test_dead_letters_of_one_source_are_listed(tmp_path: Path) -> None:
    take_in(tmp_path, make_refused())
    assert json.loads(run("dead-letters", "list", "--json", "--bron", "cws").stdout) == []


def test_one_dead_letter_is_shown_with_its_content(tmp_path: Path) -> None:
    take_in(tmp_path, make_refused(), b"geen json")
    (brief,) = [brief for brief in list_brieven() if brief["reden"] == "TYPE_ONJUIST"]
    getoond = json.loads(run("dead-letters", "show", brief["id"]).stdout)
    assert (getoond["sleutel"], getoond["reden"], getoond["veld"]) == ("K1", "TYPE_ONJUIST", "gegevens.kanaal")
    assert json.loads(getoond["ruw"])["gegevens"]["kanaal"] == 7


@pytest.mark.parametrize("opdracht", ["show", "discard"])
def test_a_dead_letter_that_is_not_there_is_refused(tmp_path: Path, opdracht: str) -> None:
    take_in(tmp_path, make_organisatie())
    gedaan = run("dead-letters", opdracht, "weg")
    assert (gedaan.exit_code, gedaan.stdout) == (1, "")
    assert gedaan.stderr == "BAD_USER_INPUT: Er is geen dode brief weg. Zie klantbeeld dead-letters list.\n"


def test_a_dead_letter_that_is_thrown_away_is_gone(tmp_path: Path) -> None:
    take_in(tmp_path, make_refused(), b"geen json")
    eerste, tweede = list_brieven()
    assert run("dead-letters", "discard", tweede["id"]).exit_code == 0
    assert list_brieven() == [eerste]


@pytest.mark.parametrize("keuze", [[], ["--id"]])
def test_dead_letters_that_are_still_wrong_stay(tmp_path: Path, keuze: list[str]) -> None:
    take_in(tmp_path, make_refused())
    (brief,) = list_brieven()
    gedaan = run("dead-letters", "replay", *keuze, *([brief["id"]] if keuze else []))
    assert (gedaan.exit_code, gedaan.stderr) == (0, "1 opnieuw aangeboden, 0 opgelost.\n")
    assert len(list_brieven()) == 1
