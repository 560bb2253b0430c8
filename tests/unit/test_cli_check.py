"""``klantbeeld check``: everything that is wrong with the settings, each on a line of its own."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from klantbeeld.cli import app
from klantbeeld.settings import Settings, list_settings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Wissing

ROLLEN = """geldig_vanaf = 2026-01-01
[doelen]
x = "urn:x"
[rollen.lezer]
naam = "Lezer"
doel = "x"
groepen = { ORGANISATIEGEGEVENS = "x" }
"""


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for naam in [naam for naam in os.environ if naam.upper().startswith("KLANTBEELD_")]:
        monkeypatch.delenv(naam)
    monkeypatch.chdir(tmp_path)


def check() -> tuple[int, list[str]]:
    """The exit code, and what is said beside the meaning of each setting."""
    gedaan = CliRunner().invoke(app, ["check"])
    assert gedaan.stdout == ""
    uitleg = [f"{regel.naam}: {regel.betekenis}" for regel in list_settings()]
    return gedaan.exit_code, [regel for regel in gedaan.stderr.splitlines() if regel not in uitleg]


def test_settings_that_are_right_are_right_before_there_is_a_store(tmp_path: Path) -> None:
    assert check() == (0, ["De instellingen kloppen."])
    assert list(tmp_path.iterdir()) == []


def test_every_setting_is_listed_with_its_meaning() -> None:
    gezegd = CliRunner().invoke(app, ["check"]).stderr
    assert all(f"{regel.naam}: {regel.betekenis}\n" in gezegd for regel in list_settings())


def test_a_store_that_is_filled_is_right(monkeypatch: pytest.MonkeyPatch, gevulde_store: Settings, tmp_path: Path) -> None:
    monkeypatch.setenv("KLANTBEELD_STORE__URL", gevulde_store.store.url)
    monkeypatch.setenv("KLANTBEELD_LOGBOEK", str(tmp_path / "log.jsonl"))
    assert check() == (0, ["De instellingen kloppen."])


def test_rights_with_roles_of_their_own_are_right(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "rechten.toml").write_text(ROLLEN)
    monkeypatch.setenv("KLANTBEELD_RECHTEN", "rechten.toml")
    assert check() == (0, ["De instellingen kloppen."])


def test_an_impossible_setting_is_said_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTBEELD_GEHEIM", "kort")
    assert check() == (1, ["CONFIGURATION_ERROR: KLANTBEELD_GEHEIM: moet minstens 32 tekens hebben"])


def test_sources_rights_and_store_that_are_wrong_are_all_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "k.db").write_text("geen store" * 100)
    (tmp_path / "rechten.toml").write_text(ROLLEN.replace('doel = "x"', 'doel = "y"'))
    monkeypatch.setenv("KLANTBEELD_STORE__URL", "sqlite:///k.db")
    monkeypatch.setenv("KLANTBEELD_RECHTEN", "rechten.toml")
    monkeypatch.setenv("KLANTBEELD_BRONNEN", "weg.toml")
    code, gezegd = check()
    assert code == 1
    assert [regel.partition(":")[0] for regel in gezegd] == ["CONFIGURATION_ERROR", "RIGHTS_FILE_ERROR", "STORE_UNUSABLE"]
    assert ["weg.toml" in gezegd[0], "rollen.lezer.doel" in gezegd[1]] == [True, True]


def test_a_log_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, gevulde_store: Settings, tmp_path: Path) -> None:
    monkeypatch.setenv("KLANTBEELD_STORE__URL", gevulde_store.store.url)
    monkeypatch.setenv("KLANTBEELD_LOGBOEK", str(tmp_path))
    code, (regel,) = check()
    assert code == 1
    assert regel.startswith("RECORDING_FAILED: De raadpleging kon niet worden vastgelegd (Is a directory)")


def test_production_is_said_not_to_serve_without_an_identity_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTBEELD_OMGEVING", "productie")
    monkeypatch.setenv("KLANTBEELD_GEHEIM", "x" * 32)
    code, (regel,) = check()
    assert code == 1
    assert regel.startswith("CONFIGURATION_ERROR: KLANTBEELD_IDENTITEIT__UITGEVERS ontbreekt: in productie")


def test_another_secret_than_was_erased_with_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'klantbeeld.db'}"
    with closing(open_store(url, schrijven=True, geheim=b"een eerder geheim")) as store:
        store.erase(Wissing("een", ("k3cr:contact:1",)))
    monkeypatch.setenv("KLANTBEELD_STORE__URL", url)
    code, regels = check()
    assert (code, [regel.partition(":")[0] for regel in regels]) == (1, ["STORE_UNUSABLE"])
    assert "KLANTBEELD_GEHEIM" in regels[0]
