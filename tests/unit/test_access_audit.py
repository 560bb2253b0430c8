"""The consultation log: one whole line per consultation, durable before anything is shown, or nothing at all."""

import os
import re
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Event

import orjson
import pytest

from klantbeeld.access import audit
from klantbeeld.errors import NietVastgelegd
from tests.bouwers_log import BELLER, TRACE, make_log, make_vastlegging, read_log
from tests.programma import wait_until


def test_a_record_says_who_when_why_what_and_with_which_result(tmp_path: Path) -> None:
    pad = tmp_path / "log.jsonl"
    voor = datetime.now(UTC).isoformat(timespec="milliseconds")
    make_log(pad).append([make_vastlegging()])
    (regel,) = read_log(pad)
    assert voor <= regel.pop("tijd") <= datetime.now(UTC).isoformat(timespec="milliseconds")
    assert voor <= regel.pop("begonnen") <= datetime.now(UTC).isoformat(timespec="milliseconds")
    assert re.fullmatch("[0-9a-f]{64}", regel.pop("zegel"))
    assert regel == {
        "nr": 1,
        "vorige": "0" * 64,
        "herkomst": "10.0.0.7",
        "aanroepSpanId": BELLER,
        "traceId": TRACE,
        "gebruiker": "account-7",
        "rol": "handhaver",
        "doel": "urn:klantbeeld:verwerking:handhaving",
        "handeling": "raadplegen",
        "werkgevers": ["a1"],
        "groepen": ["ZAAKMANAGEMENT"],
        "resultaat": "ok",
    }


def test_records_are_added_behind_those_that_are_there(tmp_path: Path) -> None:
    pad = tmp_path / "log.jsonl"
    for handeling in ("een", "twee"):
        make_log(pad).append([make_vastlegging(handeling), make_vastlegging(handeling)])
    assert [regel["handeling"] for regel in read_log(pad)] == ["een", "een", "twee", "twee"]


def test_the_folder_of_the_log_is_made(tmp_path: Path) -> None:
    pad = tmp_path / "nog" / "niet" / "log.jsonl"
    make_log(pad).append([make_vastlegging()])
    assert len(read_log(pad)) == 1


def test_only_the_owner_may_read_the_log(tmp_path: Path) -> None:
    pad = tmp_path / "log.jsonl"
    make_log(pad).append([make_vastlegging()])
    assert stat.S_IMODE(pad.stat().st_mode) == 0o600


def test_a_folder_in_the_place_of_the_log_refuses_every_record(tmp_path: Path) -> None:
    with pytest.raises(NietVastgelegd) as fout:
        make_log(tmp_path).append([make_vastlegging()])
    assert str(fout.value).startswith("De raadpleging kon niet worden vastgelegd (Is a directory); daarom wordt niets getoond.")


def test_a_file_in_the_place_of_its_folder_refuses_every_record(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("")
    with pytest.raises(NietVastgelegd):
        make_log(tmp_path / "map" / "log.jsonl").append([make_vastlegging()])


def test_a_record_behind_one_that_was_cut_off_stays_readable(tmp_path: Path) -> None:
    pad = tmp_path / "log.jsonl"
    pad.write_bytes(b'{"tijd":"2026-03-01","trac')
    make_log(pad).append([make_vastlegging()])
    afgebroken, heel = pad.read_bytes().splitlines()
    assert afgebroken == b'{"tijd":"2026-03-01","trac'
    assert orjson.loads(heel)["traceId"] == TRACE


def test_records_of_many_threads_stay_whole_lines(tmp_path: Path) -> None:
    pad = tmp_path / "log.jsonl"
    log = make_log(pad)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda nummer: log.append([make_vastlegging(str(nummer), ("x" * 3000,))] * 2), range(60)))
    regels = [regel["handeling"] for regel in read_log(pad)]
    assert sorted(regels, key=int) == [str(nummer) for nummer in range(60) for _ in range(2)]
    assert regels[::2] == regels[1::2]


@contextmanager
def limit_files(grens: int) -> Iterator[None]:
    """No file can grow beyond this size: what a full disk does to a write."""
    zacht, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (grens, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (zacht, hard))


@pytest.mark.parametrize("ruimte", [0, 1, 300, 500])
def test_a_full_disk_leaves_no_half_record_behind(tmp_path: Path, ruimte: int) -> None:
    log = make_log(tmp_path / "log.jsonl")
    log.append([make_vastlegging()])
    voor = (tmp_path / "log.jsonl").read_bytes()
    with limit_files(len(voor) + ruimte), pytest.raises(NietVastgelegd, match="daarom wordt niets getoond"):
        log.append([make_vastlegging(), make_vastlegging("x" * 300)])
    assert (tmp_path / "log.jsonl").read_bytes() == voor


