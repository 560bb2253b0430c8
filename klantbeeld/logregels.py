"""Log lines: one JSON object each on standard error, with the trace they belong to and no words of a request or record.

JSON escapes control characters, so what stands in a value can neither end a line nor steer a terminal.
"""

import logging
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast

import structlog

from klantbeeld.sporen import make_trace_id


def configure_logs() -> None:
    """Sets up the log of this process, the libraries' lines included; what belongs to no request has a trace of its own."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", Logkanaal(sys.stderr))),
    )
    structlog.contextvars.bind_contextvars(trace_id=make_trace_id())
    logging.basicConfig(handlers=[Doorgeefluik()], level=logging.WARNING, force=True)


class Logkanaal:
    """Standard error, for as long as it takes what is written: with a full disk behind it work goes on without a log."""

    def __init__(self, kanaal: TextIO) -> None:
        self._kanaal = kanaal

    def write(self, tekst: str) -> int:
        with suppress(OSError):
            self._kanaal.write(tekst)
        return len(tekst)

    def flush(self) -> None:
        with suppress(OSError):
            self._kanaal.flush()


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
