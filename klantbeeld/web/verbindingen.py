"""Connections that hold back: a request has a bounded time, and a bounded size, for its headers.

The web server itself waits for headers without end and keeps all of them. The body is bounded where it is read
(``resolvers.verzoeken``).
"""

import asyncio
from asyncio import Transport
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LANGSTE_WACHT = 10.0
"""So many seconds at most until the headers of a request are complete."""
GROOTSTE_KOPPEN = 64 * 1024
"""So many bytes at most of headers that are not complete yet."""


class Verbinding(HttpToolsProtocol):
    """A connection of uvicorn that is closed when the headers of a request take too long or are too large."""

    _ontvangen = 0
    _wekker: asyncio.TimerHandle | None = None
    """Runs while headers are awaited."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """From here on the first headers are awaited."""
        super().connection_made(transport)
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
        super().on_headers_complete()

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
            regels = (f"HTTP/1.1 {status.value} {status.phrase}", "content-length: 0", "connection: close", "", "")
            self.transport.write("\r\n".join(regels).encode())
        self.transport.close()
