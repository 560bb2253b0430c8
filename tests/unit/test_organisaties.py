"""Organisatiegegevens: who the employer is, with its codes named and its numbers masked (domain reference §2, §3, §10)."""

from typing import Any

import pytest

from klantbeeld.domain.bladzijden import Bladvraag
from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.ontbrekend import Ontbreekreden
from klantbeeld.domain.organisaties import (
    Handelsnaam,
    Organisatie,
    Organisatiegegevens,
    Organisatieparameters,
    Sbiregel,
    Sectorregel,
    Vestiging,
    ask_organisatiegegevens,
    assemble_organisatiegegevens,
    is_masked,
    lh_sleutel_of,
    own_sleutels,
    select_organisatie,
)
from klantbeeld.domain.vragen import Itemsvraag
from klantbeeld.errors import StoreOnbereikbaar
from tests.bouwers_domein import ALLES, LH, NORMEN, WEG, make_kader, make_lijst, make_organisatie, make_record, make_vestiging

GEEN_TOEGANG, LEEG, NIET_GELEVERD = Ontbreekreden.GEEN_TOEGANG, Ontbreekreden.LEEG_BIJ_BRON, Ontbreekreden.NIET_GELEVERD
ADRES = {"straat": "Laan", "huisnummer": "8", "postcode": "1234 AB", "plaats": "Utrecht"}


def view(
    *organisaties: Organisatie, kader: Kader | None = None, vestigingen: tuple[Vestiging, ...] = ()
) -> Organisatiegegevens:
    lijsten: dict[str, Any] = {
        "organisaties": make_lijst(*(make_record(deel, f"cws/{plaats}") for plaats, deel in enumerate(organisaties))),
        "vestigingen": make_lijst(*(make_record(deel, f"cws/{plaats}") for plaats, deel in enumerate(vestigingen))),
    }
    return assemble_organisatiegegevens(lijsten, kader or make_kader(), Organisatieparameters(Bladvraag(1)))


def find_reden(groep: Organisatiegegevens, veld: str) -> Ontbreekreden | None:
    return next((deel.reden for deel in groep.ontbrekend if deel.veld == veld), None)


def test_the_delivered_spelling_of_numbers_is_shown() -> None:
    groep = view(
        make_organisatie(lhNummer="123456789L01", kvkNummer="12345678", vestigingsnummer="1234", aansluitnummer="0123")
    )
    assert (groep.lh_nummer, groep.kvk_nummer, groep.vestigingsnummer, groep.aansluitnummer) == (
        "123456789L01",
        "12345678",
        "1234",
        "0123",
    )


@pytest.mark.parametrize(
    ("code", "regel"),
    [
        ("51", Sectorregel("51", "Algemene industrie", is_bekend=True)),
        ("1", Sectorregel("1", "Agrarisch bedrijf", is_bekend=True)),
        ("01", Sectorregel("01", "Agrarisch bedrijf", is_bekend=True)),
        ("74", Sectorregel("74", "onbekende sectorcode", is_bekend=False)),
        ("36", Sectorregel("36", "onbekende sectorcode", is_bekend=False)),
        ("37", Sectorregel("37", "onbekende sectorcode", is_bekend=False)),
        ("70", Sectorregel("70", "onbekende sectorcode", is_bekend=False)),
        ("", Sectorregel("", "onbekende sectorcode", is_bekend=False)),
    ],
)
def test_a_sector_has_its_name_and_an_unknown_one_is_shown_as_delivered(code: str, regel: Sectorregel) -> None:
    assert view(make_organisatie(sectoren=[code])).sectoren == (regel,)


def test_the_order_of_sectors_is_that_of_the_source() -> None:
    assert [sector.code for sector in view(make_organisatie(sectoren=["56", "74", "51"])).sectoren] == ["56", "74", "51"]


