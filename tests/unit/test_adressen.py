"""Addresses in the form in which they are compared (domain reference §2, postcode and huisnummer)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.adressen import POSTCODE, canonicalise_postcode, read_wijkcijfers, split_huisnummer, write_postadres

NUMMERS = st.tuples(st.integers(1, 99_999).map(str), st.text("ABCXYZ0123456789", max_size=4))


def find_adres(tekst: str) -> tuple[str, ...] | None:
    """Postcode, number and addition as ``POSTCODE`` finds them."""
    gevonden = POSTCODE.search(tekst)
    if gevonden is None:
        return None
    cijfers, letters, nummer, *toevoeging = gevonden.groups("")
    return (cijfers + letters).upper(), nummer, "".join(toevoeging).upper()


@pytest.mark.parametrize("postcode", ["1234AB", "1234 AB", "1234ab", " 1234\u00a0ab ", "12 34-a.b"])
def test_a_postcode_is_compared_in_capitals_without_signs(postcode: str) -> None:
    assert canonicalise_postcode(postcode) == "1234AB"


@pytest.mark.parametrize(
    ("huisnummer", "toevoeging", "delen"),
    [
        ("187", "bis", ("187", "BIS")),
        ("187 bis", None, ("187", "BIS")),
        ("187bis", "", ("187", "BIS")),
        ("8", "A", ("8", "A")),
        ("8A", None, ("8", "A")),
        ("8 a", None, ("8", "A")),
        ("8-A", None, ("8", "A")),
        ("8", "-2", ("8", "2")),
        ("8-2", None, ("8", "2")),
        ("8/2", None, ("8", "2")),
        ("8", "hs 3", ("8", "HS3")),
        ("8 A", "bis", ("8", "ABIS")),
        ("008", None, ("8", "")),
        ("0", None, ("", "")),
        (" 7", None, ("7", "")),
        ("bij 7", None, ("", "BIJ7")),
        ("", "A", ("", "A")),
        ("", None, ("", "")),
    ],
)
def test_a_house_number_is_its_number_and_its_addition(huisnummer: str, toevoeging: str | None, delen: tuple[str, str]) -> None:
    assert split_huisnummer(huisnummer, toevoeging) == delen


@given(st.text(), st.none() | st.text())
def test_any_house_number_gives_digits_and_an_addition_without_signs(huisnummer: str, toevoeging: str | None) -> None:
    nummer, rest = split_huisnummer(huisnummer, toevoeging)
    assert nummer == "".join(teken for teken in nummer if teken in "0123456789")
    assert not nummer.startswith("0")
    assert canonicalise_postcode(rest) == rest.upper()


@pytest.mark.parametrize(
    ("delen", "tekst"),
    [
        (("1234 ab",), "1234AB"),
        (("1234AB", "8"), "1234AB-8"),
        (("1234AB", "8", "2"), "1234AB-8-2"),
        (("1234AB", "82"), "1234AB-82"),
    ],
)
def test_an_address_is_written_in_its_parts(delen: tuple[str, ...], tekst: str) -> None:
    assert write_postadres(*delen) == tekst


@given(NUMMERS, NUMMERS)
def test_two_addresses_are_never_written_alike(een: tuple[str, str], ander: tuple[str, str]) -> None:
    assert (write_postadres("1234AB", *een) == write_postadres("1234AB", *ander)) is (een == ander)


@pytest.mark.parametrize(
    ("tekst", "adres"),
    [
        ("1234 AB", ("1234AB", "", "")),
        ("1234ab", ("1234AB", "", "")),
        ("1234\u00a0AB", ("1234AB", "", "")),
        ("1234-AB", ("1234AB", "", "")),
        ("1234 AB 7", ("1234AB", "7", "")),
        ("1234AB7", ("1234AB", "7", "")),
        ("1234ab, 12", ("1234AB", "12", "")),
        ("1234 AB-12", ("1234AB", "12", "")),
        ("1234 AB 187 bis", ("1234AB", "187", "BIS")),
        ("1234ab187bis", ("1234AB", "187", "BIS")),
        ("1234ab8-2", ("1234AB", "8", "2")),
        ("1234ab 8 2", ("1234AB", "8", "2")),
        ("1234ab 8/2", ("1234AB", "8", "2")),
        ("1234ab 82", ("1234AB", "82", "")),
        ("1234 AB 8A", ("1234AB", "8", "A")),
        ("1234 AB 8 a", ("1234AB", "8", "A")),
        ("1234 AB 8 - a", ("1234AB", "8", "A")),
        ("1234 AB 8A1", ("1234AB", "8", "A1")),
        ("1234 AB 8-2a", ("1234AB", "8", "2A")),
        ("1234 AB 8 III", ("1234AB", "8", "III")),
        ("1234 AB 8 hs 3", ("1234AB", "8", "HS3")),
        ("1234 AB 8rood", ("1234AB", "8", "ROOD")),
        ("Kerkpad 8, 1234 AB Utrecht", ("1234AB", "", "")),
    ],
)
def test_a_postcode_is_found_in_every_spelling_with_what_follows_it(tekst: str, adres: tuple[str, ...]) -> None:
    assert find_adres(tekst) == adres


@pytest.mark.parametrize("woord", ["Ede", "de Groot", "Kerk", "BV Vos", "Jansen"])
def test_a_word_behind_a_house_number_is_no_addition(woord: str) -> None:
    assert find_adres(f"1234 AB 12 {woord}") == ("1234AB", "12", "")


@pytest.mark.parametrize(
    "tekst", ["0234 AB", "1234 SA", "1234 sd", "1234 SS", "1234 ABC", "1234 A", "12345 AB", "x1234AB", "1234"]
)
def test_what_cannot_be_a_postcode_is_none(tekst: str) -> None:
    assert find_adres(tekst) is None


@pytest.mark.parametrize(("postcode", "cijfers"), [("1234AB", "1234"), ("1234", "1234"), ("B1000", ""), ("123", ""), ("", "")])
def test_a_dutch_postcode_begins_with_the_four_digits_of_its_neighbourhood(postcode: str, cijfers: str) -> None:
    assert read_wijkcijfers(postcode) == cijfers


def test_more_digits_than_a_house_number_has_are_none() -> None:
    assert find_adres("1234 AB 123456") == ("1234AB", "", "")
