"""S10: the keys of a provider. Whatever tokens come in, it is asked once a minute at most; while it does not answer, what was
fetched last holds for some hours, and then nobody gets in."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from joserfc.jwk import OctKey, RSAKey

from klantbeeld.access.handtekeningen import Vertrouwde
from klantbeeld.access.ophalen import GROOTSTE, Ophaler
from klantbeeld.access.sleutelbossen import PAUZE, VERS, Sleutelbos
from klantbeeld.access.toegangstokens import Tokenlezer
from klantbeeld.access.uitgevers import Uitgever
from klantbeeld.errors import NietAangemeld, UitgeverOnbereikbaar
from tests.uitgever import CLIENT, PUBLIEK, ROLLEN, Uitgeverproef, make_sleutel, serve_uitgever

HOUDBAARHEID = 3600
RUIM, ONGEDULD = 10.0, 0.2
"""So many seconds an answer may take: where a test is not about time, and where it is."""


class Bosproef:
    """A provider, what is kept of its keys, and a clock that stands still until it is set on."""

    def __init__(self, uitgever: Uitgeverproef, geduld: float = RUIM) -> None:
        self.uitgever = uitgever
        self.nu = 0.0
        gezet = Uitgever.model_validate(
            {"url": uitgever.url, "publiek": PUBLIEK, "clients": [CLIENT], "rollen": ROLLEN, "houdbaarheid": HOUDBAARHEID}
        )
        self.sleutels = Sleutelbos("proef", gezet, Ophaler("proef", geduld=geduld), lambda: self.nu)
        self.lezer = Tokenlezer([Vertrouwde("proef", gezet, self.sleutels)])

    def read(self, kid: str = "rsa-1") -> str:
        """The account of a good token that this key signed, when it is let in."""
        return asyncio.run(self.read_in_loop(kid))

    async def read_in_loop(self, kid: str = "rsa-1") -> str:
        return (await self.lezer.read(self.uitgever.make_token(kid))).naam

    async def settle(self) -> None:
        """Returns when nothing is being fetched."""
        if self.sleutels._bezig is not None:
            await self.sleutels._bezig

    def is_refused(self, kid: str) -> bool:
        try:
            self.read(kid)
        except NietAangemeld:
            return True
        return False


@pytest.fixture
def bos() -> Iterator[Bosproef]:
    with serve_uitgever("rsa-1") as uitgever:
        yield Bosproef(uitgever)


def test_nothing_is_asked_before_a_token_comes_in(bos: Bosproef) -> None:
    assert bos.uitgever.gevraagd == []


def test_keys_are_fetched_once_for_many_tokens(bos: Bosproef) -> None:
    assert {bos.read() for _ in range(20)} == {"proef:account-1"}
    assert bos.uitgever.gevraagd == ["/.well-known/openid-configuration", "/jwks"]


def test_many_tokens_at_once_wait_for_one_answer(bos: Bosproef) -> None:
    async def ask() -> list[str]:
        return await asyncio.gather(*(bos.read_in_loop() for _ in range(50)))

    assert set(asyncio.run(ask())) == {"proef:account-1"}
    assert bos.uitgever.count_sets() == 1


def test_a_flood_of_unknown_keys_asks_the_provider_once_a_minute(bos: Bosproef) -> None:
    bos.read()
    for seconde in range(180):
        bos.nu = float(seconde)
        assert bos.is_refused(f"ec-{seconde % 7}")
    assert bos.uitgever.count_sets() == 3


def test_a_key_that_the_provider_added_is_known_after_a_minute_at_most(bos: Bosproef) -> None:
    bos.read()
    bos.uitgever.publish("rsa-1", "rsa-2")
    assert bos.is_refused("rsa-2")
    bos.nu = PAUZE
    assert [bos.read("rsa-2"), bos.read("rsa-1")] == ["proef:account-1"] * 2


def test_a_key_that_the_provider_took_away_ends_when_keys_are_fetched_again(bos: Bosproef) -> None:
    bos.read()
    bos.uitgever.publish("rsa-2")
    bos.nu = VERS

    async def read_and_settle() -> None:
        await bos.read_in_loop()
        await bos.settle()

    asyncio.run(read_and_settle())
    assert bos.is_refused("rsa-1")


@pytest.mark.parametrize("status", [404, 500, 302])
def test_while_the_provider_is_down_the_keys_that_were_fetched_hold(bos: Bosproef, status: int) -> None:
    bos.read()
    bos.uitgever.status = status
    for bos.nu in (VERS, 2 * VERS, HOUDBAARHEID - 1.0):
        assert bos.read() == "proef:account-1"


def test_when_they_are_too_old_nobody_gets_in(bos: Bosproef) -> None:
    bos.read()
    bos.uitgever.status = 500
    bos.nu = float(HOUDBAARHEID)
    with pytest.raises(UitgeverOnbereikbaar, match="De identiteitsprovider proef antwoordt niet"):
        bos.read()


def test_when_it_answers_again_everybody_gets_in_within_a_minute(bos: Bosproef) -> None:
    bos.read()
    bos.uitgever.status, bos.nu = 500, float(HOUDBAARHEID)
    with pytest.raises(UitgeverOnbereikbaar):
        bos.read()
    assert bos.sleutels.is_gestoord
    bos.uitgever.status = 200
    bos.nu += PAUZE
    assert (bos.read(), bos.sleutels.is_gestoord) == ("proef:account-1", False)


@pytest.fixture
def ongeduldig(bos: Bosproef) -> Bosproef:
    """The same, where nobody waits long."""
    return Bosproef(bos.uitgever, ONGEDULD)


def test_a_provider_that_says_nothing_keeps_nobody_with_a_known_key_waiting(bos: Bosproef) -> None:
    bos.read()
    bos.uitgever.publish("rsa-1", "rsa-2")
    bos.uitgever.stilte.set()
    bos.nu = VERS

    async def read_beside_unknown() -> tuple[str, bool]:
        wacht = asyncio.create_task(bos.read_in_loop("rsa-2"))
        await asyncio.sleep(0)
        naam = await bos.read_in_loop()
        wachtte = not wacht.done()
        bos.uitgever.stilte.clear()
        assert await wacht == naam
        return naam, wachtte

    assert asyncio.run(read_beside_unknown()) == ("proef:account-1", True)


def test_a_provider_that_says_nothing_at_the_first_token_is_given_up_in_time(ongeduldig: Bosproef) -> None:
    ongeduldig.uitgever.stilte.set()
    with pytest.raises(UitgeverOnbereikbaar):
        ongeduldig.read()


def set_document(**anders: object) -> Callable[[Uitgeverproef], None]:
    return lambda uitgever: uitgever.antwoorden["/.well-known/openid-configuration"].update(anders)


def set_keys(inhoud: object) -> Callable[[Uitgeverproef], None]:
    return lambda uitgever: uitgever.antwoorden.update({"/jwks": inhoud})


def make_jwk(sleutel: Any, **anders: object) -> dict[str, Any]:
    return {**sleutel.as_dict(), "kid": "rsa-1", **anders}


VERKEERD: dict[str, Callable[[Uitgeverproef], None]] = {
    "another issuer": set_document(issuer="https://elders.example"),
    "no address of keys": set_document(jwks_uri=None),
    "an address that is no url": set_document(jwks_uri="file:///etc/passwd"),
    "no keys": set_keys({}),
    "keys are no list": set_keys({"keys": {}}),
    "an empty list": set_keys({"keys": []}),
    "keys are no objects": set_keys({"keys": [1, "a", None]}),
    "not JSON": set_keys(b"<html>"),
    "a list": set_keys([]),
    "too large": set_keys({"keys": [], "vol": "x" * GROOTSTE}),
    "a shared secret": set_keys({"keys": [make_jwk(OctKey.generate_key(256))]}),
    "a short key": set_keys({"keys": [make_jwk(RSAKey.generate_key(2048), n="AQAB" * 80)]}),
    "a key to encrypt with": set_keys({"keys": [make_jwk(RSAKey.generate_key(2048), use="enc")]}),
    "a key without id": set_keys({"keys": [make_jwk(RSAKey.generate_key(2048), kid=None)]}),
    "half a key": set_keys({"keys": [{"kty": "RSA", "kid": "rsa-1", "n": "AQAB"}]}),
}


@pytest.mark.parametrize("verkeer", VERKEERD.values(), ids=VERKEERD)
def test_what_is_not_the_keys_of_the_provider_is_not_believed(bos: Bosproef, verkeer: Callable[[Uitgeverproef], None]) -> None:
    verkeer(bos.uitgever)
    with pytest.raises(UitgeverOnbereikbaar):
        bos.read()


def test_a_key_that_cannot_be_used_takes_no_other_with_it(bos: Bosproef) -> None:
    goed = make_sleutel("rsa-1").as_dict(private=False)
    bos.uitgever.antwoorden["/jwks"] = {"keys": [{"kty": "nieuw", "kid": "x"}, goed]}
    assert bos.read() == "proef:account-1"


def test_a_provider_over_tls_may_not_lead_to_an_address_without() -> None:
    gezet = Uitgever.model_validate({"url": "https://idp.example", "publiek": "x", "clients": ["x"], "rollen": ROLLEN})
    sleutels = Sleutelbos("proef", gezet, Ophaler("proef"))
    assert [sleutels.is_safe(adres) for adres in ("https://idp.example/jwks", "http://idp.example/jwks", 1)] == [
        True,
        False,
        False,
    ]
