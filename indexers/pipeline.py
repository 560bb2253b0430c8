"""The only loop: read a block → validate and project → apply, visible → derive → raise revisions → remove the marks.

The position is stored with the items; marks say what is still to be derived. Whatever stops this, a next start goes on:
it works off the marks it finds and reads on from the position. One bad record never holds up the others.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from indexers.afleiden import Afleider
from indexers.afwezigheid import Afwezigheidsoordeel, Momentopname, is_momentopname, remove_absent
from indexers.ontvangst import Ontvangen, Ontvanger, unfinished_id
from indexers.source import Blok, Source
from indexers.zekering import Zekering
from klantbeeld.domain.items import Uitkomst
from klantbeeld.domain.vragen import Bronnenvraag
from klantbeeld.errors import BronFout
from klantbeeld.stores.protocol import Batch, Markering, Positie, Store

ALLES = "alles"
"""The id of the mark for the whole store, which stands during a first load."""
BLOKKEN_PER_AFLEIDING = 20
"""So many blocks at most are visible as items before what follows from them is derived."""
TE_VEEL_FOUTEN = "TE_VEEL_FOUTEN"
BRON_ONLEESBAAR = "BRON_ONLEESBAAR"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Opdracht:
    """How to run: ``volgen`` waits for unfinished lines, ``bevestig`` allows a removal by absence of more than 5 %,
    ``vanaf_begin`` reads again what was read before."""

    volgen: bool = False
    bevestig: bool = False
    vanaf_begin: bool = False


@dataclass(frozen=True, slots=True)
class Verloop:
    """What a run did: lines read, per outcome how many records, sources that were stopped, snapshots that were judged."""

    regels: int
    uitkomsten: Counter[Uitkomst]
    gestopt: tuple[str, ...]
    momentopnamen: tuple[Afwezigheidsoordeel, ...]


class Pipeline:
    """Takes what sources have into the store."""

    def __init__(self, store: Store, afleider: Afleider, ontvanger: Ontvanger) -> None:
        self._store = store
        self._afleider = afleider
        self._ontvanger = ontvanger
        self._open: list[Markering] = []
        self._zekeringen: dict[str, Zekering] = {}
        self._doorgebrand: set[str] = set()
        self._eerste_lading = False
        self._regels = 0
        self._uitkomsten: Counter[Uitkomst] = Counter()
        self._gestopt: list[str] = []
        self._momentopnamen: list[Afwezigheidsoordeel] = []

    def start(self) -> None:
        """Works off the marks that an earlier run left; an empty store gets one mark for everything instead of many."""
        self._eerste_lading = self._find_open_marks()
        if not self._eerste_lading and not self._store.live_counts() and not self._store.counters():
            self._store.mark(Markering(ALLES, alles=True))
            self._eerste_lading = True
        if not self._eerste_lading:
            self.derive()

    def run(self, sources: list[Source], opdracht: Opdracht, meld: Callable[[int], None] = lambda _: None) -> Verloop:
        """Reads everything that the sources have now, derives what follows, and says what was done."""
        self._regels, self._uitkomsten, self._gestopt, self._momentopnamen = 0, Counter(), [], []
        for source in sources:
            try:
                self._read_source(source, opdracht, meld)
            except BronFout as fout:
                self._stop(source.bron or source.stroom, BRON_ONLEESBAAR)
                log.warning("bron onleesbaar", stroom=source.stroom, fout=str(fout))
        self.derive()
        return Verloop(self._regels, self._uitkomsten, tuple(self._gestopt), tuple(self._momentopnamen))

    def derive(self) -> None:
        """Derives what the open marks ask for and removes them; after a first load everything at once."""
        if self._eerste_lading:
            self._afleider.derive_all()
            self._store.finish([Markering(ALLES)], (), alles=True)
            self._eerste_lading = False
        self._find_due_marks()
        if not self._open:
            return
        sleutels = self._afleider.derive(self._open)
        self._store.finish(self._open, sleutels)
        self._open = []

    def _find_open_marks(self) -> bool:
        self._find_due_marks()
        return any(markering.alles for markering in self._store.marks(self._afleider.vandaag))

    def _find_due_marks(self) -> None:
        bekend = {markering.id for markering in self._open}
        for markering in self._store.marks(self._afleider.vandaag):
            if markering.id not in bekend and not markering.alles:
                self._open.append(markering)

    def _read_source(self, source: Source, opdracht: Opdracht, meld: Callable[[int], None]) -> None:
        if source.stroom in self._doorgebrand:
            return
        self._clear_storing(source)
        positie = None if opdracht.vanaf_begin else self._store.position(source.stroom)
        for nummer, blok in enumerate(source.read(positie), 1):
            if not self._take_in(source, blok, opdracht):
                self._doorgebrand.add(source.stroom)
                self._stop(source.bron or source.stroom, TE_VEEL_FOUTEN)
                return
            self._regels += len(blok.regels)
            meld(len(blok.regels))
            if nummer % BLOKKEN_PER_AFLEIDING == 0 and not self._eerste_lading:
                self.derive()

    def _clear_storing(self, source: Source) -> None:
        for regel in self._store.read([Bronnenvraag()])[0]:
            if regel.storing and regel.bron in {source.bron, source.stroom}:
                self._store.set_storing(regel.bron, None)

    def _stop(self, bron: str, reden: str) -> None:
        self._store.set_storing(bron, reden)
        self._gestopt.append(bron)
        log.warning("bron gestopt", bron=bron, reden=reden)

    def _take_in(self, source: Source, blok: Blok, opdracht: Opdracht) -> bool:
        """One block, in parts that end at each complete snapshot. False when too much of the source is refused."""
        deel: list[Ontvangen] = []
        gelezen, mag_door = 0, True
        for nummer, regel in enumerate(blok.regels):
            if regel.onvolledig and opdracht.volgen:
                break
            ontvangen = self._ontvanger.receive(source.bron, regel)
            mag_door = self._fuse(ontvangen.bron).allows(geweigerd=ontvangen.inkomend is None)
            if not mag_door:
                break
            deel.append(ontvangen)
            gelezen = nummer if regel.onvolledig and ontvangen.inkomend is None else nummer + 1
            if is_momentopname(ontvangen.levering):
                uitkomst = self._apply(source, blok, deel, gelezen)
                self._judge_momentopname(source, blok, nummer, (ontvangen, uitkomst, opdracht))
                deel = []
        if deel:
            self._apply(source, blok, deel, gelezen)
        return mag_door and all(self._fuse(ontvangen.bron).is_whole for ontvangen in deel)

    def _apply(self, source: Source, blok: Blok, deel: list[Ontvangen], gelezen: int) -> Uitkomst:
        """Makes a part of a block durable and tells what became of its last record."""
        batch = Batch(
            inkomend=tuple(ontvangen.inkomend for ontvangen in deel if ontvangen.inkomend is not None),
            brieven=tuple(ontvangen.brief for ontvangen in deel if ontvangen.inkomend is None),
            positie=Positie(source.stroom, blok.posities.before(gelezen)),
            opgelost=(unfinished_id(blok.regels[0].herkomst),),
        )
        toegepast = self._store.apply(batch, markeer=not self._eerste_lading)
        if toegepast.markering is not None:
            self._open.append(toegepast.markering)
        self._uitkomsten.update(besluit.uitkomst for besluit in toegepast.besluiten)
        self._uitkomsten[Uitkomst.GEWEIGERD] += len(batch.brieven)
        for inkomend, besluit in zip(batch.inkomend, toegepast.besluiten, strict=True):
            if besluit.uitkomst is Uitkomst.GEWEIGERD:
                self._fuse(inkomend.item.bron).blow()
        return toegepast.besluiten[-1].uitkomst if toegepast.besluiten else Uitkomst.GEWEIGERD

    def _fuse(self, bron: str) -> Zekering:
        return self._zekeringen.setdefault(bron, Zekering())

    def _judge_momentopname(
        self, source: Source, blok: Blok, nummer: int, moment: tuple[Ontvangen, Uitkomst, Opdracht]
    ) -> None:
        """Removes what a complete snapshot no longer holds; a bronstand that was passed by a later one judges nothing."""
        ontvangen, uitkomst, opdracht = moment
        regels = source.lines_before(blok, nummer)
        if uitkomst not in {Uitkomst.TOEGEPAST, Uitkomst.ONGEWIJZIGD} or ontvangen.levering is None or regels is None:
            return
        eerder = sum(oordeel.verwijderd for oordeel in self._momentopnamen if oordeel.bron == ontvangen.bron)
        momentopname = Momentopname(ontvangen.levering, regels, source.bron, eerder)
        oordeel, markeringen = remove_absent(self._store, self._ontvanger, momentopname, bevestig=opdracht.bevestig)
        self._open += markeringen
        self._momentopnamen.append(oordeel)
        log.info("momentopname", bron=oordeel.bron, verwijderd=oordeel.verwijderd, reden=oordeel.reden)
