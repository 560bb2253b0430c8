"""Cases: what is shown of them, their reasons, and what must be read (domain reference §7)."""

from datetime import date
from typing import Any

import pytest

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.items import Record
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld
from klantbeeld.domain.vragen import Itemsvraag, Telling, Telvraag
from klantbeeld.domain.zaken import (
    Statustelling,
    Zaak,
    Zaakparameters,
    Zaakregel,
    ask_zaakmanagement,
    assemble_zaakmanagement,
    is_ziekmelding,
)
from tests.bouwers_domein import ALLES, WEG, make_kader, make_lijst, make_zaak

ZONDER_MEDISCH = make_kader(klassen=ALLES - {Klasse.MEDISCH})


def show(record: Record[Zaak], kader: Kader | None = None) -> Zaakregel:
    antwoorden = {"zaken": make_lijst(record), "aantallen": ()}
    return assemble_zaakmanagement(antwoorden, kader or make_kader(), Zaakparameters()).bladzijde.edges[0].node


def list_redenen(regel: Zaakregel) -> dict[str, Ontbreekreden]:
    return {deel.veld: deel.reden for deel in regel.ontbrekend}


def test_a_case_is_shown_with_its_fields() -> None:
    regel = show(make_zaak(einddatum="2023-02-01", status="gesloten", reden="hersteld", resultaat="beter"))
    assert (regel.id, regel.zaaknummer, regel.zaaktype) == ("zaken:zaak:Z1", "ZAAK-1", "ziekmelding")
    assert (regel.startdatum, regel.einddatum, regel.status) == (date(2023, 1, 2), date(2023, 2, 1), "gesloten")
    assert (regel.reden, regel.resultaat, regel.ontbrekend) == ("hersteld", "beter", ())


def test_a_case_tells_what_is_empty_from_what_was_not_delivered() -> None:
    assert show(make_zaak(einddatum=None, eersteZiektedag=None)).ontbrekend == (
        OntbrekendVeld("einddatum", Ontbreekreden.LEEG_BIJ_BRON),
        OntbrekendVeld("reden", Ontbreekreden.NIET_GELEVERD),
        OntbrekendVeld("resultaat", Ontbreekreden.NIET_GELEVERD),
    )


@pytest.mark.parametrize(
    "reden", ["zwangerschap", "orgaandonatie", "art. 29b", "zieke uitzendkracht", "hersteld na operatie", ""]
)
@pytest.mark.parametrize("status", ["lopend", "gesloten", "geannuleerd"])
def test_a_reason_that_may_tell_about_health_is_withheld(status: str, reden: str) -> None:
    regel = show(make_zaak(status=status, reden=reden), ZONDER_MEDISCH)
    assert (regel.reden, list_redenen(regel)["reden"]) == (None, Ontbreekreden.GEEN_TOEGANG)


@pytest.mark.parametrize("reden", ["hersteld", "einde dienstverband", "WIA", "overleden", "AOW", " Hersteld "])
def test_the_agreed_reasons_for_closing_are_shown_to_everybody(reden: str) -> None:
    assert show(make_zaak(status="gesloten", reden=reden), ZONDER_MEDISCH).reden == reden


@pytest.mark.parametrize("status", ["lopend", "geannuleerd"])
def test_a_reason_for_closing_is_no_reason_for_a_case_that_is_not_closed(status: str) -> None:
    assert show(make_zaak(status=status, reden="WIA"), ZONDER_MEDISCH).reden is None


@pytest.mark.parametrize("status", ["lopend", "gesloten", "geannuleerd"])
def test_every_reason_is_shown_to_who_may_see_medical_data(status: str) -> None:
    assert show(make_zaak(status=status, reden="zwangerschap")).reden == "zwangerschap"


@pytest.mark.parametrize(("reden", "waarom"), [(None, Ontbreekreden.LEEG_BIJ_BRON), (WEG, Ontbreekreden.NIET_GELEVERD)])
def test_a_reason_that_is_not_there_is_not_withheld(reden: object, waarom: Ontbreekreden) -> None:
    assert list_redenen(show(make_zaak(reden=reden), ZONDER_MEDISCH))["reden"] is waarom


@pytest.mark.parametrize(
    ("zaaktype", "verwacht"),
    [
        ("ziekmelding", True),
        ("Ziekmelding", True),
        ("https://zaken.nl/catalogi/ziekmelding", True),
        ("https://zaken.nl/catalogi/ziekmelding/", True),
        ("wia-aanvraag", False),
        ("ziekmelding/intrekking", False),
        ("geen ziekmelding", False),
    ],
)
def test_a_sick_report_is_known_by_the_end_of_its_type(zaaktype: str, verwacht: bool) -> None:
    assert is_ziekmelding(make_zaak(zaaktype=zaaktype).gegevens) is verwacht


def test_open_cases_are_asked_by_default_and_all_of_them_are_counted_up_to_today() -> None:
    kader = make_kader()
    assert ask_zaakmanagement(kader, Zaakparameters()) == {
        "zaken": Itemsvraag(kader.ring, "zaak", kenmerk="lopend", limiet=16),
        "aantallen": Telvraag(kader.ring, "zaak", tot="2023-10-20"),
    }


@pytest.mark.parametrize("status", [None, "gesloten", "geannuleerd"])
def test_cases_of_another_status_are_asked_for(status: str | None) -> None:
    zaken = ask_zaakmanagement(make_kader(), Zaakparameters(status, Bladvraag(3)))["zaken"]
    assert isinstance(zaken, Itemsvraag)
    assert (zaken.kenmerk, zaken.limiet) == (status, 4)


def test_cases_are_counted_by_status_over_all_years() -> None:
    tellingen = [("lopend", "2022", 1), ("gesloten", "2022", 2), ("lopend", "2023", 3)]
    antwoorden: dict[str, Any] = {
        "zaken": make_lijst(),
        "aantallen": tuple(Telling(status, None, jaar, aantal, 0) for status, jaar, aantal in tellingen),
    }
    groep = assemble_zaakmanagement(antwoorden, make_kader(), Zaakparameters())
    assert groep.aantallen == (Statustelling("gesloten", 2), Statustelling("lopend", 4))
