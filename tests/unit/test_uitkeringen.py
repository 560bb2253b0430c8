"""Eigenrisicodrager per scheme on any day, and the marks that an employee must see (domain reference §4)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Record
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld
from klantbeeld.domain.uitkeringen import (
    Erd,
    Regelingblok,
    Uitkeringsgegevens,
    Uitkeringsparameters,
    ask_uitkeringsgegevens,
    assemble_uitkeringsgegevens,
    periods_overlap,
)
from klantbeeld.domain.vragen import Itemsvraag
from tests.bouwers_domein import LH, VANDAAG, make_erd, make_kader, make_lijst, make_organisatie, make_polis, make_record

NVT, LEEG, NIET_GELEVERD = Ontbreekreden.NIET_VAN_TOEPASSING, Ontbreekreden.LEEG_BIJ_BRON, Ontbreekreden.NIET_GELEVERD
ONGEBRUIKELIJK = "ongebruikelijk voor deze sector"
DAG = date(2021, 7, 1)


def view(*erds: Record[Erd], peildatum: date | None = None, sectoren: tuple[str, ...] = ()) -> Uitkeringsgegevens:
    lijsten: dict[str, Any] = {
        "erds": make_lijst(*erds),
        "polissen": make_lijst(make_polis()),
        "organisaties": make_lijst(make_record(make_organisatie(sectoren=list(sectoren)), "cws/1")),
    }
    return assemble_uitkeringsgegevens(lijsten, make_kader(), Uitkeringsparameters(peildatum))


def get_wga(*erds: Record[Erd], peildatum: date = DAG) -> Regelingblok:
    blok = view(*erds, peildatum=peildatum).wga
    assert blok is not None
    return blok


def get_ww_mark(*sectoren: str, **anders: Any) -> str | None:
    blok = view(make_erd(regeling="WW", **anders), sectoren=sectoren).ww
    assert blok is not None
    return blok.opmerking


def list_redenen(groep: Uitkeringsgegevens, regeling: str) -> dict[str, Ontbreekreden]:
    return {deel.veld: deel.reden for deel in groep.ontbrekend if deel.veld.startswith(f"{regeling}.")}


@pytest.mark.parametrize(
    ("dag", "drager"),
    [
        (date(2020, 12, 31), False),
        (date(2021, 1, 1), True),
        (date(2022, 6, 30), True),
        (date(2022, 7, 1), False),
        (date(2022, 7, 2), False),
    ],
)
def test_a_period_holds_from_its_first_day_up_to_but_without_its_end(dag: date, drager: bool) -> None:
    assert get_wga(make_erd(van="2021-01-01", tot="2022-07-01"), peildatum=dag).is_eigenrisicodrager is drager


@pytest.mark.parametrize(
    ("anders", "drager"),
    [
        ({"van": "2021-07-01"}, True),
        ({"van": "2021-07-01", "tot": None}, True),
        ({}, True),
        ({"van": None}, True),
        ({"tot": "2021-07-02"}, True),
        ({"tot": "2021-07-01"}, False),
        ({"van": "2021-07-02"}, False),
    ],
)
def test_a_border_that_is_not_known_does_not_bound(anders: dict[str, Any], drager: bool) -> None:
    assert get_wga(make_erd(**anders)).is_eigenrisicodrager is drager


def test_a_scheme_without_any_record_has_a_block_that_says_nobody_delivered_it() -> None:
    groep = view()
    assert groep.wga == groep.zw == groep.ww == Regelingblok(None, None, None, None, None, None, None)
    assert list_redenen(groep, "wga") == {
        "wga.opmerking": NVT,
        "wga.isEigenrisicodrager": NIET_GELEVERD,
        "wga.datum": NIET_GELEVERD,
        "wga.directeBetaling": NIET_GELEVERD,
        "wga.verzekeraar": NIET_GELEVERD,
        "wga.intermediair": NIET_GELEVERD,
        "wga.garantie": NIET_GELEVERD,
    }


def test_schemes_do_not_speak_for_each_other() -> None:
    groep = view(make_erd("E1", regeling="ZW"), make_erd("E2", regeling="WW", isEigenrisicodrager=False))
    assert [blok and blok.is_eigenrisicodrager for blok in (groep.wga, groep.zw, groep.ww)] == [None, True, False]


def test_a_holding_period_shows_its_own_fields() -> None:
    erd = make_erd(van="2021-01-01", verzekeraar="Aegon", intermediair="Vos", directeBetaling="WN", garantie=True)
    assert get_wga(erd) == Regelingblok(
        is_eigenrisicodrager=True,
        datum=date(2021, 1, 1),
        directe_betaling="WN",
        verzekeraar="Aegon",
        intermediair="Vos",
        garantie=True,
        opmerking=None,
    )


def test_a_holding_period_tells_what_is_empty_from_what_was_not_delivered() -> None:
    groep = view(make_erd(van="2021-01-01", verzekeraar=None, garantie=True, redenEinde=None))
    assert list_redenen(groep, "wga") == {
        "wga.opmerking": NVT,
        "wga.verzekeraar": LEEG,
        "wga.intermediair": NIET_GELEVERD,
        "wga.directeBetaling": NIET_GELEVERD,
    }


def test_the_insurer_of_then_is_shown() -> None:
    erds = [
        make_erd("E1", van="2018-01-01", tot="2020-01-01", verzekeraar="Delta Lloyd"),
        make_erd("E2", van="2020-01-01", verzekeraar="NN"),
    ]
    assert get_wga(*erds, peildatum=date(2019, 12, 31)).verzekeraar == "Delta Lloyd"
    assert get_wga(*erds, peildatum=date(2020, 1, 1)).verzekeraar == "NN"


@pytest.mark.parametrize("anders", [{"van": "2018-01-01", "tot": "2020-01-01"}, {"van": "2024-01-01"}])
def test_a_period_that_is_over_or_still_to_come_is_a_nee_without_a_date(anders: dict[str, Any]) -> None:
    groep = view(make_erd(verzekeraar="Aegon", **anders))
    assert groep.wga == Regelingblok(False, None, None, None, None, None, None)
    assert set(list_redenen(groep, "wga").values()) == {NVT}


def test_a_period_to_come_is_only_among_the_periods() -> None:
    groep = view(make_erd(van="2024-01-01"))
    assert (groep.wga and groep.wga.is_eigenrisicodrager, [erd.van for erd in groep.perioden]) == (False, [date(2024, 1, 1)])


def test_on_a_later_peildatum_a_period_to_come_holds() -> None:
    assert get_wga(make_erd(van="2024-01-01"), peildatum=date(2024, 1, 1)).is_eigenrisicodrager is True


@pytest.mark.parametrize(("peildatum", "verwacht"), [(None, VANDAAG), (DAG, DAG), (date(2030, 1, 1), date(2030, 1, 1))])
def test_the_peildatum_is_today_unless_asked(peildatum: date | None, verwacht: date) -> None:
    assert view(peildatum=peildatum).peildatum == verwacht


def test_a_nee_is_a_nee_without_a_mark() -> None:
    blok = get_wga(make_erd(isEigenrisicodrager=False))
    assert (blok.is_eigenrisicodrager, blok.datum, blok.opmerking) == (False, None, None)


@pytest.mark.parametrize("peildatum", [date(2020, 12, 31), date(2021, 1, 1), date(2025, 1, 1)])
def test_a_nee_with_a_date_is_always_a_data_fault_and_the_date_stays_visible(peildatum: date) -> None:
    blok = get_wga(make_erd(isEigenrisicodrager=False, van="2021-01-01"), peildatum=peildatum)
    assert (blok.is_eigenrisicodrager, blok.datum) == (False, date(2021, 1, 1))
    assert blok.opmerking == "gegevensfout bij de bron: nee met een ingangsdatum"


def test_a_ja_that_covers_the_day_wins_from_a_nee() -> None:
    blok = get_wga(make_erd("E1", isEigenrisicodrager=False), make_erd("E2", van="2021-01-01"))
    assert (blok.is_eigenrisicodrager, blok.datum) == (True, date(2021, 1, 1))


def test_a_nee_speaks_when_no_ja_covers_the_day() -> None:
    blok = get_wga(make_erd("E1", van="2022-01-01"), make_erd("E2", isEigenrisicodrager=False))
    assert blok.is_eigenrisicodrager is False


def test_overlapping_periods_are_a_data_fault_and_the_latest_begun_speaks() -> None:
    blok = get_wga(make_erd("E1", van="2021-01-01", verzekeraar="A"), make_erd("E2", van="2021-06-01", verzekeraar="B"))
    assert blok.verzekeraar == "B"
    assert blok.opmerking == "gegevensfout bij de bron: perioden overlappen"


def test_two_faults_are_both_told() -> None:
    erds = [make_erd("E1"), make_erd("E2"), make_erd("E3", isEigenrisicodrager=False, van="2021-01-01")]
    opmerking = get_wga(*erds).opmerking
    assert opmerking == "gegevensfout bij de bron: nee met een ingangsdatum; gegevensfout bij de bron: perioden overlappen"


@pytest.mark.parametrize(
    ("eerste", "tweede", "overlapt"),
    [
        (("2020-01-01", "2021-01-01"), ("2021-01-01", None), False),
        (("2020-01-01", "2021-01-02"), ("2021-01-01", None), True),
        (("2020-01-01", None), ("2021-01-01", "2022-01-01"), True),
        ((None, "2021-01-01"), ("2021-01-01", None), False),
        ((None, "2021-01-01"), (None, "2020-01-01"), True),
        ((None, None), (None, None), True),
        (("2020-01-01", "2022-01-01"), ("2020-06-01", "2020-07-01"), True),
        (("2020-01-01", "2020-01-01"), ("2020-01-01", None), False),
        (("2020-01-01", None), ("2021-01-01", "2021-01-01"), False),
    ],
)
def test_periods_overlap_when_they_share_a_day(
    eerste: tuple[str | None, str | None], tweede: tuple[str | None, str | None], overlapt: bool
) -> None:
    perioden = [make_erd(van=van, tot=tot).gegevens for van, tot in (eerste, tweede)]
    assert periods_overlap(perioden) is periods_overlap(perioden[::-1]) is overlapt


def test_one_period_does_not_overlap() -> None:
    assert not periods_overlap([make_erd().gegevens])


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=5))
def test_overlap_is_sharing_a_day_whatever_the_number_of_periods(paren: list[tuple[int, int]]) -> None:
    perioden = [make_erd(van=f"2021-01-{van + 1:02}", tot=f"2021-01-{tot + 1:02}").gegevens for van, tot in paren]
    dagen = [sum(erd.holds_on(date(2021, 1, dag)) for erd in perioden) for dag in range(1, 12)]
    assert periods_overlap(perioden) is (max(dagen) > 1)


@pytest.mark.parametrize(
    ("sectoren", "merk"),
    [
        (("51", "56", "74"), ONGEBRUIKELIJK),
        (("42",), ONGEBRUIKELIJK),
        (("61",), None),
        (("66",), None),
        (("42", "64"), None),
        (("64", "42"), None),
        (("60",), ONGEBRUIKELIJK),
        (("67",), ONGEBRUIKELIJK),
        ((), None),
    ],
)
def test_ww_is_unusual_when_no_sector_is_public(sectoren: tuple[str, ...], merk: str | None) -> None:
    assert get_ww_mark(*sectoren) == merk


@pytest.mark.parametrize(
    "anders", [{"isEigenrisicodrager": False}, {"van": "2023-10-21"}, {"van": "2020-01-01", "tot": "2023-10-20"}]
)
def test_ww_is_unusual_only_while_it_is_a_ja(anders: dict[str, Any]) -> None:
    assert get_ww_mark("42", **anders) is None


@pytest.mark.parametrize("regeling", ["WGA", "ZW"])
def test_the_other_schemes_are_a_free_choice_in_every_sector(regeling: str) -> None:
    groep = view(make_erd(regeling=regeling), sectoren=("42",))
    assert [blok and blok.opmerking for blok in (groep.wga, groep.zw)] == [None, None]


def test_what_the_source_says_is_shown_beside_the_mark() -> None:
    blok = view(make_erd(regeling="WW", van="2021-01-01"), sectoren=("42",)).ww
    assert blok is not None
    assert (blok.is_eigenrisicodrager, blok.datum, blok.opmerking) == (True, date(2021, 1, 1), ONGEBRUIKELIJK)


def test_all_periods_are_listed_by_scheme_in_the_order_of_the_store() -> None:
    erds = [make_erd("E1", regeling="WW"), make_erd("E2", van="2022-01-01"), make_erd("E3", regeling="ZW"), make_erd("E4")]
    perioden = view(*erds).perioden
    assert [(erd.regeling, erd.van) for erd in perioden] == [
        ("WGA", date(2022, 1, 1)),
        ("WGA", None),
        ("ZW", None),
        ("WW", None),
    ]


def test_policies_are_listed() -> None:
    assert [polis.polisnummer for polis in view().polissen] == ["V-0001"]


def test_everything_of_the_employer_is_read_and_its_own_organisation_for_the_sectors() -> None:
    kader = make_kader()
    assert ask_uitkeringsgegevens(kader, Uitkeringsparameters()) == {
        "erds": Itemsvraag(kader.ring, "erd"),
        "polissen": Itemsvraag(kader.ring, "polis"),
        "organisaties": Itemsvraag((LH,), "organisatie", oplopend=True),
    }


def test_missing_fields_of_all_schemes_are_named_by_their_path() -> None:
    assert OntbrekendVeld("ww.isEigenrisicodrager", NIET_GELEVERD) in view(make_erd()).ontbrekend
