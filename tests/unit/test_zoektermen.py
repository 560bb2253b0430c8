"""What an employer is found by: exact terms, the same for every store (design §4, search)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.namen import read_naam
from klantbeeld.domain.organisaties import own_sleutels
from klantbeeld.domain.profielen import Plek, Profiel, Profielbronnen, derive_profiel
from klantbeeld.domain.zoektermen import (
    is_deel,
    list_adreswoorden,
    list_spelsleutels,
    list_zoektermen,
    may_misspell,
    split_delen,
    write_geheel,
)
from tests.bouwers import make_profiel
from tests.bouwers_domein import NORMEN, make_organisatie, make_vestiging

WOORDEN = st.text("abcdeéß1Ж字", min_size=5, max_size=24)
FOUTEN = ["weg", "erbij", "anders", "verwisseld"]


def make_plek(**delen: Any) -> Plek:
    return replace(Plek("vestigingsadres", "Kerkpad", "8", "", "1234AB", "Ede"), **delen)


def list_soort(profiel: Profiel, soort: str) -> set[str]:
    """The terms of one kind, without it."""
    termen = list_zoektermen(profiel)
    return {term.removeprefix(f"{soort}:") for term in termen.woorden | termen.delen if term.startswith(f"{soort}:")}


def edit(woord: str, plaats: int, soort: str) -> str:
    """The word with one typing error at a place."""
    plaats %= len(woord)
    voor, letter, na = woord[:plaats], woord[plaats], woord[plaats + 1 :]
    match soort:
        case "weg":
            return voor + na
        case "erbij":
            return f"{voor}x{letter}{na}"
        case "anders":
            return f"{voor}x{na}"
    return voor + na[:1] + letter + na[1:]


def test_an_employer_is_found_by_the_words_of_all_its_names_and_by_neighbours_as_one() -> None:
    profiel = make_profiel(namen=("Groothandel De Groot B.V.", "Tuin-Centrum"))
    assert list_soort(profiel, "w") == {"groothandel", "de", "groot", "bv", "degroot", "tuin", "centrum", "tuincentrum"}


def test_an_employer_is_found_by_each_name_as_one_word_without_its_legal_form() -> None:
    profiel = make_profiel(namen=("De Groot B.V.", "Tuin-Centrum"))
    assert list_soort(profiel, "n") == {"degroot", "groot", "tuincentrum"}


def test_an_employer_is_found_by_three_letters_in_a_row_of_its_names_only() -> None:
    profiel = make_profiel(namen=("Groot",), plekken=(make_plek(),))
    assert list_soort(profiel, "t") == {"gro", "roo", "oot"}


def test_an_employer_is_found_by_words_with_a_letter_left_out_of_names_and_addresses() -> None:
    profiel = make_profiel(namen=("Vork",), plekken=(make_plek(straat="Dijk", plaats="Ede"),))
    assert list_soort(profiel, "s") == {"vork", "ork", "vrk", "vok", "vor", "dijk", "ijk", "djk", "dik", "dij", "ede"}


def test_an_employer_is_found_by_the_words_of_its_addresses() -> None:
    plekken = (make_plek(straat="Lange Laan", plaats="'s-Gravenhage"), make_plek(straat="", plaats="Ede", postcode="6711XY"))
    woorden = {"lange", "laan", "langelaan", "den", "haag", "denhaag", "sgravenhage", "1234", "ede", "6711"}
    assert list_soort(make_profiel(plekken=plekken), "a") == woorden


def test_the_words_of_an_address_are_those_of_its_street_and_its_place() -> None:
    assert "bergenopzoom" in list_adreswoorden("", "Bergen op Zoom")
    in_plaats = dict.fromkeys(["den", "haag", "denhaag"], "plaats")
    assert list_adreswoorden("Laan Haag", "Den Haag") == in_plaats | dict.fromkeys(["laan", "haag", "laanhaag"], "straat")


@pytest.mark.parametrize(
    ("delen", "huis", "post"),
    [
        ({"nummer": "187", "toevoeging": "BIS"}, {"187", "187bis", "bis"}, {"1234AB", "1234AB-187", "1234AB-187-BIS"}),
        ({"nummer": "8", "toevoeging": "2"}, {"8", "82", "2"}, {"1234AB", "1234AB-8", "1234AB-8-2"}),
        ({"nummer": "82"}, {"82"}, {"1234AB", "1234AB-82"}),
        ({"nummer": "", "toevoeging": "A"}, set(), {"1234AB"}),
        ({"nummer": "7", "postcode": ""}, {"7"}, set()),
        ({"nummer": "", "postcode": ""}, set(), set()),
    ],
)
def test_an_employer_is_found_by_house_number_and_postcode_as_far_as_they_are_typed(
    delen: dict[str, str], huis: set[str], post: set[str]
) -> None:
    profiel = make_profiel(plekken=(make_plek(**delen),))
    assert (list_soort(profiel, "h"), list_soort(profiel, "p")) == (huis, post)


def test_an_employer_is_found_by_its_numbers_as_they_are() -> None:
    nummers = ("aansluit:000456", "heel-lh:123456789L01", "kvk:12345678")
    termen = list_zoektermen(make_profiel(nummers=nummers)).woorden
    assert {term for term in termen if not term.startswith(("w:", "n:"))} == set(nummers)


def test_an_employer_without_words_addresses_and_numbers_is_found_by_nothing() -> None:
    termen = list_zoektermen(make_profiel(naam="…"))
    assert (termen.woorden, termen.delen) == (frozenset(), frozenset())


@given(st.text(), st.text(), st.text())
def test_no_term_holds_a_space_and_each_kind_stands_where_it_is_asked(naam: str, straat: str, nummer: str) -> None:
    adres = {"straat": straat, "huisnummer": nummer, "toevoeging": straat, "postcode": nummer, "plaats": naam}
    organisatie = make_organisatie(kvkNummer="1 2\u20033", vestigingsadres=adres)
    profiel = derive_profiel(Profielbronnen(organisatie, ()), set(own_sleutels(organisatie)), NORMEN, b"geheim")
    termen = list_zoektermen(replace(profiel, namen=make_profiel(naam=naam).namen))
    assert [term for term in termen.woorden | termen.delen if term.split() != [term]] == []
    assert not any(map(is_deel, termen.woorden))
    assert all(map(is_deel, termen.delen))


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.sampled_from(["L01", "L12"]))
def test_no_term_of_a_masked_person_holds_its_nine_digits_but_the_whole_lh_nummer(cijfers: str, sub: str) -> None:
    organisatie = make_organisatie(
        lhNummer=cijfers + sub, rsin=cijfers, kvkNummer="12345678", aansluitnummer="5", natuurlijkPersoon=True
    )
    bronnen = Profielbronnen(organisatie, (make_vestiging(),))
    termen = list_zoektermen(derive_profiel(bronnen, set(own_sleutels(organisatie)), NORMEN, b"geheim"))
    assert {term for term in termen.woorden | termen.delen if cijfers in term} == {f"heel-lh:{cijfers}{sub}"}


@pytest.mark.parametrize(
    ("naam", "geheel"),
    [
        ("Groothandel De Groot B.V.", {"groothandeldegroot"}),
        ("De Groot", {"degroot", "groot"}),
        ("Van 't Hof", {"vanhethof", "hof"}),
        ("Stichting De Vos", {"devos", "vos"}),
        ("De", {"de"}),
        ("B.V.", {"bv"}),
        ("De Van", {"devan"}),
        ("", set()),
    ],
)
def test_a_name_as_one_word_leaves_out_legal_forms_and_may_leave_out_small_words(naam: str, geheel: set[str]) -> None:
    assert write_geheel(read_naam(naam)) == geheel


@pytest.mark.parametrize(
    ("woord", "fouten", "sleutels"),
    [
        ("vork", 1, {"vork", "ork", "vrk", "vok", "vor"}),
        ("vork", 2, {"vork", "ork", "vrk", "vok", "vor", "vo", "vr", "vk", "or", "ok", "rk"}),
        ("vork", 0, {"vork"}),
        ("vos", 1, {"vos"}),
        ("2500", 1, {"2500"}),
        ("oooo", 1, {"oooo", "ooo"}),
    ],
)
def test_spelling_keys_are_the_word_and_what_is_left_of_it(woord: str, fouten: int, sleutels: set[str]) -> None:
    gegeven = list_spelsleutels(woord, fouten)
    assert set(gegeven) == sleutels
    assert len(gegeven) == len(sleutels)


def test_spelling_keys_of_a_long_word_are_those_of_its_beginning() -> None:
    assert list_spelsleutels("zonneschermservice", 1) == list_spelsleutels("zonneschermservi", 1)


@given(WOORDEN, st.integers(0, 23), st.sampled_from(FOUTEN))
def test_words_that_differ_by_one_typing_error_have_a_spelling_key_in_common(woord: str, plaats: int, soort: str) -> None:
    ander = edit(woord, plaats, soort)
    if not (may_misspell(woord) and may_misspell(ander)):  # numbers are never mistyped into each other
        return
    assert set(list_spelsleutels(woord, 1)) & set(list_spelsleutels(ander, 1))


@given(st.text("abcdeé", min_size=6, max_size=16), st.integers(0, 15), st.integers(0, 15), st.sampled_from(FOUTEN))
def test_with_two_letters_left_out_a_word_is_known_after_a_second_typing_error(
    woord: str, plaats: int, ander_plaats: int, soort: str
) -> None:
    getypt = edit(edit(woord, plaats, "weg"), ander_plaats, soort)
    assert set(list_spelsleutels(getypt, 2)) & set(list_spelsleutels(woord, 2))


@pytest.mark.parametrize(
    ("woord", "delen"),
    [("groot", ("gro", "roo", "oot")), ("gro", ("gro",)), ("gr", ()), ("", ()), ("ananas", ("ana", "nan", "nas"))],
)
def test_a_word_is_split_in_every_three_letters_in_a_row(woord: str, delen: tuple[str, ...]) -> None:
    assert split_delen(woord) == delen
