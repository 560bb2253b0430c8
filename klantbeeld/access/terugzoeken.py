"""Who saw what, newest first: the part of the consultation log that can be read while somebody waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.ketens import read_whole
from klantbeeld.access.logbestanden import read_newest
from klantbeeld.access.nalezen import Keuze

MEESTE_VONDSTEN = 200
"""So many records are told at once."""
MEESTE_BYTES = 64 << 20
"""So far back in the log they are looked for."""


@dataclass(frozen=True, slots=True)
class Vondst:
    """One record, as who looks after consultations sees it: who saw which employers (public ids), for what, from where."""

    tijd: datetime
    gebruiker: str
    rol: str
    doel: str
    handeling: str
    werkgevers: tuple[str, ...]
    groepen: tuple[str, ...]
    resultaat: str
    trace_id: str
    herkomst: str | None
    reden: str | None
    keuze: str | None


@dataclass(frozen=True, slots=True)
class Vondsten:
    """Records, newest first. ``is_alles``: the log holds no others that were asked for; ``gebroken``: so many lines look like
    one, and are not as they were written."""

    records: tuple[Vondst, ...]
    is_alles: bool
    gebroken: int


def search_log(log: Raadplegingenlog, keuzen: Sequence[Keuze]) -> Vondsten:
    """The records that any of these asks for. Errors: ``OSError``."""
    merken = [orjson.dumps(waarde) for keuze in keuzen for waarde in _list_waarden(keuze)]
    records: list[Vondst] = []
    gebroken = gelezen = 0
    for regel in read_newest(log.pad, MEESTE_BYTES):
        gelezen += len(regel)
        if not any(merk in regel for merk in merken):
            continue
        if len(records) == MEESTE_VONDSTEN:
            return Vondsten(tuple(records), is_alles=False, gebroken=gebroken)
        record = read_whole(log.vorm.sleutel, regel)
        if record is None:
            gebroken += 1
        elif any(keuze.covers(record) for keuze in keuzen):
            records.append(_make_vondst(record))
    return Vondsten(tuple(records), is_alles=gelezen < MEESTE_BYTES, gebroken=gebroken)


def _list_waarden(keuze: Keuze) -> list[str]:
    return [waarde for waarde in (keuze.werkgever, keuze.gebruiker, keuze.trace) if waarde is not None]


def _make_vondst(record: Mapping[str, Any]) -> Vondst:
    return Vondst(
        tijd=datetime.fromisoformat(record["tijd"]),
        gebruiker=record["gebruiker"],
        rol=record["rol"],
        doel=record["doel"],
        handeling=record["handeling"],
        werkgevers=tuple(record["werkgevers"]),
        groepen=tuple(record["groepen"]),
        resultaat=record["resultaat"],
        trace_id=record["traceId"],
        herkomst=record.get("herkomst"),
        reden=record.get("reden"),
        keuze=record.get("keuze"),
    )
