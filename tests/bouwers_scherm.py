"""The pages of the demo, with a browser before them and a small store behind them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx

from klantbeeld.app import make_web
from klantbeeld.settings import Settings
from tests.bouwers_graphql import open_for_test
from tests.bouwers_log import read_log
from tests.browser import Browser

ADRES = "http://127.0.0.1:8000"
GROOT = "/werkgevers/119d3bd2d932690e014af2146abfe23b"
"""The opening page of the example employer."""


@dataclass(frozen=True, slots=True)
class Schermproef:
    """A browser at the pages, and where is recorded who saw what."""

    browser: Browser
    log: Path

    def search(self, zoekterm: str, **velden: str) -> httpx.Response:
        """The list that a search leads to."""
        return self.browser.follow(self.browser.post("/zoeken", {"zoekterm": zoekterm, **velden}))

    def choose(self, rol: str) -> None:
        """Goes on in another role."""
        assert self.browser.post("/rol", {"rol": rol}).status_code == 303

    def read_log(self) -> list[dict[str, Any]]:
        """What was recorded."""
        return read_log(self.log) if self.log.exists() else []


@contextmanager
def open_scherm(settings: Settings, map_: Path) -> Iterator[Schermproef]:
    """The pages over a store that is there, with a consultation log of their own."""
    log = map_ / "raadplegingen.jsonl"
    with open_for_test(settings, log) as klantbeeld:
        yield Schermproef(Browser(make_web(settings, klantbeeld), ADRES), log)


def list_velden(pagina: str) -> dict[str, str]:
    """The hidden fields of a page; of those with one name the last."""
    paren = re.findall('<input type="hidden" name="([^"]*)" value="([^"]*)">', pagina)
    return {naam: unescape(waarde) for naam, waarde in paren}
