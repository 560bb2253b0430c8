"""Around every request: its trace, and a line in the log when it was answered."""

from collections.abc import Sequence
from time import monotonic

import structlog
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klantbeeld.spans import open_verzoek
from klantbeeld.sporen import trace_of, traceparent_of

ONBEKEND = "onbekend"
METHODEN = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = structlog.get_logger()


class Verzoekspoor:
    """Binds the trace of a request to every line that is logged while it is answered, opens its span, and logs the answer with
    ``met_regel``: method, route, status (0: none was sent) and time. Nothing that a caller wrote himself is in line or span."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute], *, met_regel: bool) -> None:
        self._app = app
        self._routes = tuple(routes)
        self._met_regel = met_regel

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        begin = monotonic()
        route = self._name_route(scope)

        async def note_status(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        methode = scope["method"] if scope["method"] in METHODEN else ONBEKEND
        with open_verzoek(f"{methode} {route}", trace_of(scope), traceparent_of(scope)) as span:
            try:
                await self._app(scope, receive, note_status)
            finally:
                span.set_attributes({"http.request.method": methode, "http.route": route, "http.response.status_code": status})
                if self._met_regel:
                    ms = round((monotonic() - begin) * 1000, 1)
                    log.info("verzoek", methode=methode, route=route, status=status, ms=ms)

    def _name_route(self, scope: Scope) -> str:
        """The route as this code writes it."""
        gevonden = (route for route in self._routes if route.matches(scope)[0] is not Match.NONE)
        return getattr(next(gevonden, None), "path", ONBEKEND)
