"""Programs in JavaScript that ask the API as its users do, run by node with the packages of ``tests/klanten``."""

import shutil
import subprocess
from pathlib import Path

from tests.nodig import stop_without
from tests.teksten import WORTEL

KLANTEN = WORTEL / "tests" / "klanten"
PAKKETTEN = KLANTEN / "node_modules"
GEDULD = 60
"""So many seconds one program may take."""


def require_node(pakket: str) -> None:
    """Goes on when node and this package are there; else skips the test, and with ``CI=true`` fails it."""
    if shutil.which("node") and (PAKKETTEN / pakket).is_dir():
        return
    stop_without(f"this needs node and the npm package {pakket}: install node 20 or newer, run: make klanten")


def run_node(script: Path, *woorden: str, map_: Path = KLANTEN) -> subprocess.CompletedProcess[str]:
    """A program, run to its end in a folder."""
    opdracht = ["node", str(script), *woorden]
    return subprocess.run(opdracht, cwd=map_, capture_output=True, text=True, timeout=GEDULD, check=False)
