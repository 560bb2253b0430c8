"""The Redis users of the documentation can do what they are for, and nothing else."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from redis import Redis
from redis.exceptions import NoPermissionError

from indexers.bus import Bus
from indexers.busstroom import stream_of
from klantbeeld.settings_delen import BusSettings
from tests.bouwers_bronnen import make_contacten, open_bronnenproef
from tests.bouwers_bus import make_bus_settings
from tests.redis_server import Redisproces
from tests.teksten import WORTEL, list_blocks

OPDRACHTEN = [
    regel.strip()
    for blok in list_blocks(WORTEL / "docs" / "new-source.md")
    for regel in blok.tekst.splitlines()
    if regel.strip().startswith("ACL SETUSER")
]


@pytest.fixture
def beperkt(redis: Redisproces) -> Iterator[Redisproces]:
    """A bus with the users of the page, their password PASSWORD."""
    with redis.connect() as client:
        for opdracht in OPDRACHTEN:
            client.execute_command(*opdracht.split())
        yield redis
        client.acl_deluser("wgs-export", "inlezer")


def url_of(redis: Redisproces, gebruiker: str) -> str:
    return redis.url.replace("//", f"//{gebruiker}:PASSWORD@")


def test_our_own_user_can_read_and_write_everything_we_do(tmp_path: Path, beperkt: Redisproces) -> None:
    bus = BusSettings(url=SecretStr(url_of(beperkt, "inlezer")), overname_na=0)
    settings = make_bus_settings(tmp_path, beperkt).model_copy(update={"bus": bus})
    with open_bronnenproef(settings) as proef, closing(Bus(url_of(beperkt, "inlezer"), overname_na=0)) as eigen:
        proef.index()
        eigen.put([("k3cr", b"geen levering")])
        beperkt.deliver(*make_contacten(300))
        with beperkt.connect() as client:
            client.xreadgroup("klantbeeld", "dood", {stream_of("k3cr"): ">"}, count=5)
        proef.run()
        proef.run()
        assert (len(proef.live()), proef.redenen(), proef.storingen()) == (300, ["GEEN_JSON"], {})
        assert eigen.count_lag("k3cr").aantal == 0


def test_a_deliverer_can_put_deliveries_on_its_own_stream(beperkt: Redisproces) -> None:
    with closing(Redis.from_url(url_of(beperkt, "wgs-export"))) as client:
        client.xadd(stream_of("wgs"), {"levering": "{}"})
    assert len(beperkt.list_ids("wgs")) == 1


@pytest.mark.parametrize(
    "woorden",
    [
        ("XADD", stream_of("k3cr"), "*", "levering", "{}"),
        ("XRANGE", stream_of("wgs"), "-", "+"),
        ("XTRIM", stream_of("wgs"), "MAXLEN", "0"),
        ("XGROUP", "DESTROY", stream_of("wgs"), "klantbeeld"),
        ("DEL", stream_of("wgs")),
        ("FLUSHALL",),
        ("CONFIG", "SET", "appendonly", "no"),
    ],
)
def test_a_deliverer_can_do_nothing_else(beperkt: Redisproces, woorden: tuple[str, ...]) -> None:
    """S23: a forged event on the stream of another source is refused by Redis itself."""
    eigen: Any = Redis.from_url(url_of(beperkt, "wgs-export"))
    with closing(eigen) as client, pytest.raises(NoPermissionError):
        client.execute_command(*woorden)
