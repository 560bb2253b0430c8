"""What is recorded of a consultation: who looked at which employer, in which role and for which purpose, with what result."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.sporen import ONBEKEND, Oorsprong

GELUKT, MISLUKT, GEWEIGERD = "ok", "fout", "geweigerd"
"""The results that a consultation can have; the last one that this user has no right to it."""


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """What all records of one request have in common. ``ouder`` is the span of the request, where spans are told to a
    collector."""

    gebruiker: Gebruiker
    trace_id: str
    oorsprong: Oorsprong = ONBEKEND
    ouder: str | None = None
    begonnen: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Vastlegging:
    """One consultation, for the purpose ``doel`` (a URI of the processing register). ``werkgevers`` are the public ids of the
    employers that were shown, none for a refused one; ``groepen`` what was shown of them; ``reden`` why a number was shown in
    full; ``keuze`` what was asked of the log itself."""

    handeling: str
    aanvraag: Aanvraag
    doel: str
    werkgevers: tuple[str, ...]
    groepen: tuple[str, ...]
    resultaat: str
    reden: str | None = None
    keuze: str | None = None


def describe_vastlegging(vastlegging: Vastlegging, tijd: datetime) -> dict[str, object]:
    """The record as JSON values, without what it does not have (BIO2, 8.15.01: action, object, result, origin, actor, time)."""
    aanvraag = vastlegging.aanvraag
    beschrijving = {
        "begonnen": _write_tijd(aanvraag.begonnen),
        "tijd": _write_tijd(tijd),
        "traceId": aanvraag.trace_id,
        "spanId": aanvraag.ouder,
        "aanroepSpanId": aanvraag.oorsprong.span_id,
        "aanroepApplicatie": aanvraag.gebruiker.applicatie if aanvraag.oorsprong.span_id else None,
        "herkomst": aanvraag.oorsprong.adres,
        "gebruiker": aanvraag.gebruiker.naam,
        "rol": aanvraag.gebruiker.rol,
        "doel": vastlegging.doel,
        "handeling": vastlegging.handeling,
        "werkgevers": list(vastlegging.werkgevers),
        "groepen": list(vastlegging.groepen),
        "resultaat": vastlegging.resultaat,
        "reden": vastlegging.reden,
        "keuze": vastlegging.keuze,
    }
    return {naam: waarde for naam, waarde in beschrijving.items() if waarde is not None}


def _write_tijd(tijd: datetime) -> str:
    return tijd.isoformat(timespec="milliseconds")
