"""What must be refused at the border, each kind with its own reason code (contract with the sources, last part)."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.groepen import SOORTEN
from klantbeeld.domain.leveringen import HOOGSTE_VERSIE, parse_levering, read_levering
from klantbeeld.errors import Weigering
from tests.bouwers_domein import KLEINSTE, WEG, make_gevuld, make_levering, reason_or_none, refusal


@pytest.mark.parametrize(
    ("anders", "reden", "veld"),
    [
        ({"soort": "faktuur"}, "SOORT_ONBEKEND", "soort"),
        ({"soort": 5}, "TYPE_ONJUIST", "soort"),
        ({"geheim": 1}, "VELD_ONBEKEND", "envelop"),
        ({"bron": WEG}, "VELD_ONTBREEKT", "bron"),
        ({"bron": ""}, "WAARDE_ONGELDIG", "bron"),
        ({"bron": "k3cr:contact"}, "WAARDE_ONGELDIG", "bron"),
        ({"sleutel": 12345}, "TYPE_ONJUIST", "sleutel"),
        ({"sleutel": ""}, "WAARDE_ONGELDIG", "sleutel"),
        ({"sleutel": "x" * 501}, "WAARDE_ONGELDIG", "sleutel"),
        ({"sleutel": "a\nb"}, "BESTURINGSTEKEN", "sleutel"),
        ({"gewijzigdOp": "2025-10-15"}, "TYPE_ONJUIST", "gewijzigdOp"),
        ({"gewijzigdOp": "2025-10-15T09:12:00+02:00"}, "TYPE_ONJUIST", "gewijzigdOp"),
        ({"gewijzigdOp": "2025-13-15T09:12:00Z"}, "DATUM_ONMOGELIJK", "gewijzigdOp"),
        ({"gewijzigdOp": "1899-12-31T09:12:00Z"}, "JAAR_BUITEN_BEREIK", "gewijzigdOp"),
        ({"verwijderd": "nee"}, "TYPE_ONJUIST", "verwijderd"),
        ({"verwijderd": 0}, "TYPE_ONJUIST", "verwijderd"),
        ({"werkgever": "lh:123456789L01"}, "TYPE_ONJUIST", "werkgever"),
        ({"werkgever": [1]}, "TYPE_ONJUIST", "werkgever.0"),
        ({"werkgever": ["lh:123456789L01", "zonder dubbele punt"]}, "SLEUTEL_ONGELDIG", "werkgever"),
        ({"werkgever": ["lh:"]}, "SLEUTEL_ONGELDIG", "werkgever"),
        ({"werkgever": [":123"]}, "SLEUTEL_ONGELDIG", "werkgever"),
        ({"werkgever": ["kvk: . - "]}, "SLEUTEL_ONGELDIG", "werkgever"),
        ({"werkgever": []}, "SLEUTEL_ONTBREEKT", "werkgever"),
        ({"werkgever": WEG}, "SLEUTEL_ONTBREEKT", "werkgever"),
        ({"gegevens": WEG}, "VELD_ONTBREEKT", "gegevens"),
        ({"gegevens": None}, "VELD_ONTBREEKT", "gegevens"),
        ({"gegevens": []}, "TYPE_ONJUIST", "gegevens"),
        ({"verwijderd": True}, "GEGEVENS_BIJ_VERWIJDERING", "gegevens"),
    ],
)
def test_an_envelope_that_breaks_the_contract_is_refused(anders: dict[str, Any], reden: str, veld: str) -> None:
    assert refusal(parse_levering, make_levering(**anders)) == (reden, veld)


@pytest.mark.parametrize(
    ("versie", "reden"),
    [
        (WEG, "VELD_ONTBREEKT"),
        (None, "VERSIE_GEEN_GEHEEL_GETAL"),
        ("1", "VERSIE_GEEN_GEHEEL_GETAL"),
        (1.0, "VERSIE_GEEN_GEHEEL_GETAL"),
        (1.5, "VERSIE_GEEN_GEHEEL_GETAL"),
        (True, "VERSIE_GEEN_GEHEEL_GETAL"),
        (0, "VERSIE_BUITEN_BEREIK"),
        (-1, "VERSIE_BUITEN_BEREIK"),
        (2**62, "VERSIE_BUITEN_BEREIK"),
    ],
)
def test_a_version_that_is_no_integer_or_out_of_range_is_refused(versie: object, reden: str) -> None:
    assert refusal(parse_levering, make_levering(versie=versie)) == (reden, "versie")


@pytest.mark.parametrize("versie", [2**63, 2**64, -(2**64), 10**40])
def test_a_whole_number_beyond_64_bits_is_a_version_out_of_range(versie: int) -> None:
    regel = orjson.dumps(make_levering(versie=0)).replace(b'"versie":0', f'"versie":{versie}'.encode())
    assert refusal(read_levering, regel) == ("VERSIE_BUITEN_BEREIK", "versie")


def test_a_version_above_the_ceiling_of_its_source_has_its_own_reason() -> None:
    """S23: a version bomb would freeze a record for ever."""
    assert refusal(parse_levering, make_levering(versie=1001), 1000) == ("VERSIE_BOVEN_PLAFOND", "versie")


@pytest.mark.parametrize(("versie", "plafond"), [(1, HOOGSTE_VERSIE), (2**62 - 1, HOOGSTE_VERSIE), (1000, 1000)])
def test_versions_up_to_the_ceiling_are_taken(versie: int, plafond: int) -> None:
    assert parse_levering(make_levering(versie=versie), plafond).versie == versie


@pytest.mark.parametrize("soort", sorted(set(KLEINSTE) - {"organisatie", "bronstand"}))
def test_every_kind_but_organisatie_and_bronstand_needs_a_key(soort: str) -> None:
    assert refusal(parse_levering, make_gevuld(soort) | {"werkgever": []}) == ("SLEUTEL_ONTBREEKT", "werkgever")


@pytest.mark.parametrize("soort", sorted(KLEINSTE))
def test_a_field_that_the_contract_does_not_have_is_refused_without_naming_it(soort: str) -> None:
    assert refusal(parse_levering, make_gevuld(soort, bsn="111222333")) == ("VELD_ONBEKEND", "gegevens")


@pytest.mark.parametrize(("soort", "veld"), [(soort, veld) for soort, velden in KLEINSTE.items() for veld in velden])
def test_a_field_that_must_be_there_is_missed(soort: str, veld: str) -> None:
    assert refusal(parse_levering, make_gevuld(soort, **{veld: WEG})) == ("VELD_ONTBREEKT", f"gegevens.{veld}")


@pytest.mark.parametrize(("soort", "veld"), [(soort, veld) for soort, velden in KLEINSTE.items() for veld in velden])
def test_a_field_that_must_be_there_cannot_be_null(soort: str, veld: str) -> None:
    reden, plaats = refusal(parse_levering, make_gevuld(soort, **{veld: None}))
    assert reden in {"TYPE_ONJUIST", "WAARDE_ONGELDIG"}
    assert plaats == f"gegevens.{veld}"


@pytest.mark.parametrize(
    ("soort", "anders", "reden", "veld"),
    [
        ("riv", {"ontvangenOp": "2021-02-29"}, "DATUM_ONMOGELIJK", "ontvangenOp"),
        ("riv", {"ontvangenOp": "2021-00-10"}, "DATUM_ONMOGELIJK", "ontvangenOp"),
        ("riv", {"ontvangenOp": "1899-12-31"}, "JAAR_BUITEN_BEREIK", "ontvangenOp"),
        ("riv", {"ontvangenOp": "2101-01-01"}, "JAAR_BUITEN_BEREIK", "ontvangenOp"),
        ("riv", {"ontvangenOp": "20210104"}, "TYPE_ONJUIST", "ontvangenOp"),
        ("riv", {"ontvangenOp": 20210104}, "TYPE_ONJUIST", "ontvangenOp"),
        ("riv", {"oordeel": "goed"}, "WAARDE_ONGELDIG", "oordeel"),
        ("loonsanctie", {"omgezet": "ja"}, "TYPE_ONJUIST", "omgezet"),
        ("boete", {"bedragInCenten": 70.0}, "TYPE_ONJUIST", "bedragInCenten"),
        ("boete", {"bedragInCenten": "7000"}, "TYPE_ONJUIST", "bedragInCenten"),
        ("boete", {"bedragInCenten": 2**53}, "WAARDE_ONGELDIG", "bedragInCenten"),
        ("meldingstelling", {"maand": "2023-13"}, "DATUM_ONMOGELIJK", "maand"),
        ("meldingstelling", {"maand": "2023-9"}, "TYPE_ONJUIST", "maand"),
        ("meldingstelling", {"maand": "2101-01"}, "JAAR_BUITEN_BEREIK", "maand"),
        ("meldingstelling", {"aantal": -1}, "WAARDE_ONGELDIG", "aantal"),
        ("meldingstelling", {"aantal": True}, "TYPE_ONJUIST", "aantal"),
        ("erd", {"regeling": "wga"}, "WAARDE_ONGELDIG", "regeling"),
        ("erd", {"isEigenrisicodrager": "ja"}, "TYPE_ONJUIST", "isEigenrisicodrager"),
        ("erd", {"directeBetaling": "AG"}, "WAARDE_ONGELDIG", "directeBetaling"),
        ("contact", {"plaatsgevondenOp": "2023-10-15"}, "TYPE_ONJUIST", "plaatsgevondenOp"),
        ("contact", {"plaatsgevondenOp": "2023-10-15T25:00:00Z"}, "DATUM_ONMOGELIJK", "plaatsgevondenOp"),
        ("contact", {"status": "Open"}, "WAARDE_ONGELDIG", "status"),
        ("contactpersoon", {"naam": "A.\x00Bakker"}, "BESTURINGSTEKEN", "naam"),
        ("contactpersoon", {"naam": "A.\x85Bakker"}, "BESTURINGSTEKEN", "naam"),
        ("organisatie", {"naam": "De\tGroot"}, "BESTURINGSTEKEN", "naam"),
        ("organisatie", {"lhNummer": "123456789"}, "NUMMER_ONGELDIG", "lhNummer"),
        ("organisatie", {"lhNummer": "12345678L01"}, "NUMMER_ONGELDIG", "lhNummer"),
        ("organisatie", {"handelsnamen": [{"naam": "a\x7f", "soort": "vroeger"}]}, "BESTURINGSTEKEN", "handelsnamen.0.naam"),
        ("organisatie", {"handelsnamen": [None]}, "TYPE_ONJUIST", "handelsnamen.0"),
        ("organisatie", {"sectoren": [51]}, "TYPE_ONJUIST", "sectoren.0"),
        ("organisatie", {"sbi": [{"versie": "2030", "code": "0", "hoofdactiviteit": True}]}, "WAARDE_ONGELDIG", "sbi.0.versie"),
        ("organisatie", {"vestigingsadres": {"straat": "A", "plaats": "B"}}, "VELD_ONTBREEKT", "vestigingsadres.huisnummer"),
        ("organisatie", {"risicopremiegroep": {"code": "3", "jaar": "2019"}}, "TYPE_ONJUIST", "risicopremiegroep.jaar"),
        ("organisatie", {"risicopremiegroep": {"code": "3", "jaar": 1899}}, "JAAR_BUITEN_BEREIK", "risicopremiegroep.jaar"),
        ("organisatie", {"risicopremiegroep": {"code": "3", "jaar": 2101}}, "JAAR_BUITEN_BEREIK", "risicopremiegroep.jaar"),
        ("organisatie", {"opvolger": "123456789L02"}, "SLEUTEL_ONGELDIG", "opvolger"),
        ("vestiging", {"vestigingsnummer": " - "}, "NUMMER_ONGELDIG", "vestigingsnummer"),
        ("koppeling", {"sleutels": ["flsn"]}, "SLEUTEL_ONGELDIG", "sleutels.0"),
        ("koppeling", {"sleutels": ["flsn:0012", "kvk:"]}, "SLEUTEL_ONGELDIG", "sleutels.1"),
        ("zaak", {"mijlpalen": [{"naam": "x", "klaar": True}]}, "VELD_ONBEKEND", "mijlpalen.0"),
        ("bronstand", {"dekkingVanaf": "2020-01-01"}, "TYPE_ONJUIST", "dekkingVanaf"),
    ],
)
def test_content_that_breaks_the_contract_is_refused(soort: str, anders: dict[str, Any], reden: str, veld: str) -> None:
    assert refusal(parse_levering, make_gevuld(soort, **anders)) == (reden, f"gegevens.{veld}")


def test_a_line_that_is_no_json_is_refused_for_that() -> None:
    assert refusal(read_levering, b"bron;soort;sleutel") == ("GEEN_JSON", None)


def test_a_refusal_never_repeats_a_value() -> None:
    with pytest.raises(Weigering) as gevangen:
        parse_levering(make_gevuld("organisatie", lhNummer="111222333"))
    assert "111222333" not in str(gevangen.value)
    assert gevangen.value.__cause__ is None


@given(
    soort=st.sampled_from(sorted(SOORTEN)),
    gegevens=st.dictionaries(
        st.sampled_from([veld for velden in KLEINSTE.values() for veld in velden]), st.text() | st.integers()
    ),
    versie=st.integers(),
)
def test_any_object_is_either_valid_or_refused(soort: str, gegevens: dict[str, Any], versie: int) -> None:
    ruw = make_levering(soort=soort, gegevens=gegevens, versie=versie)
    assert (reason_or_none(lambda: parse_levering(ruw)) or "GELDIG").isupper()
