"""The opening page, and the page of who looks after the product, as somebody uses them."""

from playwright.sync_api import expect

from tests.dienst import Dienst
from tests.scherm.bladen import GROOT
from tests.scherm.conftest import Kijk


def test_the_note_is_copied_whole_by_its_button_and_that_is_said(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=dienst.basis)
    venster.open(GROOT)
    venster.page.get_by_role("button", name="Kopieer de notitie").press("Enter")
    expect(venster.page.get_by_role("status")).to_have_text("Gekopieerd.")
    gekopieerd = venster.page.evaluate("navigator.clipboard.readText()")
    assert gekopieerd == venster.page.get_by_role("textbox", name="Kopieer voor notitie").input_value()
    assert gekopieerd.startswith("Groothandel De Groot (actief), Amsterdam\nLH-nummer 123456789L01")


def test_without_script_the_note_can_be_selected(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst, script=False)
    venster.open(GROOT)
    notitie = venster.page.get_by_role("textbox", name="Kopieer voor notitie")
    assert notitie.get_attribute("readonly") == ""
    assert "Eigenrisicodrager op 20-10-2023: WGA ja (Aegon)" in notitie.input_value()


def test_the_own_risk_is_asked_for_another_day_by_keyboard(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst)
    venster.open(GROOT)
    dag = venster.page.get_by_label("Op deze dag")
    dag.fill("2020-06-01")
    dag.press("Enter")
    expect(venster.page.locator("#eigenrisico")).to_contain_text("nee")
    expect(dag).to_have_value("2020-06-01")
    assert "Groot" not in venster.page.url


def test_an_operator_sees_a_source_that_lags_and_throws_a_refused_record_away(kijk: Kijk, gestoord: Dienst) -> None:
    venster = kijk(gestoord)
    venster.choose_rol("beheerder")
    venster.open("/beheer?bron=k3cr")
    bronnen = venster.page.get_by_role("region", name="Bronnen")
    expect(bronnen.get_by_role("row", name="K3CR")).to_contain_text("TE_VEEL_FOUTEN")
    brieven = venster.page.get_by_role("button", name="Gooi weg")
    id_ = venster.page.get_by_role("region", name="Dode brieven").locator("code").first.inner_text()
    brieven.first.press("Enter")
    expect(venster.page.get_by_text("De dode brief is weggegooid.")).to_be_visible()
    expect(venster.page.get_by_text(id_, exact=True)).to_have_count(0)
