"""The trace of a request, by the Trace Context of W3C: one id in errors, in the consultation log and in log lines."""

import re
from collections.abc import MutableMapping
from secrets import token_hex
from typing import Any, NamedTuple

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?\Z")
_PLAATS = "klantbeeld.trace_id"


class Oorsprong(NamedTuple):
    """Where a request comes from: the network address or device, as it was configured, and the span of the caller; each None
    when it is not known."""

    adres: str | None = None
    span_id: str | None = None


ONBEKEND = Oorsprong()


def make_trace_id() -> str:
    """A new random trace id: 32 hexadecimal digits."""
    return token_hex(16)


def read_trace_id(traceparent: str) -> str:
    """The trace that a request belongs to by its ``traceparent`` header, else a new one."""
    gevonden = _TRACEPARENT.match(traceparent)
    return gevonden[1] if gevonden else make_trace_id()


def read_span_id(traceparent: str) -> str | None:
    """The span of the caller by its ``traceparent`` header, when there is one."""
    gevonden = _TRACEPARENT.match(traceparent)
    return gevonden[2] if gevonden else None


def trace_of(scope: MutableMapping[str, Any]) -> str:
    """The trace of an ASGI request, the same for everybody who asks during that request."""
    if _PLAATS not in scope:
        scope[_PLAATS] = read_trace_id(traceparent_of(scope))
    return str(scope[_PLAATS])


def traceparent_of(scope: MutableMapping[str, Any]) -> str:
    """What an ASGI request says of the trace of its caller; empty when it says nothing, or more than one thing."""
    koppen = [waarde for naam, waarde in scope["headers"] if naam == b"traceparent"]
    return str(koppen[0].decode("latin-1")) if len(koppen) == 1 else ""
