"""How long something takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Duur:
    """Seconds by the clock on the wall, and seconds of the processor."""

    klok: float
    processor: float


class Stopwatch:
    """Adds up what is done within ``running``."""

    def __init__(self) -> None:
        self._klok = self._processor = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        klok, processor = perf_counter(), process_time()
        yield
        self._klok += perf_counter() - klok
        self._processor += process_time() - processor

    @property
    def duur(self) -> Duur:
        return Duur(self._klok, self._processor)
