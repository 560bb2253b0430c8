"""Reading through whole families of Elasticsearch, and counting what there is."""

from collections.abc import Iterator
from typing import Any

from klantbeeld.domain.digests import digest_item
from klantbeeld.stores.elastic_opvragen import Stroom, page_through, refresh
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding

_LEVEND = {"term": {"verwijderd": False}}
_LH = "lh:"
_PAREN_PER_KEER = 1000


def read_digests(verbinding: Verbinding) -> Iterator[tuple[str, bytes]]:
    """See ``Store.digests``."""
    for item in page_through(verbinding, Stroom(Familie.ITEMS, _LEVEND, kolommen=("id", "versie", "digest"))):
        yield item["id"], digest_item(item["versie"], bytes.fromhex(item["digest"]))
    for familie in (Familie.PROFIELEN, Familie.MAANDEN):
        for document in page_through(verbinding, Stroom(familie, _LEVEND, kolommen=("id", "digest"))):
            yield document["id"], bytes.fromhex(document["digest"])


def read_versions(verbinding: Verbinding, bron: str) -> Iterator[tuple[str, int]]:
    """See ``Store.live_versions``."""
    refresh(verbinding, Familie.ITEMS)
    query = {"bool": {"filter": [{"term": {"bron": bron}}, _LEVEND], "must_not": {"term": {"soort": "bronstand"}}}}
    for item in page_through(verbinding, Stroom(Familie.ITEMS, query, kolommen=("id", "versie"), volgorde=("id",))):
        yield item["id"], item["versie"]


def read_lh_sleutels(verbinding: Verbinding) -> Iterator[str]:
    """See ``Store.organisatie_sleutels``."""
    refresh(verbinding, Familie.ITEMS, Familie.BOEKHOUDING)
    eisen = [{"term": {"soort": "organisatie"}}, {"prefix": {"sleutels": _LH}}, _LEVEND]
    stroom = Stroom(Familie.ITEMS, {"bool": {"filter": eisen}}, kolommen=("sleutels",), alle_waarden=True)
    for item in page_through(verbinding, stroom):
        # Never so long that it would stand there otherwise.
        yield from (sleutel for sleutel in item["sleutels"] if sleutel.startswith(_LH))
    for profiel in page_through(verbinding, Stroom(Familie.PROFIELEN, _LEVEND, kolommen=("lh_sleutel",))):
        yield profiel["lh_sleutel"]


def read_profiel_ids(verbinding: Verbinding) -> Iterator[str]:
    """See ``Store.profiel_ids``."""
    for profiel in page_through(verbinding, Stroom(Familie.PROFIELEN, _LEVEND, kolommen=("id",))):
        yield profiel["id"]


def count_live(verbinding: Verbinding) -> dict[tuple[str, str], int]:
    """See ``Store.live_counts``."""
    return _count_pairs(verbinding, Stroom(Familie.ITEMS, _LEVEND, kolommen=("bron", "soort")))


def count_brieven(verbinding: Verbinding) -> dict[tuple[str, str], int]:
    """See ``Store.dead_letter_counts``."""
    return _count_pairs(verbinding, Stroom(Familie.BRIEVEN, {"match_all": {}}, kolommen=("bron", "reden")))


def _count_pairs(verbinding: Verbinding, stroom: Stroom) -> dict[tuple[str, str], int]:
    """How many documents of a stream there are per pair of its two columns, in their order."""
    bronnen = [{veld: {"terms": {"field": veld}}} for veld in stroom.kolommen]
    aantallen: dict[tuple[str, str], int] = {}
    na: Any = None
    while True:
        samen = {"size": _PAREN_PER_KEER, "sources": bronnen} | ({"after": na} if na else {})
        with verbinding.asking() as client:
            antwoord = client.search(
                index=verbinding.index_of(stroom.familie),
                query=stroom.query,
                size=0,
                aggregations={"paren": {"composite": samen}},
                allow_partial_search_results=False,
            )
        uitkomst = antwoord["aggregations"]["paren"]
        for deel in uitkomst["buckets"]:
            een, ander = (deel["key"][veld] for veld in stroom.kolommen)
            aantallen[een, ander] = deel["doc_count"]
        if len(uitkomst["buckets"]) < _PAREN_PER_KEER:
            return aantallen
        na = uitkomst["after_key"]
