"""Sources: how fresh they are, and how that makes a group stand (design §4, Stand)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.beeld import NU_ONLEESBAAR
from klantbeeld.domain.bronnen import (
    STAAT_STIL,
    Bronstaat,
    Groepsoort,
    Groepstatus,
    Stand,
    covered_from,
    judge_bron,
    judge_groep,
    merge_bronnen,
    merge_standen,
    stand_still,
)
from klantbeeld.domain.groepen import GROEP_VAN_SOORT
from klantbeeld.domain.vragen import Bronregel
from tests.bouwers_domein import NU, make_bron, make_staat

CONTACTEN, PREVENTIE = Groepsoort.CONTACTMANAGEMENT, Groepsoort.PREVENTIEF_WERKEN
OK, VEROUDERD, NIET_BESCHIKBAAR = Groepstatus.OK, Groepstatus.VEROUDERD, Groepstatus.NIET_BESCHIKBAAR


def text_of(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def make_oud(naam: str, oud: timedelta | None, storing: str | None = None) -> Bronstaat:
    """A source of contacts whose last bronstand is so old; None: it never sent one."""
    stand = {} if oud is None else {"standOp": text_of(NU - oud)}
    return make_staat(make_bron(naam, CONTACTEN), (), storing, **stand)


def judge(*staten: Bronstaat) -> Stand:
    return judge_groep(CONTACTEN, staten, NU)


@pytest.mark.parametrize(
    ("oud", "status"),
    [
        (timedelta(0), OK),
        (timedelta(hours=24), OK),
        (timedelta(hours=24, microseconds=1), VEROUDERD),
        (timedelta(days=400), VEROUDERD),
        (timedelta(hours=-1), OK),
    ],
)
def test_a_source_is_out_of_date_when_its_norm_of_24_hours_is_passed(oud: timedelta, status: Groepstatus) -> None:
    assert judge_bron(make_oud("k3cr", oud), NU).status is status


@pytest.mark.parametrize(("oud", "status"), [(timedelta(minutes=5), OK), (timedelta(minutes=5, seconds=1), VEROUDERD)])
def test_a_source_may_have_a_norm_of_its_own(oud: timedelta, status: Groepstatus) -> None:
    staat = make_staat(make_bron("k3cr", CONTACTEN, norm=timedelta(minutes=5)), standOp=text_of(NU - oud))
    oordeel = judge_bron(staat, NU)
    assert (oordeel.status, oordeel.norm_in_seconden) == (status, 300)


def test_a_source_that_never_sent_a_bronstand_is_out_of_date_without_a_date() -> None:
    oordeel = judge_bron(make_staat(make_bron("k3cr", CONTACTEN), ("contact",)), NU)
    assert (oordeel.status, oordeel.bijgewerkt_op, oordeel.norm_in_seconden) == (VEROUDERD, None, 86_400)


@pytest.mark.parametrize("oud", [timedelta(0), timedelta(days=3), None])
def test_a_source_that_cannot_be_read_is_not_available_whatever_it_told(oud: timedelta | None) -> None:
    oordeel = judge_bron(make_oud("k3cr", oud, storing="SOURCE_FAILED"), NU)
    assert (oordeel.status, oordeel.bijgewerkt_op) == (NIET_BESCHIKBAAR, NU - oud if oud is not None else None)


def test_a_group_without_sources_is_not_connected_yet() -> None:
    stand = judge_groep(Groepsoort.GEGEVENS_WERKBEDRIJF, [make_oud("k3cr", timedelta(0))], NU)
    assert stand == Stand(Groepstatus.NOG_NIET_AANGESLOTEN, "Er is nog geen bron aangesloten op deze gegevensgroep.")


def test_a_group_of_fresh_sources_is_ok_with_the_oldest_moment() -> None:
    stand = judge(make_oud("archie", timedelta(hours=2)), make_oud("k3cr", timedelta(hours=1)))
    assert (stand.status, stand.bijgewerkt_op, stand.melding) == (OK, NU - timedelta(hours=2), None)
    assert [bron.bron for bron in stand.bronnen] == ["archie", "k3cr"]


def test_a_group_is_as_bad_as_its_worst_source_and_names_it() -> None:
    stand = judge(make_oud("archie", timedelta(hours=25)), make_oud("k3cr", timedelta(0)))
    assert (stand.status, stand.bijgewerkt_op) == (VEROUDERD, NU - timedelta(hours=25))
    assert stand.melding == "Deze gegevens kunnen verouderd zijn: ARCHIE heeft langer dan afgesproken niets gemeld."


def test_a_source_that_cannot_be_read_is_worse_than_one_that_is_out_of_date() -> None:
    stand = judge(make_oud("archie", timedelta(days=9)), make_oud("k3cr", timedelta(0), storing="SOURCE_FAILED"))
    assert (stand.status, stand.bijgewerkt_op) == (NIET_BESCHIKBAAR, NU - timedelta(days=9))
    assert stand.melding == "K3CR is nu niet beschikbaar; u ziet de laatst bekende gegevens."


def test_a_group_with_a_source_that_never_sent_a_bronstand_has_no_date() -> None:
    stand = judge(make_oud("archie", None), make_oud("k3cr", timedelta(0)))
    assert (stand.status, stand.bijgewerkt_op) == (VEROUDERD, None)


@given(st.permutations([timedelta(0), timedelta(hours=20), timedelta(hours=30), None]), st.integers(1, 4))
def test_more_sources_never_make_a_group_better(oud: list[timedelta | None], aantal: int) -> None:
    staten = [make_oud(f"bron{plaats}", leeftijd) for plaats, leeftijd in enumerate(oud)]
    ernst = list(Groepstatus).index
    assert ernst(judge(*staten).status) >= ernst(judge(*staten[:aantal]).status)


def merge(regel: Bronregel | None = None, **bronnen: Groepsoort) -> tuple[Bronstaat, ...]:
    geconfigureerd = {naam: make_bron(naam, groep) for naam, groep in bronnen.items()}
    return merge_bronnen(geconfigureerd, [regel] if regel else [], GROEP_VAN_SOORT)


def test_a_configured_source_is_connected_before_it_delivered_anything() -> None:
    (staat,) = merge(k3cr=CONTACTEN)
    assert (staat.groepen, staat.geleverd, staat.has_told) == (frozenset({CONTACTEN}), frozenset(), False)


def test_a_source_that_is_not_configured_is_connected_by_what_it_delivered() -> None:
    (staat,) = merge(Bronregel("nieuw", soorten=frozenset({"riv", "bronstand"})))
    assert (staat.bron.naam, staat.groepen, staat.has_told) == ("nieuw", frozenset({PREVENTIE}), True)
    assert judge_groep(PREVENTIE, [staat], NU).status is VEROUDERD


def test_a_source_is_connected_both_to_what_it_is_configured_for_and_what_it_delivered() -> None:
    (staat,) = merge(Bronregel("k3cr", soorten=frozenset({"riv"})), k3cr=CONTACTEN)
    assert staat.groepen == {CONTACTEN, PREVENTIE}


def test_a_source_that_only_sent_a_bronstand_has_told_something() -> None:
    (staat,) = merge(Bronregel("k3cr", b'{"standOp":"2023-10-20T06:00:00Z","volledig":false}'), k3cr=CONTACTEN)
    assert staat.has_told
    assert staat.laatste is not None
    assert staat.laatste.stand_op == datetime(2023, 10, 20, 6, tzinfo=UTC)


def test_sources_are_listed_by_name() -> None:
    staten = merge(Bronregel("archie"), zaken=Groepsoort.ZAAKMANAGEMENT, k3cr=CONTACTEN)
    assert [staat.bron.bron for staat in staten] == ["archie", "k3cr", "zaken"]


@pytest.mark.parametrize(
    ("geconfigureerd", "geleverd", "levert"),
    [
        (frozenset(), (), False),
        (frozenset({"notitie"}), (), True),
        (frozenset(), ("notitie",), True),
        (frozenset(), ("riv",), False),
    ],
)
def test_a_source_delivers_a_kind_when_it_is_configured_for_it_or_did(
    geconfigureerd: frozenset[str], geleverd: tuple[str, ...], levert: bool
) -> None:
    assert make_staat(make_bron("archie", soorten=geconfigureerd), geleverd).delivers("notitie") is levert


def test_data_are_complete_from_the_month_from_which_every_source_has_them() -> None:
    staten = [
        make_staat(make_bron("a", PREVENTIE), standOp=text_of(NU), dekkingVanaf="2020-03"),
        make_staat(make_bron("b", PREVENTIE), standOp=text_of(NU), dekkingVanaf="2021-01"),
        make_staat(make_bron("c", PREVENTIE), standOp=text_of(NU)),
        make_staat(make_bron("d", PREVENTIE)),
        make_staat(make_bron("e", CONTACTEN), standOp=text_of(NU), dekkingVanaf="2023-01"),
    ]
    assert covered_from(staten, PREVENTIE, "boete") == "2021-01"


def test_without_a_source_that_names_a_month_everything_is_covered() -> None:
    assert (
        covered_from([make_staat(make_bron("a", PREVENTIE), standOp=text_of(NU), dekkingVanaf=None)], PREVENTIE, "boete")
        is None
    )


def test_a_source_that_delivers_no_fines_makes_no_gaps_in_them() -> None:
    fijn = make_staat(make_bron("fijn", PREVENTIE), standOp=text_of(NU), dekkingVanaf="2020-01")
    ander = make_staat(make_bron("ander", PREVENTIE), standOp=text_of(NU), dekkingVanaf="2022-06")
    staten = [replace(fijn, geleverd=frozenset({"boete"})), replace(ander, geleverd=frozenset({"meldingstelling"}))]
    assert covered_from(staten, PREVENTIE, "boete") == "2020-01"


def test_while_nothing_is_written_what_was_good_may_be_out_of_date() -> None:
    stand = judge(make_oud("k3cr", timedelta(0)))
    assert stand_still(stand) == replace(stand, status=VEROUDERD, melding=STAAT_STIL)


def test_while_nothing_is_written_what_was_out_of_date_says_both_reasons() -> None:
    stand = judge(make_oud("k3cr", timedelta(days=2)))
    assert stand_still(stand) == replace(stand, melding=f"{STAAT_STIL} {stand.melding}")


@pytest.mark.parametrize("staten", [[], [make_oud("k3cr", timedelta(0), "BRON_ONLEESBAAR")]], ids=["no source", "unreadable"])
def test_while_nothing_is_written_what_is_worse_says_only_that(staten: list[Bronstaat]) -> None:
    stand = judge(*staten)
    assert stand_still(stand) == stand


def test_several_sources_are_told_of_in_one_sentence() -> None:
    stand = judge(*(make_oud(naam, timedelta(days=9)) for naam in ("archie", "k3cr", "zaken")))
    assert (
        stand.melding
        == "Deze gegevens kunnen verouderd zijn: ARCHIE, K3CR en ZAKEN hebben langer dan afgesproken niets gemeld."
    )


def test_of_groups_together_each_source_is_told_once_and_what_else_there_is_first() -> None:
    weg, oud = make_oud("k3cr", timedelta(0), storing="SOURCE_FAILED"), make_oud("archie", timedelta(hours=25))
    een, ander = stand_still(judge(oud)), judge(weg, oud)
    samen = merge_standen([een, ander, Stand(NIET_BESCHIKBAAR, NU_ONLEESBAAR)])
    assert samen.melding == (
        f"{STAAT_STIL} {NU_ONLEESBAAR} K3CR is nu niet beschikbaar; u ziet de laatst bekende gegevens. "
        "Deze gegevens kunnen verouderd zijn: ARCHIE heeft langer dan afgesproken niets gemeld."
    )
    assert samen.status is NIET_BESCHIKBAAR
