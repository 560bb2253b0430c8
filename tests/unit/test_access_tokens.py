"""Demo tokens: whatever is wrong with one, it is refused in the same words."""

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.requests import Request

from klantbeeld.access.rechtenbestanden import Rechtenbestand
from klantbeeld.access.tokens import ONGELDIG, make_demotoken, read_demotoken
from klantbeeld.app import make_token
from klantbeeld.app_identiteit import make_toegang
from klantbeeld.errors import InstellingOnjuist, InvoerOnjuist, NietAangemeld
from klantbeeld.settings import Settings

GEHEIM = "een-geheim-van-de-proef-van-meer-dan-32-tekens"
NU = datetime(2026, 3, 1, 12, tzinfo=UTC)
KOP = {"alg": "HS256", "typ": "JWT"}
BEWERINGEN: dict[str, Any] = {
    "iss": "klantbeeld-demo",
    "sub": "demo-klantadviseur",
    "rol": "klantadviseur",
    "iat": int(NU.timestamp()),
    "exp": int((NU + timedelta(hours=1)).timestamp()),
}


def encode(deel: object) -> str:
    ruw = deel if isinstance(deel, bytes) else json.dumps(deel).encode()
    return base64.urlsafe_b64encode(ruw).rstrip(b"=").decode()


def sign(kop: object, beweringen: object, geheim: str = GEHEIM) -> str:
    """A token made by hand, as somebody who knows the key could."""
    tekst = f"{encode(kop)}.{encode(beweringen)}"
    return f"{tekst}.{encode(hmac.new(geheim.encode(), tekst.encode(), hashlib.sha256).digest())}"


def without(naam: str) -> dict[str, Any]:
    return {sleutel: waarde for sleutel, waarde in BEWERINGEN.items() if sleutel != naam}


def test_a_token_gives_the_account_and_the_role_it_was_made_for() -> None:
    token = make_demotoken("handhaver", GEHEIM, NU)
    assert read_demotoken(token, GEHEIM, NU) == ("demo-handhaver", "handhaver")


def test_a_token_made_by_hand_is_as_good() -> None:
    assert read_demotoken(sign(KOP, BEWERINGEN), GEHEIM, NU) == ("demo-klantadviseur", "klantadviseur")


def test_a_token_lasts_twelve_hours() -> None:
    token = make_demotoken("handhaver", GEHEIM, NU)
    assert read_demotoken(token, GEHEIM, NU + timedelta(hours=12, seconds=-1))
    with pytest.raises(NietAangemeld):
        read_demotoken(token, GEHEIM, NU + timedelta(hours=12))


ONGELDIGE = {
    "empty": "",
    "dots only": "..",
    "garbage": "a.b.c",
    "five parts": "a.b.c.d.e",
    "not ascii": "é.è.ü",
    "half a character": "\ud800.a.b",
    "long": "a" * 10_000,
    "another key": sign(KOP, BEWERINGEN, GEHEIM[::-1]),
    "alg none": f"{encode({'alg': 'none'})}.{encode(BEWERINGEN)}.",
    "alg none, signed": sign({"alg": "none"}, BEWERINGEN),
    "no alg": sign({}, BEWERINGEN),
    "alg HS512": sign({"alg": "HS512"}, BEWERINGEN),
    "alg RS256": sign({"alg": "RS256"}, BEWERINGEN),
    "alg is a number": sign({"alg": 1}, BEWERINGEN),
    "crit unknown": sign(KOP | {"crit": ["x"], "x": 1}, BEWERINGEN),
    "header is a list": sign([1], BEWERINGEN),
    "claims are a list": sign(KOP, [1]),
    "claims are not JSON": sign(KOP, b"{"),
    "claims are not UTF-8": sign(KOP, b"\xff\xfe"),
    "claims nested deep": sign(KOP, b"[" * 100_000),
    "signature of other claims": sign(KOP, BEWERINGEN).rpartition(".")[0] + "." + sign(KOP, {}).rpartition(".")[2],
    "expired": sign(KOP, BEWERINGEN | {"exp": BEWERINGEN["iat"] - 1}),
    "exp is text": sign(KOP, BEWERINGEN | {"exp": "morgen"}),
    "exp is infinite": sign(KOP, BEWERINGEN | {"exp": float("inf")}),
    "made in the future": sign(KOP, BEWERINGEN | {"iat": BEWERINGEN["exp"]}),
    "not yet valid": sign(KOP, BEWERINGEN | {"nbf": BEWERINGEN["exp"]}),
    "issuer with a prefix": sign(KOP, BEWERINGEN | {"iss": "x-klantbeeld-demo"}),
    "issuer with a suffix": sign(KOP, BEWERINGEN | {"iss": "klantbeeld-demo.nl"}),
    "issuers": sign(KOP, BEWERINGEN | {"iss": ["klantbeeld-demo"]}),
    "sub is a number": sign(KOP, BEWERINGEN | {"sub": 1}),
    "rol is a list": sign(KOP, BEWERINGEN | {"rol": ["klantadviseur"]}),
    "rol is empty": sign(KOP, BEWERINGEN | {"rol": ""}),
    **{f"without {naam}": sign(KOP, without(naam)) for naam in BEWERINGEN},
}


