"""Month figures and statistics from Elasticsearch: sums and counts of whole documents, never an estimate.

The attributes of an employer stand beside its month figures, so a statistic is one aggregation. Its groups are read in pages
(a composite aggregation): of a list of the largest groups Elasticsearch may leave out some and count others short.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from klantbeeld.domain.klok import Tijdvak, month_at, number_month
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Attribuut,
    Maandvraag,
    Statistiekantwoord,
    Statistiekcel,
    Statistiekvraag,
)
from klantbeeld.stores.elastic_bereik import list_eisen
from klantbeeld.stores.elastic_documenten import read_maand
from klantbeeld.stores.elastic_gesprekken import (
    Eis,
    Gesprek,
    Opdracht,
    count_hits,
    demand_all,
    have_any,
    page_buckets,
    page_hits,
)
from klantbeeld.stores.elastic_schema import ATTRIBUTEN, CIJFERS, Familie

_LEVEND: Eis = {"term": {"verwijderd": False}}
_SOMMEN = {naam: {"sum": {"field": naam}} for naam in CIJFERS}
_TIJDVAK = "tijdvak"


def answer_maanden(vragen: Sequence[Maandvraag]) -> Gesprek[list[tuple[Maanddocument, ...]]]:
    """All of them as one search."""
    eisen = demand_all(have_any("werkgever", (vraag.werkgever_id for vraag in vragen)), _LEVEND)
    sort = [{"werkgever": "asc"}, {"maand": "asc"}]
    documenten = yield from page_hits(Opdracht(Familie.MAANDEN, {"query": eisen, "sort": sort}), None)
    gevonden: defaultdict[str, list[Maanddocument]] = defaultdict(list)
    for maand in map(read_maand, documenten):
        gevonden[maand.werkgever_id].append(maand)
    return [tuple(gevonden[vraag.werkgever_id]) for vraag in vragen]


def answer_statistiek(vraag: Statistiekvraag) -> Gesprek[Statistiekantwoord]:
    binnen = {"range": {"maand": {"gte": number_month(vraag.van), "lte": number_month(vraag.tot)}}}
    eisen = demand_all(binnen, *list_eisen("werkgever", vraag.selectie, vraag.bereik))
    geheel = Opdracht(Familie.MAANDEN, {"query": eisen, "size": 0, "track_total_hits": True, "aggs": _SOMMEN})
    groepen = _list_groepen(vraag.per, vraag.tijdvak)
    if not groepen:
        (gevonden,) = yield [geheel]
        totaal = _read_cijfers(gevonden["aggregations"])
        return Statistiekantwoord((Statistiekcel((), None, totaal),) if count_hits(gevonden) else (), totaal)
    emmers, gevonden = yield from page_buckets(geheel, groepen, _SOMMEN)
    cellen = (Statistiekcel(*_read_groep(vraag, emmer["key"]), _read_cijfers(emmer)) for emmer in emmers)
    op_volgorde = sorted(cellen, key=lambda cel: (cel.waarden, cel.periode or ""))
    return Statistiekantwoord(tuple(op_volgorde), _read_cijfers(gevonden["aggregations"]))


def answer_aantallen(vraag: Aantallenvraag) -> Gesprek[dict[tuple[str, ...], int]]:
    opdracht = Opdracht(
        Familie.PROFIELEN,
        {"query": demand_all(_LEVEND, *list_eisen("id", vraag.selectie, vraag.bereik)), "size": 0, "track_total_hits": True},
    )
    if not vraag.per:
        (gevonden,) = yield [opdracht]
        return {(): count_hits(gevonden)}
    emmers, _ = yield from page_buckets(opdracht, _list_groepen(vraag.per), {})
    return {tuple(emmer["key"].values()): emmer["doc_count"] for emmer in emmers}


def _list_groepen(per: Iterable[Attribuut], tijdvak: Tijdvak | None = None) -> list[Mapping[str, Any]]:
    groepen: list[Mapping[str, Any]] = [{ATTRIBUTEN[deel]: {"terms": {"field": ATTRIBUTEN[deel]}}} for deel in per]
    if tijdvak is not None:
        groepen.append({_TIJDVAK: {"histogram": {"field": "maand", "interval": tijdvak.maanden}}})
    return groepen


def _read_groep(vraag: Statistiekvraag, sleutel: Mapping[str, Any]) -> tuple[tuple[str, ...], str | None]:
    waarden = tuple(sleutel[ATTRIBUTEN[attribuut]] for attribuut in vraag.per)
    return waarden, vraag.tijdvak.of(month_at(int(sleutel[_TIJDVAK]))) if vraag.tijdvak else None


def _read_cijfers(sommen: Mapping[str, Any]) -> Maandcijfers:
    return Maandcijfers(*(int(sommen[naam]["value"]) for naam in CIJFERS))
