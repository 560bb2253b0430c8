"""A removal that is too large waits for a word of the operator, on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from klantbeeld.cli import app
from tests.bouwers_leveringen import VANDAAG, Levering, make_bronstand, make_organisatie, write_leveringen


@pytest.fixture
def leveringen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the source cws; the command line works on a store beside it."""
    monkeypatch.setenv("KLANTBEELD_STORE__URL", f"sqlite:///{tmp_path}/klantbeeld.db")
    monkeypatch.setenv("KLANTBEELD_LEVERINGEN", str(tmp_path))
    monkeypatch.setenv("KLANTBEELD_VANDAAG", VANDAAG.isoformat())
    return tmp_path


def deliver(leveringen: Path, nummers: range) -> None:
    """A complete snapshot of these employers as the source's only file."""
    organisaties = [make_organisatie(f"{nummer:09d}L01", bron="cws") for nummer in nummers]
    bronstand = make_bronstand("cws", volledig=True, aantal=len(organisaties))
    regels: list[Levering | bytes] = [*organisaties, bronstand]
    write_leveringen(leveringen / "cws.jsonl", regels)


def run(*woorden: str) -> str:
    uitkomst = CliRunner().invoke(app, list(woorden))
    assert uitkomst.exit_code == 0, uitkomst.output
    return uitkomst.output


def count_live() -> int:
    bronnen: list[dict[str, int]] = json.loads(run("status", "--json"))["bronnen"]
    return sum(bron["levend"] for bron in bronnen) - 1


def test_a_large_removal_happens_after_it_is_confirmed(leveringen: Path) -> None:
    deliver(leveringen, range(1, 21))
    run("index", "--bron", "cws")
    deliver(leveringen, range(1, 11))
    assert "MEER_DAN_5_PROCENT" in run("index", "--bron", "cws")
    assert count_live() == 20
    assert "10 verwijderd" in run("index", "--bron", "cws", "--bevestig-verwijderen")
    assert count_live() == 10


def test_a_confirmation_is_for_one_run(leveringen: Path) -> None:
    uitkomst = CliRunner().invoke(app, ["index", "--follow", "--bevestig-verwijderen"])
    assert uitkomst.exit_code == 1
    assert "gaat niet samen met --follow" in uitkomst.output
    assert not (leveringen / "klantbeeld.db").exists()
