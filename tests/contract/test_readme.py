"""Whoever follows the README word by word sees what it shows.

Its blocks marked ``runs`` are run, in order, in an empty folder that has only the ``.venv``; the demo beside them is a small
one. What a block marked ``shows`` holds is what the block before it must print.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.teksten import WORTEL, Codeblok, list_blocks

GEDULD = 60.0
"""So many seconds the demo may take to answer for the first time."""
POORT = "8000"
README = list_blocks(WORTEL / "README.md")
UITGEVOERD = [nummer for nummer, blok in enumerate(README) if blok.merk == "runs"]


@dataclass(frozen=True, slots=True)
class Demo:
    """A folder as a newcomer has it, and the port on which the demo in it answers."""

    map_: Path
    poort: int

    def run(self, tekst: str) -> str:
        """What a block prints, run as one script."""
        script = tekst.replace(f":{POORT}/", f":{self.poort}/")
        opdracht = ["bash", "-e", "-o", "pipefail", "-c", script]
        gedaan = subprocess.run(opdracht, cwd=self.map_, env=own_environment(), capture_output=True, timeout=120, check=False)
        assert gedaan.returncode == 0, gedaan.stderr.decode()
        return gedaan.stdout.decode()


def own_environment() -> dict[str, str]:
    """The environment of a newcomer: no settings."""
    return {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("KLANTBEELD_")}


def find_free_port() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        poort: int = proef.getsockname()[1]
        return poort


def wait_for_answer(proces: subprocess.Popen[bytes], poort: int) -> None:
    """Returns when the demo answers; fails when it ended, or answers too late."""
    einde = time.monotonic() + GEDULD
    while time.monotonic() < einde:
        assert proces.poll() is None, "the demo ended by itself"
        try:
            with urlopen(f"http://127.0.0.1:{poort}/", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    pytest.fail(f"the demo did not answer within {GEDULD:.0f} s")


def shown_after(nummer: int) -> Codeblok | None:
    """What the README shows as the output of a block."""
    volgend = README[nummer + 1] if nummer + 1 < len(README) else None
    return volgend if volgend and volgend.merk == "shows" else None


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    map_ = tmp_path_factory.mktemp("nieuw")
    (map_ / ".venv").symlink_to(sys.prefix)
    poort = find_free_port()
    opdracht = [".venv/bin/klantbeeld", "demo", "--werkgevers", "20", "--port", str(poort)]
    with (map_ / "demo.txt").open("wb") as uitvoer:
        proces = subprocess.Popen(opdracht, cwd=map_, env=own_environment(), stdout=uitvoer, stderr=uitvoer)
    try:
        wait_for_answer(proces, poort)
        yield Demo(map_, poort)
    finally:
        proces.terminate()
        proces.wait(timeout=30)


def test_the_readme_starts_the_demo_with_make() -> None:
    assert [blok.tekst for blok in README if blok.merk == "starts the demo"] == ["make demo\n"]


def test_the_readme_asks_the_demo_with_curl() -> None:
    assert [nummer for nummer in UITGEVOERD if "curl " in README[nummer].tekst] != []


@pytest.mark.parametrize("nummer", UITGEVOERD)
def test_a_block_of_the_readme_prints_what_is_shown_below_it(demo: Demo, nummer: int) -> None:
    blok, getoond = README[nummer], shown_after(nummer)
    if "curl " in blok.tekst and shutil.which("curl") is None:
        assert "CI" not in os.environ, "curl is missing; CI must have it: apt-get install curl"
        pytest.skip("curl is missing, so the example of the README is not run: apt-get install curl")
    gedrukt = demo.run(blok.tekst)
    assert getoond is not None, "a block that runs shows what it prints"
    if getoond.taal == "json":
        assert json.loads(gedrukt) == json.loads(getoond.tekst)
    else:
        assert gedrukt == getoond.tekst
