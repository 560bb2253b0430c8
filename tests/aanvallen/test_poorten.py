"""What comes in otherwise than as a POST with JSON: other methods, media types that a form of another site sends, sockets."""

import itertools
from typing import Any

import httpx
import pytest

from tests.bouwers_graphql import GROOT, Proef
from tests.dienst import Dienst

VRAAG = b'{"query":"{ ik { rol } }"}'
VERANDER = "mutation { volledigNummer }"
METHODEN = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECTX")
SOORTEN = {
    "application/json": VRAAG,
    "application/graphql": b"{ ik { rol } }",
    "application/x-www-form-urlencoded": b"query=%7B+ik+%7B+rol+%7D+%7D",
    "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n'
    + VRAAG
    + b"\r\n--x--\r\n",
    "text/plain": VRAAG,
    "text/plain; application/json": VRAAG,
    "application/json, text/plain": VRAAG,
    "application/jsonx": VRAAG,
    "": VRAAG,
}
GETUIGEN: tuple[dict[str, str], ...] = ({}, {"Origin": "https://boos.example"}, {"X-HTTP-Method-Override": "POST"})


@pytest.mark.parametrize(("methode", "soort"), list(itertools.product(("POST", *METHODEN), SOORTEN)))
def test_only_a_post_of_json_is_answered(proef: Proef, methode: str, soort: str) -> None:
    """S07: everything else is 405 or 415, whatever other headers say; so a form of another site asks nothing."""
    for erbij in GETUIGEN:
        koppen = {"Content-Type": soort, **erbij} if soort else erbij
        antwoord = proef.send(methode, SOORTEN[soort], koppen, adres="/graphql?query=%7B+ik+%7B+rol+%7D+%7D")
        verwacht = 405 if methode != "POST" else 200 if soort == "application/json" else 415
        assert antwoord.status_code == verwacht
        assert "access-control-allow-origin" not in antwoord.headers
        assert "set-cookie" not in antwoord.headers
        assert (b"klantadviseur" in antwoord.content) == (verwacht == 200)
    assert proef.read_log() == []


@pytest.mark.parametrize(
    "vraag", [VERANDER, f'mutation {{ werkgever(id: "{GROOT}") {{ naam }} }}', "subscription { ik { rol } }"]
)
def test_nothing_can_be_changed_or_followed(proef: Proef, vraag: str) -> None:
    """S07, S08: there is no mutation and no subscription to call."""
    antwoord = proef.ask(vraag)
    assert antwoord.keys() == {"errors"}
    assert proef.read_log() == []


def shake(dienst: Dienst, pad: str, **koppen: str) -> bytes:
    """The status line that asking for a socket gives."""
    regels = {"Host": "127.0.0.1", "Connection": "Upgrade, close", "Sec-WebSocket-Version": "13"} | koppen
    tekst = f"GET {pad} HTTP/1.1\r\n" + "".join(f"{naam}: {waarde}\r\n" for naam, waarde in regels.items()) + "\r\n"
    return dienst.talk(tekst.encode()).split(b"\r\n")[0]


@pytest.mark.parametrize("protocol", ["graphql-transport-ws", "graphql-ws", ""])
@pytest.mark.parametrize(("pad", "status"), [("/graphql", b"405"), ("/subscriptions", b"404"), ("/", b"200")])
def test_no_socket_is_opened(dienst: Dienst, protocol: str, pad: str, status: bytes) -> None:
    """S08: there is no endpoint for subscriptions: asking for a socket is an ordinary request, in any sub-protocol."""
    koppen = {"Upgrade": "websocket", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    gezegd = shake(dienst, pad, **koppen, **({"Sec-WebSocket-Protocol": protocol} if protocol else {}))
    assert gezegd.split()[1] == status


def test_many_who_ask_for_a_socket_are_no_trouble(dienst: Dienst) -> None:
    """S08: a hundred at once, and then an ordinary question is answered."""
    for _ in range(100):
        shake(dienst, "/graphql", Upgrade="websocket", **{"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})
    antwoord: Any = httpx.post(
        dienst.url, json={"query": "{ ik { rol } }"}, headers=dienst.sign("klantadviseur"), trust_env=False
    )
    assert antwoord.json() == {"data": {"ik": {"rol": "klantadviseur"}}}
