"""Month figures, shares and the degree of digitisation (domain reference §5)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantbeeld.domain.items import Record
from klantbeeld.domain.klok import month_of
from klantbeeld.domain.preventie import (
    Boete,
    Cohort,
    Loonsanctie,
    Maandcijfers,
    Meldingstelling,
    Periode,
    Riv,
    Verhouding,
    count_meldingen,
    count_per_month,
    covered_months,
    future_days,
    is_digital,
    is_imposed,
    make_cohort,
    make_verhouding,
    round_percentage,
)
from klantbeeld.domain.preventie_beeld import count_boetes, sum_cijfers
from tests.bouwers_domein import VANDAAG, WEG, make_boete, make_kader, make_melding, make_riv, make_sanctie

GEEN = Cohort((), ())


@pytest.mark.parametrize(
    ("teller", "noemer", "percentage"),
    [
        (3, 5, 60),
        (40, 50, 80),
        (0, 7, 0),
        (7, 7, 100),
        (1, 8, 13),
        (3, 8, 38),
        (5, 8, 63),
        (7, 8, 88),
        (1, 200, 1),
        (1, 201, 0),
        (3, 200, 2),
        (199, 200, 100),
        (198, 199, 99),
        (1, 3, 33),
        (2, 3, 67),
        (1, 40, 3),
    ],
)
def test_percentages_are_whole_and_rounded_half_up(teller: int, noemer: int, percentage: int) -> None:
    assert round_percentage(teller, noemer) == percentage


@given(st.integers(1, 10**12), st.data())
def test_a_share_of_a_whole_lies_between_0_and_100(noemer: int, data: st.DataObject) -> None:
    assert 0 <= round_percentage(data.draw(st.integers(0, noemer)), noemer) <= 100


def test_a_share_shows_numerator_denominator_and_window() -> None:
    periode = Periode(date(2020, 1, 1), date(2023, 10, 20))
    uitleg = "3 van 5 verslagen met een sanctie (60 %) van 01-01-2020 tot en met 20-10-2023"
    assert make_verhouding(3, 5, periode, ("verslagen", "met een sanctie")) == Verhouding(
        3, 5, 60, periode.van, periode.tot, uitleg
    )


def test_a_share_of_nothing_has_no_percentage() -> None:
    verhouding = make_verhouding(0, 0, Periode(date(2020, 1, 1), date(2020, 1, 31)), ("meldingen", "digitaal"))
    assert verhouding.percentage is None
    assert verhouding.uitleg == "geen meldingen van 01-01-2020 tot en met 31-01-2020"


def test_a_share_of_zero_is_zero() -> None:
    assert make_verhouding(0, 4, Periode(VANDAAG, VANDAAG), ("meldingen", "digitaal")).percentage == 0


@pytest.mark.parametrize(
    ("kanaal", "digitaal"),
    [("digipoort", True), ("portaal", True), ("papier", False), ("telefoon", False), ("email", False)],
)
def test_digipoort_and_the_portal_are_digital(kanaal: str, digitaal: bool) -> None:
    assert is_digital(make_melding(kanaal=kanaal).gegevens) is digitaal


@pytest.mark.parametrize("melding", ["ziek", "hersteld", "week42", "wazo"])
def test_every_kind_of_report_counts_for_the_degree_of_digitisation(melding: str) -> None:
    graad = count_meldingen([make_melding(melding=melding, aantal=3).gegevens], VANDAAG)
    assert (graad.teller, graad.noemer) == (3, 3)


@pytest.mark.parametrize(
    ("vandaag", "maand", "telt"),
    [
        (date(2023, 10, 20), "2022-09", False),
        (date(2023, 10, 20), "2022-10", True),
        (date(2023, 10, 20), "2023-09", True),
        (date(2023, 10, 20), "2023-10", False),
        (date(2023, 9, 30), "2023-09", False),
        (date(2023, 10, 1), "2023-09", True),
        (date(2024, 1, 1), "2023-01", True),
        (date(2024, 1, 1), "2022-12", False),
        (date(2023, 12, 31), "2022-12", True),
        (date(2023, 12, 31), "2023-12", False),
        (date(2023, 3, 26), "2023-02", True),
        (date(2023, 10, 29), "2023-10", False),
    ],
)
def test_the_degree_of_digitisation_is_over_the_last_twelve_full_months(vandaag: date, maand: str, telt: bool) -> None:
    assert count_meldingen([make_melding(maand=maand).gegevens], vandaag).noemer == int(telt)


def test_the_degree_of_digitisation_names_its_own_window() -> None:
    graad = count_meldingen([], VANDAAG)
    assert (graad.van, graad.tot, graad.percentage) == (date(2022, 10, 1), date(2023, 9, 30), None)


def test_the_degree_of_digitisation_weighs_by_number() -> None:
    meldingen = [make_melding(aantal=1).gegevens, make_melding(kanaal="papier", aantal=7).gegevens]
    assert count_meldingen(meldingen, VANDAAG).percentage == 13


@pytest.mark.parametrize(
    ("status", "opgelegd"),
    [("opgelegd", True), ("betaald", True), ("voornemen", False), ("waarschuwing", False), ("ingetrokken", False)],
)
def test_a_fine_is_imposed_until_it_is_withdrawn(status: str, opgelegd: bool) -> None:
    assert is_imposed(make_boete(status=status).gegevens) is opgelegd


def test_a_report_counts_in_the_month_of_its_assessment_with_the_sanction_on_it() -> None:
    cohort = make_cohort([make_riv(beoordeeldOp="2021-02-28")], [make_sanctie(besluitOp="2021-05-01")], VANDAAG)
    assert count_per_month(cohort, [], [], VANDAAG) == {"2021-02": Maandcijfers(reintegratieverslagen=1, administratief=1)}


def test_a_sanction_without_a_report_counts_in_the_month_of_its_decision() -> None:
    cohort = make_cohort([], [make_sanctie(riv=WEG, besluitOp="2021-05-01", soort="inhoudelijk")], VANDAAG)
    assert count_per_month(cohort, [], [], VANDAAG) == {"2021-05": Maandcijfers(zonder_verslag=1)}


@pytest.mark.parametrize("anders", [{"beoordeeldOp": None}, {"beoordeeldOp": WEG}, {"beoordeeldOp": "2023-10-21"}])
def test_a_report_that_is_not_assessed_yet_does_not_count_nor_does_its_sanction(anders: dict[str, Any]) -> None:
    cohort = make_cohort([make_riv(**anders)], [make_sanctie()], VANDAAG)
    assert count_per_month(cohort, [], [], VANDAAG) == {}


def test_fines_count_by_month_of_decision_in_number_and_amount() -> None:
    boetes = [
        make_boete("B1", besluitOp="2022-09-06", bedragInCenten=45_500),
        make_boete("B2", besluitOp="2022-09-30", bedragInCenten=7_000, status="betaald"),
        make_boete("B3", besluitOp="2022-09-20", status="ingetrokken"),
        make_boete("B4", besluitOp="2023-10-21"),
    ]
    assert count_per_month(GEEN, boetes, [], VANDAAG) == {"2022-09": Maandcijfers(boetes=2, boetebedrag=52_500)}


def test_fines_and_their_amounts_that_add_up_to_nothing_are_still_fines() -> None:
    assert count_per_month(GEEN, [make_boete(bedragInCenten=-1)], [], VANDAAG)["2021-02"].boetes == 1


def test_reports_count_in_their_own_month_also_while_it_runs() -> None:
    meldingen = [
        make_melding("M1", maand="2023-10", aantal=2),
        make_melding("M2", maand="2023-10", kanaal="email", aantal=3),
        make_melding("M3", maand="2023-11"),
    ]
    assert count_per_month(GEEN, [], meldingen, VANDAAG) == {"2023-10": Maandcijfers(meldingen=5, meldingen_digitaal=2)}


def test_a_month_with_only_zeros_is_no_month_with_figures() -> None:
    assert count_per_month(GEEN, [], [make_melding(aantal=0)], VANDAAG) == {}


def test_months_come_oldest_first() -> None:
    boetes = [make_boete(besluitOp=dag) for dag in ("2022-01-01", "2021-12-31", "2021-02-01")]
    assert list(count_per_month(GEEN, boetes, [], VANDAAG)) == ["2021-02", "2021-12", "2022-01"]


def test_the_days_to_come_on_which_something_begins_to_count_are_known() -> None:
    records: list[Riv | Loonsanctie | Boete | Meldingstelling] = [
        make_riv(beoordeeldOp="2023-10-21").gegevens,
        make_riv(beoordeeldOp=None).gegevens,
        make_riv(beoordeeldOp="2023-10-20").gegevens,
        make_sanctie(besluitOp="2023-10-22").gegevens,
        make_boete(besluitOp="2023-10-23").gegevens,
        make_boete(besluitOp="2023-10-19").gegevens,
        make_melding(maand="2023-11").gegevens,
        make_melding(maand="2023-10").gegevens,
    ]
    assert future_days(records, VANDAAG) == {date(2023, 10, 21), date(2023, 10, 22), date(2023, 10, 23), date(2023, 11, 1)}


@pytest.mark.parametrize(
    ("gedekt_vanaf", "gedekt"),
    [
        (None, [True, True, True]),
        ("2022-11", [True, True, True]),
        ("2022-12", [True, True, True]),
        ("2023-01", [False, True, True]),
        ("2023-02", [False, False, True]),
        ("2023-03", [False, False, False]),
    ],
)
def test_months_before_the_source_had_data_are_not_covered(gedekt_vanaf: str | None, gedekt: list[bool]) -> None:
    periode = Periode(date(2022, 12, 31), date(2023, 2, 1))
    assert covered_months(periode, gedekt_vanaf) == dict(zip(["2022-12", "2023-01", "2023-02"], gedekt, strict=True))


DAGEN = st.dates(date(2019, 11, 1), date(2023, 12, 31)).map(str)
SANCTIESTATUS = st.sampled_from(["opgelegd", "bekort", "ingetrokken", "vernietigd"])
RIVS = st.lists(DAGEN | st.none(), max_size=6).map(
    lambda dagen: [make_riv(f"R{plaats}", beoordeeldOp=dag) for plaats, dag in enumerate(dagen)]
)


@st.composite
def draw_sancties(draw: st.DrawFn) -> list[Record[Loonsanctie]]:
    return [
        make_sanctie(
            f"S{plaats}",
            riv=draw(st.sampled_from(["R0", "R1", "R2", "R9", None])),
            besluitOp=draw(DAGEN),
            soort=draw(st.sampled_from(["administratief", "inhoudelijk"])),
            status=draw(SANCTIESTATUS),
            omgezet=draw(st.booleans()),
        )
        for plaats in range(draw(st.integers(0, 6)))
    ]


BOETES = st.lists(
    st.builds(
        lambda dag, bedrag, status: make_boete(besluitOp=dag, bedragInCenten=bedrag, status=status),
        DAGEN,
        st.integers(-500, 50_000),
        st.sampled_from(["voornemen", "waarschuwing", "opgelegd", "betaald", "ingetrokken"]),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(RIVS, draw_sancties(), BOETES)
def test_the_figures_of_a_period_are_the_sum_of_its_months(
    rivs: list[Record[Riv]], sancties: list[Record[Loonsanctie]], boetes: list[Record[Boete]]
) -> None:
    periode = Periode(date(2020, 1, 1), date(2022, 12, 31))
    cohort = make_cohort(rivs, sancties, VANDAAG)
    maanden = count_per_month(cohort, boetes, [], VANDAAG)
    binnen = [cijfers for maand, cijfers in maanden.items() if month_of(periode.van) <= maand <= month_of(periode.tot)]
    totaal = sum_cijfers(cohort, periode, VANDAAG)
    geteld = count_boetes([boete.gegevens for boete in boetes], periode, make_kader())
    assert totaal.reintegratieverslagen == sum(maand.reintegratieverslagen for maand in binnen)
    assert totaal.administratief == sum(maand.administratief for maand in binnen)
    assert totaal.inhoudelijk == sum(maand.inhoudelijk for maand in binnen)
    assert totaal.zonder_verslag == sum(maand.zonder_verslag for maand in binnen)
    assert geteld.huidig_aantal == sum(maand.boetes for maand in binnen)
    assert geteld.bedrag_in_centen == sum(maand.boetebedrag for maand in binnen)
    assert geteld.huidig_aantal == sum(maand.aantal or 0 for maand in geteld.historie)


@settings(max_examples=60, deadline=None)
@given(RIVS, draw_sancties(), st.dates(date(2019, 12, 1), date(2023, 12, 31)), st.integers(0, 900))
def test_with_a_cohort_there_are_never_more_sanctions_than_reports(
    rivs: list[Record[Riv]], sancties: list[Record[Loonsanctie]], van: date, dagen: int
) -> None:
    cijfers = sum_cijfers(make_cohort(rivs, sancties, VANDAAG), Periode(van, van + timedelta(days=dagen)), VANDAAG)
    assert 0 <= cijfers.administratief + cijfers.inhoudelijk <= cijfers.reintegratieverslagen


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.integers(0, 3000))
def test_a_period_lists_each_of_its_months_once(van: date, dagen: int) -> None:
    tot = van + timedelta(days=dagen)
    aantal = (tot.year - van.year) * 12 + tot.month - van.month + 1
    assert len(covered_months(Periode(van, tot), None)) == aantal


@given(st.lists(st.tuples(st.sampled_from(["digipoort", "papier", "email"]), st.integers(0, 10_000)), max_size=8))
def test_the_degree_of_digitisation_lies_between_0_and_100(meldingen: list[tuple[str, int]]) -> None:
    tellingen: list[Meldingstelling] = [make_melding(kanaal=kanaal, aantal=aantal).gegevens for kanaal, aantal in meldingen]
    graad = count_meldingen(tellingen, VANDAAG)
    assert (graad.percentage is None) == (graad.noemer == 0)
    assert graad.teller <= graad.noemer
