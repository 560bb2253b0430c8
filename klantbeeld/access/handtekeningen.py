"""Reading what an identity provider signed: its head, its signature and its claims, each held to a fixed demand.

A text names its provider; only the keys of that one can have signed it, found by their id and by nothing in the text itself.
Errors of everything here are those of ``ONGELEZEN``: who asks turns them into one refusal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry
from joserfc.registry import HeaderParameter

from klantbeeld.access.sleutelbossen import Sleutelbos
from klantbeeld.access.uitgevers import Uitgever

ONGELEZEN = (JoseError, ValueError, TypeError, LookupError, RecursionError)
SPELING = 10
"""So many seconds the clocks of a provider and of ours may differ."""
LANGSTE = 8192
"""A text with more characters is refused unread."""


@dataclass(frozen=True, slots=True)
class Vertrouwde:
    """A provider with its name here and its keys."""

    naam: str
    uitgever: Uitgever
    sleutels: Sleutelbos


@dataclass(frozen=True, slots=True)
class Eis:
    """What a text must be: for whom it was made, at what time it is now, and what type its head may name."""

    publiek: str
    nu: float
    check_soort: Callable[[object], None]
    met_soort: bool = True
    """Whether its head must name a type at all."""


class Kopregels(JWSRegistry):
    """What a head may say: no key, no address of one, nothing critical. Any other word refuses the text."""

    default_header_registry = {  # noqa: RUF012 - as the library has it
        "alg": HeaderParameter("algorithm", "str", required=True),
        "kid": HeaderParameter("id of the key", "str", required=True),
        "x5t": HeaderParameter("print of the certificate", "str"),
        "x5t#S256": HeaderParameter("print of the certificate", "str"),
    }


def name_uitgever(tekst: str) -> str:
    """The provider that a text names, which is not yet to be believed."""
    naam = orjson.loads(_extract(tekst).payload or b"")["iss"]
    if not isinstance(naam, str):
        raise TypeError("iss is no text")
    return naam


async def read_claims(tekst: str, vertrouwde: Vertrouwde, eis: Eis) -> Mapping[str, Any]:
    """The claims of a text that this provider signed, for us and for now. Errors: ``ONGELEZEN``; ``UitgeverOnbereikbaar``."""
    gelezen = _extract(tekst)
    soort = HeaderParameter("type", eis.check_soort, required=eis.met_soort)
    regels = Kopregels({"typ": soort}, vertrouwde.uitgever.algoritmen)
    regels.check_header(kop := gelezen.headers())
    regels.get_alg(kop["alg"])
    sleutel = await vertrouwde.sleutels.find(kop["kid"])
    if sleutel is None or not jws.validate_compact(gelezen, sleutel, registry=regels):
        raise ValueError("no key of the provider made this signature")
    beweringen: dict[str, Any] = orjson.loads(gelezen.payload or b"")
    _check_claims(beweringen, vertrouwde.uitgever, eis)
    return beweringen


def _extract(tekst: str) -> jws.CompactSignature:
    if len(tekst) > LANGSTE:
        raise ValueError("the text is too long")
    return jws.extract_compact(tekst.encode("ascii"))


def _check_claims(beweringen: dict[str, Any], uitgever: Uitgever, eis: Eis) -> None:
    JWTClaimsRegistry(
        now=int(eis.nu),
        leeway=SPELING,
        iss={"essential": True, "value": uitgever.url},
        aud={"essential": True, "value": eis.publiek},
        sub={"essential": True},
        iat={"essential": True},
        exp={"essential": True},
    ).validate(beweringen)
    if beweringen["exp"] - beweringen["iat"] > uitgever.geldigheid:
        raise ValueError("made for too long")
