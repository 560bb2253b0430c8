"""Who signed in: his cookie, and how his session ends (S18). The provider is ours; a real one is in the journeys."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.bouwers_aanmelden import CLIENT, EINDE, HERZIENING, MET_KOP, RUST, Aanmeldproef, open_aanmelden
from tests.bouwers_graphql import Proef
from tests.uitgever import Uitgeverproef

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
