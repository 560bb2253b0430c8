"""A real identity provider: people of every role sign in through its own pages, programs by their keys; its keys change, and
it goes away."""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from klantbeeld import app_identiteit
from klantbeeld.access import aanmelding, handtekeningen, sleutelbossen
from klantbeeld.access.aanmelding import BEWIJS
from klantbeeld.access.policy import load_rechten
from klantbeeld.app import make_web, open_klantbeeld
from klantbeeld.sessies import Sessies
from klantbeeld.settings import Settings
from klantbeeld.web.aanmelden import KOP
from tests.bouwers_cache import open_slow_line
from tests.bouwers_graphql import fill_store
from tests.browser import Browser
from tests.keycloak.server import GEDULD, Keycloak, Realm, require_keycloak, share_realm
from tests.teksten import WORTEL

ADRES = "http://127.0.0.1:8000"
DIVISIE, DASHBOARD = "divisie-loonaangifte", "dashboard-arbeidsmarkt"
WIE = {"query": "{ ik { naam rol } }"}
AANGEMELD = f"""
[afnemers.loonaangifte]
naam = "Divisie Loonaangifte"
rol = "afnemer"
accounts = ["werk:{DIVISIE}"]
geldig_vanaf = 2020-01-01

[afnemers.loonaangifte.groepen]
ORGANISATIEGEGEVENS = ["*"]
"""
"""What a division registers for, as an operator adds it to ``rechten.toml``."""
TELLEN = {"query": '{ werkgevers(zoekterm: "de groot") { totaal } }'}
MENSEN = sorted(load_rechten(None).rollen.keys() - {"afnemer"})
"""Every role that people have; that of divisions is of programs."""


@dataclass(frozen=True, slots=True)
class Aangesloten:
    """Our web application, and the realm that it believes."""

    realm: Realm
    browser: Browser
    sessies: Sessies

    def ask_token(self, client: str) -> str:
        """An access token for a program, that proves itself by its key."""
        sleutel, nu = RSAKey.import_key(self.realm.sleutel.read_bytes()), int(time.time())
        beweringen = {
            "iss": client,
            "sub": client,
            "aud": self.realm.url,
            "jti": secrets.token_hex(),
            "iat": nu,
            "exp": nu + 60,
        }
        assertie = jwt.encode({"alg": "PS256", "kid": sleutel.thumbprint()}, beweringen, sleutel, ["PS256"])
        velden = {"grant_type": "client_credentials", "client_id": client, "client_assertion_type": BEWIJS}
        adres = f"{self.realm.url}/protocol/openid-connect/token"
        antwoord = httpx.post(adres, data={**velden, "client_assertion": assertie}, trust_env=False, timeout=GEDULD)
        assert antwoord.status_code == 200, antwoord.text
        token: str = antwoord.json()["access_token"]
        return token

    def ask(self, vraag: dict[str, str], koppen: dict[str, str]) -> httpx.Response:
        """What the API answers."""
        return self.browser.send("POST", "/graphql", vraag, koppen)

    def sign_in(self, wie: str) -> httpx.Response:
        """Somebody signs in, through the pages of the provider; where he ends."""
        pagina = Bezoek().get(self.browser.get("/aanmelden").headers["location"])
        antwoord = pagina.fill_in({"username": wie, "password": self.realm.wachtwoord})
        assert antwoord.headers.get("location", "").startswith(f"{ADRES}/aanmelden/terug?"), antwoord.text
        return self.browser.get(antwoord.headers["location"].removeprefix(ADRES))


Connect = Callable[[Realm], Aangesloten]


class Bezoek:
    """A browser at Keycloak. It sends its cookies back though they are for TLS only: as browsers do on their own machine."""

    def __init__(self) -> None:
        self._koekjes: dict[str, str] = {}
        self._adres = ""
        self._tekst = ""

    def get(self, adres: str) -> "Bezoek":
        """Goes to a page."""
        self._send("GET", adres)
        return self

    def fill_in(self, velden: dict[str, str]) -> httpx.Response:
        """Fills in the form of the page, and sends it."""
        (adres,) = re.findall(r'<form[^>]*action="([^"]+)"', self._tekst)
        verborgen = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self._tekst))
        return self._send("POST", urljoin(self._adres, unescape(adres)), verborgen | velden)

    def _send(self, methode: str, adres: str, velden: dict[str, str] | None = None) -> httpx.Response:
        koppen = {"Cookie": "; ".join(f"{naam}={waarde}" for naam, waarde in self._koekjes.items())}
        antwoord = httpx.request(methode, adres, data=velden, headers=koppen, trust_env=False, timeout=GEDULD)
        for kop in antwoord.headers.get_list("set-cookie"):
            naam, _, waarde = kop.partition(";")[0].partition("=")
            self._koekjes[naam] = waarde
        self._adres, self._tekst = adres, antwoord.text
        return antwoord


