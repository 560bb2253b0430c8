"""Whom a change reaches, and that deriving asks and writes no more than it must."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from indexers.doorwerking import Doorwerking
from indexers.projecties import project_levering
from klantbeeld.domain.leveringen import parse_levering
from klantbeeld.domain.vragen import Bronitemsvraag, Houdersvraag, Vraag
from klantbeeld.normen import load_normen
from klantbeeld.stores.protocol import Batch, Inkomend
from tests.bouwers_leveringen import ANDER, LH, Proef, make_boete, make_organisatie, open_proef

KVK = "kvk:12345678"


class Meelezer:
    """A store that writes down of which keys it was asked who holds them, and whose own they are."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.houders: list[str] = []
        self.eigenaren: list[str] = []

    def read(self, vragen: Sequence[Vraag]) -> list[Any]:
        for vraag in vragen:
            if isinstance(vraag, Houdersvraag):
                self.houders += vraag.sleutels
            if isinstance(vraag, Bronitemsvraag):
                self.eigenaren += vraag.sleutels
        antwoorden: list[Any] = self._store.read(vragen)
        return antwoorden


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Proef]:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(gegevens={"kvkNummer": "12345678"}))
        yield proef


def test_an_employer_is_found_by_each_of_its_numbers(proef: Proef) -> None:
    for sleutel in (f"lh:{LH}", KVK):
        assert Doorwerking(proef.store).find_werkgevers({sleutel}) == {f"lh:{LH}"}
    assert Doorwerking(proef.store).find_werkgevers({"kvk:87654321"}) == set()


def test_an_organisatie_without_a_profile_yet_is_found_by_its_own_number_alone(proef: Proef) -> None:
    levering = parse_levering(make_organisatie(ANDER, {"rsin": "123456782"}, werkgever=[f"lh:{ANDER}", "lh:111111111L01"]))
    proef.store.apply(Batch((Inkomend(project_levering(levering, load_normen()), None),)))
    assert Doorwerking(proef.store).find_werkgevers({"rsin:123456782"}) == {f"lh:{ANDER}"}


def test_of_a_key_is_asked_once_who_holds_it(proef: Proef) -> None:
    meelezer: Any = Meelezer(proef.store)
    doorwerking = Doorwerking(meelezer)
    assert doorwerking.find_werkgevers({KVK}) == {f"lh:{LH}"}
    assert doorwerking.find_werkgevers({KVK, "rsin:123456789"}) == set()
    assert meelezer.houders == meelezer.eigenaren == [KVK, "rsin:123456789"]


def test_of_a_key_that_changed_hands_is_asked_again_who_holds_it_but_not_whose_own_it_is(proef: Proef) -> None:
    meelezer: Any = Meelezer(proef.store)
    doorwerking = Doorwerking(meelezer)
    doorwerking.find_werkgevers({KVK})
    doorwerking.change_hands({KVK})
    assert doorwerking.find_werkgevers({KVK}) == {f"lh:{LH}"}
    assert (meelezer.houders, meelezer.eigenaren) == ([KVK, KVK], [KVK])


def test_a_profile_that_is_derived_is_written_once(proef: Proef) -> None:
    proef.deliver(make_organisatie(ANDER))
    assert proef.store.tokens([proef.id_of(ANDER)]) == {proef.id_of(ANDER): 1}


def test_a_profile_of_which_only_figures_change_gets_a_new_token(proef: Proef) -> None:
    (eerder,) = proef.store.tokens([proef.id_of(LH)]).values()
    proef.deliver(make_boete())
    assert proef.store.tokens([proef.id_of(LH)]) == {proef.id_of(LH): eerder + 1}
