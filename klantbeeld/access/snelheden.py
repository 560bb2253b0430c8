"""How long people waited, by day, as the consultation log tells it: from the request until what they saw first was recorded.

What is recorded is shown at once, so this is the time of the server until then; of a page of an employer until its head, after
which each block comes as it is read. Nobody is named: of each consultation only what was done, when it began, and when it was
recorded.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import orjson

from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.logbestanden import read_newest
from klantbeeld.domain.klok import day_of

MEESTE_BYTES = 32 << 20
"""So far back in the log is looked: some fifty thousand consultations."""


@dataclass(frozen=True, slots=True)
class Dagsnelheid:
    """What was done so often on a day in Amsterdam, and how many seconds half of it took at most (``p50``), and 95 of 100."""

    dag: date
    handeling: str
    aantal: int
    p50: float
    p95: float


def measure_snelheden(log: Raadplegingenlog, handelingen: Collection[str]) -> list[Dagsnelheid]:
    """By day, newest first, then in the order of ``handelingen``; only days that were read whole, and today. Errors:
    ``OSError``."""
    duren: defaultdict[date, dict[tuple[str, str, str], float]] = defaultdict(dict)
    gelezen, dag = 0, None
    for regel in read_newest(log.pad, MEESTE_BYTES):
        gelezen += len(regel)
        if (duur := _read_duur(regel)) is not None:
            dag, naam, seconden = duur
            duren[dag].setdefault(naam, seconden)
    if gelezen >= MEESTE_BYTES and dag is not None and len(duren) > 1:
        del duren[dag]
    return [
        Dagsnelheid(dag, handeling, len(gemeten), take_percentile(gemeten, 50), take_percentile(gemeten, 95))
        for dag, van_dag in sorted(duren.items(), reverse=True)
        for handeling in handelingen
        if (gemeten := [seconden for (wat, *_), seconden in van_dag.items() if wat == handeling])
    ]


def take_percentile(waarden: Sequence[float], percentage: int) -> float:
    """The least of the values that so many percent of them do not exceed (nearest rank); there must be one."""
    plaats = -(-len(waarden) * percentage // 100)
    return sorted(waarden)[max(plaats, 1) - 1]


def _read_duur(regel: bytes) -> tuple[date, tuple[str, str, str], float] | None:
    """The day, which consultation did what (several records can be of the same one), and the seconds that it took."""
    try:
        record = orjson.loads(regel)
        begonnen, tijd = (datetime.fromisoformat(record[naam]) for naam in ("begonnen", "tijd"))
        naam = (record["handeling"], record["traceId"], record["begonnen"])
    except (ValueError, KeyError, TypeError):
        return None  # no whole line: ``klantbeeld log verify`` tells of it
    return day_of(tijd), naam, max((tijd - begonnen).total_seconds(), 0.0)
