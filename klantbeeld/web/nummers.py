"""A masked number in full: asked for in the head of an employer with a reason, recorded, and shown once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.queries import Raadpleging
from klantbeeld.web.sjablonen import GEEN, Blad, render
from klantbeeld.werkgevers import Werkgever

VOLLEDIG_NUMMER = "volledig-nummer"
"""The part of an address where it is asked."""
NUMMERS: Mapping[Sleutelsoort, str] = {Sleutelsoort.LH_NUMMER: "LH-nummer", Sleutelsoort.RSIN: "RSIN"}
"""The numbers that may hold a BSN."""


@dataclass(frozen=True, slots=True)
class Nummervraag(Blad):
    """Which number is asked for, and why; ``fout`` says what was wrong with that."""

    sjabloon: ClassVar[str] = "nummervraag.html"
    adres: str
    soort: Sleutelsoort = Sleutelsoort.LH_NUMMER
    reden: str = ""
    fout: str | None = None
    keuzen: tuple[tuple[Sleutelsoort, str], ...] = tuple(NUMMERS.items())


@dataclass(frozen=True, slots=True)
class Nummerblad(Blad):
    """The number; None when the source delivered none."""

    sjabloon: ClassVar[str] = "nummer.html"
    naam: str
    nummer: str | None
    reden: str
    terug: str


def may_reveal(raadpleging: Raadpleging, werkgever: Werkgever) -> bool:
    """Whether this user may ask for a number of this employer that is masked."""
    return werkgever.nummers_gemaskeerd and Klasse.NUMMERS in raadpleging.gebruiker.klassen


def ask_nummer(raadpleging: Raadpleging, werkgever: Werkgever) -> Markup:
    """The question in the head of an employer; nothing where there is nothing to ask."""
    return render(Nummervraag(address_of_nummer(werkgever))) if may_reveal(raadpleging, werkgever) else GEEN


def address_of_nummer(werkgever: Werkgever) -> str:
    """Where the question is sent."""
    return f"/werkgevers/{werkgever.id}/{VOLLEDIG_NUMMER}"
