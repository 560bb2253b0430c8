"""A large first load of which a second process derives a part: the same store as one process makes, whatever becomes of it."""

import os
import signal
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexers import pipeline
from indexers.afleiden import Fase, Verdeler
from indexers.configuratie import load_bronnen
from indexers.ontvangst import Ontvanger
from indexers.pipeline import Opdracht
from indexers.tweede_proces import TweedeProces
from indexers.werkplaats import Afleidplek, Werkplaats, share_deriving
from klantbeeld.app import open_laadstraat
from klantbeeld.domain.digests import Storedigest, digest_store
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.normen import load_normen
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Wissing
from tests.bouwers import make_item
from tests.bouwers_leveringen import VANDAAG
from tests.faults.test_gedood import make_leveringen

GEDULD = 30.0
WERKGEVERS = 250


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

    def share(self, proces: TweedeProces) -> Verdeler:
        wait_until_ready(proces)

        def verdeel(fase: Fase, delen: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
            lijst = list(delen)
            self.alle += len(lijst)
            for deel in share_deriving(proces)(fase, lijst):
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


def test_whoever_derives_in_a_second_process_knows_the_ledger_of_what_was_erased(tmp_path: Path) -> None:
    plek = Afleidplek(StoreSettings(url=f"sqlite:///{tmp_path / 'klantbeeld.db'}"), load_normen(), b"een geheim", VANDAAG)
    with closing(open_store(plek.store.url, schrijven=True, geheim=plek.geheim)) as store:
        store.erase(Wissing("een", (make_item("1").id,)))
    with closing(Werkplaats(Ontvanger(plek.normen, lambda _: HOOGSTE_VERSIE), plek)) as werkplaats:
        assert werkplaats.derive(Fase.PROFIELEN, ())
        assert werkplaats._store is not None
        assert werkplaats._store.erased([make_item("1"), make_item("2")]) == {make_item("1").id}
