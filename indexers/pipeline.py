"""The only loop: read a block → validate and project → apply, visible → derive → raise revisions → remove the marks.

The position is stored with the items; marks say what is still to be derived. Whatever stops this, a next start goes on:
it works off the marks it finds and reads on from the position. One bad record never holds up the others.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

import structlog

from indexers.afleiden import Afleider, mark_again
from indexers.afwezigheid import Momentopnamen, is_momentopname
from indexers.bevestigingen import Bevestigingen
from indexers.deelregels import cut_deel
from indexers.ontvangst import BRONSTAND, Deelregel, Ontvangen, list_ids, unfinished_id
from indexers.source import Blok, Source
from indexers.storingen import Storingen
from indexers.tweede_proces import TweedeProces
from indexers.verloop import Verloop
from indexers.voorwerk import Lezing, Ontvangst, Voorwerk, begin_lezing
from indexers.werkplaats import Werkplaats, share_deriving, share_with_thread
from indexers.wisseling import repeat_after_switch
from indexers.zekering import Zekering
from klantbeeld.domain.items import Uitkomst
from klantbeeld.errors import BronFout, StoreFout, StroomVerloren
from klantbeeld.spans import open_trace
from klantbeeld.stores.protocol import ALLES, Batch, Markering, Positie, Store, Tellers, Toegepast

BLOKKEN_PER_AFLEIDING = 20
"""So many blocks at most are visible as items before what follows from them is derived."""
TE_VEEL_FOUTEN = "TE_VEEL_FOUTEN"

log = structlog.get_logger()


class Onderbroken(Exception):
    """Raised by ``Opdracht.bewaak`` to end a run where it stands; a next run goes on from there."""


def go_on() -> None:
    """The guard of a run that nobody interrupts."""


@dataclass(frozen=True, slots=True)
class Opdracht:
    """How to run: ``volgen`` waits for unfinished lines, ``bevestig`` allows a removal by absence of more than 5 %,
    ``vanaf_begin`` reads again what was read before, ``bewaak`` is called often and may end the run with ``Onderbroken``."""

    volgen: bool = False
    bevestig: bool = False
    vanaf_begin: bool = False
    bewaak: Callable[[], None] = go_on


class Pipeline:
    """Takes what sources have into the store."""

    def __init__(self, store: Store, afleider: Afleider, werkplaats: Werkplaats) -> None:
        self._store = store
        self._afleider = afleider
        self._werkplaats = werkplaats
        self._ontvanger = werkplaats.ontvanger
        self._storingen = Storingen(store)
        self._zekeringen: defaultdict[str, Zekering] = defaultdict(Zekering)
        self._doorgebrand: set[str] = set()
        self._eerste_lading = False
        self._wachtend = Batch()
        self._onderhanden: Counter[str] = Counter()
        self._bevestigingen = Bevestigingen()
        self._bijgepraat: set[str | None] = set()
        self._regels = 0
        self._geteld: Counter[tuple[str, Uitkomst]] = Counter()
        self._gestopt: dict[str, str] = {}
        self._momentopnamen = Momentopnamen(store, werkplaats.ontvanger, go_on, bevestig=False)

    @property
    def in_flight(self) -> Counter[str]:
        """Per source the records that were read and are in no counter of the store yet, for another thread to ask."""
        return sum((Counter({deel.bron: deel.received}) for deel in self._wachtend.tellers), self._onderhanden.copy())

    def start(self, bewaak: Callable[[], None] = go_on) -> None:
        """Works off the marks that an earlier run left; an empty store gets one mark for everything instead of many."""
        repeat_after_switch(lambda: self._work_off(bewaak))

    def _work_off(self, bewaak: Callable[[], None]) -> None:
        if not self._store.live_counts() and not self._store.counters():
            self._store.mark(Markering(ALLES, alles=True))
        self._eerste_lading = any(markering.alles for markering in self._store.marks(self._afleider.vandaag))
        if not self._eerste_lading:
            self.derive(bewaak)

    def run(self, sources: list[Source], opdracht: Opdracht, meld: Callable[[int], None] = lambda _: None) -> Verloop:
        """Reads everything that the sources have now, derives what follows, and says what was done."""
        self._regels, self._geteld, self._gestopt = 0, Counter(), {}
        self._momentopnamen = Momentopnamen(self._store, self._ontvanger, opdracht.bewaak, bevestig=opdracht.bevestig)
        try:
            repeat_after_switch(lambda: self._read_all(sources, opdracht, meld))
        except Onderbroken:
            log.info("onderbroken", regels=self._regels)
        return Verloop(self._regels, self._geteld, self._gestopt, tuple(self._momentopnamen.oordelen))

    def _read_all(self, sources: list[Source], opdracht: Opdracht, meld: Callable[[int], None]) -> None:
        self._bevestigingen, self._bijgepraat = Bevestigingen(), set()
        self._storingen.look_again()
        with TweedeProces(self._werkplaats) as proces:
            self._voorwerk = Voorwerk(self._ontvanger, proces)
            lezingen = [begin_lezing(self._store, source, vanaf_begin=opdracht.vanaf_begin) for source in sources]
            for lezing, daarna in zip(lezingen, [*lezingen[1:], None], strict=False):
                self._visit(lezing, daarna, opdracht, meld)
            self.derive(opdracht.bewaak, proces)
            self._bevestigingen.give()

    def derive(self, bewaak: Callable[[], None] = go_on, proces: TweedeProces | None = None) -> None:
        """Derives what the open marks ask for, of whatever run, and removes them; after a first load everything at once."""
        if self._eerste_lading:
            # From here on whoever still loads leaves marks of its own: what comes now is not surely in what is derived.
            self._store.mark(Markering("", alles=True))
            self._store.finish([Markering(ALLES)], ())
        markeringen = self._store.marks(self._afleider.vandaag)
        if self._eerste_lading:
            ander = proces if self._werkplaats.plek else None
            verdeel = share_deriving(ander, self._afleider) if ander else share_with_thread(self._afleider)
            self._afleider.derive_all(bewaak, verdeel)
            self._store.finish(markeringen, (), alles=True)
            self._eerste_lading = False
            return
        # A mark for everything belongs to another process that works on it, or to the next start.
        markeringen = [markering for markering in markeringen if not markering.alles]
        if markeringen:
            afgeleid = self._afleider.derive(markeringen, bewaak)
            self._store.finish([*markeringen, *afgeleid.markeringen], afgeleid.sleutels)

    def _visit(self, lezing: Lezing, daarna: Lezing | None, opdracht: Opdracht, meld: Callable[[int], None]) -> None:
        """Takes in what one source has; when that fails, the others go on."""
        source = lezing.source
        if source.stroom in self._doorgebrand or (opdracht.volgen and not self._storingen.may_try(source)):
            return
        try:
            is_heel = self._read_or_recover(lezing, daarna, opdracht, meld)
        except BronFout as fout:
            log.debug("bron onleesbaar", stroom=source.stroom, fout=str(fout))
            self._write_waiting()
            self._stop(source, fout.storing)
            return
        if is_heel:
            if not self._storingen.clear(source, is_bijgepraat=source.herstel is source or source.bron in self._bijgepraat):
                self._gestopt[source.bron or source.stroom] = StroomVerloren.storing
        else:
            self._doorgebrand.add(source.stroom)
            self._stop(source, TE_VEEL_FOUTEN)

    def _read_or_recover(self, lezing: Lezing, daarna: Lezing | None, opdracht: Opdracht, meld: Callable[[int], None]) -> bool:
        """The same as ``_read_source``, for a stream also when entries of it were lost."""
        try:
            return self._read_source(lezing, daarna, opdracht, meld)
        except StroomVerloren as fout:
            source, verlies = lezing.source, fout
        self._write_waiting()
        self._bijgepraat.discard(source.bron)
        log.error("stroom verloren", bron=source.bron, fout=str(verlies), herstel=source.herstel is not None)
        self._storingen.note(source, verlies.storing)
        if source.herstel is not None and not self._recover(source.herstel, verlies, opdracht, meld):
            return False
        self._store.apply(Batch(positie=Positie(source.stroom, verlies.positie)))
        return self._read_source(begin_lezing(self._store, source, vanaf_begin=opdracht.vanaf_begin), daarna, opdracht, meld)

    def _recover(self, herstel: Source, verlies: StroomVerloren, opdracht: Opdracht, meld: Callable[[int], None]) -> bool:
        """Reads everything again from where a stream that was lost says. False when too much of it is refused."""
        alles = replace(opdracht, vanaf_begin=True)
        try:
            is_heel = self._read_source(begin_lezing(self._store, herstel, vanaf_begin=True), None, alles, meld)
        except BronFout as fout:
            log.warning("herstel mislukt", bron=herstel.bron, fout=str(fout))
            raise verlies from fout
        if is_heel:
            self._bijgepraat.add(herstel.bron)
        return is_heel

    def _read_source(self, lezing: Lezing, daarna: Lezing | None, opdracht: Opdracht, meld: Callable[[int], None]) -> bool:
        """False when too much of it is refused."""
        # What an earlier reading left unwritten is read again.
        self._wachtend, is_heel = Batch(), True
        for nummer, (blok, ontvangst) in enumerate(self._receive(lezing, daarna), 1):
            opdracht.bewaak()
            eerder = self._regels
            zekeringen = deepcopy(self._zekeringen)
            self._onderhanden = Counter({lezing.source.bron or lezing.source.stroom: len(blok.regels)})
            try:
                with open_trace("blok", bron=lezing.source.bron or "bestand", regels=len(blok.regels)):
                    is_heel = self._take_in(lezing.source, blok, ontvangst, opdracht)
            except (StoreFout, BronFout):
                # The block is read again: what was refused of it must not count twice.
                self._zekeringen = zekeringen
                raise
            finally:
                self._onderhanden = Counter()
            meld(self._regels - eerder)
            if not is_heel:
                break
            if nummer % BLOKKEN_PER_AFLEIDING == 0 and not self._eerste_lading:
                self._write_waiting()
                self.derive(opdracht.bewaak)
                self._bevestigingen.give()
        self._write_waiting()
        return is_heel

    def _stop(self, source: Source, reden: str) -> None:
        self._storingen.note(source, reden)
        self._gestopt[source.bron or source.stroom] = reden

    def _receive(self, lezing: Lezing, daarna: Lezing | None) -> Iterator[Ontvangst]:
        """The blocks of a source with what their lines become. During a first load nothing is looked up: there is nothing, or
        little, to be found."""
        if self._eerste_lading:
            return self._voorwerk.receive_ahead(lezing, daarna)
        bron = lezing.source.bron
        return ((blok, self._ontvanger.receive_all(bron, blok.regels, self._store.stored)) for blok in lezing)

    def _take_in(self, source: Source, blok: Blok, ontvangst: Iterable[Ontvangen], opdracht: Opdracht) -> bool:
        """One block, in parts that end before each complete snapshot. False when too much of the source is refused."""
        deel: list[Deelregel] = []
        if blok.herhaald and not self._eerste_lading:
            mark_again(self._store, list_ids(blok.regels))
        for nummer, (regel, ontvangen) in enumerate(zip(blok.regels, ontvangst, strict=True)):
            if regel.onvolledig and opdracht.volgen:
                break
            zekering = self._zekeringen[ontvangen.bron]
            if not zekering.allows(geweigerd=ontvangen.brief is not None):
                self._apply(source, blok, deel)
                return False
            if is_momentopname(ontvangen.levering):
                if not self._apply(source, blok, deel):
                    return False
                deel = []
                self._momentopnamen.judge(source, blok, nummer, ontvangen)
            deel.append(Deelregel(nummer, regel, ontvangen, zekering.geteld))
        return self._apply(source, blok, deel)

    def _apply(self, source: Source, blok: Blok, deel: list[Deelregel]) -> bool:
        """Makes a part of a block durable, up to where the store refuses too much of it; then it is False."""
        if not deel:
            return True
        ruimte = min(self._zekeringen[bron].ruimte for bron in {deelregel.ontvangen.bron for deelregel in deel})
        batch, toegepast = self._send(source, blok, deel, ruimte)
        if not toegepast.gedaan:
            genoeg = cut_deel(deel, toegepast.besluiten, lambda bron: self._zekeringen[bron].ruimte)
            if len(genoeg) < len(deel):
                self._apply(source, blok, genoeg)
                return False
            batch, toegepast = self._send(source, blok, deel, None)
        self._bevestigingen.add(blok, deel[-1].volgende)
        self._regels += len(deel)
        self._count(batch, toegepast, deel)
        aangeboden = (deelregel for deelregel in deel if deelregel.ontvangen.inkomend is not None)
        for deelregel, besluit in zip(aangeboden, toegepast.besluiten, strict=True):
            if besluit.uitkomst is Uitkomst.GEWEIGERD:
                self._zekeringen[deelregel.ontvangen.bron].blow(deelregel.geteld)
        for inkomend, besluit in zip(batch.inkomend, toegepast.besluiten, strict=True):
            # One that was given before may be from before a loss.
            if besluit.uitkomst is Uitkomst.TOEGEPAST and inkomend.item.soort == BRONSTAND and not blok.herhaald:
                self._bijgepraat.add(inkomend.item.bron)
        return True

    def _count(self, batch: Batch, toegepast: Toegepast, deel: list[Deelregel]) -> None:
        besluiten = zip(batch.inkomend, toegepast.besluiten, strict=True)
        self._geteld.update((inkomend.item.bron, besluit.uitkomst) for inkomend, besluit in besluiten)
        self._geteld.update((brief.bron, Uitkomst.GEWEIGERD) for brief in batch.brieven)
        zeker = ((deelregel.ontvangen.bron, deelregel.ontvangen.uitkomst) for deelregel in deel)
        self._geteld.update((bron, uitkomst) for bron, uitkomst in zeker if uitkomst is not None)

    def _send(self, source: Source, blok: Blok, deel: list[Deelregel], ruimte: int | None) -> tuple[Batch, Toegepast]:
        """Applies a part together with what waits. When it changes nothing, it waits itself."""
        alle = [deelregel.ontvangen for deelregel in deel]
        eerste = [deelregel.regel for deelregel in deel if deelregel.regel.eerste]
        zeker = Counter((ontvangen.bron, ontvangen.uitkomst) for ontvangen in alle if ontvangen.uitkomst is not None)
        tellers = [Tellers(bron, **{uitkomst: aantal}) for (bron, uitkomst), aantal in zeker.items()]
        batch = Batch(
            inkomend=tuple(ontvangen.inkomend for ontvangen in alle if ontvangen.inkomend is not None),
            brieven=tuple(ontvangen.brief for ontvangen in alle if ontvangen.brief is not None),
            positie=Positie(source.stroom, blok.posities.before(deel[-1].volgende)),
            opgelost=self._wachtend.opgelost + tuple(unfinished_id(source.bron, regel) for regel in eerste),
            tellers=[*self._wachtend.tellers, *tellers],
            meeste_weigeringen=ruimte,
        )
        if not batch.inkomend and not batch.brieven:
            self._wachtend = batch
            return batch, Toegepast((), None)
        toegepast = self._store.apply(batch, markeer=not self._eerste_lading, zichtbaar=False)
        if toegepast.gedaan:
            self._wachtend = Batch()
        return batch, toegepast

    def _write_waiting(self) -> None:
        """Counts and a position that wait for a next batch: the one never becomes durable without the other."""
        if self._wachtend.positie is not None:
            self._store.apply(self._wachtend)
            self._wachtend = Batch()
