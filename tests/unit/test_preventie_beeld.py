"""Preventief werken of one employer over one period: windows, fines, reports and what is missing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.items import Record, Recordlijst
from klantbeeld.domain.kader import Kader
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld
from klantbeeld.domain.preventie import Periode
from klantbeeld.domain.preventie_beeld import (
    Boetemaand,
    Loonsancties,
    PreventiefWerken,
    Preventieparameters,
    ask_preventief_werken,
    assemble_preventief_werken,
)
from klantbeeld.domain.vragen import Itemsvraag
from klantbeeld.errors import InvoerOnjuist
from tests.bouwers_domein import VANDAAG, make_boete, make_kader, make_lijst, make_melding, make_riv, make_sanctie

NVT, NIET_GELEVERD = Ontbreekreden.NIET_VAN_TOEPASSING, Ontbreekreden.NIET_GELEVERD
STANDAARD = Preventieparameters()


def split(*records: Record[Any]) -> Mapping[str, Recordlijst[Any]]:
    """The records as the lists that this group asks for."""
    soorten = {"rivs": "riv", "loonsancties": "loonsanctie", "boetes": "boete", "meldingstellingen": "meldingstelling"}
    return {naam: make_lijst(*(deel for deel in records if deel.id.split(":")[1] == soort)) for naam, soort in soorten.items()}


def view(*records: Record[Any], parameters: Preventieparameters = STANDAARD, kader: Kader | None = None) -> PreventiefWerken:
    return assemble_preventief_werken(split(*records), kader or make_kader(), parameters)


def count_sancties(groep: PreventiefWerken) -> Loonsancties:
    assert groep.loonsancties is not None
    return groep.loonsancties


def list_historie(groep: PreventiefWerken) -> dict[str, int | None]:
    assert groep.boetes is not None
    return {maand.maand: maand.aantal for maand in groep.boetes.historie}


def test_the_window_runs_from_january_2020_to_today() -> None:
    assert view().periode == Periode(date(2020, 1, 1), VANDAAG)


@pytest.mark.parametrize(
    ("dag", "aantal"),
    [("2019-12-31", 0), ("2020-01-01", 1), ("2023-10-20", 1), ("2023-10-21", 0), (None, 0)],
)
def test_a_report_counts_by_its_day_of_assessment_within_the_window(dag: str | None, aantal: int) -> None:
    assert view(make_riv(beoordeeldOp=dag)).reintegratieverslagen == aantal


@pytest.mark.parametrize(
    ("dag", "aantal"),
    [("2021-01-31", 0), ("2021-02-01", 1), ("2021-03-31", 1), ("2021-04-01", 0)],
)
def test_a_window_that_is_asked_includes_both_its_days(dag: str, aantal: int) -> None:
    parameters = Preventieparameters(van=date(2021, 2, 1), tot=date(2021, 3, 31))
    assert view(make_riv(beoordeeldOp=dag), parameters=parameters).reintegratieverslagen == aantal


def test_a_window_into_the_future_does_not_count_what_has_not_come() -> None:
    parameters = Preventieparameters(tot=date(2030, 1, 1))
    groep = view(make_riv(beoordeeldOp="2023-10-21"), make_boete(besluitOp="2023-10-21"), parameters=parameters)
    assert groep.reintegratieverslagen == 0
    assert max(list_historie(groep)) == "2023-10"


def test_a_sanction_counts_with_its_report_whatever_the_day_of_its_decision() -> None:
    parameters = Preventieparameters(van=date(2021, 2, 1), tot=date(2021, 2, 28))
    groep = view(make_riv(beoordeeldOp="2021-02-28"), make_sanctie(besluitOp="2021-06-01"), parameters=parameters)
    assert count_sancties(groep).administratief == 1


def test_a_sanction_whose_report_lies_outside_the_window_does_not_count() -> None:
    sancties = count_sancties(view(make_riv(beoordeeldOp="2019-12-31"), make_sanctie(besluitOp="2020-02-01")))
    assert (sancties.totaal, sancties.zonder_verslag) == (0, 0)


@pytest.mark.parametrize(("dag", "aantal"), [("2019-12-31", 0), ("2020-01-01", 1), ("2023-10-20", 1), ("2023-10-21", 0)])
def test_a_sanction_without_a_report_counts_by_its_decision_within_the_window(dag: str, aantal: int) -> None:
    sancties = count_sancties(view(make_sanctie(riv=None, besluitOp=dag)))
    assert (sancties.zonder_verslag, sancties.totaal) == (aantal, 0)


def test_the_percentage_is_of_sanctions_on_reports_only() -> None:
    rivs = [make_riv(f"R{plaats}") for plaats in range(1, 9)]
    groep = view(*rivs, make_sanctie("S1", soort="inhoudelijk"), make_sanctie("S2", riv=None))
    assert groep.loonsanctie_percentage is not None
    assert (groep.loonsanctie_percentage.teller, groep.loonsanctie_percentage.noemer) == (1, 8)
    assert groep.loonsanctie_percentage.percentage == 13


def test_a_converted_sanction_counts_once_as_its_last_kind() -> None:
    conversie = make_sanctie("S2", soort="inhoudelijk", besluitOp="2021-03-01", omgezet=True)
    assert count_sancties(view(make_riv(), make_sanctie("S1"), conversie)) == Loonsancties(0, 1, 1, 0, None)


def test_without_reports_there_is_no_percentage_and_it_says_why() -> None:
    groep = view()
    assert groep.loonsanctie_percentage is not None
    assert (groep.reintegratieverslagen, groep.loonsanctie_percentage.percentage) == (0, None)
    assert OntbrekendVeld("loonsanctiePercentage.percentage", NVT) in groep.ontbrekend


def test_without_messages_there_is_no_degree_of_digitisation_and_it_says_why() -> None:
    assert OntbrekendVeld("digitaliseringsgraad.percentage", NVT) in view().ontbrekend


def test_a_window_leaves_the_degree_of_digitisation_alone() -> None:
    groep = view(make_melding(), parameters=Preventieparameters(van=date(2020, 1, 1), tot=date(2020, 1, 1)))
    assert groep.digitaliseringsgraad is not None
    assert (groep.digitaliseringsgraad.noemer, groep.digitaliseringsgraad.tot) == (1, date(2023, 9, 30))


def test_with_everything_there_only_the_running_sanction_is_missing() -> None:
    groep = view(make_riv(), make_melding())
    assert groep.ontbrekend == (OntbrekendVeld("loonsancties.lopendeTot", NVT),)


def test_a_running_sanction_says_until_when() -> None:
    groep = view(make_riv(), make_melding(), make_sanctie(van="2023-01-01", tot="2023-12-31"))
    assert (count_sancties(groep).lopende_tot, groep.ontbrekend) == (date(2023, 12, 31), ())


@pytest.mark.parametrize(("anders", "reden"), [({}, NIET_GELEVERD), ({"tot": None}, Ontbreekreden.LEEG_BIJ_BRON)])
def test_a_running_sanction_without_an_end_says_why(anders: dict[str, Any], reden: Ontbreekreden) -> None:
    groep = view(make_riv(), make_melding(), make_sanctie(**anders))
    assert groep.ontbrekend == (OntbrekendVeld("loonsancties.lopendeTot", reden),)


def test_fines_are_counted_by_status() -> None:
    statussen = ["voornemen", "waarschuwing", "waarschuwing", "opgelegd", "betaald", "ingetrokken"]
    boetes = view(*(make_boete(f"B{plaats}", status=status) for plaats, status in enumerate(statussen))).boetes
    assert boetes is not None
    assert (boetes.huidig_aantal, boetes.bedrag_in_centen) == (2, 46_000)
    assert (boetes.voornemens, boetes.waarschuwingen, boetes.ingetrokken) == (1, 2, 1)


@pytest.mark.parametrize("status", ["opgelegd", "voornemen", "waarschuwing", "ingetrokken"])
@pytest.mark.parametrize(("dag", "aantal"), [("2021-01-31", 0), ("2021-02-01", 1), ("2021-02-28", 1), ("2021-03-01", 0)])
def test_fines_of_every_status_count_by_decision_within_the_window(status: str, dag: str, aantal: int) -> None:
    parameters = Preventieparameters(van=date(2021, 2, 1), tot=date(2021, 2, 28))
    boetes = view(make_boete(besluitOp=dag, status=status), parameters=parameters).boetes
    assert boetes is not None
    assert boetes.huidig_aantal + boetes.voornemens + boetes.waarschuwingen + boetes.ingetrokken == aantal


def test_every_month_of_the_window_is_listed_and_months_without_fines_are_zero() -> None:
    parameters = Preventieparameters(van=date(2020, 12, 31), tot=date(2021, 3, 1))
    boetes = view(make_boete(), parameters=parameters).boetes
    assert boetes is not None
    assert boetes.historie == (
        Boetemaand("2020-12", 0, 0),
        Boetemaand("2021-01", 0, 0),
        Boetemaand("2021-02", 1, 23_000),
        Boetemaand("2021-03", 0, 0),
    )


def test_months_before_the_source_had_data_are_gaps() -> None:
    parameters = Preventieparameters(van=date(2021, 1, 1), tot=date(2021, 2, 28))
    boetes = view(make_boete(), parameters=parameters, kader=make_kader(gedekt_vanaf="2021-02")).boetes
    assert boetes is not None
    geen = (OntbrekendVeld("aantal", NIET_GELEVERD), OntbrekendVeld("bedragInCenten", NIET_GELEVERD))
    assert boetes.historie == (Boetemaand("2021-01", None, None, geen), Boetemaand("2021-02", 1, 23_000))


def test_the_current_month_is_part_of_the_history() -> None:
    assert list_historie(view(parameters=Preventieparameters(van=date(2023, 9, 30)))) == {"2023-09": 0, "2023-10": 0}


def test_a_window_that_lies_in_the_future_lists_no_months() -> None:
    assert list_historie(view(parameters=Preventieparameters(van=date(2024, 1, 1), tot=date(2024, 12, 31)))) == {}


@pytest.mark.parametrize(
    ("van", "tot", "melding"),
    [
        (date(2021, 2, 2), date(2021, 2, 1), "van ligt na tot"),
        (date(2023, 10, 21), None, "van ligt na vandaag"),
        (None, date(2019, 12, 31), "tot ligt voor 01-01-2020; geef ook van"),
    ],
)
def test_a_window_upside_down_says_what_to_change(van: date | None, tot: date | None, melding: str) -> None:
    with pytest.raises(InvoerOnjuist, match=melding):
        ask_preventief_werken(make_kader(), Preventieparameters(van, tot))


def test_a_window_of_today_alone_is_a_window() -> None:
    assert view(make_riv(beoordeeldOp="2023-10-20"), parameters=Preventieparameters(van=VANDAAG)).reintegratieverslagen == 1


def test_before_2020_the_window_is_today() -> None:
    assert view(kader=make_kader(vandaag=date(2019, 5, 1))).periode == Periode(date(2019, 5, 1), date(2019, 5, 1))


def test_messages_are_read_of_the_last_twelve_full_months_only() -> None:
    vragen = ask_preventief_werken(make_kader(), STANDAARD)
    ring = make_kader().ring
    assert vragen == {
        "rivs": Itemsvraag(ring, "riv"),
        "loonsancties": Itemsvraag(ring, "loonsanctie"),
        "boetes": Itemsvraag(ring, "boete"),
        "meldingstellingen": Itemsvraag(ring, "meldingstelling", van="2022-10-01", tot="2023-09-30"),
    }


def test_a_report_is_listed_with_the_sanction_that_stands() -> None:
    conversie = make_sanctie("S2", soort="inhoudelijk", besluitOp="2021-03-01", omgezet=True, van=None)
    (edge,) = view(make_riv(), make_sanctie("S1"), conversie).verslagen.edges
    assert edge.node.sanctie is not None
    assert (edge.node.oordeel, edge.node.sanctie.soort) == ("onvoldoende", "inhoudelijk")
    assert edge.node.ontbrekend == (
        OntbrekendVeld("sanctie.van", Ontbreekreden.LEEG_BIJ_BRON),
        OntbrekendVeld("sanctie.tot", NIET_GELEVERD),
    )


def test_a_report_whose_sanction_was_withdrawn_shows_that() -> None:
    (edge,) = view(make_riv(), make_sanctie(status="ingetrokken")).verslagen.edges
    assert edge.node.sanctie is not None
    assert edge.node.sanctie.status == "ingetrokken"


def test_a_report_without_a_sanction_says_that_there_is_none() -> None:
    (edge,) = view(make_riv()).verslagen.edges
    assert edge.node.sanctie is None
    assert edge.node.ontbrekend == (OntbrekendVeld("sanctie", NVT),)


@pytest.mark.parametrize(
    ("anders", "aantal"),
    [
        ({"beoordeeldOp": "2020-01-01"}, 1),
        ({"beoordeeldOp": "2019-12-31"}, 0),
        ({"beoordeeldOp": None, "ontvangenOp": "2023-10-20"}, 1),
        ({"beoordeeldOp": None, "ontvangenOp": "2019-12-31"}, 0),
    ],
)
def test_reports_of_the_window_are_listed_also_when_only_received_in_it(anders: dict[str, Any], aantal: int) -> None:
    assert view(make_riv(**anders)).verslagen.totaal == aantal


def test_reports_go_on_behind_the_cursor_of_the_page_before() -> None:
    rivs = [
        make_riv("R3", beoordeeldOp="2022-01-01"),
        make_riv("R1", beoordeeldOp="2021-01-01"),
        make_riv("R2", beoordeeldOp="2021-01-01"),
        make_riv("R4", beoordeeldOp=None),
    ]
    gezien: list[object] = []
    bladvraag = Bladvraag(1)
    while True:
        bladzijde = view(*rivs, parameters=Preventieparameters(verslagen=bladvraag)).verslagen
        assert bladzijde.totaal == 4
        gezien += [edge.node.beoordeeld_op for edge in bladzijde.edges]
        if not bladzijde.page_info.has_next_page:
            break
        bladvraag = Bladvraag(1, bladzijde.page_info.end_cursor)
    assert gezien == [date(2022, 1, 1), date(2021, 1, 1), date(2021, 1, 1), None]
