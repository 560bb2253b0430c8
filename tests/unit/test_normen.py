"""The dated lists behind the rules, as they are read from their files (domain reference §3, §7, §8)."""

import pytest

from klantbeeld.domain.normen import Mijlpaalnorm, Sector, fold_rechtsvorm
from klantbeeld.normen import load_normen

NORMEN = load_normen()


def test_the_lists_are_read_once() -> None:
    assert load_normen() is NORMEN


def test_there_are_67_sectors_of_1_up_to_69_without_36_and_37() -> None:
    assert set(NORMEN.sectoren) == {str(code) for code in range(1, 70)} - {"36", "37"}


def test_the_sectors_61_up_to_66_are_public() -> None:
    assert {code for code, sector in NORMEN.sectoren.items() if sector.is_overheid} == {str(code) for code in range(61, 67)}


@pytest.mark.parametrize("code", ["42", " 42 ", "042"])
def test_a_sector_is_found_without_regard_to_leading_zeros(code: str) -> None:
    assert NORMEN.find_sector(code) == Sector("Groothandel II", is_overheid=False)


@pytest.mark.parametrize("code", ["0", "", "36", "37", "70", "74", "4 2", "A"])
def test_an_unknown_sector_is_not_found(code: str) -> None:
    assert NORMEN.find_sector(code) is None


def test_the_two_lists_of_activities_are_whole() -> None:
    versies = [versie for versie, _ in NORMEN.sbi]
    assert (versies.count("2008"), versies.count("2025")) == (1304, 1954)


@pytest.mark.parametrize(
    ("versie", "code", "sectie"),
    [
        ("2008", "A", "A"),
        ("2008", "a", "A"),
        ("2008", "01", "A"),
        ("2008", "01.1", "A"),
        ("2008", "0111", "A"),
        ("2025", "A", "A"),
        ("2025", "01", "A"),
    ],
)
def test_an_activity_lies_in_its_section(versie: str, code: str, sectie: str) -> None:
    gevonden = NORMEN.find_sbi(versie, code)
    assert gevonden is not None
    assert gevonden.sectie == sectie


def test_every_activity_lies_in_a_section_of_one_letter() -> None:
    assert {sbi.sectie for sbi in NORMEN.sbi.values()} == {chr(letter) for letter in range(ord("A"), ord("V") + 1)}


@pytest.mark.parametrize(("versie", "code"), [("2030", "01"), ("2008", "-"), ("2008", ""), ("2008", "999999")])
def test_an_unknown_activity_is_not_found(versie: str, code: str) -> None:
    assert NORMEN.find_sbi(versie, code) is None


@pytest.mark.parametrize(
    ("spelling", "naam"),
    [
        ("B.V.", "besloten vennootschap met beperkte aansprakelijkheid"),
        ("bv", "besloten vennootschap met beperkte aansprakelijkheid"),
        ("b.v", "besloten vennootschap met beperkte aansprakelijkheid"),
        ("Besloten Vennootschap", "besloten vennootschap met beperkte aansprakelijkheid"),
        ("V.O.F.", "vennootschap onder firma"),
        ("vof", "vennootschap onder firma"),
        ("N.V.", "naamloze vennootschap"),
        ("C.V.", "commanditaire vennootschap"),
        ("Stichting", "stichting"),
        ("Coöperatie", "coöperatie"),
        ("eenmanszaak", "eenmanszaak"),
        ("EMZ", "eenmanszaak"),
        ("zzp", "eenmanszaak"),
    ],
)
def test_a_legal_form_is_known_in_any_spelling(spelling: str, naam: str) -> None:
    assert NORMEN.find_rechtsvorm(spelling) == naam


@pytest.mark.parametrize("spelling", ["", " ", "Ltd", "-"])
def test_an_unknown_legal_form_is_not_found(spelling: str) -> None:
    assert NORMEN.find_rechtsvorm(spelling) is None


def test_spellings_of_a_legal_form_differ_in_dots_spaces_and_capitals_only() -> None:
    assert fold_rechtsvorm("B. V.") == fold_rechtsvorm("bv") == "bv"


def test_the_agreed_subjects_are_those_of_the_reference() -> None:
    assert set(NORMEN.onderwerpen.values()) == {"WGA", "WVW", "WW", "ZW", "WAZO", "WIA", "Wajong", "WTV"}
    assert NORMEN.onderwerpen["WAJONG"] == "Wajong"


def test_the_reasons_for_closing_are_those_of_the_reference() -> None:
    assert NORMEN.sluitredenen == {"hersteld", "einde dienstverband", "wia", "overleden", "aow"}


def test_milestones_are_due_in_days_or_in_working_days() -> None:
    assert len(NORMEN.mijlpalen) == 15
    assert all((norm.dagen is None) != (norm.werkdagen is None) for norm in NORMEN.mijlpalen)


def test_every_milestone_that_follows_another_follows_one_of_the_list() -> None:
    namen = {norm.naam for norm in NORMEN.mijlpalen}
    assert {norm.volgt for norm in NORMEN.mijlpalen} <= namen | {None}
    assert (
        Mijlpaalnorm("Probleemanalyse na uitstel (week 13)", 91, None, "Probleemanalyse (week 6)", alleen_na_uitstel=True)
        in NORMEN.mijlpalen
    )


def test_a_postcode_has_its_place() -> None:
    assert NORMEN.postcodeplaatsen["1011"] == "Amsterdam"
