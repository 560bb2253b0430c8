"""Registrations of divisions: an account asks for what its division registered for, while that holds, and for no more."""

from datetime import date
from pathlib import Path

import pytest

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.policy import load_rechten
from klantbeeld.access.velden import load_velden
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.domain.vragen import IEDEREEN, Selectie
from klantbeeld.errors import InstellingOnjuist

GOED = """geldig_vanaf = 2026-01-01
[doelen]
x = "urn:x"
[rollen.afnemer]
naam = "Afnemer"
doel = "x"
met_registratie = true
[rollen.afnemer.groepen]
ORGANISATIEGEGEVENS = "x"
UITKERINGSGEGEVENS = "x"
[rollen.afnemer.klassen]
nummers = "x"
contactgegevens = "x"
[rollen.regio]
naam = "Regio"
doel = "x"
eigen_bereik = true
[rollen.noord]
naam = "Noord"
doel = "x"
bereik = { postcodegebieden = ["96", "97"] }
[afnemers.een]
naam = "Divisie Een"
rol = "afnemer"
accounts = ["een-test", "een"]
geldig_vanaf = 2026-02-01
tot = 2027-02-01
klassen = ["nummers"]
bereik = { sectoren = ["10"] }
[afnemers.een.groepen]
ORGANISATIEGEGEVENS = ["Werkgever.*", "Organisatiegegevens.organisatie", "Organisatiegegevens.stand"]
"""
TWEE = """naam = "Divisie Twee"
rol = "afnemer"
accounts = ["een"]
geldig_vanaf = 2026-01-01
groepen = {}
"""
DAG = date(2026, 6, 1)


def write_rechten(map_: Path, inhoud: str = GOED) -> Path:
    bestand = map_ / "rechten.toml"
    bestand.write_text(inhoud, encoding="utf-8")
    return bestand


def grant(map_: Path, account: str = "een", dag: date = DAG) -> Gebruiker | None:
    return load_rechten(write_rechten(map_)).grant("afnemer", account, dag=dag)


@pytest.mark.parametrize("account", ["een", "een-test"])
def test_each_account_of_a_division_has_what_was_registered_and_nothing_more_of_the_role(tmp_path: Path, account: str) -> None:
    gebruiker = grant(tmp_path, account)
    assert gebruiker is not None
    assert gebruiker.doelen == {Groepsoort.ORGANISATIEGEGEVENS: "urn:x", Klasse.NUMMERS: "urn:x"}
    assert gebruiker.bereik == Selectie(sectoren=("10",))


def test_a_division_is_known_elsewhere_by_the_address_of_its_program(tmp_path: Path) -> None:
    bestand = write_rechten(
        tmp_path, GOED.replace('klassen = ["nummers"]', 'klassen = ["nummers"]\napplicatie = "https://een.nl/x"')
    )
    gebruiker = load_rechten(bestand).grant("afnemer", "een", dag=DAG)
    assert gebruiker is not None
    assert gebruiker.applicatie == "https://een.nl/x"


@pytest.mark.parametrize("account", ["", "twee", "Een", "een ", "afnemer"])
def test_an_account_without_registration_is_granted_nothing(tmp_path: Path, account: str) -> None:
    assert grant(tmp_path, account) is None


@pytest.mark.parametrize(
    ("dag", "geldt"),
    [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2027, 1, 31), True), (date(2027, 2, 1), False)],
)
def test_a_registration_holds_from_its_first_day_to_the_day_before_its_end(tmp_path: Path, dag: date, geldt: bool) -> None:
    assert (grant(tmp_path, dag=dag) is not None) is geldt


def test_of_a_registered_group_only_the_registered_fields_may_be_asked_for(tmp_path: Path) -> None:
    gebruiker = grant(tmp_path)
    assert gebruiker is not None
    van_groep = {veld for veld in gebruiker.velden if load_velden()[veld].groep is Groepsoort.ORGANISATIEGEGEVENS}
    van_werkgever = {veld for veld in load_velden() if veld.startswith("Werkgever.")}
    assert van_groep == van_werkgever | {"Organisatiegegevens.organisatie", "Organisatiegegevens.stand"}


def test_of_other_groups_everything_may_be_asked_for_because_nothing_is_shown(tmp_path: Path) -> None:
    gebruiker = grant(tmp_path)
    assert gebruiker is not None
    assert "Financieel.openstaand" in gebruiker.velden
    assert gebruiker.groepen == {Groepsoort.ORGANISATIEGEGEVENS}


def test_a_role_can_be_for_some_employers_only(tmp_path: Path) -> None:
    gebruiker = load_rechten(write_rechten(tmp_path)).grant("noord", "ik", bereik=Selectie(postcodegebieden=("10",)))
    assert gebruiker is not None
    assert gebruiker.bereik == Selectie(postcodegebieden=("96", "97"))


@pytest.mark.parametrize("bereik", [None, IEDEREEN])
def test_who_needs_employers_of_its_own_and_has_none_is_granted_nothing(tmp_path: Path, bereik: Selectie | None) -> None:
    assert load_rechten(write_rechten(tmp_path)).grant("regio", "ik", bereik=bereik) is None


def test_who_needs_employers_of_its_own_sees_those_it_came_with(tmp_path: Path) -> None:
    eigen = Selectie(werkgever_ids=("1" * 32,))
    gebruiker = load_rechten(write_rechten(tmp_path)).grant("regio", "ik", bereik=eigen)
    assert gebruiker is not None
    assert gebruiker.bereik == eigen


@pytest.mark.parametrize(
    ("oud", "nieuw", "gezegd"),
    [
        ('klassen = ["nummers"]', 'klassen = ["medisch"]', "afnemers.een noemt medisch, en de rol afnemer heeft daar geen"),
        ("[afnemers.een.groepen]\n", "[afnemers.een.groepen]\nFINANCIEEL = ['*']\n", "afnemers.een noemt FINANCIEEL, en"),
        ('"Werkgever.*"', '"Werkgevers.*"', "afnemers.een.groepen noemt Werkgevers.*; zo heet geen veld van die groep"),
        ('"Werkgever.*"', '"Polis.product"', "afnemers.een.groepen noemt Polis.product; zo heet geen veld van die groep"),
        ('rol = "afnemer"', 'rol = "noord"', "afnemers.een.rol noemt geen rol met met_registratie = true"),
        ('rol = "afnemer"', 'rol = "nergens"', "afnemers.een.rol noemt geen rol met met_registratie = true"),
        ("tot = 2027-02-01", "applicatie = 'http://een.nl'", "afnemers.een.applicatie"),
        ("tot = 2027-02-01", "tot = 'ooit'", "afnemers.een.tot"),
        ('sectoren = ["10"]', "sectoren = []", "afnemers.een.bereik.sectoren"),
        ('sectoren = ["10"]', 'sektoren = ["10"]', "afnemers.een.bereik.sektoren"),
        ("eigen_bereik = true", 'eigen_bereik = true\nbereik = { sectoren = ["1"] }', "rollen.regio heeft meer dan een van"),
        (
            "[afnemers.een]",
            f"[afnemers.twee]\n{TWEE}[afnemers.een]",
            "het account een staat bij meer dan een afnemer",
        ),
    ],
)
def test_what_is_wrong_in_a_registration_is_named(tmp_path: Path, oud: str, nieuw: str, gezegd: str) -> None:
    assert oud in GOED
    with pytest.raises(InstellingOnjuist) as fout:
        load_rechten(write_rechten(tmp_path, GOED.replace(oud, nieuw, 1)))
    assert gezegd in str(fout.value)
