"""What goes wrong around the product while it is under load, what it says of its health then, and that it goes on alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

from tests.faults.bedrijf import Bedrijf, open_bedrijf
from tests.faults.elasticproces import Elasticproces
from tests.faults.ongelukken import (
    DUUR,
    Ongeluk,
    block_elastic,
    fill_disk,
    flush,
    kill_elastic,
    kill_redis,
)
from tests.faults.proefbank import Afloop
from tests.redis_server import ZEKER, start_redis


@dataclass(frozen=True, slots=True)
class Verhaal:
    """What happened, what was said meanwhile (seconds, who, what), how long it took to be as it should after it was over, and
    how it was then."""

    naam: str
    gezegd: list[tuple[float, str, str]]
    seconden: float
    regels: int
    afloop: Afloop | None

    @property
    def is_goed(self) -> bool:
        return self.afloop is not None and not any(self.afloop)

    def tell(self) -> Iterator[str]:
        """Lines for people."""
        hoe = f"converged {self.seconden:.1f} s after it was over, {self.regels} lines, without a hand"
        yield f"{self.naam}: {hoe if self.is_goed else f'FAILS ({self.afloop})'}"
        for moment, wie, wat in self.gezegd:
            yield f"  {moment:>6.1f} s  {wie:<8} {wat}"


def live_through(bedrijf: Bedrijf, elastic: Elasticproces | None, ongeluk: Ongeluk) -> Verhaal:
    """One accident under load, until all is as it should be."""
    gezondheid = bedrijf.watch()
    bedrijf.aanvoer.begin()
    Event().wait(DUUR)
    ongeluk(bedrijf, elastic)
    Event().wait(DUUR)
    bedrijf.aanvoer.end()
    seconden, afloop = bedrijf.converge()
    Event().wait(DUUR)
    return Verhaal(ongeluk.__doc__ or "", gezondheid.end(), seconden, bedrijf.aanvoer.aantal, afloop)


@contextmanager
def operate(map_: Path, elastic: Elasticproces | None) -> Iterator[Bedrijf]:
    """The product in operation, with a Redis of its own."""
    with start_redis(map_ / "redis", *ZEKER) as redis:
        url = None if elastic is None else f"elasticsearch+{elastic.url}/bedrijf-{monotonic():.0f}"
        with open_bedrijf(map_, redis, url) as bedrijf:
            yield bedrijf


BESTAND: list[Ongeluk] = [flush, kill_redis, fill_disk]
ELASTIC: list[Ongeluk] = [kill_elastic, block_elastic]
"""What is told of in a table of each kind of store."""


def tell_all(map_: Path, elastic: Elasticproces) -> Iterator[Verhaal]:
    """Every accident that is told of, each in an operation of its own."""
    for nummer, ongeluk in enumerate([*BESTAND, *ELASTIC]):
        eigen = elastic if ongeluk in ELASTIC else None
        with operate(map_ / str(nummer), eigen) as bedrijf:
            yield live_through(bedrijf, eigen, ongeluk)
