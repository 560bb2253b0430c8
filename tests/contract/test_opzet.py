"""Setting up gives what the lock files say, today and in a year."""

import subprocess
import sys
from pathlib import Path

MAKEFILE = Path(__file__).parents[2] / "Makefile"


def test_set_up_takes_the_locked_packages_and_looks_for_no_others() -> None:
    """A resolver that looks further finds a newer release of a package with extras, and refuses it: it has no hash."""
    regels = [regel for regel in MAKEFILE.read_text().splitlines() if "pip install" in regel]
    assert len(regels) == 3
    assert all("--no-deps" in regel for regel in regels)
    assert sum("--require-hashes" in regel for regel in regels) == 2


def test_the_locks_hold_everything_that_the_packages_in_them_need() -> None:
    gevonden = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert (gevonden.returncode, gevonden.stdout.strip()) == (0, "No broken requirements found.")
