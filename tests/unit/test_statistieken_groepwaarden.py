"""What rows of a statistic are grouped by, in codes and in words."""

import pytest

from klantbeeld.domain.groepwaarden import Groepering, describe_waarde, rank_waarde
from klantbeeld.domain.klok import Tijdvak, month_at, number_month
from klantbeeld.domain.maanden import list_waarden
from klantbeeld.domain.preventie import Maandcijfers, add_cijfers
from klantbeeld.domain.vragen import Attribuut
from tests.bouwers import make_attributen
from tests.bouwers_domein import NORMEN


@pytest.mark.parametrize(
    ("groepering", "code", "omschrijving"),
    [
        ("SECTOR", "51", "Algemene industrie"),
        ("SECTOR", "74", "onbekende sectorcode"),
        ("SECTOR", "onbekend", "sector onbekend"),
        ("SBI_SECTIE", "F", "Bouwnijverheid"),
        ("SBI_SECTIE", "V", "Activiteiten van extraterritoriale organisaties en instanties"),
        ("SBI_SECTIE", "?", "?"),
        ("SBI_SECTIE", "onbekend", "SBI-sectie onbekend"),
        ("GROOTTEKLASSE", "G0", "geen medewerkers"),
        ("GROOTTEKLASSE", "G250_PLUS", "250 of meer medewerkers"),
        ("GROOTTEKLASSE", "ONBEKEND", "aantal medewerkers onbekend"),
        ("POSTCODEGEBIED", "12", "postcodes 1200 tot en met 1299"),
        ("POSTCODEGEBIED", "onbekend", "postcode onbekend"),
        ("RECHTSVORM", "stichting", "stichting"),
        ("RECHTSVORM", "onbekend", "rechtsvorm onbekend"),
        ("MAAND", "2023-01", "januari 2023"),
        ("MAAND", "2023-12", "december 2023"),
        ("KWARTAAL", "2023-K3", "derde kwartaal 2023"),
        ("JAAR", "2023", "2023"),
    ],
)
def test_a_value_is_named_in_words(groepering: str, code: str, omschrijving: str) -> None:
    waarde = describe_waarde(Groepering(groepering), code, NORMEN)
    assert (waarde.groepering, waarde.code, waarde.omschrijving) == (groepering, code, omschrijving)


def test_a_section_that_differs_per_version_tells_both() -> None:
    naam = describe_waarde(Groepering.SBI_SECTIE, "Q", NORMEN).omschrijving
    assert naam == "Onderwijs (SBI 2025); Gezondheids- en welzijnszorg (SBI 2008)"


@pytest.mark.parametrize(
    ("groepering", "codes"),
    [
        ("SECTOR", ["1", "2", "10", "X", "²", "onbekend"]),
        ("GROOTTEKLASSE", ["G0", "G1_9", "G10_49", "G50_249", "G250_PLUS", "ONBEKEND"]),
        ("POSTCODEGEBIED", ["10", "99", "onbekend"]),
        ("RECHTSVORM", ["eenmanszaak", "stichting", "onbekend"]),
        ("KWARTAAL", ["2022-K4", "2023-K1"]),
    ],
)
def test_values_come_in_the_order_in_which_people_count(groepering: str, codes: list[str]) -> None:
    waarden = [describe_waarde(Groepering(groepering), code, NORMEN) for code in reversed(codes)]
    assert [waarde.code for waarde in sorted(waarden, key=rank_waarde)] == codes


def test_groups_are_the_attributes_and_the_units_of_time() -> None:
    assert [deel.value for deel in Groepering] == [*Attribuut, *Tijdvak]
    assert [deel.value for deel in Groepering if deel.is_tijdvak] == list(Tijdvak)


@pytest.mark.parametrize(
    ("maand", "kwartaal"), [("2023-01", "2023-K1"), ("2023-03", "2023-K1"), ("2023-04", "2023-K2"), ("2023-12", "2023-K4")]
)
def test_a_month_is_part_of_a_quarter_and_a_year(maand: str, kwartaal: str) -> None:
    assert [tijdvak.of(maand) for tijdvak in Tijdvak] == [maand, kwartaal, "2023"]


def test_units_of_time_begin_where_their_number_of_months_divides_the_place_of_a_month() -> None:
    for tijdvak in Tijdvak:
        for nummer in range(number_month("1999-01"), number_month("2003-12")):
            begin = month_at(nummer // tijdvak.maanden * tijdvak.maanden)
            assert tijdvak.of(begin) == tijdvak.of(month_at(nummer))
            assert begin == month_at(nummer) or tijdvak.of(month_at(nummer - 1)) == tijdvak.of(begin)


@pytest.mark.parametrize("maand", ["1900-01", "2023-09", "2100-12"])
def test_the_place_of_a_month_gives_the_month_back(maand: str) -> None:
    assert month_at(number_month(maand)) == maand
    assert number_month(maand) < 1 << 16


def test_an_employer_has_at_least_one_value_of_each_attribute() -> None:
    leeg = make_attributen(sectoren=(), sbi_secties=(), grootteklasse="ONBEKEND", postcodegebied="12", rechtsvorm="nv")
    assert list_waarden(leeg) == {
        Attribuut.SECTOR: ("onbekend",),
        Attribuut.SBI_SECTIE: ("onbekend",),
        Attribuut.GROOTTEKLASSE: ("ONBEKEND",),
        Attribuut.POSTCODEGEBIED: ("12",),
        Attribuut.RECHTSVORM: ("nv",),
    }


def test_spellings_of_a_sector_are_one_and_nothing_but_zeros_stays() -> None:
    assert list_waarden(make_attributen(sectoren=("01", "1", "00")))[Attribuut.SECTOR] == ("1", "00")


def test_figures_add_up_each_apart() -> None:
    delen = [Maandcijfers(*range(1, 9)), Maandcijfers(*range(10, 90, 10))]
    assert add_cijfers(delen) == Maandcijfers(11, 22, 33, 44, 55, 66, 77, 88)
    assert add_cijfers([]) == Maandcijfers()
