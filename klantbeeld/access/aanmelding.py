"""Signing in with an identity provider: authorization code with PKCE, as the Dutch profiles of OAuth and OpenID Connect ask.

The program proves who it is by its private key (``private_key_jwt``), by a secret only where a provider can do no better.
"""

import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote_plus, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import urlsafe_b64encode

from klantbeeld.access.handtekeningen import ONGELEZEN, Eis, Vertrouwde, read_claims
from klantbeeld.access.ophalen import Verzoek
from klantbeeld.access.toegangstokens import Identiteit, make_identiteit
from klantbeeld.errors import NietAangemeld

MISLUKT = "Het aanmelden is niet gelukt. Probeer het opnieuw."
"""What is said of every way in which signing in can go wrong."""
GEDULD = 600
"""So many seconds a person may take to sign in at the provider."""
BEWIJS = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
Sleutel = RSAKey | ECKey


@dataclass(frozen=True, slots=True)
class Client:
    """What this program is at a provider: its name there, where people come back, and what it proves itself with."""

    naam: str
    terug: str
    bewijs: Sleutel | str
    """A private key, or a secret."""


@dataclass(frozen=True, slots=True)
class Poging:
    """One time that somebody signs in. Nobody else can guess these; ``tot`` is until when, in seconds since 1970."""

    state: str
    nonce: str
    verifier: str
    tot: float


@dataclass(frozen=True, slots=True)
class Terugkeer:
    """What the browser brings back from the provider."""

    state: str
    code: str
    iss: str | None


@dataclass(frozen=True, slots=True)
class Aangemeld:
    """Who signed in, and what the provider can be asked again about him by; None when it gives nothing for that."""

    identiteit: Identiteit
    ververstoken: str | None


