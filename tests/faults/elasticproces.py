"""A real Elasticsearch that may be killed: unlike the node that the other tests share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from elasticsearch import Elasticsearch

from tests.programma import find_free_port
from tests.testnode import RUN, VERSIE, Elasticnode, start_node


class Elasticproces:
    """A node that starts again in the same folder and on the same port, as after a machine that fell down."""

    def __init__(self, map_: Path) -> None:
        self._map = map_
        self._poort = find_free_port()
        self._node: Elasticnode | None = None
        self.gedood = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._poort}"

    def start(self) -> None:
        """Returns when it answers."""
        with Path(os.environ[RUN], "adem").open("rb", buffering=0) as adem:
            self._node = start_node(self._map, VERSIE, adem.fileno(), http__port=str(self._poort))
        self._node.wait()

    def kill(self) -> None:
        """What it did not write to disk is lost."""
        assert self._node is not None
        self._node.proces.kill()
        self._node.proces.wait()
        self.gedood += 1

    def block(self, *, is_vol: bool) -> None:
        """Puts on every index the block that Elasticsearch itself puts on when a disk is almost full, or takes it off."""
        with Elasticsearch(self.url) as client:
            client.indices.put_settings(index="*", settings={"blocks.read_only_allow_delete": is_vol or None})


@contextmanager
def start_elastic(map_: Path) -> Iterator[Elasticproces]:
    """Killed at the end."""
    proces = Elasticproces(map_)
    try:
        yield proces
    finally:
        proces.kill()
