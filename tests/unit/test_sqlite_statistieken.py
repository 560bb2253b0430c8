"""Statistics in SQLite: the work grows with the number of employers, not faster."""

import sqlite3
from pathlib import Path

import pytest

from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.vragen import Aantallenvraag, Attribuut, Selectie, Statistiekvraag
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Profielwijziging
from klantbeeld.stores.sqlite_statistieken import answer_aantallen, answer_statistiek
from tests.bouwers import make_attributen, make_profiel

KLEIN, GROOT = 100, 400
SECTOR, KLASSE, VORM = Attribuut.SECTOR, Attribuut.GROOTTEKLASSE, Attribuut.RECHTSVORM
BOUW = Selectie(sectoren=("3",))


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two stores, one with four times as many employers as the other."""
    return [fill_store(tmp_path_factory.mktemp(f"w{aantal}") / "k.db", aantal) for aantal in (KLEIN, GROOT)]


def fill_store(pad: Path, werkgevers: int) -> Path:
    store = open_store(f"sqlite:///{pad}", schrijven=True)
    attributen = make_attributen(sectoren=("3", "33"))
    profielen = [make_profiel(f"w{nr}", lh_nummer=f"{nr:09d}L01", attributen=attributen) for nr in range(werkgevers)]
    tokens = store.write_profielen([Profielwijziging(profiel.id, profiel, 0) for profiel in profielen])
    maand = {profiel.id: Maanddocument(profiel.id, "2023-01", Maandcijfers(boetes=1), attributen) for profiel in profielen}
    store.write_maanden({id_: (tokens[id_], [document]) for id_, document in maand.items()})
    store.close()
    return pad


def count_stappen(pad: Path, vraag: Aantallenvraag | Statistiekvraag) -> int:
    """In how many steps of its own SQLite answers a question."""
    stappen = 0

    def step() -> None:
        nonlocal stappen
        stappen += 1

    verbinding = sqlite3.connect(pad)
    verbinding.set_progress_handler(step, 1)
    if isinstance(vraag, Aantallenvraag):
        assert answer_aantallen(verbinding, vraag)
    else:
        assert answer_statistiek(verbinding, vraag).cellen
    verbinding.close()
    return stappen


@pytest.mark.parametrize("per", [(), (SECTOR,), (SECTOR, KLASSE), (KLASSE, VORM), (SECTOR, KLASSE, VORM)])
@pytest.mark.parametrize("selectie", [Selectie(), BOUW], ids=["all", "selected"])
def test_four_times_as_many_employers_are_at_most_five_times_as_many_steps(
    stores: list[Path], selectie: Selectie, per: tuple[Attribuut, ...]
) -> None:
    for vraag in (Aantallenvraag(selectie, per), Statistiekvraag(selectie, "2023-01", "2023-12", per, None)):
        klein, groot = (count_stappen(pad, vraag) for pad in stores)
        assert groot <= 5 * klein
