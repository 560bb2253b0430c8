"""Sending processing records to the sink (*Logboek Dataverwerkingen*) over OTLP, from the consultation log, their spool.

What the sink accepted is remembered beside the log; the rest is offered until it does. Nobody who asks waits for it, until
more waits than may.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any

import structlog
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import SpanContext, Status, StatusCode, TraceFlags

from klantbeeld.access.ankers import Ankersoort
from klantbeeld.access.audit import GEDULD, Raadplegingenlog
from klantbeeld.access.ketens import BEGIN, Schakel, read_whole
from klantbeeld.access.logbestanden import Regelvolger
from klantbeeld.access.verwerkingen import Verwerking, make_verwerkingen
from klantbeeld.domain.porties import split_porties

WACHTTIJD = 3.0
"""So many seconds the sink may take to accept records before they are offered again."""
PAUZE = 0.25
"""So many seconds between two looks at the log."""
REGELS, VERWERKINGEN = 200, 500
"""So many records of consultations are taken at a time, and so many processing records go in one request."""
DIENST = "klantbeeld-web"
"""The name of the program that processes, as its spans have it too."""
_NS_PER_MS = 1_000_000

log = structlog.get_logger()


@contextmanager
def sending(raadplegingen: Raadplegingenlog, url: str | None, sleutel: bytes) -> Iterator[None]:
    """Sends within this block, in the background; what is not accepted by its end, the next process sends. ``sleutel`` is the
    key of the pseudonyms. Of several processes with one log one sends."""
    if url is None:
        yield
        return
    exporter: SpanExporter = OTLPSpanExporter(endpoint=url, timeout=WACHTTIJD)
    einde = Event()
    thread = Thread(target=_run, args=(Verzender(raadplegingen, exporter, sleutel), raadplegingen.pad, einde), daemon=True)
    thread.start()
    try:
        yield
    finally:
        einde.set()
        thread.join(WACHTTIJD)
        exporter.shutdown()


class Verzender:
    """Offers to a sink what the log holds and the sink has not accepted yet."""

    def __init__(self, raadplegingen: Raadplegingenlog, exporter: SpanExporter, sleutel: bytes) -> None:
        self._log = raadplegingen
        self._exporter = exporter
        self._sleutel = sleutel
        self._verzonden = BEGIN
        self._volger: Regelvolger | None = None
        self._regels: list[bytes] = []

    def send(self) -> bool:
        """Offers everything that waits; False when the sink did not accept. Errors: ``OSError``."""
        if self._volger is None:
            self._verzonden = self._find_verzonden()
            self._volger = Regelvolger(self._log.pad, self._verzonden.nr)
        while True:
            self._regels = self._regels or self._volger.read(REGELS, GEDULD)
            if not self._regels:
                return True
            if not self._offer(self._regels):
                return False
            self._regels = []

    def close(self) -> None:
        """Lets go of the log."""
        if self._volger is not None:
            self._volger.close()

    def _find_verzonden(self) -> Schakel:
        """Up to where the sink has everything. When the log ends before that it is another log, and all of it is sent."""
        verzonden = self._log.ankers.read(Ankersoort.VERZONDEN) or BEGIN
        if verzonden.nr <= self._log.find_kop().nr:
            return verzonden
        log.error("verwerkingenlog", fout="AFGEKAPT", verzonden=verzonden.nr)
        self._log.ankers.write(Ankersoort.VERZONDEN, BEGIN)
        return BEGIN

    def _offer(self, regels: Sequence[bytes]) -> bool:
        records = [record for regel in regels if (record := self._read(regel)) is not None]
        verwerkingen = (deel for record in records for deel in make_verwerkingen(record, self._sleutel))
        for portie in split_porties(verwerkingen, VERWERKINGEN):
            if self._exporter.export([make_span(verwerking) for verwerking in portie]) is not SpanExportResult.SUCCESS:
                return False
        if records:
            self._verzonden = Schakel(records[-1]["nr"], records[-1]["zegel"])
            self._log.ankers.write(Ankersoort.VERZONDEN, self._verzonden)
        return True

    def _read(self, regel: bytes) -> dict[str, Any] | None:
        """The record of a line that was not sent yet, when it is whole."""
        record = read_whole(self._log.vorm.sleutel, regel)
        return record if record is not None and record["nr"] > self._verzonden.nr else None


def make_span(verwerking: Verwerking) -> ReadableSpan:
    """A processing record as OTLP carries it."""
    trace_id = int(verwerking.trace_id, 16)
    return ReadableSpan(
        verwerking.name,
        _make_context(trace_id, verwerking.span_id),
        _make_context(trace_id, verwerking.parent_span_id) if verwerking.parent_span_id else None,
        Resource({SERVICE_NAME: DIENST}),
        verwerking.kenmerken,
        status=Status(StatusCode.OK if verwerking.is_gelukt else StatusCode.ERROR),
        start_time=verwerking.start_time * _NS_PER_MS,
        end_time=verwerking.end_time * _NS_PER_MS,
    )


def _make_context(trace_id: int, span_id: str) -> SpanContext:
    return SpanContext(trace_id, int(span_id, 16), is_remote=False, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def _run(verzender: Verzender, pad: Path, einde: Event) -> None:
    """Sends until the end, once this process is the one that does. A failure is told once, and so is its end."""
    with closing(verzender), _open_slot(pad) as slot:
        is_beurt, is_bereikbaar, is_laatste = False, True, False
        while not is_laatste:
            is_laatste = einde.wait(PAUZE)
            is_beurt = is_beurt or _take_turn(slot)
            gelukt = not is_beurt or _try_send(verzender)
            if gelukt != is_bereikbaar:
                log.warning("verwerkingenlog", bereikbaar=gelukt)
            is_bereikbaar = gelukt


def _try_send(verzender: Verzender) -> bool:
    try:
        return verzender.send()
    except OSError:
        return False


def _open_slot(pad: Path) -> IO[bytes]:
    """The file that says which of several processes sends."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    return pad.with_name(f"{pad.stem}-verzender").open("ab")


def _take_turn(slot: IO[bytes]) -> bool:
    try:
        flock(slot, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True
