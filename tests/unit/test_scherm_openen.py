"""Entry from another desktop: only from origins that were let in, only to pages of ours, and nothing before it is a visit."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantbeeld.settings import Settings
from klantbeeld.settings_delen import WebSettings
from tests.bouwers_aanmelden import Aanmeldproef
from tests.bouwers_scherm import GROOT, Schermproef, list_velden, open_scherm

PORTAAL, TELEFONIE = "https://portaal.example.org", "https://bellen.example.org:8443"
VAN_ELDERS = {"Origin": PORTAAL, "Sec-Fetch-Site": "cross-site"}
VAN_HIER = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
"""As browsers send a form of our own pages, which tell nobody where they come from."""


@pytest.fixture(scope="module")
def instellingen(gevulde_store: Settings) -> Settings:
    web = WebSettings(openers=f"{PORTAAL} https://Bellen.example.org:8443")
    return gevulde_store.model_copy(update={"web": web})


@pytest.fixture
def scherm(instellingen: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(instellingen, tmp_path) as proef:
        yield proef


def post(scherm: Schermproef, velden: Mapping[str, str], koppen: Mapping[str, str] = VAN_ELDERS) -> httpx.Response:
    """What another desktop gets for its form."""
    return scherm.browser.post("/openen", velden, koppen)


@pytest.mark.parametrize("origin", [PORTAAL, TELEFONIE])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_that_was_let_in_is_sent_on_by_a_page_of_ours(scherm: Schermproef, origin: str, site: str) -> None:
    velden = {"soort": "LH_NUMMER", "waarde": "123456789L01"}
    tussen = post(scherm, velden, {"Origin": origin, "Sec-Fetch-Site": site})
    assert tussen.status_code == 200
    assert list_velden(tussen.text) == velden
    assert '<form method="post" action="/openen" data-verder>' in tussen.text
    assert post(scherm, list_velden(tussen.text), VAN_HIER).headers["location"].partition("?")[0] == GROOT


def test_what_is_sent_on_shows_and_records_nothing_and_names_no_visitor(scherm: Schermproef) -> None:
    tussen = post(scherm, {"soort": "LH_NUMMER", "waarde": "123456789L01"})
    assert not re.search("Groot|klantadviseur", tussen.text)
    assert scherm.read_log() == []
    assert tussen.headers["cache-control"] == "private, no-store"
    assert "form-action 'self'" in tussen.headers["content-security-policy"]


def test_more_hits_than_one_lead_to_the_filled_search(scherm: Schermproef) -> None:
    response = post(scherm, {"zoekterm": "de groot"}, VAN_HIER)
    assert re.fullmatch(r"/zoeken/[\w-]{22}", response.headers["location"])
    assert 'value="de groot"' in scherm.browser.follow(response).text


def test_a_number_is_taken_for_what_it_is_said_to_be(scherm: Schermproef) -> None:
    response = post(scherm, {"soort": "POSTCODE", "waarde": "12345678"}, VAN_HIER)
    assert "Gezocht op postcode" in scherm.browser.follow(response).text


@pytest.mark.parametrize(
    "origin",
    [
        "https://elders.test",
        f"{PORTAAL}.elders.test",
        f"{PORTAAL}:444",
        "http://portaal.example.org",
        f"{PORTAAL} https://elders.test",
        f"{PORTAAL}/",
        "null",
        "",
    ],
)
def test_any_other_origin_is_refused(scherm: Schermproef, origin: str) -> None:
    response = post(scherm, {"zoekterm": "de groot"}, {"Origin": origin, "Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "Dit verzoek kwam van een andere site." in response.text


def test_without_an_origin_nothing_comes_in_from_elsewhere(scherm: Schermproef) -> None:
    assert post(scherm, {"zoekterm": "de groot"}, {"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_nobody_is_let_in_when_nobody_is_named(gevulde_store: Settings, tmp_path: Path) -> None:
    with open_scherm(gevulde_store, tmp_path) as scherm:
        assert post(scherm, {"zoekterm": "de groot"}).status_code == 403


def test_who_may_open_an_employer_may_send_no_other_form(scherm: Schermproef) -> None:
    assert scherm.browser.post("/zoeken", {"zoekterm": "de groot"}, VAN_ELDERS).status_code == 403
    assert scherm.browser.post("/rol", {"rol": "handhaver"}, VAN_ELDERS).status_code == 403


def test_an_address_holds_no_number_so_it_is_no_way_in(scherm: Schermproef) -> None:
    assert scherm.browser.get("/openen?zoekterm=123456789L01").status_code == 405


@pytest.mark.parametrize("koppen", [VAN_ELDERS, VAN_HIER])
@pytest.mark.parametrize(
    "velden",
    [
        {},
        {"zoekterm": "  "},
        {"soort": "LH_NUMMER"},
        {"waarde": "123456789L01"},
        {"zoekterm": "x", "soort": "LH_NUMMER", "waarde": "123456789L01"},
        {"zoekterm": "x", "soort": "LH_NUMMER"},
        {"soort": "BSN", "waarde": "123456789"},
        {"zoekterm": "x" * 201},
        {"soort": "RSIN", "waarde": "1" * 201},
    ],
)
def test_what_is_not_complete_is_refused_at_both_doors(
    scherm: Schermproef, velden: dict[str, str], koppen: Mapping[str, str]
) -> None:
    assert post(scherm, velden, koppen).status_code == 400


def test_more_than_a_form_holds_is_refused(scherm: Schermproef) -> None:
    assert post(scherm, {"zoekterm": "x" * 30_000}).status_code == 413


def test_a_field_that_nobody_asked_for_leads_nowhere(scherm: Schermproef) -> None:
    velden = {"zoekterm": "123456789L01", "naar": "https://elders.test", "next": "//elders.test", "action": "x"}
    tussen = post(scherm, velden)
    assert "elders" not in tussen.text
    assert post(scherm, velden, VAN_HIER).headers["location"].partition("?")[0] == GROOT


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=200).filter(lambda tekst: tekst.strip() and tekst.isprintable()))
def test_whatever_is_sent_on_is_text_and_never_markup(scherm: Schermproef, zoekterm: str) -> None:
    tussen = post(scherm, {"zoekterm": zoekterm}).text
    assert list_velden(tussen) == {"zoekterm": zoekterm.strip()}


def test_markup_that_is_sent_on_is_text(scherm: Schermproef) -> None:
    tussen = post(scherm, {"zoekterm": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in tussen
    assert list_velden(tussen) == {"zoekterm": '"><script>alert(1)</script>'}


def test_who_must_sign_in_first_finds_what_was_opened_after_it_and_once(aanmelden: Aanmeldproef) -> None:
    response = aanmelden.browser.post("/openen", {"soort": "LH_NUMMER", "waarde": "123456789L01"}, VAN_HIER)
    assert re.fullmatch(r"/aanmelden\?verder=%2Fverder%2F[\w-]{22}", response.headers["location"])
    aangemeld = aanmelden.sign_in(via=response.headers["location"])
    verder = aanmelden.browser.follow(aangemeld)
    assert (verder.status_code, verder.headers["location"].partition("?")[0]) == (303, GROOT)
    assert "niet meer bewaard" in aanmelden.browser.follow(aangemeld).text


def test_what_is_not_complete_is_refused_to_who_has_not_signed_in_too(aanmelden: Aanmeldproef) -> None:
    assert aanmelden.browser.post("/openen", {"soort": "LH_NUMMER"}, VAN_HIER).status_code == 400
