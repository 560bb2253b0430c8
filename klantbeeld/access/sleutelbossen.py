"""The public keys of an identity provider, fetched when they are needed and kept for a while.

Fetched again when they are a few minutes old, so that a key that the provider took away ends here too, and at once for a key
that is not known yet; but at most once a minute, whatever tokens come in. While the provider does not answer, the keys that
were fetched last hold for ``houdbaarheid`` seconds; then nobody gets in by them.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

from klantbeeld.access.ophalen import Ophaler
from klantbeeld.access.uitgevers import Uitgever
from klantbeeld.errors import UitgeverOnbereikbaar
from klantbeeld.settings_identiteit import is_protected, is_web_url

ONTDEKKING = "/.well-known/openid-configuration"
PAUZE = 60.0
"""So many seconds there are at least between two times that keys are fetched."""
VERS = 300.0
"""After so many seconds keys are fetched again, while the old ones hold."""
KORTSTE_RSA = 342
"""So many characters the modulus of an RSA key of 2048 bits has."""
MEESTE = 100
"""So many keys of a provider are read at most."""

log = structlog.get_logger()


class Sleutelbos:
    """The keys of one provider, and its discovery document. For one event loop at a time."""

    def __init__(self, naam: str, uitgever: Uitgever, ophaler: Ophaler, nu: Callable[[], float] = monotonic) -> None:
        self._naam = naam
        self._uitgever = uitgever
        self.ophaler = ophaler
        self._nu = nu
        self._sleutels: Mapping[str, Key] = {}
        self._document: Mapping[str, Any] = {}
        self._gehaald_op = float("-inf")
        self._geprobeerd_op = float("-inf")
        self._bezig: asyncio.Task[None] | None = None
        self.is_gestoord = False
        """Whether the last time that keys were asked for gave none."""

    async def find(self, kid: str) -> Key | None:
        """The key with this id; None when the provider has none. Errors: ``UitgeverOnbereikbaar`` when what is known is too old
        to be believed."""
        await self._renew(haast=kid not in self._sleutels)
        self._check_age()
        return self._sleutels.get(kid)

    async def read_document(self) -> Mapping[str, Any]:
        """The discovery document. Errors: ``UitgeverOnbereikbaar``."""
        await self._renew(haast=False)
        self._check_age()
        return self._document

    async def _renew(self, *, haast: bool) -> None:
        """Fetches keys when it is time. Who is in a hurry waits for it, and so does everybody while there are none."""
        leeftijd = self._nu() - self._gehaald_op
        nodig = haast or leeftijd >= VERS
        if nodig and self._nu() - self._geprobeerd_op >= PAUZE:
            self._geprobeerd_op = self._nu()
            self._bezig = asyncio.create_task(self._fetch())
        if self._bezig is not None and (haast or leeftijd >= self._uitgever.houdbaarheid) and not self._bezig.done():
            # Who gives up waiting does not end it for the others.
            await asyncio.shield(self._bezig)

    def _check_age(self) -> None:
        if self._nu() - self._gehaald_op >= self._uitgever.houdbaarheid:
            raise self.ophaler.refuse("er zijn geen sleutels die nog gelden")

    async def _fetch(self) -> None:
        try:
            document = await self.ophaler.fetch(self._uitgever.url.removesuffix("/") + ONTDEKKING)
            self._sleutels = self._read_keys(await self.ophaler.fetch(self._check_document(document)))
        except UitgeverOnbereikbaar as fout:
            self.is_gestoord = True
            log.warning("uitgever_onbereikbaar", uitgever=self._naam, reden=str(fout))
            return
        self._document, self._gehaald_op, self.is_gestoord = document, self._nu(), False

    def _check_document(self, document: Mapping[str, Any]) -> str:
        """Where the keys are. A document that names another issuer is of somebody else."""
        adres = document.get("jwks_uri")
        if document.get("issuer") != self._uitgever.url or not isinstance(adres, str) or not self.is_safe(adres):
            raise self.ophaler.refuse("het document van de provider hoort er niet bij")
        return adres

    def is_safe(self, adres: object) -> bool:
        """Whether an address that the provider names may be gone to: over TLS, unless the provider itself does without."""
        return isinstance(adres, str) and is_web_url(adres) and (is_protected(adres) or not is_protected(self._uitgever.url))

    def _read_keys(self, inhoud: Mapping[str, Any]) -> Mapping[str, Key]:
        gegeven = inhoud.get("keys")
        sleutels = dict(filter(None, map(read_key, gegeven[:MEESTE] if isinstance(gegeven, list) else ())))
        if not sleutels:
            raise self.ophaler.refuse("er zijn geen bruikbare sleutels")
        return sleutels


def read_key(gegeven: object) -> tuple[str, Key] | None:
    """A public key for signatures with its id; None for any other: shared, too short, without id, or not to be read."""
    if not isinstance(gegeven, dict) or gegeven.get("use", "sig") != "sig" or not isinstance(gegeven.get("kid"), str):
        return None
    with suppress(JoseError, ValueError, TypeError, KeyError):
        if gegeven["kty"] == "EC" or (gegeven["kty"] == "RSA" and len(gegeven["n"]) >= KORTSTE_RSA):
            return gegeven["kid"], JWKRegistry.import_key(gegeven)
    return None
