"""A second process that looks for damage while this one compares says what this one would have said."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from indexers.controle import Schadecontrole
from indexers.tweede_proces import TweedeProces
from indexers.voorwerk import REGELS_VOORAF
from klantbeeld.app import Laadstraat, open_laadstraat
from tests.bouwers_heropbouw import BRON, open_gevuld

GENOEMD = [f"{BRON}:contact:C1"]


@pytest.fixture
def laadstraat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Laadstraat]:
    """A store in which one record is held otherwise than it was written."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with open_gevuld(tmp_path, contacten=5) as proef:
        settings = proef.settings
    with closing(sqlite3.connect(tmp_path / "klantbeeld.db")) as verbinding, verbinding:
        verbinding.execute("UPDATE items SET inhoud = x'7b7d' WHERE id = ?", GENOEMD)
    with open_laadstraat(settings) as laadstraat:
        yield laadstraat


def hand_over(laadstraat: Laadstraat, proces: TweedeProces) -> Schadecontrole:
    """Compares on until the other process has the task."""
    schade = Schadecontrole(laadstraat.store, proces, lambda _: None)
    uiterlijk = monotonic() + 60
    while not schade._is_gegeven:
        assert monotonic() < uiterlijk
        schade.pass_on(REGELS_VOORAF)
    return schade


def test_damage_is_found_by_the_other_process(laadstraat: Laadstraat) -> None:
    with TweedeProces(laadstraat.werkplaats) as proces:
        schade = hand_over(laadstraat, proces)
        laadstraat.store.close()  # so nothing can be found here
        assert schade.list_damaged() == GENOEMD


def test_damage_is_found_here_when_the_other_process_goes_away(laadstraat: Laadstraat) -> None:
    with TweedeProces(laadstraat.werkplaats) as proces:
        schade = hand_over(laadstraat, proces)
        proces._proces.kill()
        assert schade.list_damaged() == GENOEMD


def test_little_is_compared_without_another_process(laadstraat: Laadstraat) -> None:
    with TweedeProces(laadstraat.werkplaats) as proces:
        schade = Schadecontrole(laadstraat.store, proces, lambda _: None)
        schade.pass_on(REGELS_VOORAF - 1)
        assert proces._pijp is None
        assert schade.list_damaged() == GENOEMD
