"""The pages of Contactmanagement, Documenten, Financieel and Zaakmanagement, of the example employer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import klantbeeld.access
from klantbeeld.settings import Settings
from tests.bouwers_scherm import GROOT, Schermproef, open_scherm
from tests.schermtabellen import Element, read_pagina, read_tabel

RECHTEN = Path(klantbeeld.access.__file__).with_name("rechten.toml")


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        yield proef


def show(scherm: Schermproef, pad: str) -> Element:
    """The page of a group."""
    response = scherm.browser.get(f"{GROOT}/{pad}")
    assert response.status_code == 200
    return read_pagina(response.text)


def test_contactpersonen_can_be_called_and_written_to(scherm: Schermproef) -> None:
    pagina = show(scherm, "contactmanagement")
    assert read_tabel(pagina, "Contactpersonen") == [
        ["Naam", "Functie", "Afdeling", "Telefoon", "E-mail", "Beschikbaar"],
        ["A. Bakker", "HR Businesspartner DE", "niet geleverd", "1.23456775", "E.bakker@groothandeldegroot.nl", "beschikbaar"],
        [
            "D. Molenaar",
            "P&S accountmanager DE",
            "niet geleverd",
            "1.23456778",
            "E.molenaar@groothandeldegroot.nl",
            "niet beschikbaar",
        ],
    ]
    assert pagina.find("a", href="tel:123456775").tekst == "1.23456775"
    assert pagina.find("a", href="mailto:E.bakker@groothandeldegroot.nl").tekst == "E.bakker@groothandeldegroot.nl"


def test_contactpersonen_of_uwv_have_their_own_table(scherm: Schermproef) -> None:
    tabel = read_tabel(show(scherm, "contactmanagement"), "Contactpersonen UWV")
    assert [(rij[0], rij[5]) for rij in tabel[1:]] == [("F. Bakker", "beschikbaar"), ("G. Molenaar", "niet beschikbaar")]


def test_contacts_are_newest_first_and_the_arrow_says_so(scherm: Schermproef) -> None:
    pagina = show(scherm, "contactmanagement")
    tabel = read_tabel(pagina, "Contacten")
    assert tabel[0] == ["Datum", "Kanaal", "Status", "Onderwerp", "Omschrijving", "Behandelaar", "Code", "Niveau"]
    assert tabel[1] == [
        "15-10-2023 11:12",
        "Telefoon",
        "open",
        "WGA",
        "Wat is de hoogte van mijn WGA uitkering?",
        "Martijn Bakker",
        "ADB",
        "LH",
    ]
    assert len(tabel) == 21
    kop = pagina.find("div", id="contactenlijst").find("th", aria_sort="descending")
    assert (kop.tekst, kop.find("svg").kenmerken["aria-label"]) == ("Datum", "nieuwste boven")


def test_an_empty_subject_and_an_empty_text_say_which_kind_of_nothing_they_are(scherm: Schermproef) -> None:
    tabel = read_tabel(show(scherm, "contactmanagement?aantal=100"), "Contacten")
    assert tabel[-1][:5] == [
        "09-10-1990 09:00",
        "Telefoon",
        "afgerond",
        "onbekend",
        "Ik heb een vraag over mijn vakantie tijdens de uitkering",
    ]
    assert tabel[7][4] == "leeg bij de bron"


def test_more_contacts_come_below_those_that_were_there(scherm: Schermproef) -> None:
    eerste = show(scherm, "contactmanagement")
    meer = eerste.find("span", **{"class": "kb-meer"}).find("a")
    adres, _, anker = meer.kenmerken["href"].partition("#")
    assert (meer.tekst, adres, anker) == ("Toon meer contacten", f"{GROOT}/contactmanagement?aantal=40", "contactenlijst-21")
    tweede = show(scherm, "contactmanagement?aantal=40")
    assert len(read_tabel(tweede, "Contacten")) == 41
    assert read_tabel(tweede, "Contacten")[:21] == read_tabel(eerste, "Contacten")
    assert tweede.find("tr", id=anker).tekst.startswith(read_tabel(tweede, "Contacten")[21][0])


def test_subjects_are_counted_against_the_period_before(scherm: Schermproef) -> None:
    pagina = show(scherm, "contactmanagement")
    assert read_tabel(pagina, "Meest besproken onderwerpen") == [
        ["Onderwerp", "Laatste 6 maanden", "6 maanden daarvoor", "Verschil"],
        ["WVW", "35", "0", "35 meer"],
        ["WGA", "16", "0", "16 meer"],
    ]
    assert "Geteld van 20-04-2023 t/m 20-10-2023, en daarvoor van 20-10-2022 t/m 19-04-2023." in pagina.tekst


def test_notes_say_from_which_system_they_are_and_which_can_be_read(scherm: Schermproef) -> None:
    pagina = show(scherm, "contactmanagement")
    assert read_tabel(pagina, "Notities")[1:] == [["20-01-2023", "Archie", "leeg bij de bron", "Lorem ipsum"]]
    assert "Archie te lezen" in pagina.find("div", id="notities-deel").tekst


def test_no_contact_details_and_no_texts_without_the_right_to_them(gevulde_store: Settings, tmp_path: Path) -> None:
    rechten = tmp_path / "rechten.toml"
    rechten.write_text(
        re.sub("(?m)^(contactgegevens|notities) = .*$", "", RECHTEN.read_text(encoding="utf-8")), encoding="utf-8"
    )
    with open_scherm(gevulde_store.model_copy(update={"rechten": rechten}), tmp_path) as scherm:
        pagina = show(scherm, "contactmanagement")
    assert read_tabel(pagina, "Contactpersonen")[1][3:5] == ["geen toegang", "geen toegang"]
    assert {rij[4] for rij in read_tabel(pagina, "Contacten")[1:]} == {"geen toegang"}
    assert "Uw rol geeft geen toegang tot notities." in pagina.tekst
    assert not pagina.find_all("a", href="tel:123456775")


def test_documents_show_each_field(scherm: Schermproef) -> None:
    pagina = show(scherm, "documenten")
    tabel = read_tabel(pagina, "Lijst van documenten")
    assert tabel[0] == [
        "Datum",
        "Titel",
        "Soort",
        "Aandachtsgebied",
        "Onderwerp",
        "Subonderwerp",
        "Bijlage",
        "DANS-id",
        "Link",
    ]
    assert tabel[1] == [
        "15-11-2022",
        "Resultaat dagloonberekening",
        "dagloonberekening",
        "WW",
        "Resultaat dagloonberekening",
        "Continueren en muteren",
        "geen",
        "454645754457",
        "leeg bij de bron",
    ]
    assert [rij[6] for rij in tabel[1:]].index("aanwezig") == 10
    assert len(tabel) == 16
    assert pagina.find("div", id="documentenlijst").find("th", aria_sort="descending").tekst == "Datum"
    assert "15 van 17 documenten" in pagina.tekst


def test_documents_are_counted_per_kind_and_chosen_by_kind_and_period(scherm: Schermproef) -> None:
    pagina = show(scherm, "documenten?soort=toekenningsbeschikking&van=2022-01-01&tot=2022-12-31")
    assert [rij[0] for rij in read_tabel(pagina, "Lijst van documenten")[1:]] == ["05-09-2022", "23-08-2022"]
    keuzen = pagina.find("ul", aria_label="Aantal per soort")
    assert [keuze.tekst for keuze in keuzen.find_all("li")] == [
        "Toekenningsbeschikking 6",
        "Dagloonberekening 2",
        "Wijzigingsbeschikking 0",
        "Beëindigingsbeschikking 1",
        "Overig 8",
    ]
    assert keuzen.find("a", aria_current="true").tekst == "Toekenningsbeschikking"
    assert pagina.find("input", name="van").kenmerken["value"] == "2022-01-01"
    (gekozen,) = pagina.find("select", name="soort").find_all("option", selected="")
    assert gekozen.tekst == "Toekenningsbeschikking"


def test_a_choice_without_documents_does_not_say_that_there_are_none(scherm: Schermproef) -> None:
    tekst = show(scherm, "documenten?soort=wijzigingsbeschikking").tekst
    assert "Geen documenten in deze keuze." in tekst
    assert "bij de bron" not in tekst


def test_a_window_that_is_upside_down_is_told_and_can_be_mended(scherm: Schermproef) -> None:
    pagina = show(scherm, "documenten?van=2022-12-31&tot=2022-01-01")
    assert "Van ligt na tot; draai de twee datums om." in pagina.tekst
    assert pagina.find("input", name="tot").kenmerken["value"] == "2022-01-01"


def test_letters_to_employees_are_not_there_without_the_right_to_them(scherm: Schermproef) -> None:
    scherm.choose("accountmanager")
    tekst = show(scherm, "documenten").tekst
    assert "15 van 15 documenten" in tekst
    assert "Terugvorderingsbrief werknemer" not in tekst


def test_payments_show_each_field_with_their_amount_on_the_right(scherm: Schermproef) -> None:
    pagina = show(scherm, "financieel")
    tabel = read_tabel(pagina, "Betalingen en vorderingen")
    assert tabel[0] == ["Datum", "Regeling", "Periode", "Bedrag", "Soort", "Status", "Kenmerk", "IBAN"]
    assert tabel[4] == [
        "03-10-2022",
        "WW",
        "01-03-2022 t/m 31-03-2022",
        "€ 3.125,75",
        "terugvordering",
        "openstaand",
        "KB-0004",
        "NL************4300",
    ]
    bedragen = pagina.find("div", id="betalingenlijst").find_all("td", **{"class": "ams-table__cell kb-rechts"})
    assert [bedrag.tekst for bedrag in bedragen] == ["€ 5.015,00", "€ 9.420,00", "€ 11.903,00", "€ 3.125,75", "€ 12.840,50"]


def test_payments_are_added_up_per_scheme_and_year_and_open_ones_apart(scherm: Schermproef) -> None:
    pagina = show(scherm, "financieel")
    assert read_tabel(pagina, "Betaald per jaar en regeling") == [
        ["Jaar", "Regeling", "Betaald"],
        ["2023", "WAZO", "€ 9.420,00"],
        ["2022", "WTV", "€ 24.743,50"],
    ]
    assert [deel.tekst for deel in pagina.find("div", id="openstaand-deel").find_all("dd")] == [
        "1 openstaand",
        "€ 3.125,75",
    ]


def test_cases_are_chosen_by_status(scherm: Schermproef) -> None:
    pagina = show(scherm, "zaakmanagement")
    keuzen = pagina.find("nav", aria_label="Kies welke zaken u ziet")
    assert [keuze.tekst for keuze in keuzen.find_all("li")] == ["Lopend 2", "Gesloten 1", "Geannuleerd 1", "Alle 4"]
    assert keuzen.find("a", aria_current="true").tekst == "Lopend"
    gesloten = show(scherm, "zaakmanagement?status=gesloten")
    (zaak,) = gesloten.find_all("li", **{"class": "kb-zaak"})
    assert [deel.tekst for deel in zaak.find("dl", **{"class": "kb-rijtje"}).find_all("dd")] == [
        "07-02-2022",
        "16-05-2022",
        "hersteld",
        "leeg bij de bron",
    ]


def test_folded_milestones_say_in_words_what_is_late_or_near(scherm: Schermproef) -> None:
    zaak, _ = show(scherm, "zaakmanagement").find_all("li", **{"class": "kb-zaak"})
    assert zaak.find("h3").tekst == "ziekmelding ZAAK-2023-0001 lopend"
    assert zaak.find("details", **{"class": "kb-mijlpalen"}).find_all("summary")[0].tekst == (
        "15 mijlpalen, 0 gedaan te laat Eerste contact (24 uur) (05-09-2023) te laat Ziekteaangifte bij de uitvoerder "
        "(2 werkdagen) (06-09-2023) te laat Vangnetmelding (08-09-2023) te laat Probleemanalyse (week 6) (16-10-2023) "
        "binnen 14 dagen Plan van aanpak (week 8) (30-10-2023)"
    )
    tabel = read_tabel(zaak, "Mijlpalen van zaak ZAAK-2023-0001")
    assert tabel[:2] == [
        ["Datum", "Mijlpaal", "Stand", "Uitgesteld tot", "Gedaan op"],
        ["05-09-2023", "Eerste contact (24 uur)", "te laat", "niet geleverd", "niet geleverd"],
    ]


def test_without_access_nothing_of_a_group_is_shown(scherm: Schermproef) -> None:
    scherm.choose("accountmanager")
    pagina = show(scherm, "financieel")
    assert "Uw rol geeft geen toegang tot deze gegevensgroep." in pagina.tekst
    assert "KB-0001" not in pagina.tekst
    assert not pagina.find_all("table")
