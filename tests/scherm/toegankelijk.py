"""What keeps people out of a page, looked for in the page itself. Every look gives what is wrong, so that nothing is right."""

import json
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Page

from tests.scherm.venster import Venster

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
REGELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
DOEL = 24
"""So many CSS pixels high is at least what one clicks (WCAG 2.5.8), unless it stands in a sentence."""
MEESTE_HALTES = 250
"""More stops of the tab key than any page of ours has."""

_AXE = """async (regels) => {
  const uitslag = await axe.run(document, { runOnly: { type: "tag", values: regels }, resultTypes: ["violations"] });
  return uitslag.violations.flatMap((fout) => fout.nodes.map((knoop) => `${fout.id}: ${knoop.target} ${knoop.failureSummary}`));
}"""
_UITSTEKEND = """() => {
  const breedte = document.documentElement.clientWidth, wortel = document.scrollingElement;
  const schuift = (el) => { for (let om = el.parentElement; om; om = om.parentElement) {
    if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(om).overflowX)) return om !== document.body; } return false; };
  const fouten = wortel.scrollWidth > breedte ? [`page: ${wortel.scrollWidth} px wide in ${breedte}`] : [];
  for (const el of document.body.querySelectorAll("*")) {
    const vlak = el.getBoundingClientRect();
    if (vlak.width > 1 && vlak.right > breedte + 1 && !schuift(el)) fouten.push(`${el.tagName}.${el.className}: to ${vlak.right}`);
  }
  return fouten;
}"""
_KLEIN = """(doel) => [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary,[role=option]")]
  .filter((el) => el.checkVisibility({ visibilityProperty: true }) && !el.closest(".ams-visually-hidden:not(:focus)"))
  .filter((el) => !(el.tagName === "A" && getComputedStyle(el).display === "inline" && el.closest("p,li,dd,td,th")))
  .map((el) => [el, el.closest("label")?.getBoundingClientRect() ?? el.getBoundingClientRect()])
  .filter(([, vlak]) => vlak.height < doel - 0.5 || vlak.width < doel - 0.5)
  .map(([el, vlak]) => `${el.tagName} ${(el.textContent || el.name).trim().slice(0, 40)}: ${vlak.width}x${vlak.height}`)"""
# Where the focus was last is where the tab key goes on from, also when that is not there any more.
_BEGIN = """() => {
  const begin = document.createElement("span");
  begin.tabIndex = -1;
  document.body.prepend(begin);
  begin.focus();
  begin.remove();
  scrollTo(0, 0);
}"""
_FOCUS = """() => {
  const el = document.activeElement;
  if (!el || el === document.body || el === document.documentElement) return null;
  const stijl = getComputedStyle(el), vlakken = [...el.getClientRects()], vlak = vlakken[0] ?? new DOMRect();
  const omlijnd = stijl.outlineStyle !== "none" && parseFloat(stijl.outlineWidth) > 0;
  const x = Math.min(vlak.right, innerWidth) - Math.min(vlak.width / 2, 12), y = Math.min(vlak.bottom - Math.min(vlak.height / 2, 12), innerHeight - 1);
  const boven = document.elementFromPoint(x, Math.max(y, 0));
  const vrij = boven && (el.contains(boven) || boven.contains(el) && boven !== document.body);
  el.dataset.halte ??= String(document.querySelectorAll("[data-halte]").length);
  const naam = `${el.tagName} ${(el.ariaLabel || el.innerText || el.name || el.id || "").trim().replace(/\\s+/g, " ").slice(0, 50)}`;
  return { halte: el.dataset.halte, naam, omlijnd, vrij: Boolean(vrij), over: boven ? `${boven.tagName}.${boven.className}` : "nothing" };
}"""


def list_axe(page: Page) -> list[str]:
    """What axe-core finds. Its text comes into the page over the protocol of the browser, past the policy, which stays."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {AXE}\n }}")
    return cast(list[str], page.evaluate(_AXE, list(REGELS)))


def list_uitstekend(page: Page) -> list[str]:
    """What is wider than the window, so that one has to scroll in two directions; what scrolls in itself is not."""
    return cast(list[str], page.evaluate(_UITSTEKEND))


def list_kleine_doelen(page: Page) -> list[str]:
    """What one clicks and is too small for it."""
    return cast(list[str], page.evaluate(_KLEIN, DOEL))


def walk_haltes(page: Page) -> list[dict[str, Any]]:
    """Every stop of the tab key, from the top of the page until it is back there."""
    page.evaluate(_BEGIN)
    haltes: list[dict[str, Any]] = []
    for _ in range(MEESTE_HALTES):
        page.keyboard.press("Tab")
        halte = page.evaluate(_FOCUS)
        if halte is None or any(halte["halte"] == eerder["halte"] for eerder in haltes):
            return haltes
        haltes.append(halte)
    raise AssertionError(f"the tab key does not come round: {json.dumps(haltes[-3:])}")


def list_focusfouten(page: Page) -> list[str]:
    """Stops of the tab key that are not seen, or that something else lies over."""
    haltes = walk_haltes(page)
    assert haltes, "nothing can be reached with the tab key"
    fouten = [f"{halte['naam']}: no outline" for halte in haltes if not halte["omlijnd"]]
    return fouten + [f"{halte['naam']}: under {halte['over']}" for halte in haltes if not halte["vrij"]]


def list_fouten(venster: Venster) -> list[str]:
    """All that can be seen at this width without touching anything."""
    page = venster.page
    taal = page.locator("html").get_attribute("lang")
    fouten = [] if taal == "nl" else [f"language {taal}"]
    return [*fouten, *venster.klachten, *list_axe(page), *list_uitstekend(page), *list_kleine_doelen(page)]
