"""Where a real Elasticsearch can't be had, tests say so in one line, and fail where it must be there."""

from pathlib import Path

import pytest

from tests import testnode, testnode_ophalen
from tests.testnode import NIEUWE_VERSIE, VERSIE, require_elasticsearch
from tests.testnode_ophalen import fetch_all, find_jdk


def make_jdk(map_: Path, versie: str) -> None:
    """A folder that looks like a JDK of this version."""
    (map_ / "bin").mkdir(parents=True)
    (map_ / "bin" / "javac").touch()
    (map_ / "release").write_text(f'IMPLEMENTOR="Proef"\nJAVA_VERSION="{versie}"\n')


@pytest.fixture
def jdks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which all JDKs of this machine stand; there are none yet."""
    monkeypatch.setattr(testnode_ophalen, "_JDKS", tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return tmp_path


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


@pytest.mark.usefixtures("jdks")
def test_a_test_that_needs_it_is_skipped_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"install Maven and a JDK \(Java 17 or newer\), run: make elasticsearch"):
        require_elasticsearch()


@pytest.mark.usefixtures("jdks")
def test_where_it_must_be_there_its_absence_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="run: make elasticsearch"):
        require_elasticsearch(VERSIE)


def test_the_newer_version_must_be_there_only_where_its_jdk_is(jdks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(testnode, "find_node", lambda _: None)
    with pytest.raises(pytest.skip.Exception):
        require_elasticsearch(NIEUWE_VERSIE)
    make_jdk(jdks / "a", "21")
    with pytest.raises(pytest.fail.Exception):
        require_elasticsearch(NIEUWE_VERSIE)
