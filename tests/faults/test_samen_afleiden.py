"""A large first load of which a second process derives a part: the same store as one process makes, whatever becomes of it."""

import os
import signal
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from indexers import afleiden, pipeline
from indexers.afleiden import Afleider, Fase, Grondslag, Verdeler
from indexers.configuratie import load_bronnen
from indexers.ontvangst import Ontvanger
from indexers.pipeline import Opdracht
from indexers.tweede_proces import Taak, TweedeProces
from indexers.werkplaats import Afleidplek, Werkplaats, share_deriving
from klantbeeld.app import geheim_of, open_laadstraat
from klantbeeld.domain.digests import Storedigest, digest_store
from klantbeeld.domain.klok import noon_of
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.domain.vragen import Maandvraag
from klantbeeld.normen import load_normen
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Wissing
from tests.bouwers import make_item
from tests.bouwers_leveringen import LH, VANDAAG, make_boete, make_organisatie, open_proef
from tests.faults.test_gedood import make_leveringen

GEDULD = 30.0
WERKGEVERS, PER_KEER = 250, 100


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are several parts to derive, also with few employers."""
    monkeypatch.setattr(afleiden, "PER_KEER", PER_KEER)


def load(map_: Path, leveringen: Path) -> Storedigest:
    """Takes everything into a new store, and gives the digest of that."""
    url = f"sqlite:///{map_ / 'klantbeeld.db'}"
    settings = Settings(store=StoreSettings(url=url), leveringen=leveringen, vandaag=VANDAAG)
    with open_laadstraat(settings) as laadstraat:
        laadstraat.pipeline.start()
        laadstraat.pipeline.run(load_bronnen(None).make_sources(leveringen), Opdracht())
        assert laadstraat.store.marks(VANDAAG) == []
        return digest_store(laadstraat.store.digests())


@dataclass(frozen=True)
class Maatstaf:
    """Deliveries, and what one process makes of them."""

    leveringen: Path
    digest: Storedigest


@pytest.fixture(scope="module")
def maatstaf(tmp_path_factory: pytest.TempPathFactory) -> Maatstaf:
    map_ = tmp_path_factory.mktemp("alleen")
    leveringen = make_leveringen(map_ / "leveringen", WERKGEVERS)
    with pytest.MonkeyPatch.context() as omgeving:
        omgeving.setattr(os, "cpu_count", lambda: 1)
        return Maatstaf(leveringen, load(map_ / "store", leveringen))


class Toezicht:
    """Counts the parts there are and those that are derived here, from when the other process is there to derive too; kills
    it when the first of them begins, if so told."""

    def __init__(self, *, doodt: bool) -> None:
        self.doodt = doodt
        self.alle = self.hier = 0

    def share(self, proces: TweedeProces, afleider: Afleider) -> Verdeler:
        wait_until_ready(proces)

        def verdeel(fase: Fase, delen: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
            lijst = list(delen)
            self.alle += len(lijst)
            for deel in share_deriving(proces, afleider)(fase, lijst):
                self.hier += 1
                if self.doodt and self.hier == 1:
                    os.kill(proces._proces.pid, signal.SIGKILL)
                yield deel

        return verdeel


def wait_until_ready(proces: TweedeProces) -> None:
    assert proces._pijp is not None
    while not proces.offer((Werkplaats.receive, (None, ()))):
        assert proces._pijp.poll(GEDULD)
    assert proces.collect() == []


@pytest.mark.parametrize("doodt", [False, True])
def test_a_store_that_two_processes_derived_is_the_store_of_one(
    tmp_path: Path, maatstaf: Maatstaf, monkeypatch: pytest.MonkeyPatch, *, doodt: bool
) -> None:
    toezicht = Toezicht(doodt=doodt)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pipeline, "share_deriving", toezicht.share)
    assert load(tmp_path, maatstaf.leveringen) == maatstaf.digest
    assert 0 < toezicht.hier <= toezicht.alle - (not doodt)


class Meeschrijver(TweedeProces):
    """A process that takes no task, and writes down what it was offered."""

    def __init__(self, gereedschap: Werkplaats) -> None:
        super().__init__(gereedschap)
        self.aangeboden: list[Taak] = []

    def offer(self, taak: Taak) -> bool:
        self.aangeboden.append(taak)
        return False


def test_a_load_that_goes_on_past_midnight_derives_its_later_parts_as_on_the_next_day(tmp_path: Path) -> None:
    volgende = VANDAAG + timedelta(days=1)
    klok = iter([noon_of(VANDAAG), noon_of(volgende)])
    with closing(open_store(f"sqlite:///{tmp_path / 'klantbeeld.db'}", schrijven=True)) as store:
        afleider = Afleider(store, Grondslag(load_normen(), b"een geheim", lambda: next(klok)))
        proces = Meeschrijver(Werkplaats(Ontvanger(load_normen(), lambda _: HOOGSTE_VERSIE), None))
        delen = [("lh:1",), ("lh:2",)]
        assert list(share_deriving(proces, afleider)(Fase.MAANDEN, delen)) == delen
    assert [waarden for _, waarden in proces.aangeboden] == [
        (Fase.MAANDEN, ("lh:1",), VANDAAG),
        (Fase.MAANDEN, ("lh:2",), volgende),
    ]


def test_what_is_dated_later_counts_only_when_it_is_derived_on_its_day(tmp_path: Path) -> None:
    dag = VANDAAG + timedelta(days=1)
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_boete(dag.isoformat()))
        plek = Afleidplek(proef.settings.store, load_normen(), geheim_of(proef.settings))
        with closing(Werkplaats(Ontvanger(plek.normen, lambda _: HOOGSTE_VERSIE), plek)) as werkplaats:
            for vandaag, boetes in ((VANDAAG, []), (dag, [1])):
                assert werkplaats.derive(Fase.MAANDEN, (f"lh:{LH}",), vandaag)
                (maanden,) = proef.store.read([Maandvraag(proef.id_of(LH))])
                assert [maand.cijfers.boetes for maand in maanden] == boetes
                assert [markering.vanaf for markering in proef.store.marks(dag)] == [dag]


def test_whoever_derives_in_a_second_process_knows_the_ledger_of_what_was_erased(tmp_path: Path) -> None:
    plek = Afleidplek(StoreSettings(url=f"sqlite:///{tmp_path / 'klantbeeld.db'}"), load_normen(), b"een geheim")
    with closing(open_store(plek.store.url, schrijven=True, geheim=plek.geheim)) as store:
        store.erase(Wissing("een", (make_item("1").id,)))
    with closing(Werkplaats(Ontvanger(plek.normen, lambda _: HOOGSTE_VERSIE), plek)) as werkplaats:
        assert werkplaats.derive(Fase.PROFIELEN, (), VANDAAG)
        assert werkplaats._schrijver is not None
        assert werkplaats._schrijver.erased([make_item("1"), make_item("2")]) == {make_item("1").id}
