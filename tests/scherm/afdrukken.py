"""Pictures of every page in every state, in a wide and a narrow window: ``make screenshots``."""

import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.dienst import Dienst
from tests.scherm.bladen import BLADEN
from tests.scherm.opstelling import DAGEN_LATER, disturb, fill, serve
from tests.scherm.venster import BREED, SMAL, Vorm, open_browser, open_venster

PLEK = Path(".klantbeeld/schermafdrukken")


def print_bladen(browser: Browser, doel: Path, *, gewoon: Dienst, gestoord: Dienst) -> None:
    """A file for each page and width."""
    for blad in BLADEN:
        with open_venster(browser, (gestoord if blad.gestoord else gewoon).basis, Vorm()) as venster:
            blad.open(venster)
            for breedte in (BREED, SMAL):
                venster.resize(breedte)
                venster.page.screenshot(path=doel / f"{blad}-{breedte}.png", full_page=True)
        print(blad, flush=True)  # noqa: T201 - a command


def main() -> None:
    """Prints them in the folder that is named, or in ``PLEK``."""
    doel = Path(sys.argv[1]) if len(sys.argv) > 1 else PLEK
    doel.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as gewoon, TemporaryDirectory() as gestoord, ExitStack() as open_:
        fill(Path(gewoon))
        shutil.copytree(gewoon, gestoord, dirs_exist_ok=True)
        disturb(Path(gestoord))
        browser = open_.enter_context(open_browser(open_.enter_context(sync_playwright())))
        diensten = open_.enter_context(serve(Path(gewoon))), open_.enter_context(serve(Path(gestoord), DAGEN_LATER))
        print_bladen(browser, doel, gewoon=diensten[0], gestoord=diensten[1])


if __name__ == "__main__":
    main()
