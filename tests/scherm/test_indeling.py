"""Where things stand: no line of the window is wasted, and what is typed can be read."""

from tests.dienst import Dienst
from tests.scherm.bladen import GROOT
from tests.scherm.conftest import Kijk
from tests.scherm.toegankelijk import look
from tests.scherm.venster import BREED, SMAL


def test_the_menu_of_an_employer_is_one_line_at_a_desk(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst, breedte=BREED)
    venster.open(f"{GROOT}/contactmanagement")
    links = venster.page.get_by_role("navigation", name="Onderdelen").get_by_role("link").all()
    plekken = [link.bounding_box() for link in links]
    assert len(links) == 9
    assert len({plek["y"] for plek in plekken if plek}) == 1


def test_the_search_box_takes_the_whole_width_of_a_narrow_window(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst, breedte=SMAL)
    venster.open("/")
    vak = venster.page.locator("#zoekterm").bounding_box()
    assert vak is not None
    assert vak["width"] > 0.6 * SMAL


def test_letters_that_did_not_come_in_time_make_nothing_stick_out(kijk: Kijk, dienst: Dienst) -> None:
    venster = kijk(dienst, breedte=SMAL)
    venster.page.route("**/*.woff2", lambda route: route.abort())
    venster.open(f"{GROOT}/organisatiegegevens")
    assert look(venster.page, "uitstekend") == []
