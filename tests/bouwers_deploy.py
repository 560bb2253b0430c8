"""Settings as the files in ``deploy`` give them."""

from collections.abc import Mapping

import pytest

from klantbeeld.settings import Settings, load_settings

GEHEIMEN = {
    "KLANTBEELD_GEHEIM": "een geheim van deze test, lang genoeg",
    "KLANTBEELD_BUS__URL": "rediss://inlezer:geheim@redis:6379/0",
    "KLANTBEELD_TOEZICHT__TOKEN": "een token van deze test, lang genoeg",
}
"""What an operator adds."""
# Its kind of store is not in this version.
_NOG_NIET = "KLANTBEELD_STORE__URL"


def load_gezet(gezet: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a process that is given these. Errors: ``InstellingOnjuist``."""
    for naam, waarde in {**GEHEIMEN, **gezet}.items():
        if naam != _NOG_NIET:
            monkeypatch.setenv(naam, waarde)
    return load_settings()
