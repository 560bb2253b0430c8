"""A real Elasticsearch to measure with: the node of the tests, for as long as a part runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from klantbeeld.stores.elastic_aliassen import read_alias
from klantbeeld.stores.elastic_schema import Familie
from tests.testnode import VERSIE, hold_nodes, share_node
from tests.testnode_ophalen import VERSIES, find_jdk, find_node

ZONDER_NODE = (
    f"Elasticsearch {VERSIE} is er niet, dus is dit niet gemeten: installeer Maven en een JDK en geef make elasticsearch."
)


@contextmanager
def open_node() -> Iterator[Elasticsearch | None]:
    """A client of a new node, None where there can be none."""
    if find_jdk(VERSIES[VERSIE]) is None or find_node(VERSIE) is None:
        yield None
        return
    with hold_nodes(), Elasticsearch(share_node(VERSIE), serializer=OrjsonSerializer(), request_timeout=60) as client:
        yield client


def url_of(client: Elasticsearch, voorvoegsel: str) -> str:
    """The url of the store with this prefix."""
    (node,) = client.transport.node_pool.all()
    return f"elasticsearch+{node.base_url}/{voorvoegsel}"


def remove_indexen(client: Elasticsearch, voorvoegsel: str) -> None:
    """Removes every index whose alias begins with this prefix."""
    indexen = list(client.indices.get_alias(name=f"{voorvoegsel}-*", allow_no_indices=True).body)
    if indexen:
        client.indices.delete(index=indexen)


def count_writes(client: Elasticsearch, voorvoegsel: str) -> dict[Familie, int]:
    """How many documents were written to each family, or removed from it, since it was made."""
    geteld = {}
    for familie in Familie:
        samen = client.indices.stats(index=read_alias(voorvoegsel, familie), metric="indexing")["_all"]["primaries"]["indexing"]
        geteld[familie] = samen["index_total"] + samen["delete_total"]
    return geteld
