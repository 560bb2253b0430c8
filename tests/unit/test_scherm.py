"""The pages as a browser gets them: safe, in Dutch, recorded, and the same whether a script runs or not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from klantbeeld.domain.groepen import GROEPEN
from klantbeeld.settings import Settings
from klantbeeld.web.bestanden import list_bestanden, versie
from klantbeeld.web.groepen import path_of
from tests.bouwers_scherm import GROOT, Schermproef, open_scherm
from tests.teksten import WORTEL

JSON = {"Accept": "application/json"}


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        yield proef


def test_the_first_page_is_dutch_and_says_that_it_is_a_demo(scherm: Schermproef) -> None:
    pagina = scherm.browser.get("/").text
    assert '<html lang="nl">' in pagina
    assert "<strong>Demo.</strong> Verzonnen werkgevers, bekende sleutels" in pagina
    assert 'name="zoekterm"' in pagina


def test_a_page_may_run_and_fetch_only_what_is_ours(scherm: Schermproef) -> None:
    beleid = scherm.browser.get("/").headers["content-security-policy"].split("; ")
    assert beleid[0] == "default-src 'none'"
    assert {"script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'"} < set(beleid)
    assert not re.search("unsafe|https?:|data:", "; ".join(beleid))


def test_a_search_leads_to_a_list_at_an_address_that_says_nothing(scherm: Schermproef) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": "de groot"})
    assert response.status_code == 303
    assert re.fullmatch(r"/zoeken/[\w-]{22}", response.headers["location"])
    assert GROOT in scherm.browser.follow(response).text


def test_a_list_can_be_gone_back_to_by_who_searched_and_nobody_else(scherm: Schermproef) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": "de groot"})
    scherm.choose("handhaver")
    assert "Deze zoekopdracht is niet meer bewaard" in scherm.browser.follow(response).text
    scherm.choose("klantadviseur")
    assert GROOT in scherm.browser.follow(response).text


def test_a_script_gets_the_first_hits_and_where_the_list_is(scherm: Schermproef) -> None:
    antwoord = scherm.browser.post("/zoeken", {"zoekterm": "de groot"}, JSON).json()
    assert antwoord["treffers"][0]["naar"] == GROOT
    assert GROOT in scherm.browser.get(antwoord["lijst"]).text


def test_a_page_of_another_site_can_send_no_form(scherm: Schermproef) -> None:
    vreemd = scherm.browser.post("/zoeken", {"zoekterm": "de groot"}, {"Origin": "https://elders.test"})
    gemeld = scherm.browser.post("/zoeken", {"zoekterm": "de groot"}, {"Sec-Fetch-Site": "cross-site"})
    assert (vreemd.status_code, gemeld.status_code) == (403, 403)


@pytest.mark.parametrize("groep", [path_of(groep) for groep in GROEPEN])
def test_a_block_is_the_same_alone_and_on_the_page_of_its_group(scherm: Schermproef, groep: str) -> None:
    alleen = scherm.browser.get(f"{GROOT}/groepen/{groep}").text
    assert alleen in scherm.browser.get(f"{GROOT}/{groep}").text


def test_no_title_names_an_employer(scherm: Schermproef) -> None:
    for pad in (
        GROOT,
        f"{GROOT}/organisatiegegevens",
        scherm.browser.post("/zoeken", {"zoekterm": "de groot"}).headers["location"],
    ):
        titel = re.search("<title>(.*)</title>", scherm.browser.get(pad).text)
        assert titel is not None
        assert "Groot" not in titel[1]


def test_an_employer_that_is_not_there_and_one_out_of_reach_look_the_same(scherm: Schermproef) -> None:
    response = scherm.browser.get("/werkgevers/00000000000000000000000000000000")
    assert response.status_code == 404
    assert "Deze pagina is er niet (meer), of niet voor u." in response.text


def test_who_may_see_no_single_employer_is_told_so(scherm: Schermproef) -> None:
    scherm.choose("beleid")
    response = scherm.browser.get(GROOT)
    assert response.status_code == 403
    assert "Groothandel" not in response.text


def test_a_group_without_access_is_not_on_the_page_and_its_block_says_why(scherm: Schermproef) -> None:
    scherm.choose("accountmanager")
    assert f'href="{GROOT}/financieel"' not in scherm.browser.get(GROOT).text
    assert 'data-stand="GEEN_TOEGANG"' in scherm.browser.get(f"{GROOT}/financieel").text


def test_without_a_record_nothing_is_shown(gevulde_store: Settings, tmp_path: Path) -> None:
    (tmp_path / "raadplegingen.jsonl").mkdir()
    with open_scherm(gevulde_store, tmp_path) as scherm:
        response = scherm.browser.get(GROOT)
    assert response.status_code == 503
    assert "Groothandel" not in response.text


@pytest.mark.parametrize("naam", sorted(list_bestanden()))
def test_a_file_of_the_pages_is_kept_by_browsers_until_it_is_another(scherm: Schermproef, naam: str) -> None:
    response = scherm.browser.get(f"/static/{versie()}/{naam}")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("pad", ["/static/", "/static/x/scherm.js", f"/static/{versie()}/../pagina.html", "/nergens"])
def test_nothing_else_is_served(scherm: Schermproef, pad: str) -> None:
    assert scherm.browser.get(pad).status_code == 404


def test_the_demo_answers_only_to_names_of_this_computer(scherm: Schermproef) -> None:
    assert scherm.browser.send("GET", "/", koppen={"Host": "elders.test"}).status_code == 421


def test_an_account_that_some_fields_were_granted_to_gets_no_page_with_all(gevulde_store: Settings, tmp_path: Path) -> None:
    rechten = tmp_path / "rechten.toml"
    alles = (WORTEL / "klantbeeld/access/rechten.toml").read_text(encoding="utf-8")
    deel = 'ORGANISATIEGEGEVENS = ["Organisatiegegevens.organisatie"]'
    rechten.write_text(alles.replace('ORGANISATIEGEGEVENS = ["*"]', deel), encoding="utf-8")
    with open_scherm(gevulde_store.model_copy(update={"rechten": rechten}), tmp_path) as scherm:
        scherm.choose("afnemer")
        response = scherm.browser.get(f"{GROOT}/groepen/organisatiegegevens")
        assert (response.status_code, "Groothandel" in response.text) == (403, False)
        assert [(record["handeling"], record["resultaat"]) for record in scherm.read_log()] == [("velden", "geweigerd")]
        scherm.choose("klantadviseur")
        assert scherm.browser.get(GROOT).status_code == 200


def test_a_demo_role_that_cannot_be_read_any_more_is_the_one_to_begin_with(scherm: Schermproef) -> None:
    scherm.browser.koekjes.set("klantbeeld-demorol", "van-een-ander-geheim")
    pagina = scherm.browser.get("/")
    assert (pagina.status_code, "demo-klantadviseur (Klantadviseur)" in pagina.text) == (200, True)