class Aanmelding:
    """Signing in with one provider."""

    def __init__(self, vertrouwde: Vertrouwde, client: Client, nu: Callable[[], float] = time.time) -> None:
        self._vertrouwde = vertrouwde
        self._client = client
        self._nu = nu

    @property
    def houdbaarheid(self) -> int:
        """So many seconds is believed what the provider said last, while it does not answer."""
        return self._vertrouwde.uitgever.houdbaarheid

    async def begin(self) -> tuple[str, Poging]:
        """The address at the provider to send the browser to, and what it must come back with. Errors:
        ``UitgeverOnbereikbaar``."""
        poging = Poging(token_urlsafe(32), token_urlsafe(32), token_urlsafe(48), self._nu() + GEDULD)
        vraag = {
            "response_type": "code",
            "client_id": self._client.naam,
            "redirect_uri": self._client.terug,
            "scope": "openid",
            "state": poging.state,
            "nonce": poging.nonce,
            "code_challenge": urlsafe_b64encode(sha256(poging.verifier.encode()).digest()).decode(),
            "code_challenge_method": "S256",
        }
        return f"{await self._find('authorization_endpoint')}?{urlencode(vraag)}", poging

    async def finish(self, poging: Poging, terugkeer: Terugkeer) -> Aangemeld:
        """Who came back. Errors: ``NietAangemeld``, which does not say what was wrong; ``UitgeverOnbereikbaar``."""
        vreemd = terugkeer.iss not in {None, self._vertrouwde.uitgever.url}  # RFC 9207: an answer of another provider
        if vreemd or self._nu() > poging.tot or not compare_digest(terugkeer.state.encode(), poging.state.encode()):
            raise NietAangemeld(MISLUKT)
        velden = {"grant_type": "authorization_code", "code": terugkeer.code, "redirect_uri": self._client.terug}
        antwoord = await self._ask_token(velden | {"code_verifier": poging.verifier})
        try:
            beweringen = await self._read(antwoord["id_token"])
            if not compare_digest(beweringen["nonce"].encode(), poging.nonce.encode()):
                raise NietAangemeld(MISLUKT)
            return self._make(beweringen, antwoord)
        except (*ONGELEZEN, AttributeError):
            raise NietAangemeld(MISLUKT) from None

    async def ask_again(self, naam: str, ververstoken: str) -> Aangemeld:
        """Who this account is now. Errors: ``NietAangemeld`` when the provider knows the session of that account no more;
        ``UitgeverOnbereikbaar``."""
        antwoord = await self._ask_token({"grant_type": "refresh_token", "refresh_token": ververstoken})
        try:
            aangemeld = self._make(await self._read(antwoord["id_token"]), antwoord)
        except ONGELEZEN:
            raise NietAangemeld(MISLUKT) from None
        if aangemeld.identiteit.naam != naam:
            raise NietAangemeld(MISLUKT)
        return aangemeld

    async def find_end(self, daarna: str) -> str | None:
        """The address at the provider where a session ends, from where the browser comes back to ``daarna``; None when it has
        none. Errors: ``UitgeverOnbereikbaar``."""
        adres = (await self._vertrouwde.sleutels.read_document()).get("end_session_endpoint")
        vraag = {"client_id": self._client.naam, "post_logout_redirect_uri": daarna}
        return f"{adres}?{urlencode(vraag)}" if self._vertrouwde.sleutels.is_safe(adres) else None

    def list_sleutels(self) -> dict[str, Any]:
        """The public half of the key that this program proves itself with, as a provider reads it."""
        bewijs = self._client.bewijs
        if isinstance(bewijs, str):
            return {"keys": []}
        return {"keys": [{**bewijs.as_dict(private=False), "kid": bewijs.thumbprint(), "use": "sig"}]}

    def _make(self, beweringen: Mapping[str, Any], antwoord: Mapping[str, Any]) -> Aangemeld:
        ververstoken = antwoord.get("refresh_token")
        identiteit = make_identiteit(beweringen, self._vertrouwde, self._client.naam)
        return Aangemeld(identiteit, ververstoken if isinstance(ververstoken, str) else None)

    async def _read(self, id_token: str) -> Mapping[str, Any]:
        """The claims of an ID token for this program (OpenID Connect Core 3.1.3.7)."""
        eis = Eis(self._client.naam, self._nu(), check_id_token, met_soort=False)
        beweringen = await read_claims(id_token, self._vertrouwde, eis)
        alleen = beweringen["aud"] in (self._client.naam, [self._client.naam])
        if beweringen.get("azp", self._client.naam if alleen else None) != self._client.naam:
            raise ValueError("made for another program")
        return beweringen

    async def _ask_token(self, velden: Mapping[str, str]) -> Mapping[str, Any]:
        """What the provider gives for this. Errors: ``NietAangemeld`` when it refuses; ``UitgeverOnbereikbaar``."""
        adres = await self._find("token_endpoint")
        bewijs, koppen = await self._prove()
        ophaler = self._vertrouwde.sleutels.ophaler
        antwoord = await ophaler.ask(Verzoek(adres, {**velden, **bewijs}, koppen))
        if antwoord.status >= 500:
            raise ophaler.refuse(f"status {antwoord.status}")
        if antwoord.status != 200:
            raise NietAangemeld(MISLUKT)
        return antwoord.inhoud

    async def _prove(self) -> tuple[dict[str, str], dict[str, str]]:
        """What this program proves itself with: fields of the form, and headers."""
        client, bewijs = self._client.naam, self._client.bewijs
        if isinstance(bewijs, str):
            paar = f"{quote_plus(client)}:{quote_plus(bewijs)}".encode()
            return {}, {"Authorization": f"Basic {b64encode(paar).decode()}"}
        nu = int(self._nu())
        beweringen = {"iss": client, "sub": client, "aud": self._vertrouwde.uitgever.url, "jti": token_urlsafe(16)}
        kop = {"alg": await self._choose_alg(bewijs), "kid": bewijs.thumbprint()}
        assertie = jwt.encode(kop, {**beweringen, "iat": nu, "exp": nu + 60}, bewijs, [kop["alg"]])
        return {"client_id": client, "client_assertion_type": BEWIJS, "client_assertion": assertie}, {}

    async def _choose_alg(self, sleutel: Sleutel) -> str:
        """PS256 where the provider reads it, for a key of RSA."""
        if isinstance(sleutel, ECKey):
            return "ES256"
        document = await self._vertrouwde.sleutels.read_document()
        kan = document.get("token_endpoint_auth_signing_alg_values_supported")
        return "PS256" if isinstance(kan, list) and "PS256" in kan else "RS256"

    async def _find(self, naam: str) -> str:
        adres = (await self._vertrouwde.sleutels.read_document()).get(naam)
        if not isinstance(adres, str) or not self._vertrouwde.sleutels.is_safe(adres):
            raise self._vertrouwde.sleutels.ophaler.refuse(f"{naam} ontbreekt")
        return adres


def check_id_token(soort: object) -> None:
    """Errors: ``ValueError`` for the type of any token but an ID token, which may name none."""
    if soort != "JWT":
        raise ValueError("is no ID token")


def import_sleutel(pem: bytes) -> Sleutel:
    """A private key to sign with. Errors: ``ValueError``."""
    for soort in (RSAKey, ECKey):
        try:
            sleutel = soort.import_key(pem)
        except (JoseError, ValueError, TypeError):
            continue
        past = isinstance(sleutel, RSAKey) or sleutel.curve_name == "P-256"
        if sleutel.is_private and past:
            return sleutel
    raise ValueError("no private key of RSA or P-256")
