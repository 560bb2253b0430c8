"""How long people waited, by day, out of the consultation log (issue 8, §3)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.access import snelheden
from klantbeeld.access.snelheden import Dagsnelheid, measure_snelheden, take_percentile
from tests.bouwers_log import make_log

MIDDAG = datetime(2026, 3, 2, 12, tzinfo=UTC)
WAT = ("zoeken", "raadplegen")


def write_log(pad: Path, *regels: tuple[datetime, float, str]) -> Path:
    """A log of consultations that were recorded at a moment, after so many seconds."""
    with pad.open("ab") as bestand:
        for nummer, (tijd, duur, handeling) in enumerate(regels):
            begonnen = (tijd - timedelta(seconds=duur)).isoformat(timespec="milliseconds")
            record = {"begonnen": begonnen, "tijd": tijd.isoformat(timespec="milliseconds"), "handeling": handeling}
            bestand.write(orjson.dumps(record | {"traceId": f"{nummer}"}) + b"\n")
    return pad


def measure(pad: Path) -> list[Dagsnelheid]:
    return measure_snelheden(make_log(pad), WAT)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60), st.integers(1, 100))
def test_so_many_percent_do_not_exceed_a_percentile_and_no_smaller_value_does(waarden: list[float], percentage: int) -> None:
    gevonden = take_percentile(waarden, percentage)
    assert gevonden in waarden
    assert 100 * sum(waarde <= gevonden for waarde in waarden) >= percentage * len(waarden)
    kleiner = [waarde for waarde in waarden if waarde < gevonden]
    assert 100 * len(kleiner) < percentage * len(waarden)


def test_speed_is_told_by_day_and_by_what_was_done(tmp_path: Path) -> None:
    pad = write_log(
        tmp_path / "log.jsonl",
        (MIDDAG - timedelta(days=1), 0.5, "zoeken"),
        *((MIDDAG, nummer / 100, "zoeken") for nummer in range(1, 101)),
        (MIDDAG, 2.0, "raadplegen"),
        (MIDDAG, 9.0, "beheer bekijken"),
    )
    assert measure(pad) == [
        Dagsnelheid(date(2026, 3, 2), "zoeken", 100, 0.5, 0.95),
        Dagsnelheid(date(2026, 3, 2), "raadplegen", 1, 2.0, 2.0),
        Dagsnelheid(date(2026, 3, 1), "zoeken", 1, 0.5, 0.5),
    ]


def test_a_day_is_one_in_amsterdam(tmp_path: Path) -> None:
    pad = write_log(tmp_path / "log.jsonl", (datetime(2026, 3, 1, 23, 30, tzinfo=UTC), 0.1, "zoeken"))
    assert [snelheid.dag for snelheid in measure(pad)] == [date(2026, 3, 2)]


def test_records_of_one_consultation_count_once(tmp_path: Path) -> None:
    pad = write_log(tmp_path / "log.jsonl", (MIDDAG, 0.1, "raadplegen"))
    pad.write_bytes(pad.read_bytes() * 3)
    assert [snelheid.aantal for snelheid in measure(pad)] == [1]


@pytest.mark.parametrize("regel", [b"{", b"[]", b"{}", b'{"begonnen":"gisteren","tijd":"nu"}', b"\xff"])
def test_a_line_that_is_no_record_is_left_aside(tmp_path: Path, regel: bytes) -> None:
    pad = write_log(tmp_path / "log.jsonl", (MIDDAG, 0.1, "zoeken"))
    with pad.open("ab") as bestand:
        bestand.write(regel + b"\n")
    assert [snelheid.aantal for snelheid in measure(pad)] == [1]


def test_a_clock_that_was_set_back_makes_no_time_less_than_none(tmp_path: Path) -> None:
    assert [snelheid.p95 for snelheid in measure(write_log(tmp_path / "log.jsonl", (MIDDAG, -3.0, "zoeken")))] == [0.0]


def test_a_day_that_was_read_in_part_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pad = write_log(tmp_path / "log.jsonl", *((MIDDAG - timedelta(days=dag), 0.1, "zoeken") for dag in (2, 2, 1, 0)))
    monkeypatch.setattr(snelheden, "MEESTE_BYTES", len(pad.read_bytes().splitlines()[0]) * 5 // 2)
    assert [snelheid.dag for snelheid in measure(pad)] == [date(2026, 3, 2), date(2026, 3, 1)]


def test_without_a_log_nothing_is_told(tmp_path: Path) -> None:
    assert measure(tmp_path / "log.jsonl") == []
