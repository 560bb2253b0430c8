"""``klantbeeld demo --once --op 2023-10-20`` prints what the customer's screens show, figure by figure."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.programma import own_environment

STANDEN = {
    "ORGANISATIEGEGEVENS": ["cws"],
    "PREVENTIEF_WERKEN": ["preventie"],
    "UITKERINGSGEGEVENS": ["polissen", "uitkeringen"],
    "CONTACTMANAGEMENT": ["archie", "k3cr"],
    "DOCUMENTEN": ["dans"],
    "FINANCIEEL": ["betalingen"],
    "ZAAKMANAGEMENT": ["zaken"],
}
STAND_OP = "2023-10-19T22:00:00Z"
GEEN = "NIET_GELEVERD"
NVT = "NIET_VAN_TOEPASSING"


@pytest.fixture(scope="module")
def antwoord(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command prints, from an empty folder in which it must leave nothing behind."""
    map_ = tmp_path_factory.mktemp("leeg")
    opdracht = [sys.executable, "-m", "klantbeeld", "demo", "--once", "--op", "2023-10-20"]
    gedaan = subprocess.run(opdracht, cwd=map_, env=own_environment(), capture_output=True, timeout=120, check=False)
    assert gedaan.returncode == 0, gedaan.stderr.decode()
    assert list(map_.iterdir()) == []
    gelezen: dict[str, Any] = json.loads(gedaan.stdout)
    return gelezen


@pytest.fixture(scope="module")
def beeld(antwoord: dict[str, Any]) -> dict[str, Any]:
    werkgever: dict[str, Any] = antwoord["data"]["werkgever"]
    return werkgever


def pick(inhoud: dict[str, Any], *velden: str) -> list[Any]:
    return [inhoud[veld] for veld in velden]


def missing_of(groep: dict[str, Any]) -> list[tuple[str, str]]:
    return [(deel["veld"], deel["reden"]) for deel in groep["ontbrekend"]]


def test_the_answer_holds_data_and_no_errors(antwoord: dict[str, Any]) -> None:
    assert list(antwoord) == ["data"]


def test_it_is_the_example_employer(beeld: dict[str, Any]) -> None:
    assert pick(beeld, "naam", "lhNummer", "kvkNummer", "plaats", "status", "nummersGemaskeerd", "familie") == [
        *("Groothandel De Groot", "123456789L01", "12345678", "Amsterdam", "ACTIEF", False, [])
    ]


def test_its_id_holds_no_number(beeld: dict[str, Any]) -> None:
    assert len(beeld["id"]) == 32
    assert "123456789" not in beeld["id"]


def test_every_group_says_how_it_stands_and_by_which_sources(beeld: dict[str, Any]) -> None:
    standen = {groep["groep"]: groep["stand"] for groep in beeld["groepen"]}
    werkbedrijf = standen.pop("GEGEVENS_WERKBEDRIJF")
    assert list(standen) == list(STANDEN)
    for groep, bronnen in STANDEN.items():
        assert pick(standen[groep], "status", "melding", "bijgewerktOp") == ["OK", None, STAND_OP]
        assert [pick(bron, "bron", "status", "bijgewerktOp", "normInSeconden") for bron in standen[groep]["bronnen"]] == [
            [bron, "OK", STAND_OP, 86_400] for bron in bronnen
        ]
    assert pick(werkbedrijf, "status", "bijgewerktOp", "bronnen") == ["NOG_NIET_AANGESLOTEN", None, []]
    assert werkbedrijf["melding"] == "Er is nog geen bron aangesloten op deze gegevensgroep."


def test_a_group_stands_as_its_heading_says(beeld: dict[str, Any]) -> None:
    groepen = [deel for deel in beeld.values() if isinstance(deel, dict)]
    assert [groep["stand"] for groep in groepen] == [groep["stand"] for groep in beeld["groepen"]]


def test_its_sectors_are_shown_as_delivered(beeld: dict[str, Any]) -> None:
    assert [pick(sector, "code", "omschrijving", "isBekend") for sector in beeld["organisatiegegevens"]["sectoren"]] == [
        ["51", "Algemene industrie", True],
        ["56", "Schildersbedrijf", True],
        ["74", "onbekende sectorcode", False],
    ]


