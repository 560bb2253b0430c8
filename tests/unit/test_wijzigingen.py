"""What changed since the contact before: from which day, what counts, and when there may be more than is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantbeeld.domain.bronnen import Groepsoort, Groepstatus, Stand
from klantbeeld.domain.items import Record
from klantbeeld.domain.samenvattingen import Onbekend
from klantbeeld.domain.wijzigingen import Wijziging, Wijzigingen, Wijzigingsoort, summarise_wijzigingen
from tests.bouwers_domein import VANDAAG, make_betaling, make_contact, make_document, make_erd, make_zaak
from tests.bouwers_samenvattingen import (
    BRON_WEG,
    GESLOTEN,
    NOOIT_GEMELD,
    OP_TIJD,
    deny_beeld,
    fail_beeld,
    make_beeld,
    make_beelden,
    small,
)

VORIG = date(2023, 10, 10)
CONTACT = make_contact(plaatsgevondenOp="2023-10-10T09:00:00Z")
ZAKEN = Groepsoort.ZAAKMANAGEMENT
NA, OP_DE_DAG, LATER = "2023-10-12", "2023-10-10", "2023-10-21"


def summarise(*records: Record[Any], stand: Stand = OP_TIJD) -> Wijzigingen | Onbekend | None:
    gesloten = make_beeld(ZAKEN, *records, stand=stand, parameters=GESLOTEN)
    return summarise_wijzigingen(make_beelden(*records, stand=stand), gesloten, VANDAAG)


def list_regels(*records: Record[Any]) -> tuple[Wijziging, ...]:
    wijzigingen = summarise(CONTACT, *records)
    assert isinstance(wijzigingen, Wijzigingen)
    return wijzigingen.regels


@pytest.mark.parametrize(
    ("record", "soort", "onderwerp"),
    [
        (make_document(datum=NA), Wijzigingsoort.DOCUMENT, "Brief"),
        (make_document(datum=NA, soort="toekenningsbeschikking"), Wijzigingsoort.BESLUIT, "Brief"),
        (make_zaak(startdatum=NA), Wijzigingsoort.ZAAK_BEGONNEN, "ziekmelding ZAAK-1"),
        (make_zaak(status="gesloten", einddatum=NA), Wijzigingsoort.ZAAK_GESLOTEN, "ziekmelding ZAAK-1"),
        (make_erd(van=NA), Wijzigingsoort.EIGENRISICO_BEGONNEN, "WGA"),
        (make_erd(van="2020-01-01", tot=NA), Wijzigingsoort.EIGENRISICO_GEEINDIGD, "WGA"),
    ],
)
def test_a_change_after_the_previous_contact_is_told(record: Record[Any], soort: Wijzigingsoort, onderwerp: str) -> None:
    assert list_regels(record) == (Wijziging(date(2023, 10, 12), soort, onderwerp),)


def test_a_payment_is_told_with_its_amount() -> None:
    regels = list_regels(make_betaling(datum=NA, regeling="WGA", bedragInCenten=1500))
    assert regels == (Wijziging(date(2023, 10, 12), Wijzigingsoort.BETALING, "uitkering WGA", 1500),)


@pytest.mark.parametrize("dag", [OP_DE_DAG, LATER])
def test_what_is_dated_on_the_day_of_that_contact_or_after_today_is_no_change(dag: str) -> None:
    records = (
        make_document(datum=dag),
        make_zaak(startdatum=dag),
        make_zaak("Z2", status="gesloten", einddatum=dag),
        make_betaling(datum=dag),
        make_erd(van=dag),
    )
    assert list_regels(*records) == ()


def test_a_planned_payment_did_not_happen() -> None:
    assert list_regels(make_betaling(datum=NA, status="gepland")) == ()


def test_a_period_without_own_risk_is_no_change() -> None:
    assert list_regels(make_erd(isEigenrisicodrager=False, van=NA)) == ()


def test_the_contact_of_today_is_not_the_previous_one() -> None:
    wijzigingen = summarise(CONTACT, make_contact("C2", plaatsgevondenOp="2023-10-20T07:00:00Z"))
    assert isinstance(wijzigingen, Wijzigingen)
    assert wijzigingen.sinds == VORIG


def test_without_an_earlier_contact_nothing_is_told() -> None:
    assert summarise(make_document(datum=NA)) is None


@pytest.mark.parametrize("stand", [BRON_WEG, NOOIT_GEMELD])
def test_without_an_earlier_contact_that_is_certain_it_is_not_known(stand: Stand) -> None:
    antwoord = summarise(stand=stand)
    assert isinstance(antwoord, Onbekend)
    assert (antwoord.groep, antwoord.oorzaak) == (Groepsoort.CONTACTMANAGEMENT, stand.status)


@pytest.mark.parametrize(("make", "oorzaak"), [(fail_beeld, "NIET_BESCHIKBAAR"), (deny_beeld, "GEEN_TOEGANG")])
@pytest.mark.parametrize(
    "soort", [Groepsoort.DOCUMENTEN, Groepsoort.FINANCIEEL, Groepsoort.UITKERINGSGEGEVENS, Groepsoort.ZAAKMANAGEMENT]
)
def test_a_group_that_tells_nothing_is_named_and_the_others_still_tell(soort: Groepsoort, make: Any, oorzaak: str) -> None:
    records = (CONTACT, make_document(datum=NA), make_betaling(datum=NA), make_erd(van=NA), make_zaak(startdatum=NA))
    beelden = make_beelden(*records) | {soort: make(soort)}
    gesloten = make(ZAKEN) if soort is ZAKEN else make_beeld(ZAKEN, *records, parameters=GESLOTEN)
    wijzigingen = summarise_wijzigingen(beelden, gesloten, VANDAAG)
    assert isinstance(wijzigingen, Wijzigingen)
    assert [(deel.groep, deel.oorzaak) for deel in wijzigingen.onbekend] == [(soort, Groepstatus(oorzaak))]
    assert len(wijzigingen.regels) == 3


def test_what_a_source_that_is_away_told_before_is_the_least() -> None:
    wijzigingen = summarise(CONTACT, make_document(datum=NA), stand=BRON_WEG)
    assert isinstance(wijzigingen, Wijzigingen)
    assert (len(wijzigingen.regels), wijzigingen.is_minimum) == (1, True)
    assert Groepsoort.DOCUMENTEN not in {deel.groep for deel in wijzigingen.onbekend}


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.integers(-40, 5), max_size=12), st.integers(1, 6), st.sampled_from([make_document, make_betaling]))
def test_as_many_are_told_as_there_are_or_it_says_at_least(dagen: list[int], first: int, make: Any) -> None:
    data = [VANDAAG + timedelta(days=dag) for dag in dagen]
    records = (CONTACT, *(make(f"X{nummer}", datum=str(dag)) for nummer, dag in enumerate(data)))
    beelden = {soort: make_beeld(soort, *records, parameters=small(first)[soort]) for soort in Groepsoort}
    wijzigingen = summarise_wijzigingen(beelden, make_beeld(ZAKEN, parameters=GESLOTEN), VANDAAG)
    assert isinstance(wijzigingen, Wijzigingen)
    verwacht = sorted((dag for dag in data if VORIG < dag <= VANDAAG), reverse=True)
    gevonden = [regel.datum for regel in wijzigingen.regels]
    assert gevonden == (verwacht[: len(gevonden)] if wijzigingen.is_minimum else verwacht)
    assert wijzigingen.is_minimum <= (len(data) > first)


def test_a_whole_page_of_contacts_of_today_tells_that_there_may_be_more() -> None:
    contacten = [make_contact(f"C{uur}", plaatsgevondenOp=f"2023-10-20T{uur:02d}:00:00Z") for uur in range(3)]
    soort = Groepsoort.CONTACTMANAGEMENT
    beelden = make_beelden() | {soort: make_beeld(soort, CONTACT, *contacten, parameters=small(2)[soort])}
    wijzigingen = summarise_wijzigingen(beelden, make_beeld(ZAKEN, parameters=GESLOTEN), VANDAAG)
    assert isinstance(wijzigingen, Wijzigingen)
    assert (wijzigingen.sinds, wijzigingen.regels, wijzigingen.is_minimum) == (VANDAAG, (), True)
