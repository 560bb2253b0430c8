"""Reading through whole families of Elasticsearch, and counting what there is."""

from collections.abc import Iterator
from typing import Any

from klantbeeld.domain.digests import digest_item
from klantbeeld.stores.elastic_documenten import read_sleutels
from klantbeeld.stores.elastic_opvragen import Stroom, page_through
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding

_LEVEND = {"term": {"verwijderd": False}}
_BRONSOORTEN_PER_KEER = 1000


def read_digests(verbinding: Verbinding) -> Iterator[tuple[str, bytes]]:
    """See ``Store.digests``."""
    for item in page_through(verbinding, Stroom(Familie.ITEMS, _LEVEND, kolommen=("id", "versie", "digest"))):
        yield item["id"], digest_item(item["versie"], bytes.fromhex(item["digest"]))
    for familie in (Familie.PROFIELEN, Familie.MAANDEN):
        for document in page_through(verbinding, Stroom(familie, _LEVEND, kolommen=("id", "digest"))):
            yield document["id"], bytes.fromhex(document["digest"])


def read_versions(verbinding: Verbinding, bron: str) -> Iterator[tuple[str, int]]:
    """See ``Store.live_versions``."""
    query = {"bool": {"filter": [{"term": {"bron": bron}}, _LEVEND], "must_not": {"term": {"soort": "bronstand"}}}}
    for item in page_through(verbinding, Stroom(Familie.ITEMS, query, kolommen=("id", "versie"), volgorde=("id",))):
        yield item["id"], item["versie"]


def read_lh_sleutels(verbinding: Verbinding) -> Iterator[str]:
    """See ``Store.organisatie_sleutels``."""
    query = {"bool": {"filter": [{"term": {"soort": "organisatie"}}, _LEVEND]}}
    for item in page_through(verbinding, Stroom(Familie.ITEMS, query, velden=("sleutels", "rest"))):
        yield from (sleutel for sleutel in read_sleutels(item) if sleutel.startswith("lh:"))
    for profiel in page_through(verbinding, Stroom(Familie.PROFIELEN, _LEVEND, kolommen=("lh_sleutel",))):
        yield profiel["lh_sleutel"]


def count_live(verbinding: Verbinding) -> dict[tuple[str, str], int]:
    """See ``Store.live_counts``."""
    bronnen = [{veld: {"terms": {"field": veld}}} for veld in ("bron", "soort")]
    aantallen: dict[tuple[str, str], int] = {}
    na: Any = None
    while True:
        samen = {"size": _BRONSOORTEN_PER_KEER, "sources": bronnen} | ({"after": na} if na else {})
        with verbinding.asking() as client:
            antwoord = client.search(
                index=verbinding.index_of(Familie.ITEMS),
                query=_LEVEND,
                size=0,
                aggregations={"bronsoorten": {"composite": samen}},
                allow_partial_search_results=False,
            )
        uitkomst = antwoord["aggregations"]["bronsoorten"]
        aantallen |= {(deel["key"]["bron"], deel["key"]["soort"]): deel["doc_count"] for deel in uitkomst["buckets"]}
        if len(uitkomst["buckets"]) < _BRONSOORTEN_PER_KEER:
            return aantallen
        na = uitkomst["after_key"]
