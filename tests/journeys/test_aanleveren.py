"""Delivering over HTTP: what is taken in is durable and comes into the view; everything else says why not, per delivery."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from indexers import aanleverpunt
from indexers.aanlevering import MEESTE_LEVERINGEN
from indexers.aanleverpunt import GROOTSTE_BODY, PAD
from indexers.busstroom import VELD, stream_of
from klantbeeld.app import open_aanleverpunt
from klantbeeld.errors import WEIGERREDENEN, BusOnveilig, InstellingOnjuist
from klantbeeld.meter import Meter
from klantbeeld.settings import Settings
from tests.bouwers_bronnen import make_contacten, make_settings, open_bronnenproef
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_graphql import ask_web
from tests.bouwers_leveringen import Levering, make_bronstand, make_contact, write_regel
from tests.redis_server import Redisproces, start_redis

TOKEN = "een-token-van-minstens-32-tekens-lang"  # noqa: S105 - made up
JSON, REGELS = "application/json", "application/x-ndjson"
GEBEURTENIS, GEBEURTENISSEN = "application/cloudevents+json", "application/cloudevents-batch+json"


@dataclass(frozen=True, slots=True)
class Punt:
    """Where deliveries of k3cr are taken in, and the bus that they go to."""

    app: Starlette
    redis: Redisproces
    settings: Settings

    def send(self, body: bytes, soort: str = JSON, token: str | None = TOKEN, **koppen: str) -> httpx.Response:
        alle = {"Content-Type": soort, **koppen} | ({} if token is None else {"Authorization": f"Bearer {token}"})
        return ask_web(self.app, "POST", PAD, body, alle)

    def list_bus(self) -> list[Any]:
        """What is on the stream of k3cr."""
        with self.redis.connect() as client:
            return [json.loads(velden[VELD]) for _, velden in client.xrange(stream_of("k3cr"))]


def allow(settings: Settings, map_: Path) -> Settings:
    """The same, with one deliverer that may deliver for k3cr."""
    pad = map_ / "leveranciers.toml"
    pad.write_text(f"[leveranciers.proef]\nbronnen = ['k3cr']\ntokens = ['{sha256(TOKEN.encode()).hexdigest()}']\n")
    return settings.model_copy(update={"leveranciers": pad})


@pytest.fixture
def punt(tmp_path: Path, redis: Redisproces) -> Iterator[Punt]:
    settings = allow(make_bus_settings(tmp_path, redis), tmp_path)
    with open_aanleverpunt(settings, Meter()) as routes:
        yield Punt(Starlette(routes=routes), redis, settings)


def wrap(levering: Levering) -> dict[str, Any]:
    """A CloudEvent that carries a delivery."""
    return {"specversion": "1.0", "id": "1", "source": "/k3cr", "type": "nl.voorbeeld.contact", "data": levering}


def write_body(leveringen: list[Levering], soort: str) -> bytes:
    if soort == REGELS:
        return b"\n".join(write_regel(levering) for levering in leveringen) + b"\r\n\r\n"
    waarde: object = [wrap(levering) for levering in leveringen] if soort == GEBEURTENISSEN else leveringen
    return json.dumps(waarde, indent=1).encode()


def test_one_delivery_is_taken_in_and_comes_into_the_store(punt: Punt) -> None:
    (contact,) = make_contacten(1)
    antwoord = punt.send(write_regel(contact))
    assert antwoord.status_code == 202
    assert antwoord.json() == {"aangenomen": 1, "geweigerd": 0, "records": [{"nummer": 0, "uitkomst": "AANGENOMEN"}]}
    with open_bronnenproef(punt.settings) as proef:
        proef.index()
        assert proef.live() == {"C1"}


@pytest.mark.parametrize("soort", [JSON, REGELS, "application/jsonl", GEBEURTENISSEN, "Application/JSON; charset=UTF-8"])
def test_a_batch_is_taken_in_in_its_order(punt: Punt, soort: str) -> None:
    contacten = make_contacten(3)
    antwoord = punt.send(write_body(contacten, REGELS if "jsonl" in soort else soort), soort)
    assert (antwoord.status_code, antwoord.json()["aangenomen"], punt.list_bus()) == (202, 3, contacten)


def test_a_cloudevent_is_taken_in_as_the_delivery_that_it_carries(punt: Punt) -> None:
    (contact,) = make_contacten(1)
    assert punt.send(json.dumps(wrap(contact)).encode(), GEBEURTENIS).status_code == 202
    assert punt.send(write_regel(contact), **{"ce-specversion": "1.0", "ce-type": "contact"}).status_code == 202
    assert punt.list_bus() == [contact, contact]


def test_what_was_taken_in_is_there_after_a_kill(punt: Punt) -> None:
    punt.send(write_body(make_contacten(20), JSON))
    punt.redis.kill()
    punt.redis.start()
    assert len(punt.list_bus()) == 20


def test_delivering_the_same_again_changes_nothing(punt: Punt) -> None:
    body = write_body(make_contacten(3), JSON)
    with open_bronnenproef(punt.settings) as proef:
        for _ in range(3):
            assert punt.send(body).status_code == 202
            proef.index()
        assert (proef.tellers("k3cr").applied, proef.tellers("k3cr").unchanged) == (3, 6)


def test_of_a_mixed_batch_each_is_told_what_became_of_it(punt: Punt) -> None:
    goed, ander = make_contacten(2)
    vreemd, nieuw = make_contact(bron="cws"), make_contact(bron="k3cr")
    antwoord = punt.send(write_body([goed, vreemd, ander, nieuw | {"soort": "verzuim"}], JSON))
    assert antwoord.status_code == 207
    assert antwoord.json() == {
        "aangenomen": 2,
        "geweigerd": 2,
        "records": [
            {"nummer": 0, "uitkomst": "AANGENOMEN"},
            {"nummer": 1, "uitkomst": "GEWEIGERD", "reden": "BRON_VREEMD", "veld": "bron"},
            {"nummer": 2, "uitkomst": "AANGENOMEN"},
            {"nummer": 3, "uitkomst": "GEWEIGERD", "reden": "SOORT_ONBEKEND", "veld": "soort"},
        ],
    }
    assert punt.list_bus() == [goed, ander]


def test_a_forged_source_is_refused_and_nothing_goes_to_the_bus(punt: Punt) -> None:
    """S23: whoever delivers for a source that is not his is refused at the door."""
    antwoord = punt.send(write_regel(make_bronstand("cws")))
    assert (antwoord.status_code, antwoord.json()["code"]) == (422, "RECORD_REFUSED")
    assert antwoord.json()["records"] == [{"nummer": 0, "uitkomst": "GEWEIGERD", "reden": "BRON_VREEMD", "veld": "bron"}]
    with punt.redis.connect() as client:
        assert client.keys() == []


def test_each_is_judged_as_strictly_as_a_line_of_a_file(punt: Punt) -> None:
    contact = write_regel(make_contacten(1)[0]).decode()
    delen = [contact.replace("{", '{"bron": "k3cr", ', 1), contact.replace('"Telefoon"', "NaN", 1), "[]", "7"]
    antwoord = punt.send(f"[{','.join(delen)}]".encode())
    assert [record["reden"] for record in antwoord.json()["records"]] == [
        "DUBBELE_SLEUTEL",
        "GETAL_ONEINDIG",
        "GEEN_OBJECT",
        "GEEN_OBJECT",
    ]


PROBLEMEN: dict[str, tuple[int, str, dict[str, Any]]] = {
    "nobody":                    (401, "UNAUTHENTICATED",        {"token": None}),
    "an unknown token":          (401, "UNAUTHENTICATED",        {"token": TOKEN[:-1]}),
    "another scheme":            (401, "UNAUTHENTICATED",        {"token": None, "Authorization": f"Basic {TOKEN}"}),
    "no media type":             (415, "UNSUPPORTED_MEDIA_TYPE", {"soort": ""}),
    "another media type":        (415, "UNSUPPORTED_MEDIA_TYPE", {"soort": "text/plain"}),
    "another encoding of text":  (415, "UNSUPPORTED_MEDIA_TYPE", {"soort": f"{JSON}; charset=latin-1"}),
    "packed":                    (415, "UNSUPPORTED_MEDIA_TYPE", {"Content-Encoding": "gzip"}),
    "nothing":                   (422, "RECORD_REFUSED",         {"body": b""}),
    "no lines":                  (400, "BAD_REQUEST",            {"body": b"\n\n", "soort": REGELS}),
    "an empty array":            (400, "BAD_REQUEST",            {"body": b"[]"}),
    "half an array":             (400, "BAD_REQUEST",            {"body": b"[{}"}),
    "an array without a bottom": (400, "BAD_REQUEST",            {"body": b"[" * 200_000}),
    "no UTF-8":                  (400, "BAD_REQUEST",            {"body": b"\xff\xfe"}),
    "no CloudEvent":             (400, "BAD_REQUEST",            {"body": b'{"data": {}}', "soort": GEBEURTENIS}),
    "an empty CloudEvent":       (400, "BAD_REQUEST",            {"body": b'{"specversion": "1.0"}', "soort": GEBEURTENIS}),
    "one byte too many":         (413, "PAYLOAD_TOO_LARGE",      {"body": b" " * (GROOTSTE_BODY + 1)}),
    "says it is too large":      (413, "PAYLOAD_TOO_LARGE",      {"Content-Length": "9" * 500}),
    "too many":                  (413, "PAYLOAD_TOO_LARGE",      {"body": b"[" + b"{}," * MEESTE_LEVERINGEN + b"{}]"}),
}  # fmt: skip


@pytest.mark.parametrize("geval", PROBLEMEN)
def test_what_is_not_taken_in_says_why_in_one_form(punt: Punt, geval: str) -> None:
    status, code, verzoek = PROBLEMEN[geval]
    antwoord = punt.send(**{"body": write_regel(make_contacten(1)[0]), **verzoek})
    probleem = antwoord.json()
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")
    assert (probleem["status"], probleem["code"], probleem["type"]) == (status, code, f"urn:klantbeeld:fout:{code}")
    assert probleem["title"]
    assert punt.list_bus() == []


@pytest.mark.parametrize("methode", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_only_post_delivers(punt: Punt, methode: str) -> None:
    antwoord = ask_web(punt.app, methode, PAD)
    assert (antwoord.status_code, antwoord.headers["allow"]) == (405, "POST")


def test_a_body_without_a_length_is_read_no_further_than_fits(punt: Punt) -> None:
    gelezen = 0

    async def stream() -> AsyncIterator[bytes]:
        nonlocal gelezen
        for _ in range(100):
            gelezen += 1_000_000
            yield b" " * 1_000_000

    async def send() -> httpx.Response:
        koppen = {"Content-Type": JSON, "Authorization": f"Bearer {TOKEN}"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(punt.app), base_url="http://klantbeeld.test") as client:
            return await client.post(PAD, content=stream(), headers=koppen)

    assert asyncio.run(send()).status_code == 413
    assert gelezen <= GROOTSTE_BODY + 1_000_000


def test_a_body_that_comes_too_slowly_is_given_up(punt: Punt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aanleverpunt, "MAAT", replace(aanleverpunt.MAAT, geduld=0.01))

    async def stream() -> AsyncIterator[bytes]:
        yield b"["
        await asyncio.Event().wait()

    async def send() -> httpx.Response:
        koppen = {"Content-Type": JSON, "Authorization": f"Bearer {TOKEN}"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(punt.app), base_url="http://klantbeeld.test") as client:
            return await client.post(PAD, content=stream(), headers=koppen)

    assert asyncio.run(send()).status_code == 408


def test_while_redis_is_away_nothing_is_promised_and_later_it_is(punt: Punt) -> None:
    body = write_body(make_contacten(1), JSON)
    punt.redis.kill()
    antwoord = punt.send(body)
    assert (antwoord.status_code, antwoord.json()["code"]) == (503, "BUS_UNAVAILABLE")
    assert antwoord.headers["retry-after"] == "10"
    punt.redis.start()
    assert punt.send(body).status_code == 202


def test_a_redis_that_becomes_unsafe_takes_in_nothing_that_is_promised(punt: Punt) -> None:
    with punt.redis.connect() as client:
        client.config_set("appendfsync", "no")
        try:
            antwoord = punt.send(write_body(make_contacten(1), JSON))
        finally:
            client.config_set("appendfsync", "always")
    assert (antwoord.status_code, antwoord.json()["code"]) == (503, "BUS_UNSAFE")


def test_nothing_listens_on_a_redis_that_may_lose_what_it_accepted(tmp_path: Path) -> None:
    with start_redis(tmp_path / "redis") as redis:
        settings = allow(make_bus_settings(tmp_path, redis), tmp_path)
        with pytest.raises(BusOnveilig), open_aanleverpunt(settings, Meter()):
            pass


def test_without_a_bus_nobody_can_deliver(tmp_path: Path) -> None:
    settings = allow(make_settings(tmp_path, "k3cr"), tmp_path)
    with pytest.raises(InstellingOnjuist, match="KLANTBEELD_BUS__URL"), open_aanleverpunt(settings, Meter()):
        pass


def test_by_default_nobody_may_deliver(tmp_path: Path) -> None:
    with open_aanleverpunt(make_settings(tmp_path, "k3cr"), Meter()) as routes:
        assert routes == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from([JSON, REGELS, GEBEURTENIS, GEBEURTENISSEN]))
def test_whatever_is_sent_is_answered_with_a_reason_that_is_explained(punt: Punt, body: bytes, soort: str) -> None:
    antwoord = punt.send(body, soort)
    assert antwoord.status_code in {400, 422}
    assert {record["reden"] for record in antwoord.json().get("records", ())} <= WEIGERREDENEN.keys()
    assert punt.list_bus() == []
