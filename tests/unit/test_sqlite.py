"""What only a store in a file can meet: damage, other versions, a process that dies, other processes that hold it
(F03, F10)."""

import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from klantbeeld.domain.vragen import Bestaanvraag, Revisievraag
from klantbeeld.errors import InstellingOnjuist, StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.stores import sqlite_verbindingen
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Batch, Positie, Store
from tests.bouwers import GROOT, make_batch, make_item

KILLED = """
import os, signal
from klantbeeld.stores import sqlite_batches
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Positie
from tests.bouwers import make_batch, make_item

sqlite_batches.write_positie = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
items = [make_item(str(nummer), versie=2) for nummer in range(3000)]
open_store({url!r}, schrijven=True).apply(make_batch(*items, positie=Positie("k3cr", "2")))
"""


def run_sql(pad: Path, opdracht: str) -> None:
    with closing(sqlite3.connect(pad)) as verbinding, verbinding:
        verbinding.execute(opdracht)


# opening


def test_a_url_of_another_kind_is_refused_and_not_repeated() -> None:
    with pytest.raises(InstellingOnjuist) as fout:
        open_store("mysql://gebruiker:geheim@machine/klantbeeld", schrijven=False)
    assert str(fout.value) == (
        "De store-url met schema 'mysql' wordt niet herkend. Geef sqlite:///pad/klantbeeld.db (vanaf de werkmap), "
        "sqlite:////pad/klantbeeld.db (vanaf de hoofdmap) of elasticsearch+https://host:9200/voorvoegsel."
    )


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:klantbeeld.db", "", "klantbeeld.db"])
def test_a_url_without_a_path_is_refused(url: str) -> None:
    with pytest.raises(InstellingOnjuist):
        open_store(url, schrijven=True)


def test_three_slashes_mean_a_path_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///map/klant beeld?#%41.db", schrijven=True).close()
    assert (tmp_path / "map" / "klant beeld?#%41.db").is_file()


def test_a_missing_file_cannot_be_read_and_is_not_made(pad: Path) -> None:
    with pytest.raises(StoreOnbereikbaar, match="bestaat niet"):
        open_store(f"sqlite:///{pad}", schrijven=False)
    assert not pad.exists()


def test_an_empty_file_cannot_be_read_yet(pad: Path) -> None:
    pad.touch()
    with pytest.raises(StoreOnbereikbaar, match="nog leeg"):
        open_store(f"sqlite:///{pad}", schrijven=False)


@pytest.mark.parametrize("schrijven", [True, False])
def test_a_file_that_is_not_sqlite_is_unusable(pad: Path, schrijven: bool) -> None:
    pad.write_bytes(b"geen database " * 1000)
    with pytest.raises(StoreOnbruikbaar, match="SQLITE_NOTADB"):
        open_store(f"sqlite:///{pad}", schrijven=schrijven)


@pytest.mark.parametrize("schrijven", [True, False])
@pytest.mark.parametrize("opdracht", ["UPDATE meta SET schema = 'ouder'", "DELETE FROM meta", "DROP TABLE meta"])
def test_a_file_of_another_version_is_unusable_and_says_what_to_do(
    store: Store,
    pad: Path,
    opdracht: str,
    schrijven: bool,
) -> None:
    store.close()
    run_sql(pad, opdracht)
    with pytest.raises(StoreOnbruikbaar, match=r"andere versie.*'klantbeeld rebuild'.*vul hem opnieuw met 'klantbeeld index'"):
        open_store(f"sqlite:///{pad}", schrijven=schrijven)


def test_a_file_of_another_program_is_unusable_and_left_as_it_was(pad: Path) -> None:
    run_sql(pad, "CREATE TABLE van_een_ander (naam TEXT)")
    with pytest.raises(StoreOnbruikbaar, match="ander programma"):
        open_store(f"sqlite:///{pad}", schrijven=True)
    with closing(sqlite3.connect(pad)) as verbinding:
        assert verbinding.execute("SELECT name FROM sqlite_master").fetchall() == [("van_een_ander",)]


def test_a_folder_that_may_not_be_written_is_unreachable() -> None:
    with pytest.raises(StoreOnbereikbaar, match="SQLITE_CANTOPEN"):
        open_store("sqlite:////proc/klantbeeld.db", schrijven=True)


def test_a_folder_that_cannot_be_made_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()
    with pytest.raises(StoreOnbereikbaar, match="kan niet worden gemaakt"):
        open_store(f"sqlite:///{tmp_path}/bestand/klantbeeld.db", schrijven=True)


# in use


def test_a_damaged_page_is_unusable(store: Store, pad: Path) -> None:
    store.apply(make_batch(*(make_item(str(nummer)) for nummer in range(2000))))
    store.close()
    inhoud = bytearray(pad.read_bytes())
    helft = len(inhoud) // 2
    inhoud[helft:] = b"\xff" * (len(inhoud) - helft)
    pad.write_bytes(inhoud)
    with closing(open_store(f"sqlite:///{pad}", schrijven=False)) as lezer, pytest.raises(StoreOnbruikbaar, match="CORRUPT"):
        list(lezer.digests())


