"""Log lines on standard error, with the trace they belong to and no words of a request or record: one JSON object each for
programs, one plain line each for who sits at a terminal.

What stands in a value can neither end a line nor steer a terminal: JSON escapes control characters, a plain line drops them.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from klantbeeld.sporen import make_trace_id

_ERNST = {"warning": "let op: ", "error": "fout: ", "critical": "fout: "}


def configure_logs() -> None:
    """Sets up the log of this process, the libraries' lines included; what belongs to no request has a trace of its own."""
    schrijf = write_plainly if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            schrijf,
        ],
        # Standard error as it is by then: a bar of progress takes it over, and moves on below the line.
        logger_factory=lambda *_: Logkanaal(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(trace_id=make_trace_id())
    logging.basicConfig(handlers=[Doorgeefluik()], level=logging.WARNING, force=True)


class Logkanaal(structlog.PrintLogger):
    """Prints lines for as long as that can be done: with a full disk behind it work goes on without a log."""

    def msg(self, message: str) -> None:
        """See ``PrintLogger.msg``."""
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = error = critical = fatal = failure = err = exception = msg


def write_plainly(_: object, __: str, regel: MutableMapping[str, Any]) -> str:
    """A line for a person: the time, what happened, and its values; its trace only when something is wrong."""
    ernst, trace_id = _ERNST.get(regel.pop("level"), ""), regel.pop("trace_id")
    moment = datetime.fromisoformat(regel.pop("timestamp")).astimezone().strftime("%H:%M:%S")
    event = regel.pop("event")
    waarden = [f"{naam}={waarde}" for naam, waarde in regel.items()] + ([f"trace_id={trace_id}"] if ernst else [])
    return plain(f"{moment} {ernst}{event} {' '.join(waarden)}")


def plain(tekst: str) -> str:
    """Text on one line that cannot steer a terminal: whatever is not printed becomes a space."""
    return " ".join("".join(teken if teken.isprintable() else " " for teken in tekst).split())


class Doorgeefluik(logging.Handler):
    """Gives on what libraries log: the fixed part of the message and the kind of exception, never the values between."""

    def emit(self, record: logging.LogRecord) -> None:
        regel = str(record.msg).splitlines()[0] if record.msg else ""
        velden = {"bibliotheek": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            velden["fout"] = name_fout(record.exc_info[1])
        structlog.get_logger().log(record.levelno, regel, **velden)


def name_fout(fout: BaseException) -> str:
    """The type of an exception and the line of code where it arose, without its text: that may repeat a value."""
    regels = traceback.extract_tb(fout.__traceback__)
    plaats = f" bij {Path(regels[-1].filename).name}:{regels[-1].lineno}" if regels else ""
    return type(fout).__name__ + plaats
