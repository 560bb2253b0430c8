"""The consultation log in several files: the chain goes on over them, and what is old enough goes without breaking it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.ketens import Breuksoort
from klantbeeld.access.logbestanden import list_vol, open_bestanden, read_backwards
from klantbeeld.access.nalezen import Keuze, Nalezing, prune_log, verify_log
from klantbeeld.errors import LogGebroken
from tests.bouwers_log import make_log, make_vastlegging

DAG = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)


def write_days(pad: Path, dagen: int) -> Raadplegingenlog:
    """A log with two records on each of so many days."""
    log = make_log(pad)
    for dag in range(dagen):
        log = write_day(pad, dag)
    return log


def write_day(pad: Path, dag: int) -> Raadplegingenlog:
    log = make_log(pad, klok=lambda: DAG + timedelta(days=dag))
    log.append([make_vastlegging(f"{dag}a")])
    log.append([make_vastlegging(f"{dag}b")])
    return log


def list_handelingen(log: Raadplegingenlog) -> list[str]:
    return [record["handeling"] for record in Nalezing(log).list_records(Keuze(gebruiker="account-7"))]


def test_each_day_has_its_own_file_and_the_chain_goes_on(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 3)
    assert [bestand.name for bestand in list_vol(log.pad)] == [
        "log-2026-03-01-000000000001.jsonl",
        "log-2026-03-02-000000000003.jsonl",
    ]
    uitslag = verify_log(log)
    assert (uitslag.aantal, uitslag.breuken) == (6, ())
    assert list_handelingen(log) == ["0a", "0b", "1a", "1b", "2a", "2b"]


def test_a_file_never_grows_beyond_its_size(tmp_path: Path) -> None:
    log = make_log(tmp_path / "log.jsonl", grootste=2000)
    for _ in range(20):
        log.append([make_vastlegging()])
    bestanden = [*list_vol(log.pad), log.pad]
    assert len(bestanden) > 3
    assert all(bestand.stat().st_size <= 2000 for bestand in bestanden)
    assert (verify_log(log).aantal, verify_log(log).breuken) == (20, ())


def test_records_that_are_larger_than_a_file_are_kept_whole(tmp_path: Path) -> None:
    log = make_log(tmp_path / "log.jsonl", grootste=500)
    for _ in range(3):
        log.append([make_vastlegging(werkgevers=("a" * 32,) * 100)])
    assert (verify_log(log).aantal, verify_log(log).breuken) == (3, ())


def test_a_writer_that_stopped_between_two_files_leaves_a_whole_chain(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 2)
    log.pad.rename(tmp_path / "log-2026-03-02-000000000003.jsonl")
    make_log(log.pad).append([make_vastlegging()])
    assert (verify_log(log).aantal, verify_log(log).breuken) == (5, ())


@pytest.mark.parametrize("welke", [0, 1])
def test_a_full_file_that_was_removed_is_found(tmp_path: Path, welke: int) -> None:
    log = write_days(tmp_path / "log.jsonl", 3)
    list_vol(log.pad)[welke].unlink()
    assert [breuk.soort for breuk in verify_log(log).breuken] == [Breuksoort.ONTBREEKT]


def test_files_older_than_the_retention_go_and_the_chain_stays_whole(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 4)
    assert prune_log(log, "2026-03-03") == ["log-2026-03-01-000000000001.jsonl", "log-2026-03-02-000000000003.jsonl"]
    uitslag = verify_log(log)
    assert (uitslag.aantal, uitslag.kop.nr, uitslag.breuken) == (4, 8, ())
    assert list_handelingen(log) == ["2a", "2b", "3a", "3b"]


def test_a_file_with_one_record_that_must_be_kept_stays(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 2)
    assert prune_log(log, "2026-03-01") == []


def test_the_file_that_grows_never_goes(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 1)
    assert prune_log(log, "2030-01-01") == []


def test_what_the_sink_has_not_accepted_stays(tmp_path: Path) -> None:
    log = make_log(write_days(tmp_path / "log.jsonl", 3).pad, grens=100)
    assert prune_log(log, "2030-01-01") == []


def test_removing_more_than_was_allowed_is_found(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 4)
    prune_log(log, "2026-03-02")
    list_vol(log.pad)[0].unlink()
    assert [breuk.soort for breuk in verify_log(log).breuken] == [Breuksoort.ONTBREEKT]


def test_clearing_up_that_was_broken_off_leaves_a_whole_chain(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 3)
    eerste = list_vol(log.pad)[0]
    inhoud = eerste.read_bytes()
    prune_log(log, "2026-03-02")
    eerste.write_bytes(inhoud)
    assert (verify_log(log).aantal, verify_log(log).breuken) == (6, ())


def test_nothing_goes_from_a_log_that_is_not_whole(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 3)
    log.pad.write_bytes(log.pad.read_bytes().replace(b"account-7", b"account-8"))
    with pytest.raises(LogGebroken):
        prune_log(log, "2030-01-01")
    assert len(list_vol(log.pad)) == 2


def test_after_everything_went_the_chain_goes_on_from_what_is_remembered(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 2)
    log.pad.rename(tmp_path / "log-2026-03-02-000000000003.jsonl")
    prune_log(log, "2030-01-01")
    make_log(log.pad).append([make_vastlegging()])
    uitslag = verify_log(log)
    assert (uitslag.aantal, uitslag.kop.nr, uitslag.breuken) == (1, 5, ())


def test_a_file_that_becomes_full_while_it_is_read_is_read_once(tmp_path: Path) -> None:
    log = write_days(tmp_path / "log.jsonl", 2)
    lezing = open_bestanden(log.pad)
    gelezen = [next(lezing).read()]
    make_log(log.pad, klok=lambda: DAG + timedelta(days=2)).append([make_vastlegging("nieuw")])
    gelezen += [bestand.read() for bestand in lezing]
    assert b"".join(gelezen).count(b"\n") == 5


def test_lines_are_read_backwards_however_long_they_are(tmp_path: Path) -> None:
    pad = tmp_path / "regels"
    regels = [f"{nummer}".encode() * maat for nummer, maat in enumerate((1, 70_000, 5, 600_000, 3), 1)]
    pad.write_bytes(b"\n".join(regels) + b"\n")
    with pad.open("rb") as bestand:
        assert list(read_backwards(bestand.fileno(), pad.stat().st_size)) == regels[::-1]


SCHRIJF = """
import sys
from pathlib import Path
from tests.bouwers_log import make_log, make_vastlegging
log = make_log(Path(sys.argv[1]), grootste=5000)
for _ in range(60):
    log.append([make_vastlegging()])
"""


def test_several_processes_write_one_chain_over_many_files(tmp_path: Path) -> None:
    pad = tmp_path / "log.jsonl"
    opdracht = [sys.executable, "-c", SCHRIJF, str(pad)]
    schrijvers = [subprocess.Popen(opdracht, cwd=Path(__file__).parents[2]) for _ in range(3)]
    assert [schrijver.wait(timeout=60) for schrijver in schrijvers] == [0, 0, 0]
    uitslag = verify_log(make_log(pad))
    assert (uitslag.aantal, uitslag.breuken) == (180, ())
    assert len(list_vol(pad)) > 10
