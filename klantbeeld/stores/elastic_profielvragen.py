"""How questions about profiles are answered from Elasticsearch, searching among them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from klantbeeld.domain.kader import EIGEN_NUMMER
from klantbeeld.domain.maanden import is_within
from klantbeeld.domain.porties import split_porties
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import (
    Eis as Zoekeis,
)
from klantbeeld.domain.vragen import (
    Familievraag,
    Houdersvraag,
    Profielvraag,
    Rangvraag,
    Sleutelsvraag,
    Sleutelvraag,
    Zoekvraag,
)
from klantbeeld.domain.zoektermen import is_deel
from klantbeeld.stores.elastic_bereik import list_eisen
from klantbeeld.stores.elastic_documenten import Document, bound, bound_all, read_profiel
from klantbeeld.stores.elastic_gesprekken import (
    VENSTER,
    Eis,
    Gesprek,
    Opdracht,
    demand_all,
    demand_one,
    have_any,
    page_buckets,
    page_hits,
    page_ids,
)
from klantbeeld.stores.elastic_schema import Familie

LANGSTE_ZOEKTIJD = "1s"
"""After which a search is given up."""

_OP_RANG = [{"rang": "asc"}, {"id": "asc"}]
_EERSTE = {"eerste": {"terms": {"field": "rang", "size": 1, "order": {"_key": "asc"}}}}


def answer_profielen(vragen: Sequence[Profielvraag]) -> Gesprek[list[Profiel | None]]:
    """All of them as one search."""
    documenten = yield from page_ids(Familie.PROFIELEN, (vraag.id for vraag in vragen))
    return pick_profielen(vragen, documenten)


def pick_profielen(vragen: Sequence[Profielvraag], documenten: Iterable[Document]) -> list[Profiel | None]:
    """The profile that each of these asks for, from documents in any order."""
    gevonden = {document["id"]: read_profiel(document) for document in documenten if not document["verwijderd"]}
    gevraagd = ((gevonden.get(vraag.id), vraag.bereik) for vraag in vragen)
    return [profiel if profiel and is_within(profiel, bereik) else None for profiel, bereik in gevraagd]


def answer_houders(vraag: Houdersvraag) -> Gesprek[tuple[str, ...]]:
    # Their keys alone: a profile is many times as large.
    opdracht = Opdracht(Familie.PROFIELEN, {"query": demand_all(have_any("sleutels", vraag.sleutels))})
    emmers, _ = yield from page_buckets(opdracht, [{"lh_sleutel": {"terms": {"field": "lh_sleutel"}}}], {})
    return tuple(emmer["key"]["lh_sleutel"] for emmer in emmers)


def answer_rangen(vraag: Rangvraag) -> Gesprek[dict[str, str]]:
    uniek = tuple(dict.fromkeys(vraag.sleutels))
    gevonden = yield [_ask_rangen(deel) for deel in split_porties(uniek, VENSTER)]
    rangen: dict[str, str] = {}
    for deel in gevonden:
        rangen |= _list_eersten(deel["aggregations"]["op_ring"])
        eigen = _list_eersten(deel["aggregations"]["eigen"])
        rangen |= {sleutel: EIGEN_NUMMER + rang for sleutel, rang in eigen.items()}
    return {sleutel: rangen[bound(sleutel)] for sleutel in uniek if bound(sleutel) in rangen}


def _ask_rangen(sleutels: Sequence[str]) -> Opdracht:
    """Per key the first of those that hold it, and the first of those whose own number it is."""
    termen = bound_all(sleutels)
    aggs = {
        naam: {
            "terms": {"field": veld, "include": termen, "size": len(termen), "execution_hint": "map"},
            "aggs": _EERSTE,
        }
        for naam, veld in (("op_ring", "sleutels"), ("eigen", "lh_sleutel"))
    }
    return Opdracht(
        Familie.PROFIELEN,
        {"query": demand_all({"terms": {"sleutels": termen}}), "size": 0, "track_total_hits": False, "aggs": aggs},
    )


def _list_eersten(groepen: Mapping[str, Any]) -> dict[str, str]:
    return {groep["key"]: groep["eerste"]["buckets"][0]["key"] for groep in groepen["buckets"]}


def answer_sleutel(vraag: Sleutelvraag) -> Gesprek[tuple[Profiel, ...]]:
    # Whose own number it is comes first: the score is 1 for those and 0 for all others, and nothing else.
    sleutel = bound(vraag.sleutel)
    query = {
        "bool": {
            "filter": [{"term": {"sleutels": sleutel}}, *list_eisen("id", vraag.bereik)],
            "should": {"constant_score": {"filter": {"term": {"lh_sleutel": sleutel}}}},
        }
    }
    opdracht = Opdracht(Familie.PROFIELEN, {"query": query, "sort": [{"_score": "desc"}, *_OP_RANG]})
    documenten = yield from page_hits(opdracht, vraag.limiet)
    return tuple(map(read_profiel, documenten))


def answer_sleutels(vraag: Sleutelsvraag) -> Gesprek[tuple[Profiel, ...]]:
    query = demand_all(have_any("sleutels", vraag.sleutels), *list_eisen("id", vraag.bereik))
    documenten = yield from page_hits(Opdracht(Familie.PROFIELEN, {"query": query, "sort": _OP_RANG}), vraag.limiet)
    return tuple(map(read_profiel, documenten))


def answer_familie(vraag: Familievraag) -> Gesprek[tuple[Profiel, ...]]:
    query = demand_all({"term": {"familie": bound(vraag.familie)}}, *list_eisen("id", vraag.bereik))
    documenten = yield from page_hits(Opdracht(Familie.PROFIELEN, {"query": query, "sort": _OP_RANG}), vraag.limiet)
    return tuple(map(read_profiel, documenten))


def answer_zoeken(vraag: Zoekvraag) -> Gesprek[tuple[Profiel, ...]]:
    """Filters only, in the order in which profiles lie: a score would differ from what another store makes of it."""
    if not vraag.eisen or any(len(eis.termen) < eis.minstens for eis in vraag.eisen):
        return ()
    inhoud = {
        "query": demand_all(*map(_write_eis, vraag.eisen), *list_eisen("id", vraag.bereik)),
        "sort": [{"woorden": "asc"}, {"id": "asc"}],
        "timeout": LANGSTE_ZOEKTIJD,
    }
    documenten = yield from page_hits(Opdracht(Familie.PROFIELEN, inhoud), vraag.limiet)
    return tuple(map(read_profiel, documenten))


def _write_eis(eis: Zoekeis) -> Eis:
    if eis.begin:
        return demand_one({"prefix": {"zoekwoorden": {"value": bound(term)}}} for term in eis.termen)
    veld = "zoekdelen" if is_deel(eis.termen[0]) else "zoekwoorden"
    if eis.minstens == 1:
        return have_any(veld, eis.termen)
    termen = [{"term": {veld: term}} for term in bound_all(eis.termen)]
    return {"bool": {"should": termen, "minimum_should_match": eis.minstens}}
