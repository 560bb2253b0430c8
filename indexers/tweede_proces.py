"""A second process of this program, for the work of a large first load or verification that can be done anywhere: one task at
a time.

It is a new interpreter at the other end of a pipe, so it matters not what threads and connections there are here. Whatever it
does not do, because it is not there yet or went away, is done by whoever asked.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from socket import socketpair
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from indexers.geheugen import collecting_seldom
from klantbeeld.logregels import configure_logs

D = TypeVar("D")

Taak = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function of what the process works with and these values; its answer is never None."""


class Gereedschap(Protocol):
    """What the process works with. It travels there once, and is closed there."""

    def close(self) -> None: ...


class TweedeProces:
    """The process as seen from here. It ends with the block in which it is used."""

    def __init__(self, gereedschap: Gereedschap) -> None:
        self._gereedschap = gereedschap
        self._pijp: Connection | None = None
        self._is_gereed = False
        self._is_bezig = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None) -> None:
        """Lets the process go: it ends when nobody holds the other end of its pipe. It is not waited for until it can begin,
        nor, behind an error here, until it has done a task to which nobody will hear the answer."""
        if self._pijp is not None:
            self._pijp.close()
            if not self._is_gereed or (soort is not None and self._is_bezig):
                self._proces.terminate()
            self._proces.wait()

    def start(self) -> None:
        """Starts it, unless it was or there is one processor; Ctrl-C is for us to answer. It takes tasks some time later."""
        if self._pijp is not None or (os.cpu_count() or 1) == 1:
            return
        eigen, ander = socketpair()
        with suppress(OSError), eigen, ander:
            opdracht = [sys.executable, "-m", __spec__.name, str(ander.fileno())]
            self._proces = subprocess.Popen(opdracht, pass_fds=[ander.fileno()], process_group=0)  # noqa: S603 - our own
            self._pijp = Connection(eigen.detach())

    def offer(self, taak: Taak) -> bool:
        """Gives it a task; False when it can't take one now. The answer to an earlier one that nobody wants is dropped."""
        if self._pijp is None:
            return False
        try:
            if not self._is_gereed and self._pijp.poll():
                # It says twice that it is there: before it has what it works with, and when that is unpacked.
                self._is_gereed = self._pijp.recv()
                if not self._is_gereed:
                    self._pijp.send(self._gereedschap)
            if self._is_gereed and self._is_bezig:
                self._pijp.recv()
            if self._is_gereed:
                self._pijp.send(taak)
        except (OSError, EOFError):
            self._is_gereed = False
        self._is_bezig = self._is_gereed
        return self._is_bezig

    def has_answered(self) -> bool:
        """Whether ``collect`` would give the answer to the task that it has without waiting."""
        assert self._pijp is not None  # noqa: S101 - it was given a task
        try:
            return self._pijp.poll()
        except (OSError, EOFError):
            return True

    def collect(self) -> Any | None:  # noqa: ANN401 - whatever the task gives
        """The answer to the task that it has, None when it went away or failed."""
        assert self._pijp is not None  # noqa: S101 - it was given a task
        self._is_bezig = False
        try:
            return self._pijp.recv()
        except (OSError, EOFError):
            self._is_gereed = False
            return None

    def share(self, delen: Iterable[D], make_taak: Callable[[D], Taak]) -> Iterator[D]:
        """Those parts of the work that must be done here; it does the others meanwhile, and has done them at the end."""
        wachtend, daar = deque(delen), deque[D]()
        while wachtend or daar:
            if daar and (not wachtend or self.has_answered()):
                deel = daar.popleft()
                if self.collect() is None:
                    yield deel
            if wachtend and not daar and self.offer(make_taak(wachtend[0])):
                daar.append(wachtend.popleft())
            if wachtend:
                yield wachtend.popleft()


def work(pijp: Connection) -> None:
    """What the process does, until the pipe is closed. A task that fails, for whatever reason, is done again by whoever asked:
    there it is told of as always."""
    with pijp, collecting_seldom(), suppress(OSError, EOFError):
        pijp.send(False)
        with closing(pijp.recv()) as gereedschap:
            pijp.send(True)
            while True:
                doe, waarden = pijp.recv()
                try:
                    antwoord = doe(gereedschap, *waarden)
                except Exception:  # noqa: BLE001 - see above
                    antwoord = None
                pijp.send(antwoord)


if __name__ == "__main__":
    configure_logs()
    work(Connection(int(sys.argv[1])))
    # All is closed. Giving back piece by piece what an interpreter holds would keep whoever waits for a tenth of a second.
    os._exit(0)
