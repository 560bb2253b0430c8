"""The plainest program that fills the same store in Elasticsearch: each document as it stands, with ``streaming_bulk``."""

from collections.abc import Iterator
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan, streaming_bulk

from bench.stopwatch import Duur, Stopwatch
from klantbeeld.domain.porties import split_porties
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_aliassen import read_alias
from klantbeeld.stores.elastic_schema import Familie, make_mapping, make_settings

PER_KEER = 20_000
"""So many documents are held in memory between reading and writing them."""


def write_ruw(client: Elasticsearch, bron: str, doel: str) -> tuple[Duur, int]:
    """Writes all documents of one store into new indexes with the same mappings and settings, until a search finds them; how
    long the writing took, and how many there were: reading them is not counted."""
    stopwatch, aantal = Stopwatch(), 0
    for familie in Familie:
        index = f"{doel}-{familie}"
        client.indices.create(
            index=index,
            mappings=make_mapping(familie),
            settings=make_settings(familie, StoreSettings()),
            aliases={f"{index}-lees": {}},
        )
        alle = _list_documents(client, read_alias(bron, familie), index)
        for deel in split_porties(alle, PER_KEER):
            aantal += len(deel)
            with stopwatch.running():
                for _ in streaming_bulk(client, deel):
                    pass
    with stopwatch.running():
        client.indices.refresh(index=f"{doel}-*")
    return stopwatch.duur, aantal


def _list_documents(client: Elasticsearch, bron: str, doel: str) -> Iterator[dict[str, Any]]:
    for treffer in scan(client, index=bron, size=1000):
        yield {"_index": doel, "_id": treffer["_id"], "_source": treffer["_source"]}
