"""What an operator sees of the bus: how much waits of each source, and that it can't be asked."""

import json
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

from indexers.pipeline import Opdracht
from klantbeeld.app import open_laadstraat
from klantbeeld.laden import Stopknop, Volger
from tests.bouwers_bronnen import make_contacten, open_bronnenproef, surroundings
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_toezicht import pick, read_metrics
from tests.programma import run_klantbeeld
from tests.redis_server import Redisproces


def test_the_status_tells_what_waits_on_the_bus(tmp_path: Path, redis: Redisproces) -> None:
    settings = make_bus_settings(tmp_path, redis)
    with open_laadstraat(settings):
        redis.deliver(*make_contacten(3))
    stand = json.loads(run_klantbeeld(tmp_path, "status", "--json", **surroundings(settings)).stdout)
    assert stand["stromen"]["k3cr"]["wachtend"] == 3
    assert stand["stromen"]["k3cr"]["sinds"] is not None


def test_a_bus_that_does_not_answer_is_told_and_fails_nothing(tmp_path: Path, redis: Redisproces) -> None:
    settings = make_bus_settings(tmp_path, redis)
    with open_laadstraat(settings):
        redis.kill()
    try:
        gedaan = run_klantbeeld(tmp_path, "status", **surroundings(settings))
    finally:
        redis.start()
    assert gedaan.returncode == 0
    assert "wacht op de bus van k3cr: onbekend" in gedaan.stdout


def test_an_indexer_tells_how_much_waits_on_the_bus_and_for_how_long(tmp_path: Path, redis: Redisproces) -> None:
    settings = make_bus_settings(tmp_path, redis)
    redis.deliver(*make_contacten(3))
    volger = Volger(settings, [], Opdracht(), Stopknop())
    registry = CollectorRegistry()
    registry.register(volger)

    def read() -> tuple[dict[str, float], dict[str, float]]:
        waarden = read_metrics(generate_latest(registry).decode())
        return pick(waarden, "klantbeeld_bus_lag_entries"), pick(waarden, "klantbeeld_bus_lag_seconds")

    aantallen, leeftijden = read()
    assert aantallen == {"k3cr": 3}
    assert 0 <= leeftijden["k3cr"] < 120
    with open_bronnenproef(settings) as proef:
        proef.index()
    assert read() == ({"k3cr": 0}, {"k3cr": 0})
    redis.kill()
    assert read() == ({}, {})
    redis.start()
