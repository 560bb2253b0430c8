"""Lists by page: bounds, and cursors that come back as they went."""

from base64 import urlsafe_b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.bladzijden import (
    Bladvraag,
    Edge,
    PageInfo,
    bind_cursors,
    decode_cursor,
    encode_cursor,
    make_bladzijde,
    page_records,
    release_cursor,
)
from klantbeeld.errors import InvoerOnjuist
from tests.bouwers_domein import make_lijst, make_riv


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cursor_comes_back_as_it_went(sortering: str, id_: str) -> None:
    assert decode_cursor(encode_cursor(sortering, id_)) == (sortering, id_)


@given(st.text(), st.text())
def test_a_cursor_can_stand_in_a_url(sortering: str, id_: str) -> None:
    schoon = sortering.encode(errors="replace").decode(), id_.encode(errors="replace").decode()
    assert encode_cursor(*schoon).replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "cursor", ["", "x", "abc", "é", "bnVsbA", "W10", "WyJhIl0", "WyJhIiwxXQ", "eyJhIjoxfQ", "WyJhIiwiYiIsImMiXQ"]
)
def test_a_cursor_that_was_not_handed_out_is_refused(cursor: str) -> None:
    with pytest.raises(InvoerOnjuist, match="gebruik endCursor van de vorige bladzijde"):
        Bladvraag(5, cursor)


@given(st.binary().map(lambda ruw: urlsafe_b64encode(ruw).decode().rstrip("=")) | st.text())
def test_any_text_is_a_cursor_or_bad_input(cursor: str) -> None:
    with suppress(InvoerOnjuist):
        assert decode_cursor(cursor) == decode_cursor(encode_cursor(*decode_cursor(cursor)))


@pytest.mark.parametrize("first", [-1, 101])
def test_a_page_of_an_impossible_size_is_refused(first: int) -> None:
    with pytest.raises(InvoerOnjuist, match=r"first moet van 0 tot en met 100 zijn\.$"):
        Bladvraag(first)


@pytest.mark.parametrize("first", [0, 1, 100])
def test_a_page_may_hold_up_to_a_hundred(first: int) -> None:
    assert Bladvraag(first).first == first


def test_a_page_begins_behind_its_cursor() -> None:
    assert Bladvraag(5).na is None
    assert Bladvraag(5, encode_cursor("2023-01-01", "id")).na == ("2023-01-01", "id")


@pytest.mark.parametrize(
    ("aantal", "first", "meer", "einde"),
    [
        (0, 2, False, None),
        (1, 2, False, "c0"),
        (2, 2, False, "c1"),
        (3, 2, True, "c1"),
        (1, 0, True, None),
        (0, 0, False, None),
    ],
)
def test_one_more_than_a_page_tells_that_there_is_a_next_one(aantal: int, first: int, meer: bool, einde: str | None) -> None:
    bladzijde = make_bladzijde(7, [Edge(f"c{plaats}", plaats) for plaats in range(aantal)], first)
    assert bladzijde.page_info == PageInfo(has_next_page=meer, end_cursor=einde)
    assert ([edge.node for edge in bladzijde.edges], bladzijde.totaal) == (list(range(min(aantal, first))), 7)


def test_a_record_on_a_page_has_the_cursor_of_its_place() -> None:
    riv = make_riv("R1")
    (edge,) = page_records(make_lijst(riv), 1, lambda record: record.sleutel).edges
    assert (decode_cursor(edge.cursor), edge.node) == (("2021-02-01", riv.id), "R1")


def test_a_bound_page_has_the_name_of_its_list_in_each_cursor() -> None:
    bladzijde = bind_cursors("w1/DOCUMENTEN", make_bladzijde(7, [Edge("c1", 1), Edge("c2", 2)], 2))
    assert [release_cursor("w1/DOCUMENTEN", edge.cursor) for edge in bladzijde.edges] == ["c1", "c2"]
    assert bladzijde.page_info == PageInfo(has_next_page=False, end_cursor="w1/DOCUMENTEN c2")
    assert ([edge.node for edge in bladzijde.edges], bladzijde.totaal) == ([1, 2], 7)


def test_a_bound_page_without_elements_has_no_end() -> None:
    assert bind_cursors("w1/DOCUMENTEN", make_bladzijde(0, [], 2)) == make_bladzijde(0, [], 2)


@pytest.mark.parametrize("lijst", ["w1", "w2/DOCUMENTEN", "w1/DOCUMENTEN/x", ""])
def test_a_cursor_of_another_list_is_not_released(lijst: str) -> None:
    with pytest.raises(InvoerOnjuist, match="hoort bij een andere lijst, zoekterm of werkgever"):
        release_cursor(lijst, "w1/DOCUMENTEN c1")
