"""When Redis may be trusted with deliveries, and what it means when it does not answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from redis import Redis
from redis.exceptions import NoPermissionError, RedisError, ResponseError

from klantbeeld.errors import BusOnbereikbaar, BusOnveilig

BEWAARD = {"appendonly": "yes", "appendfsync": "always"}
"""With these settings Redis has on disk what it accepted, before it says so."""
GEVRAAGD = ("maxmemory-policy", *BEWAARD)


@contextmanager
def speaking() -> Iterator[None]:
    """Errors: ``BusOnbereikbaar`` for whatever Redis refuses or does not answer."""
    try:
        yield
    except RedisError as fout:
        raise BusOnbereikbaar(
            f"Redis antwoordt niet of weigert ({type(fout).__name__}). Kijk of hij draait en of KLANTBEELD_BUS__URL klopt."
        ) from fout


def read_config(redis: Redis) -> Any:  # noqa: ANN401 - of Redis
    """What decides whether Redis keeps what it accepted, or the error that it answered with."""
    try:
        return redis.config_get(*GEVRAAGD)
    except NoPermissionError as fout:
        return fout


def check_config(config: Any) -> None:  # noqa: ANN401 - of Redis
    """Errors: ``BusOnveilig`` that says which setting of Redis is wrong; what it answered when that is another error."""
    if isinstance(config, NoPermissionError):
        raise BusOnveilig("Niet na te gaan of Redis bewaart wat hij aanneemt: geef deze gebruiker het recht +config|get.")
    if isinstance(config, Exception):
        raise config
    fout = [f"{naam} is {config.get(naam)}, zet {goed}" for naam, goed in BEWAARD.items() if config.get(naam) != goed]
    beleid = config.get("maxmemory-policy", "")
    if beleid != "noeviction" and not beleid.startswith("volatile-"):
        fout.insert(0, f"maxmemory-policy is {beleid}, zet noeviction")
    if fout:
        raise BusOnveilig(f"Deze Redis kan leveringen kwijtraken en wordt niet gebruikt als bus: {'; '.join(fout)}.")


def is_missing(fout: ResponseError) -> bool:
    """Whether Redis says that a stream or a group is not there."""
    return str(fout).startswith("NOGROUP") or "no such key" in str(fout)
