"""A page while the store is broken: what happened and what to do, and no word of what cannot be known."""

import re
from pathlib import Path

from playwright.sync_api import Browser

from tests.scherm.bladen import GROOT
from tests.scherm.opstelling import fill_once, serve
from tests.scherm.toegankelijk import list_fouten
from tests.scherm.venster import SMAL, Vorm, open_venster


def test_a_store_that_is_broken_gives_a_page_that_says_so(browser: Browser, tmp_path: Path) -> None:
    fill_once(tmp_path)
    with serve(tmp_path) as dienst, open_venster(browser, dienst.basis, Vorm()) as venster:
        assert venster.open(GROOT) == 200
        for deel in tmp_path.glob("klantbeeld.db*"):
            deel.write_bytes(bytes(deel.stat().st_size))
        assert venster.open(GROOT) == 503
        inhoud = venster.page.locator("main").inner_text()
        assert "De gegevens kunnen nu niet worden gelezen." in inhoud
        assert not re.search("geen (?:contacten|zaken|wijzigingen)", inhoud)
        assert venster.page.get_by_role("link", name="Probeer opnieuw").get_attribute("href") == GROOT
        assert list_fouten(venster) == []
        venster.resize(SMAL)
        assert list_fouten(venster) == []
