"""S09: access tokens of an identity provider. Whatever is wrong with one, the answer is the same to the byte."""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request

from klantbeeld.access.rechtenbestanden import Rechtenbestand
from klantbeeld.access.tokens import make_demotoken
from klantbeeld.app_identiteit import make_toegang
from klantbeeld.domain.vragen import Selectie
from klantbeeld.errors import GeenToegang, NietAangemeld
from klantbeeld.settings import Settings
from resolvers.endpoint import make_endpoint
from tests.bouwers_graphql import Proef, ask_web
from tests.bouwers_rechten import GELEVERD
from tests.uitgever import CLIENT, PROGRAMMA, PUBLIEK, Uitgeverproef, encode, make_sleutel, serve_uitgever, sign

SPOOR = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01", "Content-Type": "application/json"}
WIE = b'{"query": "{ ik { naam rol } }"}'
GEHEIM = "een-geheim-van-de-proef-van-meer-dan-32-tekens"
Ask = Callable[[str], httpx.Response]


@pytest.fixture
def uitgever() -> Iterator[Uitgeverproef]:
    with serve_uitgever("rsa-1", "ec-1") as uitgever:
        yield uitgever


@pytest.fixture
def ander() -> Iterator[Uitgeverproef]:
    """Another provider that is believed too, with keys of its own."""
    with serve_uitgever("rsa-2") as uitgever:
        yield uitgever


@pytest.fixture
def ask(uitgever: Uitgeverproef, ander: Uitgeverproef, proef: Proef, tmp_path: Path) -> Ask:
    """What the API answers to the bearer of a token."""
    bestand = tmp_path / "uitgevers.toml"
    bestand.write_text(uitgever.describe() + ander.describe("ander"))
    settings = Settings.model_validate({"identiteit": {"uitgevers": bestand}})
    toegang = make_toegang(settings, Rechtenbestand(None))
    app = Starlette(routes=[make_endpoint(proef.uitvoering, toegang.sign_in)])

    def post(token: str) -> httpx.Response:
        return ask_web(app, "POST", "/graphql", WIE, SPOOR | {"Authorization": f"Bearer {token}"})

    return post


def demotoken(rol: str, geheim: str) -> str:
    return make_demotoken(rol, geheim, datetime.now(UTC))


