"""Reading back what was recorded: is the chain whole, who saw what, and what may go because it is old enough."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from klantbeeld.access.ankers import Ankersoort
from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.ketens import BEGIN, Breuk, Breuksoort, Ketencontroleur, Schakel, read_schakel, read_whole
from klantbeeld.access.logbestanden import list_vol, read_from_end, read_newest, read_regels, sync_folder
from klantbeeld.errors import BestandFout, LogGebroken

MEESTE_EIGEN = 50
"""So many of their own consultations a user is shown."""
MEESTE_BEKEKEN = 8
"""So many of the employers that they looked at last."""
MEESTE_BYTES = 32 << 20
"""So far back in the log they are looked for: some fifty thousand consultations of everybody together."""


@dataclass(frozen=True, slots=True)
class Uitslag:
    """``aantal`` records were there, ``kop`` is the last; ``afgebroken`` lines were never finished, so nothing was shown on
    them."""

    aantal: int
    afgebroken: int
    kop: Schakel
    breuken: tuple[Breuk, ...]


@dataclass(frozen=True, slots=True)
class Keuze:
    """Which records: of this employer (public id), this account, this trace; of all where nothing is said."""

    werkgever: str | None = None
    gebruiker: str | None = None
    trace: str | None = None

    def covers(self, record: dict[str, Any]) -> bool:
        """Whether this record is asked for."""
        return (
            (self.werkgever is None or self.werkgever in record["werkgevers"])
            and (self.gebruiker is None or self.gebruiker == record["gebruiker"])
            and (self.trace is None or self.trace == record["traceId"])
        )

    def describe(self) -> str:
        """What was asked for, in one line."""
        delen = {"werkgever": self.werkgever, "gebruiker": self.gebruiker, "trace": self.trace}
        return " ".join(f"{naam}={waarde}" for naam, waarde in delen.items() if waarde is not None) or "alles"


GEEN = Keuze(trace="")


@dataclass(frozen=True, slots=True)
class Terugblik:
    """One consultation as its own user may see it again."""

    tijd: datetime
    handeling: str
    doel: str
    werkgever_ids: tuple[str, ...]
    groepen: tuple[str, ...]
    resultaat: str
    trace_id: str


def require_log(log: Raadplegingenlog) -> None:
    """Errors: ``BestandFout`` where there is no log, nor anything that remembers one: of nothing all would seem well."""
    namen = (log.pad, *map(log.ankers.name, Ankersoort))
    if not list_vol(log.pad) and not any(naam.exists() for naam in namen):
        raise BestandFout(
            f"{log.pad} is er niet: op deze plek is nog niets vastgelegd. Werk in de map en met de instellingen van de "
            "webserver, of wijs het log aan met KLANTBEELD_LOGBOEK."
        )


def list_own(log: Raadplegingenlog, account: str) -> list[Terugblik]:
    """The newest consultations of an account, newest first: at most ``MEESTE_EIGEN``, as far back as is looked. Errors:
    ``OSError``."""
    return [_make_terugblik(record) for record in islice(_read_back(log, {"gebruiker": account}), MEESTE_EIGEN)]


def list_viewed(log: Raadplegingenlog, account: str, handeling: str) -> list[str]:
    """The public ids of the employers that an account saw in this way, each once, the one seen last first: at most
    ``MEESTE_BEKEKEN``, as far back as is looked. Errors: ``OSError``."""
    gezien: dict[str, None] = {}
    for record in _read_back(log, {"gebruiker": account, "handeling": handeling}):
        gezien |= dict.fromkeys(record["werkgevers"])
        if len(gezien) >= MEESTE_BEKEKEN:
            break
    return list(gezien)[:MEESTE_BEKEKEN]


def _read_back(log: Raadplegingenlog, kenmerken: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The whole records that say this of themselves, newest first."""
    merken = [orjson.dumps({naam: waarde})[1:-1] for naam, waarde in kenmerken.items()]
    # Almost every line is of others: only what looks right is read and proven.
    for regel in read_newest(log.pad, MEESTE_BYTES):
        record = read_whole(log.vorm.sleutel, regel) if all(merk in regel for merk in merken) else None
        if record and kenmerken.items() <= record.items():
            yield record


