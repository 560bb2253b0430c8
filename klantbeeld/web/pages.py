"""The first page of the demo: where you are, which roles there are, and how to ask a first question."""

from html import escape
from importlib.resources import files
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from klantbeeld.access.policy import Rechten
from klantbeeld.web.koppen import NIETS

PAGINA = {"Content-Security-Policy": f"{NIETS}; style-src 'self'"}


def make_demopaginas(rechten: Rechten) -> list[Route]:
    """The page at ``/``, which says that this is a demo and names every role, and its stylesheet."""
    sjabloon = Template(_read("demo.html"))
    rollen = "\n".join(
        f"<tr><th scope='row'><code>{escape(rol)}</code></th><td>{escape(recht.naam)}</td><td>{len(recht.groepen)}</td></tr>"
        for rol, recht in rechten.rollen.items()
    )

    async def show(request: Request) -> HTMLResponse:
        return HTMLResponse(sjabloon.substitute(rollen=rollen, adres=escape(_address_of(request))), headers=PAGINA)

    return [Route("/", show), make_stijl()]


def make_stijl() -> Route:
    """The stylesheet of these pages."""
    stijl = _read("demo.css")

    async def show(_: Request) -> Response:
        return Response(stijl, media_type="text/css")

    return Route("/static/demo.css", show)


def _read(naam: str) -> str:
    return files("klantbeeld").joinpath("web", naam).read_text(encoding="utf-8")


def _address_of(request: Request) -> str:
    """Where this program listens, not where a caller says that it does."""
    host, port = request.scope.get("server") or ("127.0.0.1", 8000)
    return f"http://{host}:{port}"
