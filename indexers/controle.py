"""Verifying: whether the store holds what the sources say, whether everything derived is what deriving now gives, and whether
the store is whole. Says what differs; repairs nothing.

Memory hardly grows with the store: of each record that a source has, one number is kept.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from indexers.afleiden import Afleider
from indexers.afwezigheid import is_momentopname
from indexers.ontvangst import BRONSTAND, Ontvangen, Ontvanger
from indexers.source import Source
from indexers.tweede_proces import TweedeProces
from indexers.verschillen import Verschil, Verschilsoort, compare_afgeleid
from indexers.verzameling import Verzameling
from indexers.voorwerk import REGELS_VOORAF
from indexers.werkplaats import Werkplaats
from klantbeeld.domain.items import Bewaard, Item, Uitkomst, decide
from klantbeeld.domain.porties import split_porties
from klantbeeld.errors import BronFout
from klantbeeld.stores.protocol import Store

MEESTE_VERSCHILLEN = 100_000
"""So many differences are kept at most. With more it is not a store with faults in it, but another store."""
PER_KEER = 2_000
PER_DEEL = 100
"""So many employers are compared together: at the end nobody waits long for the other process."""

Verdeler = Callable[[Iterable[tuple[str, ...]]], Iterable[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Controle:
    """What a verification found. ``bronnen`` were read to their end and compared; ``overgeslagen`` says of other sources why
    not. ``regels`` and ``werkgevers``: how many were compared."""

    regels: int
    werkgevers: int
    bronnen: tuple[str, ...]
    overgeslagen: Mapping[str, str]
    items: tuple[Verschil, ...]
    afgeleid: tuple[Verschil, ...]
    beschadigd: tuple[Verschil, ...]

    @property
    def verschillen(self) -> tuple[Verschil, ...]:
        return (*self.items, *self.afgeleid, *self.beschadigd)


class Controleur:
    """Compares. What seems to differ is looked at again at the end: an indexer may be at work meanwhile."""

    def __init__(self, store: Store, afleider: Afleider, werkplaats: Werkplaats) -> None:
        self._store = store
        self._afleider = afleider
        self._werkplaats = werkplaats

    def check(self, sources: Sequence[Source], meld: Callable[[int], None]) -> Controle:
        """Everything: sources, what is derived, and the store itself."""
        with TweedeProces(self._werkplaats) as proces:
            samen = Medewerking(self._store, proces, meld)
            bronnen = Bronnencontrole(self._store, self._werkplaats.ontvanger, samen.pass_on)
            for source in sources:
                bronnen.read(source)
            items = tuple(bronnen.judge())
            werkgevers, afgeleid = self.check_afgeleid(meld, lambda delen: samen.share(delen, self._afleider))
            beschadigd = tuple(Verschil(Verschilsoort.BESCHADIGD, id_) for id_ in samen.list_damaged())
        gelezen = tuple(sorted(bronnen.gelezen))
        return Controle(bronnen.regels, werkgevers, gelezen, bronnen.list_skipped(), items, afgeleid, beschadigd)

    def check_afgeleid(self, meld: Callable[[int], None], verdeel: Verdeler = iter) -> tuple[int, tuple[Verschil, ...]]:
        """How many employers there are, and the profiles and month figures that deriving now gives otherwise. ``verdeel`` keeps
        those parts of the employers that must be compared here."""
        ids = Verzameling()
        delen = [deel for werkgevers in self._afleider.list_werkgevers() for deel in split_porties(werkgevers, PER_DEEL)]
        for lh_sleutel in chain.from_iterable(delen):
            ids.add(self._afleider.id_of(lh_sleutel))
        verdacht = [deel for deel in verdeel(delen) if self._compare(deel)]
        meld(len(ids))
        anders = [verschil for deel in verdacht for verschil in self._compare(deel)]
        return len(ids), (*anders, *self._list_stray(ids))

    def _compare(self, deel: Sequence[str]) -> list[Verschil]:
        return compare_afgeleid(self._store, self._afleider, deel)

    def _list_stray(self, bekend: Verzameling) -> Iterator[Verschil]:
        """Profiles that belong to no employer at all."""
        return (Verschil(Verschilsoort.WEES, id_) for id_ in self._store.profiel_ids() if id_ not in bekend)


@dataclass(slots=True)
class Medewerking:
    """What a second process does of a verification: it looks whether the store is whole while this one reads, and after that
    compares derived documents too. What it does not do, is done here."""

    _store: Store
    _proces: TweedeProces
    _meld: Callable[[int], None]
    _gezien: int = 0
    _is_gegeven: bool = False
    _gevonden: list[str] | None = None

    def pass_on(self, aantal: int) -> None:
        """So many more were compared. Enough of them are worth a process, and it has the task once it is there."""
        self._meld(aantal)
        self._gezien += aantal
        if self._gezien >= REGELS_VOORAF and not self._is_gegeven:
            self._proces.start()
            self._is_gegeven = self._proces.offer((Werkplaats.list_damaged, ()))

    def share(self, delen: Iterable[tuple[str, ...]], afleider: Afleider) -> Iterator[tuple[str, ...]]:
        """Those employers whose derived documents must be compared here; what is held of the others is what deriving gives."""
        wachtend = deque(delen)
        while wachtend and self._is_looking():
            yield wachtend.popleft()
        yield from self._proces.share(wachtend, lambda deel: (Werkplaats.compare, (deel, afleider.vandaag)))

    def list_damaged(self) -> list[str]:
        """See ``Store.damaged``."""
        if self._is_gegeven:
            self._take_answer()
        return self._store.damaged() if self._gevonden is None else self._gevonden

    def _is_looking(self) -> bool:
        if self._is_gegeven and self._proces.has_answered():
            self._take_answer()
        return self._is_gegeven

    def _take_answer(self) -> None:
        self._gevonden, self._is_gegeven = self._proces.collect(), False


@dataclass(slots=True)
class Verdacht:
    """The newest line of a record that the store seems not to hold; ``opname`` counts the bronstanden before it."""

    item: Item
    opname: int


@dataclass(slots=True)
class Bronnencontrole:
    """What sources have, compared with the items of the store. ``gelezen`` are the sources that were read to their end;
    ``_gelijk`` is what is held as they say, ``_buiten`` the same of what ``live_versions`` leaves out."""

    _store: Store
    _ontvanger: Ontvanger
    _meld: Callable[[int], None]
    regels: int = 0
    gelezen: set[str] = field(default_factory=set)
    _niet_gelezen: dict[str, str] = field(default_factory=dict)
    _gelijk: Verzameling = field(default_factory=Verzameling)
    _buiten: Verzameling = field(default_factory=Verzameling)
    _verdacht: dict[str, Verdacht] = field(default_factory=dict)
    _opnamen: dict[str, int] = field(default_factory=dict)
    _einden: list[tuple[Source, str | None]] = field(default_factory=list)

    def read(self, source: Source) -> None:
        """Everything a source has, compared line by line."""
        if source.herstel is None:
            self._niet_gelezen[source.bron or source.stroom] = "NIET_HERLEESBAAR"
            return
        try:
            self._einden.append((source.herstel, self._read_from(source.herstel, None)))
        except BronFout:
            self._niet_gelezen[source.bron or source.stroom] = BronFout.storing
            return
        if source.bron is not None:
            self.gelezen.add(source.bron)

    def judge(self) -> Iterator[Verschil]:
        """What differs, by id within each kind of difference."""
        wezen = self._list_orphans()
        if wezen or self._verdacht:
            # What came while this was read, or was taken in only then.
            self._einden = [(source, self._read_from(source, positie)) for source, positie in self._einden]
            wezen = self._list_orphans()
        for deel in split_porties(sorted(self._verdacht), PER_KEER):
            bewaard = self._store.stored(deel)
            gewist = self._store.erased([self._verdacht[id_].item for id_ in deel])
            for id_ in deel:
                soort = None if id_ in gewist else self._judge(bewaard.get(id_), self._verdacht[id_].item)
                if soort is not None:
                    yield Verschil(soort, id_)
        yield from (Verschil(Verschilsoort.WEES, id_) for id_ in wezen if id_ not in self._verdacht)

    def list_skipped(self) -> dict[str, str]:
        """The sources with records in the store that were not compared, and why."""
        bekend = {bron for bron, _ in self._store.live_counts()} - self.gelezen
        return dict.fromkeys(sorted(bekend), "GEEN_BRON") | dict(sorted(self._niet_gelezen.items()))

    def _list_orphans(self) -> list[str]:
        """Live records of the sources that were read which no line of them, or only an older one, tells of."""
        if sum(1 for _ in self._list_live()) == len(self._gelijk):
            return []  # then it is those, and none needs to be looked up
        wezen = (id_ for id_ in self._list_live() if id_ not in self._gelijk and id_ not in self._verdacht)
        return list(islice(wezen, MEESTE_VERSCHILLEN))

    def _list_live(self) -> Iterator[str]:
        return (id_ for bron in sorted(self.gelezen) for id_, _ in self._store.live_versions(bron))

    def _read_from(self, source: Source, positie: str | None) -> str | None:
        """Compares what a source has from a position on, and gives the position behind it."""
        for blok in source.read(positie):
            bekend: dict[str, Bewaard] = {}

            def look_up(ids: Sequence[str], bekend: dict[str, Bewaard] = bekend) -> dict[str, Bewaard]:
                bekend.update(self._store.stored(ids))
                return bekend

            ontvangen = self._ontvanger.receive_all(source.bron, blok.regels, look_up)
            for regel, deel in zip(blok.regels, ontvangen, strict=True):
                if not regel.onvolledig:
                    self._take(deel, bekend)
            self.regels += len(blok.regels)
            self._meld(len(blok.regels))
            positie = blok.posities.before(len(blok.regels))
        return positie

    def _take(self, ontvangen: Ontvangen, bekend: Mapping[str, Bewaard]) -> None:
        """One line: what it says of its record is what is held, or passed by it, or makes it suspect."""
        if ontvangen.uitkomst is Uitkomst.ONGEWIJZIGD and ontvangen.id is not None:
            (self._buiten if bekend[ontvangen.id].verwijderd else self._gelijk).add(ontvangen.id)
        elif ontvangen.inkomend is not None:
            item = ontvangen.inkomend.item
            bewaard = bekend.get(item.id)
            besluit = decide(bewaard, item)
            if bewaard is not None and besluit.uitkomst is Uitkomst.ONGEWIJZIGD:
                (self._buiten if bewaard.verwijderd or item.soort == BRONSTAND else self._gelijk).add(item.id)
            if besluit.uitkomst is Uitkomst.TOEGEPAST or besluit.reden == "VERSIE_HERGEBRUIKT":
                self._suspect(item)
            if item.soort == BRONSTAND:
                self._pass_bronstand(ontvangen, item)

    def _suspect(self, item: Item) -> None:
        eerder = self._verdacht.get(item.id)
        if (eerder is None and len(self._verdacht) < MEESTE_VERSCHILLEN) or (eerder and eerder.item.versie <= item.versie):
            self._verdacht[item.id] = Verdacht(item._replace(inhoud=b""), self._opnamen.get(item.bron, 0))

    def _pass_bronstand(self, ontvangen: Ontvangen, item: Item) -> None:
        """After a complete snapshot what came before it and is not in it may be gone."""
        nu = self._opnamen.get(item.bron, 0)
        if is_momentopname(ontvangen.levering):
            weg = [
                id_
                for id_, deel in self._verdacht.items()
                if deel.item.bron == item.bron and deel.opname < nu and deel.item.versie < item.versie
            ]
            for id_ in weg:
                del self._verdacht[id_]
        self._opnamen[item.bron] = nu + 1

    def _judge(self, bewaard: Bewaard | None, item: Item) -> Verschilsoort | None:
        if bewaard is None:
            return None if item.verwijderd else Verschilsoort.ONTBREEKT
        besluit = decide(bewaard, item)
        if besluit.uitkomst is Uitkomst.TOEGEPAST:
            return Verschilsoort.ANDERS
        return Verschilsoort.ANDERS if besluit.reden == "VERSIE_HERGEBRUIKT" and not self._is_gelijk(item.id) else None

    def _is_gelijk(self, id_: str) -> bool:
        return id_ in self._gelijk or id_ in self._buiten
