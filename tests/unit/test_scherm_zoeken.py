"""Searching on pages: one box, a list that stays, and words for what was searched for, found and not found."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from klantbeeld.domain.herkenning import LANGSTE_ZOEKTERM
from klantbeeld.settings import Settings
from klantbeeld.web.treffers import SOORTNAMEN
from tests.bouwers_graphql import BAKKER, GROOT, OUD, TRANSPORT
from tests.bouwers_leveringen import make_organisatie, open_proef
from tests.bouwers_scherm import Schermproef, open_scherm

JSON = {"Accept": "application/json"}
AANTAL = 130
ADRES = {"straat": "Dam", "huisnummer": "1", "postcode": "1012 JS", "plaats": "Amsterdam", "land": "Nederland"}


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        yield proef


@pytest.fixture(scope="module")
def drukke_store(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Many bakers, the first three of which are one legal entity, and one with a name that is a page in itself."""
    nummers = [f"{nummer:09}L01" for nummer in range(100_000_001, 100_000_001 + AANTAL)]
    with open_proef(tmp_path_factory.mktemp("druk")) as proef:
        proef.deliver(
            *(
                make_organisatie(nummer, {"naam": f"Bakker {plaats:03}", "vestigingsadres": ADRES})
                for plaats, nummer in enumerate(nummers)
            ),
            *(make_organisatie(f"200000000L0{deel}", {"naam": "Smederij Vuur", "kvkNummer": "11223344"}) for deel in (1, 2, 3)),
            make_organisatie("300000000L01", {"naam": '<script>alert("x")</script> & Zn'}),
        )
        return proef.settings


