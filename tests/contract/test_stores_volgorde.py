"""Whatever the order in which records come in, and however they are cut into batches, the store ends the same (F16)."""

from itertools import count, pairwise

from hypothesis import given
from hypothesis import strategies as st

from klantbeeld.domain.digests import digest_item, digest_maand, digest_profiel, digest_store
from klantbeeld.domain.items import Item
from klantbeeld.stores.protocol import Batch, Profielwijziging, Store
from tests.bouwers import GROOT, KLEIN, make_batch, make_brief, make_item, make_maand, make_profiel, make_removal
from tests.contract.conftest import WILLEKEURIG, OpenStore

_namen = count()
_sleutels = st.lists(st.sampled_from([GROOT, KLEIN, "kvk:12345678"]), unique=True, max_size=3).map(tuple)


@st.composite
def histories(draw: st.DrawFn) -> list[Item]:
    """Versions and removals of a few records, each version used once."""
    items = []
    for versie in range(1, draw(st.integers(1, 12)) + 1):
        make = draw(st.sampled_from([make_item, make_item, make_removal]))
        items.append(make(draw(st.sampled_from("abc")), versie=versie, sleutels=draw(_sleutels)))
    return items


def apply_split(store: Store, items: list[Item], grenzen: list[int]) -> None:
    """Applies the items cut at these places."""
    knippen = sorted({0, len(items), *(grens for grens in grenzen if grens < len(items))})
    for begin, einde in pairwise(knippen):
        store.apply(make_batch(*items[begin:einde]))


@WILLEKEURIG
@given(data=st.data(), items=histories())
def test_any_order_and_any_cut_end_in_the_same_store(open_store: OpenStore, data: st.DataObject, items: list[Item]) -> None:
    geschud, grenzen = data.draw(st.permutations(items)), data.draw(st.lists(st.integers(1, 11), max_size=4))
    op_volgorde, anders = open_store(f"a{next(_namen)}"), open_store(f"b{next(_namen)}")
    op_volgorde.apply(make_batch(*items))
    apply_split(anders, list(geschud), grenzen)
    laatste = {item.id: item for item in items}
    verwacht = {id_: digest_item(item.versie, item.digest) for id_, item in laatste.items() if not item.verwijderd}
    assert dict(op_volgorde.digests()) == verwacht
    assert dict(anders.digests()) == verwacht
    assert op_volgorde.live_counts() == anders.live_counts()
    op_volgorde.close()
    anders.close()


def test_the_digest_of_a_store_covers_live_items_profiles_and_months_only(store: Store) -> None:
    item, profiel, maand = make_item("1", versie=7), make_profiel(), make_maand(boetes=1)
    store.apply(make_batch(item, make_removal("2")))
    store.apply(Batch(brieven=(make_brief(),)))
    tokens = store.write_profielen([Profielwijziging("w1", profiel, 0), Profielwijziging("w2", make_profiel("w2"), 0)])
    store.write_profielen([Profielwijziging("w2", None, tokens["w2"])])
    store.write_maanden({"w1": (tokens["w1"], [maand])})
    assert sorted(store.digests()) == sorted(
        [(item.id, digest_item(7, item.digest)), ("w1", digest_profiel(profiel)), ("w1:2023-09", digest_maand(maand))]
    )


def test_digests_of_many_items_come_each_once(store: Store) -> None:
    items = [make_item(str(nummer)) for nummer in range(2001)]
    store.apply(make_batch(*items))
    assert digest_store(store.digests()).aantal == 2001
    assert {id_ for id_, _ in store.digests()} == {item.id for item in items}
