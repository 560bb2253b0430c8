"""Where a real Keycloak can't be had, tests say so in one line, and fail where it must be there."""

from pathlib import Path

import pytest

from tests import testnode_ophalen
from tests.keycloak import ophalen
from tests.keycloak.ophalen import fetch, find_keycloak
from tests.keycloak.server import require_keycloak


@pytest.fixture
def zonder_jdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testnode_ophalen, "_JDKS", tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)


@pytest.mark.usefixtures("zonder_jdk")
def test_without_a_jdk_nothing_is_fetched_and_one_line_says_why() -> None:
    assert list(fetch()) == ["Tests with Keycloak are skipped: they need Maven and a JDK, Java 17 or newer."]


@pytest.mark.usefixtures("zonder_jdk")
def test_a_test_that_needs_it_is_skipped_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"install Maven and a JDK \(Java 17 or newer\), run: make keycloak"):
        require_keycloak()


@pytest.mark.usefixtures("zonder_jdk")
def test_where_it_must_be_there_its_absence_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="run: make keycloak"):
        require_keycloak()


def test_what_was_made_of_other_words_than_now_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ophalen, "OPGEHAALD", tmp_path)
    assert find_keycloak() is None
    (tmp_path / "gereed").write_text(ophalen._digest())
    assert find_keycloak() == tmp_path / f"keycloak-{ophalen.VERSIE}"
    monkeypatch.setattr(ophalen, "_KLAAR", ["--db=postgres"])
    assert find_keycloak() is None
