"""The Elasticsearch that tests run on is a real one, of the version it says, and ends with the run."""

import json
import os
import subprocess
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.testnode import clear_away, require_elasticsearch
from tests.testnode_ophalen import VERSIES

_openen = build_opener(ProxyHandler({})).open


@pytest.mark.parametrize("versie", VERSIES)
def test_a_node_is_of_the_version_that_was_asked_and_the_same_for_the_whole_run(versie: str) -> None:
    url = require_elasticsearch(versie)
    with _openen(f"{url}/_nodes") as antwoord:
        (node,) = json.load(antwoord)["nodes"].values()
    assert node["version"] == versie
    assert require_elasticsearch(versie) == url


def test_what_a_run_that_was_killed_left_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    dood = subprocess.Popen(["true"])
    dood.wait()
    levend, weg = (tmp_path / f"klantbeeld-testnodes-{pid}-x" for pid in (os.getpid(), dood.pid))
    levend.mkdir()
    weg.mkdir()
    clear_away(tmp_path)
    assert list(tmp_path.iterdir()) == [levend]
