"""Real servers and one real browser for each process that runs tests of the screen."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.dienst import Dienst
from tests.elasticstores import Voorraad
from tests.scherm.aanmelding import serve_aanmelden
from tests.scherm.opstelling import DAG, DAGEN_LATER, disturb, fill, fill_once, serve
from tests.scherm.venster import Venster, Vorm, find_chromium, open_browser, open_venster
from tests.testnode import require_elasticsearch

Kijk = Callable[..., Venster]
"""Opens a window at a server (``dienst``), of the kind that the other words say."""


@contextmanager
def serve_filled(map_: Path, voorraad: Voorraad | None = None, *, is_gestoord: bool = False) -> Iterator[Dienst]:
    """The program over a store that was filled here, in a file or in Elasticsearch, on an ordinary day or on a bad one."""
    find_chromium()
    url = voorraad.take() if voorraad else None
    if url:
        fill(map_, url)
    else:
        fill_once(map_)
    if is_gestoord:
        disturb(map_, url)
    with serve(map_, DAGEN_LATER if is_gestoord else DAG, url) as gestart:
        yield gestart
    if voorraad and url:
        voorraad.give_back(url)


@pytest.fixture(scope="session")
def dienst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    """An ordinary day."""
    with serve_filled(tmp_path_factory.mktemp("scherm")) as gestart:
        yield gestart


@pytest.fixture(scope="session")
def gestoord(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    """A bad day."""
    with serve_filled(tmp_path_factory.mktemp("gestoord"), is_gestoord=True) as gestart:
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
def voorraad(voorraad_of: Callable[[str], Voorraad]) -> Voorraad:
    """Stores in Elasticsearch."""
    find_chromium()
    return voorraad_of(require_elasticsearch())


@pytest.fixture(scope="session")
def elastisch(tmp_path_factory: pytest.TempPathFactory, voorraad: Voorraad) -> Iterator[Dienst]:
    """An ordinary day, over a store in Elasticsearch."""
    with serve_filled(tmp_path_factory.mktemp("elastisch"), voorraad) as gestart:
        yield gestart


@pytest.fixture(scope="session")
def elastisch_gestoord(tmp_path_factory: pytest.TempPathFactory, voorraad: Voorraad) -> Iterator[Dienst]:
    """A bad day, over another one."""
    with serve_filled(tmp_path_factory.mktemp("elastisch-gestoord"), voorraad, is_gestoord=True) as gestart:
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
