"""Which letters of a name are marked: those that were typed, and never anything but the name."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from klantbeeld.domain.naamdelen import KORTSTE_AANEEN, mark_naam

TEKST = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("aAbB .&'-éÉijyß\u0301ue12")), max_size=40)


def mark(naam: str, zoekterm: str) -> str:
    """The name with its marked parts between brackets."""
    return "".join(f"[{deel.tekst}]" if deel.is_gevonden else deel.tekst for deel in mark_naam(naam, zoekterm))


@pytest.mark.parametrize(
    ("naam", "zoekterm", "gemarkeerd"),
    [
        ("Groothandel De Groot", "groot", "Groothandel De [Groot]"),
        ("Groothandel De Groot", "de groot", "Groothandel [De Groot]"),
        ("Groothandel De Groot", "groot, de", "Groothandel [De] [Groot]"),
        ("Groothandel De Groot", "groothand", "[Groothand]el De Groot"),
        ("Groothandel De Groot", "grothandel", "[Groothandel] De Groot"),
        ("Textielgroothandel Bierzijl", "groot", "Textiel[groot]handel Bierzijl"),
        ("Tuin-Centrum Zuid", "tuincent", "[Tuin-Cent]rum Zuid"),
        ("Tuincentrum Zuid", "tuin centrum", "[Tuincentrum] Zuid"),
        ("C&A Nederland", "c en a", "[C]&[A] Nederland"),
        ("X.Y.Z. Bouw B.V.", "xyz", "[X.Y.Z.] Bouw B.V."),
        ("Jansen en Zn.", "jansen zonen", "[Jansen] en [Zn]."),
        ("Café Zoë", "cafe zoe", "[Café Zoë]"),
        ("Cafe\u0301 Oud", "cafe", "[Cafe\u0301] Oud"),
        ("Ĳssel Yachting", "ijs", "[Ĳs]sel Yachting"),
        ("Weiß", "weis", "[Weiß]"),
        ("De Groot", "12345678", "De Groot"),
        ("De Groot", "", "De Groot"),
        ("", "de groot", ""),
    ],
)
def test_what_was_typed_is_marked(naam: str, zoekterm: str, gemarkeerd: str) -> None:
    assert mark(naam, zoekterm) == gemarkeerd


@given(TEKST, TEKST)
def test_the_parts_together_are_the_name_and_none_is_empty(naam: str, zoekterm: str) -> None:
    delen = mark_naam(naam, zoekterm)
    assert "".join(deel.tekst for deel in delen) == naam
    assert all(deel.tekst for deel in delen)


@given(st.text("abcdefghij ", max_size=40))
def test_a_name_that_is_typed_whole_is_marked_whole(naam: str) -> None:
    assume(len(naam.replace(" ", "")) >= KORTSTE_AANEEN)
    assert all(deel.is_gevonden or not deel.tekst.strip() for deel in mark_naam(naam, naam))


@given(TEKST, TEKST)
def test_parts_that_are_marked_stand_apart(naam: str, zoekterm: str) -> None:
    gevonden = [deel.is_gevonden for deel in mark_naam(naam, zoekterm)]
    assert all(een != ander for een, ander in pairwise(gevonden))
