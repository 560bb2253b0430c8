"""What a page costs who opens it for the first time."""

from dataclasses import dataclass

from tests.scherm.venster import Venster

MEESTE_BYTES = 80 * 1024
MEESTE_WACHTEN = 2
"""Requests that a browser waits for before it shows anything."""

_WACHTEN = """() => performance.getEntriesByType("resource").filter((deel) => deel.renderBlockingStatus === "blocking").length"""
_VERSCHUIVING = """() => new Promise((klaar) => {
  let som = 0;
  new PerformanceObserver((lijst) => { for (const deel of lijst.getEntries()) if (!deel.hadRecentInput) som += deel.value; })
    .observe({ type: "layout-shift", buffered: true });
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => klaar(som)))));
})"""


@dataclass(frozen=True, slots=True)
class Gewicht:
    """``bytes`` that came over the line, headers and fonts included; ``wachten``: requests that hold up the first picture;
    ``verschuiving``: how much moved after it was shown (cumulative layout shift)."""

    bytes: int
    wachten: int
    verschuiving: float


def weigh(venster: Venster) -> Gewicht:
    """The weight of the page that was just opened in a window in which nothing was opened before."""
    verschuiving = float(venster.page.evaluate(_VERSCHUIVING))
    maten = [verzoek.sizes() for verzoek in venster.verzoeken]
    som = sum(maat["responseBodySize"] + maat["responseHeadersSize"] for maat in maten)
    return Gewicht(som, int(venster.page.evaluate(_WACHTEN)), round(verschuiving, 4))
