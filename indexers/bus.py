"""The event bus: Redis Streams, one per source, each entry one delivery as its JSON line.

What is put on it is durable when the call returns. It is read through a consumer group: an entry stays with its reader until
it is acknowledged, and may come again. Whatever Redis refuses or does not answer is a ``BusOnbereikbaar``.
"""

from collections.abc import Sequence

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from indexers.busstroom import VELD, Busachterstand, Busstroom, stream_of
from indexers.busveiligheid import GEVRAAGD, check_config, read_config, speaking
from klantbeeld.errors import BusOnbereikbaar

GEDULD = 10.0
"""So many seconds an answer may take by default."""


class Bus:
    """A connection to the Redis that carries deliveries. ``groep`` is the name under which one store reads; ``overname_na``
    so many seconds an entry waits for its reader before another takes it over; ``geduld`` so many an answer may take."""

    def __init__(self, url: str, groep: str = "klantbeeld", overname_na: float = 60, geduld: float = GEDULD) -> None:
        self.redis = Redis.from_url(
            url, protocol=2, socket_timeout=geduld, socket_connect_timeout=geduld, retry=Retry(NoBackoff(), 1)
        )
        self.groep = groep
        self.overname_na = overname_na
        self._geopend: list[Busstroom] = []

    def check(self) -> None:
        """Errors: ``BusOnveilig`` when Redis may lose what it accepted: by eviction, or when it is killed."""
        with speaking():
            check_config(read_config(self.redis))

    def put(self, regels: Sequence[tuple[str, bytes]]) -> None:
        """Puts lines on the streams of their sources. When it returns they are durable; when it fails some may be there."""
        with speaking(), self.redis.pipeline(transaction=False) as pijp:
            pijp.config_get(*GEVRAAGD)
            for bron, regel in regels:
                pijp.xadd(stream_of(bron), {VELD: regel})
            config, *rest = pijp.execute(raise_on_error=False)
            check_config(config)
            for antwoord in rest:
                if isinstance(antwoord, Exception):
                    raise antwoord

    def open(self, bron: str) -> Busstroom:
        """The stream of a source, read as a new member of the group."""
        self._geopend.append(self._make_stroom(bron))
        return self._geopend[-1]

    def count_lag(self, bron: str) -> Busachterstand:
        """What of a source waits on the bus. Redis' own ``lag`` is not used: it is wrong once entries were removed."""
        return self._make_stroom(bron).count_lag()

    def close(self) -> None:
        """Leaves the groups and lets go of the connection."""
        try:
            with speaking():
                for stroom in self._geopend:
                    stroom.leave()
        except BusOnbereikbaar:
            pass  # a member that left nothing behind but its name does no harm
        self.redis.close()

    def _make_stroom(self, bron: str) -> Busstroom:
        return Busstroom(self.redis, bron, self.groep, self.overname_na)
