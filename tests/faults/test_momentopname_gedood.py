"""A kill between two writes leaves nothing undone: the removal of what is absent, and figures of employers next door (F01)."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from klantbeeld.domain.digests import Storedigest
from klantbeeld.settings import Settings
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, surroundings
from tests.bouwers_leveringen import ANDER, VANDAAG, Levering, make_boete, make_bronstand, make_levering, make_organisatie
from tests.faults.test_gedood import start

AANTAL = 40
Vulling = Callable[[Bronnenproef], None]


def kill_at(settings: Settings, methode: str, moment: str, keer: int) -> bool:
    """Runs an indexer that dies at this call of its store; False when it never came there."""
    proces = start(["tests.faults.breuk", methode, moment, str(keer)], surroundings(settings))
    return proces.wait(timeout=60) == -signal.SIGKILL


def compare(map_: Path, vulling: tuple[Vulling, Vulling], breekpunt: tuple[str, str, int]) -> tuple[Storedigest, Storedigest]:
    """How a store stands after a kill in the second delivery and a next run, and how one that nothing disturbed."""
    digests = []
    for naam in ("gedood", "rustig"):
        settings = make_settings(map_ / naam, "k3cr")
        with open_bronnenproef(settings) as proef:
            vulling[0](proef)
            proef.index()
            vulling[1](proef)
        if naam == "gedood":
            kill_at(settings, *breekpunt)
        with open_bronnenproef(settings) as proef:
            proef.index()
            assert proef.store.marks(VANDAAG) == []
            digests.append(proef.digest())
    return digests[0], digests[1]


CONTACTEN = make_contacten(AANTAL)
OPNAME: list[Levering | bytes] = [*make_contacten(AANTAL - 2), make_bronstand("k3cr", volledig=True, aantal=AANTAL - 2)]


def fill_contacten(proef: Bronnenproef) -> None:
    proef.write("k3cr", *CONTACTEN)


def fill_opname(proef: Bronnenproef) -> None:
    proef.write("k3cr", *OPNAME)


@pytest.mark.parametrize("keer", [1, 2, 3])
@pytest.mark.parametrize("moment", ["voor", "na"])
def test_a_removal_by_absence_happens_whatever_write_was_cut_off(tmp_path: Path, moment: str, keer: int) -> None:
    gedood, rustig = compare(tmp_path, (fill_contacten, fill_opname), ("apply", moment, keer))
    assert gedood == rustig
    with open_bronnenproef(make_settings(tmp_path / "gedood", "k3cr")) as proef:
        assert proef.live() == {f"C{nummer}" for nummer in range(1, AANTAL - 1)}


def test_a_snapshot_takes_three_writes(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, "k3cr")
    with open_bronnenproef(settings) as proef:
        fill_contacten(proef)
        proef.index()
        fill_opname(proef)
    assert kill_at(settings, "apply", "na", 3)


KOPPELINGEN = [
    make_levering("koppeling", {"sleutels": ["flsn:1"]}, bron="k3cr", sleutel=lh, werkgever=[f"lh:{lh}"])
    for lh in ("123456789L01", ANDER)
]
BUREN = [
    make_organisatie(bron="k3cr"),
    make_organisatie(ANDER, bron="k3cr"),
    *KOPPELINGEN,
    make_boete(bron="k3cr", sleutel="B1", werkgever=["flsn:1"]),
]
EINDE = make_organisatie(gegevens={"status": "beeindigd"}, bron="k3cr")
LOS = make_levering("koppeling", None, bron="k3cr", sleutel="123456789L01", werkgever=[])


def fill_buren(proef: Bronnenproef) -> None:
    """Two employers that share nothing but a key of a portal, and a fine at that key."""
    proef.write("k3cr", *BUREN)


@pytest.mark.parametrize("wijziging", [EINDE, LOS], ids=["the first of them ends", "the first of them loses the key"])
@pytest.mark.parametrize(
    "breekpunt",
    [("write_profielen", "voor", 1), ("write_profielen", "na", 1), ("write_maanden", "voor", 1), ("mark", "na", 1)],
    ids=lambda punt: f"{punt[0]}-{punt[1]}",
)
def test_figures_of_an_employer_next_door_follow_whatever_write_was_cut_off(
    tmp_path: Path, wijziging: Levering, breekpunt: tuple[str, str, int]
) -> None:
    gedood, rustig = compare(tmp_path, (fill_buren, lambda proef: proef.append("k3cr", wijziging)), breekpunt)
    assert gedood == rustig
