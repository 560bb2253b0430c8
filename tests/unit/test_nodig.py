"""Where a real server can't be had, the tests that need it say so in one line, and fail where it must be there."""

from collections.abc import Callable

import pytest

from tests.keycloak.server import require_keycloak
from tests.testnode import require_elasticsearch

pytestmark = [
    pytest.mark.usefixtures("jdks"),
    pytest.mark.parametrize(("require", "wat"), [(require_elasticsearch, "elasticsearch"), (require_keycloak, "keycloak")]),
]


def test_a_test_that_needs_it_is_skipped_with_what_to_install(
    require: Callable[[], object], wat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=rf"install Maven and a JDK \(Java 17 or newer\), run: make {wat}"):
        require()


def test_where_it_must_be_there_its_absence_is_a_failure(
    require: Callable[[], object], wat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=f"run: make {wat}"):
        require()
