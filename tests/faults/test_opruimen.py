"""Maintenance removes what lies behind the horizon, says so, and leaves everything else (F17)."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from klantbeeld.settings import Settings
from tests.bouwers_bronnen import surroundings
from tests.bouwers_heropbouw import BRON, digest_of_store, list_files, open_gevuld, read_store, rebuild
from tests.programma import run_klantbeeld

WEG = f"{BRON}:contact:weg"


def age_tombstones(settings: Settings, dagen: int) -> None:
    """Makes all tombstones so many days older."""
    naam = "klantbeeld.db-2" if len(list_files(settings)) > 1 else "klantbeeld.db"
    with closing(sqlite3.connect(settings.leveringen.parent / naam)) as verbinding, verbinding:
        verbinding.execute("UPDATE items SET verwijderd_op = date(verwijderd_op, ?) WHERE verwijderd = 1", (f"-{dagen} days",))


def age_switch(settings: Settings, dagen: int) -> None:
    """Makes the last switch so many days older."""
    wijzer = settings.leveringen.parent / "klantbeeld.db-generatie"
    toen = wijzer.stat().st_mtime - dagen * 86_400
    os.utime(wijzer, (toen, toen))


def maintain(settings: Settings, **instellingen: str) -> list[str]:
    """What the command says it did."""
    gedaan = run_klantbeeld(settings.leveringen, "maintain", **surroundings(settings) | instellingen)
    assert gedaan.returncode == 0, gedaan.stderr
    return [regel.partition(" van vóór ")[0] for regel in gedaan.stderr.splitlines()]


def has_tombstone(settings: Settings) -> bool:
    with read_store(settings) as store:
        return WEG in store.stored([WEG])


def test_what_lies_behind_the_horizon_goes_and_the_rest_stays(tmp_path: Path) -> None:
    with open_gevuld(tmp_path, contacten=3) as proef:
        settings = proef.settings
    rebuild(settings)
    eerder = digest_of_store(settings)
    age_tombstones(settings, 30)
    age_switch(settings, 30)
    assert maintain(settings) == ["0 grafstenen", "Vorige generatie opgeruimd: geen."]
    assert (has_tombstone(settings), len(list_files(settings))) == (True, 3)
    age_tombstones(settings, 1)
    age_switch(settings, 1)
    assert maintain(settings) == ["1 grafstenen", "Vorige generatie opgeruimd: klantbeeld.db."]
    assert (has_tombstone(settings), list_files(settings)) == (False, {"klantbeeld.db-2", "klantbeeld.db-generatie"})
    assert digest_of_store(settings) == eerder


def test_the_horizon_is_a_setting(tmp_path: Path) -> None:
    with open_gevuld(tmp_path, contacten=3) as proef:
        settings = proef.settings
    age_tombstones(settings, 8)
    assert maintain(settings)[0] == "0 grafstenen"
    assert maintain(settings, KLANTBEELD_STORE__HORIZON_IN_DAGEN="7")[0] == "1 grafstenen"