def test_an_activity_is_named_in_the_list_of_its_own_version() -> None:
    sbi = [
        {"versie": "2008", "code": "01", "hoofdactiviteit": True},
        {"versie": "2025", "code": "01", "hoofdactiviteit": False},
        {"versie": "2025", "code": "99999", "hoofdactiviteit": False},
    ]
    assert view(make_organisatie(sbi=sbi)).sbi == (
        Sbiregel("2008", "01", "Landbouw, jacht en dienstverlening voor de landbouw en jacht", is_hoofdactiviteit=True),
        Sbiregel("2025", "01", "Landbouw, jacht en dienstverlening voor de landbouw en jacht", is_hoofdactiviteit=False),
        Sbiregel("2025", "99999", "onbekende SBI-code", is_hoofdactiviteit=False),
    )


def test_trade_names_are_listed_with_their_kind() -> None:
    groep = view(make_organisatie(handelsnamen=[{"naam": "De Oude Groot", "soort": "vroeger", "tot": "2019-01-01"}]))
    assert isinstance(groep.handelsnamen[0], Handelsnaam)
    assert (groep.handelsnamen[0].naam, groep.handelsnamen[0].soort) == ("De Oude Groot", "vroeger")


def test_what_is_missing_is_named_with_its_path_and_reason() -> None:
    groep = view(make_organisatie(kvkNummer=None, vestigingsadres=ADRES | {"land": None}, natuurlijkPersoon=None))
    assert (find_reden(groep, "kvkNummer"), find_reden(groep, "rsin")) == (LEEG, NIET_GELEVERD)
    assert find_reden(groep, "vestigingsadres.land") is LEEG
    assert find_reden(groep, "vestigingsadres.toevoeging") is NIET_GELEVERD
    assert find_reden(groep, "natuurlijkPersoon") is None


@pytest.mark.parametrize(
    ("opvolger", "sleutel"),
    [("lh:123.456.789 l02", "lh:123456789L02"), ("vestiging:1234", "vestiging:000000001234"), (None, None), (WEG, None)],
)
def test_the_successor_is_a_canonical_key(opvolger: object, sleutel: str | None) -> None:
    assert view(make_organisatie(opvolger=opvolger)).opvolger == sleutel


@pytest.mark.parametrize(
    ("natuurlijk_persoon", "rechtsvorm", "gemaskeerd"),
    [
        (True, "besloten vennootschap", True),
        (False, "eenmanszaak", False),
        (False, None, False),
        (None, "eenmanszaak", True),
        (None, "Eenmanszaak", True),
        (None, "zzp", True),
        (None, "B.V.", False),
        (None, "bv", False),
        (None, "besloten vennootschap", False),
        (None, "vennootschap onder firma", False),
        (None, "maatschap", False),
        (None, "stichting", False),
        (None, "onbekende vorm", True),
        (None, "", True),
        (None, None, True),
        (WEG, WEG, True),
        (WEG, "naamloze vennootschap", False),
    ],
)
def test_natuurlijk_persoon_decides_then_the_legal_form_then_mask(
    natuurlijk_persoon: object, rechtsvorm: object, gemaskeerd: bool
) -> None:
    assert is_masked(make_organisatie(natuurlijkPersoon=natuurlijk_persoon, rechtsvorm=rechtsvorm), NORMEN) is gemaskeerd


def test_numbers_that_may_hold_a_bsn_are_masked() -> None:
    groep = view(make_organisatie(rsin="123456789", kvkNummer="12345678"), kader=make_kader(gemaskeerd=True))
    assert (groep.lh_nummer, groep.rsin, groep.kvk_nummer) == ("*********L01", "*********", "12345678")


@pytest.mark.parametrize(("rsin", "reden"), [(WEG, NIET_GELEVERD), (None, LEEG)])
def test_masking_does_not_change_why_a_number_is_missing(rsin: object, reden: Ontbreekreden) -> None:
    assert find_reden(view(make_organisatie(rsin=rsin), kader=make_kader(gemaskeerd=True)), "rsin") is reden


