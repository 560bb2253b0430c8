"""Searching in a real browser: while typing, with the keyboard alone, back to the same place, and without a script."""

import json

import pytest
from playwright.sync_api import Route, expect

from tests.dienst import VOORBEELD, Dienst
from tests.scherm.bladen import GROOT
from tests.scherm.conftest import Kijk
from tests.scherm.toegankelijk import list_fouten
from tests.scherm.venster import BREED, SMAL, Venster

VAK, OPTIES, LIJST = "#zoekterm", "[role=option]", "#lijst"


def type_(venster: Venster, tekst: str) -> None:
    """Types in the box until something is shown for it."""
    venster.page.keyboard.type(tekst)
    venster.page.wait_for_selector(".kb-zoek__paneel:not([hidden])")


def chosen(venster: Venster) -> str | None:
    """The place of the option that is chosen, by what the box says of it."""
    optie = venster.page.get_attribute(VAK, "aria-activedescendant")
    return optie.removeprefix("zoekoptie-") if optie else None


def test_a_caller_is_found_with_the_keyboard_alone(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open("/")
    type_(venster, "groothandel de gr")
    venster.page.keyboard.press("ArrowDown")
    assert chosen(venster) == "0"
    expect(venster.page.locator(OPTIES).first).to_contain_text("Groothandel De Groot")
    venster.page.keyboard.press("Enter")
    venster.page.wait_for_url(f"**{GROOT}")
    assert venster.klachten == []


def test_a_caller_is_found_with_the_mouse(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open("/")
    type_(venster, "groothandel de gr")
    venster.page.locator(OPTIES).first.click()
    venster.page.wait_for_url(f"**{GROOT}")
    assert venster.klachten == []


def test_arrows_go_around_and_the_writing_mark_moves_in_the_box(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open("/")
    type_(venster, "bv")
    laatste = str(venster.page.locator(OPTIES).count() - 1)
    toetsen = ("ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "Home")
    gekozen = []
    for toets in toetsen:
        venster.page.keyboard.press(toets)
        gekozen.append(chosen(venster))
    assert gekozen == [laatste, "0", "1", "0", laatste, None]
    assert venster.page.evaluate("document.activeElement.selectionStart") == 0


def test_escape_closes_the_list_and_then_empties_the_box(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open("/")
    type_(venster, "de groot")
    venster.page.keyboard.press("Escape")
    expect(venster.page.locator(VAK)).to_have_attribute("aria-expanded", "false")
    expect(venster.page.locator(VAK)).to_have_value("de groot")
    venster.page.keyboard.press("Escape")
    expect(venster.page.locator(VAK)).to_have_value("")


def test_a_slash_goes_to_the_box_from_anywhere(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open(GROOT)
    venster.page.keyboard.press("/")
    expect(venster.page.locator(VAK)).to_be_focused()
    expect(venster.page.locator(VAK)).to_have_value("")


def test_a_screen_reader_hears_how_many_there_are(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open("/")
    melding = venster.page.locator("#melding")
    type_(venster, "groothandel de groot")
    expect(melding).to_contain_text("gevonden. Kies met pijl omlaag.")
    venster.page.fill(VAK, "xqzwvj")
    expect(melding).to_contain_text("Geen resultaten.")


@pytest.mark.parametrize("breedte", [BREED, SMAL])
def test_nobody_is_kept_out_of_an_open_list(kijk: Kijk, dienst: Dienst, breedte: int) -> None:
    venster = kijk(dienst, breedte=breedte)
    venster.open("/")
    type_(venster, "de groot")
    venster.page.keyboard.press("ArrowDown")
    assert list_fouten(venster) == []


def test_who_comes_back_after_typing_finds_the_list(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open("/")
    type_(venster, "groothandel de gr")
    venster.page.keyboard.press("ArrowDown")
    venster.page.keyboard.press("Enter")
    venster.page.wait_for_url(f"**{GROOT}")
    venster.page.go_back()
    expect(venster.page.locator(f"{LIJST} a").first).to_have_attribute("href", GROOT)
    assert venster.pad.startswith("/zoeken/")


@pytest.mark.parametrize("breedte", [BREED, SMAL])
def test_who_comes_back_to_a_list_is_at_the_same_place(kijk: Kijk, dienst: Dienst, breedte: int) -> None:
    venster = kijk(dienst, breedte=breedte)
    venster.open(venster.keep_search("bv"))
    link = venster.page.locator(f"{LIJST} a").last
    link.scroll_into_view_if_needed()
    id_, hoogte = link.get_attribute("id"), venster.page.evaluate("scrollY")
    link.click()
    venster.page.wait_for_url("**/werkgevers/*")
    venster.page.go_back()
    expect(venster.page.locator(f"#{id_}")).to_be_focused()
    venster.page.wait_for_function("hoogte => Math.abs(scrollY - hoogte) < 2", arg=hoogte)


def test_what_is_typed_stays_nowhere_in_the_browser(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open("/")
    type_(venster, "groothandel de gr")
    venster.page.keyboard.press("ArrowDown")
    venster.page.keyboard.press("Enter")
    venster.page.wait_for_url(f"**{GROOT}")
    bewaard = venster.page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length,
        history.state]"""
    )
    assert bewaard == [0, 0, "", 0, None]
    adressen = " ".join(verzoek.url for verzoek in venster.verzoeken).lower()
    assert "groot" not in adressen + venster.page.title().lower() + json.dumps(list(venster.page.context.cookies()))


def test_an_answer_that_comes_too_late_is_not_shown(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    vastgehouden: list[Route] = []

    def hold(route: Route) -> None:
        if vastgehouden:
            route.continue_()
        else:
            vastgehouden.append(route)

    afgebroken: list[str | None] = []
    venster.page.on("requestfailed", lambda verzoek: afgebroken.append(verzoek.post_data))
    venster.open("/")
    venster.page.route("**/zoeken", hold)
    with venster.page.expect_request("**/zoeken"):
        venster.page.keyboard.type("xqz")
    venster.page.fill(VAK, "de groot")
    expect(venster.page.locator(OPTIES).first).to_contain_text("De Groot")
    assert afgebroken == ["zoekterm=xqz"]


@pytest.mark.parametrize(
    ("status", "melding"),
    [
        (401, "U bent niet meer aangemeld. Meld u opnieuw aan."),
        (429, "U vroeg in korte tijd te veel."),
        (0, "Er is geen verbinding. Controleer het netwerk en druk op Enter om opnieuw te zoeken."),
        (502, "Zoeken lukt nu niet. Druk op Enter om opnieuw te zoeken."),
    ],
)
def test_what_goes_wrong_is_told_with_what_to_do(kijk: Kijk, dienst: Dienst, status: int, melding: str) -> None:
    venster = kijk(dienst)

    def fail(route: Route) -> None:
        if status == 0:
            route.abort()
        elif status == 502:
            route.fulfill(status=status, content_type="text/html", body="<h1>Bad Gateway</h1>")
        else:
            route.fulfill(status=status, content_type="application/json", body=json.dumps({"melding": melding}))

    venster.open("/")
    venster.page.route("**/zoeken", fail)
    type_(venster, "de groot")
    expect(venster.page.locator(".kb-zoek__kop")).to_have_text(melding)
    expect(venster.page.locator("#melding")).to_have_text(melding)
    expect(venster.page.locator(VAK)).to_have_attribute("aria-expanded", "false")


def test_without_a_script_one_searches_overrules_and_goes_back(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst, script=False)
    venster.open("/")
    assert venster.page.get_attribute(VAK, "role") is None
    venster.page.fill(VAK, "123456789")
    venster.page.keyboard.press("Enter")
    venster.page.wait_for_url(f"**/werkgevers/{VOORBEELD}?zoekopdracht=*")
    venster.page.fill(VAK, "bv")
    venster.page.keyboard.press("Enter")
    venster.page.wait_for_url("**/zoeken/*")
    lijst = venster.pad
    venster.page.locator(f"{LIJST} a").last.click()
    venster.page.wait_for_url("**/werkgevers/*")
    venster.page.go_back()
    assert venster.pad == lijst
    venster.page.click(".kb-anders summary")
    venster.page.select_option("#zoekop", "POSTCODE")
    venster.page.click(".kb-anders button")
    expect(venster.page.locator("h1")).to_have_text("Niets gevonden")
