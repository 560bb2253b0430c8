"""What the product may say to Elasticsearch: which parts of a query, about which fields. Anything else is a finding."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from klantbeeld.stores.elastic_schema import ATTRIBUTEN
from tests.nepelastic import Verzoek

INHOUD = {
    *("query", "size", "sort", "aggs", "aggregations", "_source", "search_after", "track_total_hits", "pit", "collapse"),
    *("docvalue_fields", "fields", "stored_fields", "timeout", "slice", "seq_no_primary_term", "version"),
}
AGGREGATIES = {"terms", "composite", "sum", "value_count", "min", "max", "cardinality", "filter", "filters"}
GRENZEN = {"gte", "gt", "lte", "lt"}
BOOL = {"filter", "should", "must", "must_not", "minimum_should_match"}
NAAM = re.compile(r"[a-z_][a-z0-9_.]{0,40}|_doc|_id|_score|_shard_doc|_seq_no|_key|_count|_index")
"""A field or the name of an aggregation, as only this code writes them."""
NOOIT = {"script", "runtime_mappings", "query_string", "simple_query_string", "regexp", "wildcard", "more_like_this", "fuzzy"}


class Verboden(AssertionError):
    """Something that is not allowed, with its place."""


def check(is_zo: object, plaats: str) -> None:
    if not is_zo:
        raise Verboden(plaats)


def check_query(query: Any, plaats: str) -> None:
    """One node of a query, and what is in it."""
    check(isinstance(query, Mapping) and len(query) == 1, f"{plaats}: {query}")
    ((soort, inhoud),) = query.items()
    plaats = f"{plaats}/{soort}"
    if soort == "bool":
        check(set(inhoud) <= BOOL, f"{plaats}: {sorted(inhoud)}")
        for naam, delen in inhoud.items():
            if naam == "minimum_should_match":
                check(isinstance(delen, int), plaats)
                continue
            for deel in delen if isinstance(delen, list) else [delen]:
                check_query(deel, f"{plaats}/{naam}")
    elif soort == "constant_score":
        check(set(inhoud) == {"filter"}, plaats)
        check_query(inhoud["filter"], plaats)
    elif soort == "match_all":
        check(inhoud == {}, plaats)
    elif soort == "ids":
        check(set(inhoud) == {"values"} and is_list_of_values(inhoud["values"]), plaats)
    elif soort == "exists":
        check(set(inhoud) == {"field"} and NAAM.fullmatch(inhoud["field"]), plaats)
    else:
        check(soort in VELDVRAGEN, plaats)
        check(len(inhoud) == 1, f"{plaats}: {sorted(inhoud)}")
        ((veld, waarde),) = inhoud.items()
        check(NAAM.fullmatch(veld), f"{plaats}: {veld}")
        check(VELDVRAGEN[soort](waarde), f"{plaats}/{veld}: {waarde}")


def is_value(waarde: Any) -> bool:
    return isinstance(waarde, str | int | float | bool)


def is_list_of_values(waarde: Any) -> bool:
    """A list; never an object, with which ``terms`` would read another index."""
    return isinstance(waarde, list) and all(map(is_value, waarde))


VELDVRAGEN: Mapping[str, Callable[[Any], bool]] = {
    "term": is_value,
    "terms": is_list_of_values,
    "range": lambda waarde: set(waarde) <= GRENZEN and all(map(is_value, waarde.values())),
    "prefix": lambda waarde: set(waarde) == {"value"} and is_value(waarde["value"]),
}
"""Questions about one field, and the form of what they compare it with."""


def check_aggs(aggs: Mapping[str, Any], plaats: str) -> None:
    """Aggregations and those within them."""
    for naam, deel in aggs.items():
        check(NAAM.fullmatch(naam) or naam in ATTRIBUTEN, f"{plaats}: {naam}")
        soorten = set(deel) - {"aggs", "aggregations"}
        check(len(soorten) == 1 and soorten <= AGGREGATIES, f"{plaats}/{naam}: {sorted(soorten)}")
        check_aggs(deel.get("aggs", {}), f"{plaats}/{naam}")


def check_body(inhoud: Any, plaats: str) -> None:
    """The body of one search."""
    check(set(inhoud) <= INHOUD, f"{plaats}: {sorted(set(inhoud) - INHOUD)}")
    check(set(inhoud.get("collapse", ())) <= {"field"}, f"{plaats}/collapse")
    if "query" in inhoud:
        check_query(inhoud["query"], f"{plaats}/query")
    for naam in ("aggs", "aggregations"):
        check_aggs(inhoud.get(naam, {}), f"{plaats}/aggs")
    check(not set(list_keys(inhoud)) & NOOIT, f"{plaats}: {sorted(set(list_keys(inhoud)) & NOOIT)}")


def list_keys(deel: Any) -> Iterator[str]:
    """Every key anywhere in a piece of JSON."""
    if isinstance(deel, Mapping):
        for naam, waarde in deel.items():
            yield naam
            yield from list_keys(waarde)
    elif isinstance(deel, list):
        for waarde in deel:
            yield from list_keys(waarde)


def list_searches(verzoek: Verzoek) -> Iterator[tuple[str, Any]]:
    """(index, body) of every search in a request."""
    pad = verzoek.pad.partition("?")[0]
    if pad.endswith("/_msearch"):
        regels = [orjson.loads(regel) for regel in verzoek.lichaam.splitlines()]
        for kop, inhoud in zip(regels[::2], regels[1::2], strict=True):
            check(set(kop) <= {"index"}, f"kop {sorted(kop)}")
            yield kop["index"], inhoud
    elif pad.endswith(("/_search", "/_count")):
        yield pad.strip("/").rpartition("/")[0], orjson.loads(verzoek.lichaam or b"{}")
