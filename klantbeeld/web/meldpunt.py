"""``/.well-known/security.txt`` (RFC 9116): where somebody who finds a leak can tell it."""

from datetime import UTC, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from klantbeeld.domain.klok import Klok

PAD = "/.well-known/security.txt"
GELDIG = timedelta(days=90)
"""So long whoever reads it may rely on it; RFC 9116 advises less than a year."""


def make_meldpunt(contact: str | None, klok: Klok) -> list[Route]:
    """The route of the file; none when nobody is named."""
    if contact is None:
        return []

    async def show(_: Request) -> PlainTextResponse:
        einde = (klok().astimezone(UTC) + GELDIG).replace(hour=0, minute=0, second=0, microsecond=0)
        regels = (f"Contact: {contact}", f"Expires: {einde:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: nl, en", "")
        return PlainTextResponse("\n".join(regels))

    return [Route(PAD, show)]
