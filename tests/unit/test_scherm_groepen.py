"""The blocks of organisation, benefits and prevention, with each field in its place: the example employer, read as a user
reads it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from klantbeeld.settings import Settings
from tests.blokken import Blok, read_blok
from tests.bouwers_scherm import GROOT, Schermproef, open_scherm

NIET = "niet geleverd"


@pytest.fixture
def scherm(gevulde_store: Settings, tmp_path: Path) -> Iterator[Schermproef]:
    with open_scherm(gevulde_store, tmp_path) as proef:
        yield proef


def read_groep(scherm: Schermproef, groep: str) -> Blok:
    return read_blok(scherm.browser.get(f"{GROOT}/groepen/{groep.partition('?')[0]}?{groep.partition('?')[2]}").text)


def test_organisatiegegevens_has_every_field_of_the_contract(scherm: Schermproef) -> None:
    blok = read_groep(scherm, "organisatiegegevens")
    assert blok.velden == {
        "Organisatie": "Groothandel De Groot",
        "Handelsnamen": "leeg bij de bron",
        "Rechtsvorm": NIET,
        "Status": "actief",
        "Status sinds": NIET,
        "Opvolger": NIET,
        "Zelfde rechtspersoon": "De Groot Transport LH 123456789L02 · actief",
        "LH-nummer": "123456789L01",
        "KVK-nummer": "12345678",
        "Vestigingsnummer": "1234",
        "RSIN": "123456789",
        "Aansluitnummer": "123",
        "Vestigingsadres": "Voorbeeldadres 187 bis, 1234 AB Amsterdam, Nederland",
        "Correspondentieadres": "Voorbeeldadres 187 bis, 1234 AB Amsterdam, Nederland",
        "Sectoren": "51 Algemene industrie56 Schildersbedrijf74 onbekende sectorcode",
        "Risicopremiegroep": "3 Agrarisch, jaar: niet geleverd",
        "SBI": "leeg bij de bron",
        "Aantal medewerkers": "45 (indicatie), peildatum: niet geleverd",
        "Werkgeversportaal": "ja",
        "Digipoort": "ja",
        "Software Digipoort": "Afas",
    }


def test_uitkeringsgegevens_compares_the_schemes_on_the_day_that_is_seen(scherm: Schermproef) -> None:
    blok = read_groep(scherm, "uitkeringsgegevens")
    assert blok.regels[0] == "Eigenrisicodrager op 20-10-2023 (vandaag)"
    assert blok.tabellen["Eigenrisicodragerschap op 20-10-2023"] == [
        ["Op 20-10-2023", "WGA", "ZW", "WW"],
        ["Eigenrisicodrager", "ja", "nee", "ja"],
        ["Ingangsdatum", "01-01-2021", NIET, "01-01-2021"],
        ["Directe betaling", "aan de werknemer (WN)", NIET, NIET],
        ["Verzekeraar", "Aegon", NIET, NIET],
        ["Intermediair", NIET, NIET, NIET],
        ["Garantie", "ja", NIET, NIET],
        ["Opmerking", "niet van toepassing", "niet van toepassing", "ongebruikelijk voor deze sector"],
    ]


def test_uitkeringsgegevens_has_its_history_and_policies(scherm: Schermproef) -> None:
    blok = read_groep(scherm, "uitkeringsgegevens")
    assert blok.tabellen["Perioden"] == [
        ["Regeling", "Eigenrisicodrager", "Van", "Geldt niet meer vanaf", "Verzekeraar", "Reden einde"],
        ["WGA", "ja", "01-01-2021", NIET, "Aegon", NIET],
        ["ZW", "nee", NIET, NIET, NIET, NIET],
        ["WW", "ja", "01-01-2021", NIET, NIET, NIET],
    ]
    assert blok.tabellen["Polissen"] == [
        ["Polisnummer", "Verzekeraar", "Product", "Mandaat", "Dienstverlening", "Van", "Tot"],
        ["V-0001", "Aegon", "WGA-eigenrisicoverzekering", "re-integratie tot beschikking", NIET, "01-01-2021", NIET],
    ]


@pytest.mark.parametrize(("peildatum", "dag", "wga"), [("2022-03-01", "01-03-2022", "ja"), ("2020-12-31", "31-12-2020", "nee")])
def test_another_day_is_asked_in_the_address_and_said_in_the_block(
    scherm: Schermproef, peildatum: str, dag: str, wga: str
) -> None:
    blok = read_groep(scherm, f"uitkeringsgegevens?peildatum={peildatum}")
    assert blok.regels[0] == f"Eigenrisicodrager op {dag}"
    assert blok.tabellen[f"Eigenrisicodragerschap op {dag}"][1][:2] == ["Eigenrisicodrager", wga]
    assert f"Balk: eigenrisicodrager. Streep: {dag}." in blok.regels
    assert blok.invoer == {"peildatum": peildatum}


def test_preventief_werken_has_every_figure_with_what_it_was_counted_from(scherm: Schermproef) -> None:
    blok = read_groep(scherm, "preventief-werken")
    assert blok.regels[0] == "Periode 01-01-2020 t/m 20-10-2023"
    assert blok.velden == {
        "Re-integratieverslagen": "5",
        "Administratieve sancties": "1",
        "Inhoudelijke sancties": "2",
        "Totaal sancties": "3",
        "Sancties per verslag": "3 van 5 (60 %), 01-01-2020 t/m 20-10-2023",
        "Sancties zonder verslag": "0",
        "Lopende sanctie t/m": "niet van toepassing: er loopt er geen",
        "Huidig aantal boetes": "4",
        "Bedrag": "€ 985,00",
        "Voornemens": "1",
        "Waarschuwingen": "0",
        "Ingetrokken": "1",
        "Digitaliseringsgraad": "40 van 50 (80 %), 01-10-2022 t/m 30-09-2023",
    }


def test_preventief_werken_lists_each_report_with_its_sanction(scherm: Schermproef) -> None:
    tabel = read_groep(scherm, "preventief-werken").tabellen["Re-integratieverslagen, laatst beoordeelde eerst"]
    assert tabel[:3] == [
        ["Beoordeeld", "Ontvangen", "Oordeel", "Loonsanctie", "Besluit", "Van", "Tot en met", "Status"],
        ["13-03-2023", "06-02-2023", "voldoende", "niet van toepassing"],
        ["13-06-2022", "09-05-2022", "onvoldoende", "inhoudelijk", "13-06-2022", "01-08-2022", "31-07-2023", "opgelegd"],
    ]
    assert len(tabel) == 6


def test_another_window_counts_other_days_and_leaves_the_degree_of_digitisation_alone(scherm: Schermproef) -> None:
    blok = read_groep(scherm, "preventief-werken?van=2021-01-01&tot=2021-12-31")
    assert blok.velden["Sancties per verslag"] == "1 van 1 (100 %), 01-01-2021 t/m 31-12-2021"
    assert blok.velden["Digitaliseringsgraad"] == "40 van 50 (80 %), 01-10-2022 t/m 30-09-2023"
    assert blok.invoer == {"van": "2021-01-01", "tot": "2021-12-31"}


def test_without_reports_there_is_no_percentage(scherm: Schermproef) -> None:
    blok = read_groep(scherm, "preventief-werken?van=2023-06-01&tot=2023-06-30")
    uitleg = "niet van toepassing: geen re-integratieverslagen, 01-06-2023 t/m 30-06-2023"
    assert blok.velden["Sancties per verslag"] == uitleg
    assert "Geen re-integratieverslagen in deze periode bij Preventie." in blok.regels


def test_fines_stand_in_a_table_beside_their_chart(scherm: Schermproef) -> None:
    pagina = scherm.browser.get(f"{GROOT}/groepen/preventief-werken").text
    tabel = read_blok(pagina).tabellen["Boetes per maand"]
    assert tabel[:3] == [["Maand", "Aantal", "Bedrag"], ["januari 2020", "0", "€ 0,00"], ["februari 2020", "1", "€ 70,00"]]
    assert len(tabel) == 1 + 46
    assert pagina.count('class="kb-grafiek__vlak"') == 4
    assert "<desc>4 boetes in 46 maanden.</desc>" in pagina


@pytest.mark.parametrize(
    ("vraag", "fout", "invoer"),
    [
        ("uitkeringsgegevens?peildatum=gisteren", "Schrijf peildatum als een dag: jjjj-mm-dd.", {"peildatum": "gisteren"}),
        (
            "preventief-werken?van=2023-01-01&tot=2022-01-01",
            "Van ligt na tot; draai de twee datums om.",
            {"van": "2023-01-01", "tot": "2022-01-01"},
        ),
    ],
)
def test_what_cannot_be_asked_is_told_with_the_form_as_it_was_filled_and_nothing_else(
    scherm: Schermproef, vraag: str, fout: str, invoer: dict[str, str]
) -> None:
    blok = read_groep(scherm, vraag)
    assert blok.regels[0] == f"{fout} Begin opnieuw"
    assert blok.links["Begin opnieuw"] == f"{GROOT}/{vraag.partition('?')[0]}"
    assert (blok.invoer, blok.velden, blok.tabellen) == (invoer, {}, {})


def test_a_group_without_a_source_says_so_and_no_more(scherm: Schermproef) -> None:
    blok = read_groep(scherm, "gegevens-werkbedrijf")
    assert blok == Blok(regels=["Er is nog geen bron aangesloten op deze gegevensgroep."])


def test_a_group_without_access_tells_nothing_of_what_is_asked_wrongly(scherm: Schermproef) -> None:
    scherm.choose("accountmanager")
    blok = read_groep(scherm, "financieel?aantal=veel")
    assert blok.regels == ["Uw rol geeft geen toegang tot deze gegevensgroep."]
