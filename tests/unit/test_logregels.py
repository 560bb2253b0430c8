"""Log lines: JSON, one line each whatever is in them, with the trace of their request, and without words of a caller."""

import asyncio
import errno
import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from klantbeeld.app import make_token, make_web
from klantbeeld.logregels import configure_logs
from klantbeeld.settings import Settings
from klantbeeld.web.middleware import Verzoekspoor
from tests.bouwers_graphql import BAKKER, TRACE, Proef, ask_web

SPOOR = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}


class Uitvoer:
    """What is logged."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._gelezen = ""

    def read(self) -> str:
        """All of it until now."""
        self._gelezen += self._capsys.readouterr().err
        return self._gelezen


@pytest.fixture
def uitvoer(capsys: pytest.CaptureFixture[str]) -> Iterator[Uitvoer]:
    with configured_logs():
        yield Uitvoer(capsys)


@contextmanager
def configured_logs() -> Iterator[None]:
    """Logging as of a program; afterwards it is as it was."""
    eerder, niveau = logging.root.handlers[:], logging.root.level
    configure_logs()
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.root.handlers[:] = eerder
    logging.root.setLevel(niveau)


def read_lines(uitvoer: Uitvoer) -> list[dict[str, Any]]:
    return [json.loads(regel) for regel in uitvoer.read().splitlines()]


def post_web(web: Starlette, query: str) -> Any:
    """The answer to a question that belongs to ``TRACE``."""
    koppen = {"Content-Type": "application/json", "Authorization": f"Bearer {make_token(Settings(), 'klantadviseur')}"}
    return ask_web(web, "POST", "/graphql", json.dumps({"query": query}).encode(), koppen | SPOOR).json()


class Volgelopen(io.StringIO):
    """A channel to a disk that is full."""

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_behind_the_log_ends_no_work(uitvoer: Uitvoer, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as vol:
        vol.setattr("sys.stderr", Volgelopen())
        structlog.get_logger().info("niet gezegd")
    structlog.get_logger().info("weer gezegd")
    assert [regel["event"] for regel in read_lines(uitvoer)] == ["weer gezegd"]


@pytest.mark.parametrize("waarde", ["een\r\ntwee", "\x1b[31mrood\x07", '"}\n{"level": "info"', "\u2028\u202e\udcff"])
def test_a_value_can_not_end_its_line_or_steer_a_terminal(uitvoer: Uitvoer, waarde: str) -> None:
    """S24."""
    structlog.get_logger().info("gebeurd", waarde=waarde)
    assert re.fullmatch(r"[ -~]+\n", uitvoer.read())
    assert [regel["waarde"] for regel in read_lines(uitvoer)] == [waarde]


def test_a_line_has_its_time_level_and_trace(uitvoer: Uitvoer) -> None:
    structlog.get_logger().warning("gebeurd")
    structlog.get_logger().warning("nog eens")
    eerste, tweede = read_lines(uitvoer)
    assert (eerste["event"], eerste["level"], eerste["timestamp"][-1]) == ("gebeurd", "warning", "Z")
    assert re.fullmatch("[0-9a-f]{32}", eerste["trace_id"])
    assert eerste["trace_id"] == tweede["trace_id"]


def test_at_a_terminal_a_value_can_not_end_its_line_or_steer_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """S24: nor at a terminal."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stderr", scherm := Terminal())
    with configured_logs():
        structlog.get_logger().info("gebeurd", waarde="een\r\ntwee\x1b[31m\u2028\u202e\udcff")
    assert re.fullmatch(r"\d\d:\d\d:\d\d gebeurd waarde=een twee \[31m\n", scherm.getvalue())