def test_when_there_is_room_again_records_are_added_again(tmp_path: Path) -> None:
    log = make_log(tmp_path / "log.jsonl")
    with limit_files(10), pytest.raises(NietVastgelegd):
        log.append([make_vastlegging()])
    log.append([make_vastlegging("daarna")])
    assert [regel["handeling"] for regel in read_log(tmp_path / "log.jsonl")] == ["daarna"]


@contextmanager
def hold_writer(log: audit.Raadplegingenlog, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A thread that writes a record and does not end before this does; gives what was made durable, file by file."""
    sync, door, bezig = os.fsync, Event(), Event()
    gesynct: list[int] = []

    def hold(bestand: int) -> None:
        bezig.set()
        door.wait(60)
        sync(bestand)
        gesynct.append(bestand)

    monkeypatch.setattr(audit, "sync_folder", lambda _: None)
    monkeypatch.setattr("os.fsync", hold)
    with ThreadPoolExecutor(1) as thread:
        eerste = thread.submit(log.append, [make_vastlegging("eerste")])
        assert bezig.wait(60)
        try:
            yield gesynct
        finally:
            door.set()
        eerste.result(60)


SCHRIJF = """
import sys
from pathlib import Path
from tests.bouwers_log import make_log, make_vastlegging
for _ in range(50):
    make_log(Path(sys.argv[1])).append([make_vastlegging()] * 2)
"""


def test_records_of_several_processes_are_all_kept(tmp_path: Path) -> None:
    pad = tmp_path / "log.jsonl"
    opdracht = [sys.executable, "-c", SCHRIJF, str(pad)]
    schrijvers = [subprocess.Popen(opdracht, cwd=Path(__file__).parents[2]) for _ in range(2)]
    assert [schrijver.wait(timeout=60) for schrijver in schrijvers] == [0, 0]
    assert len(read_log(pad)) == 200


def test_a_record_waits_for_its_turn_only_so_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "GEDULD", 0.05)
    pad = tmp_path / "log.jsonl"
    log = make_log(pad)
    log.append([make_vastlegging()])
    with pad.open() as ander:
        flock(ander, LOCK_EX)
        with pytest.raises(NietVastgelegd):
            log.append([make_vastlegging()])
    log.append([make_vastlegging()])
    assert len(read_log(pad)) == 2


def test_a_record_waits_for_another_thread_only_so_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = make_log(tmp_path / "log.jsonl")
    with hold_writer(log, monkeypatch):
        monkeypatch.setattr(audit, "GEDULD", 0.05)
        with pytest.raises(NietVastgelegd):
            log.append([make_vastlegging("te laat")])
    assert [regel["handeling"] for regel in read_log(log.pad)] == ["eerste"]


def test_what_waits_while_somebody_writes_is_written_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "GEDULD", 60.0)
    log = make_log(tmp_path / "log.jsonl")
    with ThreadPoolExecutor(20) as threads:
        with hold_writer(log, monkeypatch) as gesynct:
            wachtend = [threads.submit(log.append, [make_vastlegging(str(nummer))]) for nummer in range(20)]
            wait_until(lambda: len(log._wachtend) == 20)
        for deel in wachtend:
            deel.result(60)
    assert (len(read_log(log.pad)), len(gesynct)) == (21, 2)


def test_when_writing_fails_in_an_unforeseen_way_nobody_takes_it_for_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "GEDULD", 60.0)
    log = make_log(tmp_path / "log.jsonl")
    with ThreadPoolExecutor(5) as threads:
        with hold_writer(log, monkeypatch):
            wachtend = [threads.submit(log.append, [make_vastlegging()]) for _ in range(5)]
            wait_until(lambda: len(log._wachtend) == 5)
            monkeypatch.setattr(audit, "seal_regels", lambda *_: 1 / 0)
        fouten = sorted(type(deel.exception(60)).__name__ for deel in wachtend)
    assert fouten == ["NietVastgelegd"] * 4 + ["ZeroDivisionError"]
    monkeypatch.undo()
    log.append([make_vastlegging("daarna")])
    assert [regel["handeling"] for regel in read_log(log.pad)] == ["eerste", "daarna"]
