"""The opening page of an employer: the summary as sentences, what is left out, and what is recorded of it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.settings import Settings
from klantbeeld.stores.sqlite import SqliteStore
from tests.bouwers_graphql import BAKKER, OUD
from tests.bouwers_scherm import GROOT, Schermproef, open_scherm

ANKERS = ["wie", "eigenrisico", "openstaand", "contact", "wijzigingen", "preventie", "notitie"]


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        yield proef


def read_blok(pagina: str, anker: str) -> str:
    """The words of a block."""
    blok = re.search(rf'<section class="kb-blok[a-z -]*" id="{anker}".*?</section>', pagina, re.DOTALL)
    assert blok is not None
    return " ".join(unescape(re.sub("<[^>]+>", " ", blok[0])).split())


def list_ankers(pagina: str) -> list[str]:
    return re.findall('<section class="kb-blok[a-z -]*" id="([a-z]+)"', pagina)


def test_the_blocks_come_in_their_order_and_are_recorded_once(scherm: Schermproef) -> None:
    pagina = scherm.browser.get(GROOT)
    assert (pagina.status_code, list_ankers(pagina.text)) == (200, ANKERS)
    (record,) = scherm.read_log()
    assert record["handeling"] == "raadplegen"
    assert set(record["groepen"]) == set(Groepsoort) - {Groepsoort.GEGEVENS_WERKBEDRIJF}


def test_the_example_employer_is_told_at_one_glance(scherm: Schermproef) -> None:
    pagina = scherm.browser.get(GROOT).text
    assert "45 medewerkers" in read_blok(pagina, "wie")
    assert "74 (onbekende sectorcode)" in read_blok(pagina, "wie")
    assert "rechtsvorm: niet geleverd" in read_blok(pagina, "wie")
    assert "1 administratief + 2 inhoudelijk = 3" in read_blok(pagina, "preventie")
    assert "3 van 5 re-integratieverslagen met een loonsanctie (60 %)" in read_blok(pagina, "preventie")


def test_the_own_risk_is_told_on_the_day_that_is_asked(scherm: Schermproef) -> None:
    nu, toen = (scherm.browser.get(f"{GROOT}{vraag}").text for vraag in ("", "?peildatum=1999-12-31"))
    assert 'value="2023-10-20"' in nu
    assert 'value="1999-12-31"' in toen
    assert "Eigenrisicodrager op 20-10-2023: WGA ja" in read_blok(nu, "notitie")
    assert "Eigenrisicodrager op 31-12-1999: WGA nee" in read_blok(toen, "notitie")


def test_a_day_that_is_none_is_told_in_its_block_and_the_others_stay(scherm: Schermproef) -> None:
    pagina = scherm.browser.get(f"{GROOT}?peildatum=gisteren")
    assert pagina.status_code == 200
    assert "Schrijf peildatum als een dag" in read_blok(pagina.text, "eigenrisico")
    assert "45 medewerkers" in read_blok(pagina.text, "wie")


def test_who_may_see_none_of_the_groups_of_a_block_does_not_get_it(scherm: Schermproef) -> None:
    scherm.choose("handhaver")
    pagina = scherm.browser.get(GROOT).text
    assert list_ankers(pagina) == ["wie", "eigenrisico", "openstaand", "wijzigingen", "preventie", "notitie"]
    assert "Contacten geen toegang" in read_blok(pagina, "openstaand")


def test_numbers_that_may_hold_a_bsn_are_masked_in_the_note(scherm: Schermproef) -> None:
    notitie = read_blok(scherm.browser.get(f"/werkgevers/{BAKKER}").text, "notitie")
    assert "Bakker Jansen" in notitie
    assert "987654321" not in notitie


def test_an_employer_without_an_earlier_contact_has_nothing_to_compare_with(scherm: Schermproef) -> None:
    blok = read_blok(scherm.browser.get(f"/werkgevers/{OUD}").text, "wijzigingen")
    assert "Vorig contact" in blok


def test_a_store_that_stops_is_a_page_that_says_so(scherm: Schermproef, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StoreOnbereikbaar("weg")

    monkeypatch.setattr(SqliteStore, "read", fail)
    response = scherm.browser.get(GROOT)
    assert response.status_code == 503
    assert "Probeer het over een minuut opnieuw." in response.text


def test_what_nobody_expected_in_a_block_is_told_in_its_place_with_a_number(
    scherm: Schermproef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("niet voor op een pagina")

    monkeypatch.setattr("klantbeeld.web.klantbeelden.describe_openstaand", fail)
    pagina = scherm.browser.get(GROOT).text
    assert list_ankers(pagina) == ["wie", "eigenrisico"]
    assert "Er ging iets mis dat niet had mogen gebeuren." in pagina
    assert re.search("Geef de beheerder dit nummer: <code>[0-9a-f]{32}</code>", pagina)
    assert "niet voor op een pagina" not in pagina


def test_employers_that_were_looked_at_stand_on_the_first_page(scherm: Schermproef) -> None:
    assert "Onlangs bekeken" not in scherm.browser.get("/").text
    scherm.browser.get(GROOT)
    begin = scherm.browser.get("/").text
    assert "Onlangs bekeken" in begin
    assert f'href="{GROOT}"' in begin
    assert scherm.read_log()[-1]["handeling"] == "onlangs bekeken"


def test_the_first_page_is_there_when_the_store_or_the_log_is_not(scherm: Schermproef, monkeypatch: pytest.MonkeyPatch) -> None:
    scherm.browser.get(GROOT)

    def fail(*_: object) -> None:
        raise StoreOnbereikbaar("weg")

    monkeypatch.setattr(SqliteStore, "read", fail)
    begin = scherm.browser.get("/")
    assert begin.status_code == 200
    assert 'name="zoekterm"' in begin.text
    assert "kan nu niet worden getoond" in begin.text


def test_without_a_record_no_employer_stands_on_the_first_page(gevulde_store: Settings, tmp_path: Path) -> None:
    (tmp_path / "raadplegingen.jsonl").mkdir()
    with open_scherm(gevulde_store, tmp_path) as scherm:
        begin = scherm.browser.get("/")
    assert begin.status_code == 200
    assert "kan nu niet worden getoond" in begin.text


def test_who_may_not_see_single_employers_is_led_elsewhere_and_not_refused(scherm: Schermproef) -> None:
    scherm.choose("beleid")
    assert scherm.browser.get("/").status_code == 303
    assert [record["resultaat"] for record in scherm.read_log() if record["rol"] == "beleid"] == []
