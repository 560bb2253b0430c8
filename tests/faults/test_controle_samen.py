"""A second process that looks for damage while this one compares, and compares too, says what this one would have said."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from indexers.controle import Medewerking
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


def hand_over(laadstraat: Laadstraat, proces: TweedeProces) -> Medewerking:
    """Compares on until the other process has the task."""
    samen = Medewerking(laadstraat.store, proces, lambda _: None)
    uiterlijk = monotonic() + 60
    while not samen._is_gegeven:
        assert monotonic() < uiterlijk
        samen.pass_on(REGELS_VOORAF)
    return samen


def test_damage_is_found_by_the_other_process(laadstraat: Laadstraat) -> None:
    with TweedeProces(laadstraat.werkplaats) as proces:
        samen = hand_over(laadstraat, proces)
        laadstraat.store.close()  # so nothing can be found here
        assert samen.list_damaged() == GENOEMD


def test_damage_is_found_here_when_the_other_process_goes_away(laadstraat: Laadstraat) -> None:
    with TweedeProces(laadstraat.werkplaats) as proces:
        samen = hand_over(laadstraat, proces)
        proces._proces.kill()
        assert samen.list_damaged() == GENOEMD


def split_werkgevers(laadstraat: Laadstraat) -> list[tuple[str, ...]]:
    """Each employer as a part of its own."""
    return [(lh_sleutel,) for deel in laadstraat.afleider.list_werkgevers() for lh_sleutel in deel]


def share_all(laadstraat: Laadstraat) -> list[tuple[str, ...]]:
    """What is left to compare here of the employers, when the other process has looked for damage by then."""
    with TweedeProces(laadstraat.werkplaats) as proces:
        samen = hand_over(laadstraat, proces)
        assert proces._pijp is not None
        assert proces._pijp.poll(60)
        hier = list(samen.share(split_werkgevers(laadstraat), laadstraat.afleider))
        assert set(samen.list_damaged()) >= set(GENOEMD)
    return hier


def test_employers_that_the_other_process_compared_are_not_compared_here(laadstraat: Laadstraat) -> None:
    eerste, tweede = split_werkgevers(laadstraat)
    assert eerste != tweede
    assert share_all(laadstraat) == [tweede]


def test_an_employer_that_the_other_process_finds_otherwise_is_compared_here(laadstraat: Laadstraat, tmp_path: Path) -> None:
    eerste, tweede = split_werkgevers(laadstraat)
    with closing(sqlite3.connect(tmp_path / "klantbeeld.db")) as verbinding, verbinding:
        verbinding.execute("UPDATE profielen SET document = NULL WHERE lh_sleutel = ?", eerste)
    assert share_all(laadstraat) == [tweede, eerste]


def test_employers_are_compared_here_while_the_other_process_looks(
    laadstraat: Laadstraat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TweedeProces(laadstraat.werkplaats) as proces:
        samen = hand_over(laadstraat, proces)
        monkeypatch.setattr(TweedeProces, "has_answered", lambda _: False)
        assert list(samen.share(split_werkgevers(laadstraat), laadstraat.afleider)) == split_werkgevers(laadstraat)
        assert samen.list_damaged() == GENOEMD


def test_little_is_compared_without_another_process(laadstraat: Laadstraat) -> None:
    with TweedeProces(laadstraat.werkplaats) as proces:
        samen = Medewerking(laadstraat.store, proces, lambda _: None)
        samen.pass_on(REGELS_VOORAF - 1)
        assert proces._pijp is None
        assert samen.list_damaged() == GENOEMD
