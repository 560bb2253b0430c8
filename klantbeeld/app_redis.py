"""The part of the composition root that makes what may need a Redis: the bus, the cache and the rate limits."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from pydantic import SecretStr

from indexers.bus import Bus
from indexers.busstroom import Busachterstand
from indexers.configuratie import load_bronnen
from klantbeeld.cache import Cache
from klantbeeld.errors import BusOnbereikbaar, BusOnveilig, CacheOnbereikbaar
from klantbeeld.limiet import Limiet
from klantbeeld.meter import Meter
from klantbeeld.settings import Settings
from klantbeeld.stores.cache import Geheugenplaats
from klantbeeld.stores.cache_redis import Redisplaats
from klantbeeld.stores.redis_vlot import VlotteRedis
from klantbeeld.stores.telwerk import Geheugentelwerk, Redistelwerk

GEDULD_BEHEER = 10.0
"""So many seconds an answer may take when an operator waits for it."""


def count_lag(settings: Settings) -> dict[str, Busachterstand | None]:
    """What waits on the bus of each source that comes over it; None when the bus does not tell."""
    stromen = sorted(load_bronnen(settings.bronnen).stromen)
    if settings.bus.url is None or not stromen:
        return dict.fromkeys(stromen)
    with closing(make_bus(settings, settings.bus.url)) as bus:
        try:
            return {bron: bus.count_lag(bron) for bron in stromen}
        except (BusOnbereikbaar, BusOnveilig):
            return dict.fromkeys(stromen)


def make_bus(settings: Settings, url: SecretStr) -> Bus:
    """The bus that carries deliveries."""
    return Bus(url.get_secret_value(), settings.bus.groep, settings.bus.overname_na)


@contextmanager
def open_geheugens(settings: Settings, geheim: bytes, meter: Meter) -> Iterator[tuple[Cache, Limiet | None]]:
    """What was answered before, and how much everybody asked; under names that only this secret gives."""
    url, punten = settings.cache.redis, settings.limiet.punten
    if url is None:
        yield Cache(Geheugenplaats(), geheim, meter), Limiet(punten, Geheugentelwerk(), geheim, meter) if punten else None
        return
    with closing(VlotteRedis(url)) as redis:
        limiet = Limiet(punten, Redistelwerk(redis), geheim, meter) if punten else None
        yield Cache(Redisplaats(redis), geheim, meter), limiet


def clear_cache(settings: Settings) -> bool:
    """Removes every answer that is kept outside the web processes, and says whether that was done. What these keep
    themselves ends within ``GELDIGHEID`` seconds."""
    if settings.cache.redis is None:
        return True
    with closing(VlotteRedis(settings.cache.redis, GEDULD_BEHEER)) as redis:
        try:
            Redisplaats(redis).clear()
        except CacheOnbereikbaar:
            return False
    return True