@pytest.fixture(scope="module")
def keycloak() -> Keycloak:
    return require_keycloak()


@pytest.fixture(scope="module")
def gevuld(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fill_store(tmp_path_factory.mktemp("keycloak"))


@pytest.fixture
def connect(gevuld: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connect]:
    """What makes our web application, with a realm as its provider. It waits longer than usual: this machine is busy."""
    monkeypatch.setattr(app_identiteit, "GEDULD", GEDULD)
    with ExitStack() as stapel:
        yield lambda realm: open_aangesloten(realm, gevuld, tmp_path, stapel)


def open_aangesloten(realm: Realm, gevuld: Settings, map_: Path, stapel: ExitStack) -> Aangesloten:
    """Our web application, as the example of ``uitgevers.toml`` has it."""
    bestand = map_ / "uitgevers.toml"
    tekst = (WORTEL / "deploy" / "uitgevers.example.toml").read_text(encoding="utf-8")
    tekst = tekst.replace("https://aanmelden.example.nl/realms/werk", realm.url)
    bestand.write_text(tekst.replace("divisie-voorbeeld", f'{DIVISIE}", "{DASHBOARD}'))
    rechten = map_ / "rechten.toml"
    rechten.write_bytes(files("klantbeeld").joinpath("access", "rechten.toml").read_bytes() + AANGEMELD.encode())
    anders = {
        "rechten": rechten,
        "identiteit": {"uitgevers": bestand},
        "aanmelden": make_aanmelden(realm),
        "logboek": map_ / "log.jsonl",
    }
    settings = Settings.model_validate(gevuld.model_dump() | anders)
    klantbeeld = stapel.enter_context(open_klantbeeld(settings))
    assert klantbeeld.omgeving.sessies is not None
    return Aangesloten(realm, Browser(make_web(settings, klantbeeld), ADRES), klantbeeld.omgeving.sessies)


def make_aanmelden(realm: Realm) -> dict[str, Any]:
    return {"uitgever": "werk", "adres": ADRES, "sleutel": realm.sleutel, "herziening": 10}


@pytest.fixture
def aangesloten(keycloak: Keycloak, connect: Connect) -> Aangesloten:
    return connect(share_realm(keycloak))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("rol", MENSEN)
def test_somebody_of_each_role_signs_in_through_the_pages_of_the_provider(aangesloten: Aangesloten, rol: str) -> None:
    response = aangesloten.sign_in(rol.replace("_", "-"))
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert aangesloten.ask(WIE, {KOP: "1"}).json()["data"]["ik"]["rol"] == rol


def test_who_has_two_roles_chooses_in_which_to_work(aangesloten: Aangesloten) -> None:
    aangesloten.sign_in("twee-rollen")
    gezien = [aangesloten.ask(WIE, {KOP: "1"}).json()["data"]["ik"]["rol"]]
    assert aangesloten.browser.submit("/rol", {"rol": "handhaver"}).status_code == 303
    gezien.append(aangesloten.ask(WIE, {KOP: "1"}).json()["data"]["ik"]["rol"])
    assert gezien == ["klantadviseur", "handhaver"]


def test_who_has_no_role_is_told_so(aangesloten: Aangesloten) -> None:
    response = aangesloten.sign_in("zonder-rol")
    assert (response.status_code, "heeft geen rol in Klantbeeld" in response.text) == (403, True)


def test_who_signs_out_must_give_a_password_again(aangesloten: Aangesloten) -> None:
    bezoek = Bezoek().get(aangesloten.browser.get("/aanmelden").headers["location"])
    terug = bezoek.fill_in({"username": "beleid", "password": aangesloten.realm.wachtwoord}).headers["location"]
    aangesloten.browser.get(terug.removeprefix(ADRES))
    weg = aangesloten.browser.send("POST", "/afmelden").headers["location"]
    assert bezoek.get(weg).fill_in({"confirmLogout": "Logout"}).headers["location"] == f"{ADRES}/aangemeld"
    assert 'name="password"' in bezoek.get(aangesloten.browser.get("/aanmelden").headers["location"])._tekst
    assert "U bent niet aangemeld." in aangesloten.browser.get("/aangemeld").text


def test_who_is_locked_out_at_the_provider_is_out_here_a_minute_later(keycloak: Keycloak, aangesloten: Aangesloten) -> None:
    aangesloten.sign_in("vertrekker")
    aangesloten.sessies.nu = lambda: time.time() + 60
    assert aangesloten.ask(WIE, {KOP: "1"}).status_code == 200
    mensen = f"/{aangesloten.realm.naam}/users"
    (mens,) = keycloak.manage("GET", f"{mensen}?username=vertrekker&exact=true")
    keycloak.manage("PUT", f"{mensen}/{mens['id']}", {"enabled": False})
    aangesloten.sessies.nu = lambda: time.time() + 120
    assert aangesloten.ask(WIE, {KOP: "1"}).status_code == 401


@pytest.mark.parametrize(("client", "rol"), [(DIVISIE, "afnemer"), (DASHBOARD, "beleid")])
def test_a_program_asks_by_a_token_that_it_got_for_its_key(aangesloten: Aangesloten, client: str, rol: str) -> None:
    assert aangesloten.ask(WIE, bearer(aangesloten.ask_token(client))).json()["data"]["ik"]["rol"] == rol


def test_a_division_is_answered_with_data(aangesloten: Aangesloten) -> None:
    antwoord = aangesloten.ask(TELLEN, bearer(aangesloten.ask_token(DIVISIE)))
    assert antwoord.json() == {"data": {"werkgevers": {"totaal": 2}}}


def test_an_id_token_of_the_provider_is_no_access_token(aangesloten: Aangesloten, monkeypatch: pytest.MonkeyPatch) -> None:
    gezien: list[str] = []
    lees = handtekeningen.read_claims

    async def watch(token: str, *rest: Any) -> Any:
        gezien.append(token)
        return await lees(token, *rest)

    monkeypatch.setattr(aanmelding, "read_claims", watch)
    aangesloten.sign_in("handhaver")
    assert aangesloten.ask(WIE, bearer(gezien[0])).status_code == 401


def test_when_the_provider_signs_with_another_key_its_tokens_go_on_working(
    keycloak: Keycloak, connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aangesloten = connect(keycloak.make_realm(tmp_path, met_mensen=False))
    oud = aangesloten.ask_token(DIVISIE)
    assert aangesloten.ask(WIE, bearer(oud)).status_code == 200
    sleutels = {"providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider"}
    keuze = {"priority": ["1000"], "algorithm": ["PS256"], "keySize": ["2048"]}
    keycloak.manage("POST", f"/{aangesloten.realm.naam}/components", {"name": "nieuw", **sleutels, "config": keuze})
    nieuw = aangesloten.ask_token(DIVISIE)
    assert oud.partition(".")[0] != nieuw.partition(".")[0]
    monkeypatch.setattr(sleutelbossen, "PAUZE", 0.0)  # a minute later
    assert [aangesloten.ask(WIE, bearer(token)).status_code for token in (nieuw, oud)] == [200, 200]


def test_while_the_provider_is_gone_tokens_that_it_gave_go_on_working_and_nobody_signs_in(
    keycloak: Keycloak, connect: Connect
) -> None:
    realm = share_realm(keycloak)
    with open_slow_line(keycloak.poort) as poort:
        elders = replace(realm, url=realm.url.replace(str(keycloak.poort), str(poort)))
        aangesloten = connect(elders)
        token = aangesloten.ask_token(DIVISIE)
        assert aangesloten.ask(WIE, bearer(token)).status_code == 200
        state = parse_qs(urlsplit(aangesloten.browser.get("/aanmelden").headers["location"]).query)["state"][0]
    assert aangesloten.ask(WIE, bearer(token)).status_code == 200
    assert aangesloten.browser.get(f"/aanmelden/terug?code=x&state={state}").status_code == 503
