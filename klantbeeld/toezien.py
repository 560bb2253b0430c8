"""The use cases of who looks after consultations: who saw an employer, what an account saw, what belongs to a request."""

import asyncio
import re
from dataclasses import dataclass
from enum import StrEnum

from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.gebruiker import Taak
from klantbeeld.access.nalezen import Keuze
from klantbeeld.access.terugzoeken import Vondsten, search_log
from klantbeeld.domain.herkenning import Sleutelsoort
from klantbeeld.domain.vragen import Sleutelvraag
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.inzage import Taakhandeling
from klantbeeld.queries import MEESTE_WERKGEVERS, Raadpleging
from klantbeeld.werkgevers import read_sleutel

TOEZIEN = "log tonen"
"""What the consultation log calls it, in a terminal too."""


class Zoekwijze(StrEnum):
    """What consultations are looked for by."""

    WERKGEVER = "WERKGEVER"
    LH_NUMMER = "LH_NUMMER"
    KVK_NUMMER = "KVK_NUMMER"
    GEBRUIKER = "GEBRUIKER"
    TRACE = "TRACE"


@dataclass(frozen=True, slots=True)
class Naleesvraag:
    """By what consultations are looked for: a public id or number of an employer, an account, or a trace id. ``voor`` is the
    number that they come before, None for the newest."""

    wijze: Zoekwijze
    waarde: str
    voor: int | None = None


_VORMEN = {
    Zoekwijze.WERKGEVER: (re.compile(r"[0-9a-f]{32}"), "Een id van een werkgever is 32 tekens uit 0-9 en a-f."),
    Zoekwijze.TRACE: (re.compile(r"[0-9a-f]{32}"), "Een trace-id is 32 tekens uit 0-9 en a-f."),
    Zoekwijze.GEBRUIKER: (
        re.compile(r"[A-Za-z0-9._@:|+/=-]{1,200}"),
        "Vul een account in zoals het in de raadplegingen staat.",
    ),
}
"""What is looked for is recorded too: nothing else than such a name may be."""


def check_toegang(raadpleging: Raadpleging) -> None:
    """Refuses, and notes, who may not look after consultations. Errors: ``GeenToegang``."""
    if Taak.NALEZEN not in raadpleging.gebruiker.taken:
        raadpleging.begin_taak(Taakhandeling(Taak.NALEZEN, TOEZIEN))


async def read_raadplegingen(raadpleging: Raadpleging, log: Raadplegingenlog, vraag: Naleesvraag) -> Vondsten:
    """A page of the consultations that are asked for, other users' too. What is recorded of it names what was chosen, an
    employer by its public id. Errors: ``GeenToegang``, ``InvoerOnjuist``, ``StoreFout``, ``OSError``."""
    check_toegang(raadpleging)
    if vraag.wijze in _VORMEN:
        keuzen = [_read_keuze(vraag)]
    else:
        raadpleging.begin_taak(Taakhandeling(Taak.NALEZEN, TOEZIEN, keuze=f"zoekwijze={vraag.wijze.lower()}"))
        sleutel = read_sleutel(Sleutelsoort(vraag.wijze), vraag.waarde)
        profielen = await raadpleging.lezer.ask(Sleutelvraag(sleutel, MEESTE_WERKGEVERS))
        keuzen = [Keuze(werkgever=profiel.id) for profiel in profielen]
    for keuze in keuzen:
        ids = (keuze.werkgever,) if keuze.werkgever else ()
        raadpleging.begin_taak(Taakhandeling(Taak.NALEZEN, TOEZIEN, ids, keuze.describe()))
    return await asyncio.to_thread(search_log, log, keuzen, vraag.voor)


def _read_keuze(vraag: Naleesvraag) -> Keuze:
    vorm, uitleg = _VORMEN[vraag.wijze]
    if vorm.fullmatch(vraag.waarde) is None:
        raise InvoerOnjuist(uitleg)
    return Keuze(**{vraag.wijze.lower(): vraag.waarde})
