"""The API as a division finds it: a real server with invented employers, an address and tokens."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from klantbeeld.access.tokens import make_demotoken
from klantbeeld.settings import DEMOGEHEIM
from tests.programma import GEDULD, find_free_port, own_environment, start_klantbeeld

VOORBEELD = "119d3bd2d932690e014af2146abfe23b"
"""The id of the example employer, the same in every demo."""
_LUISTERT = "stop met Ctrl-C"
_VANDAAG = "2023-10-20"


@dataclass(frozen=True, slots=True)
class Dienst:
    """The API, and tokens: ``klantadviseur``, ``afnemer`` and ``verlopen`` (one that was valid yesterday)."""

    url: str
    tokens: dict[str, str]

    @property
    def basis(self) -> str:
        """Where the server is."""
        return self.url.removesuffix("/graphql")

    def talk(self, *delen: bytes) -> bytes:
        """What the server says to these bytes, one part after the other, until it closes the connection."""
        adres = urlsplit(self.url)
        with socket.create_connection((str(adres.hostname), adres.port or 80), timeout=GEDULD) as verbinding:
            with suppress(ConnectionError):
                for deel in delen:
                    verbinding.sendall(deel)
            gezegd = b""
            with suppress(ConnectionError):
                while deel := verbinding.recv(65536):
                    gezegd += deel
        return gezegd

    def sign(self, token: str) -> dict[str, str]:
        """The headers that carry a token; none when there is none of that name."""
        return {"Authorization": f"Bearer {self.tokens[token]}"} if token in self.tokens else {}

    def post(self, query: str, variabelen: dict[str, Any]) -> Any:
        """The data of a query, asked without any GraphQL client."""
        with httpx.Client(trust_env=False) as client:
            vraag = {"query": query, "variables": variabelen}
            return client.post(self.url, json=vraag, headers=self.sign("klantadviseur")).json()["data"]


@contextmanager
def serve_demo(map_: Path, werkgevers: int) -> Iterator[Dienst]:
    """A demo on a fixed day with so many invented employers, in a folder of its own."""
    poort = str(find_free_port())
    tokens = {"klantadviseur": make_token("klantadviseur"), "afnemer": make_token("afnemer")}
    tokens["verlopen"] = make_token("klantadviseur", timedelta(days=1))
    woorden = ("demo", "--port", poort, "--werkgevers", str(werkgevers))
    with start_klantbeeld(map_, *woorden, omgeving=own_environment(KLANTBEELD_VANDAAG=_VANDAAG)) as programma:
        programma.wait_for(_LUISTERT)
        yield Dienst(f"http://127.0.0.1:{poort}/graphql", tokens)


def make_token(rol: str, geleden: timedelta = timedelta()) -> str:
    """What ``klantbeeld token --rol`` prints in a demo, or did so long ago, without starting the program for it."""
    return make_demotoken(rol, DEMOGEHEIM.get_secret_value(), datetime.now(UTC) - geleden)
