"""Pages of the consultation log: one's own, and, for who looks after that, who saw what (issue 7, §3)."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from klantbeeld.access import terugzoeken
from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.logbestanden import list_vol
from klantbeeld.access.nalezen import Keuze
from klantbeeld.access.terugzoeken import search_log
from klantbeeld.settings import Settings
from tests.bouwers_graphql import BAKKER, TRANSPORT
from tests.bouwers_graphql import GROOT as GROOT_ID
from tests.bouwers_log import make_log, make_vastlegging
from tests.bouwers_scherm import GROOT, Schermproef, list_velden, open_scherm


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        proef.browser.get(GROOT)
        proef.browser.get(f"/werkgevers/{BAKKER}")
        proef.choose("toezichthouder")
        yield proef


def read_bladen(log: Raadplegingenlog, keuze: Keuze) -> list[list[str]]:
    """What was done, page by page, to the last."""
    blad = search_log(log, [keuze])
    bladen = [blad]
    while blad.verder:
        blad = search_log(log, [keuze], blad.verder)
        bladen.append(blad)
    return [[record.handeling for record in blad.records] for blad in bladen]


def ask(scherm: Schermproef, wijze: str, waarde: str) -> tuple[int, str]:
    """The status, and the words of the page."""
    response = scherm.browser.post("/toezicht", {"wijze": wijze, "waarde": waarde})
    return response.status_code, " ".join(unescape(re.sub("<[^>]+>", " ", response.text)).split())


@pytest.mark.parametrize(
    ("wijze", "waarde"), [("WERKGEVER", GROOT_ID), ("LH_NUMMER", "123456789.L01"), ("GEBRUIKER", "demo-klantadviseur")]
)
def test_who_saw_an_employer_and_what_an_account_saw_is_told(scherm: Schermproef, wijze: str, waarde: str) -> None:
    status, pagina = ask(scherm, wijze, waarde)
    assert status == 200
    assert f"demo-klantadviseur (klantadviseur) raadplegen {GROOT_ID}" in pagina
    assert (BAKKER in pagina) == (wijze == "GEBRUIKER")


def test_what_belongs_to_a_request_is_told_by_its_trace(scherm: Schermproef) -> None:
    trace = next(regel["traceId"] for regel in scherm.read_log() if BAKKER in regel["werkgevers"])
    _, pagina = ask(scherm, "TRACE", trace)
    assert "1 vastlegging, de nieuwste boven." in pagina
    assert BAKKER in pagina


def test_a_number_of_a_whole_family_finds_all_of_them(gevulde_store: Settings, tmp_path: Path) -> None:
    with open_scherm(gevulde_store, tmp_path) as scherm:
        scherm.browser.get(GROOT)
        scherm.browser.get(f"/werkgevers/{TRANSPORT}")
        scherm.choose("toezichthouder")
        _, pagina = ask(scherm, "KVK_NUMMER", "12345678")
        assert GROOT_ID in pagina
        assert [regel["werkgevers"] for regel in scherm.read_log() if regel["rol"] == "toezichthouder"][1:] == [[GROOT_ID]]


def test_it_is_recorded_for_its_own_purpose_with_what_was_chosen(scherm: Schermproef) -> None:
    ask(scherm, "LH_NUMMER", "123456789L01")
    eigen = [regel for regel in scherm.read_log() if regel["rol"] == "toezichthouder"]
    assert [(regel["handeling"], regel["werkgevers"], regel["keuze"]) for regel in eigen] == [
        ("log tonen", [], "zoekwijze=lh_nummer"),
        ("log tonen", [GROOT_ID], f"werkgever={GROOT_ID}"),
    ]
    assert {regel["doel"] for regel in eigen} == {"urn:klantbeeld:verwerking:toezicht-op-raadplegingen"}


def test_a_number_that_is_looked_for_is_not_recorded(scherm: Schermproef) -> None:
    ask(scherm, "LH_NUMMER", "987654321L01")
    ask(scherm, "WERKGEVER", "987654321")
    assert b"987654321" not in scherm.log.read_bytes()


@pytest.mark.parametrize(
    ("wijze", "waarde"),
    [
        ("WERKGEVER", "987654321"),
        ("WERKGEVER", ""),
        ("TRACE", "x" * 32),
        ("GEBRUIKER", "een naam"),
        ("GEBRUIKER", ""),
        ("LH_NUMMER", ""),
        ("NAAM", "Groot"),
    ],
)
def test_what_is_no_such_thing_is_refused_with_what_it_must_be(scherm: Schermproef, wijze: str, waarde: str) -> None:
    assert ask(scherm, wijze, waarde)[0] == 400


@pytest.mark.parametrize("rol", ["klantadviseur", "beheerder", "beleid"])
def test_other_roles_are_refused_and_that_is_recorded(scherm: Schermproef, rol: str) -> None:
    scherm.choose(rol)
    assert scherm.browser.get("/toezicht").status_code == 403
    assert ask(scherm, "WERKGEVER", GROOT_ID)[0] == 403
    assert [(regel["handeling"], regel["resultaat"]) for regel in scherm.read_log()[-2:]] == [("log tonen", "geweigerd")] * 2


def test_who_looks_after_consultations_sees_no_employer(scherm: Schermproef) -> None:
    assert scherm.browser.get("/toezicht").status_code == 200
    assert scherm.browser.get(GROOT).status_code == 403


def test_a_record_that_somebody_changed_is_told_and_not_shown(scherm: Schermproef) -> None:
    scherm.log.write_bytes(scherm.log.read_bytes().replace(b'"rol":"klantadviseur"', b'"rol":"klantadviseus"'))
    _, pagina = ask(scherm, "WERKGEVER", GROOT_ID)
    assert "1 regels zijn niet meer zoals ze zijn geschreven" in pagina
    assert "Geen vastleggingen gevonden" in pagina


def test_the_newest_come_first_and_all_of_them_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terugzoeken, "MEESTE_VONDSTEN", 2)
    log = make_log(tmp_path / "log.jsonl")
    for handeling in ("een", "twee", "drie", "vier"):
        log.append([make_vastlegging(handeling)])
    assert read_bladen(log, Keuze(gebruiker="account-7")) == [["vier", "drie"], ["twee", "een"]]


def test_a_page_ends_where_too_much_of_the_log_was_read_and_the_next_begins_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terugzoeken, "MEESTE_BYTES", 1)
    log = make_log(tmp_path / "log.jsonl")
    log.append([make_vastlegging("een", ("a1",)), make_vastlegging("twee", ("b2",)), make_vastlegging("drie", ("a1",))])
    assert read_bladen(log, Keuze(werkgever="a1")) == [["drie"], [], ["een"]]


def test_pages_go_on_in_full_files_and_open_no_newer_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terugzoeken, "MEESTE_VONDSTEN", 1)
    log = make_log(tmp_path / "log.jsonl", grootste=1)
    for handeling in ("een", "twee", "drie"):
        log.append([make_vastlegging(handeling)])
    assert read_bladen(log, Keuze(gebruiker="account-7")) == [["drie"], ["twee"], ["een"]]
    twee, _ = reversed(list_vol(log.pad))
    twee.unlink()
    twee.mkdir()
    assert [record.handeling for record in search_log(log, [Keuze(gebruiker="account-7")], voor=2).records] == ["een"]


def test_what_is_recorded_meanwhile_moves_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terugzoeken, "MEESTE_VONDSTEN", 1)
    log = make_log(tmp_path / "log.jsonl")
    log.append([make_vastlegging("een"), make_vastlegging("twee")])
    eerste = search_log(log, [Keuze(gebruiker="account-7")])
    log.append([make_vastlegging("drie")])
    volgende = search_log(log, [Keuze(gebruiker="account-7")], eerste.verder)
    assert [record.handeling for record in volgende.records] == ["een"]


def test_older_consultations_are_a_button_away_and_so_are_the_newest(
    scherm: Schermproef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terugzoeken, "MEESTE_VONDSTEN", 1)
    eerste = scherm.browser.post("/toezicht", {"wijze": "GEBRUIKER", "waarde": "demo-klantadviseur"}).text
    assert (BAKKER in eerste, GROOT_ID in eerste, "Terug naar de nieuwste" in eerste) == (True, False, False)
    tweede = scherm.browser.post("/toezicht", list_velden(eerste)).text
    assert (BAKKER in tweede, GROOT_ID in tweede, "Toon oudere" in tweede) == (False, True, False)
    assert list_velden(tweede) == {"wijze": "GEBRUIKER", "waarde": "demo-klantadviseur"}


@pytest.mark.parametrize("voor", ["-1", "1.5", "x", "9" * 19, "²"])
def test_a_page_before_what_is_no_number_is_refused(scherm: Schermproef, voor: str) -> None:
    velden = {"wijze": "GEBRUIKER", "waarde": "demo-klantadviseur", "voor": voor}
    assert scherm.browser.post("/toezicht", velden).status_code == 400


def test_a_value_that_stands_elsewhere_in_a_record_is_not_meant(tmp_path: Path) -> None:
    log = make_log(tmp_path / "log.jsonl")
    log.append([make_vastlegging("raadplegen", ("a1",))])
    assert search_log(log, [Keuze(werkgever="account-7")]).records == ()
    assert search_log(log, []).records == ()


def test_everybody_sees_what_was_recorded_of_themselves(scherm: Schermproef) -> None:
    scherm.choose("klantadviseur")
    pagina = scherm.browser.get("/raadplegingen").text
    assert f'href="{GROOT}"' in pagina
    assert f'href="/werkgevers/{BAKKER}"' in pagina
    assert scherm.read_log()[-1]["handeling"] == "eigen raadplegingen"


def test_nobody_sees_there_what_another_looked_at(scherm: Schermproef) -> None:
    scherm.choose("beleid")
    pagina = scherm.browser.get("/raadplegingen").text
    assert "Er is van u nog niets vastgelegd." in pagina
    assert GROOT_ID not in pagina


def test_what_was_refused_on_a_page_is_recorded(scherm: Schermproef) -> None:
    scherm.choose("beleid")
    assert scherm.browser.get(GROOT).status_code == 403
    regel = scherm.read_log()[-1]
    assert (regel["rol"], regel["handeling"], regel["resultaat"], regel["werkgevers"]) == (
        "beleid",
        "raadplegen",
        "geweigerd",
        [],
    )
