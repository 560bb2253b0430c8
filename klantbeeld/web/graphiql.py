"""GraphiQL for the demo: a page to try queries on, as any role. Everything it needs is served from here."""

import re
from collections.abc import Callable
from html import escape
from importlib.resources import files
from secrets import token_urlsafe
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from klantbeeld.access.policy import Rechten
from klantbeeld.web.koppen import NIETS

PAD = "/graphiql"
BESTANDEN = {
    "graphiql.css": "text/css",
    "graphiql.js": "text/javascript",
    "graphiql/graphiql.min.css": "text/css",
    "graphiql/graphiql.min.js": "text/javascript",
    "graphiql/react-dom.production.min.js": "text/javascript",
    "graphiql/react.production.min.js": "text/javascript",
}
"""What the page is made of, below ``/static``, with its media type."""

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\Z")


def make_graphiql(rechten: Rechten, make_token: Callable[[str], str]) -> list[Route]:
    """The page at ``/graphiql`` and its files. ``make_token`` gives a demo token for a role."""
    sjabloon = Template(files("klantbeeld").joinpath("web", "graphiql.html").read_text(encoding="utf-8"))

    async def show(request: Request) -> Response:
        # A page of another site that makes its own name lead here must not get at the tokens.
        if not _LOOPBACK.match(request.headers.get("host", "")):
            return PlainTextResponse("Open deze pagina op 127.0.0.1 of localhost.", 421)
        rollen = "\n".join(
            f'<option value="{escape(rol)}" data-token="{make_token(rol)}">{escape(recht.naam)}</option>'
            for rol, recht in rechten.rollen.items()
        )
        nonce = token_urlsafe(16)
        # The tokens are those of the demo, and still they are not for anybody else's cache.
        koppen = {"Cache-Control": "private, no-store", "Content-Security-Policy": make_beleid(nonce)}
        return HTMLResponse(sjabloon.substitute(rollen=rollen, nonce=nonce), headers=koppen)

    return [Route(PAD, show), *(make_bestand(naam, soort) for naam, soort in BESTANDEN.items())]


def make_beleid(nonce: str) -> str:
    """What the page may do: run and fetch what is ours, and style itself under a nonce of its own."""
    regels = (
        NIETS,
        "script-src 'self'",
        f"style-src 'self' 'nonce-{nonce}'",
        "font-src data:",
        "img-src data:",
        "connect-src 'self'",
    )
    return "; ".join(regels)


def make_bestand(naam: str, soort: str) -> Route:
    """One file of the page. It is read when it is asked for: together they are 1.5 MB."""
    map_ = files("klantbeeld").joinpath("web", "static") if "/" in naam else files("klantbeeld").joinpath("web")

    async def show(_: Request) -> Response:
        return Response(map_.joinpath(*naam.split("/")).read_bytes(), media_type=soort)

    return Route(f"/static/{naam}", show)