def test_a_table_that_is_gone_is_not_waited_for(store: Store, pad: Path) -> None:
    run_sql(pad, "DROP TABLE posities")
    with pytest.raises(StoreOnbruikbaar, match="SQLITE_ERROR"):
        store.position("k3cr")


def test_another_writer_makes_it_unreachable_for_writing_only(pad: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_verbindingen, "WACHTTIJD", 0)
    with closing(open_store(f"sqlite:///{pad}", schrijven=True)) as ongeduldig:
        with closing(sqlite3.connect(pad, isolation_level=None)) as ander:
            ander.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreOnbereikbaar, match="SQLITE_BUSY"):
                ongeduldig.apply(make_batch(make_item()))
            assert ongeduldig.read([Bestaanvraag(("k3cr:contact:1",))]) == [{}]
        ongeduldig.apply(make_batch(make_item()))
    assert store.live_counts() == {("k3cr", "contact"): 1}


def test_opening_to_write_waits_for_another_writer_no_longer_than_agreed(
    pad: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_verbindingen, "WACHTTIJD", 0)
    with closing(sqlite3.connect(pad, isolation_level=None)) as ander:
        ander.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreOnbereikbaar, match="SQLITE_BUSY"):
            open_store(f"sqlite:///{pad}", schrijven=True)
    assert store.counters() == []


def test_a_full_disk_undoes_the_batch_and_later_goes_on(store: Store) -> None:
    schrijver = store._verbindingen.now()._schrijver  # type: ignore[attr-defined]
    (bladzijden,) = schrijver.execute("PRAGMA page_count").fetchone()
    schrijver.execute(f"PRAGMA max_page_count = {bladzijden}")
    batch = make_batch(*(make_item(str(nummer)) for nummer in range(2000)), positie=Positie("k3cr", "1"))
    with pytest.raises(StoreOnbereikbaar, match="SQLITE_FULL"):
        store.apply(batch)
    assert (store.live_counts(), store.position("k3cr"), store.counters()) == ({}, None, [])
    schrijver.execute("PRAGMA max_page_count = 1000000")
    store.apply(batch)
    assert store.live_counts() == {("k3cr", "contact"): 2000}


def test_an_error_of_ours_in_a_batch_undoes_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("klantbeeld.stores.sqlite_batches.write_positie", fail)
    with pytest.raises(RuntimeError):
        store.apply(make_batch(make_item(), positie=Positie("k3cr", "1")))
    assert list(store.digests()) == []


def test_a_process_that_is_killed_in_a_batch_leaves_the_old_state(store: Store, pad: Path) -> None:
    store.apply(make_batch(make_item("1", versie=1), positie=Positie("k3cr", "1")))
    voor = (list(store.digests()), store.counters(), store.position("k3cr"))
    store.close()
    klaar = subprocess.run([sys.executable, "-c", KILLED.format(url=f"sqlite:///{pad}")], check=False)
    assert klaar.returncode == -signal.SIGKILL
    with closing(open_store(f"sqlite:///{pad}", schrijven=True)) as opnieuw:
        assert (list(opnieuw.digests()), opnieuw.counters(), opnieuw.position("k3cr")) == voor
        opnieuw.apply(make_batch(make_item("1", versie=2)))


def test_a_store_that_was_opened_to_read_does_not_write(store: Store, pad: Path) -> None:
    store.apply(Batch())
    with closing(open_store(f"sqlite:///{pad}", schrijven=False)) as lezer, pytest.raises(StoreOnbruikbaar, match="te lezen"):
        lezer.apply(make_batch(make_item()))


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreOnbruikbaar, match="gesloten"):
        store.position("k3cr")
    with pytest.raises(StoreOnbruikbaar, match="gesloten"):
        store.apply(Batch())


def test_many_threads_read_while_one_writes(store: Store) -> None:
    def read(nummer: int) -> int:
        if nummer % 10 == 0:
            store.apply(make_batch(make_item(str(nummer))))
        return len(store.read([Revisievraag((GROOT,)), Bestaanvraag((f"k3cr:contact:{nummer}",))])[1])

    with ThreadPoolExecutor(20) as draden:
        gevonden = list(draden.map(read, range(200)))
    assert sum(gevonden) == 20
    assert len(store._verbindingen.now()._rustend) <= sqlite_verbindingen.MEESTE_RUSTENDE  # type: ignore[attr-defined]


def test_readers_beyond_the_resting_ones_are_closed(pad: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_verbindingen, "MEESTE_RUSTENDE", 0)
    assert store.position("k3cr") is None
    assert pad.exists()


def test_errors_name_no_value_of_a_record(store: Store, pad: Path) -> None:
    run_sql(pad, "CREATE UNIQUE INDEX nooit_twee ON item_sleutels (sleutel)")
    with pytest.raises(StoreOnbruikbaar) as fout:
        store.apply(make_batch(make_item("1"), make_item("2")))
    assert "123456789" not in str(fout.value)
    assert "SQLITE_CONSTRAINT" in str(fout.value)