def test_what_a_library_logs_is_told_without_the_values_in_it(uitvoer: Uitvoer) -> None:
    try:
        int("kanarie")
    except ValueError:
        logging.getLogger("asyncio").exception("Taak %s mislukte\nwant kanarie", "kanarie")
    (regel,) = read_lines(uitvoer)
    assert (regel["event"], regel["bibliotheek"]) == ("Taak %s mislukte", "asyncio")
    assert re.fullmatch(r"ValueError bij test_logregels\.py:\d+", regel["fout"])
    assert "kanarie" not in uitvoer.read()


def test_a_request_is_logged_by_its_route_status_and_time(uitvoer: Uitvoer, proef: Proef) -> None:
    ask_web(make_web(Settings(), proef.klantbeeld), "GET", "/v1/schema.graphql", koppen=SPOOR)
    (regel,) = read_lines(uitvoer)
    assert regel.pop("ms") >= 0
    assert regel.pop("timestamp")
    assert regel == {
        "event": "verzoek",
        "level": "info",
        "methode": "GET",
        "route": "/v1/schema.graphql",
        "status": 200,
        "trace_id": TRACE,
    }


def test_nothing_that_a_caller_wrote_himself_is_in_the_line(uitvoer: Uitvoer, proef: Proef) -> None:
    web = make_web(Settings(), proef.klantbeeld)
    koppen = {"User-Agent": "kanarie", "Referer": "kanarie", "Authorization": "Bearer kanarie", "traceparent": "kanarie"}
    ask_web(web, "GET", "/kanarie/123456789?zoek=kanarie", koppen=koppen)
    ask_web(web, "KANARIE", "/graphql?query=kanarie", b"kanarie", koppen)
    eerste, tweede = read_lines(uitvoer)
    assert (eerste["route"], eerste["status"]) == ("onbekend", 404)
    assert (tweede["methode"], tweede["route"], tweede["status"]) == ("onbekend", "/graphql", 405)
    assert "kanarie" not in uitvoer.read().lower()


def test_an_error_a_record_and_the_lines_carry_the_same_trace(uitvoer: Uitvoer, proef: Proef) -> None:
    query = f'{{ werkgever(id: "{BAKKER}") {{ naam }} volledigNummer(werkgeverId: "{BAKKER}", soort: NAAM, reden: "waarom") }}'
    antwoord = post_web(make_web(Settings(), proef.klantbeeld), query)
    assert [fout["extensions"]["traceId"] for fout in antwoord["errors"]] == [TRACE]
    assert {regel["traceId"] for regel in proef.read_log()} == {TRACE}
    assert {regel["trace_id"] for regel in read_lines(uitvoer)} == {TRACE}


def test_lines_that_are_written_for_a_request_carry_its_trace_and_not_that_of_another(uitvoer: Uitvoer) -> None:
    samen = asyncio.Barrier(2)

    async def answer(_: Request) -> PlainTextResponse:
        await samen.wait()
        await asyncio.to_thread(structlog.get_logger().info, "in een andere thread")
        return PlainTextResponse("goed")

    routes = [Route("/", answer)]
    app = Starlette(routes=routes, middleware=[Middleware(Verzoekspoor, routes, met_regel=False)])
    sporen = [f"{nummer}" * 32 for nummer in (1, 2)]

    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://klantbeeld.test") as client:
            koppen = ({"traceparent": f"00-{spoor}-b7ad6b7169203331-01"} for spoor in sporen)
            await asyncio.gather(*(client.get("/", headers=kop) for kop in koppen))

    asyncio.run(ask())
    assert sorted(regel["trace_id"] for regel in read_lines(uitvoer)) == sporen


def test_a_request_that_fails_is_logged_all_the_same(uitvoer: Uitvoer) -> None:
    async def fail(_: Request) -> PlainTextResponse:
        raise ValueError("kanarie")

    routes = [Route("/", fail)]
    app = Starlette(routes=routes, middleware=[Middleware(Verzoekspoor, routes, met_regel=True)])
    with pytest.raises(ValueError, match="kanarie"):
        ask_web(app, "GET", "/")
    (regel,) = read_lines(uitvoer)
    assert (regel["route"], regel["status"]) == ("/", 0)
