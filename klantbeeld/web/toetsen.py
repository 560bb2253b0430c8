"""The keys of the screen: one list, which the menu and the help show. Scripts read what is in the page.

Who works with a screen reader or speaks to the computer may need these keys for something else: they can be turned off.
"""

from dataclasses import dataclass

from klantbeeld.domain.groepen import GROEPEN

BEELD = "Klantbeeld"
MENUTOETSEN = {BEELD: "0", **{groep.titel: str(plaats) for plaats, groep in enumerate(GROEPEN, start=1)}}
"""The digit that opens a page of an employer with Alt, by the name of that page."""
TOETSENKOEKJE, UIT = "klantbeeld-toetsen", "uit"
"""The cookie that turns the keys off when it says so; it says nothing else, and ``hulp.js`` reads it."""


@dataclass(frozen=True, slots=True)
class Toets:
    """A key, or several together, and what it does."""

    toetsen: tuple[str, ...]
    doet: str


TOETSEN = (
    Toets(("/",), "Ga naar het zoekvak."),
    Toets(("?",), "Open deze hulp."),
    *(Toets(("Alt", cijfer), f"Open {naam} van deze werkgever.") for naam, cijfer in MENUTOETSEN.items()),
    Toets(("↓",), "In het zoekvak: ga naar de volgende treffer."),
    Toets(("↑",), "In het zoekvak: ga naar de vorige treffer."),
    Toets(("Enter",), "In het zoekvak: open de gekozen treffer, of toon de hele lijst."),
    Toets(("Esc",), "In het zoekvak: sluit de lijst."),
    Toets(("Tab",), "Ga naar de volgende link of knop; met Shift naar de vorige."),
)
