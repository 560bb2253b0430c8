"""Whose tokens are believed: only providers that stand in the file, over TLS outside the demo, with roles that exist here."""

from pathlib import Path

import pytest
from joserfc.jwk import ECKey, RSAKey

from klantbeeld.access.policy import load_rechten
from klantbeeld.access.rechtenbestanden import Rechtenbestand
from klantbeeld.access.uitgevers import Uitgevers, load_uitgevers
from klantbeeld.app_identiteit import make_toegang
from klantbeeld.errors import InstellingOnjuist
from klantbeeld.settings import Settings
from tests.teksten import WORTEL

ROLLEN = frozenset(load_rechten(None).rollen)
GOED = """
[uitgevers.werk]
url = "https://idp.example/realms/werk"
publiek = "klantbeeld"
clients = ["divisie"]
rollen = { A = "handhaver", B = "klantadviseur" }
"""


def load(map_: Path, tekst: str, *, alleen_tls: bool = True) -> Uitgevers:
    bestand = map_ / "uitgevers.toml"
    bestand.write_text(tekst)
    return load_uitgevers(bestand, ROLLEN, alleen_tls=alleen_tls)


def test_a_provider_signs_with_a_key_of_its_own_unless_told_otherwise(tmp_path: Path) -> None:
    assert load(tmp_path, GOED).uitgevers["werk"].algoritmen == {"RS256", "PS256", "ES256"}


def test_the_example_is_accepted_and_gives_every_role() -> None:
    gelezen = load_uitgevers(WORTEL / "deploy" / "uitgevers.example.toml", ROLLEN, alleen_tls=True)
    assert {rol for uitgever in gelezen.uitgevers.values() for rol in uitgever.rollen.values()} == ROLLEN


ZONDER_TLS = GOED.replace("https://idp.example", "http://127.0.0.1:8080")


def test_a_provider_on_this_machine_may_do_without_tls_in_the_demo_only(tmp_path: Path) -> None:
    assert list(load(tmp_path, ZONDER_TLS, alleen_tls=False).uitgevers) == ["werk"]
    with pytest.raises(InstellingOnjuist, match=r"uitgevers\.werk\.url moet in productie https:// zijn"):
        load(tmp_path, ZONDER_TLS)


FOUT = {
    "no TOML": ("[", "is niet te lezen"),
    "nobody": ("", "uitgevers"),
    "another machine without TLS": (GOED.replace("https", "http"), "uitgevers.werk.url"),
    "a password in the address": (GOED.replace("idp", "wie:geheim@idp"), "uitgevers.werk.url"),
    "a query in the address": (GOED.replace("/werk", "/werk?x=1"), "uitgevers.werk.url"),
    "a shared key": (GOED + 'algoritmen = ["HS256"]', "uitgevers.werk.algoritmen"),
    "no signature": (GOED + 'algoritmen = ["none"]', "uitgevers.werk.algoritmen"),
    "no algorithm at all": (GOED + "algoritmen = []", "uitgevers.werk.algoritmen"),
    "no clients": (GOED.replace('["divisie"]', "[]"), "uitgevers.werk"),
    "a program that asks for itself and for people": (GOED + 'programmas = ["divisie"]', "uitgevers.werk"),
    "no roles": (GOED.replace('{ A = "handhaver", B = "klantadviseur" }', "{}"), "uitgevers.werk.rollen"),
    "a role that is not here": (GOED.replace("handhaver", "directeur"), "uitgevers.werk.rollen noemt directeur"),
    "a name that would not be told apart": (GOED.replace("uitgevers.werk", 'uitgevers."a:b"'), "uitgevers.a:b"),
    "one provider twice": (GOED + GOED.replace("uitgevers.werk", "uitgevers.ander"), "dezelfde url"),
    "keys that hold for ever": (GOED + "houdbaarheid = 1000000", "uitgevers.werk.houdbaarheid"),
    "something unknown": (GOED + "sleutel = 1", "uitgevers.werk.sleutel"),
}


@pytest.mark.parametrize(("tekst", "melding"), FOUT.values(), ids=FOUT)
def test_a_file_that_is_not_good_is_refused_and_says_where(tmp_path: Path, tekst: str, melding: str) -> None:
    with pytest.raises(InstellingOnjuist) as fout:
        load(tmp_path, tekst)
    assert melding in str(fout.value)
    assert "geheim" not in str(fout.value)


def make_productie(map_: Path, **anders: object) -> Settings:
    (map_ / "uitgevers.toml").write_text(GOED)
    waarden = {"omgeving": "productie", "geheim": "x" * 32, "identiteit": {"uitgevers": map_ / "uitgevers.toml"}}
    return Settings.model_validate({**waarden, **anders})


@pytest.mark.parametrize("anders", [{}, {"adres": "0.0.0.0", "tls": {"vooraf": True}}], ids=["loopback", "behind a proxy"])  # noqa: S104
def test_production_starts_with_an_identity_provider_and_tls(tmp_path: Path, anders: dict[str, object]) -> None:
    toegang = make_toegang(make_productie(tmp_path, **anders), Rechtenbestand(None))
    assert ([deel.naam for deel in toegang.vertrouwden], toegang.demogeheim) == (["werk"], None)


def test_production_on_a_network_does_not_start_without_tls(tmp_path: Path) -> None:
    with pytest.raises(InstellingOnjuist, match="KLANTBEELD_TLS__CERTIFICAAT"):
        make_toegang(make_productie(tmp_path, adres="0.0.0.0"), Rechtenbestand(None))  # noqa: S104


def test_a_certificate_needs_its_key() -> None:
    with pytest.raises(ValueError, match="certificaat en sleutel horen bij elkaar"):
        Settings.model_validate({"tls": {"certificaat": __file__}})


AANMELDEN = {"uitgever": "werk", "adres": "https://klantbeeld.example", "geheim": "geheim van de proef"}
ONJUIST = {
    "a provider that is not there": ({"uitgever": "ander"}, "KLANTBEELD_AANMELDEN__UITGEVER"),
    "no TLS": ({"adres": "http://127.0.0.1:8000"}, "KLANTBEELD_AANMELDEN__ADRES"),
    "no key": ({"geheim": None, "sleutel": __file__}, "KLANTBEELD_AANMELDEN__SLEUTEL"),
}


@pytest.mark.parametrize(("anders", "instelling"), ONJUIST.values(), ids=ONJUIST)
def test_production_names_what_keeps_people_from_signing_in(tmp_path: Path, anders: dict[str, object], instelling: str) -> None:
    assert make_toegang(make_productie(tmp_path, aanmelden=AANMELDEN), Rechtenbestand(None)).aanmelding is not None
    with pytest.raises(InstellingOnjuist, match=f"{instelling}: "):
        make_toegang(make_productie(tmp_path, aanmelden={**AANMELDEN, **anders}), Rechtenbestand(None))


@pytest.mark.parametrize(
    "sleutel", [RSAKey.generate_key(2048, private=False), ECKey.generate_key("P-384")], ids=["public", "P-384"]
)
def test_a_key_that_this_program_cannot_sign_with_is_refused(tmp_path: Path, sleutel: RSAKey | ECKey) -> None:
    bestand = tmp_path / "aanmelden.pem"
    bestand.write_bytes(sleutel.as_pem())
    aanmelden = {**AANMELDEN, "geheim": None, "sleutel": bestand}
    with pytest.raises(InstellingOnjuist, match="is geen private sleutel"):
        make_toegang(make_productie(tmp_path, aanmelden=aanmelden), Rechtenbestand(None))
