"""Documenten on a page."""

from dataclasses import dataclass
from typing import ClassVar, get_args

from klantbeeld.domain.bronnen import Stand
from klantbeeld.domain.documenten import Documenten, Documentparameters, Documentsoort
from klantbeeld.web.groepsvragen import AANTAL, NA, Groepsvraag
from klantbeeld.web.lijsten import Lijststaat, make_lijststaat
from klantbeeld.web.sjablonen import Blad

STAP = 15
SOORTEN: tuple[str, ...] = get_args(Documentsoort)


@dataclass(frozen=True, slots=True)
class Soortkeuze:
    """A kind of document: how many there are, and where only these are shown."""

    soort: str
    aantal: int
    adres: str
    is_gekozen: bool


@dataclass(frozen=True, slots=True)
class Documentenformulier(Blad):
    """The form that chooses documents, filled with what was asked, as it was typed."""

    sjabloon: ClassVar[str] = "documentenformulier.html"
    pad: str
    soort: str
    van: str
    tot: str
    soorten: tuple[str, ...] = SOORTEN


@dataclass(frozen=True, slots=True)
class Documentblad(Blad):
    """Documenten of one employer. ``is_gekozen``: whether the list is only of a kind or a period."""

    sjabloon: ClassVar[str] = "groepen/documenten.html"
    groep: Documenten
    stand: Stand | None
    staat: Lijststaat
    keuzen: tuple[Soortkeuze, ...]
    is_gekozen: bool


def read_documenten(vraag: Groepsvraag) -> Documentparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    soort = vraag.read_keuze("soort", SOORTEN)
    return Documentparameters(soort, vraag.read_dag("van"), vraag.read_dag("tot"), vraag.read_bladvraag(STAP))


def ask_keuze(vraag: Groepsvraag) -> Documentenformulier:
    """The form to choose with."""
    soort, van, tot = (vraag.velden.get(naam, "") for naam in ("soort", "van", "tot"))
    return Documentenformulier(vraag.pad, soort, van, tot)


def make_documenten(groep: Documenten, vraag: Groepsvraag) -> Documentblad:
    """What the block holds."""
    soort = vraag.velden.get("soort", "")
    aantallen = {telling.soort: telling.aantal for telling in groep.aantallen}
    return Documentblad(
        groep=groep,
        stand=vraag.stand,
        staat=make_lijststaat("documentenlijst", groep.bladzijde, vraag, STAP),
        keuzen=tuple(
            Soortkeuze(naam, aantallen.get(naam, 0), vraag.address_with({"soort": naam, AANTAL: "", NA: ""}), naam == soort)
            for naam in SOORTEN
        ),
        is_gekozen=any(vraag.velden.get(naam) for naam in ("soort", "van", "tot")),
    )
