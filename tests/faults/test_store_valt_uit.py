"""While the store fails, a block is offered again and again: what is refused of it counts once (F10)."""

from pathlib import Path
from typing import Any

import pytest

from klantbeeld.errors import StoreOnbereikbaar
from tests.bouwers_leveringen import make_contact, make_organisatie, open_proef


class Haperend:
    """The store itself, but for a number of applies that do not come through."""

    def __init__(self, store: Any, keren: int) -> None:
        self._store = store
        self._over = keren

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._store, naam)

    def apply(self, *args: Any, **kwargs: Any) -> Any:
        self._over -= 1
        if self._over >= 0:
            raise StoreOnbereikbaar("De schijf is vol.")
        return self._store.apply(*args, **kwargs)


def test_a_long_outage_of_the_store_does_not_stop_a_healthy_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_proef(tmp_path) as proef:
        monkeypatch.setattr(proef.pipeline, "_store", Haperend(proef.store, 150))
        for _ in range(150):
            with pytest.raises(StoreOnbereikbaar):
                proef.deliver(b"{geen json", make_organisatie(), make_contact())
        verloop = proef.deliver(b"{geen json", make_organisatie(), make_contact())
        assert verloop.gestopt == {}
        assert [brief.reden for brief in proef.store.dead_letters()] == ["GEEN_JSON"]
