"""F23: a clock that is wrong. Which record stands is decided by versions, never by a clock."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bouwers_bronnen import make_settings, open_bronnenproef, surroundings
from tests.bouwers_heropbouw import BRON, make_alles
from tests.faults.test_stilgezet import make_eerder, make_later
from tests.nodig import stop_without

ELK = ["-1h", "@2024-02-29 23:59:59", "+1h", "@2023-10-29 02:59:59"]
"""An hour behind; the end of a leap day; an hour ahead; the hour that comes twice."""
SCHEVE_KLOKKEN = ELK if "LANGE_TESTS" in os.environ else ELK[:2]


def require_faketime() -> None:
    """Goes on when faketime is there; else skips the test, and with ``CI=true`` fails it."""
    if not shutil.which("faketime"):
        stop_without("this needs faketime: apt-get install faketime, or as root: make faketime")


@pytest.mark.parametrize("klok", SCHEVE_KLOKKEN)
def test_an_indexer_whose_clock_is_wrong_ends_as_one_whose_clock_is_right(tmp_path: Path, klok: str) -> None:
    require_faketime()
    delen = [make_alles(5), make_eerder(), make_later()]
    with open_bronnenproef(make_settings(tmp_path / "goed", BRON)) as goed:
        goed.write(BRON, *(levering for deel in delen for levering in deel))
        goed.index()
        with open_bronnenproef(make_settings(tmp_path / "scheef", BRON)) as scheef:
            scheef.write(BRON, *delen[0])
            scheef.index()
            scheef.append(BRON, *delen[1])
            opdracht = ["faketime", "-f", klok, sys.executable, "-m", "klantbeeld", "index"]
            omgeving = surroundings(scheef.settings) | {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
            gedaan = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, timeout=120, check=False)
            assert gedaan.returncode == 0, gedaan.stderr
            scheef.append(BRON, *delen[2])
            scheef.index()
            assert scheef.digest() == goed.digest()
