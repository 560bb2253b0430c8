"""Accidents that happen to the product in operation. Each says in its first line what it is, and lasts until it is over."""

import os
import random
import resource
import signal
from collections.abc import Callable
from threading import Event

from indexers.busstroom import stream_of
from tests.faults.bedrijf import Bedrijf
from tests.faults.elasticproces import Elasticproces
from tests.faults.proefbank import BRON

DUUR = 3.0
"""So many seconds something stays away, or full."""
VOL = 16_384
"""With so many bytes a file is as long as it may get: nothing can be added to a store."""


def flush(bedrijf: Bedrijf, _: Elasticproces | None) -> None:
    """redis-cli FLUSHALL"""
    with bedrijf.redis.connect() as client:
        client.flushall()


def kill_redis(bedrijf: Bedrijf, _: Elasticproces | None) -> None:
    """kill -9 of Redis"""
    bedrijf.redis.kill()
    Event().wait(DUUR)
    bedrijf.redis.start()


def kill_elastic(_: Bedrijf, elastic: Elasticproces | None) -> None:
    """kill -9 of Elasticsearch"""
    assert elastic is not None
    elastic.kill()
    elastic.start()


def fill_disk(bedrijf: Bedrijf, _: Elasticproces | None) -> None:
    """a full disk"""
    assert bedrijf.indexer is not None
    _zacht, meeste = resource.prlimit(bedrijf.indexer.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bedrijf.indexer.pid, resource.RLIMIT_FSIZE, (VOL, meeste))
    Event().wait(DUUR)
    resource.prlimit(bedrijf.indexer.pid, resource.RLIMIT_FSIZE, (meeste, meeste))


def block_elastic(_: Bedrijf, elastic: Elasticproces | None) -> None:
    """a full disk of Elasticsearch: it takes no writes"""
    assert elastic is not None
    elastic.block(is_vol=True)
    Event().wait(DUUR)
    elastic.block(is_vol=False)


def kill_indexer(bedrijf: Bedrijf, _: Elasticproces | None) -> None:
    """kill -9 of the indexer, three times"""
    for _keer in range(3):
        bedrijf.kill_indexer()
        Event().wait(random.uniform(0.5, DUUR))


def trim(bedrijf: Bedrijf, _: Elasticproces | None) -> None:
    """XTRIM of what nobody read yet"""
    with bedrijf.redis.connect() as client:
        client.xtrim(stream_of(BRON), maxlen=0, approximate=False)


def pause_indexer(bedrijf: Bedrijf, _: Elasticproces | None) -> None:
    """SIGSTOP of the indexer while another takes over, then SIGCONT"""
    assert bedrijf.indexer is not None
    os.kill(bedrijf.indexer.pid, signal.SIGSTOP)
    ander = bedrijf.start("index", "--follow")
    Event().wait(2 * DUUR)
    os.kill(bedrijf.indexer.pid, signal.SIGCONT)
    Event().wait(DUUR)
    ander.kill()
    ander.wait()
    bedrijf.gedood += 1


def kill_rebuild(bedrijf: Bedrijf, _: Elasticproces | None) -> None:
    """kill -9 of a rebuild"""
    opbouw = bedrijf.start("rebuild")
    Event().wait(random.uniform(1, DUUR))
    opbouw.kill()
    opbouw.wait()
    bedrijf.gedood += 1


def kill_web(bedrijf: Bedrijf, _: Elasticproces | None) -> None:
    """kill -9 of the web server"""
    assert bedrijf.web is not None
    bedrijf.web.kill()
    bedrijf.web.wait()
    bedrijf.gedood += 1
    bedrijf.start_web()


Ongeluk = Callable[[Bedrijf, Elasticproces | None], None]

OVERAL: list[Ongeluk] = [flush, kill_redis, kill_indexer, trim, kill_web]
IN_EEN_BESTAND: list[Ongeluk] = [fill_disk, kill_rebuild, pause_indexer]
"""In Elasticsearch two indexers that had the same records in hand both count them as applied, though they are written once: so
there nothing could be told from the counters after ``pause_indexer``."""
IN_ELASTIC: list[Ongeluk] = [kill_elastic, block_elastic]
