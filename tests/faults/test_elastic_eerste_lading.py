"""A first load into a real Elasticsearch: it does not look first what is held, and is right about it all the same."""

from dataclasses import replace

import pytest

from klantbeeld.domain.items import Besluit, Uitkomst
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.protocol import ALLES, Markering, Positie, Tellers, Wissing
from tests.bouwers import make_batch, make_item
from tests.elasticopstelling import Opstelling

KVK = "kvk:12345678"
TOEGEPAST, VERVALLEN, ONGEWIJZIGD = map(Besluit, (Uitkomst.TOEGEPAST, Uitkomst.VERVALLEN, Uitkomst.ONGEWIJZIGD))


@pytest.fixture
def lading(opstelling: Opstelling) -> Opstelling:
    """A store in which a first load goes on."""
    opstelling.store.mark(Markering(ALLES, alles=True))
    opstelling.nep.verzoeken.clear()
    return opstelling


def count_lookups(lading: Opstelling) -> int:
    """How often was asked what is held of items."""
    return sum("-items-schrijf-" in verzoek.pad and "/_mget" in verzoek.pad for verzoek in lading.nep.verzoeken)


def test_a_first_load_does_not_look_what_is_held_and_lets_nobody_wait_until_it_is_visible(lading: Opstelling) -> None:
    lading.store.apply(make_batch(make_item("1"), make_item("2")), markeer=False)
    assert count_lookups(lading) == 0
    assert ["refresh=true" in verzoek.pad for verzoek in lading.nep.bulks if verzoek.writes(Familie.ITEMS)] == [False]


def test_what_a_first_load_finds_there_is_decided_about_as_always(lading: Opstelling) -> None:
    lading.recht.apply(make_batch(make_item("oud", versie=1), make_item("zelfde", versie=1), make_item("nieuw", versie=9)))
    aantal = 40
    erbij = [make_item(str(nummer)) for nummer in range(aantal)]
    batch = make_batch(make_item("oud", versie=2), make_item("zelfde", versie=1), make_item("nieuw", versie=2), *erbij)
    besluiten = lading.store.apply(batch, markeer=False).besluiten
    assert besluiten == (TOEGEPAST, ONGEWIJZIGD, VERVALLEN, *[TOEGEPAST] * aantal)
    assert lading.store.counters() == [Tellers("k3cr", applied=3 + 1 + aantal, unchanged=1, superseded=1)]
    assert lading.store.stored(["k3cr:contact:oud"])["k3cr:contact:oud"].versie == 2


def test_a_first_load_that_finds_much_looks_first_from_then_on(lading: Opstelling) -> None:
    lading.store.apply(make_batch(make_item("1"), make_item("2")), markeer=False)
    lading.store.apply(make_batch(make_item("1"), make_item("2")), markeer=False)
    eerder = count_lookups(lading)
    assert lading.store.apply(make_batch(make_item("1")), markeer=False).besluiten == (ONGEWIJZIGD,)
    assert (eerder, count_lookups(lading)) == (1, 2)
    assert len([verzoek for verzoek in lading.nep.bulks if verzoek.writes(Familie.ITEMS)]) == 2


def test_a_first_load_that_proves_to_be_refused_too_often_is_not_done(lading: Opstelling) -> None:
    lading.recht.apply(make_batch(make_item("1", gegevens={"onderwerp": "anders"})))
    batch = replace(make_batch(make_item("1"), make_item("2")), meeste_weigeringen=0, positie=Positie("k3cr", "7"))
    toegepast = lading.store.apply(batch, markeer=False)
    assert (toegepast.gedaan, toegepast.besluiten[0].uitkomst) == (False, Uitkomst.GEWEIGERD)
    assert lading.store.position("k3cr") is None
    assert list(lading.store.dead_letters()) == []


def test_what_a_first_load_wrote_is_seen_by_who_must_see_everything(lading: Opstelling) -> None:
    sleutel = "lh:111111111L01"
    lading.store.apply(make_batch(make_item("1", soort="organisatie", sleutels=(sleutel,))), markeer=False)
    assert list(lading.recht.organisatie_sleutels()) == [sleutel]
    lading.store.apply(make_batch(make_item("2", sleutels=(KVK,))), markeer=False)
    assert [id_ for id_, _ in lading.recht.live_versions("k3cr")] == ["k3cr:contact:2", "k3cr:organisatie:1"]
    lading.store.apply(make_batch(make_item("3", sleutels=(KVK,))), markeer=False)
    assert lading.recht.reached(Wissing("weg", sleutels=(KVK,))) == ["k3cr:contact:2", "k3cr:contact:3"]
