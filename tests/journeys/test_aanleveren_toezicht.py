"""What an operator sees of deliveries over HTTP: what became of them, and that their bus is gone."""

from collections.abc import Callable
from pathlib import Path

from prometheus_client import generate_latest
from starlette.applications import Starlette

from klantbeeld.app import open_aanleverpunt
from klantbeeld.meter import Meter
from tests.bouwers_bronnen import make_contacten, open_bronnenproef
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_toezicht import open_toezicht, pick, read_metrics
from tests.journeys.test_aanleveren import JSON, Punt, allow, write_body
from tests.redis_server import Redisproces


def test_what_became_of_deliveries_is_counted_per_outcome(tmp_path: Path, redis: Redisproces) -> None:
    settings, meter = allow(make_bus_settings(tmp_path, redis), tmp_path), Meter()
    with open_aanleverpunt(settings, meter) as routes:
        punt = Punt(Starlette(routes=routes), redis, settings)
        punt.send(write_body([*make_contacten(3), {"bron": "k3cr"}], JSON))
        punt.send(b"[", JSON)
        punt.send(b"[]", JSON, token=None)
        redis.kill()
        punt.send(write_body(make_contacten(1), JSON))
        redis.start()
    geteld = pick(read_metrics(generate_latest(meter.registry).decode()), "klantbeeld_http_deliveries_total")
    assert geteld == {"AANGENOMEN": 3, "GEWEIGERD": 1, "BAD_REQUEST": 1, "UNAUTHENTICATED": 1, "BUS_UNAVAILABLE": 1}


def test_a_web_process_whose_bus_is_gone_tells_so_and_stays_ready(tmp_path: Path, redis: Redisproces) -> None:
    settings = allow(make_bus_settings(tmp_path, redis), tmp_path)
    with open_bronnenproef(settings) as proef, open_toezicht(proef.settings) as toezicht:
        codes, gereed = [], []
        stappen: list[Callable[[], object]] = [proef.index, redis.kill, redis.start]
        for stap in stappen:
            stap()
            antwoord = toezicht.gereed()
            codes.append({alarm["code"] for alarm in antwoord["alarmen"]} & {"BUS_UNAVAILABLE", "BUS_UNSAFE"})
            gereed.append(antwoord["status"])
    assert (codes, gereed) == ([set(), {"BUS_UNAVAILABLE"}, set()], ["GEREED"] * 3)
