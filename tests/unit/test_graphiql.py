"""GraphiQL in the demo: the page gives every role its token, runs nothing from elsewhere, and is not there in production."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from klantbeeld.access.policy import load_rechten
from klantbeeld.app import make_web, open_klantbeeld
from klantbeeld.settings import Settings
from klantbeeld.web.graphiql import BESTANDEN
from tests.teksten import WORTEL

WEB = WORTEL / "klantbeeld" / "web"
MAP = WEB / "static" / "graphiql"
VAN_ELDERS = re.compile(r"(?:src|href)=\"(?!/|data:,)|(?:https?:)?//|@import|\bimport\b")


def request(settings: Settings, methode: str, pad: str, **anders: Any) -> httpx.Response:
    """The answer of the application, without a network."""

    async def ask(app: Starlette) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
            return await client.request(methode, pad, **anders)

    with open_klantbeeld(settings) as klantbeeld:
        return asyncio.run(ask(make_web(settings, klantbeeld)))


def get(settings: Settings, pad: str, host: str = "127.0.0.1:8000") -> httpx.Response:
    return request(settings, "GET", pad, headers={"Host": host})


@pytest.fixture
def pagina(gevulde_store: Settings) -> httpx.Response:
    return get(gevulde_store, "/graphiql")


def beleid_of(koppen: Mapping[str, str]) -> dict[str, str]:
    return dict(deel.split(" ", 1) for deel in koppen["content-security-policy"].split("; "))


@pytest.mark.parametrize("rol", sorted(load_rechten(None).rollen))
def test_each_role_can_be_chosen_and_has_a_token_that_signs_in_as_that_role(
    gevulde_store: Settings, pagina: httpx.Response, rol: str
) -> None:
    naam = load_rechten(None).rollen[rol].naam
    (token,) = re.findall(rf'<option value="{rol}" data-token="([^"]+)">{naam}</option>', pagina.text)
    koppen = {"Authorization": f"Bearer {token}"}
    antwoord = request(gevulde_store, "POST", "/graphql", json={"query": "{ ik { rol } }"}, headers=koppen)
    assert antwoord.json() == {"data": {"ik": {"rol": rol}}}


def test_only_our_own_scripts_run_and_nothing_is_fetched_from_elsewhere(pagina: httpx.Response) -> None:
    nonce = re.findall(r'<script src="/static/graphiql.js" nonce="([\w-]{20,})">', pagina.text)[0]
    assert beleid_of(pagina.headers) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "font-src": "data:",
        "img-src": "data:",
        "connect-src": "'self'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_every_page_has_a_nonce_of_its_own(gevulde_store: Settings, pagina: httpx.Response) -> None:
    ander = get(gevulde_store, "/graphiql")
    assert beleid_of(pagina.headers)["style-src"] != beleid_of(ander.headers)["style-src"]


def test_the_page_may_not_be_kept(pagina: httpx.Response) -> None:
    assert pagina.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("naam", ["graphiql.html", "graphiql.js", "graphiql.css"])
def test_our_own_files_name_no_other_place(naam: str) -> None:
    regels = (WEB / naam).read_text(encoding="utf-8").splitlines()
    assert [regel for regel in regels if VAN_ELDERS.search(regel) and not regel.startswith("//")] == []


def test_the_page_has_no_script_or_style_within_it(pagina: httpx.Response) -> None:
    assert re.findall(r"<script>|<style|\sstyle=|\son\w+=", pagina.text) == []


@pytest.mark.parametrize("naam", sorted(BESTANDEN))
def test_each_file_of_the_page_is_served_as_what_it_is(gevulde_store: Settings, naam: str) -> None:
    antwoord = get(gevulde_store, f"/static/{naam}")
    bestand = MAP.parent / naam if "/" in naam else WEB / naam
    assert (antwoord.status_code, antwoord.content) == (200, bestand.read_bytes())
    assert antwoord.headers["content-type"] == f"{BESTANDEN[naam]}; charset=utf-8"
    assert antwoord.headers["x-content-type-options"] == "nosniff"


def test_the_page_asks_for_exactly_the_files_that_are_served(pagina: httpx.Response) -> None:
    assert set(re.findall(r'"/static/([^"]+)"', pagina.text)) == set(BESTANDEN)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000"])
def test_the_page_opens_on_this_computer(gevulde_store: Settings, host: str) -> None:
    assert get(gevulde_store, "/graphiql", host).status_code == 200


@pytest.mark.parametrize("host", ["boos.example", "127.0.0.1.boos.example", "localhost.boos.example:8000", "127.0.0.1:80:80"])
def test_a_page_of_another_name_gets_no_tokens(gevulde_store: Settings, host: str) -> None:
    antwoord = get(gevulde_store, "/graphiql", host)
    assert (antwoord.status_code, "token" in antwoord.text) == (421, False)


def test_the_versions_that_are_named_are_the_versions_of_the_files() -> None:
    herkomst = (MAP / "HERKOMST.md").read_text(encoding="utf-8")
    for naam in ("react", "react-dom"):
        assert f"`{naam}` | 18.3.1 |" in herkomst
        assert 'version="18.3.1' in (MAP / f"{naam}.production.min.js").read_text(encoding="utf-8").replace(" ", "")
