"""What a page costs who opens it for the first time."""

from dataclasses import dataclass

from tests.scherm.toegankelijk import look
from tests.scherm.venster import Venster

MEESTE_BYTES = 80 * 1024
MEESTE_WACHTEN = 2
"""Requests that a browser waits for before it shows anything."""


@dataclass(frozen=True, slots=True)
class Gewicht:
    """``bytes`` that came over the line, headers and fonts included; ``wachten``: requests that hold up the first picture;
    ``verschuiving``: how much moved after it was shown (cumulative layout shift)."""

    bytes: int
    wachten: int
    verschuiving: float


def weigh(venster: Venster) -> Gewicht:
    """The weight of the page that was just opened in a window in which nothing was opened before."""
    verschuiving = float(look(venster.page, "verschuiving"))
    maten = [verzoek.sizes() for verzoek in venster.verzoeken]
    som = sum(maat["responseBodySize"] + maat["responseHeadersSize"] for maat in maten)
    return Gewicht(som - venster.inpakwinst, int(look(venster.page, "wachten")), round(verschuiving, 4))
