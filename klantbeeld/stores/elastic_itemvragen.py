"""How questions about items, sources and revisions are answered from Elasticsearch."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from klantbeeld.domain.items import Item
from klantbeeld.domain.leveringen import canonicalise_json
from klantbeeld.domain.vragen import (
    Bestaanvraag,
    Bronitemsvraag,
    Bronnenvraag,
    Bronregel,
    Burenvraag,
    Itemsantwoord,
    Itemsvraag,
    Revisievraag,
    Telling,
    Telvraag,
    Vindvraag,
    Vondst,
)
from klantbeeld.stores.elastic_documenten import bound, read_item, read_sleutels
from klantbeeld.stores.elastic_gesprekken import (
    VENSTER,
    Eis,
    Gesprek,
    Opdracht,
    demand_all,
    have_any,
    list_hits,
    page_and_count,
    page_buckets,
    page_hits,
    page_ids,
)
from klantbeeld.stores.elastic_schema import Familie

_LEVEND: Eis = {"term": {"verwijderd": False}}
_OPENBAAR: Eis = {"term": {"besloten": False}}
_OP_ID = [{"id": "asc"}]
_GROEPEN: list[Mapping[str, Any]] = [
    {"kenmerk": {"terms": {"field": "kenmerk", "missing_bucket": True}}},
    {"regeling": {"terms": {"field": "regeling", "missing_bucket": True}}},
    {"jaar": {"terms": {"field": "jaar"}}},
]
_BEDRAG = {"bedrag": {"sum": {"field": "bedrag"}}}
_BRONNEN = Opdracht(
    Familie.BOEKHOUDING, {"query": demand_all({"term": {"soort": "bron"}}), "sort": [{"naam": "asc"}], "size": VENSTER}
)
# The last one of each source: what is sorted first stands for all that have the same.
_BRONSTANDEN = Opdracht(
    Familie.ITEMS,
    {
        "query": demand_all({"term": {"soort": "bronstand"}}, _LEVEND),
        "collapse": {"field": "bron"},
        "sort": [{"versie": "desc"}, *_OP_ID],
        "size": VENSTER,
    },
)


def answer_items(vraag: Itemsvraag) -> Gesprek[Itemsantwoord]:
    eisen = _list_eisen(vraag)
    if vraag.kenmerk is not None:
        eisen.append({"term": {"kenmerk": bound(vraag.kenmerk)}})
    inhoud: dict[str, Any] = {
        "query": demand_all(*eisen),
        "sort": [{"sortering": "asc" if vraag.oplopend else "desc"}, *_OP_ID],
    }
    if vraag.na is not None:
        inhoud["search_after"] = [bound(vraag.na[0]), vraag.na[1]]
    documenten, totaal = yield from page_and_count(Opdracht(Familie.ITEMS, inhoud), vraag.limiet)
    return Itemsantwoord(tuple(map(read_item, documenten)), totaal)


def answer_tellingen(vraag: Telvraag) -> Gesprek[tuple[Telling, ...]]:
    opdracht = Opdracht(Familie.ITEMS, {"query": demand_all(*_list_eisen(vraag))})
    emmers, _ = yield from page_buckets(opdracht, _GROEPEN, _BEDRAG)
    return tuple(Telling(**emmer["key"], aantal=emmer["doc_count"], bedrag=int(emmer["bedrag"]["value"])) for emmer in emmers)


def answer_bronitems(vragen: Sequence[Bronitemsvraag]) -> Gesprek[list[tuple[Item, ...]]]:
    """Those for the same kinds as one search, whose items go to every question that names one of their keys: deriving asks
    for hundreds of employers at once, and each search costs as much as what it finds."""
    antwoorden: list[list[Item]] = [[] for _ in vragen]
    for soorten in dict.fromkeys(vraag.soorten for vraag in vragen):
        vragers: dict[str, list[int]] = {}
        for plaats, vraag in enumerate(vragen):
            for sleutel in vraag.sleutels if vraag.soorten == soorten else ():
                vragers.setdefault(sleutel, []).append(plaats)
        eisen = demand_all(have_any("sleutels", vragers), have_any("soort", soorten))
        documenten = yield from page_hits(Opdracht(Familie.ITEMS, {"query": eisen, "sort": _OP_ID}), None)
        for item in map(read_item, documenten):
            for plaats in {plaats for sleutel in item.sleutels for plaats in vragers.get(sleutel, ())}:
                antwoorden[plaats].append(item)
    return list(map(tuple, antwoorden))


def answer_buren(vraag: Burenvraag) -> Gesprek[set[str]]:
    eisen = demand_all(have_any("sleutels", vraag.sleutels), have_any("soort", vraag.soorten))
    opdracht = Opdracht(Familie.ITEMS, {"query": eisen, "sort": _OP_ID, "_source": ["sleutels", "rest"]})
    documenten = yield from page_hits(opdracht, None)
    return {sleutel for document in documenten for sleutel in read_sleutels(document)}


def answer_bestaan(vraag: Bestaanvraag) -> Gesprek[dict[str, tuple[str, ...]]]:
    documenten = yield from page_ids(Familie.ITEMS, vraag.ids)
    return {document["id"]: read_sleutels(document) for document in documenten if not document["verwijderd"]}


def answer_vondsten(vraag: Vindvraag) -> Gesprek[tuple[Vondst, ...]]:
    eisen = [{"term": {"vindtermen": bound(vraag.vindterm)}}, have_any("soort", vraag.soorten)]
    if not vraag.ook_besloten:
        eisen.append(_OPENBAAR)
    opdracht = Opdracht(Familie.ITEMS, {"query": demand_all(*eisen), "sort": _OP_ID})
    documenten = yield from page_hits(opdracht, vraag.limiet)
    return tuple(Vondst(document["id"], document["soort"], read_sleutels(document)) for document in documenten)


def answer_revisies(vraag: Revisievraag) -> Gesprek[tuple[str, ...]]:
    gevraagd = ("", *vraag.sleutels)
    documenten = yield from page_ids(Familie.REVISIES, gevraagd)
    bekend = {document["sleutel"]: document["waarde"] for document in documenten}
    return tuple(bekend.get(bound(sleutel), "") for sleutel in gevraagd)


def answer_bronnen(_: Bronnenvraag) -> Gesprek[tuple[Bronregel, ...]]:
    bronnen, bronstanden = yield [_BRONNEN, _BRONSTANDEN]
    standen = {document["bron"]: document["inhoud"] for document in list_hits(bronstanden)}
    return tuple(
        _make_bronregel(bron, standen.get(bron["naam"]))
        for bron in list_hits(bronnen)
        if bron["inhoud"]["soorten"] or bron["inhoud"]["storing"]
    )


def _make_bronregel(document: Mapping[str, Any], bronstand: str | None) -> Bronregel:
    inhoud = document["inhoud"]
    soorten = frozenset(inhoud["soorten"]) - {"bronstand"}
    stand = canonicalise_json(orjson.loads(bronstand)["gegevens"]) if bronstand is not None else None
    return Bronregel(document["naam"], stand, soorten, inhoud["storing"])


def _list_eisen(vraag: Itemsvraag | Telvraag) -> list[Eis]:
    eisen: list[Eis] = [have_any("sleutels", vraag.sleutels), {"term": {"soort": vraag.soort}}]
    grenzen = {"gte": vraag.van, "lte": vraag.tot}
    gegeven = {naam: bound(grens) for naam, grens in grenzen.items() if grens is not None}
    if gegeven:
        eisen.append({"range": {"sortering": gegeven}})
    if not vraag.ook_besloten:
        eisen.append(_OPENBAAR)
    return eisen
