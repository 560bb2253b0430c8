"""Charts: whatever the figures, everything stays within the chart, in proportion, and no word touches another."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantbeeld.web.grafieken import BOVEN, HOOGTE, MARGE, Duur, Punt, Tijdlijn, Woord, draw_kolommen, draw_tijdlijn
from klantbeeld.web.sjablonen import render

RUIMTE = 1e-6
PUNTEN = st.lists(
    st.builds(Punt, st.sampled_from(["", "jan", "2023"]), st.none() | st.integers(-5, 2**53)), min_size=1, max_size=241
)
DAGEN = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DUREN = st.builds(Duur, st.none() | DAGEN, st.none() | DAGEN)


def list_misplaatst(woorden: Sequence[Woord]) -> list[Woord]:
    """The words that are not within the chart, or stand over the one before them, from left to right."""
    buiten = [woord for woord in woorden if woord.van < -RUIMTE or woord.tot > 100 + RUIMTE]
    return buiten + [tweede for eerste, tweede in pairwise(woorden) if eerste.tot > tweede.van + RUIMTE]


@settings(deadline=None)
@given(PUNTEN)
def test_columns_stand_on_the_line_and_are_as_high_as_their_share_of_the_highest(punten: list[Punt]) -> None:
    grafiek = draw_kolommen("Proef", "", punten)
    waarden = [punt.waarde for punt in punten if punt.waarde is not None and punt.waarde > 0]
    assert [kolom.hoogte for kolom in grafiek.kolommen] == [HOOGTE * waarde / max(waarden) for waarde in waarden]
    assert all(kolom.y + kolom.hoogte == pytest.approx(grafiek.lijn) for kolom in grafiek.kolommen)
    assert all(kolom.x >= 0 and kolom.x + kolom.breedte <= 100 + RUIMTE for kolom in grafiek.kolommen)
    assert all(eerste.x + eerste.breedte < tweede.x for eerste, tweede in pairwise(grafiek.kolommen))


@settings(deadline=None)
@given(PUNTEN)
def test_what_is_not_known_is_covered_and_named_and_no_column_stands_in_it(punten: list[Punt]) -> None:
    grafiek = draw_kolommen("Proef", "", punten)
    onbekend = sum(punt.waarde is None for punt in punten)
    assert sum(leegte.breedte for leegte in grafiek.leegten) == pytest.approx(100 * onbekend / len(punten))
    assert ("onbekend" in {woord.tekst for woord in grafiek.woorden}) == (onbekend > 0)
    for leegte in grafiek.leegten:
        middens = [kolom.x + kolom.breedte / 2 for kolom in grafiek.kolommen]
        assert not [midden for midden in middens if leegte.x < midden < leegte.x + leegte.breedte]


@settings(deadline=None)
@given(PUNTEN)
def test_words_of_columns_never_touch(punten: list[Punt]) -> None:
    grafiek = draw_kolommen("Proef", "", punten)
    assert list_misplaatst(grafiek.waarden) == []
    assert list_misplaatst([woord for woord in grafiek.woorden if woord.tekst == "onbekend"]) == []
    assert list_misplaatst([woord for woord in grafiek.woorden if woord.tekst != "onbekend"]) == []


def test_a_chart_writes_its_values_above_its_columns() -> None:
    grafiek = draw_kolommen("Boetes", "", [Punt("2022", 1), Punt("", 0), Punt("", None), Punt("2023", 4)])
    kolommen = [(round(kolom.x, 6), kolom.y - BOVEN, kolom.breedte, kolom.hoogte) for kolom in grafiek.kolommen]
    assert kolommen == [(2.5, 5.25, 20.0, 1.75), (77.5, 0.0, 20.0, 7.0)]
    assert [(woord.tekst, round(woord.x, 6)) for woord in grafiek.waarden] == [("1", 12.5), ("4", 87.5)]
    assert [(woord.tekst, woord.x) for woord in grafiek.woorden] == [("onbekend", 62.5), ("2022", 12.5), ("2023", 87.5)]


def test_a_chart_without_points_is_an_empty_one() -> None:
    grafiek = draw_kolommen("Boetes", "", [])
    assert (grafiek.kolommen, grafiek.leegten, grafiek.woorden) == ((), (), ())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["WGA", "ZW", "WW"]), st.lists(DUREN, max_size=5)), st.dates())
def test_bars_of_a_timeline_stay_in_it_and_end_no_earlier_than_they_begin(rijen: dict[str, list[Duur]], dag: date) -> None:
    tijdlijn = draw_tijdlijn("Proef", "", rijen, [dag])
    assert MARGE <= tijdlijn.dag <= 100 + RUIMTE
    for rij in tijdlijn.rijen:
        assert len(rij.balken) == len(rijen[rij.naam])
        assert all(balk.x >= MARGE and balk.x + balk.breedte <= 100 + RUIMTE for balk in rij.balken)
        assert all(balk.y >= 0 and balk.y + balk.hoogte <= tijdlijn.lijn for balk in rij.balken)
    assert list_misplaatst(tijdlijn.jaren) == []
    assert len(tijdlijn.grenzen) == len(tijdlijn.jaren) > 0


@settings(deadline=None)
@given(DAGEN, st.integers(0, 9000), DAGEN)
def test_the_line_of_a_day_crosses_the_bars_that_hold_on_it(van: date, dagen: int, dag: date) -> None:
    tot = van + timedelta(dagen)
    tijdlijn = draw_tijdlijn("Proef", "", {"WGA": [Duur(van, tot)]}, [dag])
    (balk,) = tijdlijn.rijen[0].balken
    geldt = van <= dag < tot
    assert (balk.x <= tijdlijn.dag + RUIMTE and tijdlijn.dag < balk.x + balk.breedte - RUIMTE) == geldt


def test_a_timeline_shows_whole_years_and_an_open_end_runs_to_its_edge() -> None:
    tijdlijn = draw_tijdlijn("Proef", "", {"WGA": [Duur(date(2021, 1, 1), None)], "ZW": []}, [date(2022, 1, 1)])
    assert [woord.tekst for woord in tijdlijn.jaren] == ["2021", "2022"]
    (balk,) = tijdlijn.rijen[0].balken
    assert (balk.x, balk.x + balk.breedte, tijdlijn.dag) == (MARGE, 100, MARGE + (100 - MARGE) / 2)
    assert tijdlijn.grenzen == (balk.x, tijdlijn.dag)


@pytest.mark.parametrize(
    "blad",
    [
        draw_kolommen("Boetes", "Wat er staat.", [Punt("2023", 1), Punt("", None)]),
        draw_tijdlijn("Verloop", "Wat er staat.", {"WGA": [Duur(None, None)]}, [date(2023, 10, 20)]),
    ],
    ids=["kolommen", "tijdlijn"],
)
def test_a_drawing_has_a_name_and_a_description_and_no_style_of_its_own(blad: Tijdlijn) -> None:
    svg = render(blad)
    assert svg.startswith('<svg class="kb-grafiek" role="img"')
    assert f"<title>{blad.naam}</title>\n<desc>Wat er staat.</desc>" in svg
    assert "style=" not in svg


def test_a_risk_that_is_carried_still_reaches_until_today() -> None:
    tijdlijn = draw_tijdlijn("Proef", "", {"WGA": [Duur(date(2021, 1, 1), None)]}, [date(2022, 3, 1), date(2023, 10, 20)])
    assert [woord.tekst for woord in tijdlijn.jaren] == ["2021", "2022", "2023"]
