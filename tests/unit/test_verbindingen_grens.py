"""Connections: there are so many at most, and who does not read is let go."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from uvicorn._types import ASGISendCallable
from uvicorn.server import ServerState

import klantbeeld.web.verbindingen
from klantbeeld.web.verbindingen import Verbinding

GEDULD = 30.0


async def answer(scope: Any, _: object, send: ASGISendCallable) -> None:
    """Nothing; or what asks ``/veel`` more than any buffer holds."""
    veel = b"x" * 50_000_000 if scope["path"] == "/veel" else b""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": veel, "more_body": False})


@dataclass(frozen=True)
class Server:
    """Where it listens, and the connections that it knows of."""

    poort: int
    verbindingen: set[Any]

    async def wait_for(self, aantal: int) -> None:
        """Until there are so many connections."""
        async with asyncio.timeout(GEDULD):
            while len(self.verbindingen) != aantal:  # noqa: ASYNC110 - the server has nothing that tells of it
                await asyncio.sleep(0)


@asynccontextmanager
async def serve() -> AsyncIterator[Server]:
    """A server with such connections."""
    config = uvicorn.Config(answer, http=Verbinding, log_level="error")
    config.load()
    toestand = ServerState()
    server = await asyncio.get_running_loop().create_server(lambda: Verbinding(config, toestand, {}), "127.0.0.1", 0)
    async with server:
        yield Server(server.sockets[0].getsockname()[1], toestand.connections)


async def ask(server: Server, pad: str) -> list[str]:
    """The lines that a new connection gets as answer; empty when it is closed without a word."""
    lezer, schrijver = await asyncio.open_connection("127.0.0.1", server.poort)
    schrijver.write(f"GET {pad} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    try:
        antwoord = await asyncio.wait_for(lezer.read(), GEDULD)
    except ConnectionError:
        antwoord = b""
    schrijver.close()
    return antwoord.decode().splitlines()


@asynccontextmanager
async def fill(server: Server, aantal: int) -> AsyncIterator[None]:
    """So many connections that are open meanwhile."""
    open_ = [await asyncio.open_connection("127.0.0.1", server.poort) for _ in range(aantal)]
    await server.wait_for(aantal)
    yield
    for _, schrijver in open_:
        schrijver.close()
    await server.wait_for(0)


@pytest.fixture
def grens(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(klantbeeld.web.verbindingen, "MEESTE_VERBINDINGEN", 3)
    return 3


def test_a_connection_too_many_is_told_when_to_come_back(grens: int) -> None:
    async def try_all() -> list[list[str]]:
        async with serve() as server:
            async with fill(server, grens):
                vol = await ask(server, "/graphql")
            return [vol, await ask(server, "/graphql")]

    vol, daarna = asyncio.run(try_all())
    assert (vol[0], daarna[0]) == ("HTTP/1.1 503 Service Unavailable", "HTTP/1.1 200 OK")
    assert "retry-after: 5" in vol
    assert vol[-1] == "Er zijn nu te veel verbindingen. Probeer het over 5 seconden opnieuw."


def test_as_many_as_there_may_be_are_answered(grens: int) -> None:
    async def try_last() -> list[str]:
        async with serve() as server, fill(server, grens - 1):
            return await ask(server, "/graphql")

    assert asyncio.run(try_last())[0] == "HTTP/1.1 200 OK"


def test_who_asks_after_health_is_answered_however_many_there_are(grens: int) -> None:
    async def try_health() -> list[str]:
        async with serve() as server, fill(server, grens):
            return await ask(server, "/gezondheid/levend")

    assert asyncio.run(try_health())[0] == "HTTP/1.1 200 OK"


def test_far_too_many_are_closed_without_a_word(grens: int) -> None:
    async def try_more() -> list[str]:
        async with serve() as server, fill(server, 2 * grens):
            return await ask(server, "/gezondheid/levend")

    assert asyncio.run(try_more()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux watches over what a client takes")
def test_a_client_that_does_not_read_its_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klantbeeld.web.verbindingen, "LANGSTE_STILTE", 0.3)

    async def leave_unread() -> None:
        async with serve() as server:
            lezer, schrijver = await asyncio.open_connection("127.0.0.1", server.poort, limit=1)
            schrijver.write(b"GET /veel HTTP/1.1\r\nHost: x\r\n\r\n")
            await server.wait_for(1)
            await server.wait_for(0)
            assert not lezer.at_eof()
            schrijver.close()

    asyncio.run(leave_unread())
