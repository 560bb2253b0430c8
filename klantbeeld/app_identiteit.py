"""The part of the composition root that makes who is let in: a token of an identity provider, who signed in there, in the demo
a token of ours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

from starlette.requests import Request

from klantbeeld.access.aanmelding import Aanmelding, Client, Sleutel, import_sleutel
from klantbeeld.access.gebruiker import Gebruiker
from klantbeeld.access.handtekeningen import Vertrouwde
from klantbeeld.access.ophalen import GEDULD, Ophaler
from klantbeeld.access.policy import Rechten
from klantbeeld.access.rechtenbestanden import Rechtenbestand
from klantbeeld.access.sleutelbossen import Sleutelbos
from klantbeeld.access.toegangstokens import Identiteit, Tokenlezer
from klantbeeld.access.tokens import ONGELDIG, make_demotoken, read_demotoken
from klantbeeld.access.uitgevers import Uitgever, load_uitgevers
from klantbeeld.deur import GEEN_ROL, Deur
from klantbeeld.errors import GeenToegang, InstellingOnjuist, NietAangemeld, UitgeverOnbereikbaar
from klantbeeld.sessies import Sessie, Sessies
from klantbeeld.settings import Settings
from klantbeeld.settings_identiteit import is_loopback, is_protected
from klantbeeld.web.aanmelden import TERUG, Balie, Charge

NIET_AANGEMELD = "Stuur een token mee: Authorization: Bearer …"


@dataclass(frozen=True, slots=True)
class Toegang:
    """How a web process lets callers in. ``demogeheim`` is the key of demo tokens; None where they say nothing."""

    rechten: Rechtenbestand
    vertrouwden: tuple[Vertrouwde, ...]
    lezer: Tokenlezer
    demogeheim: str | None
    aanmelding: Aanmelding | None
    """How people sign in; None where they do not."""

    async def sign_in(self, request: Request, balie: Balie | None = None) -> Gebruiker:
        """The user that a request comes from, by its bearer token, without one by the session that ``balie`` finds. Errors:
        ``NietAangemeld``; ``GeenToegang``; ``UitgeverOnbereikbaar``."""
        schema, _, token = request.headers.get("authorization", "").partition(" ")
        if schema.lower() == "bearer" and token:
            return self.read_demo(token.strip()) or await self._read(token.strip())
        sessie = await balie.recognise(request) if balie else None
        if sessie is None:
            raise NietAangemeld(NIET_AANGEMELD)
        return self.grant(sessie)

    def look(self) -> str | None:
        """The code of the alarm when a provider does not answer; None when all do, as far as they were asked."""
        return UitgeverOnbereikbaar.code if any(deel.sleutels.is_gestoord for deel in self.vertrouwden) else None

    async def _read(self, token: str) -> Gebruiker:
        identiteit = await self.lezer.read(token)
        return self.grant(identiteit)

    def grant(self, wie: Identiteit | Sessie) -> Gebruiker:
        """The user that somebody is in his role. Errors: ``GeenToegang``."""
        gebruiker = self.rechten.read().grant(wie.rol, wie.naam, bereik=wie.bereik) if wie.rol else None
        if gebruiker is None:
            raise GeenToegang(GEEN_ROL)
        return gebruiker

    def read_demo(self, token: str) -> Gebruiker | None:
        """Who a demo token is of; None when it is none, and another may believe it."""
        if self.demogeheim is None:
            return None
        try:
            account, rol = read_demotoken(token, self.demogeheim, datetime.now(UTC))
        except NietAangemeld:
            return None
        gebruiker = self.rechten.read().grant(rol, account)
        if gebruiker is None:
            raise NietAangemeld(ONGELDIG)
        return gebruiker


def make_toegang(settings: Settings, rechten: Rechtenbestand) -> Toegang:
    """Who is let in. Errors: ``InstellingOnjuist``, also in production without identity provider or TLS."""
    vertrouwden = _make_vertrouwden(settings, rechten.read())
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
    return Toegang(rechten, vertrouwden, Tokenlezer(vertrouwden), demogeheim, _make_aanmelding(settings, vertrouwden))


def _make_vertrouwden(settings: Settings, rechten: Rechten) -> tuple[Vertrouwde, ...]:
    bestand = settings.identiteit.uitgevers
    if bestand is None:
        return ()
    uitgevers = load_uitgevers(bestand, rechten.rollen, alleen_tls=not is_demo(settings)).uitgevers
    return tuple(_make_vertrouwde(naam, deel) for naam, deel in uitgevers.items())


def _make_vertrouwde(naam: str, uitgever: Uitgever) -> Vertrouwde:
    return Vertrouwde(naam, uitgever, Sleutelbos(naam, uitgever, Ophaler(naam, uitgever.ca_bestand, GEDULD)))


def _make_aanmelding(settings: Settings, vertrouwden: tuple[Vertrouwde, ...]) -> Aanmelding | None:
    gezet = settings.aanmelden
    if gezet.uitgever is None or gezet.adres is None:
        return None
    vertrouwde = next((deel for deel in vertrouwden if deel.naam == gezet.uitgever), None)
    if vertrouwde is None:
        raise InstellingOnjuist("KLANTBEELD_AANMELDEN__UITGEVER: staat niet in KLANTBEELD_IDENTITEIT__UITGEVERS.")
    if not is_protected(gezet.adres) and not (is_demo(settings) and is_loopback(gezet.adres)):
        raise InstellingOnjuist("KLANTBEELD_AANMELDEN__ADRES: moet https:// zijn (TLS).")
    return Aanmelding(vertrouwde, Client(gezet.client, gezet.adres + TERUG, _read_bewijs(settings)))


def _read_bewijs(settings: Settings) -> Sleutel | str:
    gezet = settings.aanmelden
    if gezet.geheim is not None:
        return gezet.geheim.get_secret_value()
    try:
        return import_sleutel(gezet.sleutel.read_bytes() if gezet.sleutel else b"")
    except (OSError, ValueError):
        raise InstellingOnjuist("KLANTBEELD_AANMELDEN__SLEUTEL: is geen private sleutel (PEM) van RSA of P-256.") from None


def make_balie(settings: Settings, toegang: Toegang, sessies: Sessies | None, charge: Charge) -> Balie | None:
    """The pages on which people sign in and out; None where they do not."""
    gezet = settings.aanmelden
    if toegang.aanmelding is None or sessies is None or gezet.adres is None:
        return None
    deur = Deur(toegang.aanmelding, sessies, toegang.rechten, gezet.herziening)
    return Balie(deur, sessies.verzegeling, gezet.adres, charge)


def make_tokenmaker(settings: Settings) -> Callable[[str], str]:
    """What makes a demo token for a role, whatever the role is; for the demo only."""
    return lambda rol: make_demotoken(rol, settings.geheim.get_secret_value(), datetime.now(UTC))


def is_demo(settings: Settings) -> bool:
    """Whether this is the demo: made-up employers and published keys."""
    return settings.omgeving == "demo"
