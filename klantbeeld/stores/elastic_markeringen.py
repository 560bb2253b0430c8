"""Marks and revisions in Elasticsearch: what is still to be derived, and what readers may not have cached any more."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from secrets import token_hex

import orjson

from klantbeeld.stores.elastic_bulk import Bulkschrijver, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import bound, make_id, make_markering_document, read_markering
from klantbeeld.stores.elastic_opvragen import Stroom, fetch, page_through, refresh
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.elastic_wisregister import Wisregister
from klantbeeld.stores.protocol import Markering

HELE_STORE = ""
"""The key under which the revision of the whole store stands."""


class Markeringen:
    """Marks are durable before they are found by a search: only who works them off looks for them."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver, register: Wisregister) -> None:
        self._verbinding = verbinding
        self._bulk = bulk
        self._register = register
        self._eigen: dict[str, Markering] = {}

    def begin(self) -> None:
        """Gives a new store the revision of the whole store. It is random: a store that was thrown away and made again may
        never show a revision of the one before."""
        self._bulk.insist([self._raise_revisie(HELE_STORE, "create")], zichtbaar=True)

    def write(self, markering: Markering) -> Markering:
        """Stores a mark, under a random id when it has none. One of a batch is remembered until it is worked off here."""
        bewaard = replace(markering, id=markering.id or token_hex(8))
        if bewaard.vanaf is None and not bewaard.alles:
            self._eigen[bewaard.id] = bewaard
        document = make_markering_document(bewaard, time.time_ns())
        self._bulk.insist([Schrijfopdracht(self._index, make_id(bewaard.id), document)])
        if bewaard.vanaf is not None:
            self.clean(bewaard)
        return bewaard

    def clean(self, markering: Markering) -> None:
        """Takes erased keys out of a mark of a later day. After it was written: whoever erases meanwhile sees it."""
        gewist = self._register.match((sleutel, [sleutel]) for deel in markering.geraakt.values() for sleutel in deel)
        over = {soort: tuple(s for s in deel if s not in gewist) for soort, deel in markering.geraakt.items()}
        if over == markering.geraakt:
            return
        if any(over.values()):
            self.write(replace(markering, geraakt=over))
        else:
            self._remove([markering])

    def leave(self, geraakt: Mapping[str, tuple[str, ...]], eerder: Markering | None = None) -> Markering:
        """The mark of a batch, in the place of an earlier one of the same batch."""
        return self.write(Markering(eerder.id if eerder else "", geraakt))

    def has(self, id_: str) -> bool:
        """Whether a mark with this id stands."""
        return bool(fetch(self._verbinding, Familie.MARKERINGEN, [id_], ("id",)))

    def read(self, vandaag: date) -> list[Markering]:
        """The marks that are due, in the order in which they were made. What they are about is found from now on, also when who
        wrote it ended before it saw to that. Behind them those of our own that another process removed: it may have worked
        them off before it could find what we wrote under them."""
        nu = {"bool": {"must_not": {"exists": {"field": "vanaf"}}}}
        query = {"bool": {"should": [nu, {"range": {"vanaf": {"lte": vandaag.isoformat()}}}]}}
        refresh(self._verbinding, Familie.MARKERINGEN, Familie.ITEMS)
        stroom = Stroom(Familie.MARKERINGEN, query, volgorde=("gelegd", "id"))
        gevonden = [read_markering(document) for document in page_through(self._verbinding, stroom)]
        return gevonden + [self._eigen[id_] for id_ in self._eigen.keys() - {markering.id for markering in gevonden}]

    def finish(self, markeringen: Iterable[Markering], sleutels: Iterable[str], *, alles: bool) -> None:
        """Raises revisions, then removes the marks. Of keys that were erased meanwhile none stays: for those the revision of
        the whole store rises."""
        verhoogd = list(dict.fromkeys(sleutels))
        self._raise([*verhoogd, HELE_STORE] if alles else verhoogd)
        if gewist := self._register.match((sleutel, [sleutel]) for sleutel in verhoogd):
            self._raise([HELE_STORE])
            self.remove_revisies(map(make_id, gewist))
        self._remove(markeringen)

    def remove_revisies(self, ids: Iterable[str]) -> None:
        """Forgets revisions by the ids of their documents."""
        index = self._verbinding.write_index_of(Familie.REVISIES)
        self._bulk.insist([Schrijfopdracht(index, id_, None) for id_ in ids], zichtbaar=True)

    def _raise(self, sleutels: Iterable[str]) -> None:
        self._bulk.insist([self._raise_revisie(sleutel, "index") for sleutel in sleutels], zichtbaar=True)

    def _remove(self, markeringen: Iterable[Markering]) -> None:
        ids = [markering.id for markering in markeringen]
        self._bulk.insist([Schrijfopdracht(self._index, make_id(id_), None) for id_ in ids], zichtbaar=True)
        for id_ in ids:
            self._eigen.pop(id_, None)

    @property
    def _index(self) -> str:
        return self._verbinding.write_index_of(Familie.MARKERINGEN)

    def _raise_revisie(self, sleutel: str, soort: str) -> Schrijfopdracht:
        document = orjson.dumps({"sleutel": bound(sleutel), "waarde": token_hex(8)})
        index = self._verbinding.write_index_of(Familie.REVISIES)
        return Schrijfopdracht(index, make_id(sleutel), document, soort="create" if soort == "create" else "index")
