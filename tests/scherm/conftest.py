"""Real servers and one real browser for each process that runs tests of the screen."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.dienst import Dienst
from tests.elasticstores import Voorraad
from tests.scherm.aanmelding import serve_aanmelden
from tests.scherm.opstelling import DAGEN_LATER, disturb, fill, fill_once, serve
from tests.scherm.venster import Venster, Vorm, find_chromium, open_browser, open_venster
from tests.testnode import require_elasticsearch

Kijk = Callable[..., Venster]
"""Opens a window at a server (``dienst``), of the kind that the other words say."""


@pytest.fixture(scope="session")
def dienst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    """An ordinary day."""
    find_chromium()
    map_ = tmp_path_factory.mktemp("scherm")
    fill_once(map_)
    with serve(map_) as gestart:
        yield gestart


@pytest.fixture(scope="session")
def gestoord(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    """A bad day."""
    find_chromium()
    map_ = tmp_path_factory.mktemp("gestoord")
    fill_once(map_)
    disturb(map_)
    with serve(map_, DAGEN_LATER) as gestart:
        yield gestart


@pytest.fixture(scope="session")
def aanmelden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    """Where one must sign in."""
    find_chromium()
    map_ = tmp_path_factory.mktemp("aanmelden")
    fill_once(map_)
    with serve_aanmelden(map_) as gestart:
        yield gestart


@pytest.fixture(scope="session")
def elastisch(tmp_path_factory: pytest.TempPathFactory, voorraad_of: Callable[[str], Voorraad]) -> Iterator[Dienst]:
    """An ordinary day, over a store in Elasticsearch."""
    find_chromium()
    voorraad, map_ = voorraad_of(require_elasticsearch()), tmp_path_factory.mktemp("elastisch")
    fill(map_, url := voorraad.take())
    with serve(map_, store=url) as gestart:
        yield gestart
    voorraad.give_back(url)


@pytest.fixture(scope="session")
def elastisch_gestoord(tmp_path_factory: pytest.TempPathFactory, voorraad_of: Callable[[str], Voorraad]) -> Iterator[Dienst]:
    """A bad day, over another one."""
    find_chromium()
    voorraad, map_ = voorraad_of(require_elasticsearch()), tmp_path_factory.mktemp("elastisch-gestoord")
    fill(map_, url := voorraad.take())
    disturb(map_, url)
    with serve(map_, DAGEN_LATER, url) as gestart:
        yield gestart
    voorraad.give_back(url)


# Not for the whole run: as long as Playwright is there, other tests of the same process have no event loop of their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    find_chromium()
    with sync_playwright() as playwright, open_browser(playwright) as gestart:
        yield gestart


@pytest.fixture
def kijk(browser: Browser) -> Iterator[Kijk]:
    """Windows that close when the test ends."""
    with ExitStack() as open_:
        yield lambda dienst, **vorm: open_.enter_context(open_venster(browser, dienst.basis, Vorm(**vorm)))
