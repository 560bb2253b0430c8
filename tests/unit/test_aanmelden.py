"""Signing in with an identity provider in a browser. The provider is ours; a real one is in the journeys."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from klantbeeld.settings import Settings
from tests.bouwers_aanmelden import ADRES, CLIENT, Aanmeldproef, open_aanmelden, write_sleutel
from tests.bouwers_graphql import Proef
from tests.uitgever import make_sleutel

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
    assert (response.status_code, response.headers["location"]) == (303, "/")
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
    gereed = aanmelden.browser.get("/gezondheid/gereed")
    assert (gereed.status_code, "IDENTITY_PROVIDER_UNAVAILABLE" in gereed.text) == (200, True)


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
