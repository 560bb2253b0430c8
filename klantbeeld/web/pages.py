"""The plain stylesheet of the pages of signing in, and what such a page may do."""

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from klantbeeld.web.koppen import NIETS

PAGINA = {"Content-Security-Policy": f"{NIETS}; style-src 'self'"}


def make_stijl() -> Route:
    """The stylesheet of these pages."""
    stijl = files("klantbeeld").joinpath("web", "demo.css").read_text(encoding="utf-8")

    async def show(_: Request) -> Response:
        return Response(stijl, media_type="text/css")

    return Route("/static/demo.css", show)
