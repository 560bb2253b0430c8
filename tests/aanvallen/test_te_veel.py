"""Who sends too much, too fast or too slowly is stopped, and nobody else notices."""

import asyncio
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from indexers.aanlevering import Aanleveroordeel
from indexers.aanleverpunt import GROOTSTE_BODY, PAD, make_aanleverpunt
from indexers.leveranciers import Leverancier, Leveranciers
from klantbeeld.limiet import Limiet
from klantbeeld.meter import Meter
from klantbeeld.queries import Klantbeeld
from klantbeeld.stores.telwerk import Geheugentelwerk
from klantbeeld.verzoeken import Maat
from resolvers.endpoint import make_endpoint
from resolvers.uitvoering import Uitvoering
from tests.bouwers_graphql import GESLOTEN, Proef, make_aanmelder
from tests.dienst import Dienst

EEN, ANDER = "het token van een leverancier, dat lang is", "het token van een andere, dat ook lang is"
JSON = {"Content-Type": "application/json"}
KLEIN = "{ ik { rol } }"
GROOT = (
    '{ werkgevers(zoekterm: "groot", first: 100) { edges { node { documenten(first: 40) { edges { node { titel } } } } } } }'
)


class Gelukt:
    """Takes everything in, and does nothing with it: what is tried here is who gets that far."""

    def take_in(self, _: Leverancier, leveringen: list[bytes]) -> list[Aanleveroordeel]:
        return [Aanleveroordeel() for _ in leveringen]


@dataclass
class Deur:
    """Where deliveries come in for two deliverers, of whom each has so many points; the clock stands still."""

    punten: int = 10
    meter: Meter = field(default_factory=Meter)
    tijd: float = 1_000_000_000.0

    def __post_init__(self) -> None:
        bekend = {
            naam: Leverancier(bronnen=frozenset({"k3cr"}), tokens=(sha256(token.encode()).hexdigest(),))
            for naam, token in (("een", EEN), ("ander", ANDER))
        }
        limiet = Limiet(self.punten, Geheugentelwerk(), b"geheim", self.meter, nu=lambda: self.tijd)
        gelukt: Any = Gelukt()
        self.app = Starlette(routes=[make_aanleverpunt(Leveranciers(leveranciers=bekend), gelukt, self.meter, limiet)])

    def send(self, body: bytes | Any = b"{}", token: str = EEN, adres: str = "192.0.2.1") -> httpx.Response:
        async def request() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(adres, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://proef") as client:
                return await client.post(PAD, content=body, headers=JSON | {"Authorization": f"Bearer {token}"})

        return asyncio.run(request())

    def count(self, body: Any = b"{}", **anders: Any) -> int:
        """How many such requests are worked on until the first that is refused for its number."""
        for aantal in range(self.punten + 2):
            if self.send(body() if callable(body) else body, **anders).status_code == 429:
                return aantal
        return -1


def test_a_deliverer_that_sends_too_much_is_told_when_to_come_back() -> None:
    """S28: 429 as problem details, with after how many seconds; then it is worked on again."""
    deur = Deur()
    assert deur.count() == 10
    antwoord = deur.send()
    assert (antwoord.status_code, antwoord.json()["code"], antwoord.headers["retry-after"]) == (429, "TOO_MANY_REQUESTS", "20")
    assert antwoord.headers["content-type"] == "application/problem+json"
    deur.tijd += 20
    assert deur.send().status_code == 202


def test_what_a_deliverer_sends_is_counted_by_its_size() -> None:
    """S28: 5 MB are a hundred times a small request, and who does not say how much it is counts for 5 MB."""

    async def in_delen() -> Any:
        yield b"{}"

    assert Deur(500).count(b"[" + b" " * (GROOTSTE_BODY - 2) + b"]") == 5
    assert Deur(500).count(in_delen) == 5


def test_a_request_that_lies_about_its_size_is_no_cheaper() -> None:
    """S28: a length that is no number, or is impossible, counts for the most."""
    for lengte in ("-1", "1e9", "9" * 50, "0x10", ""):
        deur = Deur(100)

        async def request(deur: Deur = deur, lengte: str = lengte) -> int:
            transport = httpx.ASGITransport(deur.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://proef") as client:
                koppen = JSON | {"Authorization": f"Bearer {EEN}", "Content-Length": lengte}
                return (await client.post(PAD, content=b"{}", headers=koppen)).status_code

        assert [asyncio.run(request()) for _ in range(2)][1] == 429


def test_one_deliverer_is_not_in_the_way_of_another() -> None:
    """S28: nor is who knocks without a token in the way of who has one, from the same address."""
    deur = Deur()
    assert deur.count() == 10
    assert deur.count(token="geraden") == 10  # noqa: S106 - made up
    assert deur.send(token="geraden").status_code == 429  # noqa: S106
    assert deur.send(token=ANDER).status_code == 202
    tellingen = [deur.meter.registry.get_sample_value("klantbeeld_requests_limited_total", {"soort": soort}) for soort in
                 ("leverancier", "adres")]  # fmt: skip
    assert tellingen == [1, 2]


@pytest.fixture
def vraagbaak(proef: Proef) -> Any:
    """Counts how many questions of a user are answered before the first that is too much."""
    limiet = Limiet(200, Geheugentelwerk(), b"geheim", Meter(), nu=lambda: 1_000_000_000.0)
    klantbeeld = Klantbeeld(replace(proef.klantbeeld.omgeving, limiet=limiet))

    def count(query: str, rol: str) -> int:
        app = Starlette(routes=[make_endpoint(Uitvoering(klantbeeld, GESLOTEN), make_aanmelder(rol))])

        async def ask() -> int:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://proef") as client:
                for aantal in range(250):
                    if (await client.post("/graphql", json={"query": query})).status_code == 429:
                        return aantal
            return -1

        return asyncio.run(ask())

    return count


def test_a_user_is_limited_by_what_is_asked_and_not_by_how_often(vraagbaak: Any) -> None:
    """S28: three large questions cost as much as two hundred small ones, and one subject does not pay for another."""
    assert vraagbaak(GROOT, "klantadviseur") == 3
    assert vraagbaak(KLEIN, "klantadviseur") == 0
    assert vraagbaak(KLEIN, "afnemer") == 200


def test_a_body_of_10_mb_is_refused_without_being_read(dienst: Dienst) -> None:
    """S28: 413 on the length that it says, and 413 at the first byte too many when it says none."""
    kop = f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {dienst.tokens['klantadviseur']}\r\n"
    kop += "Content-Type: application/json\r\n"
    gezegd = dienst.talk(kop.encode() + b"Content-Length: 10485760\r\n\r\n")
    assert gezegd.split()[1] == b"413"
    brok = b"2710\r\n" + b"a" * 10_000 + b"\r\n"
    assert dienst.talk(kop.encode() + b"Transfer-Encoding: chunked\r\n\r\n", *[brok] * 11).split()[1] == b"413"


def test_a_body_that_trickles_is_given_up(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    """S28: a body has so many seconds from its first byte to its last, however steadily it trickles: 408."""

    async def trickle() -> Any:
        while True:
            yield b" "
            await asyncio.sleep(0)

    monkeypatch.setattr("resolvers.endpoint.MAAT", Maat(10**9, 0.05, "te groot"))
    app = Starlette(routes=[make_endpoint(proef.uitvoering, make_aanmelder("klantadviseur"))])

    async def request() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://proef") as client:
            return await client.post("/graphql", content=trickle(), headers=JSON)

    antwoord = asyncio.run(request())
    assert (antwoord.status_code, antwoord.headers["connection"]) == (408, "close")
