"""What counts how much in the order of hits of one kind: one table, each row with the example that justifies it.

The score of a hit is a number around 1; hits of a better kind come first whatever their score. A test searches every example
and demands that ``voor`` comes before ``na``, and that it would not without the weight.
"""

from typing import NamedTuple

from klantbeeld.domain.namen import Woordsoort


class Weging(NamedTuple):
    """``gewicht`` makes ``voor`` come before ``na`` when ``zoekterm`` is searched; ``zonder`` is what it would be if it did
    not count."""

    gewicht: float
    zonder: float
    zoekterm: str
    voor: str
    na: str


# How much a word of the input counts.
LETTERS = Weging(0.4, 0.0, "bakker j", "Zuid J. Bakker", "Bakker Noord")
KLEIN = Weging(0.15, 0.0, "brink van den", "Zuid van den Brink", "Brink Noord")
RECHTSVORM = Weging(0.1, 0.0, "nv jansen", "Jansen N.V.", "Jansen")

# How well a word of a name answers it.
BEGIN = Weging(0.8, 1.0, "jans bakker", "Jans Bakkerswinkel", "Jansenberg Bakkersland")
BEGIN_DEEL = Weging(0.15, 0.0, "groot", "Grootst", "Groothandel")
KLANK = Weging(0.1, 0.0, "jansens", "Janssens", "Jansen")
EEN_FOUT = Weging(0.7, 1.0, "groothandl jansen", "Groothandel Jansen", "Groothandel Janse")
TWEE_FOUTEN = Weging(0.5, 0.7, "janssne", "Janssen", "Jansen")
BEGIN_FOUT = Weging(0.6, 0.5, "jansenbru", "Jansenburgers", "Jansenbos")
DEEL = Weging(0.4, 1.0, "aspen", "Espen Raspenhof", "Aaspenhof")

# How well a house number answers it.
ZONDER_TOEVOEGING = Weging(0.9, 1.0, "dorpsstraat 8", "Zuid", "Noord")
"""``na`` has an addition behind its number."""

# What the name says besides, and where.
OVERIG = Weging(-0.3, 0.0, "groot", "Zuid Groot", "Aa Groot Amersfoort Noord")
OVERIG_KLEIN = Weging(-0.02, 0.0, "groot", "Groot Zuid", "Groot B.V. Noord")
VOLGORDE = Weging(0.06, 0.0, "groot handel", "Zuid Groot Handel", "Aa Handel Groot")
VOOROP = Weging(0.05, 0.0, "groot", "Groot Zuid", "Aa Groot")
NAAMBEGIN = Weging(0.5, 0.0, "ux", "De Uxbrand Meubelen", "Aa Ux")
LETTERLIJK = Weging(0.3, 0.0, "ab bouw", "AB Bouw", "A&B Bouw")
ANDERE_NAAM = Weging(-0.03, 0.0, "groot", "Groot Zuid", "Groot Noord")
VROEGERE_NAAM = Weging(-0.08, 0.0, "groot", "Groot Zuid", "Groot Oost")
"""``na`` has the name as another name, or as a former one."""


def weigh_woord(soort: Woordsoort) -> float:
    """How much a word of the input counts."""
    match soort:
        case Woordsoort.LETTERS:
            return LETTERS.gewicht
        case Woordsoort.KLEIN:
            return KLEIN.gewicht
        case Woordsoort.RECHTSVORM:
            return RECHTSVORM.gewicht
    return 1.0
