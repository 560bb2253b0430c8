"""The headers that every answer carries, whoever gives it: what a browser may do with it, and that nobody keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klantbeeld.settings import Settings

BELEID = "content-security-policy"
BEWAREN = "cache-control"
NIETS = "default-src 'none'; form-action 'none'; base-uri 'none'"
"""The policy of what is no page: nothing may be run, fetched or shown of it."""
NIEMAND = "'none'"
EEN_JAAR = 365 * 24 * 3600

_VAST = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Koppen:
    """The headers under one configuration. ``inlijsters`` are the origins of pages that may show ours in a frame; ``met_tls``:
    browsers may not come back without TLS."""

    inlijsters: tuple[str, ...] = ()
    met_tls: bool = False

    def add_to(self, koppen: MutableHeaders) -> None:
        """Completes the headers of one answer. A policy of its own is kept, and so is ``private`` of what it says of keeping;
        who may frame it is decided here alone."""
        koppen.update(_VAST)
        koppen[BELEID] = f"{koppen.get(BELEID, NIETS)}; frame-ancestors {' '.join(self.inlijsters) or NIEMAND}"
        koppen.setdefault(BEWAREN, "no-store")
        if not self.inlijsters:
            koppen["x-frame-options"] = "DENY"
        if self.met_tls:
            koppen["strict-transport-security"] = f"max-age={EEN_JAAR}"

    def list_kale(self) -> list[tuple[bytes, bytes]]:
        """The headers of an answer that has none of its own."""
        koppen = MutableHeaders()
        self.add_to(koppen)
        return koppen.raw

    def surround(self, app: ASGIApp) -> ASGIApp:
        """The same application with these headers on every answer."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            await app(scope, receive, self._add_to_start(send) if scope["type"] == "http" else send)

        return answer

    def _add_to_start(self, send: Send) -> Send:
        async def send_veilig(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.add_to(MutableHeaders(scope=message))
            await send(message)

        return send_veilig


def make_koppen(settings: Settings) -> Koppen:
    """The headers under these settings."""
    return Koppen(tuple(settings.web.inlijsters.split()), met_tls=settings.omgeving != "demo")


class Webtoepassing(Starlette):
    """Routes behind those headers, which the answer to what nobody expected carries too."""

    def __init__(self, routes: Sequence[BaseRoute], koppen: Koppen, middleware: Sequence[Middleware] = ()) -> None:
        super().__init__(routes=routes, middleware=middleware)
        self.koppen = koppen
        self.router.redirect_slashes = False  # it would send a caller to whatever host the request names

    def build_middleware_stack(self) -> ASGIApp:
        """What answers, from the outside in."""
        return self.koppen.surround(super().build_middleware_stack())
