"""Days count in Amsterdam, months by the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.klok import (
    add_months,
    begin_of_day,
    day_of,
    first_of_month,
    last_full_months,
    month_of,
    months_between,
    noon_of,
)

DAGEN = st.dates(date(1960, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        (datetime(2023, 1, 14, 22, 59, 59, 999999, tzinfo=UTC), date(2023, 1, 14)),
        (datetime(2023, 1, 14, 23, 0, tzinfo=UTC), date(2023, 1, 15)),
        (datetime(2023, 7, 14, 21, 59, 59, tzinfo=UTC), date(2023, 7, 14)),
        (datetime(2023, 7, 14, 22, 0, tzinfo=UTC), date(2023, 7, 15)),
        (datetime(2023, 12, 31, 23, 0, tzinfo=UTC), date(2024, 1, 1)),
        (datetime(2023, 3, 25, 23, 0, tzinfo=UTC), date(2023, 3, 26)),
        (datetime(2023, 3, 26, 22, 0, tzinfo=UTC), date(2023, 3, 27)),
        (datetime(2023, 10, 28, 22, 0, tzinfo=UTC), date(2023, 10, 29)),
        (datetime(2023, 10, 29, 22, 59, tzinfo=UTC), date(2023, 10, 29)),
    ],
)
def test_an_instant_falls_on_the_day_it_is_in_amsterdam(moment: datetime, dag: date) -> None:
    assert day_of(moment) == dag


@pytest.mark.parametrize(
    ("dag", "uren"),
    [(date(2023, 3, 26), 23), (date(2023, 10, 29), 25), (date(2023, 10, 20), 24), (date(2024, 2, 29), 24)],
)
def test_a_day_lasts_from_midnight_to_midnight_in_amsterdam(dag: date, uren: int) -> None:
    assert begin_of_day(dag + timedelta(days=1)) - begin_of_day(dag) == timedelta(hours=uren)


@given(DAGEN)
def test_a_day_begins_at_its_first_instant(dag: date) -> None:
    begin = begin_of_day(dag)
    assert (day_of(begin), day_of(begin - timedelta(microseconds=1))) == (dag, dag - timedelta(days=1))


@pytest.mark.parametrize(("dag", "uur"), [(date(2023, 1, 15), 11), (date(2023, 7, 15), 10)])
def test_noon_is_noon_in_amsterdam(dag: date, uur: int) -> None:
    assert noon_of(dag) == datetime(dag.year, dag.month, dag.day, uur, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dag", "aantal", "verwacht"),
    [
        (date(2023, 8, 31), -6, date(2023, 2, 28)),
        (date(2024, 8, 31), -6, date(2024, 2, 29)),
        (date(2024, 2, 29), -6, date(2023, 8, 29)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 12, 1), 1, date(2024, 1, 1)),
        (date(2023, 1, 1), -1, date(2022, 12, 1)),
        (date(2023, 3, 30), -1, date(2023, 2, 28)),
        (date(2023, 10, 20), 0, date(2023, 10, 20)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(dag: date, aantal: int, verwacht: date) -> None:
    assert add_months(dag, aantal) == verwacht


@given(DAGEN, st.integers(-200, 200))
def test_adding_months_never_skips_a_month(dag: date, aantal: int) -> None:
    later = add_months(dag, aantal)
    assert (later.year * 12 + later.month) - (dag.year * 12 + dag.month) == aantal


def test_a_month_is_written_with_its_year() -> None:
    assert month_of(date(2023, 9, 30)) == "2023-09"


@given(DAGEN)
def test_the_first_of_a_month_lies_in_that_month(dag: date) -> None:
    assert first_of_month(month_of(dag)) == dag.replace(day=1)


@pytest.mark.parametrize(
    ("van", "tot", "maanden"),
    [
        (date(2023, 1, 31), date(2023, 2, 1), ["2023-01", "2023-02"]),
        (date(2022, 12, 31), date(2023, 1, 1), ["2022-12", "2023-01"]),
        (date(2023, 5, 5), date(2023, 5, 5), ["2023-05"]),
        (date(2023, 5, 31), date(2023, 5, 1), ["2023-05"]),
        (date(2023, 6, 1), date(2023, 5, 31), []),
    ],
)
def test_every_month_that_holds_a_day_of_the_period_is_listed(van: date, tot: date, maanden: list[str]) -> None:
    assert list(months_between(van, tot)) == maanden


@pytest.mark.parametrize(
    ("vandaag", "van", "tot"),
    [
        (date(2023, 10, 20), date(2022, 10, 1), date(2023, 9, 30)),
        (date(2023, 10, 1), date(2022, 10, 1), date(2023, 9, 30)),
        (date(2023, 10, 31), date(2022, 10, 1), date(2023, 9, 30)),
        (date(2024, 1, 1), date(2023, 1, 1), date(2023, 12, 31)),
        (date(2023, 12, 31), date(2022, 12, 1), date(2023, 11, 30)),
        (date(2024, 3, 1), date(2023, 3, 1), date(2024, 2, 29)),
        (date(2025, 3, 31), date(2024, 3, 1), date(2025, 2, 28)),
    ],
)
def test_the_last_full_months_end_before_the_month_of_today(vandaag: date, van: date, tot: date) -> None:
    assert last_full_months(vandaag, 12) == (van, tot)


@given(DAGEN)
def test_twelve_full_months_are_twelve_months(vandaag: date) -> None:
    assert len(list(months_between(*last_full_months(vandaag, 12)))) == 12
