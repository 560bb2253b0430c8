"""F03: power fails in the midst of a write. What SQLite then finds is cut off somewhere; the next start goes on from there."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from klantbeeld.domain.digests import Storedigest
from klantbeeld.settings import Settings
from tests.bouwers_bronnen import make_settings, open_bronnenproef
from tests.bouwers_heropbouw import make_alles
from tests.bouwers_leveringen import write_leveringen
from tests.faults.breuk_vork import BRON, open_vork

PLAATSEN = 60 if "LANGE_TESTS" in os.environ else 5


@pytest.fixture(scope="module")
def gedood(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an indexer that died when all of its first load was written, and nothing brought into the file itself."""
    map_ = tmp_path_factory.mktemp("gedood")
    write_leveringen(make_settings(map_, BRON).leveringen / f"{BRON}.jsonl", make_alles(60))
    with open_vork() as vork:
        assert vork.do(map_, "index", keer=8, moment="na")
    assert (map_ / "klantbeeld.db-wal").stat().st_size > 100_000
    return map_


@pytest.fixture(scope="module")
def heel(gedood: Path, tmp_path_factory: pytest.TempPathFactory) -> Storedigest:
    return index(copy(gedood, tmp_path_factory.mktemp("heel")))


def copy(van: Path, naar: Path) -> Settings:
    shutil.copytree(van, naar, dirs_exist_ok=True)
    (naar / "klantbeeld.db-shm").unlink(missing_ok=True)
    return make_settings(naar, BRON)


def index(settings: Settings) -> Storedigest:
    with open_bronnenproef(settings) as proef:
        proef.index()
        assert proef.store.damaged() == []
        assert proef.tellers(BRON).received == len(make_alles(60))
        return proef.digest()


@pytest.mark.parametrize("plaats", range(PLAATSEN))
def test_a_log_that_was_cut_off_anywhere_is_gone_on_from(tmp_path: Path, gedood: Path, heel: Storedigest, plaats: int) -> None:
    settings = copy(gedood, tmp_path)
    wal = tmp_path / "klantbeeld.db-wal"
    with wal.open("r+b") as bestand:
        bestand.truncate(wal.stat().st_size * plaats // PLAATSEN + 7 * plaats)
    assert index(settings) == heel
    with closing(sqlite3.connect(tmp_path / "klantbeeld.db")) as verbinding:
        assert verbinding.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("deel", [0.25, 0.9])
def test_a_file_of_which_only_a_part_was_brought_up_to_date_is_gone_on_from(
    tmp_path: Path, gedood: Path, heel: Storedigest, deel: float
) -> None:
    settings = copy(gedood, tmp_path / "half")
    copy(gedood, tmp_path / "bijgewerkt")
    with closing(sqlite3.connect(tmp_path / "bijgewerkt" / "klantbeeld.db")) as verbinding:
        verbinding.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    nieuw = (tmp_path / "bijgewerkt" / "klantbeeld.db").read_bytes()
    bestand = tmp_path / "half" / "klantbeeld.db"
    tot = round(len(nieuw) * deel)
    bestand.write_bytes(nieuw[:tot] + bestand.read_bytes()[tot:])
    assert index(settings) == heel


@pytest.mark.parametrize("stand", ["", '{"k3cr.jsonl": [12', "\x00" * 40])
def test_a_position_that_is_none_is_read_again_from_the_beginning(
    tmp_path: Path, gedood: Path, heel: Storedigest, stand: str
) -> None:
    settings = copy(gedood, tmp_path)
    index(settings)
    with closing(sqlite3.connect(tmp_path / "klantbeeld.db")) as verbinding, verbinding:
        assert verbinding.execute("UPDATE posities SET stand = ?", (stand,)).rowcount == 1
    with open_bronnenproef(settings) as proef:
        proef.index()
        assert (proef.digest(), proef.tellers(BRON).applied) == (heel, len(make_alles(60)) - 1)
