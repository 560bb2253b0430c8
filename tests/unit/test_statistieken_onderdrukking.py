"""Suppression: no row of fewer than five employers, and none that follows from the others."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.onderdrukking import MINSTE_WERKGEVERS, hide_small

Aantallen = dict[tuple[str, ...], int]


def hide(**aantallen: int) -> str:
    """The names of the rows that are hidden, one letter each."""
    return "".join(sorted(naam for (naam,) in hide_small({(naam,): aantal for naam, aantal in aantallen.items()})))


@pytest.mark.parametrize(
    ("aantallen", "verborgen"),
    [
        ({}, ""),
        ({"a": 5, "b": 100}, ""),
        ({"a": 4}, "a"),
        ({"a": 4, "b": 9, "c": 8}, "ac"),
        ({"a": 4, "b": 8, "c": 8}, "ab"),
        ({"a": 4, "b": 4, "c": 8}, "ab"),
        ({"a": 1, "b": 2, "c": 8, "d": 9}, "abc"),
        ({"a": 1, "b": 100}, "ab"),
    ],
)
def test_small_rows_are_hidden_with_as_many_others_as_keep_them_unknown(aantallen: dict[str, int], verborgen: str) -> None:
    assert hide(**aantallen) == verborgen


def test_without_groups_only_the_number_decides() -> None:
    assert hide_small({(): 4}) == {()}
    assert hide_small({(): 5}) == frozenset()


def test_with_two_attributes_a_row_does_not_follow_from_those_that_share_a_value() -> None:
    aantallen: Aantallen = {("1", "x"): 2, ("1", "y"): 50, ("1", "z"): 60, ("2", "x"): 30, ("2", "y"): 70, ("2", "z"): 80}
    assert hide_small(aantallen) == {("1", "x"), ("1", "y"), ("2", "x"), ("2", "y")}


@given(
    st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 12))
    | st.dictionaries(st.tuples(st.sampled_from("abcdef")), st.integers(1, 12))
)
def test_what_is_hidden_cannot_be_had_by_taking_what_is_shown_from_a_total(aantallen: Aantallen) -> None:
    verborgen = hide_small(aantallen)
    assert all(waarden in verborgen for waarden, aantal in aantallen.items() if aantal < MINSTE_WERKGEVERS)
    lijnen: defaultdict[object, list[tuple[str, ...]]] = defaultdict(list)
    for waarden in aantallen:
        for naam in ["alle", *(enumerate(waarden) if len(waarden) > 1 else [])]:
            lijnen[naam].append(waarden)
    for lijn in lijnen.values():
        dicht = [aantallen[waarden] for waarden in lijn if waarden in verborgen]
        assert not dicht or len(dicht) == len(lijn) or (len(dicht) > 1 and sum(dicht) >= MINSTE_WERKGEVERS)
