"""Values in Redis, for all web processes together. It may put out what it likes (``maxmemory-policy allkeys-lru``), so it is
never the Redis of the bus."""

from collections.abc import Sequence
from typing import Any

from klantbeeld.stores.cache import GELDIGHEID
from klantbeeld.stores.redis_vlot import VlotteRedis

VOORVOEGSEL = "klantbeeld:cache:"
VOORVOEGSEL_SESSIES = "klantbeeld:sessie:"
PER_KEER = 1000
"""So many keys are removed at a time."""


class Redisplaats:
    """See ``Bewaarplaats``."""

    is_hier = False

    def __init__(self, redis: VlotteRedis, voorvoegsel: str = VOORVOEGSEL) -> None:
        self._redis = redis
        self._voorvoegsel = voorvoegsel

    def get(self, sleutels: Sequence[str]) -> list[bytes | None]:
        """See ``Bewaarplaats``."""
        namen = [self._voorvoegsel + sleutel for sleutel in sleutels]
        waarden: list[bytes | None] = self._redis.ask(lambda redis: redis.mget(namen)) if namen else []
        return waarden

    def put(self, sleutel: str, waarde: bytes, geldigheid: int = GELDIGHEID) -> None:
        """See ``Bewaarplaats``."""
        self._redis.ask(lambda redis: redis.set(self._voorvoegsel + sleutel, waarde, ex=geldigheid))

    def renew(self, sleutel: str, waarde: bytes, geldigheid: int) -> None:
        """See ``Bewaarplaats``."""
        self._redis.ask(lambda redis: redis.set(self._voorvoegsel + sleutel, waarde, ex=geldigheid, xx=True))

    def remove(self, sleutel: str) -> None:
        """See ``Bewaarplaats``."""
        self._redis.ask(lambda redis: redis.unlink(self._voorvoegsel + sleutel))

    def clear(self) -> None:
        """See ``Bewaarplaats``: of every installation that keeps the same in this Redis."""
        self._redis.ask(self._remove_all)

    def _remove_all(self, redis: Any) -> None:  # noqa: ANN401 - its types allow for every protocol there is
        cursor: int | None = None
        while cursor != 0:
            cursor, namen = redis.scan(cursor or 0, match=f"{self._voorvoegsel}*", count=PER_KEER)
            if namen:
                redis.unlink(*namen)
