"""The part of the composition root that makes what may need a Redis: the bus, the cache and the rate limits."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from pydantic import SecretStr

from indexers.bus import GEDULD, Bus
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
GEDULD_TOEZICHT = 1.0
"""So many seconds the bus may take when somebody asks how it stands."""


def count_lag(settings: Settings, geduld: float = GEDULD) -> dict[str, Busachterstand | None]:
    """What waits on the bus of each source that comes over it; None when the bus does not tell."""
    stromen = sorted(load_bronnen(settings.bronnen).stromen)
    if settings.bus.url is None or not stromen:
        return dict.fromkeys(stromen)
    with closing(make_bus(settings, settings.bus.url, geduld)) as bus:
        try:
            return {bron: bus.count_lag(bron) for bron in stromen}
        except (BusOnbereikbaar, BusOnveilig):
            return dict.fromkeys(stromen)


def look_at_bus(settings: Settings) -> str | None:
    """The code of why nothing can be put on the bus now; None when it can, or when nobody may deliver here."""
    if settings.leveranciers is None or settings.bus.url is None:
        return None
    with closing(make_bus(settings, settings.bus.url, GEDULD_TOEZICHT)) as bus:
        try:
            bus.check()
        except (BusOnbereikbaar, BusOnveilig) as fout:
            return fout.code
    return None


def make_bus(settings: Settings, url: SecretStr, geduld: float = GEDULD) -> Bus:
    """The bus that carries deliveries."""
    return Bus(url.get_secret_value(), settings.bus.groep, settings.bus.overname_na, geduld)


@contextmanager
def open_geheugens(settings: Settings, geheim: bytes, meter: Meter) -> Iterator[tuple[Cache, Limiet | None]]:
    """What was answered before, and how much everybody asked; under names that only this secret gives."""
    url, punten = settings.cache.redis, settings.limiet.choose(settings.omgeving)
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
