"""``klantbeeld index --follow`` as an operator runs it: what comes is visible soon, and whatever happens it goes on alone
(F10)."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from indexers.samples.generator import Samplesopdracht, write_samples
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.settings import Settings
from klantbeeld.stores.opening import open_store
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse, surroundings
from tests.bouwers_leveringen import VANDAAG
from tests.programma import Programma, own_environment, start_klantbeeld, wait_until


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Bronnenproef]:
    """A store that took in C1 and C2 of k3cr, and an empty file of archie."""
    with open_bronnenproef(make_settings(tmp_path, "archie", "k3cr")) as proef:
        proef.write("archie")
        proef.write("k3cr", *make_contacten(2))
        proef.index()
        yield proef


@contextmanager
def following(settings: Settings) -> Iterator[Programma]:
    """An indexer that follows the sources of these settings."""
    with start_klantbeeld(settings.leveringen, "index", "--follow", omgeving=surroundings(settings)) as programma:
        yield programma


@contextmanager
def holding_the_lock(settings: Settings) -> Iterator[None]:
    """Another process that writes to the store and does not stop."""
    ander = sqlite3.connect(settings.store.url.removeprefix("sqlite:///"), isolation_level=None)
    ander.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        ander.execute("ROLLBACK")
        ander.close()


def test_a_line_that_is_added_is_visible_soon(proef: Bronnenproef) -> None:
    with following(proef.settings) as indexer:
        proef.append("k3cr", *make_contacten(3))
        wait_until(lambda: "C3" in proef.live())
        duren = []
        for aantal in (4, 5, 6):
            proef.append("k3cr", *make_contacten(aantal))
            duren.append(wait_until(lambda gezocht=f"C{aantal}": gezocht in proef.live()))  # type: ignore[misc]
        assert min(duren) < 2
        assert indexer.stop(signal.SIGTERM) == 0


def test_what_is_visible_is_derived_and_nothing_is_left_to_do(proef: Bronnenproef) -> None:
    with following(proef.settings):
        proef.append("k3cr", *make_contacten(3))
        wait_until(lambda: "C3" in proef.live() and proef.store.marks(VANDAAG) == [])
        assert proef.store.marks(VANDAAG) == []


@pytest.mark.parametrize("teken", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_and_well(proef: Bronnenproef, teken: signal.Signals) -> None:
    with following(proef.settings) as indexer:
        proef.append("k3cr", *make_contacten(3))
        wait_until(lambda: "C3" in proef.live())
        begin = monotonic()
        assert indexer.stop(teken) == 0
        assert monotonic() - begin < 10
        assert "Traceback" not in indexer.gezegd


def test_a_signal_ends_it_in_the_midst_of_a_large_first_load_which_then_goes_on(tmp_path: Path) -> None:
    leveringen = tmp_path / "leveringen"
    write_samples(leveringen, Samplesopdracht(1_500, 5, VANDAAG))
    instellingen = {"KLANTBEELD_LEVERINGEN": str(leveringen), "KLANTBEELD_VANDAAG": VANDAAG.isoformat()}
    url = f"sqlite:///{tmp_path}/klantbeeld.db"
    omgeving = own_environment(KLANTBEELD_STORE__URL=url, **instellingen)

    def count() -> int:
        try:
            store = open_store(url, schrijven=False)
        except StoreOnbereikbaar:
            return 0
        aantal = sum(store.live_counts().values())
        store.close()
        return aantal

    with start_klantbeeld(tmp_path, "index", "--follow", omgeving=omgeving) as indexer:
        wait_until(lambda: count() > 2_000)
        begin = monotonic()
        assert indexer.stop(signal.SIGTERM) == 0
        assert monotonic() - begin < 10
    tot_dan = count()
    with start_klantbeeld(tmp_path, "index", "--follow", omgeving=omgeving) as indexer:
        wait_until(lambda: count() > tot_dan + 2_000)
        indexer.stop(signal.SIGTERM)


def test_one_that_runs_and_one_that_starts_wait_for_a_store_that_another_process_holds(proef: Bronnenproef) -> None:
    with following(proef.settings) as indexer:
        proef.append("k3cr", *make_contacten(3))
        wait_until(lambda: "C3" in proef.live())
        with holding_the_lock(proef.settings), following(proef.settings) as begonnen:
            proef.append("k3cr", *make_contacten(4))
            indexer.wait_for("store onbereikbaar")
            begonnen.wait_for("store onbereikbaar")
            assert begonnen.stop(signal.SIGTERM) == 0
            assert "C4" not in proef.live()
        wait_until(lambda: "C4" in proef.live())
        assert indexer.stop(signal.SIGTERM) == 0


def test_a_source_that_can_not_be_read_does_not_slow_the_others(proef: Bronnenproef) -> None:
    (proef.settings.leveringen / "archie.jsonl").unlink()
    with following(proef.settings) as indexer:
        indexer.wait_for("BRON_ONLEESBAAR")
        for aantal in (3, 4, 5):
            proef.append("k3cr", *make_contacten(aantal))
            assert wait_until(lambda gezocht=f"C{aantal}": gezocht in proef.live()) < 5  # type: ignore[misc]
        proef.write("archie", *make_contacten(1, "archie"))
        wait_until(lambda: proef.live("archie") == {"C1"} and proef.storingen() == {})
        assert indexer.stop(signal.SIGTERM) == 0
        assert indexer.gezegd.count("bron gestopt") == 1


def test_a_source_that_is_stopped_does_not_stop_the_others(proef: Bronnenproef) -> None:
    with following(proef.settings) as indexer:
        proef.write("archie", *map(refuse, make_contacten(150, "archie")))
        indexer.wait_for("TE_VEEL_FOUTEN")
        proef.append("k3cr", *make_contacten(3))
        wait_until(lambda: "C3" in proef.live())
        assert proef.storingen() == {"archie": "TE_VEEL_FOUTEN"}


def test_half_a_line_waits_for_the_rest(proef: Bronnenproef) -> None:
    pad = proef.settings.leveringen / "k3cr.jsonl"
    heel = pad.read_bytes()
    with following(proef.settings):
        proef.append("k3cr", *make_contacten(3))
        rest = pad.read_bytes()[len(heel) :]
        proef.write("archie", *make_contacten(1, "archie"))
        wait_until(lambda: "C3" in proef.live() and "C1" in proef.live("archie"))
        laatste = rest.splitlines(keepends=True)[-1].replace(b'"C3"', b'"C9"')
        with pad.open("ab") as open_:
            open_.write(laatste[:40])
            open_.flush()
            proef.append("archie", *make_contacten(2, "archie"))
            wait_until(lambda: "C2" in proef.live("archie"))
            open_.write(laatste[40:])
        wait_until(lambda: "C9" in proef.live())
        assert proef.redenen() == []