@pytest.fixture
def druk(drukke_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(drukke_store, tmp_path) as proef:
        yield proef


def suggest(scherm: Schermproef, zoekterm: str) -> dict[str, Any]:
    """What a script gets while somebody types."""
    antwoord: dict[str, Any] = scherm.browser.post("/zoeken", {"zoekterm": zoekterm}, JSON).json()
    return antwoord


def test_the_box_has_the_focus_on_arrival_and_the_page_says_what_can_be_typed(scherm: Schermproef) -> None:
    pagina = scherm.browser.get("/").text
    assert re.search('<input [^>]*name="zoekterm"[^>]* autofocus>', pagina)
    assert "Wat u kunt typen" in pagina
    assert "Nummers waarin een BSN kan zitten, vindt u alleen met het hele LH-nummer." in pagina


def test_without_a_script_the_box_is_a_plain_field(scherm: Schermproef) -> None:
    pagina = scherm.browser.get("/").text
    assert not re.search("combobox|listbox|aria-expanded", pagina)


def test_one_hit_is_opened_at_once_and_recorded(scherm: Schermproef) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": "123456789 l 01"})
    assert re.fullmatch(rf"/werkgevers/{GROOT}\?zoekopdracht=[\w-]{{22}}", response.headers["location"])
    (record,) = scherm.read_log()
    assert (record["handeling"], record["werkgevers"]) == ("zoeken", [GROOT])


def test_who_opened_the_only_hit_sees_what_it_was_taken_for_and_can_say_otherwise(scherm: Schermproef) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": "123456789L01"})
    geopend = scherm.browser.follow(response).text
    assert "Enige treffer voor <strong><bdi>123456789L01</bdi></strong>, herkend als LH-nummer." in geopend
    lijst = re.search('<a class="ams-link" href="(/zoeken/[^"]+)">Anders bedoeld\\?</a>', geopend)
    assert lijst
    pagina = scherm.browser.get(lijst[1]).text
    assert '<details class="kb-anders" open>' in pagina
    assert f'href="/werkgevers/{GROOT}"' in pagina


def test_a_kind_that_was_chosen_is_told_on_the_page_of_the_only_hit(scherm: Schermproef) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": "123456789L01", "zoekOp": "LH_NUMMER"})
    assert "gezocht op LH-nummer. <a" in scherm.browser.follow(response).text


def test_a_search_of_another_tells_nothing_on_the_page_of_an_employer(scherm: Schermproef) -> None:
    adres = scherm.browser.post("/zoeken", {"zoekterm": "123456789L01"}).headers["location"]
    scherm.choose("handhaver")
    assert "Enige treffer" not in scherm.browser.get(adres).text


def test_a_number_that_is_masked_is_not_repeated_on_the_page_that_it_led_to(scherm: Schermproef) -> None:
    scherm.choose("handhaver")
    geopend = scherm.browser.follow(scherm.browser.post("/zoeken", {"zoekterm": "987654321L01"}))
    assert "Enige treffer voor wat u zocht, herkend als LH-nummer." in geopend.text
    assert "987654321" not in geopend.text


def test_one_suggestion_is_not_opened_but_shown_as_one(scherm: Schermproef) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": "groothandl"})
    assert response.headers["location"].startswith("/zoeken/")
    pagina = scherm.browser.follow(response).text
    assert "<strong>Suggesties.</strong> Niets is precies dit; 1 lijkt erop." in pagina
    assert f'href="/werkgevers/{GROOT}"' in pagina


def test_leading_to_a_list_shows_nothing_yet_and_records_nothing(scherm: Schermproef) -> None:
    scherm.browser.post("/zoeken", {"zoekterm": "de groot"})
    assert scherm.read_log() == []


def test_the_list_says_what_the_input_was_taken_for_and_can_be_told_otherwise(scherm: Schermproef) -> None:
    pagina = scherm.search("12").text
    assert "Herkend als aansluitnummer, vestigingsnummer of een van 5 andere soorten. " in pagina
    assert [soort for soort in SOORTNAMEN if f'<option value="{soort}">' not in pagina] == []
    pagina = scherm.search("12", zoekOp="POSTCODE").text
    assert "Gezocht op postcode. " in pagina
    assert '<option value="POSTCODE" selected>' in pagina


def test_a_kind_that_is_none_of_the_list_is_refused(scherm: Schermproef) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": "123", "zoekOp": "BSN"})
    assert response.status_code == 400
    assert "Kies waarop u zoekt uit de lijst." in response.text


def test_the_name_of_a_hit_is_marked_where_it_is_what_was_typed(scherm: Schermproef) -> None:
    pagina = scherm.search("de groot").text
    assert "Groothandel <mark>De Groot</mark></a>" in pagina
    (treffer, *_) = suggest(scherm, "groothand")["treffers"]
    assert treffer["naam"] == [["Groothand", True], ["el De Groot", False]]


def test_a_hit_tells_its_place_its_numbers_its_status_and_why_it_is_one(scherm: Schermproef) -> None:
    pagina = scherm.search("de groot").text
    assert "<p>Amsterdam · LH 123456789L01 · KVK 12345678 · actief</p>" in pagina
    assert "komt voor in de naam" in pagina


def test_numbers_of_a_natural_person_are_masked_in_the_list_and_while_typing(scherm: Schermproef) -> None:
    pagina = scherm.search("bakker", zoekOp="NAAM")
    assert pagina.url.path == f"/werkgevers/{BAKKER}"
    (treffer,) = suggest(scherm, "bakker")["treffers"]
    assert treffer["extra"].startswith("LH *********L01 · actief")
    assert "987654321" not in treffer["extra"]


def test_employers_of_one_legal_entity_stand_together(scherm: Schermproef, druk: Schermproef) -> None:
    pagina = druk.search("smederij").text
    assert pagina.count('<li class="kb-treffer">') == 1
    assert "ook L02 en L03" in pagina
    assert len(re.findall('id="treffer-[123]"', pagina)) == 3
    pagina = scherm.search("de groot").text
    assert pagina.index(GROOT) < pagina.index("Zelfde rechtspersoon") < pagina.index(TRANSPORT)


def test_an_ended_employer_is_marked(scherm: Schermproef) -> None:
    (treffer,) = suggest(scherm, "oud en zoon")["treffers"]
    assert treffer["isBeeindigd"]


def test_an_ended_employer_names_its_successor_and_both_are_recorded(scherm: Schermproef) -> None:
    lijst = scherm.browser.get(str(suggest(scherm, "oud en zoon")["lijst"])).text
    assert f'Opvolger: <a class="ams-link" href="/werkgevers/{GROOT}">Groothandel De Groot</a> (LH 123456789L01)' in lijst
    assert '<li class="kb-treffer kb-treffer--einde">' in lijst
    assert [record["werkgevers"] for record in scherm.read_log()[-2:]] == [[OUD], [GROOT]]


def test_more_is_shown_by_twenty_five_up_to_a_hundred_and_the_count_is_honest(druk: Schermproef) -> None:
    response = druk.browser.post("/zoeken", {"zoekterm": "1012js"})
    lijst = response.headers["location"]
    pagina = druk.browser.get(lijst).text
    for getoond in (25, 50, 75):
        assert f"Minstens 100 gevonden; hier staan de eerste {getoond}." in pagina
        meer = f"{lijst}?aantal={getoond + 25}"
        assert f'href="{meer}#treffer-{getoond + 1}"' in pagina
        pagina = druk.browser.get(meer).text
    assert pagina.count('<li class="kb-treffer">') == 100
    assert "Toon meer" not in pagina


@pytest.mark.parametrize("aantal", ["0", "101", "x", "-1", "١", "9" * 5000])
def test_an_impossible_number_of_hits_is_refused(druk: Schermproef, aantal: str) -> None:
    lijst = druk.browser.post("/zoeken", {"zoekterm": "bakker"}).headers["location"]
    response = druk.browser.get(f"{lijst}?aantal={aantal}")
    assert response.status_code == 400
    assert "Schrijf aantal als een getal van 1 tot en met 100." in response.text


def test_nothing_found_tells_what_was_tried_and_what_else_can_be_typed(scherm: Schermproef) -> None:
    pagina = scherm.search("12345679").text
    assert "<h1" in pagina
    assert ">Niets gevonden</h1>" in pagina
    assert [
        poging for poging in ("als KVK-nummer", "als RSIN", "als aansluitnummer") if f"<li>{poging}</li>" not in pagina
    ] == []
    assert "Wat u kunt typen" in pagina


def test_an_input_without_letters_or_digits_says_so(scherm: Schermproef) -> None:
    assert "Hierin staan geen letters of cijfers om op te zoeken." in scherm.search("?!").text


@pytest.mark.parametrize("leeg", ["", "   ", "\u00a0"])
def test_an_empty_box_says_so_and_what_can_be_typed(scherm: Schermproef, leeg: str) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": leeg})
    assert response.status_code == 400
    assert "Er stond niets in het zoekvak." in response.text
    assert "Wat u kunt typen" in response.text


def test_an_input_that_is_too_long_stays_in_the_box(scherm: Schermproef) -> None:
    lang = "bakker " * 30
    response = scherm.browser.post("/zoeken", {"zoekterm": lang})
    assert response.status_code == 400
    assert f"De zoekterm is langer dan {LANGSTE_ZOEKTERM} tekens; zoek op minder woorden. U typte er 209." in response.text
    assert f'value="{lang.strip()}"' in response.text


def test_while_typing_too_much_a_script_gets_what_to_do(scherm: Schermproef) -> None:
    response = scherm.browser.post("/zoeken", {"zoekterm": "x" * 201}, JSON)
    assert response.status_code == 400
    assert response.json()["melding"] == "De zoekterm is langer dan 200 tekens; zoek op minder woorden."


@pytest.mark.parametrize(
    ("zoekterm", "kop"),
    [
        ("de groot", "Herkend als naam of adres. 2 gevonden."),
        ("groothandl", "Herkend als naam of adres. Niets is precies dit; 1 lijkt erop."),
        ("1234ax", "Herkend als postcode, zaaknummer of kenmerk. Niets gevonden."),
        ("?!", "Niets gevonden."),
    ],
)
def test_while_typing_it_is_told_what_was_searched_for_and_how_many_there_are(
    scherm: Schermproef, zoekterm: str, kop: str
) -> None:
    assert suggest(scherm, zoekterm)["kop"] == kop


def test_what_a_name_holds_is_never_markup(druk: Schermproef) -> None:
    pagina = druk.search("alert", zoekOp="")
    assert "<script>alert" not in pagina.text
    assert "<script>alert" not in druk.search("script zn alert x bestaat niet").text


def test_a_list_of_long_ago_says_so(scherm: Schermproef) -> None:
    assert "Deze zoekopdracht is niet meer bewaard" in scherm.browser.get("/zoeken/xxxxxxxxxxxxxxxxxxxxxx").text


@pytest.mark.parametrize("rol", ["beleid"])
def test_who_may_see_no_single_employer_can_not_search_either(scherm: Schermproef, rol: str) -> None:
    scherm.choose(rol)
    assert scherm.browser.post("/zoeken", {"zoekterm": "de groot"}).status_code == 403
