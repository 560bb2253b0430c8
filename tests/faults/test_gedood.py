"""An indexer that is killed, wherever, goes on at the next start: nothing lost, nothing counted twice (F01)."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from indexers.samples.generator import Samplesopdracht, write_samples
from klantbeeld.domain.digests import digest_store
from klantbeeld.stores.opening import open_store
from tests.bouwers_leveringen import VANDAAG

LANG = "LANGE_TESTS" in os.environ
BREEKPUNTEN = [
    ("apply", "voor", "1"), ("apply", "na", "1"), ("apply", "voor", "6"), ("apply", "na", "6"),
    ("mark", "voor", "1"), ("mark", "na", "1"),
    ("tokens", "voor", "1"), ("write_profielen", "voor", "1"), ("write_profielen", "na", "1"),
    ("write_maanden", "voor", "1"), ("write_maanden", "na", "1"),
    ("finish", "voor", "1"), ("finish", "na", "1"),
]  # fmt: skip
GEKOZEN = [punt for punt in BREEKPUNTEN if LANG or punt[1] == "na"]
"""Those of the short form: what was written and not noted is the harder half."""
WERKGEVERS, GETAL = (2_700, 20) if LANG else (700, 6)
"""A long form loads a hundred thousand records, and kills this often."""


def surroundings(map_: Path, leveringen: Path) -> dict[str, str]:
    """The environment of an indexer with its store in one folder and its deliveries in another."""
    eigen = {
        "KLANTBEELD_STORE__URL": f"sqlite:///{map_}/klantbeeld.db",
        "KLANTBEELD_LEVERINGEN": str(leveringen),
        "KLANTBEELD_VANDAAG": VANDAAG.isoformat(),
    }
    return {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("KLANTBEELD_")} | eigen


def start(programma: list[str], omgeving: dict[str, str]) -> subprocess.Popen[bytes]:
    """A program that is expected to be killed."""
    stil = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", *programma], env=omgeving, stdout=stil, stderr=stil)


def finish(programma: list[str], omgeving: dict[str, str]) -> bytes:
    """Runs a program to its end, which must be a good one."""
    proces = subprocess.run([sys.executable, "-m", *programma], env=omgeving, capture_output=True, timeout=300, check=False)
    assert proces.returncode == 0, proces.stderr.decode()
    return proces.stdout


def read_status(omgeving: dict[str, str]) -> dict[str, object]:
    """The digest and, per source, the outcomes added up; nothing may be left to derive."""
    with closing(open_store(omgeving["KLANTBEELD_STORE__URL"], schrijven=False)) as store:
        assert store.marks(VANDAAG) == []
        return {
            "digest": digest_store(store.digests()),
            "ontvangen": {tellers.bron: tellers.received for tellers in store.counters()},
        }


def make_leveringen(map_: Path, werkgevers: int) -> Path:
    map_.mkdir(parents=True, exist_ok=True)
    write_samples(map_, Samplesopdracht(werkgevers, 3, VANDAAG))
    return map_


def count_lines(leveringen: Path) -> dict[str, int]:
    aantallen: Counter[str] = Counter()
    for pad in leveringen.glob("*.jsonl"):
        with pad.open("rb") as bestand:
            aantallen.update(json.loads(regel)["bron"] for regel in bestand)
    return dict(aantallen)


@pytest.fixture(scope="module")
def leveringen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_leveringen(tmp_path_factory.mktemp("klein") / "leveringen", 40)


@pytest.fixture(scope="module")
def ongestoord(leveringen: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """How a store stands after a run that nothing disturbed."""
    omgeving = surroundings(tmp_path_factory.mktemp("ongestoord"), leveringen)
    finish(["klantbeeld", "index"], omgeving)
    return read_status(omgeving)


@pytest.fixture(scope="module")
def gehalveerd(leveringen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that has taken in the first half of each delivery, and the whole deliveries beside it."""
    map_ = tmp_path_factory.mktemp("gehalveerd")
    halve = map_ / "leveringen"
    halve.mkdir()
    for pad in leveringen.glob("*.jsonl"):
        regels = pad.read_bytes().splitlines(keepends=True)
        (halve / pad.name).write_bytes(b"".join(regels[: len(regels) // 2]))
    finish(["klantbeeld", "index"], surroundings(map_, halve))
    copytree(leveringen, halve, dirs_exist_ok=True)
    return map_


@pytest.mark.parametrize("breekpunt", GEKOZEN, ids="-".join)
def test_a_first_load_killed_at_a_call_of_the_store_goes_on(
    tmp_path: Path, leveringen: Path, ongestoord: dict[str, object], breekpunt: tuple[str, str, str]
) -> None:
    omgeving = surroundings(tmp_path, leveringen)
    proces = start(["tests.faults.breuk", *breekpunt], omgeving)
    assert proces.wait(timeout=300) == -signal.SIGKILL
    finish(["klantbeeld", "index"], omgeving)
    assert read_status(omgeving) == ongestoord


@pytest.mark.parametrize("breekpunt", [punt for punt in GEKOZEN if punt[2] == "1"], ids="-".join)
def test_a_later_delivery_killed_at_a_call_of_the_store_goes_on(
    tmp_path: Path, gehalveerd: Path, ongestoord: dict[str, object], breekpunt: tuple[str, str, str]
) -> None:
    map_ = tmp_path / "later"
    copytree(gehalveerd, map_)
    omgeving = surroundings(map_, map_ / "leveringen")
    proces = start(["tests.faults.breuk", *breekpunt], omgeving)
    assert proces.wait(timeout=300) in {-signal.SIGKILL, 0 if breekpunt[0] == "mark" else -signal.SIGKILL}
    finish(["klantbeeld", "index"], omgeving)
    assert read_status(omgeving) == ongestoord


def test_a_large_load_killed_at_random_moments_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    leveringen = make_leveringen(tmp_path / "leveringen", WERKGEVERS)
    rustig, woelig = (surroundings(tmp_path / naam, leveringen) for naam in ("rustig", "woelig"))
    begin = time.monotonic()
    finish(["klantbeeld", "index"], rustig)
    duur = time.monotonic() - begin
    lot = random.Random(20231020)
    gedood = 0
    while gedood < GETAL:
        proces = start(["klantbeeld", "index"], woelig)
        try:
            proces.wait(timeout=0.4 + lot.random() * duur / GETAL * 2)
            break
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.wait()
            gedood += 1
    finish(["klantbeeld", "index"], woelig)
    assert gedood == GETAL
    stand = read_status(woelig)
    assert stand == read_status(rustig)
    assert stand["ontvangen"] == count_lines(leveringen)
