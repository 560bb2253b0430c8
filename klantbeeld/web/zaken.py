"""Zaakmanagement on a page."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from klantbeeld.domain.bronnen import Stand
from klantbeeld.domain.zaken import Mijlpaalregel, Mijlpaalstand, Zaakmanagement, Zaakparameters, Zaakregel
from klantbeeld.web.groepsvragen import AANTAL, NA, Groepsvraag
from klantbeeld.web.lijsten import Lijststaat, make_lijststaat
from klantbeeld.web.sjablonen import Blad

STAP = 15
STANDAARD, ALLE = "lopend", "alle"
STATUSSEN = (STANDAARD, "gesloten", "geannuleerd", ALLE)
KORTE_LIJST = 3
"""So many milestones are shown at once; more are folded."""
DRINGEND = (Mijlpaalstand.TE_LAAT, Mijlpaalstand.VANDAAG, Mijlpaalstand.BINNEN_14_DAGEN)
"""What must be seen without unfolding, most urgent first."""


@dataclass(frozen=True, slots=True)
class Statuskeuze:
    """A status: how many cases have it, and where only these are shown."""

    status: str
    aantal: int
    adres: str
    is_gekozen: bool


@dataclass(frozen=True, slots=True)
class Zaakvak:
    """A case with what is urgent among its milestones: each with its state, most urgent first."""

    zaak: Zaakregel
    dringend: tuple[Mijlpaalregel, ...]
    gedaan: int
    is_kort: bool


@dataclass(frozen=True, slots=True)
class Zaakblad(Blad):
    """Zaakmanagement of one employer."""

    sjabloon: ClassVar[str] = "groepen/zaken.html"
    groep: Zaakmanagement
    stand: Stand | None
    staat: Lijststaat
    keuzen: tuple[Statuskeuze, ...]
    zaken: tuple[Zaakvak, ...]
    status: str


def read_zaken(vraag: Groepsvraag) -> Zaakparameters:
    """What is asked. Errors: ``InvoerOnjuist``."""
    status = vraag.read_keuze("status", STATUSSEN) or STANDAARD
    return Zaakparameters(None if status == ALLE else status, vraag.read_bladvraag(STAP))


def make_zaken(groep: Zaakmanagement, vraag: Groepsvraag) -> Zaakblad:
    """What the block holds."""
    status = vraag.velden.get("status") or STANDAARD
    return Zaakblad(
        groep=groep,
        stand=vraag.stand,
        staat=make_lijststaat("zakenlijst", groep.bladzijde, vraag, STAP),
        keuzen=_list_keuzen(groep, vraag, status),
        zaken=tuple(make_zaakvak(edge.node) for edge in groep.bladzijde.edges),
        status=status,
    )


def make_zaakvak(zaak: Zaakregel) -> Zaakvak:
    """A case as it is shown."""
    dringend = [mijlpaal for mijlpaal in zaak.mijlpalen if mijlpaal.stand in DRINGEND]
    dringend.sort(key=lambda mijlpaal: DRINGEND.index(mijlpaal.stand))
    gedaan = sum(mijlpaal.stand is Mijlpaalstand.GEDAAN for mijlpaal in zaak.mijlpalen)
    return Zaakvak(zaak, tuple(dringend), gedaan, len(zaak.mijlpalen) <= KORTE_LIJST)


def _list_keuzen(groep: Zaakmanagement, vraag: Groepsvraag, gekozen: str) -> tuple[Statuskeuze, ...]:
    aantallen = Counter({telling.status: telling.aantal for telling in groep.aantallen})
    aantallen[ALLE] = aantallen.total()
    return tuple(
        Statuskeuze(
            status,
            aantallen[status],
            vraag.address_with({"status": "" if status == STANDAARD else status, AANTAL: "", NA: ""}),
            status == gekozen,
        )
        for status in STATUSSEN
    )
