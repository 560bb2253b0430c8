"""What is accepted at the border, also when it looks wrong, and what becomes of it."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Item, Kenmerken
from klantbeeld.domain.leveringen import (
    Identiteit,
    canonicalise_json,
    id_of,
    identify,
    list_sleutels,
    parse_levering,
    read_levering,
    restore_gegevens,
    restore_record,
)
from tests.bouwers_domein import KLEINSTE, LH, WEG, make_gevuld, make_levering


@pytest.mark.parametrize("soort", sorted(KLEINSTE))
def test_the_smallest_record_of_each_kind_is_accepted(soort: str) -> None:
    assert parse_levering(make_gevuld(soort)).soort == soort


@pytest.mark.parametrize(
    ("soort", "anders"),
    [
        ("organisatie", {"lhNummer": "123456789L01", "rsin": "123456789"}),
        ("organisatie", {"lhNummer": "123.456.789 l01"}),
        ("organisatie", {"sectoren": ["51", "56", "74"]}),
        ("organisatie", {"vestigingsnummer": "1234", "aansluitnummer": "123"}),
        ("organisatie", {"risicopremiegroep": {"code": "3", "jaar": 1900}}),
        ("organisatie", {"risicopremiegroep": {"code": "3 (Agrarisch)", "jaar": 2100}}),
        ("organisatie", {"risicopremiegroep": {"code": "3", "jaar": None}}),
        ("organisatie", {"opvolger": "kvk:12345678"}),
        ("vestiging", {"vestigingsnummer": "1234"}),
        ("contact", {"plaatsgevondenOp": "1990-10-09T08:00:00Z"}),
        ("contact", {"plaatsgevondenOp": "2023-10-15T09:12:00.123456Z"}),
        ("contact", {"plaatsgevondenOp": "2023-10-15T09:12:00+00:00"}),
        ("contact", {"onderwerp": ""}),
        ("contact", {"onderwerp": "WVW-123456789@uwv.nl"}),
        ("contact", {"omschrijving": "eerste regel\nen nog een"}),
        ("contact", {"kanaal": "NIEUW Bezoek"}),
        ("erd", {"regeling": "WW", "isEigenrisicodrager": True}),
        ("erd", {"isEigenrisicodrager": False, "van": "2021-01-01"}),
        ("riv", {"ontvangenOp": "1900-01-01", "beoordeeldOp": "2100-12-31"}),
        ("riv", {"ontvangenOp": "2024-02-29"}),
        ("zaak", {"mijlpalen": [{"naam": "Vangnetmelding"}, {"naam": "Vangnetmelding", "gedaanOp": None}]}),
    ],
)
def test_content_that_only_looks_wrong_is_accepted(soort: str, anders: dict[str, Any]) -> None:
    assert parse_levering(make_gevuld(soort, **anders)).gegevens is not None


def test_a_record_of_an_employer_that_nobody_delivered_yet_is_accepted() -> None:
    assert parse_levering(make_levering(werkgever=["lh:999999999L99"])).sleutels == ("lh:999999999L99",)


@pytest.mark.parametrize("soort", ["organisatie", "bronstand"])
def test_an_organisatie_and_a_bronstand_may_come_without_a_key(soort: str) -> None:
    assert parse_levering(make_gevuld(soort) | {"werkgever": []}).sleutels == ()


@pytest.mark.parametrize("gegevens", [WEG, None])
@pytest.mark.parametrize("werkgever", [WEG, [], ["lh:123456789L01"]])
def test_a_removal_comes_without_content_and_perhaps_without_a_key(gegevens: object, werkgever: object) -> None:
    levering = parse_levering(make_levering(verwijderd=True, gegevens=gegevens, werkgever=werkgever))
    assert (levering.verwijderd, levering.gegevens) == (True, None)


def test_a_record_is_known_by_source_kind_and_key() -> None:
    assert parse_levering(make_levering(sleutel="a:b")).id == "k3cr:contact:a:b"


def test_keys_are_joined_on_their_canonical_form_and_each_is_kept_once() -> None:
    levering = parse_levering(
        make_levering(werkgever=["lh:123456789l01", "LH: 123.456.789-L01", "vestiging:1234", "rsin:1234567", "flsn:ab"])
    )
    assert levering.sleutels == (LH, "vestiging:000000001234", "rsin:001234567", "flsn:AB")


def test_the_delivered_spelling_stays_in_the_record() -> None:
    levering = parse_levering(make_levering(werkgever=["vestiging:1234"]))
    assert orjson.loads(levering.canoniek)["werkgever"] == ["vestiging:1234"]


def test_the_moment_of_change_is_kept_in_utc() -> None:
    assert parse_levering(make_levering()).gewijzigd_op == datetime(2025, 10, 15, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize("gewijzigd_op", [WEG, None])
def test_the_moment_of_change_may_be_unknown(gewijzigd_op: object) -> None:
    assert parse_levering(make_levering(gewijzigdOp=gewijzigd_op)).gewijzigd_op is None


def test_the_digest_is_blake2b_128_of_the_canonical_json() -> None:
    levering = parse_levering(make_levering())
    assert levering.digest == blake2b(levering.canoniek, digest_size=16).digest()


def test_the_digest_does_not_depend_on_the_version_or_the_order_of_fields() -> None:
    ruw = make_levering()
    anders = dict(reversed((ruw | {"versie": 7}).items()))
    assert parse_levering(anders).digest == parse_levering(ruw).digest


def test_the_digest_does_not_depend_on_fields_that_hold_their_default() -> None:
    ruw = make_gevuld("bronstand") | {"werkgever": []}
    zonder = {naam: waarde for naam, waarde in ruw.items() if naam not in {"verwijderd", "werkgever"}}
    assert parse_levering(zonder).digest == parse_levering(ruw).digest


def test_the_digest_tells_an_absent_field_from_a_null() -> None:
    assert parse_levering(make_gevuld("contact", code=None)).digest != parse_levering(make_gevuld("contact")).digest


def test_canonical_json_has_sorted_keys_and_no_white_space() -> None:
    assert canonicalise_json({"b": 1, "a": {"d": "é", "c": None}}) == '{"a":{"c":null,"d":"é"},"b":1}'.encode()


def test_a_line_is_read_to_the_same_record_as_its_object() -> None:
    assert read_levering(orjson.dumps(make_levering())) == parse_levering(make_levering())


@pytest.mark.parametrize("soort", sorted(KLEINSTE))
def test_content_that_was_taken_in_can_be_restored(soort: str) -> None:
    levering = parse_levering(make_gevuld(soort))
    assert levering.gegevens is not None
    hersteld = restore_gegevens(soort, levering.canoniek)
    assert hersteld == levering.gegevens
    assert hersteld.model_fields_set == levering.gegevens.model_fields_set


def test_an_item_is_read_back_as_a_record() -> None:
    levering = parse_levering(make_levering(sleutel="C:1"))
    kenmerken = Kenmerken(sortering="2025-10-15")
    item = Item(levering.id, "k3cr", "contact", 3, levering.digest, (LH,), False, levering.canoniek, kenmerken)
    record = restore_record(item)
    assert (record.sleutel, record.versie, record.sortering) == ("C:1", 3, "2025-10-15")
    assert record.gegevens == levering.gegevens


@pytest.mark.parametrize(
    ("ruw", "identiteit"),
    [
        (make_levering(versie=5), Identiteit("k3cr", "contact", "0000012345", 5)),
        ({}, Identiteit(None, None, None, None)),
        ({"bron": 1, "soort": [], "sleutel": "", "versie": "5"}, Identiteit(None, None, None, None)),
        ({"sleutel": "x" * 501, "versie": 2**62}, Identiteit(None, None, None, None)),
        ({"sleutel": "x" * 500, "versie": 0}, Identiteit(None, None, "x" * 500, None)),
        ({"versie": True}, Identiteit(None, None, None, None)),
    ],
)
def test_of_a_refused_record_only_what_is_of_the_right_type_is_named(ruw: dict[str, Any], identiteit: Identiteit) -> None:
    assert identify(ruw) == identiteit


@given(st.lists(st.sampled_from(["lh:123456789L01", "kvk:12345678", "vestiging:1234", "rsin:1"]), min_size=1, unique=True))
def test_keys_keep_the_order_in_which_they_were_delivered(sleutels: list[str]) -> None:
    assert len(parse_levering(make_levering(werkgever=sleutels)).sleutels) == len(sleutels)


@pytest.mark.parametrize("ruw", [{"bron": "cws", "soort": "zaak"}, {"bron": "cws", "soort": "zaak", "sleutel": 7}])
def test_a_line_that_does_not_say_which_record_it_is_has_no_id(ruw: dict[str, Any]) -> None:
    assert id_of(ruw) is None


def test_the_id_of_a_record_is_its_source_its_kind_and_its_key() -> None:
    assert id_of({"bron": "cws", "soort": "zaak", "sleutel": "Z:1"}) == "cws:zaak:Z:1"


@pytest.mark.parametrize(
    ("regel", "sleutels"),
    [
        (b'{"werkgever": ["LH: 123.456.789 l01", "kvk:1", "kvk:1"]}', ("lh:123456789L01", "kvk:1")),
        (
            b'{"gegevens": {"lhNummer": "123456789L01", "kvkNummer": "12345678", "rsin": null}}',
            ("lh:123456789L01", "kvk:12345678"),
        ),
        (b'{"werkgever": ["geen sleutel", 7, null], "gegevens": []}', ()),
        (b'{"werkgever": "lh:123456789L01"}', ()),
        (b"[]", ()),
        (b"geen json", ()),
    ],
)
def test_the_keys_that_a_line_names_are_read_as_far_as_they_can_be(regel: bytes, sleutels: tuple[str, ...]) -> None:
    assert list_sleutels(regel) == sleutels
