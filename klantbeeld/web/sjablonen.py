"""Templates: a page, or a part of one, is a dataclass with a template of its own, and the template uses nothing else.

``render`` makes text of one. ``Pagina`` is what is around every page; ``stream`` sends it in parts, so that who waits for a
slow group reads the others meanwhile.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, StreamingResponse

from klantbeeld.web import lijsten, opmaak
from klantbeeld.web.bestanden import address_of

BELEID = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action {formulieren}; img-src 'self'; "
    "script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a page may do: nothing that is not ours, nothing inline, and no script may make HTML of text."""
GEEN = Markup("")
SPLEET = Markup("<!-- spleet -->")
"""Where the parts come that are sent later."""


@dataclass(frozen=True, slots=True)
class Blad:
    """Anything with a template of its own, by its name in ``sjablonen/``; its fields are all that the template knows."""

    sjabloon: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Rolkeuze:
    """A role that can be chosen."""

    rol: str
    naam: str
    is_gekozen: bool


@dataclass(frozen=True, slots=True)
class Schil:
    """What every page says of its visitor: his account and role, and where the rest of the product is. ``zoeken``: whether he
    may search. ``afmelden``: whether he can sign out. ``rollen``: those he can choose from."""

    account: str
    rolnaam: str
    is_demo: bool = False
    zoeken: bool = True
    afmelden: bool = False
    rollen: tuple[Rolkeuze, ...] = ()
    wegen: tuple[tuple[str, str], ...] = ()
    """Other pages that he may see: address and name."""


@dataclass(frozen=True, slots=True)
class Pagina(Blad):
    """Around every page. ``titel`` names the page and never an employer: titles stay behind in the history of a browser."""

    sjabloon: ClassVar[str] = "pagina.html"
    titel: str
    schil: Schil | None
    inhoud: Markup
    kop: Markup = GEEN
    """What stands above the content and stays in view."""
    zoekterm: str = ""
    is_zoekpagina: bool = False


@cache
def get_environment() -> Environment:
    """What templates are read with: text is escaped, and a name that is not there is an error."""
    omgeving = Environment(
        loader=PackageLoader("klantbeeld.web", "sjablonen"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    omgeving.filters |= opmaak.FILTERS | lijsten.FILTERS
    omgeving.globals = {"bestand": address_of}
    return omgeving


def render(blad: Blad) -> Markup:
    """The text of a part, by its template."""
    sjabloon = get_environment().get_template(blad.sjabloon)
    tekst = sjabloon.render({veld.name: getattr(blad, veld.name) for veld in fields(blad)})
    return Markup(tekst)  # noqa: S704 - templates escape what they are given


def show(pagina: Pagina, status: int = 200, *, formulieren: str = "'self'") -> HTMLResponse:
    """A whole page; its forms may go to ``formulieren``."""
    return HTMLResponse(render(pagina), status, make_koppen(formulieren))


def stream(pagina: Pagina, delen: AsyncIterator[Markup], status: int = 200) -> StreamingResponse:
    """A page whose content (``SPLEET`` in it) comes in parts. What fails in a part must be told in that part."""

    async def send() -> AsyncIterator[str]:
        voor, _, na = render(pagina).partition(SPLEET)
        yield voor
        async for deel in delen:
            yield deel
        yield na

    return StreamingResponse(send(), status, make_koppen(), "text/html; charset=utf-8")


def make_koppen(formulieren: str = "'self'") -> Mapping[str, str]:
    """The headers of a page: kept by nobody, and allowed nothing but what is ours."""
    return {"Cache-Control": "private, no-store", "Content-Security-Policy": BELEID.format(formulieren=formulieren)}
