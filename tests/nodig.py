"""What becomes of a test that needs what is not here."""

import os
from typing import NoReturn

import pytest


def stop_without(zonder: str, *, mag: bool = False) -> NoReturn:
    """Skips this test, saying what to install. With ``CI=true``, where everything must be there, it fails; unless it ``mag``
    be absent there too."""
    if os.environ.get("CI") == "true" and not mag:
        pytest.fail(zonder)
    pytest.skip(zonder)
