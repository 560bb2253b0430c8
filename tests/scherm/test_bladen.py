"""Every page in every state can be used by everybody: at each width, enlarged, by keyboard, in the colours of the system."""

import os
import re

import pytest

from tests.dienst import Dienst
from tests.scherm.bladen import BLADEN, KORT, Blad
from tests.scherm.conftest import Kijk
from tests.scherm.gewicht import MEESTE_BYTES, MEESTE_WACHTEN, weigh
from tests.scherm.toegankelijk import list_fouten
from tests.scherm.venster import BREED, MIDDEN, SMAL, Venster

LANG = "LANGE_TESTS" in os.environ
BREEDTEN = (BREED, MIDDEN, SMAL) if LANG else (BREED, SMAL)
NUMMER_VAN_VERZOEK = re.compile(r"\b[0-9a-f]{32}\b")

each_blad = pytest.mark.parametrize("blad", BLADEN, ids=str)
some_bladen = pytest.mark.parametrize("blad", BLADEN if LANG else KORT, ids=str)


@pytest.fixture
def server(blad: Blad, request: pytest.FixtureRequest) -> Dienst:
    gevonden = request.getfixturevalue("gestoord" if blad.gestoord else "dienst")
    assert isinstance(gevonden, Dienst)
    return gevonden


def read_inhoud(venster: Venster) -> str:
    """What a page says, without the number of the request."""
    return NUMMER_VAN_VERZOEK.sub("", venster.page.locator("main").inner_text())


@each_blad
def test_at_each_width_nothing_keeps_anybody_out(kijk: Kijk, server: Dienst, blad: Blad) -> None:
    venster = kijk(server)
    blad.open(venster)
    fouten = {}
    for breedte in BREEDTEN:
        venster.resize(breedte)
        fouten[breedte] = list_fouten(venster)
    assert fouten == {breedte: [] for breedte in BREEDTEN}


@some_bladen
def test_in_the_colours_of_the_system_and_enlarged_neither(kijk: Kijk, server: Dienst, blad: Blad) -> None:
    venster = kijk(server, kleuren="active", zoom=2)
    blad.open(venster)
    assert list_fouten(venster) == []


@each_blad
def test_it_is_light_and_nothing_moves(kijk: Kijk, server: Dienst, blad: Blad) -> None:
    venster = kijk(server)
    blad.open(venster)
    gewicht = weigh(venster)
    assert gewicht.bytes <= MEESTE_BYTES
    assert gewicht.wachten <= MEESTE_WACHTEN
    assert gewicht.verschuiving == 0


@some_bladen
def test_without_script_it_says_the_same(kijk: Kijk, server: Dienst, blad: Blad) -> None:
    met, zonder = kijk(server), kijk(server, script=False)
    blad.open(met)
    blad.open(zonder)
    assert read_inhoud(zonder) == read_inhoud(met)
