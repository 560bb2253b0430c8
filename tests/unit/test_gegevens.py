"""By which data a caller may be known, in all their spellings, and which record is found by them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.projecties import project_levering
from klantbeeld.domain.gegevens import (
    WAAR_TE_VINDEN,
    Gegevensoort,
    make_vindterm,
    make_vindtermen,
    recognise_gegevens,
)
from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.leveringen import parse_levering
from klantbeeld.normen import load_normen
from tests.bouwers_domein import WEG, make_gevuld

TELEFOON, ZAAKNUMMER, KENMERK, POLISNUMMER, DANS_ID = Gegevensoort
VERWIJZINGEN = (ZAAKNUMMER, KENMERK, POLISNUMMER, DANS_ID)
NORMEN = load_normen()


def all_references(waarde: str) -> tuple[tuple[Gegevensoort, str], ...]:
    """The value as each kind of reference."""
    return tuple((soort, f"{soort.lower()}:{waarde}") for soort in VERWIJZINGEN)


def recognised(zoekterm: str, soort: Gegevensoort) -> list[str]:
    """What the input may be as one kind."""
    return [term for gevonden, term in recognise_gegevens(zoekterm) if gevonden is soort]


# telephone numbers


@pytest.mark.parametrize(
    "waarde",
    [
        "0301234567",
        "030-1234567",
        "030 - 123 45 67",
        "(030) 123 45 67",
        "030/1234567",
        "030.123.45.67",
        "030\u00a0123\u200b45\u201167",
        "\uff10\uff13\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
        "+31301234567",
        "+31 30 123 45 67",
        "+31 (0)30 123 45 67",
        "+31(0)30-1234567",
        "(+31) 30 1234567",
        "+ 31 30 1234567",
        "0031301234567",
        "0031 (0)30 1234567",
        "\u202a+31 30 1234567\u202c",
        "tel. 030-1234567",
        "T: 030-1234567",
        "030-1234567 toestel 12",
        "030-1234567 (na 9.00 uur)",
        "030-1234567 #12",
        "030-1234567, 06-12345678",
        "030-1234567 of 06-12345678",
        "ma-vr na 9 uur: 030-1234567",
    ],
)
def test_every_spelling_of_a_telephone_number_is_one_vindterm(waarde: str) -> None:
    assert make_vindterm(TELEFOON, waarde) == "telefoon:0301234567"


@pytest.mark.parametrize(
    ("waarde", "term"),
    [
        ("06-12 34 56 78", "telefoon:0612345678"),
        ("+31 6 12345678", "telefoon:0612345678"),
        ("0800-1234", "telefoon:08001234"),
        ("000-0031301", "telefoon:0000031301"),
        ("1.23456775", "telefoon:123456775"),
        ("+32 2 123 45 67", "telefoon:003221234567"),
        ("0032 2 123 45 67", "telefoon:003221234567"),
        ("020-0031301", "telefoon:0200031301"),
        ("+123456789012345", "telefoon:00123456789012345"),
    ],
)
def test_a_telephone_number_keeps_its_digits(waarde: str, term: str) -> None:
    assert make_vindterm(TELEFOON, waarde) == term


@pytest.mark.parametrize("waarde", ["", "onbekend", "-", "+", "112", "14 030", "1234567", "+31 1234", "123456789012345678"])
def test_what_has_too_few_or_too_many_digits_is_no_telephone_number(waarde: str) -> None:
    assert make_vindterm(TELEFOON, waarde) is None


# references


@pytest.mark.parametrize("soort", VERWIJZINGEN)
@pytest.mark.parametrize(
    "waarde", ["ZAAK-2023-1", "zaak 2023/1", " Zaak_2023.1 ", "ZAAK20231", "zaak\u00a02023\u20111", "\uff3aAAK-2023:1"]
)
def test_separators_spaces_and_case_do_not_count_in_a_reference(soort: Gegevensoort, waarde: str) -> None:
    assert make_vindterm(soort, waarde) == f"{soort.lower()}:ZAAK20231"


def test_letters_with_accents_are_the_same_however_they_are_written() -> None:
    assert make_vindterm(KENMERK, "caf\u00e9-1") == make_vindterm(KENMERK, "CAFE\u0301 1") == "kenmerk:CAF\u00c91"


def test_leading_zeros_of_a_reference_count() -> None:
    assert make_vindterm(POLISNUMMER, "V-0001") == "polisnummer:V0001"


@pytest.mark.parametrize(("waarde", "term"), [("a-1", None), ("a-12", "kenmerk:A12"), ("---", None), ("", None)])
def test_a_reference_has_at_least_three_letters_or_digits(waarde: str, term: str | None) -> None:
    assert make_vindterm(KENMERK, waarde) == term


@pytest.mark.parametrize(("lengte", "is_te_vinden"), [(40, True), (41, False)])
def test_a_reference_that_nobody_types_is_not_kept(lengte: int, is_te_vinden: bool) -> None:
    assert (make_vindterm(KENMERK, "1" * lengte) is not None) == is_te_vinden


@pytest.mark.parametrize(("waarde", "termen"), [("KB-0001", ("kenmerk:KB0001",)), ("KB", ()), ("", ()), (None, ())], ids=str)
def test_a_record_is_found_by_its_value_if_it_has_one(waarde: str | None, termen: tuple[str, ...]) -> None:
    assert make_vindtermen(KENMERK, waarde) == termen


@given(soort=st.sampled_from(Gegevensoort), waarde=st.text())
def test_a_vindterm_has_no_spaces_and_is_of_its_kind(soort: Gegevensoort, waarde: str) -> None:
    term = make_vindterm(soort, waarde)
    assert term is None or (term.startswith(f"{soort.lower()}:") and len(term.split()) == 1)


# what was typed


@pytest.mark.parametrize("zoekterm", ["030-1234567", "(030) 123 45 67", "+31 30 1234567", "0031301234567", "+31 (0)30 1234567"])
def test_what_looks_like_a_telephone_number_is_one(zoekterm: str) -> None:
    assert recognised(zoekterm, TELEFOON) == ["telefoon:0301234567"]


@pytest.mark.parametrize("zoekterm", ["000-1234567", "+32 2 123 45 67", "0032 2 123 45 67"])
def test_numbers_of_elsewhere_and_of_examples_look_like_telephone_numbers(zoekterm: str) -> None:
    assert len(recognised(zoekterm, TELEFOON)) == 1


@pytest.mark.parametrize(
    "zoekterm",
    ["12345678", "123456789", "1234567890", "030123456", "03012345678", "123456789L01", "000012345678", "De 0301234567"],
)
def test_other_numbers_do_not_look_like_telephone_numbers(zoekterm: str) -> None:
    assert recognised(zoekterm, TELEFOON) == []


def test_a_telephone_number_may_be_a_reference_too() -> None:
    assert recognise_gegevens("030-1234567") == ((TELEFOON, "telefoon:0301234567"), *all_references("0301234567"))


@pytest.mark.parametrize(
    ("zoekterm", "waarde"),
    [
        ("KB-0001", "KB0001"),
        ("kb 0001", "KB0001"),
        ("  2023/44 ", "202344"),
        ("454645754457", "454645754457"),
        ("1234 5678 9012 3456", "1234567890123456"),
        ("a12", "A12"),
        ("1" * 40, "1" * 40),
    ],
)
def test_one_value_with_a_digit_may_be_each_kind_of_reference(zoekterm: str, waarde: str) -> None:
    assert recognise_gegevens(zoekterm) == all_references(waarde)


@pytest.mark.parametrize(
    "zoekterm",
    ["", " ", "Groothandel", "De Groot", "a1", "12", "Bakkerij de Vries 12", "2023 zaak 44", "1" * 41, "zaak", "polis abc"],
)
def test_names_and_what_is_too_short_or_too_long_are_no_data(zoekterm: str) -> None:
    assert recognise_gegevens(zoekterm) == ()


@pytest.mark.parametrize(
    ("zoekterm", "soort", "term"),
    [
        ("zaaknummer 2023-1", ZAAKNUMMER, "zaaknummer:20231"),
        ("Zaaknr.: 2023-1", ZAAKNUMMER, "zaaknummer:20231"),
        ("zaak 2023 000 1", ZAAKNUMMER, "zaaknummer:20230001"),
        ("kenmerk: KB 00 01", KENMERK, "kenmerk:KB0001"),
        ("betalingskenmerk KB-0001", KENMERK, "kenmerk:KB0001"),
        ("betaalkenmerk 1234 5678", KENMERK, "kenmerk:12345678"),
        ("polis V-0001", POLISNUMMER, "polisnummer:V0001"),
        ("POLISNUMMER:V-0001", POLISNUMMER, "polisnummer:V0001"),
        ("dans 24563464567", DANS_ID, "dans_id:24563464567"),
        ("DANS (id: 24563464567)", DANS_ID, "dans_id:24563464567"),
        ("dans-id24563464567", DANS_ID, "dans_id:24563464567"),
        ("tel 1.23456775", TELEFOON, "telefoon:123456775"),
        ("Telefoonnummer: 0800-1234", TELEFOON, "telefoon:08001234"),
        ("mobiel +31 6 12345678", TELEFOON, "telefoon:0612345678"),
    ],
)
def test_a_word_before_it_says_of_which_kind_a_value_is(zoekterm: str, soort: Gegevensoort, term: str) -> None:
    assert recognise_gegevens(zoekterm)[0] == (soort, term)


def test_a_value_behind_a_word_is_of_that_kind_only() -> None:
    assert {soort for soort, _ in recognise_gegevens("zaaknummer 2023-1")} == {ZAAKNUMMER}


def test_a_word_before_a_value_may_belong_to_it() -> None:
    assert recognised("zaak 2023 1", ZAAKNUMMER) == ["zaaknummer:20231", "zaaknummer:ZAAK20231"]


def test_a_reference_that_begins_with_the_name_of_a_kind_may_still_be_of_another() -> None:
    assert recognise_gegevens("ZAAK-2023-1") == ((ZAAKNUMMER, "zaaknummer:20231"), *all_references("ZAAK20231"))


def test_a_telephone_number_behind_a_word_is_recognised_once() -> None:
    assert recognise_gegevens("tel 030 123 45 67") == ((TELEFOON, "telefoon:0301234567"),)


@pytest.mark.parametrize("zoekterm", ["zaakwaarnemer 24", "Polisadvies 24", "Danshuis 24", "Telecom 24"])
def test_a_word_that_only_begins_like_one_says_nothing(zoekterm: str) -> None:
    assert {soort for soort, _ in recognise_gegevens(zoekterm)} == set(VERWIJZINGEN)
    assert all(term.endswith("24") and len(term.partition(":")[2]) > 8 for _, term in recognise_gegevens(zoekterm))


@given(waarde=st.from_regex(r"[A-Za-z]{1,5}[ -]?[0-9]{2,10}", fullmatch=True), soort=st.sampled_from(VERWIJZINGEN))
def test_a_reference_is_found_by_what_it_is(waarde: str, soort: Gegevensoort) -> None:
    assert (soort, make_vindterm(soort, waarde)) in recognise_gegevens(waarde)


# what records are found by

GEVULD: list[tuple[str, str, object, tuple[str, ...]]] = [
    ("contactpersoon", "telefoon", "+31 (0)30 1234567", ("telefoon:0301234567",)),
    ("contactpersoon", "telefoon", "onbekend", ()),
    ("contactpersoon", "telefoon", None, ()),
    ("contactpersoon", "telefoon", WEG, ()),
    ("vestiging", "telefoon", "030-1234567", ("telefoon:0301234567",)),
    ("vestiging", "telefoon", WEG, ()),
    ("zaak", "zaaknummer", "ZAAK-2023-1", ("zaaknummer:ZAAK20231",)),
    ("zaak", "zaaknummer", "-", ()),
    ("betaling", "kenmerk", "KB-0001", ("kenmerk:KB0001",)),
    ("betaling", "kenmerk", WEG, ()),
    ("polis", "polisnummer", "V-0001", ("polisnummer:V0001",)),
    ("document", "dansId", "24563464567", ("dans_id:24563464567",)),
    ("document", "dansId", None, ()),
    ("document", "titel", "DANS (id: 463573775556)", ("dans_id:463573775556",)),
]


def project_vindtermen(levering: dict[str, Any]) -> tuple[str, ...]:
    return project_levering(parse_levering(levering), NORMEN).kenmerken.vindtermen


@pytest.mark.parametrize(("soort", "veld", "waarde", "termen"), GEVULD)
def test_a_record_is_found_by_its_datum(soort: str, veld: str, waarde: object, termen: tuple[str, ...]) -> None:
    assert project_vindtermen(make_gevuld(soort, **{veld: waarde})) == termen


def test_the_kinds_in_which_data_are_looked_for_are_those_that_hold_them() -> None:
    gevonden = {(termen[0].partition(":")[0], soort) for soort, _, _, termen in GEVULD if termen}
    assert gevonden == {(gegeven.lower(), soort) for gegeven, soorten in WAAR_TE_VINDEN.items() for soort in soorten}


@pytest.mark.parametrize("soort", sorted(set(SOORTEN) - {soort for soort, *_ in GEVULD}))
def test_a_record_of_another_kind_is_not_found_by_itself(soort: str) -> None:
    assert project_vindtermen(make_gevuld(soort)) == ()


def test_a_person_of_our_own_is_not_found_by_telephone() -> None:
    assert project_vindtermen(make_gevuld("contactpersoon", zijde="uwv", telefoon="030-1234567")) == ()


def test_a_removal_is_not_found() -> None:
    levering = make_gevuld("zaak", zaaknummer="ZAAK-2023-1") | {"verwijderd": True}
    del levering["gegevens"]
    assert project_vindtermen(levering) == ()
