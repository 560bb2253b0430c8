"""A Redis that nobody waits for: whoever asks it gets an answer within tens of milliseconds, or goes on without it.

After a failure it is left alone for a while (a fuse), so that one that is slow or gone costs a moment once, not each time.
Each answer is read by the thread that asked, to its end: when a request is cancelled, nobody else finds its answer on the
connection. After a time-out the connection is closed.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from klantbeeld.errors import CacheOnbereikbaar

GEDULD = 0.05
"""So many seconds an answer, or a connection, may take."""
RUST = 5.0
"""So many seconds it is left alone after a failure."""


class VlotteRedis:
    """For any number of threads."""

    def __init__(self, url: str, geduld: float = GEDULD, nu: Callable[[], float] = monotonic) -> None:
        self._redis = Redis.from_url(
            url, protocol=2, socket_timeout=geduld, socket_connect_timeout=geduld, retry=Retry(NoBackoff(), 0)
        )
        self._nu = nu
        self._rust_tot = float("-inf")

    @property
    def is_gestoord(self) -> bool:
        """Whether it is left alone now."""
        return self._nu() < self._rust_tot

    def ask(self, vraag: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - what the question promises
        """What a question to the client gives. Errors: ``CacheOnbereikbaar``, at once while it is left alone."""
        if self.is_gestoord:
            raise CacheOnbereikbaar("De Redis van de cache wordt even met rust gelaten.")
        try:
            return vraag(self._redis)
        except (RedisError, OSError) as fout:
            self._rust_tot = self._nu() + RUST
            # Not the text of the exception: it may repeat an argument.
            raise CacheOnbereikbaar(f"De Redis van de cache antwoordt niet ({type(fout).__name__}).") from None

    def close(self) -> None:
        """Lets go of the connections."""
        self._redis.close()