@pytest.mark.parametrize("gemaskeerd", [True, False])
def test_numbers_are_withheld_from_who_may_not_see_them(gemaskeerd: bool) -> None:
    kader = make_kader(klassen=ALLES - {Klasse.NUMMERS}, gemaskeerd=gemaskeerd)
    groep = view(make_organisatie(rsin="123456789", aansluitnummer="123", kvkNummer="12345678"), kader=kader)
    assert (groep.lh_nummer, groep.rsin, groep.aansluitnummer, groep.kvk_nummer) == (None, None, None, "12345678")
    assert {find_reden(groep, veld) for veld in ("lhNummer", "rsin", "aansluitnummer")} == {GEEN_TOEGANG}


def test_only_the_delivery_about_this_lh_nummer_itself_is_shown() -> None:
    ander = make_organisatie(naam="Een ander", lhNummer="999999999L01")
    assert view(ander, make_organisatie(naam="Deze"), make_organisatie(naam="Nog eens deze")).organisatie == "Deze"


def test_establishments_are_paged() -> None:
    groep = view(make_organisatie(), vestigingen=(make_vestiging(), make_vestiging(vestigingsnummer="1235")))
    assert (groep.vestigingen.totaal, groep.vestigingen.page_info.has_next_page) == (2, True)
    assert groep.vestigingen.edges[0].node.vestigingsnummer == "1234"


@pytest.mark.parametrize(("klassen", "telefoon"), [(ALLES, "030"), (ALLES - {Klasse.CONTACTGEGEVENS}, None)])
def test_the_telephone_of_an_establishment_is_for_who_may_see_it(klassen: frozenset[Klasse], telefoon: str | None) -> None:
    vestiging = make_vestiging(telefoon="030", email="a@x.nl")
    groep = view(make_organisatie(), kader=make_kader(klassen=klassen), vestigingen=(vestiging,))
    assert groep.vestigingen.edges[0].node.telefoon == telefoon


def test_the_own_organisation_is_read_by_its_lh_key_and_establishments_by_the_ring() -> None:
    kader = make_kader()
    assert ask_organisatiegegevens(kader, Organisatieparameters()) == {
        "organisaties": Itemsvraag((LH,), "organisatie", oplopend=True),
        "vestigingen": Itemsvraag(kader.ring, "vestiging", oplopend=True, limiet=21),
    }


def test_an_employer_is_known_by_its_canonical_lh_key() -> None:
    assert lh_sleutel_of(make_organisatie(lhNummer="123.456.789 l01")) == LH


def test_own_numbers_are_keys_the_lh_nummer_first() -> None:
    organisatie = make_organisatie(rsin="12345678", kvkNummer="12345678", vestigingsnummer="1234", aansluitnummer="0123")
    assert own_sleutels(organisatie) == (LH, "kvk:12345678", "vestiging:000000001234", "rsin:012345678", "aansluit:0123")


@pytest.mark.parametrize("leeg", [WEG, None, "", "-", " . "])
def test_a_number_that_is_not_there_is_no_key(leeg: object) -> None:
    assert own_sleutels(make_organisatie(kvkNummer=leeg, rsin=leeg, vestigingsnummer=leeg, aansluitnummer=leeg)) == (LH,)


def test_a_record_without_any_optional_field_misses_each_of_them() -> None:
    velden = {deel.veld for deel in view(make_organisatie()).ontbrekend}
    assert velden == {
        "kvkNummer",
        "vestigingsnummer",
        "rsin",
        "aansluitnummer",
        "rechtsvorm",
        "statusSinds",
        "opvolger",
        "risicopremiegroep",
        "vestigingsadres",
        "correspondentieadres",
        "portalen",
        "aantalMedewerkers",
    }


def test_an_organisatie_that_just_went_is_out_of_reach_for_now() -> None:
    ander = make_lijst(make_record(make_organisatie(lhNummer="987654321L01"), "cws/O2"))
    with pytest.raises(StoreOnbereikbaar, match="net verwijderd"):
        select_organisatie(ander, LH)
