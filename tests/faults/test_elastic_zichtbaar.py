"""When searches find what was written to a real Elasticsearch: at once, however many requests it took, and whoever ended."""

from collections.abc import Iterator
from datetime import date

import pytest

from klantbeeld.domain.vragen import Bestaanvraag
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.stores import elastic_bulk
from klantbeeld.stores.elastic_schema import Familie
from tests.bouwers import make_batch, make_item
from tests.elasticopstelling import Opstelling
from tests.nepelastic import Antwoord, Verzoek, make_fout

IDS = tuple(f"k3cr:contact:{nummer}" for nummer in range(5))
BATCH = make_batch(*(make_item(str(nummer)) for nummer in range(5)))
ITEMS_TONEN = "-items-schrijf-1/_refresh"


@pytest.fixture
def stil(opstelling: Opstelling, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opstelling]:
    """A store in which nothing becomes visible by itself, and of which each document travels alone."""
    monkeypatch.setattr(elastic_bulk, "MEESTE_BYTES", 1)
    _set_interval(opstelling, "-1")
    yield opstelling
    _set_interval(opstelling, None)


def _set_interval(opstelling: Opstelling, waarde: str | None) -> None:
    index = f"{opstelling.voorvoegsel}-items-schrijf-1"
    opstelling.client.indices.put_settings(index=index, settings={"refresh_interval": waarde})


def find(stil: Opstelling) -> set[str]:
    """Which of the items a search finds now."""
    return set(stil.recht.read([Bestaanvraag(IDS)])[0])


def test_what_goes_in_several_requests_is_made_visible_once_behind_the_last(stil: Opstelling) -> None:
    stil.nep.verzoeken.clear()
    stil.store.apply(BATCH)
    gevonden = find(stil)
    paden = [verzoek.pad for verzoek in stil.nep.verzoeken if verzoek.writes(Familie.ITEMS) or ITEMS_TONEN in verzoek.pad]
    assert ["refresh=true" in pad for pad in paden] == [False] * (len(IDS) + 1)
    assert [ITEMS_TONEN in pad for pad in paden] == [False] * len(IDS) + [True]
    assert gevonden == set(IDS)


def test_what_a_writer_did_not_come_to_make_visible_is_found_by_who_works_off_its_mark(stil: Opstelling) -> None:
    def refuse(verzoek: Verzoek) -> Antwoord:
        weigert = ITEMS_TONEN in verzoek.pad
        return make_fout(503, "unavailable_shards_exception") if weigert else stil.pass_on(verzoek)

    stil.nep.regie = refuse
    with pytest.raises(StoreOnbereikbaar):
        stil.store.apply(BATCH)
    eerder = find(stil)
    markeringen = stil.recht.marks(date(2023, 10, 20))
    assert not eerder
    assert [set(markering.geraakt) for markering in markeringen] == [{"contact"}]
    assert find(stil) == set(IDS)


def test_what_need_not_be_visible_yet_is_found_by_who_works_off_its_mark(stil: Opstelling) -> None:
    stil.store.apply(BATCH, zichtbaar=False)
    eerder = find(stil)
    stil.store.marks(date(2023, 10, 20))
    assert (eerder, find(stil)) == (set(), set(IDS))
