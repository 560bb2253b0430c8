"""Dead letters in Elasticsearch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from klantbeeld.domain.items import Item
from klantbeeld.domain.porties import split_porties
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import bound, make_brief_document, make_id, read_brief
from klantbeeld.stores.elastic_opvragen import Stroom, fetch, page_through
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.protocol import Batch, DodeBrief
from klantbeeld.stores.verloop import Verloop

_PER_VRAAG = 10_000
_PER_BLADZIJDE = 50
"""Each holds the line that was refused, which may be a megabyte."""


class Brieven:
    """Reads, writes and settles dead letters."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver) -> None:
        self._verbinding = verbinding
        self._bulk = bulk

    def list(self, bron: str | None) -> Iterator[DodeBrief]:
        """Dead letters by source and id."""
        query: dict[str, Any] = {"match_all": {}} if bron is None else {"term": {"bron": bron}}
        stroom = Stroom(Familie.BRIEVEN, query, velden=("brief",), volgorde=("bron", "id"), per_keer=_PER_BLADZIJDE)
        return map(read_brief, page_through(self._verbinding, stroom))

    def discard(self, ids: Iterable[str]) -> int:
        """Removes dead letters and says how many there were."""
        aanwezig = fetch(self._verbinding, Familie.BRIEVEN, ids, ("id",))
        self._bulk.insist([self._remove(id_) for id_ in aanwezig], zichtbaar=True)
        return len(aanwezig)

    def settle(self, batch: Batch, verloop: Verloop, *, is_leeg: bool) -> None:
        """Removes what this batch settles, and keeps what it could not take in. With ``is_leeg`` there are no dead letters."""
        nieuw = {bound(item.id): item for item in verloop.nieuw.values()}
        afgedaan = [
            *fetch(self._verbinding, Familie.BRIEVEN, batch.opgelost, ("id",)),
            *self._find_settled({} if is_leeg else nieuw),
        ]
        open_ = [brief for brief in batch.brieven if not _settles(nieuw.get(bound(_record_of(brief))), brief.versie)]
        brieven = {brief.id: brief for brief in chain(open_, *verloop.brieven.values())}
        opdrachten = [self._remove(id_) for id_ in afgedaan if id_ not in brieven]
        opdrachten += [Schrijfopdracht(self._index, make_id(id_), make_brief_document(brief)) for id_, brief in brieven.items()]
        self._bulk.insist(opdrachten, zichtbaar=True)

    def _find_settled(self, nieuw: Mapping[str, Item]) -> Iterator[str]:
        """The dead letters of these items with a version up to their own."""
        for deel in split_porties(nieuw, _PER_VRAAG):
            query = {"terms": {"record": deel}}
            for brief in page_through(self._verbinding, Stroom(Familie.BRIEVEN, query, velden=("id", "record", "versie"))):
                if _settles(nieuw.get(brief["record"]), brief["versie"]):
                    yield brief["id"]

    def _remove(self, id_: str) -> Schrijfopdracht:
        return Schrijfopdracht(self._index, make_id(id_), None)

    @property
    def _index(self) -> str:
        return self._verbinding.write_index_of(Familie.BRIEVEN)


def _record_of(brief: DodeBrief) -> str:
    delen: Sequence[str | None] = (brief.bron, brief.soort, brief.sleutel)
    return ":".join(deel or "" for deel in delen)


def _settles(item: Item | None, versie: int | None) -> bool:
    return item is not None and versie is not None and versie <= item.versie
