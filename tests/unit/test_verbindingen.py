"""Connections: headers must come in time and may not be too large."""

import asyncio
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import pytest
import uvicorn
from uvicorn._types import ASGISendCallable
from uvicorn.server import ServerState

import klantbeeld.web.verbindingen
from klantbeeld.web.verbindingen import GROOTSTE_KOPPEN, Verbinding

BEGIN = b"POST /graphql HTTP/1.1\r\nHost: x\r\n"
GOED = BEGIN + b"Content-Length: 0\r\n\r\n"
OK, TE_TRAAG, TE_GROOT = (
    b"HTTP/1.1 204 No Content",
    b"HTTP/1.1 408 Request Timeout",
    b"HTTP/1.1 431 Request Header Fields Too Large",
)


def ask(*delen: bytes) -> list[bytes]:
    """The status lines that come back until the connection is closed from the other side; it is never closed from here.
    What asks ``/traag`` is answered once something was refused."""

    async def send() -> bytes:
        geweigerd = asyncio.Event()

        async def answer(scope: Any, _: object, send: ASGISendCallable) -> None:
            if scope["path"] == "/traag":
                await geweigerd.wait()
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b"", "more_body": False})

        class Gevolgd(Verbinding):
            def _refuse(self, status: HTTPStatus) -> None:
                super()._refuse(status)
                geweigerd.set()

        config = uvicorn.Config(answer, http=Gevolgd, timeout_keep_alive=1, log_level="error")
        toestand = ServerState()
        lus = asyncio.get_running_loop()
        server = await lus.create_server(lambda: Gevolgd(config, toestand, {}), "127.0.0.1", 0)
        async with server:
            lezer, schrijver = await asyncio.open_connection(*server.sockets[0].getsockname())
            with suppress(ConnectionError):
                for deel in delen:
                    schrijver.write(deel)
                    await schrijver.drain()
            gezegd = b""
            with suppress(ConnectionError):
                while deel := await lezer.read(65536):
                    gezegd += deel
            schrijver.close()
        return gezegd

    return [regel for regel in asyncio.run(send()).split(b"\r\n") if regel.startswith(b"HTTP/1.1")]


@pytest.fixture
def kort(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klantbeeld.web.verbindingen, "LANGSTE_WACHT", 0.05)


@pytest.mark.usefixtures("kort")
@pytest.mark.parametrize("begin", [BEGIN, b"POST /gra", BEGIN + b"X-A: a"])
def test_headers_that_do_not_end_are_not_waited_for_without_end(begin: bytes) -> None:
    assert ask(begin) == [TE_TRAAG]


@pytest.mark.usefixtures("kort")
@pytest.mark.parametrize("begin", [(), (b"\r\n",)])
def test_a_connection_without_a_request_is_closed_without_a_word(begin: tuple[bytes, ...]) -> None:
    assert ask(*begin) == []


@pytest.mark.usefixtures("kort")
def test_a_second_request_must_come_in_time_as_well() -> None:
    assert ask(GOED + BEGIN) == [OK, TE_TRAAG]


@pytest.mark.usefixtures("kort")
@pytest.mark.parametrize("einde", [b"", b"X-A: " + b"a" * 100_000])
def test_a_request_is_answered_before_the_next_one_is_refused(einde: bytes) -> None:
    assert ask(GOED.replace(b"/graphql", b"/traag") + BEGIN, einde) == [OK]


@pytest.mark.parametrize(
    "veel",
    [b"X-A: a\r\n" * 15_000, b"X-A: " + b"a" * 100_000, b"a" * 100_000],
    ids=["many headers", "one without end", "a name without end"],
)
def test_headers_without_end_are_refused_after_64_kb(veel: bytes) -> None:
    assert ask(BEGIN, veel) == [TE_GROOT]


def test_a_body_does_not_count_as_headers() -> None:
    groot = GROOTSTE_KOPPEN * 4
    assert ask(BEGIN + b"Content-Length: %d\r\n\r\n" % groot, b" " * groot, GOED) == [OK, OK]
