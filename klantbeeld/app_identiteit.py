"""The part of the composition root that makes who is let in: by a token of an identity provider, in the demo by one of ours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

from starlette.requests import Request

from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.handtekeningen import Vertrouwde
from klantbeeld.access.ophalen import Ophaler
from klantbeeld.access.policy import Rechten
from klantbeeld.access.sleutelbossen import Sleutelbos
from klantbeeld.access.toegangstokens import Tokenlezer
from klantbeeld.access.tokens import ONGELDIG, make_demotoken, read_demotoken
from klantbeeld.access.uitgevers import load_uitgevers
from klantbeeld.errors import GeenToegang, InstellingOnjuist, NietAangemeld, UitgeverOnbereikbaar
from klantbeeld.settings import Settings


@dataclass(frozen=True, slots=True)
class Toegang:
    """How a web process lets callers in. ``sign_in`` says who a request comes from. Errors: ``NietAangemeld``; ``GeenToegang``;
    ``UitgeverOnbereikbaar``."""

    rechten: Rechten
    vertrouwden: tuple[Vertrouwde, ...]
    lezer: Tokenlezer
    demogeheim: str | None
    """The key of demo tokens; None where they say nothing."""

    async def sign_in(self, request: Request) -> Gebruiker:
        """The user that a request comes from, by its bearer token."""
        schema, _, token = request.headers.get("authorization", "").partition(" ")
        if schema.lower() != "bearer" or not token:
            raise NietAangemeld("Stuur een token mee: Authorization: Bearer …")
        return self._read_demo(token.strip()) or await self._read(token.strip())

    def look(self) -> str | None:
        """The code of the alarm when a provider does not answer; None when all do, as far as they were asked."""
        return UitgeverOnbereikbaar.code if any(deel.sleutels.is_gestoord for deel in self.vertrouwden) else None

    async def _read(self, token: str) -> Gebruiker:
        identiteit = await self.lezer.read(token)
        gebruiker = self.rechten.grant(identiteit.rol, identiteit.naam) if identiteit.rol else None
        if gebruiker is None:
            raise GeenToegang("Dit account heeft geen rol in Klantbeeld. Vraag die aan bij wie de autorisaties beheert.")
        return gebruiker

    def _read_demo(self, token: str) -> Gebruiker | None:
        """Who a demo token is of; None when it is none, and another may believe it."""
        if self.demogeheim is None:
            return None
        try:
            account, rol = read_demotoken(token, self.demogeheim, datetime.now(UTC))
        except NietAangemeld:
            return None
        gebruiker = self.rechten.grant(rol, account)
        if gebruiker is None:
            raise NietAangemeld(ONGELDIG)
        return gebruiker


def make_toegang(settings: Settings, rechten: Rechten) -> Toegang:
    """Who is let in. Errors: ``InstellingOnjuist``, also in production without identity provider or TLS."""
    vertrouwden = _make_vertrouwden(settings, rechten)
    if not vertrouwden and not is_demo(settings):
        raise InstellingOnjuist(
            "KLANTBEELD_IDENTITEIT__UITGEVERS ontbreekt: in productie start de webserver niet zonder identiteitsprovider. Wijs "
            "een uitgevers.toml aan."
        )
    if not is_demo(settings) and not (settings.tls.is_set or ip_address(settings.adres).is_loopback):
        raise InstellingOnjuist(
            "KLANTBEELD_TLS__CERTIFICAAT en KLANTBEELD_TLS__SLEUTEL ontbreken: in productie luistert de webserver op een "
            "netwerk alleen met TLS. Zet KLANTBEELD_TLS__VOORAF=true als een proxy ervoor dat doet en niemand er omheen kan."
        )
    demogeheim = settings.geheim.get_secret_value() if is_demo(settings) else None
    return Toegang(rechten, vertrouwden, Tokenlezer(vertrouwden), demogeheim)


def _make_vertrouwden(settings: Settings, rechten: Rechten) -> tuple[Vertrouwde, ...]:
    bestand = settings.identiteit.uitgevers
    if bestand is None:
        return ()
    uitgevers = load_uitgevers(bestand, rechten.rollen, alleen_tls=not is_demo(settings)).uitgevers
    return tuple(
        Vertrouwde(naam, deel, Sleutelbos(naam, deel, Ophaler(naam, deel.ca_bestand))) for naam, deel in uitgevers.items()
    )


def make_tokenmaker(settings: Settings) -> Callable[[str], str]:
    """What makes a demo token for a role, whatever the role is; for the demo only."""
    return lambda rol: make_demotoken(rol, settings.geheim.get_secret_value(), datetime.now(UTC))


def is_demo(settings: Settings) -> bool:
    """Whether this is the demo: made-up employers and published keys."""
    return settings.omgeving == "demo"