def who(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    ik: dict[str, Any] = response.json()["data"]["ik"]
    return ik


@pytest.mark.parametrize("kid", ["rsa-1", "ec-1"])
def test_a_token_of_a_provider_gives_the_account_there_and_the_role_it_means_here(
    ask: Ask, uitgever: Uitgeverproef, kid: str
) -> None:
    assert who(ask(uitgever.make_token(kid))) == {"naam": "proef:account-1", "rol": "klantadviseur"}


def test_two_providers_never_share_an_account(ask: Ask, uitgever: Uitgeverproef, ander: Uitgeverproef) -> None:
    namen = [who(ask(token))["naam"] for token in (uitgever.make_token(), ander.make_token("rsa-2"))]
    assert namen == ["proef:account-1", "ander:account-1"]


def test_a_program_that_asks_for_itself_is_recorded_by_its_own_name(ask: Ask, uitgever: Uitgeverproef) -> None:
    assert who(ask(uitgever.make_token(client_id=PROGRAMMA)))["naam"] == f"proef:{PROGRAMMA}"


@pytest.mark.parametrize(
    "anders",
    [
        pytest.param({"aud": ["account", PUBLIEK]}, id="several audiences"),
        pytest.param({"azp": CLIENT}, id="azp too"),
        pytest.param({"azp": CLIENT, "client_id": None}, id="azp only"),
        pytest.param({"rollen": "ABS-ADVIES"}, id="one role as text"),
        pytest.param({"rollen": ["ABS-ONBEKEND", {"een": 1}, "ABS-ADVIES"]}, id="other roles too"),
    ],
)
def test_a_good_token_may_be_written_in_several_ways(ask: Ask, uitgever: Uitgeverproef, anders: dict[str, Any]) -> None:
    assert who(ask(uitgever.make_token(**anders)))["rol"] == "klantadviseur"


@pytest.mark.parametrize("bewering", ["nbf", "iat"])
def test_a_clock_of_the_provider_that_is_a_little_fast_is_no_trouble(ask: Ask, uitgever: Uitgeverproef, bewering: str) -> None:
    anders: dict[str, Any] = {bewering: int(time.time()) + 5}
    assert who(ask(uitgever.make_token(**anders)))["rol"] == "klantadviseur"


@pytest.mark.parametrize("soort", ["AT+JWT", "application/at+jwt"])
def test_the_type_of_an_access_token_may_be_written_in_several_ways(ask: Ask, uitgever: Uitgeverproef, soort: str) -> None:
    token = sign({"alg": "RS256", "typ": soort, "kid": "rsa-1"}, uitgever.claim(), make_sleutel("rsa-1"))
    assert who(ask(token))["rol"] == "klantadviseur"


def test_who_has_several_roles_gets_the_first_of_the_configuration(ask: Ask, uitgever: Uitgeverproef) -> None:
    assert who(ask(uitgever.make_token(rollen=["ABS-DIVISIE", "ABS-HANDHAVING"])))["rol"] == "handhaver"


@pytest.mark.parametrize("rollen", [None, [], ["ABS-ONBEKEND"], "klantadviseur", 7, {"ABS-ADVIES": True}])
def test_who_has_no_role_here_is_known_and_not_let_in(ask: Ask, uitgever: Uitgeverproef, rollen: object) -> None:
    response = ask(uitgever.make_token(rollen=rollen))
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")


def test_the_demo_keeps_its_own_tokens_beside_those_of_a_provider(ask: Ask) -> None:
    assert who(ask(demotoken("beleid", Settings().geheim.get_secret_value()))) == {"naam": "demo-beleid", "rol": "beleid"}


KOP = {"alg": "RS256", "typ": "at+jwt", "kid": "rsa-1"}
NU = int(time.time())
"""When the tests were collected: what lies in the future must still do so at the end of a long run."""


def with_kop(**anders: object) -> Callable[[Uitgeverproef], str]:
    """A token with this in its head, signed with the right key."""
    kop = {naam: waarde for naam, waarde in {**KOP, **anders}.items() if waarde is not None}
    return lambda uitgever: sign(kop, uitgever.claim(), make_sleutel("rsa-1"))


def with_claim(**anders: Any) -> Callable[[Uitgeverproef], str]:
    """A token with these claims, signed with the right key."""
    return lambda uitgever: uitgever.make_token(**anders)


def confuse(uitgever: Uitgeverproef, kid: str = "rsa-1") -> str:
    """Signed with the public key as if it were a shared secret."""
    publiek = RSAKey.import_key(make_sleutel(kid).as_dict(private=False)).as_pem()
    return sign({**KOP, "alg": "HS256"}, uitgever.claim(), OctKey.import_key(publiek.replace(b"-----", b"")))


def embed(uitgever: Uitgeverproef) -> str:
    """Signed with a key of one's own, which comes along."""
    eigen = make_sleutel("ec-eigen")
    return sign({**KOP, "alg": "ES256", "jwk": eigen.as_dict(private=False)}, uitgever.claim(), eigen)


def change(uitgever: Uitgeverproef) -> str:
    """The signature of other claims."""
    kop, _, teken = uitgever.make_token().split(".")
    return f"{kop}.{encode(uitgever.claim(sub='account-2'))}.{teken}"


ONGELDIG: dict[str, Callable[[Uitgeverproef], str]] = {
    "alg none, unsigned": lambda u: f"{encode({**KOP, 'alg': 'none'})}.{encode(u.claim())}.",
    "alg none, signed": lambda u: sign({**KOP, "alg": "none"}, u.claim(), make_sleutel("rsa-1")),
    "alg NONE": with_kop(alg="nOnE"),
    "public key as a shared secret": confuse,
    "an algorithm that is not set": lambda u: sign({**KOP, "alg": "RS512"}, u.claim(), make_sleutel("rsa-1")),
    "alg of another kind of key": lambda u: sign({**KOP, "kid": "ec-1"}, u.claim(), make_sleutel("rsa-1")),
    "kid is a path": with_kop(kid="../../../../dev/null"),
    "kid is SQL": with_kop(kid="x' UNION SELECT 'geheim"),
    "kid is a number": with_kop(kid=1),
    "no kid": with_kop(kid=None),
    "a key comes along": embed,
    "a key comes along and is not used": with_kop(jwk=make_sleutel("ec-eigen").as_dict(private=False)),
    "jku": with_kop(jku="https://elders.example/jwks"),
    "x5u": with_kop(x5u="https://elders.example/keten.pem"),
    "x5c": with_kop(x5c=["MIIB"]),
    "unknown crit": with_kop(crit=["b64x"], b64x=True),
    "known crit": with_kop(crit=["exp"], exp=NU),
    "crit is no list": with_kop(crit=1),
    "b64 false": with_kop(b64=False),
    "packed": with_kop(zip="DEF"),
    "iss with a prefix": lambda u: u.make_token(iss=f"x{u.url}"),
    "iss with a suffix": lambda u: u.make_token(iss=f"{u.url}/"),
    "iss is a list": lambda u: u.make_token(iss=[u.url]),
    "iss of somebody else": with_claim(iss="https://elders.example"),
    "aud of another": with_claim(aud="ander"),
    "aud with a prefix": with_claim(aud=f"{PUBLIEK}-ander"),
    "aud is an object": with_claim(aud={PUBLIEK: True}),
    **{f"no {naam}": with_claim(**{naam: None}) for naam in ("exp", "iat", "iss", "aud", "sub")},
    "expired": with_claim(exp=NU - 60, iat=NU - 120),
    "exp is text": with_claim(exp="morgen"),
    "exp is true": with_claim(exp=True),
    "made for too long": with_claim(exp=NU + 100_000),
    "not yet valid": with_claim(nbf=NU + 50_000),
    "made in the future": with_claim(iat=NU + 50_000, exp=NU + 50_300),
    "an ID token": with_kop(typ="JWT"),
    "a logout token": with_kop(typ="logout+jwt"),
    "no type": with_kop(typ=None),
    "type is a list": with_kop(typ=["at+jwt"]),
    "of another client": with_claim(client_id="ander"),
    "azp and client_id differ": with_claim(azp="ander"),
    "of no client": with_claim(client_id=None),
    "client is a list": with_claim(client_id=[CLIENT]),
    "sub is a number": with_claim(sub=7),
    "sub is empty": with_claim(sub=""),
    "sub has two lines": with_claim(sub="account\n{}"),
    "sub is long": with_claim(sub="a" * 151),
    "signed by a key nobody published": lambda u: sign(KOP, u.claim(), make_sleutel("rsa-eigen")),
    "signature of other claims": change,
    "no signature": lambda u: u.make_token().rpartition(".")[0] + ".",
    "too long": with_claim(vol="x" * 10_000),
    "claims are a list": lambda _: sign(KOP, [1], make_sleutel("rsa-1")),
    "claims are no JSON": lambda _: sign(KOP, b"{", make_sleutel("rsa-1")),
    "claims nested deep": lambda _: sign(KOP, b"[" * 5000, make_sleutel("rsa-1")),
    "head is a list": lambda u: f"{encode([1])}.{encode(u.claim())}.eA",
    "five parts": lambda _: "a.b.c.d.e",
    "a demo token of another key": lambda _: demotoken("beleid", GEHEIM),
}


@pytest.mark.parametrize("maak", ONGELDIG.values(), ids=ONGELDIG)
def test_a_token_that_is_not_good_gets_the_one_answer(
    ask: Ask, uitgever: Uitgeverproef, maak: Callable[[Uitgeverproef], str]
) -> None:
    geweigerd, onzin = ask(maak(uitgever)), ask("onzin")
    assert (geweigerd.status_code, geweigerd.headers["www-authenticate"]) == (401, "Bearer")
    assert (geweigerd.content, geweigerd.headers.raw) == (onzin.content, onzin.headers.raw)


EIGEN = GELEVERD.replace('naam = "Klantadviseur"', 'naam = "Klantadviseur"\neigen_bereik = true')
"""The rights, where an adviser is for employers of his own."""


def recognise(uitgever: Uitgeverproef, map_: Path, bereik: object) -> Selectie:
    """The employers of the bearer of a token with this claim, in a role that must have some."""
    bestand, rechten = map_ / "uitgevers.toml", map_ / "rechten.toml"
    bestand.write_text(uitgever.describe(bereikclaim="bereik"))
    rechten.write_text(EIGEN, encoding="utf-8")
    toegang = make_toegang(Settings.model_validate({"identiteit": {"uitgevers": bestand}}), Rechtenbestand(rechten))
    kop = (b"authorization", f"Bearer {uitgever.make_token(bereik=bereik)}".encode())
    return asyncio.run(toegang.sign_in(Request({"type": "http", "headers": [kop]}))).bereik


def test_the_provider_says_which_employers_somebody_has(uitgever: Uitgeverproef, tmp_path: Path) -> None:
    gezegd = {"sectoren": ["1", "2"], "postcodegebieden": ["10"]}
    assert recognise(uitgever, tmp_path, gezegd) == Selectie(sectoren=("1", "2"), postcodegebieden=("10",))


@pytest.mark.parametrize("bereik", [None, {}])
def test_who_must_have_employers_and_comes_without_is_not_let_in(
    uitgever: Uitgeverproef, tmp_path: Path, bereik: object
) -> None:
    with pytest.raises(GeenToegang):
        recognise(uitgever, tmp_path, bereik)


@pytest.mark.parametrize("bereik", ["1", ["1"], {"sectoren": "1"}, {"sectoren": []}, {"sectoren": [1]}, {"alles": ["1"]}])
def test_employers_that_are_not_well_said_refuse_the_token(uitgever: Uitgeverproef, tmp_path: Path, bereik: object) -> None:
    with pytest.raises(NietAangemeld):
        recognise(uitgever, tmp_path, bereik)


def test_a_provider_is_not_believed_with_the_key_of_another(ask: Ask, uitgever: Uitgeverproef, ander: Uitgeverproef) -> None:
    token = sign({**KOP, "kid": "rsa-2"}, uitgever.claim(), make_sleutel("rsa-2"))
    assert who(ask(ander.make_token("rsa-2")))["rol"] == "klantadviseur"
    assert ask(token).status_code == 401
