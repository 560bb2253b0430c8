"""Who saw what, newest first: by page, each as much of the consultation log as can be read while somebody waits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import dropwhile
from typing import Any

import orjson

from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.ketens import number_of, read_whole
from klantbeeld.access.logbestanden import read_newest
from klantbeeld.access.nalezen import Keuze

MEESTE_VONDSTEN = 50
"""So many records are on a page."""
MEESTE_BYTES = 64 << 20
"""So much of the log is read for a page."""


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
    """A page of records, newest first. ``verder`` is the number that the next page comes before, None when the log holds no
    others; ``gebroken``: so many lines look like one that was asked for, and are not as they were written."""

    records: tuple[Vondst, ...]
    gebroken: int
    verder: int | None


def search_log(log: Raadplegingenlog, keuzen: Sequence[Keuze], voor: int | None = None) -> Vondsten:
    """The newest records that any of these asks for, of those whose number in the chain is below ``voor``.
    Errors: ``OSError``."""
    merken = [orjson.dumps(waarde) for keuze in keuzen for waarde in _list_waarden(keuze)]
    records: list[Vondst] = []
    gebroken = gelezen = 0
    nr = voor
    for regel in _read_before(log, voor):
        is_gemerkt = any(merk in regel for merk in merken)
        if gelezen >= MEESTE_BYTES or (is_gemerkt and len(records) == MEESTE_VONDSTEN):
            return Vondsten(tuple(records), gebroken, nr)
        gelezen += len(regel)
        nr = number_of(regel) or nr
        if not is_gemerkt:
            continue
        record = read_whole(log.vorm.sleutel, regel)
        if record is None:
            gebroken += 1
        elif any(keuze.covers(record) for keuze in keuzen):
            records.append(_make_vondst(record))
    return Vondsten(tuple(records), gebroken, None)


def _read_before(log: Raadplegingenlog, voor: int | None) -> Iterator[bytes]:
    """The lines before a number, newest first; full files that begin after it are not opened."""
    if voor is None:
        return read_newest(log.pad)
    return dropwhile(lambda regel: not 0 < number_of(regel) < voor, read_newest(log.pad, voor=voor))


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
