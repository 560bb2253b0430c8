"""Fetching a real Keycloak: where it can't be had one line says so, and what was fetched is what it would be now."""

from pathlib import Path

import pytest

from tests.keycloak import ophalen
from tests.keycloak.ophalen import fetch, find_keycloak


@pytest.mark.usefixtures("jdks")
def test_without_a_jdk_nothing_is_fetched_and_one_line_says_why() -> None:
    assert list(fetch()) == ["Tests with Keycloak are skipped: they need Maven and a JDK, Java 17 or newer."]


def test_what_was_made_of_other_words_than_now_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ophalen, "OPGEHAALD", tmp_path)
    assert find_keycloak() is None
    (tmp_path / "gereed").write_text(ophalen._digest())
    assert find_keycloak() == tmp_path / f"keycloak-{ophalen.VERSIE}"
    monkeypatch.setattr(ophalen, "_KLAAR", ["--db=postgres"])
    assert find_keycloak() is None