def test_it_has_45_employees_and_the_short_numbers_of_the_screen(beeld: dict[str, Any]) -> None:
    groep = beeld["organisatiegegevens"]
    assert groep["aantalMedewerkers"] == {"aantal": 45, "peildatum": None}
    assert groep["risicopremiegroep"] == {"code": "3", "omschrijving": "Agrarisch", "jaar": None}
    assert pick(groep, "organisatie", "vestigingsnummer", "rsin", "aansluitnummer") == [
        *("Groothandel De Groot", "1234", "123456789", "123")
    ]


def test_prevention_counts_five_reports_and_three_sanctions(beeld: dict[str, Any]) -> None:
    groep = beeld["preventiefWerken"]
    assert groep["periode"] == {"van": "2020-01-01", "tot": "2023-10-20"}
    assert groep["reintegratieverslagen"] == 5
    assert groep["loonsancties"] == {
        "administratief": 1,
        "inhoudelijk": 2,
        "totaal": 3,
        "zonderVerslag": 0,
        "lopendeTot": None,
    }
    assert pick(groep["loonsanctiePercentage"], "teller", "noemer", "percentage") == [3, 5, 60]


def test_40_of_50_reports_were_digital(beeld: dict[str, Any]) -> None:
    graad = beeld["preventiefWerken"]["digitaliseringsgraad"]
    assert pick(graad, "teller", "noemer", "percentage", "van", "tot") == [40, 50, 80, "2022-10-01", "2023-09-30"]


def test_four_fines_add_up_to_985_euro(beeld: dict[str, Any]) -> None:
    boetes = beeld["preventiefWerken"]["boetes"]
    assert pick(boetes, "huidigAantal", "bedragInCenten", "voornemens", "waarschuwingen", "ingetrokken") == [4, 98_500, 1, 0, 1]
    assert [pick(maand, "maand", "aantal", "bedragInCenten") for maand in boetes["historie"] if maand["aantal"]] == [
        ["2020-02", 1, 7_000],
        ["2021-05", 1, 23_000],
        ["2022-09", 1, 45_500],
        ["2023-08", 1, 23_000],
    ]


def test_it_carries_the_risk_of_wga_and_ww_but_not_of_zw(beeld: dict[str, Any]) -> None:
    groep = beeld["uitkeringsgegevens"]
    velden = ("isEigenrisicodrager", "datum", "directeBetaling", "verzekeraar", "opmerking")
    assert groep["peildatum"] == "2023-10-20"
    assert pick(groep["wga"], *velden) == [True, "2021-01-01", "WN", "Aegon", None]
    assert pick(groep["zw"], *velden) == [False, None, None, None, None]
    assert pick(groep["ww"], *velden) == [True, "2021-01-01", None, None, "ongebruikelijk voor deze sector"]


def test_52_contacts_are_listed_newest_first(beeld: dict[str, Any]) -> None:
    contacten = beeld["contactmanagement"]["contacten"]
    assert (contacten["totaal"], len(contacten["edges"]), contacten["pageInfo"]["hasNextPage"]) == (52, 20, True)
    velden = ("datum", "kanaal", "status", "behandelaar", "onderwerp", "code", "omschrijving", "niveau")
    wga = "Wat is de hoogte van mijn WGA uitkering?"
    vakantie = "Ik heb een vraag over mijn vakantie tijdens de uitkering"
    toeslag = "12 oktober Toeslagverzoek ingediend"
    assert [pick(edge["node"], *velden) for edge in contacten["edges"][:6]] == [
        ["2023-10-15T09:12:00Z", "Telefoon", "OPEN", "Martijn Bakker", "WGA", "ADB", wga, "LH"],
        ["2023-10-12T13:05:00Z", "Telefoon", "OPEN", "Patric 'Veele", "WVW", "ADV", "14 oktober geven telefoor", "LH"],
        ["2023-10-10T10:30:00Z", "Telefoon", "OPEN", "Patric 'Veele", "WVW", "ADB", "12 oktober geven telefoor", "LH"],
        ["2023-10-09T11:00:00Z", "Nieuw Bezoek", "AFGEROND", "Marcus van Veenendaal", "WGA", "GVV-36", toeslag, "LH"],
        ["2023-07-14T14:20:00Z", "Nieuw Bezoek", "AFGEROND", "Martijn Bakker", "WVW", "DA", vakantie, "LH"],
        ["2023-07-14T09:20:00Z", "Nieuw Bezoek", "AFGEROND", "Marcus van Veenendaal", "WGA", "GVV-36", wga, "LH"],
    ]


