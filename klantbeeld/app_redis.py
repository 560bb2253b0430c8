"""The part of the composition root that makes what may need a Redis: the bus, the cache, sessions and rate limits."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

from pydantic import SecretStr

from indexers.bus import GEDULD, Bus
from indexers.busstroom import Busachterstand
from indexers.configuratie import load_bronnen
from klantbeeld.access.verzegeling import Verzegeling
from klantbeeld.cache import Cache
from klantbeeld.errors import BusOnbereikbaar, BusOnveilig, CacheOnbereikbaar
from klantbeeld.limiet import Limiet
from klantbeeld.meter import Meter
from klantbeeld.sessies import Duur, Sessies
from klantbeeld.settings import Settings
from klantbeeld.stores.cache import Geheugenplaats
from klantbeeld.stores.cache_redis import VOORVOEGSEL_SESSIES, Redisplaats
from klantbeeld.stores.redis_vlot import VlotteRedis
from klantbeeld.stores.telwerk import Geheugentelwerk, Redistelwerk

GEDULD_BEHEER = 10.0
"""So many seconds an answer may take when an operator waits for it."""
GEDULD_TOEZICHT = 1.0
"""So many seconds the bus may take when somebody asks how it stands."""


class Geheugens(NamedTuple):
    """What was answered before, how much everybody asked, and who signed in."""

    cache: Cache
    limiet: Limiet | None
    sessies: Sessies


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
def open_geheugens(settings: Settings, geheim: bytes, meter: Meter) -> Iterator[Geheugens]:
    """What a web process remembers; under names that only this secret gives."""
    url, punten = settings.cache.redis, settings.limiet.choose(settings.omgeving)
    duur = Duur(settings.aanmelden.rust, settings.aanmelden.einde)
    if url is None:
        limiet = Limiet(punten, Geheugentelwerk(), geheim, meter) if punten else None
        sessies = Sessies(Geheugenplaats(), Verzegeling(geheim), duur)
        yield Geheugens(Cache(Geheugenplaats(), geheim, meter), limiet, sessies)
        return
    with closing(VlotteRedis(url)) as redis:
        limiet = Limiet(punten, Redistelwerk(redis), geheim, meter) if punten else None
        sessies = Sessies(Redisplaats(redis, VOORVOEGSEL_SESSIES), Verzegeling(geheim), duur)
        yield Geheugens(Cache(Redisplaats(redis), geheim, meter), limiet, sessies)


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
