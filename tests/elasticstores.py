"""Stores in Elasticsearch for tests. Making one takes a third of a second, so one that is done with is emptied for the next."""

import os
from collections.abc import Iterator
from itertools import count
from typing import Any

from elasticsearch import Elasticsearch

from klantbeeld.stores.elastic_aliassen import name_index
from klantbeeld.stores.elastic_schema import Familie

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
        indexen = self._list_indexen(prefix)
        if sorted(indexen) == sorted(name_index(prefix, familie, 1) for familie in Familie):
            self._empty(prefix)
        elif indexen:
            self._client.indices.delete(index=indexen)
        self._vrij.append(prefix)

    def close(self) -> None:
        """Removes every store."""
        indexen = self._list_indexen(f"test{os.getpid()}")
        for begin in range(0, len(indexen), 50):
            self._client.indices.delete(index=indexen[begin : begin + 50])
        self._client.close()

    def _list_indexen(self, prefix: str) -> list[str]:
        return list(self._client.indices.get_alias(index=f"{prefix}-*").body)

    def _empty(self, prefix: str) -> None:
        self._client.indices.refresh(index=f"{prefix}-*")
        if self._client.count(index=name_index(prefix, Familie.MAANDEN, 1))["count"]:
            # Versions of our own are remembered for a minute after a removal. Who opens a store without books makes anew what
            # it lacks.
            weg = [name_index(prefix, familie, 1) for familie in (Familie.BOEKHOUDING, Familie.MAANDEN)]
            self._client.indices.delete(index=weg)
        while documenten := list(self._list_all(prefix)):
            self._client.bulk(operations=documenten, refresh=True)

    def _list_all(self, prefix: str) -> Iterator[dict[str, Any]]:
        for treffer in self._client.search(index=f"{prefix}-*", size=10_000, source=False)["hits"]["hits"]:
            yield {"delete": {"_index": treffer["_index"], "_id": treffer["_id"]}}


class Leentje:
    """The stores of one test, by name."""

    def __init__(self, voorraad: Voorraad) -> None:
        self._voorraad = voorraad
        self._urls: dict[str, str] = {}

    def url_of(self, naam: str) -> str:
        """The url of the store with this name."""
        if naam not in self._urls:
            self._urls[naam] = self._voorraad.take()
        return self._urls[naam]

    def give_back(self, naam: str) -> None:
        """Lets others have the store with this name."""
        if naam in self._urls:
            self._voorraad.give_back(self._urls.pop(naam))

    def close(self) -> None:
        """Gives all of them back."""
        for naam in list(self._urls):
            self.give_back(naam)
