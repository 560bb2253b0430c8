"""A page of which a group is slow, as somebody sees it come in: the rest is there to read and to use meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.bouwers_graphql import fill_store
from tests.bouwers_traag import Trageproef, of_soort, serve_traag
from tests.dienst import Dienst
from tests.programma import wait_until
from tests.scherm.bladen import GROOT
from tests.scherm.conftest import Kijk
from tests.scherm.gewicht import weigh
from tests.scherm.toegankelijk import list_fouten
from tests.scherm.venster import BREED, SMAL, Venster


@pytest.fixture
def traag(tmp_path: Path) -> Iterator[Trageproef]:
    """Cases take as long as a test wants."""
    with serve_traag(fill_store(tmp_path), tmp_path, of_soort("zaak")) as proef:
        yield proef


def begin(kijk: Kijk, traag: Trageproef, **vorm: object) -> Venster:
    """The opening page, of which everything is seen that comes before the slow group, and nothing behind it."""
    venster = kijk(Dienst(f"{traag.basis}/graphql", {}), **vorm)
    venster.page.goto(traag.basis + GROOT, wait_until="commit")
    expect(venster.page.get_by_role("heading", level=1, name="Groothandel De Groot")).to_be_visible()
    expect(venster.page.get_by_role("region", name="Wie is dit")).to_contain_text("45 medewerkers")
    expect(venster.page.get_by_role("region", name="Eigenrisicodrager")).to_be_visible()
    assert venster.page.get_by_role("region", name="Wat loopt er").count() == 0
    return venster


@pytest.mark.parametrize("script", [True, False])
def test_the_head_and_what_stands_above_are_read_while_the_group_is_not_there_yet(
    kijk: Kijk, traag: Trageproef, script: bool
) -> None:
    venster = begin(kijk, traag, script=script)
    traag.store.los.set()
    expect(venster.page.get_by_role("region", name="Wat loopt er")).to_be_visible()
    expect(venster.page.get_by_role("textbox", name="Kopieer voor notitie")).to_be_visible()


def test_another_page_is_reached_by_its_digit_without_waiting(kijk: Kijk, traag: Trageproef) -> None:
    venster = begin(kijk, traag)

    def press() -> bool:
        venster.page.keyboard.press("Alt+Digit4")  # heard once the script is there
        return venster.pad != GROOT

    wait_until(press)
    expect(venster.page.get_by_role("heading", level=2, name="Contactmanagement")).to_be_visible()
    assert not traag.store.los.is_set()


@pytest.mark.parametrize("breedte", [BREED, SMAL])
def test_what_comes_later_moves_nothing_and_keeps_nobody_out(kijk: Kijk, traag: Trageproef, breedte: int) -> None:
    venster = begin(kijk, traag, breedte=breedte)
    traag.store.los.set()
    venster.page.wait_for_load_state("load")
    assert weigh(venster).verschuiving == 0
    assert list_fouten(venster) == []
