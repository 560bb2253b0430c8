"""Fetching a real Elasticsearch: which JDK is taken, and what one line says where it can't be had."""

from pathlib import Path

import pytest

from tests import testnode
from tests.testnode import NIEUWE_VERSIE, require_elasticsearch
from tests.testnode_ophalen import fetch_all, find_jdk


def make_jdk(map_: Path, versie: str) -> None:
    """A folder that looks like a JDK of this version."""
    (map_ / "bin").mkdir(parents=True)
    (map_ / "bin" / "javac").touch()
    (map_ / "release").write_text(f'IMPLEMENTOR="Proef"\nJAVA_VERSION="{versie}"\n')


def test_the_oldest_jdk_that_will_do_is_taken(jdks: Path) -> None:
    for naam, versie in (("a", "25.0.1"), ("b", "11.0.30"), ("c", "17.0.15"), ("d", "21")):
        make_jdk(jdks / naam, versie)
    (jdks / "zonder-javac").mkdir()
    assert [find_jdk(minstens) for minstens in (17, 18, 26)] == [jdks / "c", jdks / "d", None]


def test_without_a_jdk_or_maven_nothing_is_fetched_and_one_line_says_why(jdks: Path) -> None:
    regels = list(fetch_all())
    make_jdk(jdks / "a", "25")
    assert regels == list(fetch_all())
    assert len(regels) == 2
    assert all("are skipped: they need Maven and a JDK" in regel for regel in regels)


def test_the_newer_version_must_be_there_only_where_its_jdk_is(jdks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(testnode, "find_node", lambda _: None)
    with pytest.raises(pytest.skip.Exception):
        require_elasticsearch(NIEUWE_VERSIE)
    make_jdk(jdks / "a", "21")
    with pytest.raises(pytest.fail.Exception):
        require_elasticsearch(NIEUWE_VERSIE)
