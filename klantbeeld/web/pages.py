"""The first page of the demo: where you are, which roles there are, and how to ask a first question."""

from html import escape
from importlib.resources import files
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from klantbeeld.access.policy import Rechten

VEILIG = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def make_demopagina(rechten: Rechten) -> Route:
    """The page at ``/``; it says that this is a demo and names every role."""
    sjabloon = Template(files("klantbeeld").joinpath("web", "demo.html").read_text(encoding="utf-8"))
    rollen = "\n".join(
        f"<tr><th scope='row'><code>{escape(rol)}</code></th><td>{escape(recht.naam)}</td><td>{len(recht.groepen)}</td></tr>"
        for rol, recht in rechten.rollen.items()
    )
    pagina = sjabloon.substitute(rollen=rollen)

    async def show(_: Request) -> HTMLResponse:
        return HTMLResponse(pagina, headers=VEILIG)

    return Route("/", show)
