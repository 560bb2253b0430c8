"""``python -m bench.piek COMMAND …``: runs a command and prints the most kB of memory that it held.

A small process of its own: Linux counts what the process that starts a command holds at that moment as the command's too.
"""

import os
import subprocess
import sys


def main() -> None:
    """Ends with the exit code of the command; its own output is thrown away."""
    with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) as proces:  # noqa: S603 - what we were told to run
        _, stand, gebruik = os.wait4(proces.pid, 0)
        proces.returncode = os.waitstatus_to_exitcode(stand)
    # kB, but bytes on macOS.
    sys.stdout.write(str(gebruik.ru_maxrss // (1024 if sys.platform == "darwin" else 1)))
    sys.exit(proces.returncode)


if __name__ == "__main__":
    main()
