"""``python -m bench.piek COMMAND …``: runs a command and prints the most kB of memory that it and its own processes held.

Of each process the highest that Linux saw, added up: they need not have been that high at the same moment. It is a small
process of its own: Linux counts what the process that starts a command holds at that moment as the command's too.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

TUSSENPOOS = 0.05
"""Seconds between two looks: the highest so far can't be missed, only what comes in the last of these."""


def main() -> None:
    """Ends with the exit code of the command; its own output is thrown away."""
    pieken: dict[int, int] = {}
    with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) as proces:  # noqa: S603 - what we were told to run
        while proces.returncode is None:
            pieken.update(_read_pieken(proces.pid))
            with suppress(subprocess.TimeoutExpired):
                proces.wait(TUSSENPOOS)
    sys.stdout.write(str(sum(pieken.values())))
    sys.exit(proces.returncode)


def _read_pieken(pid: int) -> Iterator[tuple[int, int]]:
    """Of a process and all that came from it the most kB that each held until now; what has ended is left out."""
    map_ = Path("/proc", str(pid))
    with suppress(OSError):
        for regel in (map_ / "status").read_text().splitlines():
            if regel.startswith("VmHWM:"):
                yield pid, int(regel.split()[1])
        for kinderen in map_.glob("task/*/children"):
            for kind in kinderen.read_text().split():
                yield from _read_pieken(int(kind))


if __name__ == "__main__":
    main()
