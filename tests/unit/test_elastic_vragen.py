"""Reading from Elasticsearch: how often it is asked, and what becomes of answers that are not whole.

What a real Elasticsearch does not do on demand is answered here by a stand-in for its client.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest

from klantbeeld.domain.items import Item
from klantbeeld.domain.vragen import (
    Aantallenvraag,
    Attribuut,
    Bestaanvraag,
    Bronitemsvraag,
    Bronnenvraag,
    Burenvraag,
    Eis,
    Familievraag,
    Houdersvraag,
    Itemsvraag,
    Maandvraag,
    Profielvraag,
    Rangvraag,
    Revisievraag,
    Selectie,
    Sleutelsvraag,
    Sleutelvraag,
    Statistiekvraag,
    Telvraag,
    Vindvraag,
    Vraag,
    Zoekvraag,
)
from klantbeeld.errors import StoreFout, StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.stores.elastic_documenten import make_id, make_item_document, make_profiel_document, make_removed_profiel
from klantbeeld.stores.elastic_gesprekken import MEESTE_TERMEN, VENSTER
from klantbeeld.stores.elastic_schema import CIJFERS, Familie
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.elastic_vragen import APART, SAMEN, answer_all
from tests.bouwers import GROOT, KLEIN, make_item, make_profiel

Antwoord = Mapping[str, Any]

SOMMEN = {naam: {"value": 0.0} for naam in CIJFERS}
LEEG: Antwoord = {
    "timed_out": False,
    "_shards": {"total": 1, "successful": 1, "failed": 0},
    "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
    "aggregations": {**SOMMEN, "groepen": {"buckets": []}, "op_ring": {"buckets": []}, "eigen": {"buckets": []}},
    "status": 200,
}
MISLUKT: Antwoord = {"error": {"type": "search_phase_execution_exception", "reason": "geheim"}, "status": 503}
ALLE: list[Vraag] = [
    Itemsvraag((GROOT,), "contact"),
    Bronitemsvraag((GROOT,), ("contact",)),
    Burenvraag((GROOT,), ("contact",)),
    Telvraag((GROOT,), "contact"),
    Rangvraag((GROOT,)),
    Bestaanvraag(("k3cr:contact:1",)),
    Profielvraag("w1"),
    Houdersvraag((GROOT,)),
    Revisievraag((GROOT,)),
    Maandvraag("w1"),
    Statistiekvraag(Selectie(), "2023-01", "2023-12", (Attribuut.SECTOR,)),
    Aantallenvraag(Selectie(), (Attribuut.SECTOR,)),
    Sleutelvraag(GROOT, 10),
    Sleutelsvraag((GROOT,), 10),
    Familievraag("rsin:123456789", 10),
    Zoekvraag((Eis(("w:groot",)),), limiet=10),
    Vindvraag("zaaknummer:Z1", ("zaak",), True, 10),
    Bronnenvraag(),
]


@dataclass
class Nep:
    """A connection that gives these answers, request after request; then ``LEEG`` to whatever is asked."""

    antwoorden: list[Sequence[Antwoord]] = field(default_factory=list)
    gevraagd: list[list[Mapping[str, Any]]] = field(default_factory=list)
    """The bodies of the searches of each request."""
    documenten: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is fetched by its ``_id``."""
    opgehaald: list[tuple[str, list[str], bool]] = field(default_factory=list)

    def index_of(self, familie: Familie) -> str:
        return f"proef-{familie}"

    @contextmanager
    def asking(self) -> Iterator[Any]:
        yield SimpleNamespace(msearch=self._search, mget=self._fetch)

    def _search(self, searches: Sequence[Mapping[str, Any]]) -> Any:
        self.gevraagd.append(list(searches[1::2]))
        antwoorden = self.antwoorden.pop(0) if self.antwoorden else [LEEG] * (len(searches) // 2)
        return SimpleNamespace(body={"responses": antwoorden})

    def _fetch(self, index: str, ids: Sequence[str], realtime: bool) -> Any:
        self.opgehaald.append((index, list(ids), realtime))
        return {"docs": [self.documenten.get(id_, {"found": False}) for id_ in ids]}

    def ask(self, *vragen: Vraag) -> list[Any]:
        return answer_all(cast("Verbinding", self), vragen)


def make_hits(items: Sequence[Item], totaal: int) -> Antwoord:
    """An answer with these items."""
    hits = [{"_source": orjson.loads(make_item_document(item)), "sort": ["", item.id]} for item in items]
    return {**LEEG, "hits": {"total": {"value": totaal, "relation": "eq"}, "hits": hits}}


def test_all_questions_travel_in_one_request() -> None:
    nep = Nep()
    antwoorden = nep.ask(*ALLE)
    assert {type(vraag) for vraag in ALLE} == APART.keys() | SAMEN.keys()
    assert len(nep.gevraagd) == 1
    assert [antwoord for antwoord in antwoorden if isinstance(antwoord, StoreFout)] == []


def test_questions_for_many_employers_are_one_search_and_each_is_given_its_own() -> None:
    een, beide, ander = make_item("1"), make_item("2", sleutels=(GROOT, KLEIN)), make_item("3", sleutels=(KLEIN,))
    nep = Nep([[make_hits([een, beide, ander], 3)]])
    vragen = [Bronitemsvraag(sleutels, ("contact",)) for sleutels in ((GROOT, "kvk:1"), (KLEIN,), ())]
    assert nep.ask(*vragen) == [(een, beide), (beide, ander), ()]
    assert len(nep.gevraagd) == 1


def test_profiles_are_one_search_and_so_are_their_months() -> None:
    nep = Nep()
    profielen, maanden = ([soort(id_) for id_ in ("w1", "w2", "w1")] for soort in (Profielvraag, Maandvraag))
    assert nep.ask(*profielen, *maanden) == [None, None, None, (), (), ()]
    ((om_profielen, om_maanden),) = nep.gevraagd
    assert len(om_profielen["query"]["ids"]["values"]) == 2
    assert om_maanden["query"]["bool"]["filter"][0] == {"terms": {"werkgever": ["w1", "w2"]}}


def make_gevonden(document: bytes) -> dict[str, Any]:
    return {"found": True, "_source": orjson.loads(document)}


def test_employers_alone_are_fetched_as_a_search_would_find_them() -> None:
    profiel = make_profiel("w1")
    nep = Nep()
    nep.documenten[make_id("w1")] = make_gevonden(make_profiel_document(profiel, 1))
    nep.documenten[make_id("w2")] = make_gevonden(make_removed_profiel("w2", 2))
    assert nep.ask(*map(Profielvraag, ("w1", "w2", "w3", "w1"))) == [profiel, None, None, profiel]
    assert (nep.gevraagd, nep.opgehaald) == ([], [("proef-profielen", [make_id(id_) for id_ in ("w1", "w2", "w3")], False)])


@pytest.mark.parametrize("soort", ["no_shard_available_action_exception", "index_not_found_exception"])
def test_an_employer_that_cannot_be_fetched_is_not_one_that_is_not_there(soort: str) -> None:
    nep = Nep()
    nep.documenten[make_id("w1")] = {"error": {"type": soort, "reason": "geheim"}}
    with pytest.raises(StoreOnbereikbaar) as fout:
        nep.ask(Profielvraag("w1"))
    assert "geheim" not in str(fout.value)


@pytest.mark.parametrize("vragen", [[], [Rangvraag(())], [Zoekvraag((), 10)], [Zoekvraag((Eis(("w:a",), minstens=2),), 10)]])
def test_what_has_no_answer_is_not_asked(vragen: list[Vraag]) -> None:
    nep = Nep()
    nep.ask(*vragen)
    assert nep.gevraagd == []


@pytest.mark.parametrize(
    ("antwoord", "fout"),
    [
        (MISLUKT, StoreOnbereikbaar),
        ({"error": {"type": "index_not_found_exception", "reason": "geheim"}, "status": 404}, StoreOnbereikbaar),
        ({"error": {"type": "es_rejected_execution_exception", "reason": "geheim"}, "status": 429}, StoreOnbereikbaar),
        ({"error": {"type": "parsing_exception", "reason": "geheim"}, "status": 400}, StoreOnbruikbaar),
        ({**LEEG, "timed_out": True}, StoreOnbereikbaar),
        ({**LEEG, "_shards": {"total": 2, "successful": 1, "failed": 1}}, StoreOnbereikbaar),
    ],
)
def test_an_answer_that_is_not_whole_is_a_fault_of_its_own_question_only(antwoord: Antwoord, fout: type[StoreFout]) -> None:
    nep = Nep([[antwoord, make_hits([make_item("1")], 1)]])
    gevonden = nep.ask(Bestaanvraag(("x",)), Itemsvraag((GROOT,), "contact", limiet=1))
    assert type(gevonden[0]) is fout
    assert "geheim" not in str(gevonden[0])
    assert gevonden[1].totaal == 1


def test_a_question_of_two_searches_needs_both() -> None:
    assert isinstance(Nep([[LEEG, MISLUKT]]).ask(Bronnenvraag())[0], StoreOnbereikbaar)


def test_a_list_longer_than_one_answer_is_asked_on_from_its_last_item() -> None:
    items = [make_item(f"{nummer:05}") for nummer in range(VENSTER + 1)]
    nep = Nep([[make_hits(items[:VENSTER], VENSTER + 1)], [make_hits(items[VENSTER:], 0)]])
    (antwoord,) = nep.ask(Itemsvraag((GROOT,), "contact"))
    assert (list(antwoord.items), antwoord.totaal) == (items, VENSTER + 1)
    assert [verzoek[0].get("search_after") for verzoek in nep.gevraagd] == [None, ["", items[VENSTER - 1].id]]


def test_a_list_ends_at_its_limit_also_when_an_answer_is_full() -> None:
    nep = Nep([[make_hits([make_item("1"), make_item("2")], 9)]])
    assert nep.ask(Itemsvraag((GROOT,), "contact", limiet=2))[0].totaal == 9
    assert [verzoek[0]["size"] for verzoek in nep.gevraagd] == [2]


def test_what_fails_while_a_list_goes_on_is_no_shorter_list() -> None:
    vol = make_hits([make_item(str(nummer)) for nummer in range(VENSTER)], VENSTER + 1)
    assert isinstance(Nep([[vol], [MISLUKT]]).ask(Itemsvraag((GROOT,), "contact"))[0], StoreOnbereikbaar)


def test_groups_go_on_after_the_last_one_of_an_answer() -> None:
    sleutels = [{"kenmerk": f"{nummer:05}", "regeling": None, "jaar": ""} for nummer in range(VENSTER + 1)]
    gevuld = [{"key": sleutel, "doc_count": 1, "bedrag": {"value": 2.0}} for sleutel in sleutels]
    groepen = [{"buckets": gevuld[:VENSTER], "after_key": {"kenmerk": "x"}}, {"buckets": gevuld[VENSTER:]}]
    nep = Nep([[{**LEEG, "aggregations": {"groepen": deel}}] for deel in groepen])
    (tellingen,) = nep.ask(Telvraag((GROOT,), "contact"))
    assert (len(tellingen), {telling.bedrag for telling in tellingen}) == (VENSTER + 1, {2})
    assert nep.gevraagd[1][0]["aggs"]["groepen"]["composite"]["after"] == {"kenmerk": "x"}


def test_questions_that_are_answered_do_not_wait_for_one_that_asks_again() -> None:
    vol = make_hits([make_item(str(nummer)) for nummer in range(VENSTER)], VENSTER)
    nep = Nep([[LEEG, vol]])
    nep.ask(Bestaanvraag(("x",)), Itemsvraag((GROOT,), "contact"))
    assert [len(verzoek) for verzoek in nep.gevraagd] == [2, 1]


def test_more_keys_than_one_filter_takes_are_asked_in_several_filters_of_one_search() -> None:
    nep = Nep()
    nep.ask(Itemsvraag(tuple(f"kvk:{nummer}" for nummer in range(MEESTE_TERMEN + 1)), "contact"))
    ((verzoek,),) = nep.gevraagd
    filters = verzoek["query"]["bool"]["filter"][0]["bool"]["should"]
    assert [len(deel["terms"]["sleutels"]) for deel in filters] == [MEESTE_TERMEN, 1]
