"""Real servers and one real browser for each process that runs tests of the screen."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.dienst import Dienst, serve_demo
from tests.scherm.opstelling import serve_gestoord
from tests.scherm.venster import Venster, Vorm, find_chromium, open_browser, open_venster

WERKGEVERS = 60
Kijk = Callable[..., Venster]
"""Opens a window at a server (``dienst``), of the kind that the other words say."""


@pytest.fixture(scope="session")
def dienst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    find_chromium()
    with serve_demo(tmp_path_factory.mktemp("scherm"), WERKGEVERS) as gestart:
        yield gestart


@pytest.fixture(scope="session")
def gestoord(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    find_chromium()
    with serve_gestoord(tmp_path_factory.mktemp("gestoord"), WERKGEVERS) as gestart:
        yield gestart


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
