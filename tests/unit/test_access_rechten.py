"""The rights file: what it does not name is denied, and what it names wrong stops the start."""

from pathlib import Path

import pytest

from klantbeeld.access.policy import load_rechten
from klantbeeld.domain.bronnen import Groepsoort
from klantbeeld.domain.kader import Klasse
from klantbeeld.errors import InstellingOnjuist

GOED = """geldig_vanaf = 2026-01-01
[doelen]
dienst = "urn:dienst"
telling = "urn:telling"
[rollen.lezer]
naam = "Lezer"
doel = "dienst"
[rollen.lezer.groepen]
ORGANISATIEGEGEVENS = "dienst"
[rollen.lezer.klassen]
nummers = "telling"
"""

ALLES = set(Groepsoort)
RECHTEN = {
    "klantadviseur": (ALLES, {"nummers", "contactgegevens", "notities", "persoonsdocumenten", "financieel"}),
    "accountmanager": (ALLES - {Groepsoort.FINANCIEEL}, {"nummers", "contactgegevens", "notities", "statistiek"}),
    "landelijk_adviseur": (ALLES, {klasse.value for klasse in Klasse} - {"medisch"}),
    "uitkeringsdeskundige_zw": (
        ALLES - {Groepsoort.GEGEVENS_WERKBEDRIJF},
        {klasse.value for klasse in Klasse} - {"statistiek"},
    ),
    "uitkeringsdeskundige_osw": (
        ALLES - {Groepsoort.PREVENTIEF_WERKEN, Groepsoort.GEGEVENS_WERKBEDRIJF},
        {"nummers", "contactgegevens", "notities", "persoonsdocumenten", "financieel"},
    ),
    "handhaver": (
        {
            Groepsoort.ORGANISATIEGEGEVENS,
            Groepsoort.PREVENTIEF_WERKEN,
            Groepsoort.UITKERINGSGEGEVENS,
            Groepsoort.ZAAKMANAGEMENT,
        },
        {"nummers"},
    ),
    "beleid": (set(), {"statistiek"}),
    "beheerder": (set(), set()),
    "toezichthouder": (set(), set()),
    "afnemer": ({Groepsoort.ORGANISATIEGEGEVENS, Groepsoort.UITKERINGSGEGEVENS}, {"nummers"}),
}


def write_rechten(map_: Path, inhoud: str | bytes) -> Path:
    bestand = map_ / "rechten.toml"
    bestand.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
    return bestand


def test_every_role_that_comes_along_is_known_here() -> None:
    assert load_rechten(None).rollen.keys() == RECHTEN.keys()


@pytest.mark.parametrize("rol", RECHTEN)
def test_a_role_may_see_what_was_agreed_and_nothing_else(rol: str) -> None:
    gebruiker = load_rechten(None).grant(rol, f"demo-{rol}")
    assert gebruiker is not None
    groepen, klassen = RECHTEN[rol]
    assert gebruiker.groepen == groepen
    assert {klasse.value for klasse in gebruiker.klassen} == klassen


@pytest.mark.parametrize("rol", RECHTEN)
def test_a_role_and_all_that_it_may_see_have_a_purpose_from_the_register(rol: str) -> None:
    gebruiker = load_rechten(None).grant(rol, f"demo-{rol}")
    assert gebruiker is not None
    doelen = {gebruiker.doel, *(gebruiker.doel_of(deel) for deel in gebruiker.groepen | gebruiker.klassen)}
    assert all(doel.startswith("urn:klantbeeld:verwerking:") for doel in doelen)


@pytest.mark.parametrize(
    ("recht", "doel"),
    [
        (Klasse.NUMMERS, "urn:telling"),
        ("nummers", "urn:telling"),
        (Groepsoort.ORGANISATIEGEGEVENS, "urn:dienst"),
        (Groepsoort.FINANCIEEL, "urn:dienst"),
        ("zoeken", "urn:dienst"),
    ],
)
def test_a_right_has_its_own_purpose_and_everything_else_that_of_the_role(tmp_path: Path, recht: str, doel: str) -> None:
    gebruiker = load_rechten(write_rechten(tmp_path, GOED)).grant("lezer", "ik")
    assert gebruiker is not None
    assert gebruiker.doel_of(recht) == doel


@pytest.mark.parametrize("rol", ["", "directeur", "Klantadviseur", "klantadviseur "])
def test_an_unknown_role_is_granted_nothing(rol: str) -> None:
    assert load_rechten(None).grant(rol, f"demo-{rol}") is None


@pytest.mark.parametrize("rol", ["beleid", "beheerder"])
def test_a_role_without_organisatiegegevens_sees_no_employers(rol: str) -> None:
    gebruiker = load_rechten(None).grant(rol, f"demo-{rol}")
    assert gebruiker is not None
    assert not gebruiker.may_see_werkgevers


def test_an_own_file_replaces_all_that_comes_along(tmp_path: Path) -> None:
    rechten = load_rechten(write_rechten(tmp_path, GOED))
    assert set(rechten.rollen) == {"lezer"}
    gebruiker = rechten.grant("lezer", "ik")
    assert gebruiker is not None
    assert (gebruiker.naam, gebruiker.doel, gebruiker.klassen) == ("ik", "urn:dienst", frozenset({Klasse.NUMMERS}))


@pytest.mark.parametrize(
    ("oud", "nieuw", "genoemd"),
    [
        ("ORGANISATIEGEGEVENS", "SALARISSEN", "rollen.lezer.groepen.SALARISSEN."),
        ("nummers", "alles", "rollen.lezer.klassen.alles."),
        ('nummers = "telling"', "nummers = true", "rollen.lezer.klassen.nummers."),
        ('nummers = "telling"', 'nummers = "teling"', "rollen.lezer.klassen.nummers staat"),
        ('GEGEVENS = "dienst"', 'GEGEVENS = "dinst"', "rollen.lezer.groepen.ORGANISATIEGEGEVENS staat"),
        ('"urn:dienst"', '"dienst"', "doelen.dienst."),
        ('doel = "dienst"\n', "", "rollen.lezer.doel"),
        ('naam = "Lezer"\n', 'naam = "Lezer"\nmag_alles = true\n', "rollen.lezer.mag_alles"),
        ("geldig_vanaf = 2026-01-01\n", "", "geldig_vanaf"),
        ("[doelen]", "[doel]", "doelen"),
        ('doel = "dienst"', 'doel = "nieuwsgierigheid"', "rollen.lezer.doel staat"),
    ],
)
def test_what_is_wrong_in_the_file_is_named_on_one_line(tmp_path: Path, oud: str, nieuw: str, genoemd: str) -> None:
    assert oud in GOED
    bestand = write_rechten(tmp_path, GOED.replace(oud, nieuw))
    with pytest.raises(InstellingOnjuist) as fout:
        load_rechten(bestand)
    assert genoemd in str(fout.value)
    assert str(bestand) in str(fout.value)
    assert "\n" not in str(fout.value)


@pytest.mark.parametrize("inhoud", ["[rollen", b"naam = '\xff'"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, inhoud: str | bytes) -> None:
    with pytest.raises(InstellingOnjuist, match="is niet te lezen als rechtenbestand"):
        load_rechten(write_rechten(tmp_path, inhoud))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InstellingOnjuist, match=r"weg\.toml is niet te lezen"):
        load_rechten(tmp_path / "weg.toml")
