"""What an employee pastes in a note elsewhere: an employer in plain text."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from klantbeeld.domain.samenvattingen import Eigenrisico, Onbekend
from klantbeeld.web.opmaak import show_dag, show_moment, show_woord
from klantbeeld.web.samenvattingen import explain_onbekend
from klantbeeld.web.sjablonen import Blad
from klantbeeld.werkgevers import Werkgever


@dataclass(frozen=True, slots=True)
class Notitieblad(Blad):
    """The text to copy; it can be selected where no script runs."""

    sjabloon: ClassVar[str] = "notitie.html"
    tekst: str
    regels: int


def make_notitie(werkgever: Werkgever, eigenrisico: Eigenrisico | Onbekend, nu: datetime) -> Notitieblad:
    """Name, the numbers as this user may see them, the own risk on a day, and when this was so."""
    nummers = {"LH-nummer": werkgever.lh_nummer, "KVK-nummer": werkgever.kvk_nummer}
    regels = (
        f"{werkgever.naam} ({show_woord(werkgever.status)}){f', {werkgever.plaats}' if werkgever.plaats else ''}",
        ", ".join(f"{naam} {nummer}" for naam, nummer in nummers.items() if nummer),
        _write_eigenrisico(eigenrisico),
        f"Klantbeeld Werkgever, {show_moment(nu)}",
    )
    getoond = [regel for regel in regels if regel]
    return Notitieblad("\n".join(getoond), len(getoond))


def _write_eigenrisico(eigenrisico: Eigenrisico | Onbekend) -> str:
    if isinstance(eigenrisico, Onbekend):
        return f"Eigenrisicodrager: {explain_onbekend(eigenrisico)}"
    delen = []
    for regeling, blok in eigenrisico.regelingen.items():
        if isinstance(blok, Onbekend):
            delen.append(f"{regeling} {explain_onbekend(blok)}")
        else:
            verzekeraar = f" ({blok.verzekeraar})" if blok.is_eigenrisicodrager and blok.verzekeraar else ""
            delen.append(f"{regeling} {'ja' if blok.is_eigenrisicodrager else 'nee'}{verzekeraar}")
    return f"Eigenrisicodrager op {show_dag(eigenrisico.peildatum)}: {', '.join(delen)}"
