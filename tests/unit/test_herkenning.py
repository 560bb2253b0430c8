"""What was typed in the search box: every number that it can be, else a name (domain reference §2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.herkenning import Herkenning, Sleutelsoort, recognise_as, recognise_zoekterm

LH = Sleutelsoort.LH_NUMMER
KVK = Sleutelsoort.KVK_NUMMER
VESTIGING = Sleutelsoort.VESTIGINGSNUMMER
RSIN = Sleutelsoort.RSIN
AANSLUIT = Sleutelsoort.AANSLUITNUMMER
POSTCODE = Sleutelsoort.POSTCODE
NAAM = Sleutelsoort.NAAM


@pytest.mark.parametrize(
    "zoekterm",
    [
        "123456789L01",
        "123456789l01",
        " 123.456.789 L01 ",
        "\u00a0123456789-L-01\u200b",
        "LH-nummer: 123456789L01",
        "LH-nummer:123456789L01",
        "lh 123456789L01",
        "LH123456789L01",
        "loonheffingennummer 123456789L01",
        "loonheffingsnummer: 123456789L01",
        "123456789\u2011L\u201301",
        "\u202a123456789L01\u202c",
        "１２３４５６７８９Ｌ０１",
    ],
)
def test_a_whole_lh_nummer_is_nothing_else(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == (Herkenning(LH, "123456789L01"),)


@pytest.mark.parametrize("zoekterm", ["123456789L", "123456789L0", "123456789 l 0"])
def test_an_unfinished_lh_nummer_is_its_beginning(zoekterm: str) -> None:
    (herkenning,) = recognise_zoekterm(zoekterm)
    assert (herkenning.soort, herkenning.begin) == (LH, True)


@pytest.mark.parametrize("zoekterm", ["123456789L1", "123456789 l 1", "LH 123456789L1"])
def test_one_digit_is_a_sub_number_without_its_zero_or_the_first_of_two(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == (Herkenning(LH, "123456789L01"), Herkenning(LH, "123456789L1", begin=True))


@pytest.mark.parametrize("zoekterm", ["24 7", "24-7", " 24.7 "])
def test_digits_that_may_be_a_name_keep_what_stands_between_them(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm)[-1] == Herkenning(NAAM, zoekterm.strip())


@pytest.mark.parametrize("zoekterm", ["NL123456789B01", "nl123456789b01", "btw-id: NL123456789B01", "NL 1234.56.789.B01"])
def test_a_btw_id_gives_the_rsin_in_it(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == (Herkenning(RSIN, "123456789"),)


def test_fifteen_digits_are_an_aansluitnummer() -> None:
    assert recognise_zoekterm("123456789012345") == (Herkenning(AANSLUIT, "123456789012345"),)


def test_twelve_digits_are_an_establishment_or_else_an_aansluitnummer() -> None:
    assert recognise_zoekterm("000000001234") == (Herkenning(VESTIGING, "000000001234"), Herkenning(AANSLUIT, "000000001234"))


def test_nine_digits_are_an_rsin_first_and_may_begin_an_lh_nummer() -> None:
    assert recognise_zoekterm("123456789") == (
        Herkenning(RSIN, "123456789"),
        Herkenning(LH, "123456789", begin=True),
        Herkenning(AANSLUIT, "123456789"),
        Herkenning(VESTIGING, "000123456789"),
    )


@pytest.mark.parametrize(
    "zoekterm",
    [
        "12345678",
        "1234–5678",
        "12345678\u200e",
        "KVK 12345678",
        "kvk: 12345678",
        "KvK-nummer:12345678",
        "KVK12345678",
        "KVK nr. 1234.56.78",
    ],
)
def test_eight_digits_are_a_kvk_nummer_first_or_an_rsin_without_its_zero(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == (
        Herkenning(KVK, "12345678"),
        Herkenning(RSIN, "012345678"),
        Herkenning(AANSLUIT, "12345678"),
        Herkenning(VESTIGING, "000012345678"),
    )


@pytest.mark.parametrize("zoekterm", ["123456789L01", "123456789", "12345678", "123456789012", "123456789012345"])
def test_a_number_that_looks_complete_is_never_taken_for_a_beginning_of_its_own_kind(zoekterm: str) -> None:
    assert not recognise_zoekterm(zoekterm)[0].begin


def test_four_digits_are_tried_as_every_number_exact_first_and_as_a_name() -> None:
    herkenningen = recognise_zoekterm("1234")
    assert herkenningen == (
        Herkenning(AANSLUIT, "1234"),
        Herkenning(VESTIGING, "000000001234"),
        Herkenning(LH, "1234", begin=True),
        Herkenning(KVK, "1234", begin=True),
        Herkenning(RSIN, "1234", begin=True),
        Herkenning(VESTIGING, "1234", begin=True),
        Herkenning(AANSLUIT, "1234", begin=True),
        Herkenning(POSTCODE, "1234", begin=True),
        Herkenning(NAAM, "1234"),
    )


@pytest.mark.parametrize(("cijfers", "als_rsin"), [("1234", False), ("12345", True), ("1234567", True), ("12345678", True)])
def test_five_to_eight_digits_are_an_rsin_padded_to_nine_too(cijfers: str, als_rsin: bool) -> None:
    assert (Herkenning(RSIN, cijfers.zfill(9)) in recognise_zoekterm(cijfers)) is als_rsin


@pytest.mark.parametrize(("cijfers", "als_postcode"), [("1", True), ("1234", True), ("12345", False)])
def test_up_to_four_digits_may_begin_a_postcode(cijfers: str, als_postcode: bool) -> None:
    assert (Herkenning(POSTCODE, cijfers, begin=True) in recognise_zoekterm(cijfers)) is als_postcode


@pytest.mark.parametrize("cijfers", ["1234567890123", "12345678901234"])
def test_thirteen_and_fourteen_digits_are_too_long_for_an_establishment(cijfers: str) -> None:
    exact = [herkenning for herkenning in recognise_zoekterm(cijfers) if not herkenning.begin]
    assert exact == [Herkenning(AANSLUIT, cijfers), Herkenning(NAAM, cijfers)]


@pytest.mark.parametrize(
    ("zoekterm", "waarde"),
    [
        ("1234 AB", "1234AB"),
        ("1234ab", "1234AB"),
        ("postcode 1234AB", "1234AB"),
        ("POSTCODE: 1234 ab", "1234AB"),
        ("\u00a01234\u00a0AB\u200b", "1234AB"),
        ("1234-ab", "1234AB"),
        ("１２３４ ＡＢ", "1234AB"),
        ("1234 AB,", "1234AB"),
        ("1234 AB 7", "1234AB-7"),
        ("1234AB 007", "1234AB-7"),
        ("1234ab, 12", "1234AB-12"),
        ("1234AB 70", "1234AB-70"),
        ("1234 AB 187 bis", "1234AB-187-BIS"),
        ("1234ab187bis", "1234AB-187-BIS"),
        ("1234ab8-2", "1234AB-8-2"),
        ("1234ab 8 2", "1234AB-8-2"),
        ("1234ab82", "1234AB-82"),
        ("1234 ab 8a", "1234AB-8-A"),
        ("1234 AB 8 A", "1234AB-8-A"),
        ("1234 AB 8–A", "1234AB-8-A"),
        ("1234 AB 8 hs 3.", "1234AB-8-HS3"),
    ],
)
def test_a_postcode_may_be_followed_by_a_house_number(zoekterm: str, waarde: str) -> None:
    assert recognise_zoekterm(zoekterm) == (Herkenning(POSTCODE, waarde),)


@pytest.mark.parametrize("zoekterm", ["0234 AB", "1234 SA", "1234 SD", "1234 SS 7", "1234 ABC", "1234 A"])
def test_what_cannot_be_a_postcode_is_a_name(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == (Herkenning(NAAM, zoekterm),)


@pytest.mark.parametrize(
    "zoekterm", ["1234 AB Bakkerij", "1234ab de groot", "1234 AB 12 Ede", "1234 AB 7 de Groot", "vos 1234 AB 7"]
)
def test_a_postcode_among_other_words_is_part_of_a_name(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == (Herkenning(NAAM, zoekterm),)


@pytest.mark.parametrize("zoekterm", ["1234 SB", "9999 ST"])
def test_other_letters_after_an_s_do_make_a_postcode(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == (Herkenning(POSTCODE, zoekterm.replace(" ", "")),)


@pytest.mark.parametrize(
    ("zoekterm", "soort", "waarde"),
    [
        ("de groot 12345678", KVK, "12345678"),
        ("de groot (12345678)", KVK, "12345678"),
        ("123456789 L 01 de groot", LH, "123456789L01"),
        ("de groot 123456789L1", LH, "123456789L01"),
        ("de groot 123456789", RSIN, "123456789"),
        ("de groot 123456789012", VESTIGING, "123456789012"),
        ("de groot 123456789012345", AANSLUIT, "123456789012345"),
        ("de groot\u00a01234\u200b5678", KVK, "12345678"),
        ("KVK de Groot: 12345678", KVK, "12345678"),
        ("de groot/12345678", KVK, "12345678"),
    ],
)
def test_a_complete_number_among_other_words_decides(zoekterm: str, soort: Sleutelsoort, waarde: str) -> None:
    assert recognise_zoekterm(zoekterm)[0] == Herkenning(soort, waarde)


@pytest.mark.parametrize("zoekterm", ["2500 Lampen", "De 2 Broers", "KVK Bakkers", "de groot 1234567", "A12345678", "Café 7/7"])
def test_everything_else_is_a_name_as_it_was_typed(zoekterm: str) -> None:
    assert recognise_zoekterm(f" {zoekterm} ") == (Herkenning(NAAM, zoekterm),)


@pytest.mark.parametrize("zoekterm", ["jansen 06-12345678", "jansen 06 12345678", "06/12345678 Jansen", "zaak 2023-12345678"])
def test_the_end_of_a_longer_number_is_no_complete_number(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == (Herkenning(NAAM, zoekterm),)


@pytest.mark.parametrize("zoekterm", ["", "   ", "\u00a0"])
def test_nothing_typed_is_nothing_recognised(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == ()


@pytest.mark.parametrize(
    ("soort", "waarde", "verwacht"),
    [
        (VESTIGING, "1234", "000000001234"),
        (RSIN, "12345678", "012345678"),
        (AANSLUIT, "0123", "0123"),
        (KVK, "KVK: 1234 5678", "12345678"),
        (LH, "123456789l01", "123456789L01"),
        (POSTCODE, "1234 ab", "1234AB"),
        (NAAM, " De Groot ", "De Groot"),
    ],
)
def test_a_caller_who_says_what_it_is_is_believed(soort: Sleutelsoort, waarde: str, verwacht: str) -> None:
    assert recognise_as(soort, waarde) == (Herkenning(soort, verwacht),)


@pytest.mark.parametrize("soort", [NAAM, KVK])
def test_nothing_typed_as_any_kind_is_nothing(soort: Sleutelsoort) -> None:
    assert recognise_as(soort, "  ") == ()


@given(st.text())
def test_any_text_without_a_number_in_it_is_at_most_a_name(tekst: str) -> None:
    zonder_cijfers = "".join(teken for teken in tekst if not teken.isdigit())
    assert {herkenning.soort for herkenning in recognise_zoekterm(zonder_cijfers)} <= {NAAM}


@pytest.mark.parametrize(
    "zoekterm", ["vestiging 1234", "Vestigingsnummer: 1234", "KVK-vestigingsnummer 1234", "kvk vestigingsnr. 1234"]
)
def test_a_label_is_no_part_of_a_number(zoekterm: str) -> None:
    assert recognise_zoekterm(zoekterm) == recognise_zoekterm("1234")


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("0123456789 -.,LlABab\u00a0\u200b\u2013１Ａ"))),
    st.sampled_from(Sleutelsoort),
)
def test_any_text_is_recognised_as_something_or_as_nothing(tekst: str, soort: Sleutelsoort) -> None:
    herkenningen = (*recognise_zoekterm(tekst), *recognise_as(soort, tekst))
    assert all(herkenning.waarde for herkenning in herkenningen)
    assert tekst.strip() or not recognise_zoekterm(tekst)


@given(st.from_regex(r"[0-9]{1,15}", fullmatch=True))
def test_exact_meanings_come_before_beginnings_and_the_name_comes_last(cijfers: str) -> None:
    if len(cijfers) == 9:  # an RSIN and the beginning of the LH-nummer that holds it
        return
    nummers = [herkenning for herkenning in recognise_zoekterm(cijfers) if herkenning.soort is not NAAM]
    assert nummers == sorted(nummers, key=lambda herkenning: herkenning.begin)


@pytest.mark.parametrize(
    ("soort", "waarde", "nummer"),
    [
        (Sleutelsoort.RSIN, "NL857587973B01", "857587973"),
        (Sleutelsoort.RSIN, "RSIN: 85758797", "085758797"),
        (Sleutelsoort.KVK_NUMMER, "KVK 6875.0110", "68750110"),
        (Sleutelsoort.LH_NUMMER, "LH-nummer: 857587973l01", "857587973L01"),
        (Sleutelsoort.VESTIGINGSNUMMER, "1234", "000000001234"),
        (Sleutelsoort.KVK_NUMMER, "6875–0110\u200e", "68750110"),
        (Sleutelsoort.AANSLUITNUMMER, "aansluitnummer 000456", "000456"),
        (Sleutelsoort.AANSLUITNUMMER, "456", "456"),
        (Sleutelsoort.POSTCODE, "1234ab 8-2", "1234AB-8-2"),
        (Sleutelsoort.POSTCODE, "1234", "1234"),
    ],
)
def test_a_named_kind_of_number_is_read_in_every_spelling(soort: Sleutelsoort, waarde: str, nummer: str) -> None:
    assert recognise_as(soort, waarde) == (Herkenning(soort, nummer),)
