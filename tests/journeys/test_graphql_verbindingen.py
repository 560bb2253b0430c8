"""Connections that do strange things to the server as it is started: it answers, and goes on answering."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from tests.dienst import make_token
from tests.programma import find_free_port, own_environment, run_klantbeeld, start_klantbeeld

VRAAG = b'{"query":"{ ik { rol } }"}'
LENGTE = b"Content-Length: 26\r\n"
ANTWOORD = b'{"data":{"ik":{"rol":"klantadviseur"}}}'
VEEL = b" " * 10_485_760
CHUNKED = b"Transfer-Encoding: chunked\r\n"

# what comes after the first headers of a good POST: (more headers, what follows them, status)
VERZOEKEN: dict[str, tuple[bytes, bytes, int]] = {
    "a good request":                   (LENGTE,                                     VRAAG,                            200),
    "in pieces":                        (CHUNKED,                                    b"1a\r\n%s\r\n0\r\n\r\n" % VRAAG, 200),
    "two lengths":                      (LENGTE + b"Content-Length: 5\r\n",          VRAAG,                            400),
    "one length twice":                 (LENGTE * 2,                                 VRAAG,                            400),
    "a length, and in pieces":          (LENGTE + CHUNKED,                           b"1a\r\n%s\r\n0\r\n\r\n" % VRAAG, 400),
    "pieces of no size":                (CHUNKED,                                    b"zz\r\n%s" % VRAAG,              400),
    "a negative length":                (b"Content-Length: -1\r\n",                  VRAAG,                            400),
    "a length of 10 MB and no body":    (b"Content-Length: 10485760\r\n",            b"",                              413),
    "10 MB":                            (b"Content-Length: 10485760\r\n",            VEEL,                             413),
    "10 MB in pieces":                  (CHUNKED,                                    b"a00000\r\n%s" % VEEL,           413),
    "10 MB, asked first":               (b"Expect: 100-continue\r\nContent-Length: 10485760\r\n", b"",                 413),
    "a header of 60 KB":                (b"X-A: %s\r\n" % (b"a" * 60_000) + LENGTE,  VRAAG,                            200),
    "a header of 200 KB":               (b"X-A: %s\r\n" % (b"a" * 200_000) + LENGTE, VRAAG,                         431),
    "1000 headers":                     (b"X-A: a\r\n" * 1_000 + LENGTE,             VRAAG,                            200),
    "a header without a name":          (b": a\r\n" + LENGTE,                        VRAAG,                            400),
    "a header that goes on":            (b"X-A: a\r\n b\r\n" + LENGTE,               VRAAG,                            400),
    "another protocol":                 (b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + LENGTE, VRAAG,                   400),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens, and a token for it."""

    poort: int
    token: str

    def send(self, koppen: bytes, rest: bytes) -> tuple[int, bytes]:
        """(status, body) of the answer to a POST with these headers and what follows them."""
        begin = b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nConnection: close\r\n"
        return self.send_raw(begin + f"Authorization: Bearer {self.token}\r\n".encode() + koppen + b"\r\n" + rest)

    def send_raw(self, verzoek: bytes) -> tuple[int, bytes]:
        """(status, body) of the answer to these bytes."""
        with socket.create_connection(("127.0.0.1", self.poort), timeout=10) as verbinding:
            with suppress(ConnectionError):  # the server may hang up while it is still being sent to
                verbinding.sendall(verzoek)
            antwoord = b"".join(read_parts(verbinding))
        kop, _, inhoud = antwoord.partition(b"\r\n\r\n")
        gevonden = re.match(rb"HTTP/1.1 (\d{3}) ", kop)
        assert gevonden, antwoord[:100]
        return int(gevonden[1]), inhoud


def read_parts(verbinding: socket.socket) -> Iterator[bytes]:
    with suppress(ConnectionError):
        while deel := verbinding.recv(65536):
            yield deel


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    map_ = tmp_path_factory.mktemp("verbindingen")
    settings = {"KLANTBEELD_STORE__URL": f"sqlite:///{map_}/k.db", "KLANTBEELD_LEVERINGEN": str(map_)}
    run_klantbeeld(map_, "samples", str(map_), "--werkgevers", "1")
    assert run_klantbeeld(map_, "index", **settings).returncode == 0
    poort = find_free_port()
    token = make_token("klantadviseur")
    with start_klantbeeld(map_, "serve", "--port", str(poort), omgeving=own_environment(**settings)) as programma:
        programma.wait_for("stop met Ctrl-C")
        yield Server(poort, token)
        programma.stop()
        assert "Traceback" not in programma.gezegd
        assert "storing" not in programma.gezegd


@pytest.mark.parametrize("naam", VERZOEKEN)
def test_a_strange_request_is_answered(server: Server, naam: str) -> None:
    koppen, rest, status = VERZOEKEN[naam]
    gekregen, inhoud = server.send(koppen, rest)
    assert gekregen == status
    assert (inhoud == ANTWOORD) == (status == 200)


def test_after_connections_that_break_it_still_answers(server: Server) -> None:
    for einde in (b"POST /gra", b"POST /graphql HTTP/1.1\r\nHost", b"POST /graphql HTTP/1.1\r\nHost: x\r\n%s\r\n{" % LENGTE):
        with socket.create_connection(("127.0.0.1", server.poort), timeout=10) as verbinding:
            verbinding.sendall(einde)
    half = f"Authorization: Bearer {server.token}\r\nContent-Type: application/json\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.poort), timeout=10) as verbinding:
        verbinding.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\n" + half + LENGTE + b"\r\n" + VRAAG[:5])
    assert server.send(LENGTE, VRAAG) == (200, ANTWOORD)
