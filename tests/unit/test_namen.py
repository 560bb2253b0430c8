"""Names in the form in which they are compared (domain reference §2, names)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.namen import fold_tekst, split_woorden


@pytest.mark.parametrize(
    ("tekst", "gevouwen"),
    [
        ("Café Ë ç ñ ü", "cafe e c n u"),
        ("Ł ø ı ß æ", "l o i ss ae"),
        ("Łódź", "lodz"),
        ("Ĳsselmuiden", "ijsselmuiden"),
        ("ŒUVRE", "oeuvre"),
        ("İstanbul", "istanbul"),
        ("ﬁets", "fiets"),
    ],
)
def test_letters_are_compared_without_capitals_and_diacritics(tekst: str, gevouwen: str) -> None:
    assert fold_tekst(tekst) == gevouwen


@pytest.mark.parametrize(
    ("naam", "woorden"),
    [
        ("Groothandel De Groot", ("groothandel", "de", "groot")),
        ("'t Hoekje", ("t", "hoekje")),
        ("O’Brien", ("obrien",)),
        ("De_Groot  (Utrecht)", ("de", "groot", "utrecht")),
        ("7/7", ("7", "7")),
        ("50% Outlet", ("50", "outlet")),
        ("", ()),
        ("- & -", ()),
    ],
)
def test_a_name_is_its_words_in_their_order(naam: str, woorden: tuple[str, ...]) -> None:
    assert split_woorden(naam) == woorden


@given(st.text())
def test_words_hold_only_letters_and_digits(naam: str) -> None:
    assert all(woord and not woord.isspace() and "_" not in woord for woord in split_woorden(naam))


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_splitting_the_words_again_gives_the_same_words(naam: str) -> None:
    woorden = split_woorden(naam)
    assert split_woorden(" ".join(woorden)) == woorden
