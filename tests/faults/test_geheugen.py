"""The memory of an indexer does not grow with what it reads (F20)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bouwers_bronnen import make_settings, surroundings
from tests.bouwers_leveringen import make_contact
from tests.teksten import WORTEL

LANG = "LANGE_TESTS" in os.environ
MEESTE_KB = 200_000


def index_in(map_: Path, regels: list[bytes], keer: int) -> int:
    """The most memory, in kB, that an indexer held while it read these lines so many times over."""
    settings = make_settings(map_, "k3cr")
    with (settings.leveringen / "k3cr.jsonl").open("wb") as bestand:
        for _ in range(keer):
            bestand.writelines(regels)
    opdracht = [sys.executable, "-m", "bench.piek", sys.executable, "-m", "klantbeeld", "index"]
    omgeving = surroundings(settings) | {"PYTHONPATH": str(WORTEL)}
    gedaan = subprocess.run(opdracht, env=omgeving, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return int(gedaan.stdout)


@pytest.mark.skipif(not LANG, reason="the long form only")
def test_two_hundred_thousand_records_stay_within_200_mb(tmp_path: Path) -> None:
    regels = [json.dumps(make_contact(bron="k3cr", sleutel=f"C{nummer}")).encode() + b"\n" for nummer in range(200_000)]
    assert index_in(tmp_path, regels, 1) < MEESTE_KB


def test_lines_of_ten_megabytes_stay_within_200_mb(tmp_path: Path) -> None:
    assert index_in(tmp_path, [b"x" * 10_000_000 + b"\n"], 40 if LANG else 8) < MEESTE_KB


def test_lines_that_are_just_not_too_long_stay_within_200_mb(tmp_path: Path) -> None:
    lang = make_contact(bron="k3cr")
    lang["gegevens"]["omschrijving"] = "é" * 400_000
    assert index_in(tmp_path, [json.dumps(lang, ensure_ascii=False).encode() + b"\n"], 40) < MEESTE_KB
