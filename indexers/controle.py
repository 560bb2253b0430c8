"""Verifying: whether the store holds what the sources say, whether everything derived is what deriving now gives, and whether
the store is whole. Says what differs; repairs nothing.

Memory hardly grows with the store: of each record that a source has, one number is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from indexers.afleiden import Afleider
from indexers.afwezigheid import is_momentopname
from indexers.ontvangst import BRONSTAND, Ontvangen, Ontvanger
from indexers.source import Source
from indexers.tweede_proces import TweedeProces
from indexers.verzameling import Verzameling
from indexers.voorwerk import REGELS_VOORAF
from indexers.werkplaats import Werkplaats
from klantbeeld.domain.items import Bewaard, Item, Uitkomst, decide
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.porties import split_porties
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Maandvraag, Profielvraag, Vraag
from klantbeeld.errors import BronFout
from klantbeeld.stores.protocol import Store, read_all

MEESTE_VERSCHILLEN = 100_000
"""So many differences are kept at most. With more it is not a store with faults in it, but another store."""
PER_KEER = 2_000


class Verschilsoort(StrEnum):
    """``ONTBREEKT``: not in the store. ``ANDERS``: there, with other content or an older version. ``WEES``: only in the store.
    ``BESCHADIGD``: not held as it was written."""

    ONTBREEKT = "ontbreekt"
    ANDERS = "anders"
    WEES = "wees"
    BESCHADIGD = "beschadigd"


@dataclass(frozen=True, slots=True)
class Verschil:
    """One document that differs: the id of an item, a profile, or month figures."""

    soort: Verschilsoort
    id: str


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
            schade = Schadecontrole(self._store, proces, meld)
            bronnen = Bronnencontrole(self._store, self._werkplaats.ontvanger, schade.pass_on)
            for source in sources:
                bronnen.read(source)
            items = tuple(bronnen.judge())
            werkgevers, afgeleid = self.check_afgeleid(schade.pass_on)
            beschadigd = tuple(Verschil(Verschilsoort.BESCHADIGD, id_) for id_ in schade.list_damaged())
        gelezen = tuple(sorted(bronnen.gelezen))
        return Controle(bronnen.regels, werkgevers, gelezen, bronnen.list_skipped(), items, afgeleid, beschadigd)

    def check_afgeleid(self, meld: Callable[[int], None]) -> tuple[int, tuple[Verschil, ...]]:
        """How many employers there are, and the profiles and month figures that deriving now gives otherwise."""
        ids = Verzameling()
        verdacht: list[tuple[str, ...]] = []
        for deel in self._afleider.list_werkgevers():
            for lh_sleutel in deel:
                ids.add(self._afleider.id_of(lh_sleutel))
            if self._compare_afgeleid(deel):
                verdacht.append(deel)
            meld(len(deel))
        anders = [verschil for deel in verdacht for verschil in self._compare_afgeleid(deel)]
        return len(ids), (*anders, *self._list_stray(ids))

    def _compare_afgeleid(self, deel: Sequence[str]) -> list[Verschil]:
        verwacht = self._afleider.preview(deel)
        vragen: list[Vraag] = [Profielvraag(id_) for id_ in verwacht]
        vragen += [Maandvraag(id_) for id_ in verwacht]
        antwoorden = read_all(self._store, vragen)
        profielen, maanden = antwoorden[: len(verwacht)], antwoorden[len(verwacht) :]
        verschillen: list[Verschil] = []
        for (id_, (profiel, cijfers)), eigen, gehouden in zip(verwacht.items(), profielen, maanden, strict=True):
            verschillen += compare_documents(_by_id(id_, profiel, cijfers), _by_id(id_, eigen, gehouden))
        return verschillen

    def _list_stray(self, bekend: Verzameling) -> Iterator[Verschil]:
        """Profiles that belong to no employer at all."""
        for id_, _ in self._store.digests():
            if ":" not in id_ and id_ not in bekend:
                yield Verschil(Verschilsoort.WEES, id_)


def compare_documents(nodig: Mapping[str, object], er_is: Mapping[str, object]) -> Iterator[Verschil]:
    """How what there is differs from what must be, by id."""
    for id_ in sorted(nodig.keys() | er_is.keys()):
        if id_ not in er_is:
            yield Verschil(Verschilsoort.ONTBREEKT, id_)
        elif id_ not in nodig:
            yield Verschil(Verschilsoort.WEES, id_)
        elif nodig[id_] != er_is[id_]:
            yield Verschil(Verschilsoort.ANDERS, id_)


def _by_id(id_: str, profiel: Profiel | None, maanden: Iterable[Maanddocument]) -> dict[str, object]:
    documenten: dict[str, object] = {f"{id_}:{maand.maand}": maand for maand in maanden}
    return documenten | ({} if profiel is None else {id_: profiel})


@dataclass(slots=True)
class Schadecontrole:
    """Whether a store is whole, looked at by a second process while this one compares; here, when that did not do it."""

    _store: Store
    _proces: TweedeProces
    _meld: Callable[[int], None]
    _gezien: int = 0
    _is_gegeven: bool = False

    def pass_on(self, aantal: int) -> None:
        """So many more were compared. Enough of them are worth a process, and it has the task once it is there."""
        self._meld(aantal)
        self._gezien += aantal
        if self._gezien >= REGELS_VOORAF and not self._is_gegeven:
            self._proces.start()
            self._is_gegeven = self._proces.offer((Werkplaats.list_damaged, ()))

    def list_damaged(self) -> list[str]:
        """See ``Store.damaged``."""
        gevonden: list[str] | None = self._proces.collect() if self._is_gegeven else None
        return self._store.damaged() if gevonden is None else gevonden


@dataclass(slots=True)
class Verdacht:
    """The newest line of a record that the store seems not to hold; ``opname`` counts the bronstanden before it."""

    item: Item
    opname: int


@dataclass(slots=True)
class Bronnencontrole:
    """What sources have, compared with the items of the store. ``gelezen`` are the sources that were read to their end."""

    _store: Store
    _ontvanger: Ontvanger
    _meld: Callable[[int], None]
    regels: int = 0
    gelezen: set[str] = field(default_factory=set)
    _niet_gelezen: dict[str, str] = field(default_factory=dict)
    _gelijk: Verzameling = field(default_factory=Verzameling)
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
        wezen = (
            id_
            for bron in sorted(self.gelezen)
            for id_, _ in self._store.live_versions(bron)
            if id_ not in self._gelijk and id_ not in self._verdacht
        )
        return list(islice(wezen, MEESTE_VERSCHILLEN))

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
            self._gelijk.add(ontvangen.id)
        elif ontvangen.inkomend is not None:
            item = ontvangen.inkomend.item
            besluit = decide(bekend.get(item.id), item)
            if besluit.uitkomst is Uitkomst.ONGEWIJZIGD:
                self._gelijk.add(item.id)
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
        return Verschilsoort.ANDERS if besluit.reden == "VERSIE_HERGEBRUIKT" and item.id not in self._gelijk else None
