"""Access tokens: a signed statement of an identity provider of who asks (RFC 9068). Whatever is wrong with one, it is
refused in the same words."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from klantbeeld.access.handtekeningen import ONGELEZEN, Eis, Vertrouwde, name_uitgever, read_claims
from klantbeeld.access.policy import Bereik
from klantbeeld.access.tokens import ONGELDIG
from klantbeeld.access.uitgevers import Uitgever
from klantbeeld.domain.vragen import Selectie
from klantbeeld.errors import NietAangemeld

_ACCOUNT = re.compile(r"[A-Za-z0-9._@:|+/=-]{1,150}\Z")


@dataclass(frozen=True, slots=True)
class Identiteit:
    """Who a provider says that asks: an account as it is recorded (no two providers share one), the program it asks by, the
    roles that its claim means here, and the employers that it may ask about (None: not said)."""

    naam: str
    client: str
    rollen: tuple[str, ...]
    bereik: Selectie | None = None

    @property
    def rol(self) -> str | None:
        """The role of who has chosen none; None: it has none."""
        return next(iter(self.rollen), None)


class Tokenlezer:
    """Tells who the bearer of an access token is."""

    def __init__(self, vertrouwden: Iterable[Vertrouwde], nu: Callable[[], float] = time.time) -> None:
        self._vertrouwden = {vertrouwde.uitgever.url: vertrouwde for vertrouwde in vertrouwden}
        self._nu = nu

    async def read(self, token: str) -> Identiteit:
        """Who the bearer is. Errors: ``NietAangemeld``, which does not say what was wrong; ``UitgeverOnbereikbaar``."""
        try:
            vertrouwde = self._vertrouwden[name_uitgever(token)]
            eis = Eis(vertrouwde.uitgever.publiek, self._nu(), check_at_jwt)
            beweringen = await read_claims(token, vertrouwde, eis)
            return make_identiteit(beweringen, vertrouwde, find_client(beweringen, vertrouwde.uitgever))
        except ONGELEZEN:
            raise NietAangemeld(ONGELDIG) from None


def check_at_jwt(soort: object) -> None:
    """Errors: ``ValueError`` for the type of any token but an access token (RFC 9068, section 4)."""
    if not isinstance(soort, str) or soort.lower() not in {"at+jwt", "application/at+jwt"}:
        raise ValueError("is no access token")


def find_client(beweringen: Mapping[str, Any], uitgever: Uitgever) -> str:
    """The program that these claims were made for, one that may ask. Errors: ``ValueError``."""
    genoemd = [beweringen[naam] for naam in ("azp", "client_id") if naam in beweringen]
    bekend = uitgever.clients | uitgever.programmas
    client = next((naam for naam in bekend if genoemd and all(naam == ander for ander in genoemd)), None)
    if client is None:
        raise ValueError("a program that is not known")
    return client


def make_identiteit(beweringen: Mapping[str, Any], vertrouwde: Vertrouwde, client: str) -> Identiteit:
    """Who these claims are of. Errors: ``ValueError`` for an account that cannot be recorded, or employers that are none."""
    account = client if client in vertrouwde.uitgever.programmas else beweringen["sub"]
    if not _ACCOUNT.match(account):
        raise ValueError("an account that cannot be recorded")
    waarden = beweringen.get(vertrouwde.uitgever.rolclaim)
    rollen = vertrouwde.uitgever.list_rollen(waarden if isinstance(waarden, list) else [waarden])
    bereik = beweringen.get(vertrouwde.uitgever.bereikclaim or "")
    selectie = None if bereik is None else Bereik.model_validate(bereik).selectie
    return Identiteit(f"{vertrouwde.naam}:{account}", client, rollen, selectie)
