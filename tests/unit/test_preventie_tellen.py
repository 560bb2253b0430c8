"""Where a record counts when several employers list it: at one of them, so that the sum over employers is the truth."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Record
from klantbeeld.domain.kader import EIGEN_NUMMER, Kader, counting_keys, rank_of
from klantbeeld.domain.preventie_beeld import Preventieparameters, assemble_preventief_werken
from klantbeeld.domain.preventie_tellen import (
    Dwaalsanctie,
    find_stray,
    follow_reports,
    select_counting,
    shared_sleutels,
    unlisted_rivs,
)
from klantbeeld.domain.sleutels import Niveau
from tests.bouwers_domein import KVK, LH, make_boete, make_kader, make_lijst, make_riv, make_sanctie
from tests.unit.test_preventie_beeld import split

ANDER = "lh:123456789L02"


def employer(lh: str = LH, *, houders: dict[str, str] | None = None, elders: frozenset[str] = frozenset()) -> Kader:
    """An active employer with its own LH key and the shared KVK key on its ring."""
    rang = rank_of(lh.removeprefix("lh:"), is_actief=True)
    return make_kader(lh_sleutel=lh, rang=rang, sleutels=frozenset({lh, KVK}), houders=houders or {}, elders=elders)


EERSTE, TWEEDE = rank_of("123456789L01", is_actief=True), rank_of("123456789L02", is_actief=True)
GEDEELD = {KVK: EERSTE, LH: EIGEN_NUMMER + EERSTE, ANDER: EIGEN_NUMMER + TWEEDE}


def list_counting(naam: str, kader: Kader, *records: Record[Any]) -> list[str]:
    return [record.sleutel for record in select_counting(split(*records), kader)[naam]]


def test_active_employers_come_before_ended_ones_and_then_the_lowest_number() -> None:
    rangen = [
        rank_of("200000000L01", is_actief=True),
        rank_of("100000000L01", is_actief=False),
        rank_of("100000000L02", is_actief=True),
    ]
    assert sorted(rangen) == [rangen[2], rangen[0], rangen[1]]


@pytest.mark.parametrize(
    ("sleutels", "telsleutels"),
    [
        ((LH, KVK), (LH,)),
        ((KVK, LH, ANDER), (LH, ANDER)),
        ((KVK, "rsin:123456789"), (KVK, "rsin:123456789")),
        ((), ()),
    ],
)
def test_lh_keys_decide_when_there_are_any(sleutels: tuple[str, ...], telsleutels: tuple[str, ...]) -> None:
    assert counting_keys(sleutels) == telsleutels


def test_a_record_at_this_lh_nummer_counts_here_without_asking_who_else_holds_it() -> None:
    assert employer().counts_here((LH,))


def test_a_record_at_another_lh_nummer_does_not_count_here() -> None:
    assert not employer(houders=GEDEELD).counts_here((ANDER, KVK))


@pytest.mark.parametrize(("lh", "telt"), [(LH, True), (ANDER, False)])
def test_a_record_at_kvk_level_counts_at_the_first_employer_only(lh: str, telt: bool) -> None:
    assert employer(lh, houders=GEDEELD).counts_here((KVK,)) is telt


def test_an_ended_employer_leaves_the_count_to_an_active_one_with_a_higher_number() -> None:
    beeindigd = make_kader(rang=rank_of("123456789L01", is_actief=False), houders={KVK: TWEEDE})
    assert not beeindigd.counts_here((KVK,))


def test_among_ended_employers_the_lowest_number_counts() -> None:
    rang = rank_of("123456789L01", is_actief=False)
    assert make_kader(rang=rang, houders={KVK: rang}).counts_here((KVK,))


@pytest.mark.parametrize(("lh", "telt"), [(LH, True), (ANDER, False)])
def test_a_record_at_several_lh_nummers_counts_at_the_first(lh: str, telt: bool) -> None:
    assert employer(lh, houders=GEDEELD).counts_here((ANDER, LH)) is telt


def test_the_owner_of_an_lh_nummer_comes_before_who_only_links_to_it() -> None:
    houders = {ANDER: EIGEN_NUMMER + TWEEDE}
    koppelaar = make_kader(sleutels=frozenset({LH, ANDER}), houders=houders)
    assert not koppelaar.counts_here((ANDER,))


def test_who_links_to_an_lh_nummer_that_nobody_owns_counts_it() -> None:
    assert make_kader(sleutels=frozenset({LH, ANDER}), houders={ANDER: EERSTE}).counts_here((ANDER,))


def test_a_key_that_nobody_holds_counts_nowhere() -> None:
    assert not employer().counts_here((KVK,))


@given(st.sets(st.sampled_from([LH, ANDER, KVK]), min_size=1).map(lambda sleutels: tuple(sorted(sleutels))))
def test_every_record_counts_at_exactly_one_of_the_employers_that_hold_it(sleutels: tuple[str, ...]) -> None:
    tellend = [lh for lh in (LH, ANDER) if employer(lh, houders=GEDEELD).counts_here(sleutels)]
    assert len(tellend) == 1


def test_a_record_is_shown_at_the_most_specific_key_it_shares_with_the_employer() -> None:
    assert employer().niveau(make_riv(bij=(ANDER, KVK))) is Niveau.KVK
    assert employer(ANDER).niveau(make_riv(bij=(ANDER, KVK))) is Niveau.LH


def test_a_shared_record_is_listed_at_both_and_counted_at_one() -> None:
    riv, boete = make_riv(bij=(KVK,)), make_boete(bij=(KVK,))
    beelden = [
        assemble_preventief_werken(split(riv, boete), employer(lh, houders=GEDEELD), Preventieparameters())
        for lh in (LH, ANDER)
    ]
    assert [beeld.verslagen.totaal for beeld in beelden] == [1, 1]
    assert [beeld.reintegratieverslagen for beeld in beelden] == [1, 0]
    assert [beeld.boetes and beeld.boetes.huidig_aantal for beeld in beelden] == [1, 0]


@pytest.mark.parametrize(("lh", "telt"), [(LH, ["S1"]), (ANDER, [])])
def test_a_sanction_counts_where_its_report_counts(lh: str, telt: list[str]) -> None:
    riv, sanctie = make_riv(bij=(KVK,)), make_sanctie(bij=(KVK,))
    assert list_counting("loonsancties", employer(lh, houders=GEDEELD), riv, sanctie) == telt


def test_a_shared_sanction_follows_a_report_that_counts_at_another_than_the_first() -> None:
    riv, sanctie = make_riv(bij=(ANDER,)), make_sanctie(bij=(KVK,))
    assert list_counting("loonsancties", employer(ANDER, houders=GEDEELD), riv, sanctie) == ["S1"]
    elders = employer(LH, houders=GEDEELD, elders=frozenset({sanctie.id}))
    assert list_counting("loonsancties", elders, sanctie) == []


@pytest.mark.parametrize("riv", [make_riv(bij=(KVK, ANDER)), make_riv(bij=(ANDER,))], ids=["listed here", "not listed here"])
def test_a_sanction_that_counts_here_strays_when_its_report_counts_elsewhere(riv: Record[Any]) -> None:
    kader, sanctie = employer(houders=GEDEELD), make_sanctie(bij=(KVK,))
    hier, elders = ([riv], {}) if KVK in riv.sleutels else ([], {riv.id: riv.sleutels})
    assert find_stray(split(*hier, sanctie), kader, elders) == (Dwaalsanctie(sanctie.id, (KVK,), riv.sleutels),)


@pytest.mark.parametrize(
    ("records", "lh"),
    [
        ([make_riv(bij=(KVK,)), make_sanctie(bij=(KVK,))], LH),
        ([make_riv(bij=(ANDER, KVK)), make_sanctie(bij=(KVK,))], ANDER),
        ([make_sanctie(bij=(KVK,))], LH),
        ([make_sanctie(riv=None, bij=(KVK,))], LH),
    ],
    ids=["the report counts here", "the sanction counts elsewhere", "the report is unknown", "there is no report"],
)
def test_any_other_sanction_does_not_stray(records: list[Record[Any]], lh: str) -> None:
    assert find_stray(split(*records), employer(lh, houders=GEDEELD), {}) == ()


@pytest.mark.parametrize(
    ("rangen", "anderen", "volgt"),
    [
        (GEDEELD, (ANDER, LH), True),
        (GEDEELD, (LH,), False),
        ({}, (ANDER, LH), False),
    ],
    ids=["who counts the report lists the sanction", "who counts the report does not", "nobody counts the report"],
)
def test_a_stray_sanction_follows_its_report_to_an_employer_that_lists_both(
    rangen: dict[str, str], anderen: tuple[str, ...], volgt: bool
) -> None:
    dwalend = (Dwaalsanctie("preventie:loonsanctie:S1", (KVK,), (ANDER,)),)
    assert follow_reports(dwalend, rangen, [anderen]) == (frozenset({"preventie:loonsanctie:S1"}) if volgt else frozenset())


def test_a_shared_sanction_without_a_report_counts_at_the_first_employer() -> None:
    sanctie = make_sanctie(riv=None, bij=(KVK,))
    assert list_counting("loonsancties", employer(LH, houders=GEDEELD), sanctie) == ["S1"]
    assert list_counting("loonsancties", employer(ANDER, houders=GEDEELD), sanctie) == []


def test_who_holds_a_key_must_be_known_for_the_keys_that_decide() -> None:
    lijsten = [make_lijst(make_riv(bij=(KVK,))), make_lijst(make_boete(bij=(LH, KVK)), make_boete(bij=(LH,)))]
    assert shared_sleutels(lijsten) == (KVK, LH)


def test_reports_that_sanctions_name_and_that_are_not_listed_may_be_elsewhere() -> None:
    sancties = make_lijst(make_sanctie("S1"), make_sanctie("S2", riv="R9"), make_sanctie("S3", riv=None))
    assert unlisted_rivs(make_lijst(make_riv("R1")), sancties) == ("preventie:riv:R9",)
