"""Processing records on their way to the sink: each arrives, also when the sink or this process was away (F34)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from klantbeeld.access.ankers import Ankersoort
from klantbeeld.access.audit import Raadplegingenlog
from klantbeeld.access.nalezen import prune_log, verify_log
from klantbeeld.errors import LogboekVol
from klantbeeld.verzenden import sending
from tests.bouwers_log import BELLER, TRACE, make_log, make_vastlegging
from tests.bouwers_spans import Verzamelaar, run_verzamelaar
from tests.programma import wait_until

SLEUTEL = b"pseudoniemen"


@pytest.fixture
def sink() -> Iterator[Verzamelaar]:
    with run_verzamelaar() as sink:
        yield sink


def list_ids(sink: Verzamelaar) -> list[bytes]:
    return [span.span_id for span in sink.list_spans()]


def sent_of(log: Raadplegingenlog) -> int:
    verzonden = log.ankers.read(Ankersoort.VERZONDEN)
    assert verzonden is not None
    return verzonden.nr


def append(log: Raadplegingenlog, aantal: int) -> None:
    for _ in range(aantal):
        log.append([make_vastlegging()])


def test_a_record_comes_to_the_sink_as_the_standard_says(tmp_path: Path, sink: Verzamelaar) -> None:
    log = make_log(tmp_path / "log.jsonl")
    with sending(log, sink.url, SLEUTEL):
        append(log, 1)
        wait_until(lambda: len(sink.ruw) == 1)
    (span,) = sink.list_spans()
    assert (span.trace_id.hex(), span.name, span.status.code) == (TRACE, "raadplegen", Status.STATUS_CODE_OK)
    assert 0 < span.start_time_unix_nano <= span.end_time_unix_nano
    kenmerken = {deel.key: deel.value.string_value for deel in span.attributes}
    assert kenmerken["dpl.core.processing_activity_id"] == "urn:klantbeeld:verwerking:handhaving"
    assert kenmerken["dpl.core.foreign_operation.span_id"] == BELLER
    assert b"account-7" not in b"".join(sink.ruw)


def test_without_a_sink_nothing_is_sent_and_nothing_waits(tmp_path: Path) -> None:
    log = make_log(tmp_path / "log.jsonl")
    with sending(log, None, SLEUTEL):
        append(log, 3)
    assert sorted(bestand.name for bestand in tmp_path.iterdir()) == ["log.jsonl"]


def test_what_was_recorded_while_nobody_sent_is_sent_later(tmp_path: Path, sink: Verzamelaar) -> None:
    log = make_log(tmp_path / "log.jsonl", grootste=2000)
    append(log, 20)
    with sending(make_log(log.pad), sink.url, SLEUTEL):
        wait_until(lambda: sent_of(log) == 20)
        append(log, 5)
        wait_until(lambda: sent_of(log) == 25)
    assert len(set(list_ids(sink))) == len(list_ids(sink)) == 25


def test_a_sink_that_refuses_gets_everything_once_it_accepts(tmp_path: Path, sink: Verzamelaar) -> None:
    log = make_log(tmp_path / "log.jsonl")
    sink.status = 400
    with sending(log, sink.url, SLEUTEL):
        append(log, 3)
        assert sent_of(log) == 0
        sink.status = 200
        wait_until(lambda: sent_of(log) == 3)
    assert len(set(list_ids(sink))) == len(list_ids(sink)) == 3


def test_the_next_process_goes_on_where_the_one_before_stopped(tmp_path: Path, sink: Verzamelaar) -> None:
    dag = datetime(2026, 3, 1, tzinfo=UTC)
    for nummer in range(4):
        log = make_log(tmp_path / "log.jsonl", klok=lambda: dag + timedelta(days=nummer))  # noqa: B023 - used at once
        with sending(log, sink.url, SLEUTEL):
            append(log, 2)
            wait_until(lambda: sent_of(log) == 2 * nummer + 2)  # noqa: B023
    assert len(set(list_ids(sink))) == len(list_ids(sink)) == 8


def test_a_process_that_died_before_it_remembered_sends_the_same_records_again(tmp_path: Path, sink: Verzamelaar) -> None:
    log = make_log(tmp_path / "log.jsonl")
    append(log, 3)
    for _ in range(2):
        with sending(make_log(log.pad), sink.url, SLEUTEL):
            wait_until(lambda: sent_of(log) == 3)
        log.ankers.name(Ankersoort.VERZONDEN).unlink()
    assert len(list_ids(sink)) == 6
    assert len(set(list_ids(sink))) == 3


def test_of_two_processes_one_sends(tmp_path: Path, sink: Verzamelaar) -> None:
    log, ander = make_log(tmp_path / "log.jsonl"), make_log(tmp_path / "log.jsonl")
    with sending(log, sink.url, SLEUTEL):
        append(log, 1)
        wait_until(lambda: sent_of(log) == 1)
        with sending(ander, sink.url, SLEUTEL):
            append(ander, 5)
            append(log, 5)
            wait_until(lambda: sent_of(log) == 11)
    assert len(set(list_ids(sink))) == len(list_ids(sink)) == 11


def test_when_too_many_wait_no_record_is_accepted_and_so_nothing_shown(tmp_path: Path) -> None:
    log = make_log(tmp_path / "log.jsonl", grens=3)
    append(log, 3)
    with pytest.raises(LogboekVol, match="Er wachten 3 records op het Logboek Dataverwerkingen"):
        append(log, 1)
    with pytest.raises(LogboekVol):
        log.check()
    assert verify_log(log).aantal == 3


def test_once_the_sink_accepts_again_records_are_accepted_too(tmp_path: Path, sink: Verzamelaar) -> None:
    log = make_log(tmp_path / "log.jsonl", grens=3)
    append(log, 3)
    with sending(log, sink.url, SLEUTEL):
        wait_until(lambda: sent_of(log) == 3)
        append(log, 3)
    assert verify_log(log).aantal == 6


def test_a_record_that_was_changed_is_not_sent(tmp_path: Path, sink: Verzamelaar) -> None:
    log = make_log(tmp_path / "log.jsonl")
    append(log, 2)
    regels = log.pad.read_bytes().splitlines(keepends=True)
    log.pad.write_bytes(regels[0].replace(b'"a1"', b'"b2"') + regels[1])
    with sending(log, sink.url, SLEUTEL):
        wait_until(lambda: sent_of(log) == 2)
    assert len(list_ids(sink)) == 1


def test_a_log_that_was_cut_off_is_sent_anew_rather_than_not_at_all(tmp_path: Path, sink: Verzamelaar) -> None:
    log = make_log(tmp_path / "log.jsonl")
    append(log, 5)
    with sending(log, sink.url, SLEUTEL):
        wait_until(lambda: sent_of(log) == 5)
    log.pad.write_bytes(b"".join(log.pad.read_bytes().splitlines(keepends=True)[:2]))
    append(log, 1)
    with sending(make_log(log.pad), sink.url, SLEUTEL):
        wait_until(lambda: sent_of(log) == 3)
    assert len(set(list_ids(sink))) == 6


def test_what_was_sent_may_be_cleared_up_while_it_goes_on(tmp_path: Path, sink: Verzamelaar) -> None:
    log = make_log(tmp_path / "log.jsonl", grootste=1500, grens=1000)
    with sending(log, sink.url, SLEUTEL):
        append(log, 12)
        wait_until(lambda: sent_of(log) == 12)
        assert len(prune_log(log, "2999-01-01")) > 2
        append(log, 12)
        wait_until(lambda: sent_of(log) == 24)
    assert len(set(list_ids(sink))) == len(list_ids(sink)) == 24
