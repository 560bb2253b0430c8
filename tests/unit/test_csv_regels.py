"""Tables as CSV: every reader of RFC 4180 gets the same cells back, and no spreadsheet works one out."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.web.csv_regels import shield, write_csv

TEKST = st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_looks_like_a_formula_is_a_text(begin: str) -> None:
    assert shield(f'{begin}HYPERLINK("http://example.org")') == f'\'{begin}HYPERLINK("http://example.org")'


@pytest.mark.parametrize("tekst", ["51", "Bouw", "1-2", "a=b", "'", "", " =1"])
def test_any_other_text_stays_as_it_is(tekst: str) -> None:
    assert shield(tekst) == tekst


@given(rijen=st.lists(st.lists(TEKST, min_size=3, max_size=3)))
def test_every_text_comes_back_in_its_own_cell(rijen: list[list[str]]) -> None:
    kolommen = ("a", "b", "c")
    geschreven = write_csv(kolommen, [dict(zip(kolommen, rij, strict=True)) for rij in rijen]).decode()
    gelezen = list(csv.reader(StringIO(geschreven, newline=""), strict=True))
    assert gelezen == [list(kolommen), *([shield(cel) for cel in rij] for rij in rijen)]


def test_each_kind_of_value_has_one_spelling() -> None:
    rij = {
        "a": None,
        "b": True,
        "c": 0,
        "d": date(2023, 1, 2),
        "e": datetime(2023, 1, 2, 3, tzinfo=UTC),
        "f": {"x": "y", "z": "w"},
    }
    assert write_csv(tuple(rij), [rij]) == b"a,b,c,d,e,f\r\n,true,0,2023-01-02,2023-01-02T03:00:00Z,x: y; z: w\r\n"


def test_a_separator_a_quote_and_a_line_end_stay_in_their_cell() -> None:
    assert write_csv(("a", "b"), [{"a": 'x,"y"', "b": "x\r\ny"}]) == b'a,b\r\n"x,""y""","x\r\ny"\r\n'
