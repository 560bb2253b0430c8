"""The program as an operator starts it: a process of its own, without settings of whoever runs the tests."""

import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic

GEDULD = 60.0
"""So many seconds a program may take to say what is waited for."""
LANGSTE_STOP = 10.0
"""So many seconds a program may take to end when it is told to: then those who run it kill it."""


def own_environment(**instellingen: str) -> dict[str, str]:
    """The environment of a newcomer, with these settings."""
    return {naam: waarde for naam, waarde in os.environ.items() if not naam.upper().startswith("KLANTBEELD_")} | instellingen


def find_free_port() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        poort: int = proef.getsockname()[1]
        return poort


def is_listening(poort: int) -> bool:
    """Whether something answers on this port of loopback."""
    with socket.socket() as proef:
        return proef.connect_ex(("127.0.0.1", poort)) == 0


def has_subcommand(programma: str, *woorden: str) -> bool:
    """Whether this program is on this machine, and knows these words."""
    if shutil.which(programma) is None:
        return False
    return subprocess.run([programma, *woorden], capture_output=True, check=False).returncode == 0


def run_klantbeeld(map_: Path, *woorden: str, **instellingen: str) -> subprocess.CompletedProcess[str]:
    """One command, run to its end in a folder."""
    opdracht = [sys.executable, "-m", "klantbeeld", *woorden]
    omgeving = own_environment(**instellingen)
    return subprocess.run(opdracht, cwd=map_, env=omgeving, capture_output=True, text=True, timeout=120, check=False)


def run_on_terminal(map_: Path, *woorden: str, **instellingen: str) -> tuple[int, str]:
    """The exit code of one command, and what somebody at a terminal sees of it."""
    scherm, eind = pty.openpty()
    opdracht = [sys.executable, "-m", "klantbeeld", *woorden]
    omgeving = own_environment(**instellingen | {"COLUMNS": "200"})
    with subprocess.Popen(opdracht, cwd=map_, env=omgeving, stdin=eind, stdout=eind, stderr=eind) as proces:
        os.close(eind)
        gezien = b""
        with suppress(OSError):  # so a terminal says that nobody writes to it any more
            while deel := os.read(scherm, 65536):
                gezien += deel
        os.close(scherm)
    return proces.returncode, gezien.decode()


def wait_until(is_zover: Callable[[], bool], geduld: float = GEDULD) -> float:
    """How many seconds it took until it was so; fails when it takes longer than ``geduld``."""
    begin, pauze = monotonic(), Event()
    while not is_zover():
        assert monotonic() - begin < geduld, "it did not happen in time"
        pauze.wait(0.01)
    return monotonic() - begin


@dataclass
class Programma:
    """A command that runs until it is stopped. ``gezegd`` is what it wrote on standard error until now."""

    proces: subprocess.Popen[bytes]
    gezegd: str = field(default="")

    def wait_for(self, tekst: str) -> None:
        """Returns when it has said this; fails when it ended, or says it too late."""
        einde = monotonic() + GEDULD
        assert self.proces.stderr is not None
        while tekst not in self.gezegd:
            gereed, _, _ = select.select([self.proces.stderr], [], [], max(einde - monotonic(), 0))
            deel = os.read(self.proces.stderr.fileno(), 65536) if gereed else b""
            assert deel, f"did not say {tekst!r} but: {self.gezegd}"
            self.gezegd += deel.decode()

    def stop(self, teken: signal.Signals = signal.SIGINT) -> int:
        """Its exit code after a signal. What it still had to say is added to ``gezegd``."""
        self.proces.send_signal(teken)
        _, rest = self.proces.communicate(timeout=GEDULD)
        self.gezegd += rest.decode()
        return self.proces.returncode

    def stop_soon(self, teken: signal.Signals) -> int:
        """The same; it must end within ``LANGSTE_STOP`` seconds, and without a traceback."""
        begin = monotonic()
        code = self.stop(teken)
        assert monotonic() - begin < LANGSTE_STOP
        assert "Traceback" not in self.gezegd
        return code


@contextmanager
def start_klantbeeld(map_: Path, *woorden: str, omgeving: Mapping[str, str] | None = None) -> Iterator[Programma]:
    """A command that goes on; killed at the end when it still runs."""
    opdracht = [sys.executable, "-m", "klantbeeld", *woorden]
    with subprocess.Popen(
        opdracht, cwd=map_, env=omgeving or own_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as proces:
        try:
            yield Programma(proces)
        finally:
            if proces.poll() is None:
                proces.kill()
