"""What employees come for, from the first word of a caller to the answer: with the mouse, with the keyboard alone, and in a
browser without script; over both stores, over Elasticsearch in the short form only some ways with the mouse."""

import os
import re
from collections.abc import Callable

import pytest

from tests.dienst import VOORBEELD, Dienst
from tests.scherm.conftest import Kijk
from tests.scherm.medewerker import MANIEREN, Hoe, Medewerker
from tests.scherm.opstelling import BAKKER

GROOT = f"/werkgevers/{VOORBEELD}"
ZEGT_NIETS = re.compile(r"(?:/|/zoeken/[\w-]{22}|/werkgevers/[0-9a-f]{32}(?:/[a-z-]+)?)(?:\?[^?]*)?(?:#[\w-]*)?\Z")
"""Addresses without anything of an employer but an id that says nothing."""
EIGEN = re.compile(r"groot|bakker|dagobert|123456789|12345678|000000027", re.IGNORECASE)
"""What is an employer's own."""
DIENSTEN = {
    ("sqlite", False): "dienst",
    ("sqlite", True): "gestoord",
    ("elasticsearch", False): "elastisch",
    ("elasticsearch", True): "elastisch_gestoord",
}
"""The servers over a store, on an ordinary day and on a bad one."""
OOK_ELASTISCH = {
    "test_a_name_with_typing_errors_and_a_town_finds_the_employer",
    "test_what_was_said_last_time_and_what_changed_since_is_on_the_opening_page",
}
"""What is tried over Elasticsearch in the short form too."""
Begin = Callable[..., Medewerker]


