"""The file of rights while a web process runs: a change holds within a minute (S18), a mistake changes nothing and is told."""

from pathlib import Path

import orjson
import pytest

from klantbeeld.access import rechtenbestanden
from klantbeeld.access.rechtenbestanden import HERLEZING, Rechtenbestand
from klantbeeld.app import make_token, make_web
from klantbeeld.errors import RechtenOnjuist
from klantbeeld.settings import Settings
from tests.bouwers_graphql import Proef, ask_web
from tests.bouwers_rechten import GELEVERD

WIE = orjson.dumps({"query": "{ ik { naam groepen } }"})


class Rechtenproef:
    """A file of rights, and a clock that stands still until it is set on."""

    def __init__(self, map_: Path) -> None:
        self.pad = map_ / "rechten.toml"
        self.pad.write_text(GELEVERD, encoding="utf-8")
        self.nu = 0.0
        self.bestand = Rechtenbestand(self.pad, lambda: self.nu)

    def change(self, van: str, naar: str, na: float = HERLEZING) -> None:
        """Somebody changes the file, and so many seconds pass."""
        self.pad.write_text(GELEVERD.replace(van, naar), encoding="utf-8")
        self.nu += na


@pytest.fixture
def rechten(tmp_path: Path) -> Rechtenproef:
    return Rechtenproef(tmp_path)


def test_a_role_that_was_taken_away_is_gone_within_a_minute(rechten: Rechtenproef) -> None:
    rechten.change("[rollen.beheerder", "[rollen.ander")
    assert HERLEZING <= 60
    assert (rechten.bestand.read().grant("beheerder", "x"), rechten.bestand.look()) == (None, None)


def test_a_registration_that_was_ended_is_gone_too(rechten: Rechtenproef) -> None:
    assert rechten.bestand.read().grant("afnemer", "demo-afnemer") is not None
    rechten.change('accounts = ["demo-afnemer", "terminal"]', 'accounts = ["terminal"]')
    assert rechten.bestand.read().grant("afnemer", "demo-afnemer") is None


def test_the_file_is_not_looked_at_for_each_request(rechten: Rechtenproef) -> None:
    rechten.change("[rollen.beheerder", "[rollen.ander", HERLEZING - 1)
    assert rechten.bestand.read().grant("beheerder", "x") is not None


@pytest.mark.parametrize("naar", ["[rollen.beheerder", '[rollen.ander]\nnaam = "x"\ndoel = "weg"\n[rollen.beheerder]'])
def test_a_file_that_became_wrong_changes_nothing_until_it_is_mended(rechten: Rechtenproef, naar: str) -> None:
    rechten.change("[rollen.beheerder]", naar)
    voor = rechten.bestand.read()
    assert (voor.grant("beheerder", "x") is not None, rechten.bestand.look()) == (True, "RIGHTS_FILE_ERROR")
    rechten.change("[rollen.beheerder", "[rollen.ander")
    assert (rechten.bestand.read().grant("beheerder", "x"), rechten.bestand.look()) == (None, None)


def test_a_file_that_is_put_back_as_it_was_is_right_again(rechten: Rechtenproef) -> None:
    rechten.change("[rollen.beheerder]", "[rollen.beheerder")
    assert rechten.bestand.look() is not None
    rechten.change("", "")
    assert rechten.bestand.look() is None


def test_a_file_that_is_gone_takes_no_rights(rechten: Rechtenproef) -> None:
    rechten.pad.unlink()
    rechten.nu += HERLEZING
    assert (rechten.bestand.look(), rechten.bestand.read().rollen.keys() >= {"beheerder"}) == ("RIGHTS_FILE_ERROR", True)


def test_a_process_does_not_begin_with_a_file_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(RechtenOnjuist, match="is niet te lezen als rechtenbestand"):
        Rechtenbestand(tmp_path / "weg.toml")


def test_a_running_web_process_takes_rights_away_and_tells_of_a_mistake(
    proef: Proef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rechtenbestanden, "HERLEZING", 0.0)
    pad = tmp_path / "rechten.toml"
    pad.write_text(GELEVERD, encoding="utf-8")
    settings = Settings(rechten=pad)
    web, token = make_web(settings, proef.klantbeeld), make_token(settings, "handhaver")

    def list_groepen() -> list[str]:
        koppen = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        groepen: list[str] = ask_web(web, "POST", "/graphql", WIE, koppen).json()["data"]["ik"]["groepen"]
        return groepen

    assert "ZAAKMANAGEMENT" in list_groepen()
    pad.write_text(GELEVERD.replace('ZAAKMANAGEMENT = "handhaving"', ""), encoding="utf-8")
    assert "ZAAKMANAGEMENT" not in list_groepen()
    pad.write_text("onzin", encoding="utf-8")
    gereed = ask_web(web, "GET", "/gezondheid/gereed")
    assert (gereed.status_code, orjson.loads(gereed.content)["alarmen"]) == (200, [{"code": "RIGHTS_FILE_ERROR"}])
    assert 'klantbeeld_alarm{bron="",code="RIGHTS_FILE_ERROR"} 1.0' in ask_web(web, "GET", "/metrics").text
    assert "ZAAKMANAGEMENT" not in list_groepen()
