"""Erasing: what it reaches, that it is for good, and that the ledger tells nobody who it was."""

from datetime import date

import pytest

from klantbeeld.domain.items import Besluit, Item, Uitkomst
from klantbeeld.domain.vragen import Itemsvraag, Revisievraag
from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.stores.protocol import Batch, DodeBrief, Markering, Store, Tellers, Wissing
from tests.bouwers import GROOT, KLEIN, make_batch, make_brief, make_item, make_removal
from tests.contract.conftest import OpenOpbouw, OpenStore

VANDAAG = date(2023, 10, 20)
GEWIST = Besluit(Uitkomst.GEWIST, "GEWIST")
TOEGEPAST = Besluit(Uitkomst.TOEGEPAST)
VAN_KLEIN = make_item("klein", sleutels=(KLEIN,))
VAN_BEIDE = make_item("beide", sleutels=(GROOT, KLEIN))
VAN_GROOT = make_item("groot", sleutels=(GROOT,))
HEEL_KLEIN = Wissing(KLEIN, (), (KLEIN,))


def fill(store: Store) -> None:
    store.apply(make_batch(VAN_KLEIN, VAN_BEIDE, VAN_GROOT))
    store.finish(store.marks(VANDAAG), ())


def offer(store: Store, *items: Item) -> tuple[Besluit, ...]:
    return store.apply(make_batch(*items)).besluiten


def live(store: Store) -> list[str]:
    return [id_ for id_, _ in store.live_versions("k3cr")]


def test_a_key_reaches_every_record_that_carries_it_live_or_removed(store: Store) -> None:
    fill(store)
    weg = make_item("weg", sleutels=(KLEIN,))
    store.apply(make_batch(weg, make_removal("weg")))
    assert store.reached(HEEL_KLEIN) == sorted([VAN_KLEIN.id, VAN_BEIDE.id, weg.id])


def test_an_id_reaches_that_record_alone(store: Store) -> None:
    fill(store)
    assert store.reached(Wissing("een", (VAN_KLEIN.id, "k3cr:contact:onbekend"))) == [VAN_KLEIN.id]


def test_nothing_reaches_nothing(store: Store) -> None:
    fill(store)
    assert store.reached(Wissing("niets")) == []


def test_looking_what_would_be_reached_changes_nothing(store: Store) -> None:
    fill(store)
    store.reached(HEEL_KLEIN)
    assert live(store) == [VAN_BEIDE.id, VAN_GROOT.id, VAN_KLEIN.id]


def test_what_is_erased_is_gone_and_marked(store: Store) -> None:
    fill(store)
    store.erase(HEEL_KLEIN)
    assert live(store) == [VAN_GROOT.id]
    assert store.read([Itemsvraag((KLEIN,), "contact")])[0].totaal == 0
    assert store.stored([VAN_KLEIN.id, VAN_BEIDE.id]) == {}
    assert [dict(markering.geraakt) for markering in store.marks(VANDAAG)] == [{"contact": (GROOT, KLEIN)}]


@pytest.mark.parametrize("versie", [1, 2, 2**62 - 1])
def test_no_version_of_an_erased_record_comes_back_whatever_keys_it_carries(store: Store, versie: int) -> None:
    fill(store)
    store.erase(HEEL_KLEIN)
    anders = make_item("beide", versie=versie, sleutels=(GROOT,))
    assert offer(store, anders, make_removal("klein", versie=versie)) == (GEWIST, GEWIST)
    assert store.stored([VAN_BEIDE.id, VAN_KLEIN.id]) == {}


@pytest.mark.parametrize("samen", [True, False], ids=["in one batch", "one by one"])
def test_a_version_with_an_erased_key_takes_no_version_without_it_along(store: Store, samen: bool) -> None:
    store.erase(HEEL_KLEIN)
    versies = [make_item(versie=versie, sleutels=(KLEIN,) if versie == 2 else (GROOT,)) for versie in (1, 2, 3)]
    besluiten = offer(store, *versies[:2]) if samen else offer(store, versies[0]) + offer(store, versies[1])
    assert besluiten == (TOEGEPAST, GEWIST)
    assert {id_: deel.versie for id_, deel in store.stored([versies[0].id]).items()} == {versies[0].id: 1}
    assert offer(store, versies[2]) == (TOEGEPAST,)


