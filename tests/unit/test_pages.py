"""The first page of the demo: it says what it is, in Dutch, safely, and looks decent without anything from elsewhere."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from klantbeeld.access.policy import load_rechten
from klantbeeld.app import make_web, open_klantbeeld
from klantbeeld.settings import Settings
from tests.teksten import WORTEL

PADEN = ["/", "/static/demo.css"]


@dataclass(frozen=True, slots=True)
class Client:
    """Asks the application without a network."""

    app: Starlette

    def request(self, methode: str, pad: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://demo.test") as client:
                return await client.request(methode, pad)

        return asyncio.run(ask())

    def get(self, pad: str) -> httpx.Response:
        return self.request("GET", pad)


@pytest.fixture
def client(gevulde_store: Settings, tmp_path: Path) -> Iterator[Client]:
    rechten = tmp_path / "rechten.toml"
    bij = '[rollen.stagiair]\nnaam = "<b>Stagiair & co</b>"\ndoel = "beleid"\n'
    rechten.write_text((WORTEL / "klantbeeld/access/rechten.toml").read_text(encoding="utf-8") + bij, encoding="utf-8")
    settings = gevulde_store.model_copy(update={"rechten": rechten})
    with open_klantbeeld(settings) as klantbeeld:
        yield Client(make_web(settings, klantbeeld))


@pytest.fixture
def pagina(client: Client) -> str:
    return client.get("/").text


class Lezer(HTMLParser):
    """Collects the elements of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.elementen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elementen.append((tag, dict(attrs)))


def list_elementen(pagina: str) -> list[tuple[str, dict[str, str | None]]]:
    lezer = Lezer()
    lezer.feed(pagina)
    return lezer.elementen


def test_the_page_is_dutch_and_says_that_it_is_a_demo(pagina: str) -> None:
    assert '<html lang="nl">' in pagina
    assert "<strong>Demo.</strong> Verzonnen werkgevers, bekende sleutels" in pagina


@pytest.mark.parametrize("rol", sorted(load_rechten(None).rollen))
def test_the_page_names_each_role_with_its_number_of_groups(pagina: str, rol: str) -> None:
    recht = load_rechten(None).rollen[rol]
    assert f"<code>{rol}</code></th><td>{recht.naam}</td><td>{len(recht.groepen)}</td>" in pagina


def test_what_the_rights_file_says_is_text_and_never_html(pagina: str) -> None:
    assert "&lt;b&gt;Stagiair &amp; co&lt;/b&gt;" in pagina
    assert "<b>" not in pagina


def test_the_page_may_be_styled_by_our_own_stylesheet_and_nothing_more(client: Client) -> None:
    beleid = client.get("/").headers["content-security-policy"].split("; ")
    assert beleid[0] == "default-src 'none'"
    assert set(beleid[1:]) == {"style-src 'self'", "form-action 'none'", "frame-ancestors 'none'", "base-uri 'none'"}


def test_the_page_needs_nothing_that_its_own_policy_forbids(pagina: str) -> None:
    elementen = list_elementen(pagina)
    assert not {"script", "style", "img", "iframe", "form"} & {naam for naam, _ in elementen}
    assert [velden["href"] for naam, velden in elementen if naam == "link"] == ["/static/demo.css"]
    assert not [naam for naam, velden in elementen if "style" in velden or any(veld.startswith("on") for veld in velden)]


def test_the_stylesheet_fetches_nothing_and_uses_fonts_of_the_system(client: Client) -> None:
    antwoord = client.get("/static/demo.css")
    assert antwoord.headers["content-type"] == "text/css; charset=utf-8"
    assert not re.search(r"url\(|@import|@font-face", antwoord.text)
    assert "system-ui" in antwoord.text


def test_the_page_can_be_read_by_who_cannot_see_it(pagina: str) -> None:
    elementen = list_elementen(pagina)
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in elementen
    namen = [naam for naam, _ in elementen]
    assert (namen.count("h1"), namen.count("main"), namen.count("caption"), namen.count("title")) == (1, 1, 1, 1)
    assert {velden.get("scope") for naam, velden in elementen if naam == "th"} == {"col", "row"}


@pytest.mark.parametrize("methode", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("pad", PADEN)
def test_a_page_is_only_read(client: Client, methode: str, pad: str) -> None:
    assert client.request(methode, pad).status_code == 405


@pytest.mark.parametrize(
    "pad", ["/static/", "/static/demo.html", "/static/../demo.html", "/demo.css", "/web/pages.py", "/nergens"]
)
def test_nothing_else_is_served(client: Client, pad: str) -> None:
    assert client.get(pad).status_code == 404
