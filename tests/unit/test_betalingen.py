"""Financieel: what was paid, what is still open, and what a reader may see of it (domain reference §6)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.betalingen import (
    Betaling,
    Betalingregel,
    Financieel,
    Financieelparameters,
    Jaartotaal,
    Openstaand,
    ask_financieel,
    assemble_financieel,
    kenmerk_of,
    sum_openstaand,
    sum_totalen,
)
from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.items import Record
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld
from klantbeeld.domain.vragen import Itemsvraag, Telling, Telvraag
from tests.bouwers_domein import ALLES, WEG, make_betaling, make_kader, make_lijst

SOORTEN = ["uitkering", "ziekengeld", "subsidie", "factuur", "terugvordering"]
STATUSSEN = ["gepland", "betaald", "openstaand", "verrekend"]
IBAN = "NL91ABNA0417164300"


def tel(*betalingen: Record[Betaling]) -> tuple[Telling, ...]:
    """Payments as a store counts them."""
    gegevens = [record.gegevens for record in betalingen]
    return tuple(Telling(kenmerk_of(b), b.regeling, str(b.datum.year), 1, b.bedrag_in_centen) for b in gegevens)


def view(*records: Record[Betaling], kader: Kader | None = None) -> Financieel:
    antwoorden: dict[str, Any] = {"betalingen": make_lijst(*records), "tellingen": tel(*records)}
    return assemble_financieel(antwoorden, kader or make_kader(), Financieelparameters())


def show(record: Record[Betaling], kader: Kader | None = None) -> Betalingregel:
    return view(record, kader=kader).bladzijde.edges[0].node


@pytest.mark.parametrize("status", STATUSSEN)
@pytest.mark.parametrize("soort", SOORTEN)
def test_paid_are_benefits_sick_pay_and_subsidies_with_status_betaald(soort: str, status: str) -> None:
    telt = soort in {"uitkering", "ziekengeld", "subsidie"} and status == "betaald"
    assert sum_totalen(tel(make_betaling(soort=soort, status=status))) == ((Jaartotaal("WTV", 2022, 100),) if telt else ())


@pytest.mark.parametrize("status", STATUSSEN)
@pytest.mark.parametrize("soort", SOORTEN)
def test_open_are_invoices_and_recoveries_with_status_openstaand(soort: str, status: str) -> None:
    telt = soort in {"factuur", "terugvordering"} and status == "openstaand"
    assert sum_openstaand(tel(make_betaling(soort=soort, status=status))) == (Openstaand(1, 100) if telt else Openstaand(0, 0))


def test_nothing_open_is_zero() -> None:
    assert sum_openstaand(()) == Openstaand(0, 0)


def test_totals_are_per_scheme_and_year_of_the_day_of_payment() -> None:
    betalingen = [
        make_betaling(datum="2022-12-31", periodeTot="2023-01-31", bedragInCenten=1),
        make_betaling(datum="2023-01-01", periodeVan="2022-12-01", bedragInCenten=2),
        make_betaling(datum="2023-06-01", soort="subsidie", bedragInCenten=4),
        make_betaling(datum="2023-06-01", regeling="WAZO", bedragInCenten=8),
    ]
    assert sum_totalen(tel(*betalingen)) == (
        Jaartotaal("WAZO", 2023, 8),
        Jaartotaal("WTV", 2023, 6),
        Jaartotaal("WTV", 2022, 1),
    )


def test_amounts_that_add_up_to_nothing_are_still_a_total() -> None:
    betalingen = [make_betaling(bedragInCenten=5), make_betaling(bedragInCenten=-5)]
    assert sum_totalen(tel(*betalingen)) == (Jaartotaal("WTV", 2022, 0),)


def test_records_without_features_do_not_count() -> None:
    tellingen = (Telling(None, None, "2023", 1, 5),)
    assert (sum_totalen(tellingen), sum_openstaand(tellingen)) == ((), Openstaand(0, 0))


@given(st.lists(st.tuples(st.sampled_from(SOORTEN), st.sampled_from(STATUSSEN), st.integers(-500, 500))))
def test_no_payment_counts_both_as_paid_and_as_open(betalingen: list[tuple[str, str, int]]) -> None:
    records = [make_betaling(soort=soort, status=status, bedragInCenten=bedrag) for soort, status, bedrag in betalingen]
    betaald, open_ = sum_totalen(tel(*records)), sum_openstaand(tel(*records))
    tellend = [
        b for b in betalingen if (b[0] in SOORTEN[:3] and b[1] == "betaald") or (b[0] in SOORTEN[3:] and b[1] == "openstaand")
    ]
    assert sum(totaal.betaald_in_centen for totaal in betaald) + open_.bedrag_in_centen == sum(b[2] for b in tellend)


def test_planned_payments_are_listed_and_nothing_of_a_later_day_is_counted() -> None:
    kader = make_kader()
    assert ask_financieel(kader, Financieelparameters(Bladvraag(2))) == {
        "betalingen": Itemsvraag(kader.ring, "betaling", limiet=3),
        "tellingen": Telvraag(kader.ring, "betaling", tot="2023-10-20"),
    }


def test_a_payment_is_shown_with_its_fields() -> None:
    regel = show(make_betaling(periodeVan="2022-08-01", periodeTot="2022-08-31", kenmerk="KB-1", iban=IBAN))
    assert regel == Betalingregel(
        id="betalingen:betaling:F1",
        datum=date(2022, 9, 19),
        regeling="WTV",
        periode_van=date(2022, 8, 1),
        periode_tot=date(2022, 8, 31),
        bedrag_in_centen=100,
        soort="uitkering",
        status="betaald",
        kenmerk="KB-1",
        iban_gemaskeerd="NL************4300",
        ontbrekend=(),
    )


@pytest.mark.parametrize(("iban", "reden"), [(WEG, Ontbreekreden.NIET_GELEVERD), (None, Ontbreekreden.LEEG_BIJ_BRON)])
def test_an_account_number_that_is_not_there_says_why_by_the_name_of_the_contract(iban: object, reden: Ontbreekreden) -> None:
    regel = show(make_betaling(iban=iban))
    assert regel.iban_gemaskeerd is None
    assert regel.ontbrekend[-1] == OntbrekendVeld("ibanGemaskeerd", reden)


def test_an_account_number_is_withheld_from_who_may_not_see_it() -> None:
    regel = show(make_betaling(iban=IBAN), make_kader(klassen=ALLES - {Klasse.FINANCIEEL}))
    assert regel.iban_gemaskeerd is None
    assert OntbrekendVeld("ibanGemaskeerd", Ontbreekreden.GEEN_TOEGANG) in regel.ontbrekend


def test_the_group_holds_the_page_the_totals_and_what_is_open() -> None:
    groep = view(make_betaling(), make_betaling("F2", soort="factuur", status="openstaand"))
    assert (groep.bladzijde.totaal, groep.totalen, groep.openstaand) == (2, (Jaartotaal("WTV", 2022, 100),), Openstaand(1, 100))
