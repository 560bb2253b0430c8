"""What keeps people out of a page, looked for in the page itself. Every look gives what is wrong, so that nothing is right."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.scherm.venster import Venster

AXE, KIJKEN = ((Path(__file__).parent / naam).read_text(encoding="utf-8") for naam in ("axe/axe.min.js", "kijken.js"))
REGELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
DOEL = 24
"""So many CSS pixels high and wide is at least what one clicks (WCAG 2.5.8)."""
MEESTE_HALTES = 250
"""More stops of the tab key than any page of ours has."""


def look(page: Page, naam: str, invoer: object = None) -> Any:
    """One look of ``kijken.js``. It comes into the page over the protocol of the browser, past the policy, which stays."""
    return page.evaluate(f"(invoer) => {{ {KIJKEN} return kijken.{naam}(invoer); }}", invoer)


def list_axe(page: Page) -> list[str]:
    """What axe-core finds."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {AXE}\n }}")
    return list(look(page, "axe", list(REGELS)))


def walk_haltes(page: Page) -> list[dict[str, Any]]:
    """Every stop of the tab key, from the top of the page until it is back there."""
    look(page, "begin")
    haltes: list[dict[str, Any]] = []
    for _ in range(MEESTE_HALTES):
        page.keyboard.press("Tab")
        halte = look(page, "halte")
        if haltes and halte and halte["halte"] == haltes[-1]["halte"]:
            continue  # a date has a stop for its day, its month and its year
        if halte is None or any(halte["halte"] == eerder["halte"] for eerder in haltes):
            return haltes
        haltes.append(halte)
    raise AssertionError(f"the tab key does not come round, it is at {haltes[-1]}")


def list_focusfouten(page: Page) -> list[str]:
    """Stops of the tab key that are not seen, or that something else lies over."""
    haltes = walk_haltes(page)
    assert haltes, "nothing can be reached with the tab key"
    fouten = [f"{halte['naam']}: no outline" for halte in haltes if not halte["omlijnd"]]
    return fouten + [f"{halte['naam']}: under {halte['boven']}" for halte in haltes if halte["boven"]]


def list_fouten(venster: Venster) -> list[str]:
    """All that is wrong at this width."""
    page = venster.page
    taal = page.locator("html").get_attribute("lang")
    fouten = [] if taal == "nl" else [f"language {taal}"]
    fouten += [*venster.klachten, *list_axe(page), *look(page, "uitstekend"), *look(page, "klein", DOEL)]
    return fouten + list_focusfouten(page)
