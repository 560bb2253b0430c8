"""Milestones of a sick report: their due days and their state on any day (domain reference §7)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.normen import Mijlpaalnorm
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld
from klantbeeld.domain.zaken import Mijlpaalregel, due_day, judge_mijlpaal, list_mijlpalen
from tests.bouwers_domein import NORMEN, WEG, make_zaak

EZD = date(2023, 1, 2)
NVT, LEEG, NIET_GELEVERD = Ontbreekreden.NIET_VAN_TOEPASSING, Ontbreekreden.LEEG_BIJ_BRON, Ontbreekreden.NIET_GELEVERD
PA, PVA = "Probleemanalyse (week 6)", "Plan van aanpak (week 8)"
PA_UITSTEL, PVA_UITSTEL = "Probleemanalyse na uitstel (week 13)", "Plan van aanpak na uitstel (week 13)"
RIV = "Re-integratieverslag (week 89)"
RIV_UITERLIJK = "Re-integratieverslag wettelijk uiterlijk (13 weken voor einde wachttijd)"


def list_on(vandaag: date, *mijlpalen: dict[str, str | None], **anders: Any) -> dict[str, Mijlpaalregel]:
    """The milestones of a sick report from 2 January 2023, by name, on a day."""
    zaak = make_zaak(mijlpalen=list(mijlpalen), **anders).gegevens
    return {regel.naam: regel for regel in list_mijlpalen(zaak, vandaag, NORMEN)}


def done(naam: str, dag: str | None) -> dict[str, str | None]:
    return {"naam": naam, "gedaanOp": dag}


def postponed(naam: str, dag: str | None) -> dict[str, str | None]:
    return {"naam": naam, "uitgesteldTot": dag}


def due(naam: str) -> date:
    datum = list_on(EZD)[naam].datum
    assert datum is not None
    return datum


@pytest.mark.parametrize(
    ("naam", "dagen"),
    [
        ("Eerste contact (24 uur)", 1),
        ("Vangnetmelding", 4),
        (PA, 6 * 7),
        (PVA, 8 * 7),
        (PA_UITSTEL, 13 * 7),
        (PVA_UITSTEL, 13 * 7),
        ("42e-weeksmelding", 294),
        ("Eerstejaarsevaluatie (week 48)", 48 * 7),
        ("Eerstejaars ZW-beoordeling (week 53)", 53 * 7),
        ("Eindevaluatie en actueel oordeel (week 83)", 83 * 7),
        (RIV, 637),
        (RIV_UITERLIJK, 637),
        ("Beslissing loonsanctie uiterlijk (6 weken voor einde wachttijd)", 686),
        ("Einde wachttijd (104 weken)", 728),
    ],
)
def test_a_milestone_is_due_so_many_days_after_the_first_sick_day(naam: str, dagen: int) -> None:
    assert due(naam) == EZD + timedelta(days=dagen)


def test_there_are_fifteen_milestones() -> None:
    assert len(list_on(EZD)) == 15


def test_milestones_come_by_their_due_day() -> None:
    datums = [regel.datum or date.max for regel in list_on(EZD).values()]
    assert datums == sorted(datums)


@pytest.mark.parametrize(
    ("ziektedag", "uiterlijk"),
    [
        (date(2023, 1, 2), date(2023, 1, 4)),
        (date(2023, 1, 4), date(2023, 1, 6)),
        (date(2023, 1, 5), date(2023, 1, 9)),
        (date(2023, 1, 6), date(2023, 1, 10)),
        (date(2023, 1, 7), date(2023, 1, 10)),
        (date(2023, 1, 8), date(2023, 1, 10)),
        (date(2022, 12, 30), date(2023, 1, 3)),
    ],
)
def test_two_working_days_skip_the_weekend(ziektedag: date, uiterlijk: date) -> None:
    assert due_day(Mijlpaalnorm("x", None, 2, None, alleen_na_uitstel=False), ziektedag) == uiterlijk


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 30))
def test_working_days_are_the_weekdays_in_between(ziektedag: date, werkdagen: int) -> None:
    tot = due_day(Mijlpaalnorm("x", None, werkdagen, None, alleen_na_uitstel=False), ziektedag)
    tussen = [ziektedag + timedelta(days=dag) for dag in range(1, (tot - ziektedag).days + 1)]
    assert sum(dag.isoweekday() <= 5 for dag in tussen) == werkdagen
    assert tot.isoweekday() <= 5


@pytest.mark.parametrize(
    ("over", "stand"),
    [
        (100, "TOEKOMSTIG"),
        (15, "TOEKOMSTIG"),
        (14, "BINNEN_14_DAGEN"),
        (1, "BINNEN_14_DAGEN"),
        (0, "VANDAAG"),
        (-1, "TE_LAAT"),
        (-400, "TE_LAAT"),
    ],
)
def test_the_state_of_an_open_milestone_follows_the_days_that_are_left(over: int, stand: str) -> None:
    assert list_on(due(PVA) - timedelta(days=over))[PVA].stand == stand


def test_a_milestone_without_a_due_day_has_no_state() -> None:
    assert judge_mijlpaal(None, EZD) == "NIET_VAN_TOEPASSING"


def test_an_open_milestone_says_that_nothing_was_delivered_about_it() -> None:
    regel = list_on(EZD)[PVA]
    assert (regel.gedaan_op, regel.uitgesteld_tot) == (None, None)
    assert regel.ontbrekend == (OntbrekendVeld("gedaanOp", NIET_GELEVERD), OntbrekendVeld("uitgesteldTot", NIET_GELEVERD))


@pytest.mark.parametrize(("vandaag", "stand"), [(date(2023, 2, 1), "GEDAAN"), (date(2023, 6, 1), "GEDAAN")])
def test_a_milestone_that_was_done_is_done_from_that_day_on(vandaag: date, stand: str) -> None:
    regel = list_on(vandaag, done(PVA, "2023-02-01"))[PVA]
    assert (regel.stand, regel.gedaan_op, regel.datum) == (stand, date(2023, 2, 1), date(2023, 2, 27))
    assert regel.ontbrekend == (OntbrekendVeld("uitgesteldTot", NIET_GELEVERD),)


@pytest.mark.parametrize(("vandaag", "stand"), [(date(2023, 2, 27), "VANDAAG"), (date(2023, 2, 28), "TE_LAAT")])
def test_a_milestone_that_will_be_done_tomorrow_is_not_done_today(vandaag: date, stand: str) -> None:
    regel = list_on(vandaag, done(PVA, str(vandaag + timedelta(days=1))))[PVA]
    assert (regel.stand, regel.gedaan_op) == (stand, vandaag + timedelta(days=1))


def test_a_milestone_that_was_done_too_late_is_done() -> None:
    assert list_on(date(2023, 12, 1), done(PVA, "2023-11-30"))[PVA].stand == "GEDAAN"


@pytest.mark.parametrize(
    ("vandaag", "stand"),
    [
        (date(2023, 3, 17), "TOEKOMSTIG"),
        (date(2023, 3, 18), "BINNEN_14_DAGEN"),
        (date(2023, 4, 1), "VANDAAG"),
        (date(2023, 4, 2), "TE_LAAT"),
    ],
)
def test_the_state_of_a_postponed_milestone_follows_the_new_day_and_the_old_one_stays_visible(
    vandaag: date, stand: str
) -> None:
    regel = list_on(vandaag, postponed(PVA, "2023-04-01"))[PVA]
    assert (regel.stand, regel.datum, regel.uitgesteld_tot) == (stand, date(2023, 2, 27), date(2023, 4, 1))


def test_a_postponed_milestone_that_was_done_is_done() -> None:
    regel = list_on(date(2023, 6, 1), postponed(PVA, "2023-04-01") | {"gedaanOp": "2023-03-01"})[PVA]
    assert (regel.stand, regel.uitgesteld_tot, regel.ontbrekend) == ("GEDAAN", date(2023, 4, 1), ())


@pytest.mark.parametrize("status", ["gesloten", "geannuleerd"])
@pytest.mark.parametrize("vandaag", [EZD, date(2023, 2, 27), date(2025, 6, 1)])
def test_in_a_case_that_is_over_nothing_is_due(status: str, vandaag: date) -> None:
    assert {regel.stand for regel in list_on(vandaag, status=status).values()} == {"NIET_VAN_TOEPASSING"}


@pytest.mark.parametrize("status", ["gesloten", "geannuleerd"])
def test_in_a_case_that_is_over_what_was_done_stays_done(status: str) -> None:
    assert list_on(date(2023, 6, 1), done(PVA, "2023-02-01"), status=status)[PVA].stand == "GEDAAN"


@pytest.mark.parametrize(
    "naam", ["Plan van aanpak (week 8)", "plan van aanpak", " PLAN VAN AANPAK ", "Plan van aanpak (uiterlijk week 13)"]
)
def test_a_milestone_is_known_without_its_explanation_and_capitals(naam: str) -> None:
    regels = list_on(date(2023, 6, 1), done(naam, "2023-02-01"))
    assert (regels[PVA].stand, len(regels)) == ("GEDAAN", 15)


@pytest.mark.parametrize(("naam", "na_uitstel"), [(PA, PA_UITSTEL), (PVA, PVA_UITSTEL)])
def test_without_a_postponement_there_is_no_milestone_after_it(naam: str, na_uitstel: str) -> None:
    for mijlpalen in ([], [done(naam, "2023-02-01")], [postponed(naam, None)]):
        regel = list_on(date(2023, 6, 1), *mijlpalen)[na_uitstel]
        assert (regel.stand, regel.gedaan_op) == ("NIET_VAN_TOEPASSING", None)
        assert regel.ontbrekend == (OntbrekendVeld("gedaanOp", NVT), OntbrekendVeld("uitgesteldTot", NVT))


@pytest.mark.parametrize(("naam", "na_uitstel"), [(PA, PA_UITSTEL), (PVA, PVA_UITSTEL)])
def test_after_a_postponement_its_milestone_is_due_in_week_13(naam: str, na_uitstel: str) -> None:
    regel = list_on(date(2023, 4, 3), postponed(naam, "2023-04-01"))[na_uitstel]
    assert (regel.stand, regel.datum) == ("VANDAAG", date(2023, 4, 3))


def test_a_postponed_milestone_that_was_done_completes_the_one_after_it() -> None:
    regel = list_on(date(2023, 6, 1), postponed(PVA, "2023-04-01") | {"gedaanOp": "2023-03-30"})[PVA_UITSTEL]
    assert (regel.stand, regel.gedaan_op) == ("GEDAAN", date(2023, 3, 30))


def test_a_milestone_after_postponement_that_the_source_names_exists() -> None:
    assert list_on(date(2023, 6, 1), done(PVA_UITSTEL, "2023-04-01"))[PVA_UITSTEL].stand == "GEDAAN"


def test_a_report_that_was_handed_in_is_handed_in_in_time_for_the_law_too() -> None:
    regels = list_on(date(2024, 11, 1), done(RIV, "2024-09-01"))
    assert (regels[RIV].stand, regels[RIV_UITERLIJK].stand) == ("GEDAAN", "GEDAAN")


def test_a_report_that_was_not_handed_in_is_late_twice() -> None:
    regels = list_on(date(2024, 11, 1))
    assert (regels[RIV].stand, regels[RIV_UITERLIJK].stand) == ("TE_LAAT", "TE_LAAT")


def test_what_the_source_names_beside_the_list_comes_last_without_a_due_day() -> None:
    regels = list_on(date(2023, 6, 1), done("Intake", "2023-05-01"), postponed("Advies", "2023-06-02"), {"naam": "Overleg"})
    assert list(regels)[15:] == ["Intake", "Advies", "Overleg"]
    assert [regels[naam].stand for naam in list(regels)[15:]] == ["GEDAAN", "BINNEN_14_DAGEN", "NIET_VAN_TOEPASSING"]
    assert regels["Overleg"].ontbrekend == (
        OntbrekendVeld("datum", NVT),
        OntbrekendVeld("gedaanOp", NIET_GELEVERD),
        OntbrekendVeld("uitgesteldTot", NIET_GELEVERD),
    )


@pytest.mark.parametrize("mijlpalen", [WEG, None, []])
def test_a_case_of_another_type_has_no_milestones_of_its_own(mijlpalen: object) -> None:
    zaak = make_zaak(zaaktype="wia-aanvraag", mijlpalen=mijlpalen).gegevens
    assert list_mijlpalen(zaak, EZD, NORMEN) == ()


def test_a_case_of_another_type_shows_what_its_source_names() -> None:
    regels = list_on(date(2023, 6, 1), done(PVA, "2023-02-01"), zaaktype="wia-aanvraag")
    assert list(regels) == [PVA]
    assert (regels[PVA].datum, regels[PVA].ontbrekend[0]) == (None, OntbrekendVeld("datum", NVT))


@pytest.mark.parametrize(("ziektedag", "reden"), [(WEG, NIET_GELEVERD), (None, LEEG)])
def test_without_a_first_sick_day_there_are_no_due_days_and_it_says_why(ziektedag: object, reden: Ontbreekreden) -> None:
    regels = list_on(date(2023, 6, 1), done(PVA, "2023-02-01"), eersteZiektedag=ziektedag)
    assert list(regels) == [PVA]
    assert (regels[PVA].stand, regels[PVA].datum) == ("GEDAAN", None)
    assert regels[PVA].ontbrekend[0] == OntbrekendVeld("datum", reden)


def test_a_first_sick_day_to_come_counts_all_the_same() -> None:
    assert list_on(EZD, eersteZiektedag="2023-01-10")["Eerste contact (24 uur)"].stand == "BINNEN_14_DAGEN"


@given(st.integers(-800, 800))
def test_every_milestone_has_one_state_on_every_day(dagen: int) -> None:
    vandaag = EZD + timedelta(days=dagen)
    for regel in list_on(vandaag).values():
        assert regel.datum is not None
        assert (regel.stand == "TE_LAAT") <= (regel.datum < vandaag)
