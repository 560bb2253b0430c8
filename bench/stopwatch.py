"""How long something takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Duur:
    """Seconds by the clock on the wall, and seconds of the processor, those of processes that were started and ended too."""

    klok: float
    processor: float


class Stopwatch:
    """Adds up what is done within ``running``."""

    def __init__(self) -> None:
        self._klok = self._processor = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        klok, processor = perf_counter(), _read_processor()
        yield
        self._klok += perf_counter() - klok
        self._processor += _read_processor() - processor

    @property
    def duur(self) -> Duur:
        return Duur(self._klok, self._processor)


def _read_processor() -> float:
    gebruik = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(deel.ru_utime + deel.ru_stime for deel in gebruik)
