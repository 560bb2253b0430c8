"""Fields of deliveries, and the four kinds of nothing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.ontbrekend import Ontbreekreden, OntbrekendVeld, name_missing, prefix_missing
from klantbeeld.domain.velden import Gegevens, parse_datum, parse_maand, parse_naam, parse_tijd
from tests.bouwers_domein import KLEINSTE, make_contact, make_organisatie, make_riv

LEEG, NIET_GELEVERD = Ontbreekreden.LEEG_BIJ_BRON, Ontbreekreden.NIET_GELEVERD
OPTIONEEL = [
    (soort, info.alias)
    for soort, regel in SOORTEN.items()
    for info in regel.model.model_fields.values()
    if not info.is_required()
]


def find_reden(gegevens: Gegevens, veld: str) -> list[Ontbreekreden]:
    return [deel.reden for deel in gegevens.ontbrekend if deel.veld == veld]


@pytest.mark.parametrize(("soort", "veld"), OPTIONEEL)
def test_an_absent_field_of_any_kind_of_record_was_not_delivered(soort: str, veld: str) -> None:
    assert find_reden(SOORTEN[soort].model.model_validate(KLEINSTE[soort]), veld) == [NIET_GELEVERD]


@pytest.mark.parametrize(("soort", "veld"), OPTIONEEL)
def test_a_null_of_any_kind_of_record_is_empty_at_the_source(soort: str, veld: str) -> None:
    assert find_reden(SOORTEN[soort].model.model_validate(KLEINSTE[soort] | {veld: None}), veld) == [LEEG]


def test_a_field_with_a_value_is_not_missing() -> None:
    assert find_reden(make_riv(beoordeeldOp="2021-02-01").gegevens, "beoordeeldOp") == []


def test_an_empty_text_is_a_value() -> None:
    assert find_reden(make_contact(onderwerp="").gegevens, "onderwerp") == []


def test_fields_of_a_nested_object_are_named_by_their_path() -> None:
    adres = {"straat": "Laan", "huisnummer": "8", "postcode": None, "plaats": "Utrecht"}
    organisatie = make_organisatie(vestigingsadres=adres)
    gevonden = [deel for deel in organisatie.ontbrekend if deel.veld.startswith("vestigingsadres")]
    assert gevonden == [
        OntbrekendVeld("vestigingsadres.toevoeging", NIET_GELEVERD),
        OntbrekendVeld("vestigingsadres.postcode", LEEG),
        OntbrekendVeld("vestigingsadres.land", NIET_GELEVERD),
    ]


def test_a_withheld_field_says_so_whatever_it_holds() -> None:
    contact = make_contact(omschrijving="vraag").gegevens.shield("omschrijving", "code")
    assert (contact.omschrijving, contact.code) == (None, None)
    assert find_reden(contact, "omschrijving") == find_reden(contact, "code") == [Ontbreekreden.GEEN_TOEGANG]


def test_withholding_leaves_the_record_itself_alone() -> None:
    contact = make_contact(omschrijving="vraag").gegevens
    contact.shield("omschrijving")
    assert (contact.omschrijving, find_reden(contact, "omschrijving")) == ("vraag", [])


def test_withholding_twice_withholds_both() -> None:
    contact = make_contact(omschrijving="vraag", code="A").gegevens.shield("omschrijving").shield("code")
    assert find_reden(contact, "omschrijving") == find_reden(contact, "code") == [Ontbreekreden.GEEN_TOEGANG]


def test_content_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        setattr(make_riv().gegevens, "oordeel", "voldoende")  # noqa: B010 - a type checker would see it


def test_a_reason_can_be_given_for_several_fields_and_seen_from_above() -> None:
    onder = name_missing(LEEG, "a", "b")
    assert prefix_missing("c", onder) == (OntbrekendVeld("c.a", LEEG), OntbrekendVeld("c.b", LEEG))


@pytest.mark.parametrize(
    ("tekst", "dag"),
    [("1900-01-01", date(1900, 1, 1)), ("2100-12-31", date(2100, 12, 31)), ("2024-02-29", date(2024, 2, 29))],
)
def test_a_date_of_the_calendar_is_read(tekst: str, dag: date) -> None:
    assert parse_datum(tekst) == dag


@pytest.mark.parametrize(
    ("waarde", "reden"),
    [
        ("1899-12-31", "JAAR_BUITEN_BEREIK"),
        ("2101-01-01", "JAAR_BUITEN_BEREIK"),
        ("0001-01-01", "JAAR_BUITEN_BEREIK"),
        ("10000-01-01", "JAAR_BUITEN_BEREIK"),
        ("1899-02-30", "JAAR_BUITEN_BEREIK"),
        ("2023-02-29", "DATUM_ONMOGELIJK"),
        ("1900-02-29", "DATUM_ONMOGELIJK"),
        ("2023-04-31", "DATUM_ONMOGELIJK"),
        ("2023-13-01", "DATUM_ONMOGELIJK"),
        ("2023-01-00", "DATUM_ONMOGELIJK"),
        ("2023-1-1", "TYPE_ONJUIST"),
        ("01-01-2023", "TYPE_ONJUIST"),
        ("2023-01-01T00:00:00Z", "TYPE_ONJUIST"),
        ("2023-01-01\n", "TYPE_ONJUIST"),
        ("２０２３-01-01", "TYPE_ONJUIST"),
        ("", "TYPE_ONJUIST"),
        (None, "TYPE_ONJUIST"),
        (20230101, "TYPE_ONJUIST"),
        (date(2023, 1, 1), "TYPE_ONJUIST"),
    ],
)
def test_what_is_no_date_is_refused(waarde: object, reden: str) -> None:
    with pytest.raises(PydanticCustomError) as gevangen:
        parse_datum(waarde)
    assert gevangen.value.type == reden


@pytest.mark.parametrize(
    ("tekst", "moment"),
    [
        ("2023-10-15T09:12:00Z", datetime(2023, 10, 15, 9, 12, tzinfo=UTC)),
        ("2023-10-15T09:12:00+00:00", datetime(2023, 10, 15, 9, 12, tzinfo=UTC)),
        ("2023-10-15T09:12:00.5Z", datetime(2023, 10, 15, 9, 12, 0, 500_000, tzinfo=UTC)),
        ("2023-10-15T23:59:59.999999Z", datetime(2023, 10, 15, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_an_instant_in_utc_is_read(tekst: str, moment: datetime) -> None:
    assert parse_tijd(tekst) == moment


@pytest.mark.parametrize(
    ("waarde", "reden"),
    [
        ("2023-10-15T09:12:00", "TYPE_ONJUIST"),
        ("2023-10-15T09:12:00+02:00", "TYPE_ONJUIST"),
        ("2023-10-15 09:12:00Z", "TYPE_ONJUIST"),
        ("2023-10-15T09:12Z", "TYPE_ONJUIST"),
        ("2023-10-15T09:12:00.1234567Z", "TYPE_ONJUIST"),
        (1697361120, "TYPE_ONJUIST"),
        ("2023-10-15T24:00:00Z", "DATUM_ONMOGELIJK"),
        ("2023-10-15T09:60:00Z", "DATUM_ONMOGELIJK"),
        ("2023-10-15T23:59:60Z", "DATUM_ONMOGELIJK"),
        ("2023-02-30T09:12:00Z", "DATUM_ONMOGELIJK"),
        ("2101-01-01T00:00:00Z", "JAAR_BUITEN_BEREIK"),
    ],
)
def test_what_is_no_instant_in_utc_is_refused(waarde: object, reden: str) -> None:
    with pytest.raises(PydanticCustomError) as gevangen:
        parse_tijd(waarde)
    assert gevangen.value.type == reden


@pytest.mark.parametrize(
    ("waarde", "reden"),
    [("2023-00", "DATUM_ONMOGELIJK"), ("1899-12", "JAAR_BUITEN_BEREIK"), ("2023-9", "TYPE_ONJUIST"), (202309, "TYPE_ONJUIST")],
)
def test_what_is_no_month_is_refused(waarde: object, reden: str) -> None:
    with pytest.raises(PydanticCustomError) as gevangen:
        parse_maand(waarde)
    assert gevangen.value.type == reden


def test_a_month_stays_as_it_was_written() -> None:
    assert parse_maand("2023-09") == "2023-09"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_any_text_without_control_characters_can_be_a_name(tekst: str) -> None:
    assert parse_naam(tekst) == tekst


@given(st.characters(categories=["Cc"]))
def test_no_control_character_can_be_in_a_name(teken: str) -> None:
    with pytest.raises(PydanticCustomError) as gevangen:
        parse_naam(f"De{teken}Groot")
    assert gevangen.value.type == "BESTURINGSTEKEN"


def test_a_number_is_no_name() -> None:
    with pytest.raises(PydanticCustomError) as gevangen:
        parse_naam(7)
    assert gevangen.value.type == "TYPE_ONJUIST"