@pytest.mark.parametrize("token", ONGELDIGE.values(), ids=ONGELDIGE)
def test_a_token_that_is_not_good_is_refused_in_the_same_words(token: str) -> None:
    with pytest.raises(NietAangemeld) as fout:
        read_demotoken(token, GEHEIM, NU)
    assert (str(fout.value), fout.value.code) == (ONGELDIG, "UNAUTHENTICATED")


def request(authorization: str | None) -> Request:
    koppen = [] if authorization is None else [(b"authorization", authorization.encode("latin-1"))]
    return Request({"type": "http", "headers": koppen})


def sign_in(authorization: str | None) -> str:
    settings = Settings()
    toegang = make_toegang(settings, Rechtenbestand(None))
    return asyncio.run(toegang.sign_in(request(authorization))).rol


@pytest.mark.parametrize("schema", ["Bearer", "bearer", "BEARER"])
def test_a_bearer_token_signs_in(schema: str) -> None:
    assert sign_in(f"{schema} {make_token(Settings(), 'handhaver')}") == "handhaver"


@pytest.mark.parametrize("kop", [None, "", "Bearer", "Bearer ", "Basic YTpi", "handhaver"])
def test_without_a_bearer_token_nobody_is_signed_in(kop: str | None) -> None:
    with pytest.raises(NietAangemeld, match="Stuur een token mee"):
        sign_in(kop)


def test_a_token_for_a_role_that_is_not_in_the_rights_is_refused_as_any_other() -> None:
    token = make_demotoken("directeur", Settings().geheim.get_secret_value(), datetime.now(UTC))
    with pytest.raises(NietAangemeld) as fout:
        sign_in(f"Bearer {token}")
    assert str(fout.value) == ONGELDIG


def test_a_token_of_another_program_with_another_key_is_refused() -> None:
    with pytest.raises(NietAangemeld):
        sign_in(f"Bearer {make_demotoken('handhaver', GEHEIM, datetime.now(UTC))}")


@pytest.fixture
def productie() -> Settings:
    return Settings.model_validate({"omgeving": "productie", "geheim": GEHEIM})


def test_production_makes_no_token(productie: Settings) -> None:
    with pytest.raises(InstellingOnjuist, match="alleen in de demo"):
        make_token(productie, "klantadviseur")


def test_production_does_not_start_without_an_identity_provider(productie: Settings) -> None:
    with pytest.raises(InstellingOnjuist, match="identiteitsprovider"):
        make_toegang(productie, Rechtenbestand(None))


def test_a_token_for_an_unknown_role_is_not_made() -> None:
    with pytest.raises(InvoerOnjuist, match=r"Onbekende rol\. Kies uit: accountmanager, afnemer, beheerder, beleid"):
        make_token(Settings(), "directeur")


@pytest.mark.parametrize(
    ("kop", "beweringen"),
    [
        (KOP | {"crit": 1}, BEWERINGEN),
        (KOP, b"[" * 12_000),
        (KOP, BEWERINGEN | {"sub": "a\n{}"}),
        (KOP, BEWERINGEN | {"sub": "\ud800"}),
        (KOP, BEWERINGEN | {"sub": "a" * 101}),
    ],
    ids=["crit that is no list", "nested too deep", "an account of two lines", "half a character", "a long account"],
)
def test_a_token_that_only_its_maker_could_think_of_is_refused_too(kop: object, beweringen: object) -> None:
    with pytest.raises(NietAangemeld, match=ONGELDIG):
        read_demotoken(sign(kop, beweringen), GEHEIM, NU)
