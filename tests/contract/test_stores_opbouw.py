"""A new generation beside the live one: what goes over, when others see it, and what is left when nothing comes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from klantbeeld.domain.items import Item
from klantbeeld.domain.vragen import Bestaanvraag, Bronnenvraag, Revisievraag
from klantbeeld.errors import StoreOnbereikbaar, StoreVernieuwd
from klantbeeld.stores.opening import list_generaties
from klantbeeld.stores.protocol import Batch, Inkomend, Markering, Positie, Profielwijziging, Store, Tellers, Wissing
from klantbeeld.stores.protocol_opbouw import Kop, Opbouw
from tests.bouwers import GROOT, make_batch, make_brief, make_item, make_profiel, make_removal
from tests.contract.conftest import OpenOpbouw, OpenStore, Plekken

EEN, TWEE, DRIE = (make_item(sleutel) for sleutel in ("1", "2", "3"))
VANDAAG = date(2023, 10, 20)


def bring(opbouw: Opbouw, ids: Sequence[str]) -> None:
    """Makes the new generation hold of these what the live one holds."""
    levend = opbouw.items(ids)
    opbouw.store.forget(ids)
    opbouw.store.apply(Batch(tuple(Inkomend(item, None) for item in levend)))


def renew(opbouw: Opbouw) -> None:
    """A whole rebuild without deriving."""
    bring(opbouw, [id_ for id_, *_ in opbouw.differences()])
    opbouw.switch(lambda ids: bring(opbouw, ids))


def kop_of(item: Item) -> Kop:
    return Kop(item.versie, item.digest, item.verwijderd)


def live(store: Store) -> list[str]:
    return [id_ for id_, _ in store.live_versions("k3cr")]


def test_a_new_generation_is_empty_and_differs_in_everything(store: Store, open_opbouw: OpenOpbouw) -> None:
    weg = make_removal("2")
    store.apply(make_batch(EEN, TWEE, weg))
    with open_opbouw() as opbouw:
        assert list(opbouw.store.digests()) == []
        assert list(opbouw.differences()) == [(EEN.id, kop_of(EEN), None), (weg.id, kop_of(weg), None)]


def test_differences_name_what_either_side_has_alone_or_otherwise(store: Store, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN, TWEE))
    nieuwer = make_item("2", versie=2)
    with open_opbouw() as opbouw:
        opbouw.store.apply(make_batch(EEN, nieuwer, DRIE))
        assert list(opbouw.differences()) == [(TWEE.id, kop_of(TWEE), kop_of(nieuwer)), (DRIE.id, None, kop_of(DRIE))]


def test_the_items_of_the_live_generation_come_with_their_content(store: Store, open_opbouw: OpenOpbouw) -> None:
    weg = make_removal("2")
    store.apply(make_batch(EEN, TWEE, weg))
    with open_opbouw() as opbouw:
        een, twee = opbouw.items([EEN.id, TWEE.id, "k3cr:contact:onbekend"])
    assert (een.id, een.versie, een.digest, een.inhoud, een.verwijderd) == (EEN.id, 1, EEN.digest, EEN.inhoud, False)
    assert (twee.id, twee.versie, twee.sleutels, twee.verwijderd) == (TWEE.id, 2, (GROOT,), True)


def test_everything_that_the_live_generation_holds_can_be_read_through(store: Store, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN, TWEE, make_removal("2")))
    with open_opbouw() as opbouw:
        per_id = {item.id: item for item in opbouw.items([EEN.id, TWEE.id])}
        assert {item.id: item for item in opbouw.all_items()} == per_id
    assert list(per_id) == [EEN.id, TWEE.id]


def test_the_heads_of_the_new_generation_are_those_of_what_it_holds(store: Store, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    weg = make_removal("2")
    with open_opbouw() as opbouw:
        assert list(opbouw.koppen()) == []
        opbouw.store.apply(make_batch(TWEE, weg, DRIE))
        assert dict(opbouw.koppen()) == {weg.id: kop_of(weg), DRIE.id: kop_of(DRIE)}


def test_before_the_switch_nobody_sees_the_new_generation(store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    lezer = open_store(schrijven=False)
    with open_opbouw() as opbouw:
        opbouw.store.apply(make_batch(TWEE))
        assert (live(lezer), live(store)) == ([EEN.id], [EEN.id])


def test_a_reader_that_was_open_sees_the_switch(store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    lezer = open_store(schrijven=False)
    with open_opbouw() as opbouw:
        renew(opbouw)
        opbouw.store.apply(make_batch(TWEE))
    assert lezer.read([Bestaanvraag((EEN.id, TWEE.id))]) == [{EEN.id: (GROOT,), TWEE.id: (GROOT,)}]


def test_a_writer_that_was_open_is_told_once_and_then_writes_to_the_new_one(
    store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw
) -> None:
    store.apply(make_batch(EEN))
    with open_opbouw() as opbouw:
        renew(opbouw)
    with pytest.raises(StoreVernieuwd):
        store.apply(make_batch(TWEE))
    store.apply(make_batch(DRIE))
    assert live(open_store(schrijven=False)) == [EEN.id, DRIE.id]


def test_a_writer_goes_on_counting_in_the_new_one_from_what_was_brought_over(store: Store, open_opbouw: OpenOpbouw) -> None:
    for stand in ("1", "2", "3"):
        store.apply(Batch(positie=Positie("k3cr", stand), tellers=[Tellers("k3cr", unchanged=1)]))
    with open_opbouw() as opbouw:
        renew(opbouw)
    telling = Batch(positie=Positie("k3cr", "4"), tellers=[Tellers("k3cr", unchanged=10)])
    with pytest.raises(StoreVernieuwd):
        store.apply(telling)
    store.apply(telling)
    store.apply(telling)
    assert (store.counters(), store.position("k3cr")) == ([Tellers("k3cr", unchanged=23)], "4")


def test_what_changes_meanwhile_is_named_once(store: Store, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN, TWEE))
    with open_opbouw() as opbouw:
        store.apply(make_batch(make_item("1", versie=2), DRIE))
        store.apply(make_batch(make_item("1", versie=3), make_item("3", versie=2)))
        store.forget([TWEE.id, DRIE.id])
        assert sorted(opbouw.changed()) == [EEN.id, TWEE.id, DRIE.id]
        assert opbouw.changed() == []


def test_the_switch_brings_what_changed_last(store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN, TWEE))
    with open_opbouw() as opbouw:
        bring(opbouw, [id_ for id_, *_ in opbouw.differences()])
        store.apply(make_batch(make_removal("1"), DRIE))
        opbouw.switch(lambda ids: bring(opbouw, ids))
    assert live(open_store(schrijven=False)) == [TWEE.id, DRIE.id]


def test_the_switch_brings_over_all_that_is_kept_beside_items(
    store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw
) -> None:
    brief = make_brief(sleutel="geweigerd")
    store.apply(make_batch(EEN, brieven=(brief,), positie=Positie("k3cr", "7")))
    store.set_storing("k3cr", "BRON_ONLEESBAAR")
    store.mark(Markering("morgen", {"boete": (GROOT,)}, vanaf=date(2023, 10, 21)))
    bronnen, tellers, markeringen = store.read([Bronnenvraag()]), store.counters(), store.marks(date(2023, 10, 21))
    with open_opbouw() as opbouw:
        renew(opbouw)
    nieuw = open_store(schrijven=False)
    assert (nieuw.read([Bronnenvraag()]), nieuw.counters()) == (bronnen, tellers)
    assert (list(nieuw.dead_letters()), nieuw.position("k3cr")) == ([brief], "7")
    assert {markering.id for markering in markeringen} <= {markering.id for markering in nieuw.marks(date(2023, 10, 21))}


def test_nothing_that_was_cached_counts_after_the_switch(store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    lezer = open_store(schrijven=False)
    eerder = lezer.read([Revisievraag((GROOT,))])
    with open_opbouw() as opbouw:
        renew(opbouw)
    assert lezer.read([Revisievraag((GROOT,))]) != eerder


def test_a_token_of_before_the_switch_writes_no_profile(store: Store, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    tokens = store.tokens(["w1"])
    with open_opbouw() as opbouw:
        renew(opbouw)
    with pytest.raises(StoreVernieuwd):
        store.write_profielen([Profielwijziging("w1", make_profiel(), tokens["w1"])])


def test_what_is_not_switched_leaves_nothing_behind(store: Store, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    with open_opbouw() as opbouw:
        opbouw.store.apply(make_batch(TWEE))
    store.apply(make_batch(DRIE))
    assert live(store) == [EEN.id, DRIE.id]
    with open_opbouw() as opnieuw:
        assert list(opnieuw.store.digests()) == []
        assert opnieuw.changed() == []


def test_two_cannot_build_at_the_same_time(store: Store, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    with open_opbouw(), pytest.raises(StoreOnbereikbaar, match="Een ander proces"), open_opbouw():
        pass


def test_there_is_no_way_back_before_the_first_switch(store: Store, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    with pytest.raises(StoreOnbereikbaar, match="geen vorige generatie"), open_opbouw(terug=True):
        pass


def test_nothing_is_built_beside_a_store_that_is_not_there(open_opbouw: OpenOpbouw) -> None:
    with pytest.raises(StoreOnbereikbaar, match="bestaat niet"), open_opbouw("nergens"):
        pass


def test_the_way_back_brings_what_is_newer_and_takes_what_is_gone(
    store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw
) -> None:
    store.apply(make_batch(EEN, TWEE, positie=Positie("k3cr", "1")))
    with open_opbouw() as opbouw:
        renew(opbouw)
    nieuw = open_store()
    nieuw.apply(make_batch(make_item("1", versie=2), DRIE, positie=Positie("k3cr", "2")))
    nieuw.forget([TWEE.id])
    verwacht = sorted(nieuw.digests())
    with open_opbouw(terug=True) as terug:
        assert [id_ for id_, *_ in terug.differences()] == [EEN.id, TWEE.id, DRIE.id]
        renew(terug)
    weer = open_store()
    assert (sorted(weer.digests()), weer.position("k3cr")) == (verwacht, "2")
    assert {item.bron: item.applied for item in weer.counters()} == {"k3cr": 4}


def test_going_back_can_be_taken_back(store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    for terug in (False, True, True, False):
        with open_opbouw(terug=terug) as opbouw:
            renew(opbouw)
        assert live(open_store(schrijven=False)) == [EEN.id]


def test_what_only_the_new_generation_holds_goes_when_it_was_erased_meanwhile(
    store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw
) -> None:
    store.apply(make_batch(EEN))
    with open_opbouw() as opbouw:
        opbouw.store.apply(make_batch(EEN, TWEE))
        store.erase(Wissing(TWEE.id, (TWEE.id,)))
        opbouw.switch(lambda ids: bring(opbouw, ids))
    assert live(open_store(schrijven=False)) == [EEN.id]


def test_the_generations_are_told_by_what_they_are(store: Store, plekken: Plekken, open_opbouw: OpenOpbouw) -> None:
    store.apply(make_batch(EEN))
    url = plekken.url_of("store")
    eerst = list_generaties(url)
    with open_opbouw() as opbouw:
        bezig = list_generaties(url)
        renew(opbouw)
    later = list_generaties(url)
    assert (eerst.vorige, eerst.in_opbouw) == (None, False)
    assert bezig == replace(eerst, in_opbouw=True)
    assert (later.vorige, later.in_opbouw, later.levend != eerst.levend) == (eerst.levend, False, True)
