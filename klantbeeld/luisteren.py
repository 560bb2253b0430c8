"""Listening: the port and the web server, in front for the web process, beside the work for an indexer."""

import socket
import threading
from contextlib import suppress
from typing import Any

import uvicorn

from klantbeeld.app import make_toezicht
from klantbeeld.errors import InstellingOnjuist
from klantbeeld.laden import Volger
from klantbeeld.settings import Settings
from klantbeeld.stoppen import UITERSTE, end_within
from klantbeeld.web.koppen import Webtoepassing, make_koppen
from klantbeeld.web.verbindingen import Verbinding

LOOPBACK = "127.0.0.1"
UITLOOP = 7
"""So many seconds requests that run may take to end when the server is stopped."""
_SERVER: dict[str, Any] = {
    "http": Verbinding,
    "ws": "none",
    "log_config": None,
    "access_log": False,
    "lifespan": "off",
    "server_header": False,
    "timeout_graceful_shutdown": UITLOOP,
}


def run_server(app: Webtoepassing, settings: Settings, port: int) -> None:
    """Answers until SIGTERM or SIGINT, over TLS where it is set; what is being answered then may be ended first."""
    tls: dict[str, Any] = {"ssl_certfile": settings.tls.certificaat, "ssl_keyfile": settings.tls.sleutel}
    with suppress(KeyboardInterrupt):
        _Server(uvicorn.Config(app, host=settings.adres, port=port, **_SERVER, **tls)).run()


class _Server(uvicorn.Server):
    """Ends soon, also when a thread waits for a store that does not answer: Python waits for its threads."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets what is being answered end first."""
        end_within(UITERSTE, 0)
        await super().shutdown(sockets)


def check_port(port: int, adres: str = LOOPBACK) -> None:
    """Errors: ``InstellingOnjuist`` when something else listens there, or when we may not."""
    with socket.socket(socket.AF_INET6 if ":" in adres else socket.AF_INET) as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind((adres, port))
        except OSError as fout:
            raise InstellingOnjuist(f"Poort {port} is niet vrij ({fout.strerror}). Kies een andere met --port.") from None


def watch_over(volger: Volger, settings: Settings) -> None:
    """Answers after health and metrics of an indexer, on the port that is set for it, for as long as the program lives.
    Errors: ``InstellingOnjuist`` when that port is taken."""
    if settings.toezicht.poort is None:
        return
    check_port(settings.toezicht.poort, settings.adres)
    app = make_indexerweb(settings, volger)
    server = uvicorn.Server(uvicorn.Config(app, host=settings.adres, port=settings.toezicht.poort, **_SERVER))
    threading.Thread(target=server.run, daemon=True).start()


def make_indexerweb(settings: Settings, volger: Volger) -> Webtoepassing:
    """What an indexer answers over HTTP: its health and metrics."""
    return Webtoepassing(make_toezicht(settings, volger, volger.registry), make_koppen(settings))
