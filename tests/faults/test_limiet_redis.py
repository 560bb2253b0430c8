"""Rate limits counted in Redis: by all web processes together, and by each for itself while Redis is gone."""

import asyncio
import re
from contextlib import closing
from pathlib import Path

from klantbeeld.errors import TeVeelVerzoeken
from klantbeeld.limiet import Limiet
from klantbeeld.meter import Meter
from klantbeeld.stores.redis_vlot import RUST, VlotteRedis
from klantbeeld.stores.telwerk import VERLOOP, Redistelwerk
from tests.bouwers_cache import RUIM, list_keys
from tests.bouwers_graphql import grant
from tests.redis_server import Redisproces, start_redis


def make_limiet(vlot: VlotteRedis, tijd: float = 1_000_000_000.0) -> Limiet:
    return Limiet(10, Redistelwerk(vlot), b"geheim", Meter(), nu=lambda: tijd)


def charge(limiet: Limiet, punten: int = 1) -> bool:
    """Whether the request is answered."""
    try:
        asyncio.run(limiet.charge_gebruiker(grant(), punten))
    except TeVeelVerzoeken:
        return False
    return True


def test_two_web_processes_count_together(redis: Redisproces) -> None:
    with closing(VlotteRedis(redis.url, RUIM)) as een, closing(VlotteRedis(redis.url, RUIM)) as ander:
        processen = (make_limiet(een), make_limiet(ander))
        assert [charge(proces) for _ in range(6) for proces in processen] == [True] * 10 + [False] * 2
        assert charge(make_limiet(een, 1_000_000_020.0)), "the next minute is another one"


def test_who_has_a_point_left_is_answered_whatever_it_costs(redis: Redisproces) -> None:
    with closing(VlotteRedis(redis.url, RUIM)) as vlot:
        assert [charge(make_limiet(vlot), punten) for punten in (9, 100, 1)] == [True, True, False]


def test_what_redis_counts_says_nothing_of_anybody_and_ends_by_itself(redis: Redisproces) -> None:
    with closing(VlotteRedis(redis.url, RUIM)) as vlot:
        limiet = make_limiet(vlot)
        charge(limiet)
        asyncio.run(limiet.charge_adres("192.0.2.1"))
    namen = list_keys(redis)
    assert len(namen) == 2
    assert all(re.fullmatch(r"klantbeeld:limiet:16666666:[0-9a-f]{32}", naam) for naam in namen)
    with redis.connect() as client:
        assert all(0 < client.ttl(naam) <= VERLOOP for naam in namen)


def test_without_redis_nobody_fails_and_each_process_counts_for_itself(tmp_path: Path) -> None:
    uren = [0.0]
    with start_redis(tmp_path / "redis") as redis, closing(VlotteRedis(redis.url, RUIM, nu=lambda: uren[0])) as vlot:
        limiet = make_limiet(vlot)
        assert charge(limiet)
        redis.kill()
        assert [charge(limiet) for _ in range(11)] == [True] * 10 + [False]
        redis.start()
        uren[0] += RUST
        assert charge(limiet), "what another counted, or nobody, decides again"
