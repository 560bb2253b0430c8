"""The profile of an employer: its key ring, what it is found by, and what it is selected on (design §3)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.items import Record
from klantbeeld.domain.organisaties import Vestiging, own_sleutels
from klantbeeld.domain.profielen import (
    GEEN_WOORDEN,
    Plek,
    Profiel,
    Profielbronnen,
    derive_profiel,
    extend_ring,
    is_same_entiteit,
    make_naamvorm,
    public_id,
    size_class,
)
from tests.bouwers_domein import LH, NORMEN, RING, WEG, make_koppeling, make_organisatie, make_record, make_vestiging

GEHEIM = b"sleutel"
ADRES = {"straat": "Laan", "huisnummer": "8", "toevoeging": "bis", "postcode": "1234 ab", "plaats": "Utrecht"}


def derive(*vestigingen: Vestiging, **anders: Any) -> Profiel:
    organisatie = make_organisatie(**anders)
    ring = set(own_sleutels(organisatie))
    return derive_profiel(Profielbronnen(organisatie, vestigingen), ring, NORMEN, GEHEIM)


def list_nummers(profiel: Profiel, soort: str) -> list[str]:
    return [nummer.removeprefix(f"{soort}:") for nummer in profiel.nummers if nummer.startswith(f"{soort}:")]


@pytest.mark.parametrize(
    ("aantal", "klasse"),
    [
        (None, "ONBEKEND"),
        (0, "G0"),
        (1, "G1_9"),
        (9, "G1_9"),
        (10, "G10_49"),
        (49, "G10_49"),
        (50, "G50_249"),
        (249, "G50_249"),
        (250, "G250_PLUS"),
        (1_000_000, "G250_PLUS"),
    ],
)
def test_size_classes_have_their_borders(aantal: int | None, klasse: str) -> None:
    assert size_class(aantal) == klasse


def test_the_public_id_is_opaque_stable_and_depends_on_the_key() -> None:
    id_ = public_id("123456789L01", GEHEIM)
    assert id_ == public_id("123456789L01", GEHEIM) == derive(lhNummer="123.456.789 l01").id
    assert id_ not in {public_id("123456789L01", b"ander"), public_id("123456789L02", GEHEIM)}
    assert len(id_) == 32


@given(st.from_regex(r"[0-9]{9}L[0-9]{2}", fullmatch=True))
def test_no_lh_nummer_is_in_a_public_id(lh_nummer: str) -> None:
    assert lh_nummer[:9] not in public_id(lh_nummer, GEHEIM)


def test_a_ring_grows_by_establishments_and_by_what_a_koppeling_links() -> None:
    records: list[Record[Any]] = [
        make_record(make_vestiging(), "cws/V1"),
        make_record(make_koppeling("FLSN:ab", "kvk:1234 5678", LH), "cws/K1"),
    ]
    assert extend_ring({LH}, records) == {"vestiging:000000001234", "flsn:AB", "kvk:12345678"}


def test_a_ring_that_is_whole_does_not_grow() -> None:
    assert extend_ring(set(RING), [make_record(make_vestiging(), "cws/V1")]) == set()


def test_a_profile_shows_the_name_the_place_and_the_status() -> None:
    profiel = derive(kvkNummer="12345678", status="surseance", vestigingsadres=ADRES)
    assert (profiel.naam, profiel.kvk_nummer, profiel.plaats, profiel.status) == (
        "Groothandel De Groot",
        "12345678",
        "Utrecht",
        "surseance",
    )
    assert (profiel.lh_nummer, profiel.lh_sleutel, profiel.sleutels) == ("123456789L01", LH, ("kvk:12345678", LH))


@pytest.mark.parametrize(("correspondentieadres", "plaats"), [(ADRES, "Utrecht"), (WEG, None)])
def test_without_a_visiting_address_the_place_is_that_of_the_post(correspondentieadres: object, plaats: str | None) -> None:
    assert derive(correspondentieadres=correspondentieadres).plaats == plaats


@pytest.mark.parametrize(
    ("anders", "familie"),
    [
        ({"rsin": "12345678", "kvkNummer": "12345678"}, "rsin:012345678"),
        ({"kvkNummer": "12345678"}, "kvk:12345678"),
        ({"rsin": None, "kvkNummer": "12345678"}, "kvk:12345678"),
        ({"vestigingsnummer": "1234"}, "lh:123456789"),
    ],
)
def test_the_family_is_the_rsin_else_the_kvk_nummer_else_the_nine_digits(anders: dict[str, Any], familie: str) -> None:
    assert derive(**anders).familie == familie


@pytest.mark.parametrize("status", ["actief", "in_oprichting", "in_liquidatie", "failliet", "surseance"])
def test_any_status_but_beeindigd_is_active_in_the_order_of_employers(status: str) -> None:
    assert derive(status=status).rang < derive(status="beeindigd", lhNummer="000000000L01").rang


def test_an_employer_comes_first_at_its_own_lh_key_only() -> None:
    profiel = derive(kvkNummer="12345678")
    assert dict(profiel.ranks_on_ring()) == {"kvk:12345678": "0123456789L01", LH: "!0123456789L01"}


def test_a_name_has_its_words() -> None:
    vorm = make_naamvorm("Groothandel De Groot B.V.", "statutair")
    assert (vorm.naam, vorm.soort, vorm.woorden) == ("Groothandel De Groot B.V.", "statutair", "groothandel ~de groot #bv")


def test_every_name_is_kept_once_with_its_first_kind() -> None:
    handelsnamen = [
        {"naam": "Groot", "soort": "afkorting"},
        {"naam": "Groot", "soort": "handelsnaam", "van": "2020-01-01"},
        {"naam": "Groothandel De Groot", "soort": "statutair"},
    ]
    profiel = derive(handelsnamen=handelsnamen)
    assert profiel.namen == (make_naamvorm("Groothandel De Groot", "naam"), make_naamvorm("Groot", "afkorting"))


def test_a_trade_name_that_has_ended_is_a_former_one() -> None:
    profiel = derive(naam="Vos", handelsnamen=[{"naam": "De Groot", "soort": "handelsnaam", "tot": "2020-01-01"}])
    assert profiel.namen[1] == make_naamvorm("De Groot", "vroeger")


def test_the_names_of_establishments_are_names_too() -> None:
    assert derive(make_vestiging(naam="Filiaal Noord"), naam="Vos").namen[1] == make_naamvorm("Filiaal Noord", "vestiging")


@pytest.mark.parametrize(
    ("naam", "woorden"),
    [
        ("Groothandel De Groot", 3),
        ("Groothandel De Groot B.V.", 3),
        ("B.V.", 1),
        ("-", GEEN_WOORDEN),
        ("", GEEN_WOORDEN),
        ("de vos " * 100, GEEN_WOORDEN),
    ],
)
def test_words_are_counted_without_legal_forms_and_a_name_without_any_comes_last(naam: str, woorden: int) -> None:
    assert derive(naam=naam).woorden == woorden


def test_the_words_of_the_shortest_name_are_counted() -> None:
    assert derive(handelsnamen=[{"naam": "De Vos", "soort": "handelsnaam"}]).woorden == 2


def test_an_employer_is_found_by_its_own_numbers_and_those_of_its_establishments() -> None:
    profiel = derive(
        make_vestiging(), rsin="12345678", kvkNummer="1234\u20035678", aansluitnummer="0123", vestigingsnummer="99"
    )
    assert list_nummers(profiel, "heel-lh") == list_nummers(profiel, "lh") == ["123456789L01"]
    assert (list_nummers(profiel, "rsin"), list_nummers(profiel, "kvk")) == (["012345678"], ["12345678"])
    assert (list_nummers(profiel, "aansluit"), list_nummers(profiel, "vestiging")) == (
        ["0123"],
        ["000000000099", "000000001234"],
    )


@pytest.mark.parametrize("nummers", [("456", "000456"), ("000456", "456")])
def test_leading_zeros_of_an_aansluitnummer_count(nummers: tuple[str, str]) -> None:
    eigen, ander = nummers
    assert list_nummers(derive(aansluitnummer=eigen), "aansluit") == [eigen] != [ander]


def test_a_masked_employer_is_found_by_its_whole_lh_nummer_only() -> None:
    profiel = derive(rsin="123456789", kvkNummer="12345678", natuurlijkPersoon=True)
    assert profiel.gemaskeerd
    assert profiel.nummers == ("heel-lh:123456789L01", "kvk:12345678")


def test_every_address_is_kept_once_the_employers_own_first() -> None:
    filiaal = {"straat": "Weg", "huisnummer": "070-2", "plaats": "Assen"}
    profiel = derive(
        make_vestiging(adres=filiaal), make_vestiging(adres=ADRES), vestigingsadres=ADRES, correspondentieadres=ADRES
    )
    assert profiel.plekken == (
        Plek("vestigingsadres", "Laan", "8", "BIS", "1234AB", "Utrecht"),
        Plek("vestiging", "Weg", "70", "2", "", "Assen"),
    )


def test_the_address_for_letters_is_a_place_to_be_found_at() -> None:
    postbus = {"straat": "Postbus", "huisnummer": "31", "postcode": "6799 ZV", "plaats": "Ede"}
    (plek,) = derive(correspondentieadres=postbus).plekken
    assert (plek.soort, plek.postcode, plek.nummer, plek.toevoeging) == ("correspondentieadres", "6799ZV", "31", "")


def test_an_employer_without_addresses_is_found_at_none() -> None:
    assert derive(correspondentieadres=WEG).plekken == ()


def test_an_employer_is_selected_by_what_it_is() -> None:
    attributen = derive(
        sectoren=["56", "51", "56"],
        sbi=[
            {"versie": "2008", "code": "01", "hoofdactiviteit": True},
            {"versie": "2008", "code": "onbekend", "hoofdactiviteit": False},
        ],
        vestigingsadres=ADRES,
        rechtsvorm="B.V.",
        aantalMedewerkers={"aantal": 50},
    ).attributen
    assert (attributen.sectoren, attributen.sbi_secties, attributen.grootteklasse) == (("51", "56"), ("A",), "G50_249")
    assert (attributen.postcodegebied, attributen.status) == ("12", "actief")
    assert attributen.rechtsvorm == "besloten vennootschap met beperkte aansprakelijkheid"


@pytest.mark.parametrize(
    ("geleverd", "rechtsvorm"),
    [
        ("bv", "besloten vennootschap met beperkte aansprakelijkheid"),
        ("Stichting", "stichting"),
        (" Iets ", "Iets"),
        (" ", "onbekend"),
    ],
)
def test_employers_are_selected_by_the_official_name_of_their_legal_form(geleverd: str, rechtsvorm: str) -> None:
    assert derive(rechtsvorm=geleverd).attributen.rechtsvorm == rechtsvorm


@pytest.mark.parametrize("adres", [WEG, ADRES | {"postcode": None}, ADRES | {"postcode": "B-1000"}])
def test_what_is_not_known_of_an_employer_is_selected_as_unknown(adres: object) -> None:
    attributen = derive(vestigingsadres=adres, correspondentieadres=ADRES).attributen
    assert (attributen.postcodegebied, attributen.rechtsvorm, attributen.grootteklasse) == ("onbekend", "onbekend", "ONBEKEND")


@pytest.mark.parametrize(
    ("een", "ander", "zelfde"),
    [
        ({"rsin": "123456789"}, {"rsin": "123456789"}, True),
        ({"rsin": "123456789", "kvkNummer": "1"}, {"rsin": "987654321", "kvkNummer": "1"}, False),
        ({"rsin": "123456789", "kvkNummer": "12345678"}, {"kvkNummer": "1234.5678"}, True),
        ({"rsin": "123456789"}, {"kvkNummer": "12345678"}, False),
        ({}, {"lhNummer": "123456789L02"}, True),
        ({}, {"lhNummer": "987654321L01"}, False),
    ],
)
def test_a_legal_entity_is_known_by_rsin_else_kvk_nummer_else_nine_digits(
    een: dict[str, Any], ander: dict[str, Any], zelfde: bool
) -> None:
    assert is_same_entiteit(derive(**{"lhNummer": "123456789L01", **een}), derive(**ander)) is zelfde
