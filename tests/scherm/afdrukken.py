"""Pictures of every page in every state, in a wide and a narrow window: ``make screenshots``."""

import shutil
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.dienst import Dienst
from tests.scherm.aanmelding import serve_aanmelden
from tests.scherm.bladen import BLADEN
from tests.scherm.opstelling import DAGEN_LATER, disturb, fill, serve
from tests.scherm.venster import BREED, SMAL, Vorm, open_browser, open_venster

PLEK = Path(".klantbeeld/schermafdrukken")


def print_bladen(browser: Browser, doel: Path, diensten: Mapping[str, Dienst]) -> None:
    """A file for each page and width."""
    for blad in BLADEN:
        with open_venster(browser, diensten[blad.dienst].basis, Vorm()) as venster:
            blad.open(venster)
            for breedte in (BREED, SMAL):
                venster.resize(breedte)
                venster.page.screenshot(path=doel / f"{blad}-{breedte}.png", full_page=True)
        print(blad, flush=True)  # noqa: T201 - a command


def main() -> None:
    """Prints them in the folder that is named, or in ``PLEK``."""
    doel = Path(sys.argv[1]) if len(sys.argv) > 1 else PLEK
    doel.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as map_, ExitStack() as open_:
        gewoon, gestoord, aanmelden = (Path(map_) / naam for naam in ("gewoon", "gestoord", "aanmelden"))
        gewoon.mkdir()
        fill(gewoon)
        for kopie in (gestoord, aanmelden):
            shutil.copytree(gewoon, kopie)
        disturb(gestoord)
        browser = open_.enter_context(open_browser(open_.enter_context(sync_playwright())))
        diensten = {
            "dienst": open_.enter_context(serve(gewoon)),
            "gestoord": open_.enter_context(serve(gestoord, DAGEN_LATER)),
            "aanmelden": open_.enter_context(serve_aanmelden(aanmelden)),
        }
        print_bladen(browser, doel, diensten)


if __name__ == "__main__":
    main()
