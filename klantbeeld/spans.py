"""Spans: what took how long within a trace, told to a collector over OTLP when one is set, else to nobody.

A span carries names of this code, counts and codes; never a word of a request or record, nor the text of an error. Its trace id
is that of the log lines beside it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, ParentBased
from opentelemetry.trace import NoOpTracer, Span, StatusCode, Tracer, format_span_id, format_trace_id, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from klantbeeld.sporen import make_trace_id

WACHTTIJD = 3.0
"""So many seconds the collector may take to accept spans, also when a process ends."""

_NIEMAND = NoOpTracer()
_TRACER: ContextVar[Tracer] = ContextVar("tracer")


@contextmanager
def exporting(url: str | None, dienst: str) -> Iterator[None]:
    """What is opened within this block goes to that collector, under the name of this service. A collector that does not answer
    keeps nobody waiting: its spans are lost."""
    if url is None:
        yield
        return
    # Not the provider for the whole program: libraries would tell of their own through it, values included.
    wat = Resource({SERVICE_NAME: dienst})
    provider = TracerProvider(ParentBased(ALWAYS_ON), wat, shutdown_on_exit=False, id_generator=_Sporen())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url, timeout=WACHTTIJD)))
    teken = _TRACER.set(provider.get_tracer("klantbeeld"))
    try:
        yield
    finally:
        _TRACER.reset(teken)
        provider.shutdown()


def current_span_id() -> str | None:
    """The span that is open here, when it is told to a collector."""
    span = get_current_span()
    return format_span_id(span.get_span_context().span_id) if span.is_recording() else None


@contextmanager
def open_span(naam: str, **kenmerken: str | int) -> Iterator[Span]:
    """A span within the one that is open here."""
    with _open(naam, kenmerken) as span:
        yield span


@contextmanager
def open_verzoek(naam: str, trace_id: str, traceparent: str) -> Iterator[Span]:
    """The first span of a request: a part of the trace of the caller, when that is the trace the request has here."""
    buiten = TraceContextTextMapPropagator().extract({"traceparent": traceparent})
    is_dezelfde = format_trace_id(get_current_span(buiten).get_span_context().trace_id) == trace_id
    with (
        structlog.contextvars.bound_contextvars(trace_id=trace_id),
        _open(naam, {}, buiten if is_dezelfde else None) as span,
    ):
        yield span


@contextmanager
def open_trace(naam: str, **kenmerken: str | int) -> Iterator[Span]:
    """The first span of a trace of its own; log lines meanwhile have its id."""
    with structlog.contextvars.bound_contextvars(trace_id=make_trace_id()), open_span(naam, **kenmerken) as span:
        yield span


@contextmanager
def _open(naam: str, kenmerken: Mapping[str, str | int], context: Context | None = None) -> Iterator[Span]:
    """An exception is told by its type alone: its text may repeat a value."""
    with _TRACER.get(_NIEMAND).start_as_current_span(
        naam, context, attributes=kenmerken, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except BaseException as fout:
            span.set_status(StatusCode.ERROR, type(fout).__name__)
            raise


class _Sporen(RandomIdGenerator):
    """A trace that begins here has the id that the log lines have."""

    def generate_trace_id(self) -> int:
        return int(structlog.contextvars.get_contextvars()["trace_id"], 16)
