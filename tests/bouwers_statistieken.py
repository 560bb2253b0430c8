"""Statistics as they are asked at their address, by a dashboard."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette

from klantbeeld.queries import Klantbeeld
from klantbeeld.toelating import Aanmelder, Toelating
from klantbeeld.web.statistiekpunt import PAD, make_statistiekpunten
from tests.bouwers_graphql import ask_web, make_aanmelder

JAREN = {"van": "2020-01", "tot": "2023-12"}
"""The period of the example employer."""


def make_app(klantbeeld: Klantbeeld, aanmelder: Aanmelder) -> Starlette:
    """The addresses of statistics alone, before somebody who is let in so."""

    async def charge_adres(adres: str | None) -> None:
        if limiet := klantbeeld.omgeving.limiet:
            await limiet.charge_adres(adres)

    return Starlette(routes=make_statistiekpunten(klantbeeld, Toelating(aanmelder, charge_adres)))


def ask_adres(
    klantbeeld: Klantbeeld, vorm: str = "json", rol: str | None = "accountmanager", **vraag: str | Sequence[str]
) -> httpx.Response:
    """What an address answers to a role; the period is that of the example employer."""
    adres = f"{PAD}.{vorm}?{urlencode(JAREN | vraag, doseq=True)}"
    return ask_web(make_app(klantbeeld, make_aanmelder(rol)), "GET", adres)


def read_csv(response: httpx.Response) -> list[dict[str, str]]:
    """The rows of a CSV answer by their columns."""
    assert response.status_code == 200, response.text
    return list(csv.DictReader(StringIO(response.content.decode(), newline="")))


def code_of(response: httpx.Response) -> tuple[int, str]:
    """The status and the code of problem details."""
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def write_value(waarde: object) -> str:
    """A value of JSON as CSV has it."""
    if isinstance(waarde, Mapping):
        return "; ".join(f"{naam}: {reden}" for naam, reden in waarde.items())
    if isinstance(waarde, bool):
        return str(waarde).lower()
    return "" if waarde is None else str(waarde)
