"""Two indexers on one store, at the same time: they end as one would have, and neither loses what the other changed (F25)."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from indexers.afleiden import Afleider, Grondslag
from indexers.ontvangst import Ontvanger
from indexers.pipeline import Opdracht, Pipeline
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from indexers.werkplaats import Werkplaats
from klantbeeld.app import geheim_of, make_klok
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE
from klantbeeld.domain.vragen import Maandvraag
from klantbeeld.normen import load_normen
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import ALLES, Markering
from tests.bouwers_leveringen import (
    LH,
    VANDAAG,
    Levering,
    Proef,
    make_boete,
    make_organisatie,
    open_proef,
    write_leveringen,
)
from tests.faults.test_gedood import finish, make_leveringen, read_status, surroundings

RONDES = 3 if "LANGE_TESTS" in os.environ else 1


def start_indexer(omgeving: dict[str, str], bronnen: list[str]) -> subprocess.Popen[bytes]:
    keuze = [deel for bron in bronnen for deel in ("--bron", bron)]
    opdracht = [sys.executable, "-m", "klantbeeld", "index", *keuze]
    return subprocess.Popen(opdracht, env=omgeving, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish_all(processen: list[subprocess.Popen[bytes]]) -> None:
    """Waits for all of them before it judges any: a process left behind would fail some other test."""
    fouten = [proces.communicate(timeout=300)[1].decode() for proces in processen]
    assert [proces.returncode for proces in processen] == [0] * len(processen), fouten


def test_processes_that_make_a_new_store_at_the_same_moment_wait_for_each_other(tmp_path: Path) -> None:
    samen = 4
    start = Barrier(samen)

    def make(pad: Path) -> None:
        start.wait()
        open_store(f"sqlite:///{pad}", schrijven=True).close()

    with ThreadPoolExecutor(samen) as makers:
        for ronde in range(20):
            assert list(makers.map(make, [tmp_path / f"{ronde}.db"] * samen)) == [None] * samen


@pytest.mark.parametrize("ronde", range(RONDES))
def test_two_processes_with_half_of_the_sources_each_end_as_one_with_all(tmp_path: Path, ronde: int) -> None:
    leveringen = make_leveringen(tmp_path / f"leveringen{ronde}", 300)
    alleen, samen = surroundings(tmp_path / "alleen", leveringen), surroundings(tmp_path / "samen", leveringen)
    finish(["klantbeeld", "index"], alleen)
    helften = [["cws", "polissen", "k3cr", "dans", "zaken"], ["preventie", "uitkeringen", "archie", "betalingen"]]
    finish_all([start_indexer(samen, helft) for helft in helften])
    assert read_status(samen) == read_status(alleen)


def test_two_processes_with_the_same_records_end_as_one(tmp_path: Path) -> None:
    leveringen = make_leveringen(tmp_path / "leveringen", 100)
    alleen, samen = surroundings(tmp_path / "alleen", leveringen), surroundings(tmp_path / "samen", leveringen)
    finish(["klantbeeld", "index"], alleen)
    finish_all([start_indexer(samen, []) for _ in range(2)])
    assert read_status(samen)["digest"] == read_status(alleen)["digest"]


class Tussendoor:
    """A store with which something else happens, once, just before a call of one method."""

    def __init__(self, store: Any, methode: str, handeling: Any) -> None:
        self._store = store
        self._methode = methode
        self._handeling = handeling

    def __getattr__(self, naam: str) -> Any:
        if naam == self._methode and self._handeling is not None:
            handeling, self._handeling = self._handeling, None
            handeling()
        return getattr(self._store, naam)


def make_pipeline(proef: Proef, store: Any) -> Pipeline:
    grondslag = Grondslag(load_normen(), geheim_of(proef.settings), make_klok(proef.settings))
    return Pipeline(store, Afleider(store, grondslag), Werkplaats(Ontvanger(load_normen(), lambda _: HOOGSTE_VERSIE), None))


def index_while(proef: Proef, methode: str, handeling: Any, *leveringen: Levering) -> None:
    """Takes in deliveries with a pipeline of its own, in which something else happens before a call of the store."""
    pad = write_leveringen(proef.settings.leveringen / "eigen.jsonl", leveringen)
    pipeline = make_pipeline(proef, Tussendoor(proef.store, methode, handeling))
    pipeline.start()
    pipeline.run([FilesSource(Sourceopdracht("eigen", None, pad))], Opdracht())


def maandboetes(proef: Proef) -> dict[str, int]:
    return {maand.maand: maand.cijfers.boetes for maand in proef.store.read([Maandvraag(proef.id_of(LH))])[0]}


def test_figures_read_before_another_process_derived_do_not_replace_its_own(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie())
        ander = make_boete("2023-06-10")
        index_while(proef, "write_maanden", lambda: proef.deliver(ander), make_boete("2023-05-10"))
        assert maandboetes(proef) == {"2023-05": 1, "2023-06": 1}


def test_a_profile_that_another_process_wrote_meanwhile_is_derived_again(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(), make_boete(werkgever=["kvk:12345678"]))
        ander = make_organisatie(gegevens={"kvkNummer": "12345678"})
        later = make_organisatie(gegevens={"kvkNummer": "12345678", "naam": "Bakkerij Laat"})
        index_while(proef, "write_profielen", lambda: proef.deliver(ander), later)
        assert maandboetes(proef) == {"2023-05": 1}


def test_a_first_load_that_another_process_ends_still_leaves_marks(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.store.mark(Markering(ALLES, alles=True))
        proef.deliver(make_organisatie())
        eigen = make_pipeline(proef, proef.store)
        proef.store.mark(Markering(ALLES, alles=True))
        eigen.start()
        proef.deliver(make_boete("2023-05-10"))
        pad = write_leveringen(proef.settings.leveringen / "eigen.jsonl", [make_boete("2023-06-10")])
        bron = FilesSource(Sourceopdracht("eigen", None, pad))
        with pytest.raises(KeyboardInterrupt):
            eigen.run([bron], Opdracht(), meld=interrupt)
        assert proef.store.marks(VANDAAG) != []
        proef.pipeline.start()
        assert maandboetes(proef) == {"2023-05": 1, "2023-06": 1}


def interrupt(_: int) -> None:
    """The process ends here, before it could derive."""
    raise KeyboardInterrupt


def test_a_mark_for_everything_of_a_process_that_died_is_worked_off_at_the_next_start(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie())
        proef.store.mark(Markering("van een ander", alles=True))
        proef.deliver(make_boete())
        assert proef.store.marks(VANDAAG) == []
        assert maandboetes(proef) == {"2023-05": 1}


def test_a_mark_for_everything_that_another_process_works_on_is_left_alone(tmp_path: Path) -> None:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie())
        bezig = proef.store.mark(Markering("van een ander", alles=True))
        proef.pipeline.derive()
        assert proef.store.marks(VANDAAG) == [bezig]
