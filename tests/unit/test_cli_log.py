"""``klantbeeld log``: who looks in the log is in it too."""

import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest

from klantbeeld.app_log import make_log
from klantbeeld.cli import run
from klantbeeld.settings import load_settings
from tests.bouwers_log import TRACE, make_vastlegging, read_log

ZELF = f"terminal:{pwd.getpwuid(os.getuid()).pw_name}"


@pytest.fixture
def pad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log with two consultations of employer a1 and one of b2."""
    monkeypatch.setenv("KLANTBEELD_LOGBOEK", str(tmp_path / "raadplegingen.jsonl"))
    make_log(load_settings()).append([make_vastlegging(werkgevers=(wie,)) for wie in ("a1", "b2", "a1")])
    return tmp_path / "raadplegingen.jsonl"


def show(capsys: pytest.CaptureFixture[str], *woorden: str) -> list[dict[str, Any]]:
    assert run(["log", "show", *woorden, "--json"]) == 0
    return [json.loads(regel) for regel in capsys.readouterr().out.splitlines()]


def test_an_employer_can_be_told_who_saw_their_data(pad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gezien = show(capsys, "--werkgever", "a1")
    assert [(deel["gebruiker"], deel["rol"], deel["groepen"], deel["herkomst"]) for deel in gezien[:2]] == [
        ("account-7", "handhaver", ["ZAAKMANAGEMENT"], "10.0.0.7")
    ] * 2
    assert [deel["gebruiker"] for deel in gezien[2:]] == [ZELF]
    assert len(read_log(pad)) == 4


def test_looking_is_recorded_with_what_was_asked_before_anything_is_shown(
    pad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show(capsys, "--gebruiker", "account-7")
    eigen = read_log(pad)[-1]
    assert (eigen["gebruiker"], eigen["handeling"], eigen["keuze"]) == (ZELF, "log tonen", "gebruiker=account-7")


@pytest.mark.usefixtures("pad")
def test_nothing_is_shown_when_looking_cannot_be_recorded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "vol")))
    assert run(["log", "show", "--werkgever", "a1", "--json"]) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("pad")
def test_a_trace_gives_everything_of_one_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(show(capsys, "--trace", TRACE)) == 3
    assert show(capsys, "--trace", "0" * 32) == []


def test_the_whole_log_is_not_shown_by_accident(pad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", "show"]) == 1
    assert "Kies met --werkgever, --gebruiker of --trace" in capsys.readouterr().err
    assert len(read_log(pad)) == 3


@pytest.mark.usefixtures("pad")
def test_a_table_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", "show", "--werkgever", "b2"]) == 0
    assert "account-7" in capsys.readouterr().out


def test_verify_says_that_the_chain_is_whole_and_where_it_ends(pad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", "verify"]) == 0
    gezegd = capsys.readouterr().err
    assert "De keten is heel: 3 records." in gezegd
    assert f"3:{read_log(pad)[-1]['zegel']}" in gezegd


def test_verify_tells_where_the_chain_is_broken(pad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pad.write_bytes(pad.read_bytes().replace(b'"b2"', b'"c3"'))
    assert run(["log", "verify", "--json"]) == 1
    verslag = json.loads(capsys.readouterr().out)
    assert verslag["isHeel"] is False
    assert [(breuk["plaats"], breuk["soort"]) for breuk in verslag["breuken"]] == [("raadplegingen.jsonl:2", "gewijzigd")]


def test_showing_from_a_broken_chain_says_so(pad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pad.write_bytes(pad.read_bytes().replace(b'"b2"', b'"c3"'))
    assert run(["log", "show", "--werkgever", "a1"]) == 1
    assert "Het log is niet heel" in capsys.readouterr().err


def test_an_end_that_was_kept_elsewhere_must_still_be_there(pad: Path) -> None:
    kop = f"3:{read_log(pad)[-1]['zegel']}"
    assert run(["log", "verify", "--kop", kop]) == 0
    for bestand in pad.parent.glob("raadplegingen*"):
        bestand.unlink()
    make_log(load_settings()).append([make_vastlegging()] * 5)
    assert run(["log", "verify"]) == 0
    assert run(["log", "verify", "--kop", kop]) == 1


@pytest.mark.usefixtures("pad")
def test_an_end_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", "verify", "--kop", "3:abc"]) == 1
    assert "NR:ZEGEL" in capsys.readouterr().err


def test_clearing_up_is_recorded(pad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", "prune"]) == 0
    assert "opgeruimd: niets." in capsys.readouterr().err
    assert read_log(pad)[-1]["handeling"] == "log opruimen"


@pytest.mark.parametrize("opdracht", [["verify"], ["verify", "--json"], ["show", "--werkgever", "a1"], ["prune"]])
def test_where_there_is_no_log_nothing_is_said_to_be_well_and_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opdracht: list[str]
) -> None:
    monkeypatch.setenv("KLANTBEELD_LOGBOEK", str(tmp_path / "elders.jsonl"))
    assert run(["log", *opdracht]) == 1
    gezegd = capsys.readouterr()
    assert (gezegd.out, "elders.jsonl is er niet" in gezegd.err, "KLANTBEELD_LOGBOEK" in gezegd.err) == ("", True, True)
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_is_gone_is_missed_by_what_remembers_it(pad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", "verify"]) == 0
    pad.unlink()
    assert run(["log", "verify"]) == 1
    assert "record 3 is er niet meer" in capsys.readouterr().err
