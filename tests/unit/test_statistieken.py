"""Statistics: what may be asked, and the rows that are made of the sums."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.domain.klok import Tijdvak
from klantbeeld.domain.onderdrukking import Tellingen, Verborgen
from klantbeeld.domain.preventie import Maandcijfers, Periode, divide_meldingen, divide_sancties
from klantbeeld.domain.preventie_beeld import Loonsancties
from klantbeeld.domain.statistieken import (
    DEFINITIEVERSIE,
    Dekking,
    Preventiestatistiek,
    Statistiekkader,
    Statistiekopdracht,
    Statistiekrij,
    assemble_statistiek,
    canonicalise_selectie,
    check_rijen,
    cover_soorten,
)
from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Attribuut,
    Selectie,
    Statistiekantwoord,
    Statistiekcel,
    Statistiekvraag,
)
from klantbeeld.errors import InvoerOnjuist
from tests.bouwers_domein import NORMEN, make_bron, make_staat

SECTOR, KLASSE = Groepering.SECTOR, Groepering.GROOTTEKLASSE
MAAND, KWARTAAL, JAAR = Groepering.MAAND, Groepering.KWARTAAL, Groepering.JAAR
VANDAAG = date(2023, 10, 20)
CIJFERS = Maandcijfers(10, 2, 1, 4, 5, 70_000, 8, 6)
ALLEMAAL = ["reintegratieverslagen", "loonsancties", "loonsanctiePercentage", "digitaliseringsgraad", "boetes"]
ALLEMAAL += ["boetebedragInCenten"]


Per = dict[tuple[str, ...], int]
Cellen = dict[tuple[tuple[str, ...], str | None], Maandcijfers]


def make_opdracht(*groepeer_op: Groepering, van: str = "2023-01-01", tot: str = "2023-12-31") -> Statistiekopdracht:
    return Statistiekopdracht(Selectie(), date.fromisoformat(van), date.fromisoformat(tot), groepeer_op)


def make_kader(**anders: Any) -> Statistiekkader:
    """A reader who may see single employers, on the day of the example, with sources that always had data."""
    return replace(Statistiekkader(VANDAAG, NORMEN, Dekking(), mag_enkele=True), **anders)


def assemble(
    opdracht: Statistiekopdracht,
    cellen: Cellen | None = None,
    per: Per | None = None,
    kader: Statistiekkader | None = None,
) -> Preventiestatistiek:
    """A statistic of ten employers of sector 51, unless told otherwise, whose total is ``CIJFERS``."""
    aanwezig: Per = {("51",) * len(opdracht.per): 10} if per is None else per
    antwoord = Statistiekantwoord(tuple(Statistiekcel(*waar, cijfers) for waar, cijfers in (cellen or {}).items()), CIJFERS)
    tellingen = Tellingen(aanwezig, max(aanwezig.values(), default=0))
    return assemble_statistiek(opdracht, antwoord, tellingen, kader or make_kader())


def codes_of(statistiek: Preventiestatistiek) -> list[tuple[str, ...]]:
    return [tuple(waarde.code for waarde in rij.groep) for rij in statistiek.rijen]


def missing_of(rij: Statistiekrij) -> dict[str, str]:
    return {deel.veld: deel.reden for deel in rij.ontbrekend}


# what may be asked


@pytest.mark.parametrize(
    ("make", "melding"),
    [
        (lambda: make_opdracht(van="2023-01-02"), "van is niet de eerste dag van een maand."),
        (lambda: make_opdracht(tot="2023-12-30"), "tot is niet de laatste dag van een maand."),
        (lambda: make_opdracht(tot="2023-02-27"), "tot is niet de laatste dag van een maand."),
        (lambda: make_opdracht(van="2024-01-01"), "van ligt na tot; draai de twee datums om."),
        (lambda: make_opdracht(van="2003-12-01"), "De periode is langer dan 20 jaar; kies een kortere."),
        (lambda: make_opdracht(SECTOR, SECTOR), "groepeerOp noemt een groepering twee keer."),
        (
            lambda: make_opdracht(SECTOR, KLASSE, Groepering.RECHTSVORM),
            "groepeerOp noemt meer dan 2 kenmerken van werkgevers.",
        ),
        (lambda: make_opdracht(MAAND, JAAR), "groepeerOp noemt meer dan een tijdvak; kies MAAND, KWARTAAL of JAAR."),
    ],
)
def test_what_can_not_be_counted_is_refused(make: Callable[[], object], melding: str) -> None:
    with pytest.raises(InvoerOnjuist) as fout:
        make()
    assert str(fout.value) == melding


def test_twenty_years_may_be_asked_and_a_month_that_ends_on_a_leap_day() -> None:
    assert len(make_opdracht(MAAND, van="2004-01-01").vakken) == 240
    assert make_opdracht(MAAND, van="2024-02-01", tot="2024-02-29").vakken[0].code == "2024-02"


def test_the_last_month_that_can_be_written_may_be_asked() -> None:
    assert make_opdracht(van="2100-12-01", tot="2100-12-31").vraag.tot == "2100-12"


def test_the_store_is_asked_for_attributes_and_a_period_apart() -> None:
    opdracht = make_opdracht(KWARTAAL, SECTOR)
    selectie = Selectie()
    assert opdracht.vraag == Statistiekvraag(selectie, "2023-01", "2023-12", (Attribuut.SECTOR,), Tijdvak.KWARTAAL)
    assert opdracht.aantallenvragen == {
        "per": Aantallenvraag(selectie, (Attribuut.SECTOR,)),
        "totaal": Aantallenvraag(selectie),
    }


def test_more_than_ten_thousand_rows_are_refused() -> None:
    check_rijen(10_000)
    with pytest.raises(InvoerOnjuist, match="meer dan 10000 rijen"):
        check_rijen(10_001)


# selections


def test_a_selection_is_put_in_one_spelling_and_order() -> None:
    selectie = Selectie(
        sectoren=("51", "051", " 3"),
        sbi_secties=("g", "A"),
        grootteklassen=("G0", "G0"),
        postcodegebieden=("12 ", "12"),
        rechtsvormen=("B.V.", "bv", "iets anders"),
        werkgever_ids=("b", "a"),
    )
    assert canonicalise_selectie(selectie, NORMEN) == Selectie(
        sectoren=("3", "51"),
        sbi_secties=("A", "G"),
        grootteklassen=("G0",),
        postcodegebieden=("12",),
        rechtsvormen=("besloten vennootschap met beperkte aansprakelijkheid", "iets anders"),
        werkgever_ids=("a", "b"),
    )


def test_unknown_can_be_selected() -> None:
    selectie = Selectie(sectoren=("Onbekend",), sbi_secties=("onbekend",), rechtsvormen=("ONBEKEND",))
    verwacht = Selectie(sectoren=("onbekend",), sbi_secties=("onbekend",), rechtsvormen=("onbekend",))
    assert canonicalise_selectie(selectie, NORMEN) == verwacht


@pytest.mark.parametrize("waarde", ["x" * 201, "\ud800"])
def test_a_value_that_can_be_nothing_is_refused(waarde: str) -> None:
    with pytest.raises(InvoerOnjuist, match="Een waarde in selectie"):
        canonicalise_selectie(Selectie(werkgever_ids=(waarde,)), NORMEN)


# rows


def test_a_row_has_the_figures_by_the_rules_of_the_single_view() -> None:
    statistiek = assemble(make_opdracht(SECTOR), {(("51",), None): CIJFERS})
    (rij,) = statistiek.rijen
    periode = Periode(date(2023, 1, 1), date(2023, 12, 31))
    assert (rij.aantal_werkgevers, rij.onderdrukt, rij.reintegratieverslagen) == (10, False, 10)
    assert rij.loonsancties == Loonsancties(2, 1, 3, 4, lopende_tot=None)
    assert rij.loonsanctie_percentage == divide_sancties(CIJFERS, periode)
    assert rij.digitaliseringsgraad == divide_meldingen(CIJFERS, periode)
    assert (rij.boetes, rij.boetebedrag_in_centen) == (5, 70_000)
    assert missing_of(rij) == {"loonsancties.lopendeTot": "NIET_VAN_TOEPASSING"}
    assert statistiek.definitieversie == DEFINITIEVERSIE


def test_nothing_to_divide_by_gives_no_percentage() -> None:
    (rij,) = assemble(make_opdracht(SECTOR)).rijen
    assert rij.loonsanctie_percentage is not None
    assert (rij.loonsanctie_percentage.teller, rij.loonsanctie_percentage.percentage) == (0, None)
    assert missing_of(rij) == {
        "loonsancties.lopendeTot": "NIET_VAN_TOEPASSING",
        "loonsanctiePercentage.percentage": "NIET_VAN_TOEPASSING",
        "digitaliseringsgraad.percentage": "NIET_VAN_TOEPASSING",
    }


def test_every_combination_has_a_row_in_every_period_in_the_order_of_the_groups() -> None:
    per: Per = {("10",): 1, ("9",): 1, ("onbekend",): 1, ("x",): 1}
    opdracht = make_opdracht(SECTOR, KWARTAAL, van="2023-02-01", tot="2023-06-30")
    assert codes_of(assemble(opdracht, per=per)) == [
        (sector, kwartaal) for sector in ("9", "10", "x", "onbekend") for kwartaal in ("2023-K1", "2023-K2")
    ]
    eerst_tijd = make_opdracht(KWARTAAL, SECTOR, van="2023-04-01", tot="2023-06-30")
    assert codes_of(assemble(eerst_tijd, per=per))[:2] == [("2023-K2", "9"), ("2023-K2", "10")]


def test_a_period_that_is_cut_tells_of_its_own_days() -> None:
    opdracht = make_opdracht(KWARTAAL, van="2023-02-01", tot="2023-05-31")
    perioden = [rij.loonsanctie_percentage for rij in assemble(opdracht).rijen]
    dagen = [(deel.van, deel.tot) for deel in perioden if deel is not None]
    assert dagen == [(date(2023, 2, 1), date(2023, 3, 31)), (date(2023, 4, 1), date(2023, 5, 31))]


def test_without_groups_there_is_only_the_total() -> None:
    statistiek = assemble(make_opdracht())
    assert statistiek.rijen == ()
    assert (statistiek.totaal.groep, statistiek.totaal.aantal_werkgevers, statistiek.totaal.boetes) == ((), 10, 5)


def test_two_attributes_name_a_row_in_the_order_asked() -> None:
    per: Per = {("51", "G0"): 1, ("3", "G1_9"): 1}
    statistiek = assemble(make_opdracht(SECTOR, KLASSE), {(("51", "G0"), None): CIJFERS}, per)
    assert [(codes, rij.boetes) for codes, rij in zip(codes_of(statistiek), statistiek.rijen, strict=True)] == [
        (("3", "G1_9"), 0),
        (("51", "G0"), 5),
    ]


# what is not known


@pytest.mark.parametrize(
    ("dekking", "onbekend"),
    [
        (Dekking(riv="2023-03"), ALLEMAAL[:3]),
        (Dekking(loonsanctie="2023-03"), ALLEMAAL[1:3]),
        (Dekking(meldingstelling="2023-03"), ALLEMAAL[3:4]),
        (Dekking(boete="2023-03"), ALLEMAAL[4:]),
        (Dekking(riv=None), ALLEMAAL[:3]),
        (Dekking(None, None, None, None), ALLEMAAL),
    ],
)
def test_a_month_before_its_source_has_data_is_unknown_and_not_zero(dekking: Dekking, onbekend: list[str]) -> None:
    opdracht = make_opdracht(MAAND, van="2023-02-01", tot="2023-03-31")
    februari, maart = assemble(opdracht, kader=make_kader(dekking=dekking)).rijen
    assert [veld for veld, reden in missing_of(februari).items() if reden == "NIET_GELEVERD"] == onbekend
    later = [veld for veld, reden in missing_of(maart).items() if reden == "NIET_GELEVERD"]
    assert later == (onbekend if None in (dekking.riv, dekking.boete) else [])
    assert februari.aantal_werkgevers == 10


def test_a_period_of_which_a_part_is_known_counts_that_part() -> None:
    (rij,) = assemble(make_opdracht(JAAR), {((), "2023"): CIJFERS}, kader=make_kader(dekking=Dekking(boete="2023-12"))).rijen
    assert rij.boetes is None  # December has not come
    (rij,) = assemble(make_opdracht(JAAR), {((), "2023"): CIJFERS}, kader=make_kader(dekking=Dekking(boete="2023-10"))).rijen
    assert rij.boetes == 5


def test_a_month_that_has_not_come_has_no_figures() -> None:
    oktober, november = assemble(make_opdracht(MAAND, van="2023-10-01", tot="2023-11-30")).rijen
    assert oktober.boetes == 0
    assert {veld: missing_of(november)[veld] for veld in ALLEMAAL} == dict.fromkeys(ALLEMAAL, "NIET_VAN_TOEPASSING")


def test_coverage_is_that_of_the_sources_of_each_kind() -> None:
    staten = [
        make_staat(
            make_bron("preventie"), ("riv", "loonsanctie", "boete"), standOp="2023-10-20T06:00:00Z", dekkingVanaf="2020-01"
        ),
        make_staat(make_bron("meldingen"), ("meldingstelling",)),
    ]
    assert cover_soorten(staten) == Dekking("2020-01", "2020-01", "2020-01", "")
    assert cover_soorten([make_staat(make_bron(), ("contact",))]) == Dekking(None, None, None, None)


# who may not see single employers


def test_a_small_row_shows_nothing_to_who_may_not_see_single_employers() -> None:
    per: Per = {("1",): 4, ("2",): 6, ("3",): 7}
    cellen: Cellen = {(waarden, None): CIJFERS for waarden in per}
    statistiek = assemble(make_opdracht(SECTOR), cellen, per, make_kader(verborgen=Verborgen(frozenset({("1",), ("2",)}))))
    klein, ander, groot = statistiek.rijen
    assert [(rij.onderdrukt, rij.aantal_werkgevers) for rij in (klein, ander, groot)] == [
        (True, None),
        (True, None),
        (False, 7),
    ]
    assert klein == Statistiekrij(klein.groep, onderdrukt=True, ontbrekend=klein.ontbrekend)
    assert missing_of(klein) == dict.fromkeys(["aantalWerkgevers", *ALLEMAAL], "GEEN_TOEGANG")
    assert not statistiek.totaal.onderdrukt


def test_a_small_total_shows_nothing_either() -> None:
    statistiek = assemble(make_opdracht(JAAR), per={(): 4}, kader=make_kader(verborgen=Verborgen(frozenset({()}), totaal=True)))
    assert [rij.onderdrukt for rij in (*statistiek.rijen, statistiek.totaal)] == [True, True]
    assert statistiek.totaal.boetes is None


def test_small_rows_are_shown_to_who_may_see_single_employers() -> None:
    statistiek = assemble(make_opdracht(SECTOR), per={("1",): 1})
    assert [(rij.onderdrukt, rij.boetes) for rij in statistiek.rijen] == [(False, 0)]
