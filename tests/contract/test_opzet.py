"""Setting up gives what the lock files say, today and in a year."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MAKEFILE = Path(__file__).parents[2] / "Makefile"


def test_set_up_takes_the_locked_packages_and_looks_for_no_others() -> None:
    """S26: A resolver that looks further finds a newer release of a package with extras, and refuses it: it has no hash."""
    regels = [regel for regel in MAKEFILE.read_text().splitlines() if "pip install" in regel]
    assert len(regels) == 3
    assert all("--no-deps" in regel for regel in regels)
    assert sum("--require-hashes" in regel for regel in regels) == 2


def test_the_locks_hold_everything_that_the_packages_in_them_need() -> None:
    gevonden = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert (gevonden.returncode, gevonden.stdout.strip()) == (0, "No broken requirements found.")


OVERGESLAGEN = {
    "tests/aanvallen/test_willekeurig.py": "the long form only",
    "tests/contract/test_deploy_image.py": "docker compose is missing: only our own checks are run",
    "tests/contract/test_deploy_kubernetes.py": "kubectl is missing: only our own checks are run",
    "tests/faults/test_elastic_cluster.py": "the long form only",
    "tests/faults/test_elastic_heropbouw_druk.py": "the long form only",
    "tests/faults/test_geheugen.py": "the long form only",
    "tests/unit/test_verbindingen_grens.py": "only Linux watches over what a client takes",
}
"""Every test that may be skipped where everything is installed, with its reason. Any other that needs something which is not
here uses ``stop_without``: then it fails in continuous integration."""


def list_skips() -> Iterator[tuple[str, str]]:
    """The place and the reason of every skip in the tests themselves."""
    for pad in sorted((MAKEFILE.parent / "tests").rglob("*.py")):
        plek = str(pad.relative_to(MAKEFILE.parent))
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
            if not isinstance(knoop, ast.Call) or plek == "tests/nodig.py":
                continue
            if ast.unparse(knoop.func) in {"pytest.skip", "pytest.mark.skip"}:
                yield plek, ast.unparse(knoop.args[0])
            if ast.unparse(knoop.func) == "pytest.mark.skipif":
                yield plek, next(ast.unparse(deel.value) for deel in knoop.keywords if deel.arg == "reason")


def test_no_test_is_skipped_in_continuous_integration_but_for_a_reason_that_is_known() -> None:
    assert sorted(list_skips()) == [(plek, repr(reden)) for plek, reden in sorted(OVERGESLAGEN.items())]
