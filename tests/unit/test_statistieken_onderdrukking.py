"""Suppression: nothing is shown of fewer than five employers, and nothing from which that would follow."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations, product
from operator import contains

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantbeeld.domain.onderdrukking import (
    MEESTE_COMBINATIES,
    MINSTE_WERKGEVERS,
    Kenmerken,
    Raster,
    Tellingen,
    Verborgen,
    Waarden,
    hide_small,
)
from klantbeeld.domain.vragen import Attribuut, Selectie
from klantbeeld.errors import InvoerOnjuist

AANTAL = 300 if "LANGE_TESTS" in os.environ else 20
SECTOR = Attribuut.SECTOR
KLASSE, GEBIED, VORM = Attribuut.GROOTTEKLASSE, Attribuut.POSTCODEGEBIED, Attribuut.RECHTSVORM

Werkgever = Mapping[Attribuut, Sequence[str]]
"""The values of an employer, of each attribute that a test is about."""
Vak = tuple[tuple[Attribuut, frozenset[str]], ...]
"""The values of each attribute that employers must have one of."""


def make_werkgevers(kenmerk: Attribuut, **aantallen: int) -> list[Werkgever]:
    """So many employers with each value, named by its letters: an employer with two of them has both."""
    return [{kenmerk: tuple(naam)} for naam, aantal in aantallen.items() for _ in range(aantal)]


def choose(werkgevers: Sequence[Werkgever], selectie: Selectie) -> list[int]:
    """The employers of a selection."""
    return [
        nummer
        for nummer, werkgever in enumerate(werkgevers)
        if all(set(werkgever[kenmerk]) & set(waarden) for kenmerk, waarden in selectie.eisen.items())
    ]


def tabulate(werkgevers: Sequence[Werkgever], kenmerken: Kenmerken) -> Counter[Waarden]:
    """How many employers there are of each combination."""
    return Counter(cel for werkgever in werkgevers for cel in product(*(werkgever[kenmerk] for kenmerk in kenmerken)))


def hide(werkgevers: Sequence[Werkgever], per: Kenmerken = (), selectie: Selectie | None = None) -> Verborgen:
    """What a statistic hides."""
    selectie = selectie or Selectie()
    raster = Raster(selectie, per)
    gekozen = [werkgevers[nummer] for nummer in choose(werkgevers, selectie)]
    tabellen = {keuze: vraag_tabel(werkgevers, keuze) for keuze in raster.vragen}
    return raster.hide(tabellen, Tellingen(tabulate(gekozen, per), len(gekozen)))


def vraag_tabel(werkgevers: Sequence[Werkgever], kenmerken: Kenmerken) -> Mapping[Waarden, int]:
    return tabulate(werkgevers, kenmerken) if kenmerken else {(): len(werkgevers)}


def rows_of(verborgen: Verborgen) -> str:
    return " ".join(sorted("".join(waarden) for waarden in verborgen.rijen))


@pytest.mark.parametrize(
    ("aantallen", "verborgen"),
    [
        ({"a": 5, "b": 100}, ""),
        ({"a": 4}, "a"),
        ({"a": 4, "b": 9, "c": 8}, "a c"),
        ({"a": 4, "b": 8, "c": 8}, "a b"),
        ({"a": 4, "b": 4, "c": 8}, "a b"),
        ({"a": 1, "b": 2, "c": 8, "d": 9}, "a b c"),
        ({"a": 1, "b": 100}, "a b"),
    ],
)
@pytest.mark.parametrize("kenmerk", [KLASSE, SECTOR])
def test_small_rows_are_hidden_with_as_many_others_as_keep_them_unknown(
    kenmerk: Attribuut, aantallen: dict[str, int], verborgen: str
) -> None:
    assert rows_of(hide(make_werkgevers(kenmerk, **aantallen), (kenmerk,))) == verborgen


@pytest.mark.parametrize(
    ("aantallen", "verborgen"),
    [
        ({"a": 50, "b": 50, "ab": 9}, ""),
        ({"a": 50, "b": 60, "ab": 1}, "a b"),
        ({"a": 3, "b": 50, "ab": 9}, "a b"),
    ],
    ids=["enough have both", "one has both", "three are not in the other"],
)
def test_employers_in_several_rows_do_not_follow_from_the_total_either(aantallen: dict[str, int], verborgen: str) -> None:
    assert rows_of(hide(make_werkgevers(SECTOR, **aantallen), (SECTOR,))) == verborgen


@pytest.mark.parametrize(("aantal", "verborgen"), [(0, True), (4, True), (5, False)])
def test_without_groups_only_the_number_decides(aantal: int, verborgen: bool) -> None:
    rijen = frozenset({()} if verborgen and aantal else set())
    assert hide(make_werkgevers(KLASSE, a=aantal)) == Verborgen(rijen, verborgen)


def test_with_two_attributes_a_row_does_not_follow_from_those_that_share_a_value() -> None:
    tabel = {("1", "x"): 2, ("1", "y"): 50, ("1", "z"): 60, ("2", "x"): 30, ("2", "y"): 70, ("2", "z"): 80}
    werkgevers = [{KLASSE: a, VORM: b} for (a, b), aantal in tabel.items() for _ in range(aantal)]
    assert rows_of(hide(werkgevers, (KLASSE, VORM))) == "1x 1y 2x 2y"
    assert rows_of(hide(werkgevers, (VORM, KLASSE))) == "x1 x2 y1 y2"


# selections


EEN_KLEIN = make_werkgevers(KLASSE, a=3, b=8, c=20, d=30)
"""``a`` is small, and ``b`` is hidden with it."""


@pytest.mark.parametrize(
    ("klassen", "verborgen"),
    [
        ("", False),
        ("a", True),
        ("b", True),
        ("ab", True),
        ("acd", True),
        ("bcd", True),
        ("cd", False),
        ("c", False),
        ("abcd", True),
        ("x", True),
    ],
)
def test_a_selection_with_something_hidden_in_it_has_no_total(klassen: str, verborgen: bool) -> None:
    assert hide(EEN_KLEIN, (), Selectie(grootteklassen=tuple(klassen))).totaal is verborgen


def test_a_row_is_hidden_in_a_selection_as_it_is_without() -> None:
    assert rows_of(hide(EEN_KLEIN, (KLASSE,))) == "a b"
    assert rows_of(hide(EEN_KLEIN, (KLASSE,), Selectie(grootteklassen=("b", "c")))) == "b"


@pytest.mark.parametrize(
    ("aantallen", "sectoren", "verborgen"),
    [
        ({"a": 20, "b": 20, "c": 20}, "ab", False),
        ({"a": 20, "b": 20, "c": 20, "ab": 5}, "ab", False),
        ({"a": 20, "b": 20, "c": 20, "ab": 4}, "ab", True),
        ({"a": 20, "b": 2, "c": 20, "ab": 10}, "ab", True),
        ({"a": 20, "b": 20, "c": 20, "d": 9, "ab": 10}, "abc", True),
        ({"a": 20, "b": 20, "c": 20, "d": 9}, "abc", False),
    ],
)
def test_sectors_together_are_shown_when_what_they_share_may_be(
    aantallen: dict[str, int], sectoren: str, verborgen: bool
) -> None:
    assert hide(make_werkgevers(SECTOR, **aantallen), (), Selectie(sectoren=tuple(sectoren))).totaal is verborgen


def test_of_selected_sectors_the_other_sectors_of_their_employers_are_hidden() -> None:
    werkgevers = make_werkgevers(SECTOR, a=20, b=20, c=20, ab=10, ac=10)
    assert rows_of(hide(werkgevers, (SECTOR,), Selectie(sectoren=("a",)))) == "b c"


# what can be asked


def test_at_most_three_attributes_are_selected_and_grouped_by_together() -> None:
    selectie = Selectie(sectoren=("1",), rechtsvormen=("bv",))
    assert Raster(selectie, (KLASSE, VORM)).kenmerken == (SECTOR, KLASSE, VORM)
    with pytest.raises(InvoerOnjuist, match="ten hoogste 3 kenmerken"):
        Raster(selectie, (KLASSE, GEBIED))


def test_too_many_combinations_are_refused() -> None:
    raster = Raster(Selectie(), (KLASSE,))
    tabel: dict[Waarden, int] = {(str(nummer),): 9 for nummer in range(MEESTE_COMBINATIES)}
    tellingen = Tellingen(tabel, 9 * MEESTE_COMBINATIES)
    assert raster.hide({(): {(): tellingen.totaal}, (KLASSE,): tabel}, tellingen) == Verborgen()
    with pytest.raises(InvoerOnjuist, match="zo fijn"):
        raster.hide({(): {(): 0}, (KLASSE,): tabel | {("meer",): 9}}, tellingen)


# in general


def some_of(letters: str, meeste: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(letters), min_size=1, max_size=meeste, unique=True).map(tuple)


def populations(**waarden: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[list[Werkgever]]:
    """Up to sixty employers, many of them alike."""
    werkgever = st.fixed_dictionaries({Attribuut(naam): soort for naam, soort in waarden.items()})
    veel = st.lists(st.tuples(werkgever, st.integers(1, 12)), max_size=9)
    return veel.map(lambda delen: [deel for deel, aantal in delen for _ in range(aantal)])


@settings(deadline=None)
@given(populations(SECTOR=some_of("abc", 2), GROOTTEKLASSE=some_of("xyz", 1)))
def test_what_is_hidden_does_not_follow_from_any_total(werkgevers: list[Werkgever]) -> None:
    vragen = Raster(Selectie(), (SECTOR, KLASSE)).vragen
    tabellen = {keuze: vraag_tabel(werkgevers, keuze) for keuze in vragen}
    verborgen = hide_small(tabellen)
    for keuze, plaats in [(deel, plaats) for deel in vragen for plaats in range(len(deel))]:
        minder = keuze[:plaats] + keuze[plaats + 1 :]
        for boven in tabellen[minder].keys() - verborgen[minder]:
            lijn = [cel for cel in tabellen[keuze] if cel[:plaats] + cel[plaats + 1 :] == boven]
            dicht = [cel for cel in lijn if cel in verborgen[keuze]]
            over = abs(tabellen[minder][boven] - sum(tabellen[keuze][cel] for cel in lijn if cel not in dicht))
            assert len(dicht) != 1 or tabellen[keuze][dicht[0]] >= MINSTE_WERKGEVERS
            assert over == 0 or over >= MINSTE_WERKGEVERS or len(dicht) == len(lijn)
        assert all(aantal >= MINSTE_WERKGEVERS for cel, aantal in tabellen[keuze].items() if cel not in verborgen[keuze])


def list_shown(werkgevers: list[Werkgever], selectie: Selectie, per: Kenmerken) -> Iterator[tuple[Vak, frozenset[int]]]:
    """The employers of every row and total that a statistic shows, with the values that say which they are."""
    verborgen = hide(werkgevers, per, selectie)
    gekozen = choose(werkgevers, selectie)
    vak = tuple((kenmerk, frozenset(waarden)) for kenmerk, waarden in selectie.eisen.items())
    if not verborgen.totaal:
        yield vak, frozenset(gekozen)
    for cel in tabulate([werkgevers[nummer] for nummer in gekozen], per).keys() - verborgen.rijen:
        van_rij = [nummer for nummer in gekozen if all(map(contains, (werkgevers[nummer][kenmerk] for kenmerk in per), cel))]
        eigen = {kenmerk: frozenset({waarde}) for kenmerk, waarde in zip(per, cel, strict=True)}
        yield tuple((dict(vak) | eigen).items()), frozenset(van_rij)


def find_revealing(getoond: set[tuple[Vak, frozenset[int]]]) -> list[tuple[Vak, Vak]]:
    """Pairs of what is shown of which one is a part of the other by its values, and that differ in a few employers."""
    return [
        (groot, klein)
        for (groot, van_groot), (klein, van_klein) in product(getoond, getoond)
        if all(kenmerk in dict(klein) and dict(klein)[kenmerk] <= waarden for kenmerk, waarden in groot)
        and 0 < len(van_groot - van_klein) < MINSTE_WERKGEVERS
    ]


@settings(deadline=None, max_examples=AANTAL)
@given(populations(GROOTTEKLASSE=some_of("abc", 1), RECHTSVORM=some_of("xyz", 1)))
def test_no_two_answers_differ_in_a_few_employers(werkgevers: list[Werkgever]) -> None:
    keuzes = [(), *chain.from_iterable(combinations(range(3), aantal) for aantal in (1, 2, 3))]
    selecties = [
        Selectie(grootteklassen=tuple("abc"[deel] for deel in een), rechtsvormen=tuple("xyz"[deel] for deel in ander))
        for een, ander in product(keuzes, keuzes)
    ]
    groepen: list[Kenmerken] = [(), (KLASSE,), (VORM,), (KLASSE, VORM)]
    getoond = {deel for selectie in selecties for per in groepen for deel in list_shown(werkgevers, selectie, per)}
    assert find_revealing(getoond) == []


def solve(vergelijkingen: list[list[int]]) -> list[list[Fraction]]:
    """The same equations, each with one unknown that the others do not have, as far as that goes."""
    rijen = [list(map(Fraction, rij)) for rij in vergelijkingen]
    klaar = 0
    for kolom in range(len(rijen[0]) if rijen else 0):
        hier = next((nummer for nummer in range(klaar, len(rijen)) if rijen[nummer][kolom]), None)
        if hier is None:
            continue
        rijen[klaar], rijen[hier] = rijen[hier], rijen[klaar]
        rijen[klaar] = [deel / rijen[klaar][kolom] for deel in rijen[klaar]]
        for nummer in range(len(rijen)):
            if nummer != klaar and rijen[nummer][kolom]:
                keer = rijen[nummer][kolom]
                rijen[nummer] = [deel - keer * ander for deel, ander in zip(rijen[nummer], rijen[klaar], strict=True)]
        klaar += 1
    return rijen[:klaar]


def find_solved(tabellen: Mapping[Kenmerken, Mapping[Waarden, int]], paar: Kenmerken) -> list[Waarden]:
    """The hidden rows of few employers that follow from everything that is shown, as one set of equations."""
    verborgen, cellen = hide_small(tabellen), sorted(tabellen[paar])
    getoond = [
        [int(all(cel[paar.index(kenmerk)] == deel for kenmerk, deel in zip(keuze, waarden, strict=True))) for cel in cellen]
        for keuze, tabel in tabellen.items()
        for waarden in tabel.keys() - verborgen[keuze]
    ]
    bekend = [cellen[rij.index(Fraction(1))] for rij in solve(getoond) if sum(map(bool, rij)) == 1]
    return [cel for cel in bekend if cel in verborgen[paar] and tabellen[paar][cel] < MINSTE_WERKGEVERS]


@settings(deadline=None, max_examples=AANTAL)
@given(populations(GROOTTEKLASSE=some_of("abcd", 1), RECHTSVORM=some_of("wxyz", 1)))
def test_no_hidden_row_follows_from_all_that_is_shown_while_there_is_more_to_hide(werkgevers: list[Werkgever]) -> None:
    tabellen = {keuze: vraag_tabel(werkgevers, keuze) for keuze in Raster(Selectie(), (KLASSE, VORM)).vragen}
    alles_dicht = tabellen[KLASSE, VORM].keys() <= hide_small(tabellen)[KLASSE, VORM]
    assert alles_dicht or find_solved(tabellen, (KLASSE, VORM)) == []


def test_a_row_that_follows_from_several_totals_only_is_kept_unknown_too() -> None:
    """Every total has two hidden rows or none in it, and yet ``cs`` would follow: it is all that ties two circles together."""
    tabel = Counter({tuple(naam): aantal for naam, aantal in BRUG.items()})
    werkgevers = [{KLASSE: (a,), VORM: (b,)} for (a, b), aantal in tabel.items() for _ in range(aantal)]
    tabellen = {keuze: vraag_tabel(werkgevers, keuze) for keuze in Raster(Selectie(), (KLASSE, VORM)).vragen}
    assert find_solved(tabellen, (KLASSE, VORM)) == []
    assert not tabel.keys() <= hide_small(tabellen)[KLASSE, VORM]


BRUG = {
    "ap": 4,
    "aq": 12,
    "ar": 12,
    "as": 30,
    "at": 20,
    "bp": 1,
    "bq": 3,
    "br": 12,
    "bs": 3,
    "bt": 50,
    "cq": 50,
    "cr": 3,
    "cs": 3,
    "ct": 3,
    "dp": 12,
    "dq": 12,
    "dr": 3,
    "ds": 50,
    "dt": 2,
    "ep": 4,
    "eq": 8,
    "es": 4,
    "et": 20,
}