def _make_terugblik(record: Mapping[str, Any]) -> Terugblik:
    return Terugblik(
        datetime.fromisoformat(record["tijd"]),
        record["handeling"],
        record["doel"],
        tuple(record["werkgevers"]),
        tuple(record["groepen"]),
        record["resultaat"],
        record["traceId"],
    )


class Nalezing:
    """One reading of the whole log; ``list_records`` gives what is asked for, ``uitslag`` is complete when all was read."""

    def __init__(self, log: Raadplegingenlog, getuigen: Iterable[Schakel] = ()) -> None:
        self._log = log
        # Read before the records: what is remembered now must be among them.
        self._ankers = {soort: log.ankers.read(soort) for soort in Ankersoort}
        onthouden = [schakel for schakel in self._ankers.values() if schakel is not None]
        begin = self._ankers[Ankersoort.BEGIN] or BEGIN
        self._controleur = Ketencontroleur(log.vorm.sleutel, begin, [*onthouden, *getuigen])

    def list_records(self, keuze: Keuze) -> Iterator[dict[str, Any]]:
        """The records that are asked for, oldest first. Errors: ``OSError``."""
        for plaats, regel in read_regels(self._log.pad):
            self._controleur.follow(plaats, regel)
            record = read_record(regel)
            if record is not None and keuze.covers(record):
                yield record
        self._controleur.end()

    @property
    def uitslag(self) -> Uitslag:
        """What was found of the chain."""
        ankerbreuken = [
            Breuk(self._log.ankers.name(soort).name, Breuksoort.GEWIJZIGD, "dit bestand is niet door dit programma geschreven")
            for soort, schakel in self._ankers.items()
            if schakel is None
        ]
        controleur = self._controleur
        return Uitslag(controleur.aantal, controleur.afgebroken, controleur.kop, (*ankerbreuken, *controleur.breuken))


def verify_log(log: Raadplegingenlog, getuigen: Iterable[Schakel] = ()) -> Uitslag:
    """Goes through the whole chain. When it is whole its end is remembered, so that a later verification misses it when it is
    cut off. Errors: ``OSError``."""
    nalezing = Nalezing(log, getuigen)
    for _ in nalezing.list_records(GEEN):
        pass
    uitslag = nalezing.uitslag
    eerder = log.ankers.read(Ankersoort.KOP)
    if not uitslag.breuken and eerder is not None and uitslag.kop.nr > eerder.nr:
        log.ankers.write(Ankersoort.KOP, uitslag.kop)
    return uitslag


def prune_log(log: Raadplegingenlog, voor: str) -> list[str]:
    """Removes full files of which every record is from before this day (and was accepted by the sink, when there is one), and
    gives their names. The chain stays verifiable from where it begins now. Errors: ``LogGebroken``, ``OSError``."""
    if verify_log(log).breuken:
        raise LogGebroken("Het raadplegingenlog is niet heel; er wordt niets opgeruimd. Zie klantbeeld log verify.")
    verzonden = log.ankers.read(Ankersoort.VERZONDEN) or BEGIN
    weg = []
    for vol in list_vol(log.pad):
        laatste, tijd = _read_last(log, vol)
        if tijd >= voor or (log.vorm.grens is not None and laatste.nr > verzonden.nr):
            break
        log.ankers.write(Ankersoort.BEGIN, laatste)
        vol.unlink()
        sync_folder(log.pad.parent)
        weg.append(vol.name)
    return weg


def read_record(regel: bytes) -> dict[str, Any] | None:
    """What a line tells, when it is a record."""
    try:
        record = orjson.loads(regel)
    except orjson.JSONDecodeError:
        return None
    return record if isinstance(record, dict) and {"werkgevers", "gebruiker", "traceId"} <= record.keys() else None


def _read_last(log: Raadplegingenlog, vol: Path) -> tuple[Schakel, str]:
    for regel in read_from_end(vol):
        schakel, record = read_schakel(log.vorm.sleutel, regel), read_record(regel)
        if schakel is not None and record is not None:
            return schakel, str(record["tijd"])
    raise LogGebroken(f"{vol.name} heeft geen enkel heel record. Zie klantbeeld log verify.")
