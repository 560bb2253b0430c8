"""Values in Redis, for all web processes together. It may put out what it likes (``maxmemory-policy allkeys-lru``), so it is
never the Redis of the bus."""

from collections.abc import Sequence
from typing import Any

from klantbeeld.stores.cache import GELDIGHEID
from klantbeeld.stores.redis_vlot import VlotteRedis

VOORVOEGSEL = "klantbeeld:cache:"
PER_KEER = 1000
"""So many keys are removed at a time."""


class Redisplaats:
    """See ``Bewaarplaats``."""

    is_hier = False

    def __init__(self, redis: VlotteRedis) -> None:
        self._redis = redis

    def get(self, sleutels: Sequence[str]) -> list[bytes | None]:
        """See ``Bewaarplaats``."""
        namen = [VOORVOEGSEL + sleutel for sleutel in sleutels]
        waarden: list[bytes | None] = self._redis.ask(lambda redis: redis.mget(namen)) if namen else []
        return waarden

    def put(self, sleutel: str, waarde: bytes) -> None:
        """See ``Bewaarplaats``."""
        self._redis.ask(lambda redis: redis.set(VOORVOEGSEL + sleutel, waarde, ex=GELDIGHEID))

    def clear(self) -> None:
        """See ``Bewaarplaats``: of every store that keeps its answers in this Redis."""
        self._redis.ask(_remove_all)


def _remove_all(redis: Any) -> None:  # noqa: ANN401 - its types allow for every protocol there is
    cursor: int | None = None
    while cursor != 0:
        cursor, namen = redis.scan(cursor or 0, match=f"{VOORVOEGSEL}*", count=PER_KEER)
        if namen:
            redis.unlink(*namen)