def test_wvw_and_wga_are_discussed_most(beeld: dict[str, Any]) -> None:
    besproken = beeld["contactmanagement"]["meestBesproken"]
    assert [pick(deel, "onderwerp", "aantal", "aantalVorigePeriode") for deel in besproken] == [["WVW", 35, 0], ["WGA", 16, 0]]


def test_15_of_17_documents_are_on_the_first_page(beeld: dict[str, Any]) -> None:
    documenten = beeld["documenten"]
    assert (documenten["totaal"], len(documenten["edges"]), documenten["pageInfo"]["hasNextPage"]) == (17, 15, True)
    assert sum(deel["aantal"] for deel in documenten["aantallen"]) == 17
    data = [edge["node"]["datum"] for edge in documenten["edges"]]
    assert data == sorted(data, reverse=True)


def test_five_payments_and_two_running_cases_are_shown(beeld: dict[str, Any]) -> None:
    assert beeld["financieel"]["totaal"] == 5
    assert beeld["financieel"]["openstaand"] == {"aantal": 1, "bedragInCenten": 312_575}
    assert [edge["node"]["zaaknummer"] for edge in beeld["zaakmanagement"]["edges"]] == ["ZAAK-2023-0001", "ZAAK-2023-0004"]


def test_a_planned_payment_of_a_later_day_is_shown_as_planned(beeld: dict[str, Any]) -> None:
    eerste = beeld["financieel"]["edges"][0]["node"]
    assert pick(eerste, "datum", "status", "bedragInCenten") == ["2023-11-20", "GEPLAND", 501_500]


@pytest.mark.parametrize(
    ("groep", "ontbrekend"),
    [
        (
            "organisatiegegevens",
            [
                ("rechtsvorm", GEEN),
                ("statusSinds", GEEN),
                ("opvolger", GEEN),
                ("risicopremiegroep.jaar", GEEN),
                ("aantalMedewerkers.peildatum", GEEN),
            ],
        ),
        ("preventiefWerken", [("loonsancties.lopendeTot", NVT)]),
        (
            "uitkeringsgegevens",
            [
                ("wga.opmerking", NVT),
                ("wga.intermediair", GEEN),
                ("zw.opmerking", NVT),
                ("zw.datum", GEEN),
                ("zw.verzekeraar", GEEN),
                ("zw.intermediair", GEEN),
                ("zw.directeBetaling", GEEN),
                ("zw.garantie", GEEN),
                ("ww.verzekeraar", GEEN),
                ("ww.intermediair", GEEN),
                ("ww.directeBetaling", GEEN),
                ("ww.garantie", GEEN),
            ],
        ),
        ("contactmanagement", []),
        ("documenten", []),
        ("financieel", []),
        ("zaakmanagement", []),
        ("gegevensWerkbedrijf", []),
    ],
)
def test_what_a_group_lacks_is_named_with_its_reason(
    beeld: dict[str, Any], groep: str, ontbrekend: list[tuple[str, str]]
) -> None:
    assert missing_of(beeld[groep]) == ontbrekend


def test_the_command_is_the_same_twice(tmp_path: Path, antwoord: dict[str, Any]) -> None:
    opdracht = [sys.executable, "-m", "klantbeeld", "demo", "--once", "--op", "2023-10-20"]
    gedaan = subprocess.run(opdracht, cwd=tmp_path, env=own_environment(), capture_output=True, timeout=120, check=True)
    assert json.loads(gedaan.stdout) == antwoord
