"""Settings as the files in ``deploy`` give them."""

from collections.abc import Mapping

import pytest

from klantbeeld.settings import Settings, load_settings

GEHEIMEN = {
    "KLANTBEELD_GEHEIM": "een geheim van deze test, lang genoeg",
    "KLANTBEELD_BUS__URL": "rediss://inlezer:geheim@redis:6379/0",
    "KLANTBEELD_CACHE__URL": "rediss://web:geheim@cache:6379/0",
    "KLANTBEELD_TOEZICHT__TOKEN": "een token van deze test, lang genoeg",
}
"""What an operator adds."""
_BESTAND = "KLANTBEELD_STORE__CA_BESTAND"


def load_gezet(gezet: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a process that is given these. Errors: ``InstellingOnjuist``."""
    for naam, waarde in {**GEHEIMEN, **gezet}.items():
        # It is in the container and not here; that it is there is tested elsewhere.
        monkeypatch.setenv(naam, __file__ if naam == _BESTAND else waarde)
    return load_settings()