def test_a_new_record_of_an_erased_key_does_not_come_in(store: Store) -> None:
    store.erase(HEEL_KLEIN)
    assert offer(store, make_item("nieuw", sleutels=(KLEIN,)), make_item("ander")) == (GEWIST, TOEGEPAST)


def test_a_record_that_was_erased_before_it_ever_came_does_not_come_in(store: Store) -> None:
    store.erase(Wissing("een", ("k3cr:contact:later",)))
    assert offer(store, make_item("later"), make_item("ander")) == (GEWIST, TOEGEPAST)


def test_what_does_not_come_in_is_counted_and_leaves_nothing(store: Store) -> None:
    store.erase(HEEL_KLEIN)
    toegepast = store.apply(make_batch(make_item("nieuw", sleutels=(KLEIN,)), meeste_weigeringen=0))
    assert (toegepast.gedaan, toegepast.markering) == (True, None)
    assert store.counters() == [Tellers("k3cr", erased=1)]
    assert store.counters()[0].received == 1
    assert list(store.dead_letters()) == []


@pytest.mark.parametrize(
    "brief",
    [
        make_brief(sleutel="klein", versie=9),
        make_brief(sleutel="nieuw", ruw=b'{"werkgever": ["lh:987654321 L01"]}'),
        make_brief(sleutel=None, ruw=b'{"gegevens": {"lhNummer": "987654321L01"}}'),
    ],
)
def test_a_refused_line_of_what_was_erased_is_counted_and_not_kept(store: Store, brief: DodeBrief) -> None:
    fill(store)
    store.erase(HEEL_KLEIN)
    ander = make_brief("ander", sleutel="ander", ruw=b'{"werkgever": ["lh:123456789L01", 7], "gegevens": 3}')
    store.apply(Batch(brieven=(brief, ander)))
    assert list(store.dead_letters()) == [ander]
    assert store.counters() == [Tellers("k3cr", applied=3, dead_lettered=1, erased=1)]


def test_the_ledger_tells_beforehand_what_would_not_come_in(store: Store) -> None:
    nieuw, ander = make_item("nieuw", sleutels=(KLEIN,)), make_item("ander")
    assert store.erased([nieuw, ander]) == set()
    store.erase(HEEL_KLEIN)
    assert store.erased([nieuw, ander]) == {nieuw.id}


def test_an_erasure_holds_after_closing_and_opening(open_store: OpenStore) -> None:
    eerste = open_store()
    eerste.erase(HEEL_KLEIN)
    eerste.close()
    assert offer(open_store(), VAN_KLEIN) == (GEWIST,)


def test_erasing_twice_is_erasing_once(store: Store) -> None:
    fill(store)
    store.erase(HEEL_KLEIN)
    store.erase(HEEL_KLEIN)
    assert offer(store, VAN_KLEIN, VAN_GROOT) == (GEWIST, Besluit(Uitkomst.ONGEWIJZIGD))
    store.lift(KLEIN)
    assert offer(store, VAN_KLEIN) == (TOEGEPAST,)


def test_an_erasure_that_is_lifted_lets_in_what_it_kept_out_and_no_other_does(store: Store) -> None:
    fill(store)
    store.erase(HEEL_KLEIN)
    store.erase(Wissing("een", (VAN_GROOT.id,)))
    assert store.lift("onbekend") == 0
    assert store.lift(KLEIN) == 3
    assert offer(store, VAN_KLEIN, VAN_BEIDE, VAN_GROOT) == (TOEGEPAST, TOEGEPAST, GEWIST)


