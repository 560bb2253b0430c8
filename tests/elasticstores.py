"""Stores in Elasticsearch for tests. Making one takes a third of a second, so one that is done with is emptied for the next."""

import os
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any

from elasticsearch import Elasticsearch

from klantbeeld.stores.elastic import ElasticStore
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Store

_nummers = count()


class Voorraad:
    """Lends empty stores on one node, and removes them all in the end."""

    def __init__(self, node: str) -> None:
        self._node = node
        self._client = Elasticsearch(node)
        self._vrij: list[str] = []
        self._alle: list[str] = []

    def take(self) -> str:
        """The url of a store that nobody else uses; it may have to be made still."""
        if not self._vrij:
            self._alle.append(f"test{os.getpid()}-{next(_nummers)}")
            self._vrij.append(self._alle[-1])
        return f"elasticsearch+{self._node}/{self._vrij.pop()}"

    def give_back(self, url: str) -> None:
        """Empties a store for the next test."""
        prefix = url.rpartition("/")[2]
        if prefix in self._made():
            self._empty(prefix)
        self._vrij.append(prefix)

    def close(self) -> None:
        """Removes every store."""
        indexen = [index for prefix in self._made() for index in self._client.indices.get_alias(name=f"{prefix}-*").body]
        for begin in range(0, len(indexen), 50):
            self._client.indices.delete(index=indexen[begin : begin + 50])
        self._client.close()

    def _made(self) -> list[str]:
        bestaand = self._client.indices.get_alias(name=f"test{os.getpid()}-*").body
        aliassen = {alias for deel in bestaand.values() for alias in deel["aliases"]}
        return [prefix for prefix in self._alle if f"{prefix}-{Familie.ITEMS}" in aliassen]

    def _empty(self, prefix: str) -> None:
        self._client.indices.refresh(index=f"{prefix}-*")
        if self._client.count(index=f"{prefix}-{Familie.MAANDEN}")["count"]:
            # Versions of our own are remembered for a minute after a removal. Who opens a store without books makes anew what
            # it lacks.
            for familie in (Familie.BOEKHOUDING, Familie.MAANDEN):
                self._client.indices.delete(index=list(self._client.indices.get_alias(name=f"{prefix}-{familie}").body))
        while weg := list(self._list_all(prefix)):
            self._client.bulk(operations=weg, refresh=True)

    def _list_all(self, prefix: str) -> Iterator[dict[str, Any]]:
        for treffer in self._client.search(index=f"{prefix}-*", size=10_000, source=False)["hits"]["hits"]:
            yield {"delete": {"_index": treffer["_index"], "_id": treffer["_id"]}}


class Leentje:
    """The stores of one test, by name. What it closed and does not open again next is for others."""

    def __init__(self, voorraad: Voorraad) -> None:
        self._voorraad = voorraad
        self._urls: dict[str, str] = {}
        self._geopend: defaultdict[str, list[ElasticStore]] = defaultdict(list)

    def open(self, naam: str, *, schrijven: bool) -> Store:
        """The store with this name."""
        for ander in [ander for ander, stores in self._geopend.items() if all(store.is_gesloten for store in stores)]:
            if ander != naam:
                self._release(ander)
        if naam not in self._urls:
            self._urls[naam] = self._voorraad.take()
        store = open_store(self._urls[naam], schrijven=schrijven)
        assert isinstance(store, ElasticStore)
        self._geopend[naam].append(store)
        return store

    def close(self) -> None:
        """Gives all of them back."""
        for naam in list(self._urls):
            for store in self._geopend[naam]:
                store.close()
            self._release(naam)

    def _release(self, naam: str) -> None:
        del self._geopend[naam]
        self._voorraad.give_back(self._urls.pop(naam))
