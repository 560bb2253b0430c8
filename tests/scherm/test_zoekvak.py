"""The box with a script: hits while typing, by the keys of a combobox, and a list that one comes back to."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.dienst import VOORBEELD, Dienst
from tests.scherm.conftest import Kijk
from tests.scherm.venster import GEDULD, Venster

expect.set_options(timeout=GEDULD)
GROOT = f"/werkgevers/{VOORBEELD}"


def list_hits(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("option")


@pytest.fixture
def venster(kijk: Kijk, dienst: Dienst) -> Venster:
    venster = kijk(dienst)
    venster.open("/")
    return venster


@pytest.fixture
def page(venster: Venster) -> Page:
    """With hits for what somebody typed, who touched nothing but letters."""
    page = venster.page
    expect(page.locator("#zoekterm")).to_be_focused()
    page.keyboard.type("de groot")
    expect(list_hits(page).first).to_contain_text("De Groot")
    return page


def test_the_hits_are_told_to_who_cannot_see_them(page: Page) -> None:
    expect(page.locator("#zoekterm")).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("Kies met pijl omlaag")


def test_an_arrow_and_enter_open_a_hit_and_back_leads_to_its_list(page: Page, venster: Venster) -> None:
    page.keyboard.press("ArrowDown")
    eerste = list_hits(page).first
    expect(eerste).to_have_attribute("aria-selected", "true")
    expect(page.locator("#zoekterm")).to_have_attribute("aria-activedescendant", str(eerste.get_attribute("id")))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GROOT}")
    page.go_back()
    page.wait_for_url("**/zoeken/*")
    expect(page.get_by_role("main").get_by_role("link", name="Groothandel De Groot")).to_be_visible()
    assert venster.klachten == []


def test_a_click_opens_a_hit(page: Page) -> None:
    list_hits(page).first.click()
    page.wait_for_url(f"**{GROOT}")


def test_escape_closes_the_hits_and_then_empties_the_box(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(list_hits(page)).to_have_count(0)
    expect(page.locator("#zoekterm")).to_have_value("de groot")
    page.keyboard.press("Escape")
    expect(page.locator("#zoekterm")).to_have_value("")


def test_what_is_not_there_is_told(venster: Venster) -> None:
    venster.page.keyboard.type("xqzwvk")
    expect(venster.page.get_by_role("status")).to_contain_text("Geen resultaten")


def test_who_comes_back_to_a_list_stands_at_what_he_opened(venster: Venster) -> None:
    venster.open(venster.keep_search("bv"))
    tweede = venster.page.get_by_role("main").locator("ol a").nth(1)
    naam = tweede.inner_text()
    tweede.click()
    venster.page.get_by_role("heading", level=1).wait_for()
    venster.page.go_back()
    expect(venster.page.get_by_role("main").get_by_role("link", name=naam).first).to_be_focused()


def test_nothing_stays_behind_in_the_browser(page: Page) -> None:
    list_hits(page).first.click()
    page.wait_for_url(f"**{GROOT}")
    bewaard = page.evaluate(
        "() => [localStorage.length, sessionStorage.length, document.cookie, JSON.stringify(history.state)]"
    )
    assert bewaard == [0, 0, "", "null"]
