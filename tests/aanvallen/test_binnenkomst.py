"""What comes in from sources and settings: addresses in it are not followed, versions do not freeze, and no link goes open."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from klantbeeld.settings import Settings
from klantbeeld.settings_delen import BusSettings, CacheSettings, GraphqlSettings, StoreSettings, TracesSettings
from resolvers.uitvoering import Uitvoering, read_volledig_beeld
from tests.bouwers_graphql import GESLOTEN, GROOT, Proef, grant
from tests.bouwers_leveringen import make_contact, make_levering, make_organisatie, open_proef

ADRES = "http://169.254.169.254/latest/meta-data/"
GEHEIM = SecretStr("een eigen geheim van meer dan 32 tekens")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that this process reaches for; nothing is reached."""
    gezocht: list[Any] = []

    def refuse(*woorden: Any, **_: Any) -> Any:
        gezocht.append(woorden[1:] or woorden)
        raise OSError("there is no network here")

    for naam in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, naam, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return gezocht


def test_an_address_in_a_delivery_or_a_question_is_never_fetched(tmp_path: Path, proef: Proef, no_network: list[Any]) -> None:
    """S22: names, titles, keys and contacts that are addresses are text; nothing is looked up, resolved or opened."""
    document = {"datum": "2023-01-02", "titel": ADRES, "soort": "overig", "heeftBijlage": True, "betreftPersoon": False}
    with open_proef(tmp_path) as levering:
        levering.deliver(
            make_organisatie("123456789L01", {"naam": f"<img src='{ADRES}'>", "handelsnamen": [ADRES, "file:///etc/passwd"]}),
            make_levering("document", document, sleutel=ADRES, werkgever=["lh:123456789L01"]),
            make_contact(sleutel="jar:" + ADRES, werkgever=["lh:123456789L01"]),
        )
    for tekst in (ADRES, "//boos.example", "gopher://127.0.0.1:6379/_FLUSHALL", "${jndi:ldap://boos.example/a}"):
        proef.ask("query ($t: String!) { werkgevers(zoekterm: $t) { totaal } }", t=tekst)
    proef.ask(read_volledig_beeld(), id=GROOT)
    assert no_network == []
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("127.0.0.1", 9))
    assert len(no_network) == 1


@pytest.mark.parametrize("versie", [2**62, 2**63 - 1, 2**63, 2**64, 10**30, -1])
def test_a_version_bomb_freezes_nothing(tmp_path: Path, versie: int) -> None:
    """S23: a version above the ceiling of its source is a dead letter; the next real version is applied as ever."""
    nummer = "123456789L01"
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(nummer, {"naam": "Eerst"}, versie=1))
        proef.deliver(make_organisatie(nummer, {"naam": "Bom"}, versie=versie))
        proef.deliver(make_organisatie(nummer, {"naam": "Daarna"}, versie=2))
        uitvoering = Uitvoering(proef.klantbeeld, GESLOTEN)
        vraag = "query ($id: ID!) { werkgever(id: $id) { naam } }"
        antwoord = asyncio.run(uitvoering.execute_query(grant(), vraag, {"id": proef.id_of(nummer)}))
    assert antwoord["data"] == {"werkgever": {"naam": "Daarna"}}


def make_productie(anders: dict[str, Any]) -> Settings:
    alles: dict[str, Any] = {"omgeving": "productie", "geheim": GEHEIM}
    return Settings(**alles | anders)


OPEN: dict[str, Callable[[], dict[str, Any]]] = {
    "Elasticsearch": lambda: {"store": StoreSettings(url="elasticsearch+http://zoek:9200/klantbeeld")},
    "the bus": lambda: {"bus": BusSettings(url=SecretStr("redis://ik:geheim@bus/0"))},
    "the bus without a user": lambda: {"bus": BusSettings(url=SecretStr("rediss://bus/0"))},
    "the cache": lambda: {"cache": CacheSettings(url=SecretStr("redis://ik:geheim@cache/0"))},
    "the cache without a password": lambda: {"cache": CacheSettings(url=SecretStr("rediss://ik@cache/0"))},
    "questions in addresses": lambda: {"graphql": GraphqlSettings(get=True)},
    "a collector of traces": lambda: {"traces": TracesSettings(url="http://verzamelaar:4318/v1/traces")},
    "the published key": lambda: {"geheim": Settings().geheim},
}
"""Links and doors that stand open, by what is behind them."""


@pytest.mark.parametrize("naam", OPEN)
def test_production_does_not_start_with_a_link_that_is_open(naam: str) -> None:
    """S25: and the message names the setting, never its value."""
    with pytest.raises(ValidationError) as fout:
        make_productie(OPEN[naam]())
    assert "geheim@" not in str(fout.value)


@pytest.mark.parametrize("vraag", ["ssl_cert_reqs=none", "ssl_cert_reqs=optional", "ssl_check_hostname=false"])
@pytest.mark.parametrize("deel", ["bus", "cache"])
def test_a_certificate_is_never_left_unchecked(deel: str, vraag: str) -> None:
    """S25: TLS that anybody may end is no TLS."""
    url = SecretStr(f"rediss://ik:geheim@redis/0?{vraag}")
    anders: dict[str, Any] = {"bus": BusSettings(url=url)} if deel == "bus" else {"cache": CacheSettings(url=url)}
    with pytest.raises(ValidationError, match="rediss://"):
        make_productie(anders)


def test_a_link_that_is_closed_is_accepted() -> None:
    """S25: so that the tests above can fail."""
    veilig = Settings(
        omgeving="productie",
        geheim=GEHEIM,
        store=StoreSettings(url="elasticsearch+https://zoek:9200/klantbeeld"),
        bus=BusSettings(url=SecretStr("rediss://ik:geheim@bus/0?ssl_ca_certs=/ca.crt")),
        cache=CacheSettings(url=SecretStr("rediss://ik:geheim@cache/0")),
        traces=TracesSettings(url="https://verzamelaar:4318/v1/traces"),
    )
    assert veilig.omgeving == "productie"


@pytest.mark.parametrize("adres", ["0.0.0.0", "192.0.2.1", "::"])  # noqa: S104 - refused
def test_the_demo_is_never_reached_from_elsewhere(adres: str) -> None:
    """S25: its keys are published."""
    with pytest.raises(ValidationError, match="ADRES"):
        Settings(adres=adres)
