"""A masked number in full on a page: for a reason, recorded, shown once, and to nobody else."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import httpx
import pytest

from klantbeeld.settings import Settings
from tests.bouwers_graphql import BAKKER, GROOT
from tests.bouwers_scherm import Schermproef, open_scherm

PAGINA = f"/werkgevers/{BAKKER}"
REDEN = "belt over zijn aangifte"


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        proef.choose("handhaver")
        yield proef


def reveal(scherm: Schermproef, soort: str = "RSIN", reden: str = REDEN, id_: str = BAKKER) -> httpx.Response:
    return scherm.browser.post(f"/werkgevers/{id_}/volledig-nummer", {"soort": soort, "reden": reden})


def test_the_head_of_an_employer_asks_only_where_a_number_is_masked(scherm: Schermproef) -> None:
    vraag = f'action="{PAGINA}/volledig-nummer"'
    assert vraag in scherm.browser.get(PAGINA).text
    assert "volledig-nummer" not in scherm.browser.get(f"/werkgevers/{GROOT}").text


@pytest.mark.parametrize(("soort", "nummer"), [("RSIN", "987654321"), ("LH_NUMMER", "987654321L01")])
def test_a_number_is_shown_for_a_reason_which_is_recorded_without_the_number(
    scherm: Schermproef, soort: str, nummer: str
) -> None:
    pagina = reveal(scherm, soort)
    assert f'<strong class="kb-nummer">{nummer}</strong>' in pagina.text
    assert pagina.headers["cache-control"] == "private, no-store"
    (record,) = [record for record in scherm.read_log() if record["handeling"] == "volledig nummer"]
    assert (record["werkgevers"], record["reden"], record["resultaat"]) == ([BAKKER], REDEN, "ok")
    assert "987654321" not in str(scherm.read_log())


def test_the_page_that_is_gone_back_to_does_not_show_it_any_more(scherm: Schermproef) -> None:
    reveal(scherm)
    assert "987654321" not in scherm.browser.get(PAGINA).text
    assert scherm.browser.get(f"{PAGINA}/volledig-nummer").status_code in {404, 405}


@pytest.mark.parametrize("reden", ["", "  ", "abc", "?????", "x" * 201])
def test_without_a_reason_nothing_is_shown_and_what_was_typed_stays(scherm: Schermproef, reden: str) -> None:
    pagina = reveal(scherm, reden=reden)
    assert pagina.status_code == 400
    assert "Geef een reden van minstens 5 letters" in pagina.text
    assert f'value="{reden.strip()}"' in pagina.text
    assert '<option value="RSIN" selected>' in pagina.text
    assert "987654321" not in pagina.text


@pytest.mark.parametrize("soort", ["KVK_NUMMER", "NAAM", ""])
def test_only_what_is_masked_is_given(scherm: Schermproef, soort: str) -> None:
    assert reveal(scherm, soort).status_code == 404
    assert reveal(scherm, id_=GROOT).status_code == 404


def test_who_may_read_no_numbers_is_refused_and_that_is_recorded(gevulde_store: Settings, tmp_path: Path) -> None:
    rechten = tmp_path / "rechten.toml"
    heel = files("klantbeeld.access").joinpath("rechten.toml").read_text(encoding="utf-8")
    rechten.write_text(heel.replace('nummers = "handhaving"\n', ""), encoding="utf-8")
    with open_scherm(gevulde_store.model_copy(update={"rechten": rechten}), tmp_path) as scherm:
        scherm.choose("handhaver")
        assert "volledig-nummer" not in scherm.browser.get(PAGINA).text
        assert reveal(scherm).status_code == 403
        assert [(record["handeling"], record["resultaat"]) for record in scherm.read_log()][-1] == (
            "volledig nummer",
            "geweigerd",
        )


def test_any_refusal_on_a_page_is_recorded(scherm: Schermproef) -> None:
    scherm.choose("beleid")
    assert scherm.browser.post("/zoeken", {"zoekterm": "de groot"}).status_code == 403
    assert [(record["handeling"], record["resultaat"]) for record in scherm.read_log()] == [("zoeken", "geweigerd")]


def test_without_a_record_no_number_is_shown(gevulde_store: Settings, tmp_path: Path) -> None:
    (tmp_path / "raadplegingen.jsonl").mkdir()
    with open_scherm(gevulde_store, tmp_path) as scherm:
        scherm.choose("handhaver")
        pagina = reveal(scherm)
    assert pagina.status_code == 503
    assert "987654321" not in pagina.text
