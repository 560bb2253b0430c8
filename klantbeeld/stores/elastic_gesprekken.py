"""A question to a store in Elasticsearch is a conversation: it asks for searches, is given what they found, and may ask again.

So all questions of one read can talk at the same time, and what they ask at one moment travels in one request
(``elastic_vragen``). Nearly every question asks once.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from klantbeeld.domain.porties import split_porties
from klantbeeld.stores.elastic_documenten import bound_all, make_id
from klantbeeld.stores.elastic_schema import Familie

VENSTER = 10_000
"""Hits or buckets of one answer; Elasticsearch refuses more."""
MEESTE_TERMEN = 65_536
"""Terms of one filter; Elasticsearch refuses more."""

_GROEPEN = "groepen"

T = TypeVar("T")

Gevonden = Mapping[str, Any]
"""What Elasticsearch answers to one search."""
Eis = Mapping[str, Any]
"""What a document must be."""


@dataclass(frozen=True, slots=True)
class Opdracht:
    """One search: ``inhoud`` is its body."""

    familie: Familie
    inhoud: Mapping[str, Any]


Gesprek = Generator[Sequence[Opdracht], Sequence[Gevonden], T]


def demand_all(*eisen: Eis) -> Eis:
    """Documents for which every one of these holds; without any of them, all documents."""
    return {"bool": {"filter": eisen}}


def demand_one(eisen: Iterable[Eis]) -> Eis:
    """Documents for which one of these holds, or more."""
    return {"bool": {"should": list(eisen), "minimum_should_match": 1}}


def have_any(veld: str, waarden: Iterable[str]) -> Eis:
    """Documents with any of these values in a field; without values none."""
    termen = bound_all(dict.fromkeys(waarden))
    delen = list(split_porties(termen, MEESTE_TERMEN))
    return demand_one({"terms": {veld: deel}} for deel in delen) if len(delen) > 1 else {"terms": {veld: termen}}


def list_hits(gevonden: Gevonden) -> list[Mapping[str, Any]]:
    """The documents that were found."""
    return [treffer["_source"] for treffer in gevonden["hits"]["hits"]]


def count_hits(gevonden: Gevonden) -> int:
    """How many there are, shown or not."""
    aantal: int = gevonden["hits"]["total"]["value"]
    return aantal


def page_hits(opdracht: Opdracht, limiet: int | None) -> Gesprek[list[Mapping[str, Any]]]:
    """The documents in the order of its ``sort``, which must be of one document each: all of them, or at most ``limiet``."""
    gevonden, _ = yield from page_and_count(opdracht, limiet, tel=False)
    return gevonden


def page_and_count(opdracht: Opdracht, limiet: int | None, *, tel: bool = True) -> Gesprek[tuple[list[Mapping[str, Any]], int]]:
    """The same, and how many there are, whatever ``limiet`` and ``search_after``."""
    documenten: list[Mapping[str, Any]] = []
    inhoud = {**opdracht.inhoud, "track_total_hits": tel}
    totaal = 0
    while True:
        size = VENSTER if limiet is None else min(VENSTER, limiet - len(documenten))
        (gevonden,) = yield [Opdracht(opdracht.familie, {**inhoud, "size": size})]
        totaal = count_hits(gevonden) if inhoud["track_total_hits"] else totaal
        nieuw = list_hits(gevonden)
        documenten += nieuw
        if len(nieuw) < size or len(documenten) == limiet:
            return documenten, totaal
        inhoud |= {"search_after": gevonden["hits"]["hits"][-1]["sort"], "track_total_hits": False}


def page_ids(familie: Familie, ids: Iterable[str]) -> Gesprek[list[Mapping[str, Any]]]:
    """The documents with these ids that are there, in any order."""
    uniek = [make_id(id_) for id_ in dict.fromkeys(ids)]
    delen = split_porties(uniek, VENSTER)
    inhoud = {"sort": ["_doc"], "size": VENSTER, "track_total_hits": False}
    gevonden = yield [Opdracht(familie, {**inhoud, "query": {"ids": {"values": deel}}}) for deel in delen]
    return [document for deel in gevonden for document in list_hits(deel)]


def page_buckets(
    opdracht: Opdracht, groepen: Sequence[Mapping[str, Any]], sommen: Mapping[str, Any]
) -> Gesprek[tuple[list[Mapping[str, Any]], Gevonden]]:
    """One bucket per combination of values of these sources of a composite aggregation, in their order; and what was found
    at first, with the aggregations that the search has of its own."""
    samen: dict[str, Any] = {"size": VENSTER, "sources": groepen}
    eigen = opdracht.inhoud.get("aggs", {})
    (eerste,) = yield [_ask_buckets(opdracht, {**eigen, _GROEPEN: {"composite": samen, "aggs": sommen}})]
    bladzijde = eerste["aggregations"][_GROEPEN]
    emmers = list(bladzijde["buckets"])
    while len(bladzijde["buckets"]) == VENSTER:
        vervolg = {**samen, "after": bladzijde["after_key"]}
        (gevonden,) = yield [_ask_buckets(opdracht, {_GROEPEN: {"composite": vervolg, "aggs": sommen}})]
        bladzijde = gevonden["aggregations"][_GROEPEN]
        emmers += bladzijde["buckets"]
    return emmers, eerste


def _ask_buckets(opdracht: Opdracht, aggs: Mapping[str, Any]) -> Opdracht:
    return Opdracht(opdracht.familie, {**opdracht.inhoud, "size": 0, "track_total_hits": False, "aggs": aggs})
