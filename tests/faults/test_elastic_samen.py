"""Two writers on one real Elasticsearch: what one looked up before it writes, and the marks that the other works off (F25)."""

from datetime import date

import pytest

from klantbeeld.domain.items import Besluit, Uitkomst
from klantbeeld.stores.elastic_schema import Familie
from tests.bouwers import KLEIN, make_batch, make_item
from tests.elasticopstelling import Opstelling

VANDAAG = date(2023, 10, 20)
ID = "k3cr:contact:1"
TOEGEPAST, VERVALLEN = Besluit(Uitkomst.TOEGEPAST), Besluit(Uitkomst.VERVALLEN)


def count_looks(opstelling: Opstelling) -> int:
    """How often the store asked what is held of items."""
    return sum(f"-{Familie.ITEMS}-" in verzoek.pad and "_mget" in verzoek.pad for verzoek in opstelling.nep.verzoeken)


@pytest.mark.parametrize("versie", [0, 1])
def test_what_was_looked_up_is_not_read_again_to_apply_it(opstelling: Opstelling, versie: int) -> None:
    if versie:
        opstelling.store.apply(make_batch(make_item(versie=versie)))
    opstelling.nep.verzoeken.clear()
    opstelling.store.stored([ID])
    assert opstelling.store.apply(make_batch(make_item(versie=versie + 1))).besluiten == (TOEGEPAST,)
    assert count_looks(opstelling) == 1


def test_what_was_looked_up_serves_one_batch(opstelling: Opstelling) -> None:
    opstelling.store.stored([ID])
    opstelling.store.apply(make_batch(make_item(versie=1)))
    opstelling.nep.verzoeken.clear()
    assert opstelling.store.apply(make_batch(make_item(versie=2))).besluiten == (TOEGEPAST,)
    assert count_looks(opstelling) == 1


@pytest.mark.parametrize("versie", [0, 1])
def test_a_record_that_another_raised_since_it_was_looked_up_is_decided_about_again(
    opstelling: Opstelling, versie: int
) -> None:
    if versie:
        opstelling.recht.apply(make_batch(make_item(versie=versie)))
    opstelling.store.stored([ID])
    opstelling.recht.apply(make_batch(make_item(versie=9, sleutels=(KLEIN,))))
    assert opstelling.store.apply(make_batch(make_item(versie=2))).besluiten == (VERVALLEN,)
    assert opstelling.recht.stored([ID])[ID].versie == 9


def test_a_record_that_another_forgot_since_it_was_looked_up_comes_in_as_new(opstelling: Opstelling) -> None:
    opstelling.recht.apply(make_batch(make_item(versie=1)))
    opstelling.store.stored([ID])
    opstelling.recht.forget([ID])
    assert opstelling.store.apply(make_batch(make_item(versie=2))).besluiten == (TOEGEPAST,)
    assert opstelling.recht.stored([ID])[ID].versie == 2


def test_a_mark_that_another_worked_off_before_it_could_find_the_records_is_worked_off_by_its_writer(
    opstelling: Opstelling,
) -> None:
    def work_off_meanwhile(_: object) -> None:
        opstelling.recht.finish(opstelling.recht.marks(VANDAAG), ())

    opstelling.disturb(Familie.ITEMS, work_off_meanwhile)
    markering = opstelling.store.apply(make_batch(make_item())).markering
    assert markering is not None
    assert opstelling.recht.marks(VANDAAG) == []
    assert opstelling.store.marks(VANDAAG) == [markering]
    opstelling.store.finish([markering], ())
    assert opstelling.store.marks(VANDAAG) == []
