"""The address of a collector of traces."""

import pytest

from klantbeeld.errors import InstellingOnjuist
from klantbeeld.settings import load_settings


@pytest.mark.parametrize("url", ["https://collector:4318/v1/traces", "http://127.0.0.1:4318/v1/traces", "http://localhost/x"])
def test_a_collector_is_reached_over_tls_or_on_this_machine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("KLANTBEELD_TRACES__URL", url)
    assert load_settings().traces.url == url


@pytest.mark.parametrize("url", ["http://collector:4318/v1/traces", "collector:4318", "ftp://kanarie", ""])
def test_any_other_address_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("KLANTBEELD_TRACES__URL", url)
    with pytest.raises(InstellingOnjuist, match="KLANTBEELD_TRACES__URL: moet https://") as fout:
        load_settings()
    assert "kanarie" not in str(fout.value)
