"""The files that pages are made of: style, script and letters. Their digest is in their address, so that a browser keeps them
until they are others; style sheets are joined to one, for each is waited for."""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

STIJL = ("tokens.css", "ams/index.css", "scherm.css")
"""What is joined to one style sheet, in this order."""
LETTERS = "letters"
_SOORTEN = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
_BEWAREN = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Bestand:
    """``ingepakt`` is the same with gzip; None where that makes it no smaller."""

    inhoud: bytes
    ingepakt: bytes | None
    soort: str


@cache
def list_bestanden() -> dict[str, Bestand]:
    """Every file by its name below ``/static/``."""
    map_ = files("klantbeeld.web").joinpath("static")
    namen: dict[str, tuple[str, ...]] = {"stijl.css": STIJL}
    for deel in map_.iterdir():
        if deel.name.endswith((".js", ".svg")):
            namen[deel.name] = (deel.name,)
    namen |= {
        f"{LETTERS}/{deel.name}": (f"{LETTERS}/{deel.name}",)
        for deel in map_.joinpath(LETTERS).iterdir()
        if deel.name.endswith(".woff2")
    }
    return {
        naam: _make_bestand(naam, b"\n".join(map_.joinpath(*deel.split("/")).read_bytes() for deel in delen))
        for naam, delen in namen.items()
    }


def address_of(naam: str) -> str:
    """Where a browser finds a file. Errors: ``ValueError`` when there is none of that name."""
    if naam not in list_bestanden():
        raise ValueError(naam)
    return f"/static/{versie()}/{naam}"


@cache
def versie() -> str:
    """The digest of all files together."""
    return sha256(b"".join(bestand.inhoud for _, bestand in sorted(list_bestanden().items()))).hexdigest()[:12]


def make_bestanden() -> Route:
    """The route of all of them."""

    async def show(request: Request) -> Response:
        bestand = list_bestanden().get(request.path_params["naam"])
        if bestand is None or request.path_params["versie"] != versie():
            return Response("Niet gevonden.", 404, media_type="text/plain; charset=utf-8")
        koppen = {"Cache-Control": _BEWAREN, "Vary": "Accept-Encoding"}
        if bestand.ingepakt is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(bestand.ingepakt, headers={**koppen, "Content-Encoding": "gzip"}, media_type=bestand.soort)
        return Response(bestand.inhoud, headers=koppen, media_type=bestand.soort)

    return Route("/static/{versie}/{naam:path}", show)


def _make_bestand(naam: str, inhoud: bytes) -> Bestand:
    ingepakt = gzip.compress(inhoud, mtime=0)
    kleiner = ingepakt if len(ingepakt) < len(inhoud) * 0.9 else None
    return Bestand(inhoud, kleiner, _SOORTEN[naam.rpartition(".")[2]])
