"""What a source calls its records is hidden from clients, and comes back whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.access.sluier import Sluier
from klantbeeld.errors import InvoerOnjuist

SLUIER = Sluier(b"een geheim van de proef")
TEKSTEN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(TEKSTEN)
def test_what_was_hidden_comes_back(tekst: str) -> None:
    assert SLUIER.reveal(SLUIER.hide(tekst)) == tekst


@given(TEKSTEN)
def test_what_is_hidden_is_safe_in_any_place(tekst: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", SLUIER.hide(tekst))


def test_the_same_text_is_hidden_the_same_way() -> None:
    assert SLUIER.hide("dans:document:D1") == Sluier(b"een geheim van de proef").hide("dans:document:D1")


@pytest.mark.parametrize("tekst", ["", "x", "é", "AAAA", "a" * 500, Sluier(b"een ander geheim").hide("dans:document:D1")])
def test_what_was_not_hidden_here_is_refused(tekst: str) -> None:
    with pytest.raises(InvoerOnjuist, match="niet door deze API gegeven"):
        SLUIER.reveal(tekst)
