"""Searching in SQLite: the full-text tables after changes and interruptions, one moment per read, and a bound on its time."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from klantbeeld.domain.digests import restore_profiel
from klantbeeld.domain.vragen import Bestaanvraag, Eis, Vraag, Zoekvraag
from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.stores import sqlite, sqlite_zoeken
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Profielwijziging, Store
from tests.bouwers import make_profiel

KILLED_PROFIELEN = """
import os, signal
from klantbeeld.stores import sqlite_profielen
from klantbeeld.stores.opening import open_store
from tests.unit.test_sqlite_zoeken import write_namen

sqlite_profielen._remove_profielen = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_namen(open_store({url!r}, schrijven=True), {{f"{{nummer:032x}}": "Smid" for nummer in range(200)}})
"""

SWITCHING = """
from klantbeeld.stores.opening import open_store
from tests.unit.test_sqlite_zoeken import write_namen

store = open_store({url!r}, schrijven=True)
for ronde in range(100):
    write_namen(store, {{"a": "Smid" if ronde % 2 else "Bakker"}})
"""


def write_namen(store: Store, namen: dict[str, str | None]) -> None:
    """Writes for each id a profile with this name, or removes it."""
    tokens = store.tokens(list(namen))
    profielen = {id_: make_profiel(id_, namen=(naam,)) if naam else None for id_, naam in namen.items()}
    store.write_profielen([Profielwijziging(id_, profiel, tokens[id_]) for id_, profiel in profielen.items()])


def search(store: Store, term: str) -> list[str]:
    return [profiel.id for profiel in store.read([Zoekvraag((Eis((term,)),), 10_000)])[0]]


def read_zoektabellen(pad: Path) -> set[tuple[str, int, str]]:
    """Every (table, zoekrij, term) that the full-text tables hold, after SQLite found them sound."""
    inhoud: set[tuple[str, int, str]] = set()
    with closing(sqlite3.connect(pad)) as verbinding:
        for tabel in ("zoekwoorden", "zoekdelen"):
            verbinding.execute(f"INSERT INTO {tabel} ({tabel}) VALUES ('integrity-check')")  # noqa: S608
            verbinding.execute(f"CREATE VIRTUAL TABLE temp.{tabel}_termen USING fts5vocab ('main', '{tabel}', 'instance')")
            rijen = verbinding.execute(f"SELECT doc, term FROM temp.{tabel}_termen")  # noqa: S608
            inhoud.update((tabel, *rij) for rij in rijen)
    return inhoud


def expect_zoektabellen(pad: Path) -> set[tuple[str, int, str]]:
    """What the full-text tables must hold for the profiles that are kept."""
    with closing(sqlite3.connect(pad)) as verbinding:
        rijen = verbinding.execute("SELECT zoekrij, document FROM profielen WHERE document NOT NULL").fetchall()
    verwacht: set[tuple[str, int, str]] = set()
    for zoekrij, document in rijen:
        teksten = sqlite_zoeken.write_termen(restore_profiel(document))
        verwacht.update(("zoekwoorden", zoekrij, term) for term in teksten[0].split(" "))
        verwacht.update(("zoekdelen", zoekrij, term) for term in teksten[1].split(" "))
    return verwacht


def test_full_text_tables_hold_the_terms_of_live_profiles_and_nothing_else(store: Store, pad: Path) -> None:
    write_namen(store, {"a": "Bakker", "b": "Smid", "c": "Café De Ω"})
    write_namen(store, {"a": "Bakkerij Jansen", "b": None})
    write_namen(store, {"b": "Smid", "c": "Café De Ω"})
    assert read_zoektabellen(pad) == expect_zoektabellen(pad)
    assert len(expect_zoektabellen(pad)) > 50


def test_a_process_that_is_killed_while_it_writes_profiles_leaves_full_text_tables_whole(store: Store, pad: Path) -> None:
    oud: dict[str, str | None] = {f"{nummer:032x}": "Bakker Jansen" for nummer in range(100)}
    write_namen(store, oud)
    voor = list(store.digests())
    store.close()
    klaar = subprocess.run([sys.executable, "-c", KILLED_PROFIELEN.format(url=f"sqlite:///{pad}")], check=False)
    assert klaar.returncode == -signal.SIGKILL
    with closing(open_store(f"sqlite:///{pad}", schrijven=True)) as opnieuw:
        assert list(opnieuw.digests()) == voor
        assert search(opnieuw, "w:jansen") == list(oud)
        assert search(opnieuw, "w:smid") == []
        assert read_zoektabellen(pad) == expect_zoektabellen(pad)
        write_namen(opnieuw, dict.fromkeys(oud, "Smid"))
        assert (search(opnieuw, "w:jansen"), search(opnieuw, "w:smid")) == ([], list(oud))


def test_searches_in_one_read_see_one_moment_while_another_process_writes(store: Store, pad: Path) -> None:
    write_namen(store, {"a": "Bakker"})
    vragen = [Zoekvraag((Eis((term,)),), 10) for term in ("w:bakker", "w:smid", "s:smd")]
    gezien = {tuple(map(len, store.read(vragen)))}
    with subprocess.Popen([sys.executable, "-c", SWITCHING.format(url=f"sqlite:///{pad}")]) as schrijver:
        while schrijver.poll() is None:
            gezien.add(tuple(map(len, store.read(vragen))))
    assert schrijver.returncode == 0
    assert gezien | {tuple(map(len, store.read(vragen)))} == {(1, 0, 0), (0, 1, 1)}


def test_a_search_that_takes_too_long_is_given_up_and_leaves_other_questions_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_namen(store, {"a": "Bakker"})
    vragen: list[Vraag] = [Zoekvraag((Eis(("w:bakker",)),), 10), Bestaanvraag(("k3cr:contact:1",))]
    with monkeypatch.context() as anders:
        anders.setattr(sqlite, "LANGSTE_ZOEKTIJD", -1.0)
        anders.setattr(sqlite_zoeken, "_STAPPEN", 1)
        gestopt, bestaan = store.read(vragen)
    assert isinstance(gestopt, StoreOnbereikbaar)
    assert str(gestopt) == "Het zoeken duurde te lang en is gestopt. Zoek op minder of andere woorden."
    assert bestaan == {}
    assert [profiel.id for profiel in store.read(vragen)[0]] == ["a"]


def test_a_search_in_a_table_that_is_gone_is_not_taken_for_a_slow_one(store: Store, pad: Path) -> None:
    with closing(sqlite3.connect(pad)) as verbinding:
        verbinding.execute("DROP TABLE zoekdelen")
    with pytest.raises(StoreOnbruikbaar, match="SQLITE_ERROR"):
        search(store, "t:bak")
