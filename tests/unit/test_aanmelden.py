"""Signing in with an identity provider in a browser, and out again. The provider is ours; a real one is in the journeys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.app import make_web
from klantbeeld.queries import Klantbeeld
from klantbeeld.sessies import Duur, Sessies
from klantbeeld.settings import Settings
from klantbeeld.stores.cache import Geheugenplaats
from klantbeeld.web.aanmelden import KOP
from tests.bouwers_graphql import Proef
from tests.browser import Browser
from tests.uitgever import Uitgeverproef, make_sleutel, serve_uitgever

ADRES = "http://127.0.0.1:8000"
CLIENT = "klantbeeld-web"
MET_KOP = {KOP: "1"}
WIE = {"query": "{ ik { naam rol } }"}
RUST, EINDE, HERZIENING = 1800, 7200, 60


@dataclass
class Aanmeldproef:
    """A provider, a browser at our pages, and a clock of sessions that stands still until it is set on."""

    uitgever: Uitgeverproef
    browser: Browser
    nu: float = 1_000_000.0

    def go(self) -> dict[str, str]:
        """Sends the browser to the provider; what it is sent with."""
        response = self.browser.get("/aanmelden")
        assert response.status_code == 303
        self.gevraagd = response.headers["location"]
        return {naam: waarden[0] for naam, waarden in parse_qs(urlsplit(self.gevraagd).query).items()}

    def come_back(self, vraag: dict[str, str], **anders: object) -> httpx.Response:
        """The browser comes back from the provider, which gives an ID token with these claims."""
        claims = {"nonce": vraag["nonce"], **anders}
        self.uitgever.give_tokens(self.uitgever.make_id_token(CLIENT, **claims), "ververs-1")
        return self.browser.get(f"/aanmelden/terug?code=code-1&state={vraag['state']}")

    def sign_in(self, **anders: object) -> httpx.Response:
        return self.come_back(self.go(), **anders)

    def ask(self, koppen: dict[str, str] | None = None) -> httpx.Response:
        """What the API answers to this browser."""
        return self.browser.send("POST", "/graphql", WIE, MET_KOP if koppen is None else koppen)

    def who(self) -> dict[str, str] | int:
        """Who the API says that this is; the status when it is nobody."""
        response = self.ask()
        return response.json()["data"]["ik"] if response.status_code == 200 else response.status_code

    def last_form(self) -> dict[str, str]:
        """What was sent to the provider last."""
        return {naam: waarden[0] for naam, waarden in parse_qs(self.uitgever.velden[-1].decode()).items()}


@contextmanager
def open_aanmelden(proef: Proef, map_: Path, houdbaarheid: int = 14400, **gezet: object) -> Iterator[Aanmeldproef]:
    """Our pages with these settings of ``aanmelden``; so many seconds holds what the provider said last."""
    with serve_uitgever("rsa-1") as uitgever:
        bestand = map_ / "uitgevers.toml"
        bestand.write_text(uitgever.describe(houdbaarheid=houdbaarheid))
        waarden = {"uitgever": "proef", "adres": ADRES, "client": CLIENT, "herziening": HERZIENING, **gezet}
        settings = Settings.model_validate({"identiteit": {"uitgevers": bestand}, "aanmelden": waarden})
        aanmeldproef = Aanmeldproef(uitgever, Browser(None, ADRES))  # type: ignore[arg-type]
        duur = Duur(RUST, EINDE)
        sessies = Sessies(Geheugenplaats(nu=lambda: aanmeldproef.nu), Verzegeling(b"x"), duur, lambda: aanmeldproef.nu)
        klantbeeld = Klantbeeld(replace(proef.klantbeeld.omgeving, sessies=sessies))
        aanmeldproef.browser.app = make_web(settings, klantbeeld)
        yield aanmeldproef


def write_sleutel(map_: Path, sleutel: RSAKey | ECKey) -> Path:
    bestand = map_ / "aanmelden.pem"
    bestand.write_bytes(sleutel.as_pem(private=True))
    return bestand


@pytest.fixture
def sleutel(tmp_path: Path) -> Path:
    eigen = make_sleutel("ec-klantbeeld")
    assert isinstance(eigen, ECKey)
    return write_sleutel(tmp_path, eigen)


@pytest.fixture
def aanmelden(proef: Proef, tmp_path: Path, sleutel: Path) -> Iterator[Aanmeldproef]:
    with open_aanmelden(proef, tmp_path, sleutel=sleutel) as aanmeldproef:
        yield aanmeldproef


# to the provider


def test_a_browser_is_sent_to_the_provider_with_what_the_profile_asks(aanmelden: Aanmeldproef) -> None:
    vraag = aanmelden.go()
    assert aanmelden.gevraagd.startswith(f"{aanmelden.uitgever.url}/inloggen?")
    vast = {"response_type": "code", "client_id": CLIENT, "redirect_uri": f"{ADRES}/aanmelden/terug", "scope": "openid"}
    assert vraag == vast | {"code_challenge_method": "S256"} | {
        naam: vraag[naam] for naam in ("state", "nonce", "code_challenge")
    }


def test_what_cannot_be_guessed_is_long_and_new_each_time(aanmelden: Aanmeldproef) -> None:
    een, ander = aanmelden.go(), aanmelden.go()
    for naam in ("state", "nonce", "code_challenge"):
        assert een[naam] != ander[naam]
        assert len(een[naam]) >= 43  # 256 bits in base64


def test_what_the_browser_keeps_meanwhile_tells_it_nothing(aanmelden: Aanmeldproef) -> None:
    vraag = aanmelden.go()
    (cookie,) = aanmelden.browser.koekjes.values()
    assert not any(vraag[naam] in cookie for naam in ("state", "nonce", "code_challenge"))


# and back


def test_who_comes_back_is_signed_in_as_the_account_and_in_the_role_that_the_provider_says(aanmelden: Aanmeldproef) -> None:
    response = aanmelden.sign_in(rollen=["ABS-HANDHAVING"])
    assert (response.status_code, response.headers["location"]) == (303, "/aangemeld")
    assert aanmelden.who() == {"naam": "proef:account-1", "rol": "handhaver"}
    assert "U bent aangemeld in de rol <strong>handhaver</strong>" in aanmelden.browser.get("/aangemeld").text


def test_the_code_is_sent_with_proof_of_who_asks_and_of_who_began(aanmelden: Aanmeldproef) -> None:
    vraag = aanmelden.go()
    aanmelden.come_back(vraag)
    velden = aanmelden.last_form()
    assertie = jwt.decode(velden.pop("client_assertion"), make_sleutel("ec-klantbeeld"), ["ES256"])
    assert {naam: velden[naam] for naam in ("grant_type", "code", "redirect_uri", "client_id")} == {
        "grant_type": "authorization_code",
        "code": "code-1",
        "redirect_uri": f"{ADRES}/aanmelden/terug",
        "client_id": CLIENT,
    }
    assert (assertie.claims["iss"], assertie.claims["sub"], assertie.claims["aud"]) == (CLIENT, CLIENT, aanmelden.uitgever.url)
    assert assertie.claims["exp"] - assertie.claims["iat"] == 60
    assert len(velden["code_verifier"]) >= 43


def test_the_provider_can_read_the_key_that_the_proof_is_checked_with(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    sleutels = KeySet.import_key_set(aanmelden.browser.get("/aanmelden/sleutels").json())
    assert jwt.decode(aanmelden.last_form()["client_assertion"], sleutels, ["ES256"]).claims["iss"] == CLIENT
    assert [sleutel.is_private for sleutel in sleutels.keys] == [False]


def test_a_key_of_rsa_signs_as_the_provider_reads_best(proef: Proef, tmp_path: Path) -> None:
    rsa = make_sleutel("rsa-klantbeeld")
    assert isinstance(rsa, RSAKey)
    with open_aanmelden(proef, tmp_path, sleutel=write_sleutel(tmp_path, rsa)) as aanmelden:
        aanmelden.sign_in()
        assert jwt.decode(aanmelden.last_form()["client_assertion"], rsa, ["PS256"]).claims["iss"] == CLIENT


def test_a_secret_serves_where_the_provider_can_do_no_better(proef: Proef, tmp_path: Path) -> None:
    with open_aanmelden(proef, tmp_path, geheim="geheim van de proef") as aanmelden:
        assert aanmelden.sign_in().status_code == 303
        assert "client_assertion" not in aanmelden.last_form()
        assert aanmelden.uitgever.koppen[-1]["Authorization"].startswith("Basic ")
        assert aanmelden.browser.get("/aanmelden/sleutels").json() == {"keys": []}


# what is refused

Streek = Callable[[Aanmeldproef], httpx.Response]
VERKEERD: dict[str, Streek] = {
    "no state": lambda a: (a.go(), a.browser.get("/aanmelden/terug?code=code-1"))[1],
    "no code": lambda a: a.browser.get(f"/aanmelden/terug?state={a.go()['state']}"),
    "refused at the provider": lambda a: a.browser.get(f"/aanmelden/terug?error=access_denied&state={a.go()['state']}"),
    "state of another": lambda a: a.come_back({**a.go(), "state": "x" * 43}),
    "an earlier state": lambda a: (vraag := a.go(), a.go(), a.come_back(vraag))[2],
    "another browser": lambda a: a.come_back(replace(a, browser=replace(a.browser, koekjes=httpx.Cookies())).go()),
    "nonce of another": lambda a: a.sign_in(nonce="x" * 43),
    "no nonce": lambda a: a.sign_in(nonce=None),
    "nonce is a number": lambda a: a.sign_in(nonce=7),
    "for another program": lambda a: a.sign_in(aud="ander"),
    "for two programs": lambda a: a.sign_in(aud=[CLIENT, "ander"], azp=None),
    "asked by another program": lambda a: a.sign_in(azp="ander"),
    "another issuer": lambda a: a.sign_in(iss="https://elders.example"),
    "expired": lambda a: a.sign_in(iat=1, exp=2),
    "sub is a number": lambda a: a.sign_in(sub=7),
}


@pytest.mark.parametrize("streek", VERKEERD.values(), ids=VERKEERD)
def test_who_comes_back_with_something_wrong_is_not_signed_in(aanmelden: Aanmeldproef, streek: Streek) -> None:
    response = streek(aanmelden)
    assert (response.status_code, "Het aanmelden is niet gelukt. Probeer het opnieuw." in response.text) == (401, True)
    assert aanmelden.who() == 401


def test_an_access_token_does_for_no_id_token(aanmelden: Aanmeldproef) -> None:
    vraag = aanmelden.go()
    aanmelden.uitgever.give_tokens(aanmelden.uitgever.make_token(aud=CLIENT, azp=CLIENT, client_id=None, nonce=vraag["nonce"]))
    assert aanmelden.browser.get(f"/aanmelden/terug?code=c&state={vraag['state']}").status_code == 401


@pytest.mark.parametrize("iss", ["https://elders.example", ""])
def test_an_answer_that_says_that_it_is_of_another_provider_is_refused(aanmelden: Aanmeldproef, iss: str) -> None:
    vraag = aanmelden.go()
    aanmelden.uitgever.give_tokens(aanmelden.uitgever.make_id_token(CLIENT, nonce=vraag["nonce"]))
    terug = f"/aanmelden/terug?code=c&state={vraag['state']}"
    assert aanmelden.browser.get(f"{terug}&iss={iss}").status_code == 401
    assert aanmelden.browser.get(f"{terug}&iss={aanmelden.uitgever.url}").status_code == 303


@pytest.mark.parametrize(("status", "verwacht"), [(400, 401), (401, 401), (500, 503)])
def test_what_the_provider_says_of_a_code_decides(aanmelden: Aanmeldproef, status: int, verwacht: int) -> None:
    vraag = aanmelden.go()
    aanmelden.uitgever.antwoorden["/token"] = {"error": "invalid_grant"}
    aanmelden.uitgever.status = status
    assert aanmelden.browser.get(f"/aanmelden/terug?code=c&state={vraag['state']}").status_code == verwacht


def test_who_has_no_role_here_is_told_so_and_not_signed_in(aanmelden: Aanmeldproef) -> None:
    response = aanmelden.sign_in(rollen=["ABS-ONBEKEND"])
    assert (response.status_code, "heeft geen rol in Klantbeeld" in response.text) == (403, True)
    assert aanmelden.who() == 401


def test_while_the_provider_is_down_nobody_signs_in_and_the_page_says_why(aanmelden: Aanmeldproef) -> None:
    aanmelden.uitgever.status = 500
    response = aanmelden.browser.get("/aanmelden")
    assert (response.status_code, "De identiteitsprovider proef antwoordt niet" in response.text) == (503, True)


# cookies


def list_koekjes(response: httpx.Response) -> dict[str, set[str]]:
    """The attributes of each cookie that is set to something."""
    delen = [kop.split("; ") for kop in response.headers.get_list("set-cookie")]
    return {eerste.partition("=")[0]: {*rest} for eerste, *rest in delen if eerste.partition("=")[2] not in {"", '""'}}


def test_a_cookie_is_read_by_no_script_and_sent_along_by_no_other_site(aanmelden: Aanmeldproef) -> None:
    assert list_koekjes(aanmelden.sign_in()) == {"klantbeeld-sessie": {"HttpOnly", "Path=/", "SameSite=lax"}}


def test_outside_a_demo_it_goes_over_tls_only_and_belongs_to_this_host_alone(
    proef: Proef, tmp_path: Path, sleutel: Path
) -> None:
    with open_aanmelden(proef, tmp_path, sleutel=sleutel, adres="https://klantbeeld.example") as aanmelden:
        aanmelden.browser.adres = "https://klantbeeld.example"
        assert list_koekjes(aanmelden.sign_in()) == {
            "__Host-klantbeeld-sessie": {"HttpOnly", "Path=/", "SameSite=lax", "Secure"}
        }
        assert aanmelden.who() == {"naam": "proef:account-1", "rol": "klantadviseur"}


def test_signing_in_again_gives_another_session(aanmelden: Aanmeldproef) -> None:
    koekjes = []
    for _ in range(2):
        aanmelden.sign_in()
        koekjes.append(aanmelden.browser.koekjes["klantbeeld-sessie"])
    assert koekjes[0] != koekjes[1]


@pytest.mark.parametrize("cookie", ["", "onzin", "a.b.c.d.e", "%C3%A9", "x" * 5000])
def test_a_cookie_that_is_not_ours_is_of_nobody(aanmelden: Aanmeldproef, cookie: str) -> None:
    response = aanmelden.ask({**MET_KOP, "Cookie": f"klantbeeld-sessie={cookie}"})
    assert response.status_code == 401


def test_a_request_with_a_cookie_and_without_our_header_is_of_nobody(aanmelden: Aanmeldproef) -> None:
    """S07: a page of another site can send the cookie along, and not the header."""
    aanmelden.sign_in()
    assert [aanmelden.ask({}).status_code, aanmelden.ask().status_code] == [401, 200]


def test_a_bearer_token_goes_before_a_cookie(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    token = aanmelden.uitgever.make_token(sub="account-2")
    assert aanmelden.ask({"Authorization": f"Bearer {token}"}).json()["data"]["ik"]["naam"] == "proef:account-2"
    assert aanmelden.ask({**MET_KOP, "Authorization": "Bearer onzin"}).status_code == 401


# the end of a session


def test_a_session_ends_when_nothing_is_asked_for_a_while(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    aanmelden.uitgever.status = 500  # it is asked again, and knows nothing against it
    for _ in range(3):
        aanmelden.nu += RUST - 1
        assert aanmelden.who() != 401
    aanmelden.nu += RUST
    assert aanmelden.who() == 401


def test_a_session_ends_at_last_however_much_is_asked(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    begin = aanmelden.nu
    while aanmelden.nu < begin + EINDE:
        assert aanmelden.who() != 401
        aanmelden.nu += 600
    assert aanmelden.who() == 401


def test_who_signs_out_is_signed_out_here_and_sent_to_the_provider_to_sign_out_there(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    cookie = aanmelden.browser.koekjes["klantbeeld-sessie"]
    response = aanmelden.browser.send("POST", "/afmelden")
    vraag = f"client_id={CLIENT}&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Faangemeld"
    assert response.headers["location"] == f"{aanmelden.uitgever.url}/uitloggen?{vraag}"
    aanmelden.browser.koekjes.set("klantbeeld-sessie", cookie, domain="127.0.0.1")
    assert aanmelden.who() == 401
    assert "U bent niet aangemeld." in aanmelden.browser.get("/aangemeld").text


def test_nobody_is_signed_out_by_following_a_link(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    assert aanmelden.browser.get("/afmelden").status_code == 405
    assert aanmelden.who() != 401


def test_signing_out_works_while_the_provider_is_down(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    aanmelden.uitgever.antwoorden["/.well-known/openid-configuration"].pop("end_session_endpoint")
    assert aanmelden.browser.send("POST", "/afmelden").status_code == 303
    assert aanmelden.who() == 401


# the provider is asked again


def test_the_provider_is_asked_again_once_in_a_while_and_not_at_each_request(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    for _ in range(5):
        aanmelden.who()
    assert len(aanmelden.uitgever.velden) == 1
    aanmelden.uitgever.give_tokens(aanmelden.uitgever.make_id_token(CLIENT), "ververs-2")
    for verwacht in ("ververs-1", "ververs-2"):
        aanmelden.nu += HERZIENING
        assert aanmelden.who() != 401
        aanmelden.who()
        assert aanmelden.last_form()["refresh_token"] == verwacht
    assert len(aanmelden.uitgever.velden) == 3


def test_a_role_that_changed_at_the_provider_changes_here_within_a_minute(aanmelden: Aanmeldproef) -> None:
    aanmelden.sign_in()
    aanmelden.uitgever.give_tokens(aanmelden.uitgever.make_id_token(CLIENT, rollen=["ABS-HANDHAVING"]))
    aanmelden.nu += HERZIENING
    assert aanmelden.who() == {"naam": "proef:account-1", "rol": "handhaver"}


UIT: dict[str, Callable[[Uitgeverproef], None]] = {
    "its session was ended": lambda u: u.antwoorden.update({"/token": (400, {"error": "invalid_grant"})}),
    "its role was taken": lambda u: u.give_tokens(u.make_id_token(CLIENT, rollen=[])),
    "it is another now": lambda u: u.give_tokens(u.make_id_token(CLIENT, sub="account-2")),
    "nothing is said of it": lambda u: u.give_tokens(None),
}


@pytest.mark.parametrize("einde", UIT.values(), ids=UIT)
def test_who_may_not_come_in_any_more_is_out_within_a_minute(
    aanmelden: Aanmeldproef, einde: Callable[[Uitgeverproef], None]
) -> None:
    aanmelden.sign_in()
    einde(aanmelden.uitgever)
    assert aanmelden.who() != 401
    aanmelden.nu += HERZIENING
    assert [aanmelden.who(), aanmelden.who()] == [401, 401]


def test_while_the_provider_is_down_what_it_said_last_holds_for_a_while(proef: Proef, tmp_path: Path, sleutel: Path) -> None:
    with open_aanmelden(proef, tmp_path, 600, sleutel=sleutel) as aanmelden:
        aanmelden.sign_in()
        aanmelden.uitgever.status = 500
        gezien = []
        for _ in range(4):
            aanmelden.nu += 199
            gezien.append(aanmelden.who() == 401)
        assert gezien == [False, False, False, True]


def test_a_session_of_a_provider_that_gives_nothing_to_ask_again_by_holds_as_long(
    proef: Proef, tmp_path: Path, sleutel: Path
) -> None:
    with open_aanmelden(proef, tmp_path, 600, sleutel=sleutel) as aanmelden:
        vraag = aanmelden.go()
        aanmelden.uitgever.give_tokens(aanmelden.uitgever.make_id_token(CLIENT, nonce=vraag["nonce"]))
        aanmelden.browser.get(f"/aanmelden/terug?code=c&state={vraag['state']}")
        aanmelden.nu += 599
        assert aanmelden.who() != 401
        aanmelden.nu += HERZIENING
        assert aanmelden.who() == 401


# settings


@pytest.mark.parametrize(
    "gezet",
    [
        {},
        {"sleutel": __file__, "geheim": "geheim van de proef"},
        {"sleutel": __file__, "adres": None},
        {"adres": "https://a/b"},
    ],
    ids=["no proof", "two proofs", "no address", "a path in the address"],
)
def test_half_a_setting_is_refused(gezet: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="aanmelden"):
        Settings.model_validate({"aanmelden": {"uitgever": "proef", "adres": ADRES, **gezet}})
