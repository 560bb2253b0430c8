"""What goes wholly from Elasticsearch: items that are forgotten or erased, tombstones behind the horizon, and their traces."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from klantbeeld.domain.porties import split_porties
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Lot, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import bound_all, make_id, read_markering, read_sleutels
from klantbeeld.stores.elastic_markeringen import Markeringen
from klantbeeld.stores.elastic_opbouwlog import Opbouwlog
from klantbeeld.stores.elastic_opvragen import BLADZIJDE, Kop, Stroom, fetch, page_through, refresh
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.elastic_wisregister import Wisregister
from klantbeeld.stores.protocol import Wissing

_KOPVELDEN = ("soort", "verwijderd", "sleutels", "rest")
_MEESTE_RONDEN = 50


class Wisser:
    """Removes items. Others may write meanwhile: what changed since it was looked at is looked at again."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver, markeringen: Markeringen, register: Wisregister) -> None:
        self._verbinding = verbinding
        self._bulk = bulk
        self._markeringen = markeringen
        self._register = register
        self._log = Opbouwlog(verbinding, bulk)

    def forget(self, ids: Iterable[str]) -> int:
        """See ``Store.forget``."""
        geteld, over = 0, list(ids)
        for _ in range(_MEESTE_RONDEN):
            koppen = self._fetch(over)
            if not koppen:
                return geteld
            self._mark(koppen.values())
            weg = self._remove(koppen)
            geteld += len(weg)
            over = [id_ for id_ in koppen if id_ not in weg]
        raise StoreOnbereikbaar("Te veel programma's schrijven tegelijk aan dezelfde records. Het gaat vanzelf verder.")

    def purge(self, voor: date) -> int:
        """See ``Store.purge``."""
        oud = [{"term": {"verwijderd": True}}, {"range": {"verwijderd_op": {"lt": voor.isoformat()}}}]
        gevonden = page_through(self._verbinding, Stroom(Familie.ITEMS, {"bool": {"filter": oud}}, kolommen=("id",)))
        ids = (document["id"] for document in gevonden)
        geteld = 0
        for deel in split_porties(ids, BLADZIJDE):
            # One that came back in between is no tombstone any more.
            koppen = {id_: kop for id_, kop in self._fetch(deel).items() if kop.inhoud["verwijderd"]}
            geteld += len(self._remove(koppen))
        return geteld

    def find_reached(self, wissing: Wissing) -> list[str]:
        """See ``Store.reached``."""
        return sorted({*self._fetch(wissing.ids), *self._find_by_keys(wissing.sleutels)})

    def erase(self, wissing: Wissing) -> None:
        """See ``Store.erase``. First the ledger: who reads it and writes after that, keeps to it."""
        weg = self.find_reached(wissing)
        self._register.note(wissing.naam, (*weg, *wissing.ids, *wissing.sleutels))
        while weg:
            self.forget(weg)
            weg = self.find_reached(wissing)
            self._register.note(wissing.naam, weg)

    def scrub(self) -> None:
        """See ``Store.scrub``."""
        refresh(self._verbinding, Familie.MARKERINGEN)
        later = Stroom(Familie.MARKERINGEN, {"exists": {"field": "vanaf"}})
        for document in page_through(self._verbinding, later):
            self._markeringen.clean(read_markering(document))
        while weg := self._list_revisies():
            self._markeringen.remove_revisies(weg)
        self._markeringen.finish((), (), alles=True)
        with self._verbinding.asking() as client:
            # What was removed still stands in the files until they are written anew. What was removed in the last half minute
            # stays for now: other copies of the index may have to catch up with it.
            indexen = [self._verbinding.write_index_of(familie) for familie in Familie]
            client.indices.forcemerge(index=indexen, only_expunge_deletes=True)

    def _fetch(self, ids: Iterable[str]) -> dict[str, Kop]:
        return fetch(self._verbinding, Familie.ITEMS, ids, _KOPVELDEN)

    def _find_by_keys(self, sleutels: Iterable[str]) -> Iterator[str]:
        termen = bound_all(sleutels)
        if termen:
            # What a first load wrote is not found by itself.
            refresh(self._verbinding, Familie.ITEMS)
            velden = ({"terms": {veld: termen}} for veld in ("sleutels", "weg_sleutels"))
            stroom = Stroom(Familie.ITEMS, {"bool": {"should": list(velden)}}, kolommen=("id",))
            yield from (document["id"] for document in page_through(self._verbinding, stroom))

    def _mark(self, koppen: Iterable[Kop]) -> None:
        geraakt: defaultdict[str, set[str]] = defaultdict(set)
        for kop in koppen:
            geraakt[kop.inhoud["soort"]].update(read_sleutels(kop.inhoud))
        if any(geraakt.values()):
            self._markeringen.leave({soort: tuple(sorted(deel)) for soort, deel in sorted(geraakt.items()) if deel})

    def _remove(self, koppen: dict[str, Kop]) -> set[str]:
        """Removes these items as they were read, and says which of them it did."""
        index = self._verbinding.write_index_of(Familie.ITEMS)
        opdrachten = [Schrijfopdracht(index, make_id(id_), None, kop.voorwaarden) for id_, kop in koppen.items()]
        with self._log.noting(koppen):
            loten = self._bulk.insist(opdrachten, zichtbaar=True)
        return {id_ for id_, lot in zip(koppen, loten, strict=True) if lot is Lot.GESCHREVEN}

    def _list_revisies(self) -> list[str]:
        with self._verbinding.asking() as client:
            antwoord: Any = client.search(index=self._verbinding.index_of(Familie.REVISIES), size=BLADZIJDE, source=False)
        return [treffer["_id"] for treffer in antwoord["hits"]["hits"]]
