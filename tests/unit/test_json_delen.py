"""The parts of a JSON text: each comes back as it was written, and what is no such text is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.json_delen import split_lijst, split_object
from klantbeeld.errors import InvoerOnjuist

WAARDEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda deel: st.lists(deel, max_size=3) | st.dictionaries(st.text(), deel, max_size=3),
    max_leaves=8,
)
RUIMTE = st.sampled_from(["", " ", "\n\t", "\r\n"])


@given(st.lists(WAARDEN, max_size=5), RUIMTE)
def test_the_elements_of_an_array_come_back_as_they_were_written(waarden: list[Any], ruimte: str) -> None:
    delen = [json.dumps(waarde) for waarde in waarden]
    tekst = f"{ruimte}[{ruimte}{f'{ruimte},{ruimte}'.join(delen)}{ruimte}]{ruimte}"
    assert split_lijst(tekst) == delen


@given(st.dictionaries(st.text(), WAARDEN, max_size=5), RUIMTE)
def test_the_values_of_an_object_come_back_as_they_were_written(waarden: dict[str, Any], ruimte: str) -> None:
    delen = {naam: json.dumps(waarde) for naam, waarde in waarden.items()}
    paren = (f"{json.dumps(naam)}{ruimte}:{ruimte}{deel}" for naam, deel in delen.items())
    assert split_object(f"{ruimte}{{{ruimte}{f'{ruimte},{ruimte}'.join(paren)}{ruimte}}}{ruimte}") == delen


def test_what_an_element_repeats_stays_in_it_to_be_judged_later() -> None:
    assert split_lijst('[{"a":1,"a":2}, NaN]') == ['{"a":1,"a":2}', "NaN"]


@pytest.mark.parametrize("tekst", ["", "[", "[1", "[1,", "[1,]", "[1]x", "[1][2]", "{}", "[1 2]", "[" * 100_000, "1", '["'])
def test_what_is_no_array_is_refused(tekst: str) -> None:
    with pytest.raises(InvoerOnjuist):
        split_lijst(tekst)


@pytest.mark.parametrize("tekst", ["", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,}', '{"a" 1}', "{1:2}", "[]", '{"a":1}x'])
def test_what_is_no_object_is_refused(tekst: str) -> None:
    with pytest.raises(InvoerOnjuist):
        split_object(tekst)


def test_an_object_that_repeats_a_name_is_refused() -> None:
    with pytest.raises(InvoerOnjuist):
        split_object('{"data":{"a":1},"data":{"a":2}}')
