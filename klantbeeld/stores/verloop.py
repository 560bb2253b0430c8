"""What a batch does to what a store holds: decided item by item, in order, before anything is written. Any store uses it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from klantbeeld.domain.items import Besluit, Bewaard, Item, Uitkomst, decide, keep
from klantbeeld.stores.protocol import Batch, DodeBrief, Inkomend, Tellers
from klantbeeld.stores.wisregister import Drager


@dataclass(slots=True)
class Verloop:
    """``nieuw`` is the last state of each item that changes, ``brieven`` what was refused after it, ``geraakt`` per kind the
    keys of every state that an item had on its way. ``gewist`` are the versions that the ledger keeps out."""

    bewaard: Mapping[str, Bewaard]
    gewist: AbstractSet[Drager] = frozenset()
    besluiten: list[Besluit] = field(default_factory=list)
    nieuw: dict[str, Item] = field(default_factory=dict)
    brieven: dict[str, list[DodeBrief]] = field(default_factory=lambda: defaultdict(list))
    geraakt: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    geteld: dict[str, Counter[Uitkomst]] = field(default_factory=lambda: defaultdict(Counter))

    def take_in(self, inkomend: Inkomend) -> None:
        """Decides one item and keeps what follows from it."""
        item, make_brief = inkomend.item, inkomend.make_brief
        eerder = self._held(item.id)
        is_gewist = (item.id, item.sleutels) in self.gewist
        besluit = Besluit(Uitkomst.GEWIST, "GEWIST") if is_gewist else decide(eerder, item)
        self.besluiten.append(besluit)
        if make_brief is not None:
            self.geteld[item.bron][besluit.uitkomst] += 1
        if besluit.uitkomst is Uitkomst.TOEGEPAST:
            self._change(item, eerder)
        elif besluit.uitkomst is Uitkomst.GEWEIGERD and besluit.reden is not None and make_brief is not None:
            self.brieven[item.id].append(make_brief(besluit.reden))

    def refuse(self, inkomend: Sequence[Inkomend], ids: Collection[str]) -> None:
        """Takes back what was decided about the items with these ids: the store can't hold them."""
        for plaats, (deel, besluit) in enumerate(zip(inkomend, self.besluiten, strict=True)):
            if deel.item.id not in ids or besluit.uitkomst is not Uitkomst.TOEGEPAST:
                continue
            self.besluiten[plaats] = Besluit(Uitkomst.GEWEIGERD, "STORE_WEIGERT")
            self.nieuw.pop(deel.item.id, None)
            if deel.make_brief is not None:
                self.geteld[deel.item.bron].subtract([Uitkomst.TOEGEPAST])
                self.geteld[deel.item.bron].update([Uitkomst.GEWEIGERD])
                self.brieven[deel.item.id].append(deel.make_brief("STORE_WEIGERT"))

    def count_others(self, batch: Batch) -> None:
        """Counts the records that came as dead letters, and those that were not sent because they change nothing."""
        for brief in batch.brieven:
            self.geteld[brief.bron][Uitkomst.GEWEIGERD] += 1
        for teller in batch.tellers:
            self.geteld[teller.bron].update({uitkomst: getattr(teller, uitkomst) for uitkomst in Uitkomst})

    @property
    def geweigerd(self) -> int:
        """How many items are refused here."""
        return sum(besluit.uitkomst is Uitkomst.GEWEIGERD for besluit in self.besluiten)

    def tellers(self) -> list[Tellers]:
        """What this batch adds to the counters of each source."""
        return [Tellers(bron, *(aantallen[uitkomst] for uitkomst in Uitkomst)) for bron, aantallen in self.geteld.items()]

    def touched(self) -> dict[str, tuple[str, ...]]:
        """Per kind the keys of which something changed, sorted; a kind whose records carry no keys is left out."""
        return {soort: tuple(sorted(sleutels)) for soort, sleutels in sorted(self.geraakt.items()) if sleutels}

    def _held(self, id_: str) -> Bewaard | None:
        return keep(self.nieuw[id_]) if id_ in self.nieuw else self.bewaard.get(id_)

    def _change(self, item: Item, eerder: Bewaard | None) -> None:
        oude = eerder.sleutels if eerder else ()
        geraakt = self.geraakt[item.soort]
        geraakt.update(item.sleutels)
        geraakt.update(oude)
        # A tombstone keeps the keys of the record, so that one that comes back late still reaches both sides.
        self.nieuw[item.id] = item._replace(sleutels=tuple(dict.fromkeys(item.sleutels + oude))) if item.verwijderd else item
        if item.id in self.brieven:
            self.brieven[item.id] = [
                brief for brief in self.brieven[item.id] if brief.versie is None or brief.versie > item.versie
            ]