def test_with_another_key_nothing_is_taken_in_rather_than_what_was_erased(open_store: OpenStore) -> None:
    eerste = open_store()
    eerste.erase(HEEL_KLEIN)
    eerste.close()
    ander = open_store(geheim=b"een ander geheim")
    for poging in (
        lambda: ander.apply(make_batch(VAN_GROOT)),
        lambda: ander.erase(HEEL_KLEIN),
        lambda: ander.lift(KLEIN),
        lambda: ander.erased([VAN_KLEIN]),
    ):
        with pytest.raises(StoreOnbruikbaar, match="KLANTBEELD_GEHEIM"):
            poging()


def test_scrubbing_forgets_erased_keys_and_makes_every_earlier_answer_invalid(store: Store) -> None:
    fill(store)
    store.finish((), [KLEIN, GROOT])
    store.mark(Markering("later", {"boete": (KLEIN,)}, vanaf=date(2024, 1, 1)))
    store.mark(Markering("samen", {"boete": (GROOT, KLEIN)}, vanaf=date(2024, 1, 1)))
    hele, klein, groot = store.read([Revisievraag((KLEIN, GROOT))])[0]
    store.erase(HEEL_KLEIN)
    store.finish(store.marks(VANDAAG), ())
    store.scrub()
    nieuw = store.read([Revisievraag((KLEIN, GROOT))])[0]
    assert "" not in (hele, klein, groot)
    assert (nieuw[0] not in {hele, ""}, nieuw[1], nieuw[2] != groot) == (True, "", True)
    assert store.marks(date(2024, 1, 1)) == [Markering("samen", {"boete": (GROOT,)}, vanaf=date(2024, 1, 1))]


def test_who_derived_meanwhile_brings_no_erased_key_back_after_scrubbing(store: Store) -> None:
    fill(store)
    store.erase(HEEL_KLEIN)
    store.finish(store.marks(VANDAAG), ())
    store.scrub()
    (eerder,) = store.read([Revisievraag(())])[0]
    laat = date(2024, 1, 1)
    store.mark(Markering("later", {"boete": (KLEIN,)}, vanaf=laat))
    store.mark(Markering("samen", {"boete": (GROOT, KLEIN)}, vanaf=laat))
    store.finish((), [KLEIN, GROOT])
    hele, klein, groot = store.read([Revisievraag((KLEIN, GROOT))])[0]
    assert (hele != eerder, klein, groot != "") == (True, "", True)
    assert store.marks(laat) == [Markering("samen", {"boete": (GROOT,)}, vanaf=laat)]


def test_scrubbing_leaves_no_previous_generation(store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw) -> None:
    fill(store)
    with open_opbouw() as opbouw:
        opbouw.store.apply(make_batch(VAN_KLEIN, VAN_BEIDE, VAN_GROOT))
        opbouw.switch(lambda _: None)
    nieuw = open_store()
    nieuw.erase(HEEL_KLEIN)
    nieuw.scrub()
    with pytest.raises(StoreOnbereikbaar, match="geen vorige generatie"), open_opbouw(terug=True):
        pass
    assert live(open_store(schrijven=False)) == [VAN_GROOT.id]


def test_scrubbing_is_not_done_while_a_first_rebuild_holds_what_was_erased(store: Store, open_opbouw: OpenOpbouw) -> None:
    fill(store)
    with open_opbouw() as opbouw:
        opbouw.store.apply(make_batch(VAN_KLEIN, VAN_BEIDE, VAN_GROOT))
        store.erase(HEEL_KLEIN)
        with pytest.raises(StoreOnbereikbaar):
            store.scrub()
    store.scrub()


def test_a_rebuild_keeps_the_ledger(store: Store, open_store: OpenStore, open_opbouw: OpenOpbouw) -> None:
    store.erase(HEEL_KLEIN)
    with open_opbouw() as opbouw:
        assert offer(opbouw.store, VAN_KLEIN) == (GEWIST,)
        store.erase(Wissing("een", (VAN_GROOT.id,)))
        opbouw.switch(lambda _: None)
    assert offer(open_store(), VAN_KLEIN, VAN_GROOT, make_item("ander")) == (GEWIST, GEWIST, TOEGEPAST)
