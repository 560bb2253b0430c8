"""A rebuild that is killed, at whatever step, leaves a complete store; the next start clears up what it left (F02)."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from klantbeeld.domain.digests import Storedigest
from klantbeeld.settings import Settings
from tests.bouwers_bronnen import open_bronnenproef, surroundings
from tests.bouwers_heropbouw import BRON, digest_of_store, list_files, open_gevuld, read_store, rebuild
from tests.bouwers_leveringen import VANDAAG, make_contact
from tests.faults.breuk_heropbouw import STAPPEN
from tests.faults.test_gedood import start

LANG = "LANGE_TESTS" in os.environ
ELKE_STAP = [
    ("begin-log", "na", 1), ("vullen", "na", 1), ("profielen", "na", 1), ("maanden", "voor", 1), ("afgeleid", "na", 1),
    ("vergelijken", "na", 1), ("gewijzigd", "na", 1), ("wisselen", "voor", 1), ("boekhouding", "na", 3),
    ("einde-log", "na", 2), ("wijzer", "voor", 1), ("wijzer", "na", 1), ("opruimen", "voor", 2), ("wisselen", "na", 1),
]  # fmt: skip
OVERAL = [*((stap, moment, 1) for stap in STAPPEN for moment in ("voor", "na")), ("opruimen", "na", 2)]
TERUG = [("begin-log", "na", 1), ("boekhouding", "na", 2), ("wijzer", "voor", 1), ("wijzer", "na", 1)]
VAN_BRONNEN = [("afgeleid", "na", 1)]
OPTIES: dict[str, list[str]] = {"rebuild": [], "terug": ["--rollback"], "van bronnen": ["--van-bronnen"]}
GEVALLEN = [
    *(("rebuild", *punt) for punt in (dict.fromkeys([*ELKE_STAP, *OVERAL]) if LANG else ELKE_STAP)),
    *(("terug", *punt) for punt in TERUG),
    *(("van bronnen", *punt) for punt in VAN_BRONNEN),
]


Breekpunt = tuple[str, str, int]


def kill_at(settings: Settings, breekpunt: Breekpunt, *opties: str) -> None:
    """A rebuild that dies at this step, and fails this test when it never comes there."""
    opdracht = ["tests.faults.breuk_heropbouw", *map(str, breekpunt), "rebuild", *opties]
    assert start(opdracht, surroundings(settings)).wait(timeout=60) == -signal.SIGKILL


def index(settings: Settings) -> Storedigest:
    """The next start of an indexer, and how the store then stands."""
    with open_bronnenproef(settings) as proef:
        proef.index()
        assert proef.store.marks(VANDAAG) == []
        return proef.digest()


def has_log(settings: Settings) -> bool:
    """Whether any generation still keeps a log of what changes."""
    map_ = settings.leveringen.parent
    namen = [naam for naam in list_files(settings) if not naam.endswith("-generatie")]
    for naam in namen:
        with closing(sqlite3.connect(map_ / naam)) as verbinding:
            if verbinding.execute("SELECT 1 FROM sqlite_master WHERE name = 'opbouwlog'").fetchone():
                return True
    return False


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda geval: "-".join(map(str, geval)))
def test_a_rebuild_killed_at_a_step_leaves_a_complete_store_and_nothing_else(
    tmp_path: Path, geval: tuple[str, str, str, int]
) -> None:
    soort = geval[0]
    with open_gevuld(tmp_path, contacten=3) as proef:
        settings = proef.settings
        if soort == "terug":
            rebuild(settings)
            proef.append(BRON, make_contact(bron=BRON, sleutel="na de wisseling"))
            proef.run()
        eerder = digest_of_store(settings)
    kill_at(settings, (geval[1], geval[2], geval[3]), *OPTIES[soort])
    assert digest_of_store(settings) == eerder
    assert index(settings) == eerder
    assert len(list_files(settings)) in {1, 3}
    with read_store(settings) as store:
        assert store.counters()[0].received >= 11
    rebuild(settings)
    assert digest_of_store(settings) == eerder
    assert (len(list_files(settings)), has_log(settings)) == (3, False)


def test_what_was_delivered_after_a_kill_is_in_the_store_of_the_next_rebuild(tmp_path: Path) -> None:
    with open_gevuld(tmp_path, contacten=3) as proef:
        settings = proef.settings
    for stap in ("vullen", "wisselen", "wijzer"):
        kill_at(settings, (stap, "voor", 1))
        with open_bronnenproef(settings) as proef:
            proef.append(BRON, make_contact(bron=BRON, sleutel=stap))
            verwacht = index(settings)
        rebuild(settings)
        assert digest_of_store(settings) == verwacht
    with read_store(settings) as store:
        assert {f"{BRON}:contact:{stap}" for stap in ("vullen", "wisselen", "wijzer")} <= dict(store.live_versions(BRON)).keys()


def test_a_rebuild_that_is_interrupted_clears_up_after_itself(tmp_path: Path) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with open_gevuld(tmp_path, contacten=3) as proef:
        with pytest.raises(KeyboardInterrupt):
            rebuild(proef.settings, interrupt)
        assert (list_files(proef.settings), has_log(proef.settings)) == ({"klantbeeld.db"}, False)
