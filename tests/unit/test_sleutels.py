"""Identifiers: their canonical form, their level, the elfproef, and how they are masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.sleutels import (
    Niveau,
    canonicalise_nummer,
    canonicalise_sleutel,
    is_lh_nummer,
    mask_iban,
    mask_nummer,
    most_specific,
    niveau_of,
    passes_elfproef,
    strip_scheidingstekens,
)
from tests.bouwers_domein import reason_or_none, refusal


@pytest.mark.parametrize(
    "tekst",
    [
        "123456789L01",
        "123456789l01",
        "123.456.789.L.01",
        " 123 456 789 L 01 ",
        "123-456-789-L01",
        "\u00a0123456789\u200bL01\ufeff",
    ],
)
def test_separators_that_people_type_do_not_count(tekst: str) -> None:
    assert strip_scheidingstekens(tekst) == "123456789L01"


@pytest.mark.parametrize(
    ("soort", "nummer", "canoniek"),
    [
        ("vestiging", "1234", "000000001234"),
        ("vestiging", "000000001234", "000000001234"),
        ("vestiging", "0000.0000.1234", "000000001234"),
        ("rsin", "12345678", "012345678"),
        ("rsin", "123456789", "123456789"),
        ("kvk", "1234567", "1234567"),
        ("kvk", "01234567", "01234567"),
        ("aansluit", "456", "456"),
        ("aansluit", "000456", "000456"),
        ("lh", "123456789l1", "123456789L1"),
        ("vestiging", "12A", "12A"),
        ("vestiging", "-", ""),
    ],
)
def test_only_establishments_and_rsins_are_padded(soort: str, nummer: str, canoniek: str) -> None:
    assert canonicalise_nummer(soort, nummer) == canoniek


@pytest.mark.parametrize(
    ("sleutel", "canoniek"),
    [
        ("lh:123456789L01", "lh:123456789L01"),
        ("LH:123456789l01", "lh:123456789L01"),
        (" lh : 123.456.789 L01", "lh:123456789L01"),
        ("vestiging:1234", "vestiging:000000001234"),
        ("rsin:1234567", "rsin:001234567"),
        ("kvk:12 34 56 78", "kvk:12345678"),
        ("aansluit:0123", "aansluit:0123"),
        ("flsn:0012", "flsn:0012"),
        ("FLSN: ab-1.2 ", "flsn:AB-1.2"),
        ("flsn:a:b", "flsn:A:B"),
        ("arbo.noord-1_x:7", "arbo.noord-1_x:7"),
    ],
)
def test_a_key_is_joined_on_one_spelling(sleutel: str, canoniek: str) -> None:
    assert canonicalise_sleutel(sleutel) == canoniek


def test_a_portal_key_keeps_the_hyphens_that_an_own_number_loses() -> None:
    assert canonicalise_sleutel("flsn:1-2") != canonicalise_sleutel("flsn:12")


@pytest.mark.parametrize("sleutel", ["", "lh", "lh:", "lh: ", "kvk:.-", ":1", "l h:1", "é:1", "-x:1", "flsn: "])
def test_what_is_no_qualified_key_is_refused(sleutel: str) -> None:
    assert refusal(canonicalise_sleutel, sleutel) == ("SLEUTEL_ONGELDIG", "werkgever")


@given(st.sampled_from(["lh", "kvk", "vestiging", "rsin", "aansluit", "flsn"]), st.text(min_size=1))
def test_the_canonical_form_of_a_canonical_key_is_itself(soort: str, waarde: str) -> None:
    sleutel = f"{soort}:{waarde}"
    if reason_or_none(lambda: canonicalise_sleutel(sleutel)) is None:
        canoniek = canonicalise_sleutel(sleutel)
        assert canonicalise_sleutel(canoniek) == canoniek


@given(st.from_regex(r"[0-9]{1,12}", fullmatch=True))
def test_leading_zeros_of_an_establishment_never_part_two_spellings(nummer: str) -> None:
    assert canonicalise_sleutel(f"vestiging:{nummer}") == canonicalise_sleutel(f"vestiging:{nummer.zfill(12)}")


@pytest.mark.parametrize(
    ("sleutel", "niveau"),
    [
        ("lh:123456789L01", Niveau.LH),
        ("kvk:12345678", Niveau.KVK),
        ("rsin:123456789", Niveau.RSIN),
        ("vestiging:000000001234", Niveau.VESTIGING),
        ("aansluit:123", Niveau.AANSLUIT),
        ("flsn:0012", Niveau.PORTAAL),
    ],
)
def test_each_kind_of_key_has_its_level(sleutel: str, niveau: Niveau) -> None:
    assert niveau_of(sleutel) is niveau


@pytest.mark.parametrize(
    ("sleutels", "niveau"),
    [
        (["flsn:1", "kvk:1", "lh:1"], Niveau.LH),
        (["rsin:1", "kvk:1"], Niveau.KVK),
        (["kvk:1", "vestiging:1"], Niveau.VESTIGING),
        (["flsn:1", "rsin:1"], Niveau.RSIN),
        (["flsn:1"], Niveau.PORTAAL),
    ],
)
def test_a_record_is_held_at_the_most_specific_of_its_keys(sleutels: list[str], niveau: Niveau) -> None:
    assert most_specific(sleutels) is niveau


@pytest.mark.parametrize(
    ("nummer", "geldig"),
    [("123456789L01", True), ("123456789L1", False), ("12345678L01", False), ("123456789L011", False), ("123456789l01", False),
     ("123456789L01\n", False), ("١٢٣٤٥٦٧٨٩L01", False)],
)  # fmt: skip
def test_an_lh_nummer_is_nine_digits_l_and_two_digits(nummer: str, geldig: bool) -> None:
    assert is_lh_nummer(nummer) is geldig


@pytest.mark.parametrize(
    ("nummer", "slaagt"),
    [
        ("857587973", True),
        ("123456789", False),
        ("111222333", True),
        ("000000000", False),
        ("85758797", False),
        ("8575879730", False),
        ("85758797A", False),
        ("", False),
    ],
)
def test_the_elfproef_weighs_nine_digits(nummer: str, slaagt: bool) -> None:
    assert passes_elfproef(nummer) is slaagt


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_at_most_one_last_digit_makes_a_number_pass_the_elfproef(begin: str) -> None:
    som = sum((9 - plaats) * int(cijfer) for plaats, cijfer in enumerate(begin))
    passend = [str(cijfer) for cijfer in range(10) if (som - cijfer) % 11 == 0 and f"{begin}{cijfer}" != "000000000"]
    assert [cijfer for cijfer in "0123456789" if passes_elfproef(begin + cijfer)] == passend


@pytest.mark.parametrize(
    ("nummer", "gemaskeerd"),
    [
        ("123456789L01", "*********L01"),
        ("123.456.789 l02", "*********L02"),
        ("123456789", "*********"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_the_digits_of_a_natural_person_are_hidden_and_the_sub_number_is_kept(nummer: str, gemaskeerd: str) -> None:
    assert mask_nummer(nummer) == gemaskeerd


@given(st.from_regex(r"[0-9]{9}(L[0-9]{2})?", fullmatch=True))
def test_no_digit_of_the_nine_is_ever_shown(nummer: str) -> None:
    assert mask_nummer(nummer) == "*" * 9 + nummer[9:]


@pytest.mark.parametrize(
    ("iban", "gemaskeerd"),
    [
        ("NL91ABNA0417164300", "NL************4300"),
        ("nl91 abna 0417 1643 00", "NL************4300"),
        ("1234567", "12*4567"),
        ("123456", "******"),
        ("", ""),
    ],
)
def test_of_an_account_number_the_country_and_the_last_four_characters_are_shown(iban: str, gemaskeerd: str) -> None:
    assert mask_iban(iban) == gemaskeerd
