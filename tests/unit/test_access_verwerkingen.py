"""Processing records (Logboek Dataverwerkingen 1.0): one per employer, by a pseudonym, and nothing of who looked."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from klantbeeld.access.verwerkingen import Verwerking, make_verwerkingen
from tests.bouwers_log import BELLER, TRACE, make_log, make_vastlegging, read_log

SLEUTEL = b"de sleutel van pseudoniemen"
APPLICATIE = "https://loonaangifte.example.nl/koppeling"
DOEL = "urn:klantbeeld:verwerking:handhaving"


def make_record(tmp_path: Path, *werkgevers: str) -> dict[str, Any]:
    make_log(tmp_path / "log.jsonl").append([make_vastlegging(werkgevers=werkgevers)])
    return read_log(tmp_path / "log.jsonl")[-1]


def follow(record: dict[str, Any], sleutel: bytes = SLEUTEL) -> list[Verwerking]:
    return list(make_verwerkingen(record, sleutel))


def test_each_employer_that_was_shown_has_a_record_of_its_own(tmp_path: Path) -> None:
    een, ander = follow(make_record(tmp_path, "a1", "b2"))
    assert een.span_id != ander.span_id
    assert een.kenmerken["dpl.core.data_subject_id"] != ander.kenmerken["dpl.core.data_subject_id"]


def test_a_record_has_the_fields_of_the_standard(tmp_path: Path) -> None:
    (verwerking,) = follow({**make_record(tmp_path, "a1"), "spanId": "00f067aa0ba902b7"})
    assert (verwerking.trace_id, verwerking.parent_span_id, verwerking.name) == (TRACE, "00f067aa0ba902b7", "raadplegen")
    assert len(verwerking.span_id) == 16
    assert verwerking.kenmerken.keys() == {
        "dpl.core.processing_activity_id",
        "dpl.core.data_subject_id",
        "dpl.core.data_subject_id_type",
        "dpl.core.foreign_operation.span_id",
    }
    assert verwerking.kenmerken["dpl.core.processing_activity_id"] == DOEL
    assert verwerking.kenmerken["dpl.core.foreign_operation.span_id"] == BELLER


@pytest.mark.parametrize(
    ("applicatie", "beller", "over"),
    [
        (APPLICATIE, BELLER, {"span_id": BELLER, "processor": APPLICATIE}),
        (APPLICATIE, None, {}),
        (None, BELLER, {"span_id": BELLER}),
    ],
    ids=["a part of its work", "not said of what", "not registered"],
)
def test_an_operation_of_another_application_is_named_with_that_application(
    tmp_path: Path, applicatie: str | None, beller: str | None, over: dict[str, str]
) -> None:
    make_log(tmp_path / "log.jsonl").append([make_vastlegging(applicatie=applicatie, beller=beller)])
    (verwerking,) = follow(read_log(tmp_path / "log.jsonl")[0])
    vreemd = {naam: waarde for naam, waarde in verwerking.kenmerken.items() if ".foreign_operation." in naam}
    assert vreemd == {f"dpl.core.foreign_operation.{naam}": waarde for naam, waarde in over.items()}


def test_times_are_milliseconds_of_begin_and_end() -> None:
    record = {
        "zegel": "0" * 64,
        "traceId": TRACE,
        "handeling": "zoeken",
        "doel": DOEL,
        "werkgevers": [],
        "begonnen": "2026-03-01T10:00:00.250+00:00",
        "tijd": "2026-03-01T10:00:00.375+00:00",
        "resultaat": "ok",
    }
    (verwerking,) = follow(record)
    assert (verwerking.start_time, verwerking.end_time) == (1772359200250, 1772359200375)


@pytest.mark.parametrize(("resultaat", "is_gelukt"), [("ok", True), ("fout", False), ("geweigerd", False)])
def test_only_what_succeeded_has_status_ok(tmp_path: Path, resultaat: str, is_gelukt: bool) -> None:
    (verwerking,) = follow({**make_record(tmp_path, "a1"), "resultaat": resultaat})
    assert verwerking.is_gelukt is is_gelukt


def test_nothing_in_a_record_says_who_looked_or_at_whom(tmp_path: Path) -> None:
    werkgever = "9f8e7d6c5b4a39281706f5e4d3c2b1a0"
    tekst = str([asdict(verwerking) for verwerking in follow(make_record(tmp_path, werkgever))])
    assert [woord for woord in ("account-7", "handhaver'", "10.0.0.7", werkgever) if woord in tekst] == []


def test_an_employer_has_one_pseudonym_under_a_key_and_another_under_another(tmp_path: Path) -> None:
    record = make_record(tmp_path, "a1")
    een, weer, ander = (follow(record, sleutel)[0].kenmerken for sleutel in (SLEUTEL, SLEUTEL, b"andere sleutel"))
    assert een == weer
    assert een["dpl.core.data_subject_id"] != ander["dpl.core.data_subject_id"]


def test_a_search_that_shows_nobody_is_a_processing_without_a_data_subject(tmp_path: Path) -> None:
    (verwerking,) = follow(make_record(tmp_path))
    assert "dpl.core.data_subject_id" not in verwerking.kenmerken


def test_the_same_line_gives_the_same_records_again(tmp_path: Path) -> None:
    record = make_record(tmp_path, "a1", "b2")
    assert follow(record) == follow(record)


def test_two_consultations_in_one_trace_are_two_records(tmp_path: Path) -> None:
    assert follow(make_record(tmp_path, "a1"))[0].span_id != follow(make_record(tmp_path, "a1"))[0].span_id
