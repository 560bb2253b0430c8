"""How long ago something is, as an operator reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.web.opmaak import show_ongeveer


@pytest.mark.parametrize(
    ("seconden", "tekst"),
    [
        (0, "0 seconden"),
        (119.9, "119 seconden"),
        (120, "2 minuten"),
        (7199, "119 minuten"),
        (7200, "2 uur"),
        (172_799, "47 uur"),
        (172_800, "2 dagen"),
        (10_000_000, "115 dagen"),
    ],
)
def test_it_is_told_in_the_largest_unit_of_which_it_is_two_or_more(seconden: float, tekst: str) -> None:
    assert show_ongeveer(seconden) == tekst


@given(st.floats(0, 1e9))
def test_it_is_never_told_longer_than_it_is_nor_less_than_two_thirds_of_it(seconden: float) -> None:
    aantal, eenheid = show_ongeveer(seconden).replace(".", "").split()
    gezegd = int(aantal) * {"seconden": 1, "minuten": 60, "uur": 3600, "dagen": 86400}[eenheid]
    assert gezegd <= seconden < gezegd * 1.5 + 1
