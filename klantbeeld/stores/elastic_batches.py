"""A batch of records into Elasticsearch, in the order of the protocol: mark, items, dead letters, counters and position.

No transaction spans the documents. An item is written only if it is still as it was read; where another writer was first, what
it wrote is read and decided about again, under a mark with its keys too. So whatever stops this, nothing is missed: the
position stays, the batch is read again, and what was written before is found unchanged.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from klantbeeld.domain.items import Bewaard, Item
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.stores.elastic_boekhouding import Boekhouding
from klantbeeld.stores.elastic_brieven import Brieven
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Lot, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import BEWAARVELDEN, make_id, make_item_document, read_bewaard
from klantbeeld.stores.elastic_markeringen import Markeringen
from klantbeeld.stores.elastic_opbouwlog import Opbouwlog
from klantbeeld.stores.elastic_opvragen import Kop, fetch, is_empty, look_up, refresh
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.elastic_wisregister import Wisregister
from klantbeeld.stores.elastic_wissen import Wisser
from klantbeeld.stores.protocol import ALLES, Batch, Markering, Toegepast
from klantbeeld.stores.verloop import Verloop
from klantbeeld.stores.wisregister import Drager, list_dragers

_MEESTE_RONDEN = 50
_MEESTE_BEKENDE = 0.1
"""A first load of which a larger part than this is held already looks first."""


@dataclass(slots=True)
class _Stand:
    """How far the items of one batch are. ``koppen`` is what they are decided against, ``gelegd`` the keys of the mark. With
    ``is_blind`` nobody looked yet what is held of them. ``markeer`` and ``zichtbaar`` as for ``Store.apply``."""

    koppen: dict[str, Kop]
    gewist: set[Drager]
    is_blind: bool
    markeer: bool
    zichtbaar: bool
    geschreven: set[str] = field(default_factory=set)
    geweigerd: set[str] = field(default_factory=set)
    gelegd: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    markering: Markering | None = None

    def decide(self, batch: Batch) -> Verloop:
        """What the batch does to what was held when it was read."""
        verloop = Verloop({id_: read_bewaard(kop.inhoud) for id_, kop in self.koppen.items()}, self.gewist)
        for inkomend in batch.inkomend:
            verloop.take_in(inkomend)
        return verloop

    def list_gehouden(self) -> Iterator[Drager]:
        """What is held of the records of which a version is kept out."""
        for id_ in {id_ for id_, _ in self.gewist} & self.koppen.keys():
            yield id_, read_bewaard(self.koppen[id_].inhoud).sleutels

    def open_items(self, verloop: Verloop) -> list[Item]:
        """The items of which it is not known yet what became of them."""
        return [item for id_, item in verloop.nieuw.items() if id_ not in self.geschreven and id_ not in self.geweigerd]

    def add_keys(self, geraakt: Mapping[str, Iterable[str]]) -> bool:
        """Whether there are keys among these that the mark does not name yet; it will."""
        eerder = sum(map(len, self.gelegd.values()))
        for soort, sleutels in geraakt.items():
            self.gelegd[soort].update(sleutels)
        return sum(map(len, self.gelegd.values())) > eerder


@dataclass(frozen=True, slots=True)
class Delen:
    """What applying a batch works with."""

    markeringen: Markeringen
    boekhouding: Boekhouding
    register: Wisregister
    wisser: Wisser


class Batches:
    """Applies batches; several processes may do so at once."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver, delen: Delen) -> None:
        self._verbinding = verbinding
        self._bulk = bulk
        self._markeringen = delen.markeringen
        self._boekhouding = delen.boekhouding
        self._register = delen.register
        self._wisser = delen.wisser
        self._brieven = Brieven(verbinding, bulk)
        self._log = Opbouwlog(verbinding, bulk)
        self._is_nieuw = True
        self._is_bekend = False
        self._staat_alles = False
        self._gezien: tuple[str, dict[str, Kop | None]] = ("", {})

    def look_up(self, ids: Sequence[str]) -> dict[str, Bewaard]:
        """See ``Store.stored``. Whoever applies these next is spared from reading them again: what changed since is not
        overwritten but found. Unless most was held already the last time: then little is applied, and a search is quicker."""
        if self._is_bekend:
            gevonden = look_up(self._verbinding, Familie.ITEMS, ids, BEWAARVELDEN)
        else:
            koppen = self._fetch(ids)
            self._gezien = (self._verbinding.exact_index_of(Familie.ITEMS), {id_: koppen.get(id_) for id_ in ids})
            gevonden = {id_: kop.inhoud for id_, kop in koppen.items()}
        self._is_bekend = len(gevonden) * 2 > len(ids)
        return {id_: read_bewaard(document) for id_, document in gevonden.items()}

    def apply(self, batch: Batch, *, markeer: bool, zichtbaar: bool) -> Toegepast:
        """See ``Store.apply``. A batch of which too much proves to be refused while it is written is not done either, but what
        was taken by then is there, under its mark.

        A first load does not look first what is held, for that is nothing, or little: whatever is there is not overwritten but
        found, and decided about again. When it proves to be much, the rest of the load looks first.
        """
        batch = self._register.keep_out(batch)
        items = [inkomend.item for inkomend in batch.inkomend]
        is_blind = self._is_nieuw and not markeer
        koppen = {} if is_blind else self._recall({item.id for item in items})
        stand = _Stand(koppen, self._register.find(list_dragers(items)), is_blind, markeer, zichtbaar)
        verloop = stand.decide(batch)
        if _is_too_much(batch, verloop):
            return Toegepast(tuple(verloop.besluiten), None, gedaan=False)
        self._boekhouding.know(((item.bron, item.soort) for item in verloop.nieuw.values()), zichtbaar=markeer)
        verloop = self._write_items(batch, stand, verloop)
        is_leeg = is_empty(self._verbinding, Familie.GEWIST, Familie.BRIEVEN)
        if not is_leeg:
            self._forget_erased(stand, verloop, is_blind=is_blind)
        verloop.refuse(batch.inkomend, stand.geweigerd)
        if _is_too_much(batch, verloop):
            return Toegepast(tuple(verloop.besluiten), stand.markering, gedaan=False)
        verloop.count_others(batch)
        self._brieven.settle(batch, verloop, is_leeg=is_leeg)
        self._boekhouding.count(verloop.tellers(), batch.positie, zichtbaar=markeer)
        return Toegepast(tuple(verloop.besluiten), stand.markering)

    def _forget_erased(self, stand: _Stand, verloop: Verloop, *, is_blind: bool) -> None:
        """Also what was erased while it was written, or was being written when it was."""
        if is_blind:
            stand.koppen |= self._fetch({id_ for id_, _ in stand.gewist})
        gehouden = {*stand.list_gehouden(), *list_dragers(verloop.nieuw.values())}
        self._wisser.forget({id_ for id_, _ in self._register.find(gehouden)} if gehouden else ())

    def _fetch(self, ids: Iterable[str]) -> dict[str, Kop]:
        return fetch(self._verbinding, Familie.ITEMS, ids, BEWAARVELDEN)

    def _recall(self, ids: Iterable[str]) -> dict[str, Kop]:
        """What is held of these items, as it was looked up last in the index that is written, or as it is now."""
        (index, gezien), self._gezien = self._gezien, ("", {})
        bekend = gezien if index == self._verbinding.write_index_of(Familie.ITEMS) else {}
        onbekend = [id_ for id_ in ids if id_ not in bekend]
        koppen = {id_: kop for id_ in ids if (kop := bekend.get(id_)) is not None}
        return koppen | (self._fetch(onbekend) if onbekend else {})

    def _write_items(self, batch: Batch, stand: _Stand, verloop: Verloop) -> Verloop:
        """Writes what changes and returns what was decided in the end. Under the mark for everything it is made visible by
        whoever works that off."""
        for _ in range(_MEESTE_RONDEN):
            items = stand.open_items(verloop)
            if not items:
                return verloop
            # What stood behind the batch before is not asked again: behind this one it is.
            is_los = not stand.markeer and stand.markering is None and (self._staat_alles or self._markeringen.has(ALLES))
            if not is_los:
                self._mark(stand, verloop)
            is_eerste = self._write_round(items, stand, zichtbaar=stand.zichtbaar and not is_los)
            self._staat_alles = is_los and self._markeringen.has(ALLES)
            if is_los and not self._staat_alles:
                # The first load was derived while this was written.
                self._mark(stand, verloop)
                refresh(self._verbinding, Familie.ITEMS)
            if is_eerste:
                return verloop
            verloop = stand.decide(batch)
        raise StoreOnbereikbaar("Te veel programma's schrijven tegelijk aan dezelfde records. Het gaat vanzelf verder.")

    def _mark(self, stand: _Stand, verloop: Verloop) -> None:
        if stand.add_keys(verloop.touched()):
            geraakt = {soort: tuple(sorted(sleutels)) for soort, sleutels in sorted(stand.gelegd.items())}
            stand.markering = self._markeringen.leave(geraakt, stand.markering)

    def _write_round(self, items: list[Item], stand: _Stand, *, zichtbaar: bool) -> bool:
        """Whether nobody else was first with any of these."""
        opdrachten = (self._make_opdracht(item, stand.koppen.get(item.id)) for item in items)
        with self._log.noting([item.id for item in items]):
            loten = self._bulk.write(opdrachten, zichtbaar=zichtbaar)
        per_lot: dict[Lot, dict[str, Item]] = defaultdict(dict)
        for item, lot in zip(items, loten, strict=True):
            per_lot[lot][item.id] = item
        stand.geschreven |= per_lot[Lot.GESCHREVEN].keys()
        stand.geweigerd |= per_lot[Lot.GEWEIGERD].keys()
        verslagen = per_lot[Lot.VERSLAGEN]
        gehouden = self._fetch(verslagen) if verslagen else {}
        for id_ in verslagen.keys() - gehouden.keys():
            stand.koppen.pop(id_, None)  # another forgot it
        for id_, kop in gehouden.items():
            bewaard = read_bewaard(kop.inhoud)
            is_zelfde = (bewaard.versie, bewaard.digest) == (verslagen[id_].versie, verslagen[id_].digest)
            if is_zelfde and not stand.is_blind:
                stand.geschreven.add(id_)  # the answer was lost, not the write; or another wrote the same
            else:
                stand.koppen[id_] = kop
        self._is_nieuw &= not stand.is_blind or len(verslagen) <= len(items) * _MEESTE_BEKENDE
        stand.is_blind = False
        return not verslagen

    def _make_opdracht(self, item: Item, kop: Kop | None) -> Schrijfopdracht:
        return Schrijfopdracht(
            index=self._verbinding.write_index_of(Familie.ITEMS),
            id=make_id(item.id),
            document=make_item_document(item, today() if item.verwijderd else None),
            voorwaarden=kop.voorwaarden if kop else {},
            soort="index" if kop else "create",
        )


def today() -> str:
    """The day on which a tombstone is made, in UTC."""
    return datetime.now(UTC).date().isoformat()


def _is_too_much(batch: Batch, verloop: Verloop) -> bool:
    return batch.meeste_weigeringen is not None and verloop.geweigerd > batch.meeste_weigeringen
