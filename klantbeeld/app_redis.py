"""The part of the composition root that makes what may need a Redis: the bus, and the cache."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from pydantic import SecretStr

from indexers.bus import Bus
from indexers.busstroom import Busachterstand
from indexers.configuratie import load_bronnen
from klantbeeld.cache import Cache
from klantbeeld.errors import BusOnbereikbaar, BusOnveilig, CacheOnbereikbaar
from klantbeeld.meter import Meter
from klantbeeld.settings import Settings
from klantbeeld.stores.cache import Bewaarplaats, Geheugenplaats
from klantbeeld.stores.cache_redis import Redisplaats
from klantbeeld.stores.redis_vlot import GEDULD, VlotteRedis

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
def open_cache(settings: Settings, geheim: bytes, meter: Meter) -> Iterator[Cache]:
    """What was answered before, under names that only this secret gives."""
    with closing(make_bewaarplaats(settings)) as plaats:
        yield Cache(plaats, geheim, meter)


def make_bewaarplaats(settings: Settings, geduld: float = GEDULD) -> Bewaarplaats:
    """Where answers are kept."""
    url = settings.cache.redis
    return Geheugenplaats() if url is None else Redisplaats(VlotteRedis(url, geduld))


def clear_cache(settings: Settings) -> bool:
    """Removes every answer that is kept outside the web processes, and says whether that was done. What these keep
    themselves ends within ``GELDIGHEID`` seconds."""
    with closing(make_bewaarplaats(settings, GEDULD_BEHEER)) as plaats:
        try:
            plaats.clear()
        except CacheOnbereikbaar:
            return False
    return True
