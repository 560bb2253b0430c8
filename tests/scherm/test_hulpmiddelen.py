"""What a script adds: keys that can be turned off, a button at each number, texts that unfold."""

import pytest
from playwright.sync_api import expect

from tests.dienst import VOORBEELD, Dienst
from tests.scherm.conftest import Kijk

GROOT = f"/werkgevers/{VOORBEELD}"


@pytest.mark.parametrize(("pad", "anker"), [("/", "zoeken"), (f"{GROOT}/documenten", "documenten")])
def test_the_question_mark_opens_help_about_this_page(kijk: Kijk, dienst: Dienst, pad: str, anker: str) -> None:
    venster = kijk(dienst)
    venster.open(pad)
    venster.page.locator("main").focus()
    venster.page.keyboard.press("?")
    expect(venster.page.get_by_role("heading", name="Hulp", level=1)).to_be_visible()
    assert venster.pad == f"/hulp#{anker}"


def test_in_the_search_box_a_question_mark_is_a_character(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open(GROOT)
    venster.page.locator("#zoekterm").press("?")
    expect(venster.page.locator("#zoekterm")).to_have_value("?")
    assert venster.pad == GROOT


def test_who_turned_the_keys_off_gets_none_of_them(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open("/hulp")
    venster.page.get_by_role("button", name="Zet sneltoetsen uit").click()
    expect(venster.page.get_by_role("button", name="Zet sneltoetsen aan")).to_be_visible()
    venster.open(GROOT)
    for toets in ("?", "/", "Alt+Digit5"):
        venster.page.locator("main").press(toets)
    expect(venster.page.locator("#zoekterm")).not_to_be_focused()
    assert venster.pad == GROOT


def test_a_number_is_copied_by_its_button_and_that_is_said(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=dienst.basis)
    venster.open(f"{GROOT}/documenten")
    venster.page.get_by_role("button", name="Kopieer 454645754457").press("Enter")
    expect(venster.page.get_by_role("status")).to_have_text("454645754457 gekopieerd")
    assert venster.page.evaluate("navigator.clipboard.readText()") == "454645754457"


def test_a_masked_number_has_no_button(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open(f"{GROOT}/financieel")
    assert venster.page.get_by_role("button", name="Kopieer KB-0001").count() == 1
    assert venster.page.locator(".kb-kopie[aria-label*='*']").count() == 0


def test_more_of_a_list_begins_at_what_was_not_seen_yet(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open(f"{GROOT}/contactmanagement")
    venster.page.get_by_role("link", name="Toon meer contacten").press("Enter")
    expect(venster.page.locator("#contactenlijst-21")).to_be_in_viewport()
    assert venster.page.locator("#contactenlijst tbody tr").count() == 40


def test_milestones_unfold_without_a_script(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst, script=False)
    venster.open(f"{GROOT}/zaakmanagement")
    tabel = venster.page.get_by_role("region", name="Mijlpalen van zaak ZAAK-2023-0001")
    expect(tabel).to_be_hidden()
    venster.page.get_by_text("15 mijlpalen").press("Enter")
    expect(tabel).to_be_visible()
