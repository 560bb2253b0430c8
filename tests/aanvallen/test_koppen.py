"""Every answer carries the headers that keep browsers from harm, whoever gives it: pages, assets, errors, what is not there."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
from pydantic import SecretStr
from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from klantbeeld.app import make_web, open_aanleverpunt, open_klantbeeld
from klantbeeld.domain.klok import noon_of
from klantbeeld.meter import Meter
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import BusSettings, WebSettings
from klantbeeld.web.koppen import Koppen, Webtoepassing, make_koppen
from klantbeeld.web.meldpunt import make_meldpunt
from tests.bouwers_bus import write_stromen
from tests.dienst import Dienst
from tests.journeys.test_aanleveren import allow
from tests.programma import find_free_port

VAST = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
METHODEN = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BESTAATNIET")
NERGENS = ("/nergens", "/static/", "/graphql/", "/%00", "//")
PRODUCTIE = Settings(
    omgeving="productie",
    geheim=SecretStr("een eigen geheim van meer dan 32 tekens"),
    web=WebSettings(inlijsters="https://portaal.example.org https://ander.example.org:8443"),
)


async def break_down(_: Request) -> None:
    raise RuntimeError("Kanarie")


STUK = Route("/stuk", break_down)


@dataclass(frozen=True, slots=True)
class Web:
    """Every route that the product has, under some headers."""

    routes: list[BaseRoute]
    koppen: Koppen

    def ask_all(self) -> dict[tuple[str, str], httpx.Response]:
        """What each address answers to each method."""

        async def ask() -> dict[tuple[str, str], httpx.Response]:
            vervoer = httpx.ASGITransport(Webtoepassing(self.routes, self.koppen), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=vervoer, base_url="http://127.0.0.1") as client:
                return {(pad, methode): await client.request(methode, pad) for pad in self.list_paden() for methode in METHODEN}

        return asyncio.run(ask())

    def list_paden(self) -> list[str]:
        return [*(route.path for route in self.routes if isinstance(route, Route)), *NERGENS]


@contextmanager
def open_web(settings: Settings, koppen: Settings, map_: Path) -> Iterator[Web]:
    """All routes, that for deliveries and one that fails among them."""
    bus = BusSettings(url=SecretStr(f"redis://127.0.0.1:{find_free_port()}/0"))
    anders = {"bus": bus, "bronnen": write_stromen(map_, "k3cr"), "web": WebSettings(meldpunt="mailto:meld@example.org")}
    alles = allow(settings.model_copy(update=anders), map_)
    with open_klantbeeld(alles) as klantbeeld, open_aanleverpunt(alles, Meter()) as aanleveren:
        yield Web([*make_web(alles, klantbeeld, aanleveren).routes, STUK], make_koppen(koppen))


def describe_missing(antwoord: httpx.Response, verwacht: dict[str, str]) -> dict[str, str | None]:
    return {naam: antwoord.headers.get(naam) for naam, waarde in verwacht.items() if antwoord.headers.get(naam) != waarde}


def test_every_route_method_and_error_carries_them_in_the_demo(gevulde_store: Settings, tmp_path: Path) -> None:
    """S19: nothing is kept, guessed at, framed or told to another site; ``Cache-Control`` included."""
    with open_web(gevulde_store, gevulde_store, tmp_path) as web:
        antwoorden = web.ask_all()
    assert {antwoord.status_code for antwoord in antwoorden.values()} >= {200, 401, 404, 405, 500}
    verwacht = VAST | {"x-frame-options": "DENY"}
    assert {vraag: fout for vraag, antwoord in antwoorden.items() if (fout := describe_missing(antwoord, verwacht))} == {}
    assert {antwoord.headers["cache-control"] for antwoord in antwoorden.values()} == {"no-store", "private, no-store"}
    for vraag, antwoord in antwoorden.items():
        beleid = antwoord.headers.get_list("content-security-policy")
        assert len(beleid) == 1, vraag
        delen = beleid[0].split("; ")
        assert {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(delen), vraag
        assert {"form-action 'none'", "form-action 'self'"} & set(delen), vraag
        assert "unsafe" not in beleid[0], vraag
        assert "strict-transport-security" not in antwoord.headers, vraag


def test_every_route_method_and_error_carries_them_in_production(gevulde_store: Settings, tmp_path: Path) -> None:
    """S19: beside those a browser comes back over TLS only, and who may frame a page is what was set."""
    with open_web(gevulde_store, PRODUCTIE, tmp_path) as web:
        antwoorden = web.ask_all()
    verwacht = VAST | {"strict-transport-security": "max-age=31536000"}
    assert {vraag: fout for vraag, antwoord in antwoorden.items() if (fout := describe_missing(antwoord, verwacht))} == {}
    inlijsters = "frame-ancestors https://portaal.example.org https://ander.example.org:8443"
    for vraag, antwoord in antwoorden.items():
        assert antwoord.headers["content-security-policy"].split("; ")[-1] == inlijsters, vraag
        assert "x-frame-options" not in antwoord.headers, vraag  # it knows no origins: older browsers would refuse the portal


def test_an_answer_with_data_is_private_too(gevulde_store: Settings, tmp_path: Path) -> None:
    """S19: what may hold data of an employer is for one caller only."""
    with open_web(gevulde_store, gevulde_store, tmp_path) as web:
        antwoorden = web.ask_all()
    prive = {pad for (pad, _), antwoord in antwoorden.items() if antwoord.headers["cache-control"] == "private, no-store"}
    assert prive >= {
        "/",
        "/graphql",
        "/graphiql",
        "/v1/statistieken/preventie.csv",
        "/v1/statistieken/preventie.json",
        "/werkgevers/{id}",
        "/werkgevers/{id}/groepen/{groep}",
        "/zoeken/{zoekopdracht}",
    }


def test_what_never_reaches_the_application_carries_them_too(dienst: Dienst) -> None:
    """S19: also what the web server refuses by itself: no HTTP at all, and headers that are too large."""
    for vraag, status in ((b"dit is geen HTTP\r\n\r\n", b"400"), (b"GET / HTTP/1.1\r\nA: " + b"a" * 200_000, b"431")):
        eerste, *regels = dienst.talk(vraag).split(b"\r\n")
        koppen = {naam.lower(): waarde for naam, _, waarde in (regel.partition(b": ") for regel in regels)}
        assert eerste.split()[1] == status
        assert {naam: koppen[naam.encode()].decode() for naam in VAST} == VAST
        assert koppen[b"content-security-policy"].endswith(b"; frame-ancestors 'none'")


def test_whoever_finds_a_leak_is_told_where_to_tell_it() -> None:
    vandaag = noon_of(date(2026, 1, 2))
    (route,) = make_meldpunt("https://example.org/lek", lambda: vandaag)
    web = Webtoepassing([route], Koppen())

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://127.0.0.1") as client:
            return await client.get("/.well-known/security.txt")

    antwoord = asyncio.run(ask())
    assert antwoord.headers["content-type"] == "text/plain; charset=utf-8"
    assert antwoord.text.splitlines() == [
        "Contact: https://example.org/lek",
        "Expires: 2026-04-02T00:00:00Z",
        "Preferred-Languages: nl, en",
    ]


def test_without_a_contact_there_is_no_such_file(dienst: Dienst) -> None:
    assert httpx.get(f"{dienst.basis}/.well-known/security.txt", trust_env=False).status_code == 404
