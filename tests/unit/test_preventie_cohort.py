"""Sanctions and their reports: which sanction stands, where it counts, and until when one runs (domain reference §5)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Record
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.preventie import Loonsanctie, Periode, make_cohort, running_until, standing_sancties
from tests.bouwers_domein import VANDAAG, WEG, make_riv, make_sanctie, with_versie

VERVALLEN = ["ingetrokken", "vernietigd"]
GELDEND = ["opgelegd", "bekort"]


def find_geldend(*sancties: Record[Loonsanctie]) -> str | None:
    """The key of the sanction that stands on report R1."""
    geldend = make_cohort([make_riv("R1")], sancties, VANDAAG).oordelen[0].geldend
    return geldend.sleutel if geldend else None


def list_zonder_verslag(*sancties: Record[Loonsanctie]) -> list[str]:
    return [sanctie.sleutel for sanctie in make_cohort([make_riv("R1")], sancties, VANDAAG).zonder_verslag]


def test_a_report_without_a_sanction_has_none() -> None:
    (oordeel,) = make_cohort([make_riv()], [], VANDAAG).oordelen
    assert (oordeel.geldend, oordeel.laatste) == (None, None)


@pytest.mark.parametrize("status", GELDEND)
def test_a_sanction_that_was_imposed_or_shortened_stands(status: str) -> None:
    assert find_geldend(make_sanctie("S1", status=status)) == "S1"


@pytest.mark.parametrize("status", VERVALLEN)
def test_a_sanction_that_was_withdrawn_or_annulled_does_not_stand(status: str) -> None:
    assert find_geldend(make_sanctie("S1", status=status)) is None


def test_a_withdrawn_sanction_is_still_the_last_decision_on_its_report() -> None:
    (oordeel,) = make_cohort([make_riv()], [make_sanctie("S1", status="ingetrokken")], VANDAAG).oordelen
    assert oordeel.laatste is not None
    assert oordeel.laatste.sleutel == "S1"


def test_a_conversion_replaces_the_earlier_sanction() -> None:
    assert find_geldend(make_sanctie("S1"), make_sanctie("S2", besluitOp="2021-03-01", omgezet=True)) == "S2"


@pytest.mark.parametrize("status", VERVALLEN)
def test_a_conversion_that_falls_does_not_revive_what_it_replaced(status: str) -> None:
    conversie = make_sanctie("S2", besluitOp="2021-03-01", omgezet=True, status=status)
    assert find_geldend(make_sanctie("S1"), conversie) is None


def test_a_sanction_after_a_conversion_that_fell_stands() -> None:
    conversie = make_sanctie("S2", besluitOp="2021-03-01", omgezet=True, status="ingetrokken")
    assert find_geldend(make_sanctie("S1"), conversie, make_sanctie("S3", besluitOp="2021-04-01")) == "S3"


def test_a_sanction_that_is_no_conversion_and_falls_leaves_the_earlier_one_standing() -> None:
    assert find_geldend(make_sanctie("S1"), make_sanctie("S2", besluitOp="2021-03-01", status="ingetrokken")) == "S1"


def test_of_two_standing_sanctions_the_latest_decision_is_the_last() -> None:
    assert find_geldend(make_sanctie("S1", besluitOp="2021-03-01"), make_sanctie("S2", besluitOp="2021-02-01")) == "S1"


def test_of_two_decisions_on_one_day_the_higher_version_is_the_last() -> None:
    assert find_geldend(with_versie(make_sanctie("S1"), 9), with_versie(make_sanctie("S2"), 8)) == "S1"


def test_a_conversion_on_the_same_day_with_a_lower_version_came_first() -> None:
    conversie = make_sanctie("S1", omgezet=True, status="ingetrokken")
    assert find_geldend(with_versie(conversie, 1), with_versie(make_sanctie("S2"), 2)) == "S2"


@given(st.permutations(range(4)))
def test_the_order_of_delivery_does_not_matter(volgorde: list[int]) -> None:
    sancties = [
        make_sanctie("S1"),
        make_sanctie("S2", besluitOp="2021-03-01", omgezet=True),
        make_sanctie("S3", besluitOp="2021-04-01", status="vernietigd"),
        make_sanctie("S4", besluitOp="2021-03-15", soort="inhoudelijk"),
    ]
    assert [sanctie.sleutel for sanctie in standing_sancties([sancties[plaats] for plaats in volgorde])] == ["S2", "S4"]


def test_a_sanction_decided_today_counts() -> None:
    assert find_geldend(make_sanctie("S1", besluitOp="2023-10-20")) == "S1"


def test_a_sanction_decided_tomorrow_does_not_count_yet() -> None:
    assert find_geldend(make_sanctie("S1", besluitOp="2023-10-21")) is None


def test_a_conversion_decided_tomorrow_does_not_replace_anything_yet() -> None:
    assert find_geldend(make_sanctie("S1"), make_sanctie("S2", besluitOp="2023-10-21", omgezet=True)) == "S1"


@pytest.mark.parametrize("riv", [WEG, None, ""])
def test_a_sanction_without_a_report_is_a_figure_of_its_own(riv: object) -> None:
    assert list_zonder_verslag(make_sanctie("S1", riv=riv)) == ["S1"]


def test_a_sanction_on_an_unknown_report_is_a_figure_of_its_own() -> None:
    assert list_zonder_verslag(make_sanctie("S1", riv="R9")) == ["S1"]


def test_a_sanction_on_a_known_report_is_not() -> None:
    assert list_zonder_verslag(make_sanctie("S1")) == []


def test_a_report_of_another_source_with_the_same_key_is_another_report() -> None:
    assert list_zonder_verslag(make_sanctie("elders/S1")) == ["S1"]


@pytest.mark.parametrize("riv", [WEG, "R9"])
@pytest.mark.parametrize("anders", [{"status": "ingetrokken"}, {"status": "vernietigd"}, {"besluitOp": "2023-10-21"}])
def test_without_a_report_too_only_what_stands_today_counts(riv: object, anders: dict[str, Any]) -> None:
    assert list_zonder_verslag(make_sanctie("S1", riv=riv, **anders)) == []


def test_two_sanctions_without_a_report_are_two() -> None:
    assert list_zonder_verslag(make_sanctie("S1", riv=WEG), make_sanctie("S2", riv=WEG)) == ["S1", "S2"]


def test_a_converted_sanction_on_an_unknown_report_counts_once() -> None:
    conversie = make_sanctie("S2", riv="R9", besluitOp="2021-03-01", omgezet=True)
    assert list_zonder_verslag(make_sanctie("S1", riv="R9"), conversie) == ["S2"]


def test_everything_that_stands_is_listed_with_and_without_a_report() -> None:
    cohort = make_cohort([make_riv("R1"), make_riv("R2")], [make_sanctie("S1"), make_sanctie("S2", riv=WEG)], VANDAAG)
    assert [sanctie.sleutel for sanctie in cohort.geldende_sancties] == ["S1", "S2"]


@pytest.mark.parametrize(
    ("van", "tot", "einde"),
    [
        ("2023-10-20", "2024-10-18", date(2024, 10, 18)),
        ("2022-10-21", "2023-10-20", date(2023, 10, 20)),
        ("2023-10-21", "2024-10-19", Ontbreekreden.NIET_VAN_TOEPASSING),
        ("2022-10-20", "2023-10-19", Ontbreekreden.NIET_VAN_TOEPASSING),
        ("2023-01-01", WEG, Ontbreekreden.NIET_GELEVERD),
        ("2023-01-01", None, Ontbreekreden.LEEG_BIJ_BRON),
        ("2023-10-21", WEG, Ontbreekreden.NIET_VAN_TOEPASSING),
    ],
)
def test_a_sanction_runs_on_its_first_and_on_its_last_day(van: str, tot: object, einde: date | Ontbreekreden) -> None:
    sanctie = make_sanctie("S1", besluitOp="2022-01-01", van=van, tot=tot)
    assert running_until(make_cohort([make_riv()], [sanctie], VANDAAG), VANDAAG) == einde


def test_a_sanction_without_a_first_day_runs_from_its_decision() -> None:
    sanctie = make_sanctie("S1", besluitOp="2023-10-20", tot="2024-01-01")
    assert running_until(make_cohort([], [sanctie], VANDAAG), VANDAAG) == date(2024, 1, 1)


def test_of_several_running_sanctions_the_longest_counts() -> None:
    sancties = [make_sanctie("S1", riv=WEG, tot="2024-01-01"), make_sanctie("S2", riv=WEG, tot="2024-02-01")]
    assert running_until(make_cohort([], sancties, VANDAAG), VANDAAG) == date(2024, 2, 1)


def test_an_end_that_is_unknown_may_lie_behind_every_known_one() -> None:
    sancties = [make_sanctie("S1", riv=WEG, tot="2024-01-01"), make_sanctie("S2", riv=WEG)]
    assert running_until(make_cohort([], sancties, VANDAAG), VANDAAG) == Ontbreekreden.NIET_GELEVERD


def test_a_withdrawn_sanction_does_not_run() -> None:
    sanctie = make_sanctie("S1", tot="2024-01-01", status="ingetrokken")
    assert running_until(make_cohort([], [sanctie], VANDAAG), VANDAAG) == Ontbreekreden.NIET_VAN_TOEPASSING


@pytest.mark.parametrize(
    ("dag", "binnen"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2023, 10, 20), True),
        (date(2023, 10, 21), False),
        (None, False),
    ],
)
def test_a_period_holds_its_first_and_its_last_day(dag: date | None, binnen: bool) -> None:
    assert Periode(date(2020, 1, 1), VANDAAG).holds(dag) is binnen
