"""How questions about sources are answered."""

from klantbeeld.domain.items import Item
from klantbeeld.domain.vragen import Bronnenvraag, Bronregel
from klantbeeld.stores.protocol import Batch, Store
from tests.bouwers import make_batch, make_brief, make_item, make_removal


def fill(store: Store, *items: Item) -> None:
    store.apply(make_batch(*items))


def test_a_source_is_known_by_the_kinds_it_delivered(store: Store) -> None:
    fill(store, make_item("1"), make_item("2", soort="erd"), make_item("3", bron="cws"))
    fill(store, make_removal("2", soort="erd"))
    assert store.read([Bronnenvraag()])[0] == (
        Bronregel("cws", soorten=frozenset({"contact"})),
        Bronregel("k3cr", soorten=frozenset({"contact", "erd"})),
    )


def test_a_source_that_only_sent_dead_letters_is_not_known(store: Store) -> None:
    store.apply(Batch(brieven=(make_brief(),)))
    assert store.read([Bronnenvraag()])[0] == ()


def test_the_bronstand_of_a_source_is_the_content_of_its_highest_version(store: Store) -> None:
    for sleutel, versie in (("a", 1), ("b", 3), ("c", 2)):
        fill(store, make_item(sleutel, soort="bronstand", versie=versie, sleutels=(), gegevens={"z": versie, "a": None}))
    assert store.read([Bronnenvraag()])[0] == (Bronregel("k3cr", b'{"a":null,"z":3}'),)
    fill(store, make_removal("b", soort="bronstand", versie=4))
    assert store.read([Bronnenvraag()])[0] == (Bronregel("k3cr", b'{"a":null,"z":2}'),)


def test_a_failure_of_a_source_is_shown_until_it_passes(store: Store) -> None:
    fill(store, make_item())
    store.set_storing("k3cr", "ONBEREIKBAAR")
    store.set_storing("k3cr", "ONLEESBAAR")
    store.set_storing("nieuw", "ONBEREIKBAAR")
    soorten = frozenset({"contact"})
    assert store.read([Bronnenvraag()])[0] == (
        Bronregel("k3cr", None, soorten, "ONLEESBAAR"),
        Bronregel("nieuw", storing="ONBEREIKBAAR"),
    )
    store.set_storing("k3cr", None)
    assert store.read([Bronnenvraag()])[0][0] == Bronregel("k3cr", None, soorten)
