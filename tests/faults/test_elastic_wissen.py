"""Erasing from a real Elasticsearch while others write to it."""

from datetime import date

import orjson

from klantbeeld.domain.items import Besluit, Uitkomst
from klantbeeld.domain.vragen import Revisievraag
from klantbeeld.stores.elastic_aliassen import read_alias
from klantbeeld.stores.elastic_documenten import make_id, make_item_document
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.protocol import Wissing
from tests.bouwers import GROOT, KLEIN, make_batch, make_item, make_removal
from tests.elasticopstelling import Opstelling, then_nothing

HEEL_KLEIN = Wissing(KLEIN, (), (KLEIN,))


def test_what_is_erased_while_it_is_written_does_not_stay(opstelling: Opstelling) -> None:
    opstelling.disturb(Familie.ITEMS, then_nothing(lambda: opstelling.recht.erase(HEEL_KLEIN)))
    opstelling.store.apply(make_batch(make_item("klein", sleutels=(KLEIN,)), make_item("groot", sleutels=(GROOT,))))
    assert [id_ for id_, _ in opstelling.store.live_versions("k3cr")] == ["k3cr:contact:groot"]


def test_the_revision_of_a_key_that_is_erased_while_it_rises_does_not_stay(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item("klein", sleutels=(KLEIN,))))

    def erase() -> None:
        opstelling.recht.erase(HEEL_KLEIN)
        opstelling.recht.scrub()

    opstelling.disturb(Familie.REVISIES, then_nothing(erase))
    opstelling.store.finish((), [KLEIN])
    assert opstelling.store.read([Revisievraag((KLEIN,))])[0][1] == ""


def test_what_was_left_of_an_erased_record_goes_when_it_is_delivered_again(opstelling: Opstelling) -> None:
    """As when whoever wrote it was killed before it looked at the ledger again."""
    item = make_item("klein", sleutels=(KLEIN,))
    opstelling.store.erase(HEEL_KLEIN)
    index, document = read_alias(opstelling.voorvoegsel, Familie.ITEMS), orjson.loads(make_item_document(item))
    opstelling.client.index(index=index, id=make_id(item.id), document=document, refresh=True)
    assert opstelling.store.apply(make_batch(item)).besluiten == (Besluit(Uitkomst.GEWIST, "GEWIST"),)
    assert opstelling.store.stored([item.id]) == {}


def test_a_record_that_changes_while_it_is_forgotten_is_forgotten_all_the_same(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item(versie=1)))
    nieuwer = make_batch(make_item(versie=2))
    opstelling.disturb(Familie.ITEMS, then_nothing(lambda: opstelling.recht.apply(nieuwer)))
    assert opstelling.store.forget(["k3cr:contact:1"]) == 1
    assert opstelling.store.stored(["k3cr:contact:1"]) == {}


def test_a_tombstone_that_comes_to_life_while_it_is_purged_stays(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item(versie=1), make_removal(versie=2)))
    terug = make_batch(make_item(versie=3))
    opstelling.disturb(Familie.ITEMS, then_nothing(lambda: opstelling.recht.apply(terug)))
    assert opstelling.store.purge(date(2100, 1, 1)) == 0
    assert opstelling.store.live_counts() == {("k3cr", "contact"): 1}
