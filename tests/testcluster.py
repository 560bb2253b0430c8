"""A cluster of real Elasticsearch nodes on this machine, of which a test kills nodes and brings them back."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from elasticsearch import Elasticsearch

from tests.programma import find_free_port
from tests.testnode import VERSIE, Elasticnode, adem_of_run, start_node

GEHEUGEN = "256m"
"""Of each node: two or three share a machine with whatever is tried on them."""


@dataclass(slots=True)
class Cluster:
    """Nodes that found each other, by name. ``instellingen`` is what all of them are started with."""

    map_: Path
    instellingen: Mapping[str, str]
    nodes: dict[str, Elasticnode]
    poorten: Mapping[str, tuple[str, str]]

    def url(self, voorvoegsel: str) -> str:
        """The url of a store on all nodes."""
        hosts = ",".join(f"127.0.0.1:{http}" for http, _ in self.poorten.values())
        return f"elasticsearch+http://{hosts}/{voorvoegsel}"

    def ask(self, naam: str, pad: str) -> Any:
        """What one node answers, JSON."""
        with Elasticsearch(self.nodes[naam].url, request_timeout=60) as client:
            return client.perform_request("GET", pad, headers={"accept": "application/json"}).body

    def find_master(self) -> str:
        """The name of the node that is master."""
        return str(self.ask(next(iter(self.nodes)), "/_cat/master?format=json")[0]["node"])

    def kill(self, naam: str) -> None:
        """Ends a node as a power cut does."""
        node = self.nodes.pop(naam)
        node.proces.kill()
        node.proces.wait()

    def start(self, naam: str) -> None:
        """Starts a node, for the first time or with what it held; it is not waited for."""
        http, transport = self.poorten[naam]
        with adem_of_run().open("rb", buffering=0) as adem:
            eigen = {**self.instellingen, "http__port": http, "transport__port": transport}
            self.nodes[naam] = start_node(self.map_ / naam, VERSIE, adem.fileno(), geheugen=GEHEUGEN, **eigen)

    def wait(self) -> None:
        """Returns when every node that runs is in the cluster and no shard is on its way or missing."""
        for naam, node in self.nodes.items():
            node.wait()
            vraag = f"wait_for_nodes={len(self.nodes)}&wait_for_status=green&wait_for_no_relocating_shards=true&timeout=50s"
            stand = self.ask(naam, f"/_cluster/health?{vraag}")
            assert not stand["timed_out"], stand


@contextmanager
def start_cluster(aantal: int) -> Iterator[Cluster]:
    """So many nodes, that have found each other."""
    namen = [f"node{nummer}" for nummer in range(aantal)]
    poorten = {naam: (str(find_free_port()), str(find_free_port())) for naam in namen}
    with TemporaryDirectory(prefix=f"cluster-{os.getpid()}-", dir=adem_of_run().parent) as map_:
        instellingen = {
            "cluster__name": Path(map_).name,
            "discovery__type": "multi-node",
            "discovery__seed_hosts": ",".join(f"127.0.0.1:{transport}" for _, transport in poorten.values()),
            "cluster__initial_master_nodes": ",".join(namen),
        }
        cluster = Cluster(Path(map_), instellingen, {}, poorten)
        try:
            for naam in namen:
                cluster.start(naam)
            cluster.wait()
            yield cluster
        finally:
            for naam in list(cluster.nodes):
                cluster.kill(naam)
