"""A document of Elasticsearch that somebody changed by hand is named, whatever was changed in it (F30)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from elasticsearch import Elasticsearch

from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_controle import find_damaged
from klantbeeld.stores.elastic_documenten import make_id
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Profielwijziging
from tests.bouwers import make_batch, make_item, make_maand, make_profiel
from tests.elasticstores import Voorraad
from tests.testnode import require_elasticsearch

ITEM = make_item("1", vindtermen=("zaaknummer:Z1",), bedrag=3, sortering="2023-01-01")
MAAND = make_maand("w2", boetes=1)


class Schade(NamedTuple):
    """Fields that are changed in a document, and what must be named then."""

    familie: Familie
    id: str
    velden: dict[str, Any]
    genoemd: str


SCHADE = [
    Schade(Familie.ITEMS, ITEM.id, {"inhoud": "{}"}, ITEM.id),
    Schade(Familie.ITEMS, ITEM.id, {"jaar": "2022"}, ITEM.id),
    Schade(Familie.PROFIELEN, "w2", {"zoekwoorden": ["w:niets"]}, "w2"),
    Schade(Familie.PROFIELEN, "w2", {"rang": "9"}, "w2"),
    Schade(Familie.PROFIELEN, "w2", {"document": "geen profiel"}, "w2"),
    Schade(Familie.MAANDEN, MAAND.id, {"boetes": 2}, MAAND.id),
    Schade(Familie.MAANDEN, MAAND.id, {"sector": ["99"]}, MAAND.id),
    Schade(Familie.PROFIELEN, "w1", {"verwijderd": True}, "maanden:w1"),
    Schade(Familie.PROFIELEN, "w3", {"verwijderd": True}, "maanden:w3"),
]


@dataclass(frozen=True, slots=True)
class Opstelling:
    """A record, three employers and the months of each."""

    client: Elasticsearch
    voorvoegsel: str
    verbinding: Verbinding

    def change(self, schade: Schade) -> None:
        """Writes other values into a document, past the store."""
        index, id_ = f"{self.voorvoegsel}-{schade.familie}", make_id(schade.id)
        document = self.client.get(index=index, id=id_)["_source"]
        self.client.index(index=index, id=id_, document=document | schade.velden, refresh=True)


@pytest.fixture
def opstelling(voorraad_of: Callable[[str], Voorraad]) -> Iterator[Opstelling]:
    node = require_elasticsearch()
    voorraad = voorraad_of(node)
    url = voorraad.take()
    store = open_store(url, schrijven=True)
    store.apply(make_batch(ITEM))
    profielen = [make_profiel(id_, lh_nummer=f"12345678{id_[1]}L01") for id_ in ("w1", "w2", "w3")]
    tokens = store.write_profielen([Profielwijziging(profiel.id, profiel, 0) for profiel in profielen])
    store.write_maanden({id_: (token, [make_maand(id_, boetes=1)]) for id_, token in tokens.items()})
    voorvoegsel = url.rpartition("/")[2]
    verbinding = Verbinding(Adres((node,), voorvoegsel), StoreSettings(url=url), schrijven=False)
    with Elasticsearch(node) as client:
        yield Opstelling(client, voorvoegsel, verbinding)
    verbinding.close()
    store.close()
    voorraad.give_back(url)


@pytest.mark.parametrize("schade", SCHADE, ids=lambda schade: f"{schade.familie}-{next(iter(schade.velden))}")
def test_what_was_changed_by_hand_is_named(opstelling: Opstelling, schade: Schade) -> None:
    assert find_damaged(opstelling.verbinding) == []
    opstelling.change(schade)
    assert find_damaged(opstelling.verbinding) == [schade.genoemd]
