"""Demo tokens: a signed statement of a role, made by ``klantbeeld token`` and accepted in the demo only."""

import re
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from klantbeeld.errors import NietAangemeld

UITGEVER = "klantbeeld-demo"
GELDIG = timedelta(hours=12)
ONGELDIG = "Het token is niet geldig. Vraag een nieuw token aan."
"""What is said of every token that is refused, whatever is wrong with it."""


_ACCOUNT = re.compile(r"[A-Za-z0-9._@-]{1,100}\Z")


def make_demotoken(rol: str, geheim: str, nu: datetime) -> str:
    """A token for a demo account in this role, valid for twelve hours."""
    beweringen = {"iss": UITGEVER, "sub": f"demo-{rol}", "rol": rol, "iat": nu, "exp": nu + GELDIG}
    return jwt.encode({"alg": "HS256"}, beweringen, OctKey.import_key(geheim))


def read_demotoken(token: str, geheim: str, nu: datetime) -> tuple[str, str]:
    """(account, role) of a valid token. Errors: ``NietAangemeld``, which does not say what was wrong with it."""
    eisen = jwt.JWTClaimsRegistry(
        now=int(nu.timestamp()),
        iss={"essential": True, "value": UITGEVER},
        sub={"essential": True},
        rol={"essential": True},
        iat={"essential": True},
        exp={"essential": True},
    )
    try:
        beweringen = jwt.decode(token, OctKey.import_key(geheim), algorithms=["HS256"]).claims
        eisen.validate(beweringen)
    except (JoseError, ValueError, TypeError, RecursionError):
        raise NietAangemeld(ONGELDIG) from None
    account, rol = beweringen["sub"], beweringen["rol"]
    if not isinstance(account, str) or not isinstance(rol, str) or not _ACCOUNT.match(account):
        raise NietAangemeld(ONGELDIG)
    return account, rol
