"""Connections that hold back: there are so many at most, a request has a bounded time and size for its headers, and who does
not read his answer is let go.

The web server itself waits without end for headers and for readers, and keeps all of it. The body is bounded where it is read
(``klantbeeld.verzoeken``).
"""

import asyncio
import socket
import sys
from asyncio import Transport
from http import HTTPStatus

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from klantbeeld.web.koppen import Koppen, Webtoepassing

LANGSTE_WACHT = 10.0
"""So many seconds at most until the headers of a request are complete."""
GROOTSTE_KOPPEN = 64 * 1024
"""So many bytes at most of headers that are not complete yet."""
LANGSTE_STILTE = 30.0
"""So many seconds at most in which a client takes nothing of an answer that waits for it."""
MEESTE_VERBINDINGEN = 500
"""So many connections are answered; a next one is told to come back, and above twice as many there is not a word. Questions
after health are always answered: a platform must not restart a process because it is busy."""
WACHT = 5
"""So many seconds later a client that was sent away may come back."""
GEZONDHEID = b"/gezondheid/"


class Verbinding(HttpToolsProtocol):
    """A connection of uvicorn that is closed when the headers of a request take too long or are too large."""

    _ontvangen = 0
    _wekker: asyncio.TimerHandle | None = None
    """Runs while headers are awaited."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """From here on the first headers are awaited."""
        super().connection_made(transport)
        if len(self.connections) > 2 * MEESTE_VERBINDINGEN:
            transport.abort()
            return
        if sys.platform == "linux":
            stilte = int(LANGSTE_STILTE * 1000)
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, stilte)
        self._await_koppen()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Counts what comes in for as long as headers are not complete."""
        self._ontvangen += len(data)
        super().data_received(data)
        if self._wekker and self._ontvangen > GROOTSTE_KOPPEN:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """A next request on the same connection; how long it may take to begin is uvicorn's own setting."""
        super().on_message_begin()
        if self._wekker is None:
            self._await_koppen()

    def on_headers_complete(self) -> None:
        """Now the body is awaited."""
        self._stop_waiting()
        is_vol = len(self.connections) > MEESTE_VERBINDINGEN and not self.url.startswith(GEZONDHEID)
        app = self._koppen.surround(send_away) if is_vol else self.config.loaded_app
        self.app = app
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - what it is is in the log
        """What is no HTTP is refused in the same way as what is too much of it."""
        self._tell(HTTPStatus.BAD_REQUEST)

    @property
    def _koppen(self) -> Koppen:
        app = self.config.app
        return app.koppen if isinstance(app, Webtoepassing) else Koppen()

    def _await_koppen(self) -> None:
        self._ontvangen = 0
        self._wekker = self.loop.call_later(LANGSTE_WACHT, self._refuse, HTTPStatus.REQUEST_TIMEOUT)

    def _stop_waiting(self) -> None:
        if self._wekker:
            self._wekker.cancel()
            self._wekker = None

    def _refuse(self, status: HTTPStatus) -> None:
        self._stop_waiting()
        if self.cycle and not self.cycle.response_complete:  # of a request before this one: that is still answered
            self.flow.pause_reading()
            self.cycle.keep_alive = False
            return
        if self.scope and not self.transport.is_closing():
            self._tell(status)
        else:
            self.transport.close()

    def _tell(self, status: HTTPStatus) -> None:
        eerste = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-length: 0\r\nconnection: close\r\n"
        koppen = b"".join(b"%b: %b\r\n" % kop for kop in self._koppen.list_kale())
        self.transport.write(eerste.encode() + koppen + b"\r\n")
        self.transport.close()


async def send_away(_: Scope, __: Receive, send: Send) -> None:
    """The answer when there are too many connections: 503, and after how many seconds to try again."""
    melding = f"Er zijn nu te veel verbindingen. Probeer het over {WACHT} seconden opnieuw.\n".encode()
    koppen = [
        (b"content-length", b"%d" % len(melding)),
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"retry-after", b"%d" % WACHT),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": HTTPStatus.SERVICE_UNAVAILABLE, "headers": koppen})
    await send({"type": "http.response.body", "body": melding, "more_body": False})
