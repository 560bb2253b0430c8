"""Health, as those who run the program ask after it: is it alive, and is it ready. Names of sources, codes and times only."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from klantbeeld.toestand import Bevinding, Bronfeit

LEVEND, GEREED = "/gezondheid/levend", "/gezondheid/gereed"


class Toezicht(Protocol):
    """Who knows how this process stands."""

    def is_levend(self) -> bool:
        """False when only a restart can help."""
        ...

    async def look(self) -> Bevinding:
        """How it stands now. Never fails."""
        ...


def make_gezondheid(toezicht: Toezicht) -> list[Route]:
    """``/gezondheid/levend``: 503 asks for a restart. ``/gezondheid/gereed``: 503 asks for no work until it is 200."""

    async def show_levend(_: Request) -> Response:
        is_levend = toezicht.is_levend()
        return _answer({"status": "LEVEND" if is_levend else "STAAT_STIL"}, is_goed=is_levend)

    async def show_gereed(_: Request) -> Response:
        bevinding = await toezicht.look()
        return _answer(describe_bevinding(bevinding), is_goed=bevinding.is_gereed)

    return [_make_route(LEVEND, show_levend), _make_route(GEREED, show_gereed)]


def describe_bevinding(bevinding: Bevinding) -> dict[str, object]:
    """A finding as JSON: of the sources only those that are configured."""
    toestand = bevinding.toestand
    beschrijving: dict[str, object] = {
        "status": "GEREED" if bevinding.is_gereed else "NIET_GEREED",
        **{deel: code or "OK" for deel, code in bevinding.delen.items()},
        "alarmen": [{"code": alarm.code} | ({"bron": alarm.bron} if alarm.bron else {}) for alarm in bevinding.list_alarmen()],
    }
    if toestand is None:
        return beschrijving
    bronnen = [_describe_bron(feit) for feit in toestand.bronnen if feit.is_bekend]
    return beschrijving | {"markeringen": toestand.markeringen, "bronnen": bronnen}


def _describe_bron(feit: Bronfeit) -> dict[str, object]:
    bijgewerkt_op = feit.oordeel.bijgewerkt_op
    return {
        "bron": feit.oordeel.bron,
        "status": feit.oordeel.status,
        "bijgewerktOp": bijgewerkt_op.isoformat() if bijgewerkt_op else None,
        "achterstandInSeconden": feit.achterstand,
        "storing": feit.storing,
    }


def _answer(inhoud: dict[str, object], *, is_goed: bool) -> Response:
    return Response(orjson.dumps(inhoud), 200 if is_goed else 503, media_type="application/json")


def _make_route(pad: str, show: Callable[[Request], Awaitable[Response]]) -> Route:
    return Route(pad, show, methods=["GET"])
