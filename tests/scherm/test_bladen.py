"""Every page in every state can be used by everybody: at each width, enlarged, by keyboard, in the colours of the system."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.dienst import Dienst
from tests.scherm.bladen import BLADEN, KORT, Blad
from tests.scherm.gewicht import MEESTE_BYTES, MEESTE_WACHTEN, weigh
from tests.scherm.toegankelijk import list_fouten
from tests.scherm.venster import BREED, MIDDEN, SMAL, Venster, Vorm, open_venster

LANG = "LANGE_TESTS" in os.environ
SOMMIGE = BLADEN if LANG else KORT
NUMMER_VAN_VERZOEK = re.compile(r"\b[0-9a-f]{32}\b")


def server_of(blad: Blad, request: pytest.FixtureRequest) -> str:
    """Where it is served."""
    dienst = request.getfixturevalue(blad.dienst)
    assert isinstance(dienst, Dienst)
    return dienst.basis


@pytest.fixture(scope="module", params=BLADEN, ids=str)
def venster(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Venster]:
    """A page as it was just opened, for all tests of it together."""
    with open_venster(browser, server_of(request.param, request), Vorm()) as venster:
        request.param.open(venster)
        yield venster


@pytest.fixture
def open_blad(browser: Browser, blad: Blad, request: pytest.FixtureRequest) -> Iterator[Callable[[Vorm], Venster]]:
    """Opens a page in a window of another kind."""
    with ExitStack() as open_:

        def start(vorm: Vorm) -> Venster:
            venster = open_.enter_context(open_venster(browser, server_of(blad, request), vorm))
            blad.open(venster)
            return venster

        yield start


def read_inhoud(venster: Venster) -> str:
    """What a page says, without the buttons that a script adds and without the number of the request."""
    venster.page.evaluate("() => document.querySelectorAll('main button[type=button]').forEach((knop) => knop.remove())")
    return NUMMER_VAN_VERZOEK.sub("", " ".join(venster.page.locator("main").inner_text().split()))


def test_it_is_light_and_nothing_moves(venster: Venster) -> None:
    gewicht = weigh(venster)
    assert gewicht.bytes <= MEESTE_BYTES
    assert gewicht.wachten <= MEESTE_WACHTEN
    assert gewicht.verschuiving == 0


@pytest.mark.parametrize("breedte", (BREED, MIDDEN, SMAL) if LANG else (BREED, SMAL))
def test_nothing_keeps_anybody_out(venster: Venster, breedte: int) -> None:
    venster.resize(breedte)
    assert list_fouten(venster) == []


@pytest.mark.parametrize("blad", SOMMIGE, ids=str)
def test_in_the_colours_of_the_system_and_enlarged_neither(open_blad: Callable[[Vorm], Venster]) -> None:
    assert list_fouten(open_blad(Vorm(kleuren="active", zoom=2))) == []


@pytest.mark.parametrize("blad", [blad for blad in SOMMIGE if not blad.wisselt], ids=str)
def test_without_script_it_says_the_same(open_blad: Callable[[Vorm], Venster]) -> None:
    assert read_inhoud(open_blad(Vorm(script=False))) == read_inhoud(open_blad(Vorm()))
