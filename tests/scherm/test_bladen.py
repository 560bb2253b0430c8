"""Every page in every state can be used by everybody: at each width, enlarged, with the keyboard, in the colours of the system."""

import os

import pytest

from tests.dienst import Dienst
from tests.scherm.bladen import BLADEN, Blad
from tests.scherm.conftest import Kijk
from tests.scherm.gewicht import MEESTE_BYTES, MEESTE_WACHTEN, weigh
from tests.scherm.toegankelijk import list_focusfouten, list_fouten
from tests.scherm.venster import BREED, MIDDEN, SMAL, Venster

LANG = "LANGE_TESTS" in os.environ
BREEDTEN = (BREED, MIDDEN, SMAL) if LANG else (BREED, SMAL)
pytestmark = pytest.mark.parametrize("blad", BLADEN, ids=lambda blad: blad.naam)


@pytest.fixture
def server(blad: Blad, request: pytest.FixtureRequest) -> Dienst:
    return request.getfixturevalue("gestoord" if blad.gestoord else "dienst")


@pytest.fixture
def venster(kijk: Kijk, server: Dienst, blad: Blad) -> Venster:
    venster = kijk(server)
    blad.open(venster)
    return venster


def test_nothing_keeps_anybody_out(venster: Venster) -> None:
    fouten = {}
    for breedte in BREEDTEN:
        venster.resize(breedte)
        fouten[breedte] = list_fouten(venster)
    assert fouten == {breedte: [] for breedte in BREEDTEN}


def test_the_tab_key_reaches_everything_and_it_is_seen(venster: Venster) -> None:
    fouten = list_focusfouten(venster.page)
    venster.resize(SMAL)
    assert fouten + list_focusfouten(venster.page) == []


def test_it_is_light_and_nothing_moves(venster: Venster) -> None:
    gewicht = weigh(venster)
    assert gewicht.bytes <= MEESTE_BYTES
    assert gewicht.wachten <= MEESTE_WACHTEN
    assert gewicht.verschuiving == 0


def test_in_the_colours_of_the_system_and_enlarged_it_is_the_same(kijk: Kijk, server: Dienst, blad: Blad) -> None:
    venster = kijk(server, kleuren="active", zoom=2)
    blad.open(venster)
    assert list_fouten(venster) == []
    assert list_focusfouten(venster.page) == []


def test_without_script_it_says_the_same(kijk: Kijk, server: Dienst, blad: Blad, venster: Venster) -> None:
    zonder = kijk(server, script=False)
    blad.open(zonder)
    assert zonder.page.locator("main").inner_text() == venster.page.locator("main").inner_text()