def list_manieren(reis: str) -> list[tuple[str, Hoe]]:
    """Over which store and in which way this is tried."""
    elastisch = MANIEREN if "LANGE_TESTS" in os.environ else MANIEREN[:1] if reis in OOK_ELASTISCH else ()
    return [*(("sqlite", hoe) for hoe in MANIEREN), *(("elasticsearch", hoe) for hoe in elastisch)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every way in every manner."""
    manieren = list_manieren(metafunc.function.__name__)
    metafunc.parametrize("begin", manieren, ids=("-".join(manier) for manier in manieren), indirect=True)


@pytest.fixture
def begin(request: pytest.FixtureRequest, kijk: Kijk) -> Begin:
    """Puts somebody, who works in this way, on a page of a server."""
    store, hoe = request.param

    def start(rol: str = "klantadviseur", pad: str = "/", *, gestoord: bool = False) -> Medewerker:
        dienst: Dienst = request.getfixturevalue(DIENSTEN[store, gestoord])
        venster = kijk(dienst, script=hoe != "zonder script")
        if rol != "klantadviseur":
            venster.choose_rol(rol)
        assert venster.open(pad) == 200
        return Medewerker(venster, hoe)

    return start


def check_spoor(medewerker: Medewerker) -> None:
    """Nothing of an employer in the address or the title, and no complaint of the browser."""
    venster = medewerker.venster
    assert ZEGT_NIETS.match(venster.pad), venster.pad
    assert not EIGEN.search(venster.page.title() + venster.pad.replace(VOORBEELD, ""))
    assert venster.klachten == []


def open_treffer(medewerker: Medewerker, naam: str) -> None:
    page = medewerker.venster.page
    medewerker.follow(page.get_by_role("main").get_by_role("link", name=naam).first)
    page.get_by_role("heading", level=1, name=naam).wait_for()


def open_groep(medewerker: Medewerker, cijfer: int, titel: str) -> None:
    """By its digit with Alt, or by the menu."""
    page = medewerker.venster.page
    with page.expect_navigation():
        if medewerker.hoe == "toetsen":
            page.keyboard.press(f"Alt+Digit{cijfer}")
        else:
            page.get_by_role("navigation", name="Onderdelen").get_by_role("link", name=titel).click()
    page.get_by_role("heading", level=2, name=titel).wait_for()


def test_a_name_with_typing_errors_and_a_town_finds_the_employer(begin: Begin) -> None:
    medewerker = begin()
    medewerker.search("groothandl de grot amsterdam")
    assert "suggestie" in medewerker.inhoud.casefold()
    open_treffer(medewerker, "Groothandel De Groot")
    check_spoor(medewerker)


def test_an_lh_nummer_with_dots_opens_the_employer_at_once(begin: Begin) -> None:
    medewerker = begin()
    medewerker.search("1234.56.789.L.01")
    medewerker.venster.page.get_by_role("heading", level=1, name="Groothandel De Groot").wait_for()
    assert medewerker.venster.pad.partition("?")[0] == GROOT
    check_spoor(medewerker)


def test_of_a_sole_trader_nobody_sees_the_number_that_may_be_a_bsn(begin: Begin) -> None:
    medewerker = begin(rol="handhaver")
    medewerker.search("emz dagobert")
    if medewerker.venster.pad.startswith("/zoeken/"):
        assert "000000027" not in medewerker.venster.page.content()
        open_treffer(medewerker, "Test EMZ Dagobert")
    assert "000000027" not in medewerker.venster.page.content()
    open_groep(medewerker, 1, "Organisatiegegevens")
    assert "afgeschermd" in medewerker.inhoud
    assert "000000027" not in medewerker.venster.page.content()
    check_spoor(medewerker)


def test_who_pays_on_the_first_day_of_illness_is_seen_on_the_opening_page(begin: Begin) -> None:
    medewerker = begin(pad=GROOT)
    page = medewerker.venster.page
    medewerker.write_dag(page.get_by_label("Op deze dag"), "2022-03-01")
    blok = page.get_by_role("region", name="Eigenrisicodrager")
    medewerker.follow(blok.get_by_role("button", name="Toon"))
    gelezen = " ".join(blok.inner_text().split())
    assert "WGA ja · sinds 01-01-2021 · Aegon · directe betaling aan de werknemer" in gelezen
    assert "ZW nee, UWV betaalt" in gelezen
    check_spoor(medewerker)


def test_all_documents_of_a_kind_in_a_year_are_read_page_by_page(begin: Begin) -> None:
    medewerker = begin()
    medewerker.search(BAKKER)
    if medewerker.venster.pad.startswith("/zoeken/"):
        open_treffer(medewerker, BAKKER)
    open_groep(medewerker, 5, "Documenten")
    page = medewerker.venster.page
    medewerker.choose(page.get_by_role("combobox", name="Soort"), "toekenningsbeschikking")
    medewerker.write_dag(page.get_by_label("Vanaf"), "2022-01-01")
    medewerker.write_dag(page.get_by_label("Tot en met"), "2022-12-31")
    medewerker.follow(page.get_by_role("button", name="Toon", exact=True))
    rijen = page.get_by_role("row", name=re.compile("Besluit van 2022-"))
    page.get_by_text("15 van 40").wait_for()
    assert rijen.count() == 15
    medewerker.follow(page.get_by_role("link", name="Toon meer documenten"))
    page.get_by_text("30 van 40").wait_for()
    medewerker.follow(page.get_by_role("link", name="Toon meer documenten"))
    page.get_by_text("40 van 40").wait_for()
    dagen = [rij.split("Besluit van ")[1][:10] for rij in rijen.all_inner_texts()]
    assert (len(dagen), dagen) == (40, sorted(dagen, reverse=True))
    assert page.get_by_text("Besluit van 2021-").count() == 0
    check_spoor(medewerker)


def test_what_was_said_last_time_and_what_changed_since_is_on_the_opening_page(begin: Begin) -> None:
    medewerker = begin(pad=GROOT)
    assert "Laatste contact 15-10-2023 11:12 · Telefoon · WGA · open" in medewerker.inhoud
    assert "Sinds 15-10-2023 geen wijzigingen" in medewerker.inhoud
    open_groep(medewerker, 4, "Contactmanagement")
    assert "Wat is de hoogte van mijn WGA uitkering?" in medewerker.inhoud
    check_spoor(medewerker)


def test_while_a_source_is_down_the_last_known_is_shown_and_said_so(begin: Begin) -> None:
    medewerker = begin(pad=GROOT, gestoord=True)
    assert (
        "Sinds 15-10-2023 niet bekend wat er is veranderd Documenten geen tot 20-10-2023 00:00, daarna onbekend"
        in medewerker.inhoud
    )
    assert "Loonsanctie geen tot 20-10-2023 00:00, daarna onbekend" in medewerker.inhoud
    open_groep(medewerker, 4, "Contactmanagement")
    assert "K3CR is nu niet beschikbaar; u ziet de laatst bekende gegevens." in medewerker.inhoud
    assert "Wat is de hoogte van mijn WGA uitkering?" in medewerker.inhoud
    open_groep(medewerker, 7, "Zaakmanagement")
    assert "Deze gegevens kunnen verouderd zijn: Zaken heeft langer dan afgesproken niets gemeld." in medewerker.inhoud
    check_spoor(medewerker)


def test_who_may_not_see_a_group_does_not_find_it_and_is_told_so_at_its_address(begin: Begin) -> None:
    medewerker = begin(rol="handhaver", pad=GROOT)
    menu = medewerker.venster.page.get_by_role("navigation", name="Onderdelen").inner_text()
    assert ("Zaakmanagement" in menu, "Contactmanagement" in menu, "Financieel" in menu) == (True, False, False)
    medewerker.venster.open(f"{GROOT}/contactmanagement")
    assert "geen toegang" in medewerker.inhoud
    assert "Wat is de hoogte van mijn WGA uitkering?" not in medewerker.inhoud


def test_a_policy_adviser_makes_a_figure_and_takes_it_along(begin: Begin) -> None:
    medewerker = begin(rol="beleid", pad="/statistieken")
    page = medewerker.venster.page
    medewerker.choose(page.get_by_label("Per tijdvak"), "JAAR")
    medewerker.follow(page.get_by_role("button", name="Toon cijfers"))
    totaal = page.get_by_role("row", name="Alle werkgevers samen")
    totaal.wait_for()
    with page.expect_download() as gehaald:
        medewerker.use(page.get_by_role("link", name="Download als CSV"))
    regels = gehaald.value.path().read_text(encoding="utf-8-sig").splitlines()
    jaren = page.get_by_role("row", name=re.compile(r"^20\d\d ")).count()
    assert jaren >= 1
    assert len(regels) >= 1 + jaren
    assert gehaald.value.suggested_filename == "preventie.csv"
    assert medewerker.venster.klachten == []


def test_an_operator_sees_what_is_late_and_offers_a_letter_again(begin: Begin) -> None:
    medewerker = begin(rol="beheerder", pad="/beheer", gestoord=True)
    page = medewerker.venster.page
    k3cr, dans = page.get_by_role("row", name=re.compile("^K3CR")), page.get_by_role("row", name=re.compile("^DANS"))
    assert "niet beschikbaar TE_VEEL_FOUTEN" in " ".join(k3cr.inner_text().split())
    assert "verouderd" in dans.inner_text()
    medewerker.follow(dans.get_by_role("link"))
    brief = page.get_by_role("row", name="VERSIE_BOVEN_PLAFOND").first
    id_ = brief.get_by_role("cell").first.inner_text()
    medewerker.follow(brief.get_by_role("button", name="Opnieuw"))
    page.get_by_text("Opnieuw aangeboden en aangenomen.").wait_for()
    medewerker.venster.open("/beheer?bron=dans")
    assert page.get_by_text(id_).count() == 0
    assert "kapot-" not in page.content()
    assert medewerker.venster.klachten == []
