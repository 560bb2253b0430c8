"""Help, what is new and the accessibility statement: there for everybody, and true of the pages that they tell about."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from docs.nieuws import read_nieuws
from klantbeeld.domain.groepen import GROEPEN
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import WebSettings
from klantbeeld.web.groepen import path_of
from klantbeeld.web.informatie import list_uitgaven
from klantbeeld.web.opmaak import NIETS
from klantbeeld.web.toetsen import TOETSENKOEKJE
from tests.bouwers_aanmelden import Aanmeldproef
from tests.bouwers_scherm import GROOT, Schermproef, open_scherm
from tests.schermtabellen import Element, read_pagina

PAGINAS = ("/hulp", "/nieuw", "/toegankelijkheid")


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        yield proef


def show(scherm: Schermproef, pad: str) -> Element:
    """A page."""
    response = scherm.browser.get(pad)
    assert response.status_code == 200
    return read_pagina(response.text)


@pytest.mark.parametrize("pad", ["/", GROOT, f"{GROOT}/documenten", *PAGINAS])
def test_each_page_leads_to_help_news_and_the_statement(scherm: Schermproef, pad: str) -> None:
    voet = show(scherm, pad).find("footer")
    adressen = [link.kenmerken["href"].partition("#")[0] for link in voet.find_all("a")]
    assert adressen == ["/hulp", "/nieuw", "/toegankelijkheid"]


@pytest.mark.parametrize("groep", [path_of(groep) for groep in GROEPEN])
def test_help_is_opened_at_the_part_about_this_page(scherm: Schermproef, groep: str) -> None:
    anker = show(scherm, f"{GROOT}/{groep}").find("a", data_toets="?").kenmerken["href"]
    assert anker == f"/hulp#{groep}"
    assert show(scherm, "/hulp").find("h3", id=groep)


@pytest.mark.parametrize("pad", ["/", GROOT])
def test_help_about_searching_and_the_opening_page_is_found_too(scherm: Schermproef, pad: str) -> None:
    anker = show(scherm, pad).find("a", data_toets="?").kenmerken["href"].partition("#")[2]
    assert show(scherm, "/hulp").find("h2", id=anker)


def test_the_keys_of_the_menu_are_those_that_help_names(scherm: Schermproef) -> None:
    menu = show(scherm, GROOT).find("nav", aria_label="Onderdelen").find_all("a")
    hulp = show(scherm, "/hulp").find("dl", **{"class": "kb-toetsen"})
    genoemd = [f"{regel.find('dt').tekst} {regel.find('dd').tekst}" for regel in hulp.find_all("div")]
    for link in menu:
        toets, naam = link.tekst.split(" ", 1)
        assert link.kenmerken["aria-keyshortcuts"] == f"Alt+{toets}"
        assert f"Alt + {toets} Open {naam.partition(' (')[0]} van deze werkgever." in genoemd


def test_help_explains_each_kind_of_nothing(scherm: Schermproef) -> None:
    tekst = show(scherm, "/hulp").find("section", aria_labelledby="niets").tekst
    assert all(niets in tekst for niets in NIETS.values())


def test_keys_are_turned_off_and_on_by_a_cookie_that_says_nothing_else(scherm: Schermproef) -> None:
    assert show(scherm, "/hulp").find("button", name="toetsen").kenmerken["value"] == "uit"
    response = scherm.browser.post("/hulp/toetsen", {"toetsen": "uit"})
    koekje = response.headers["set-cookie"]
    assert koekje == f"{TOETSENKOEKJE}=uit; Max-Age=31536000; Path=/; SameSite=strict"
    assert response.headers["location"] == "/hulp#toetsen"
    assert show(scherm, "/hulp").find("button", name="toetsen").kenmerken["value"] == "aan"
    scherm.browser.post("/hulp/toetsen", {"toetsen": "aan"})
    assert show(scherm, "/hulp").find("button", name="toetsen").kenmerken["value"] == "uit"


def test_a_page_of_another_site_cannot_turn_the_keys_off(scherm: Schermproef) -> None:
    assert scherm.browser.post("/hulp/toetsen", {"toetsen": "uit"}, {"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_what_is_new_is_what_the_changelog_tells_in_dutch(scherm: Schermproef) -> None:
    pagina = show(scherm, "/nieuw").find("main")
    assert [kop.tekst for kop in pagina.find_all("h2")] == [uitgave.versie for uitgave in list_uitgaven()]
    assert [regel.tekst for regel in pagina.find_all("li")] == [
        regel for uitgave in list_uitgaven() for regel in uitgave.regels
    ]
    assert pagina.find_all("li")


def test_only_the_lines_for_users_of_the_pages_are_told() -> None:
    kop = "### Users of the pages (in Dutch: it is shown to them)"
    changelog = f"""# Changelog

## Unreleased

### Operators
- An operator reads this.

{kop}
- Eerste regel,
  die doorloopt.
- Tweede regel.

### Developers
- A developer reads this.

## 1.1.0 (2027-01-31)

### Operators
- Nothing for users.

## 1.0.0 (2027-01-01)

{kop}
- Oude regel.
"""
    assert list(read_nieuws(changelog)) == [
        ("Nieuwste versie", ["Eerste regel, die doorloopt.", "Tweede regel."]),
        ("1.0.0 (2027-01-01)", ["Oude regel."]),
    ]


def test_the_statement_says_whom_to_tell(gevulde_store: Settings, tmp_path: Path) -> None:
    web = WebSettings(toegankelijkheid="mailto:meld@example.org")
    with open_scherm(gevulde_store.model_copy(update={"web": web}), tmp_path) as scherm:
        link = show(scherm, "/toegankelijkheid").find("a", href="mailto:meld@example.org")
    assert link.tekst == "meld@example.org"


@pytest.mark.parametrize("pad", PAGINAS)
def test_who_did_not_sign_in_can_read_them(aanmelden: Aanmeldproef, pad: str) -> None:
    response = aanmelden.browser.get(pad)
    assert response.status_code == 200
    assert "zoekterm" not in response.text
    aanmelden.sign_in()
    assert "zoekterm" in aanmelden.browser.get(pad).text


def test_nothing_of_an_employer_is_on_these_pages_so_nothing_is_recorded(scherm: Schermproef) -> None:
    for pad in PAGINAS:
        show(scherm, pad)
    assert scherm.read_log() == []


@pytest.mark.parametrize("pad", PAGINAS)
def test_headings_go_down_one_level_at_a_time(scherm: Schermproef, pad: str) -> None:
    niveaus = [int(kop) for kop in re.findall("<h([1-6])", scherm.browser.get(pad).text)]
    assert niveaus[0] == 1
    assert all(volgend <= huidig + 1 for huidig, volgend in pairwise(niveaus))
