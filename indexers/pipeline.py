"""The only loop: read a block → validate and project → apply, visible → derive → raise revisions → remove the marks.

The position is stored with the items; marks say what is still to be derived. Whatever stops this, a next start goes on:
it works off the marks it finds and reads on from the position. One bad record never holds up the others.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

import structlog

from indexers.afleiden import Afleider, do_all_here
from indexers.afwezigheid import Afwezigheidsoordeel, Momentopname, is_momentopname, remove_absent
from indexers.ontvangst import Deelregel, Ontvangen, unfinished_id
from indexers.source import Blok, Source
from indexers.storingen import Storingen
from indexers.tweede_proces import TweedeProces
from indexers.voorwerk import Lezing, Ontvangst, Voorwerk
from indexers.werkplaats import Werkplaats, share_deriving
from indexers.wisseling import repeat_after_switch
from indexers.zekering import Zekering
from klantbeeld.domain.items import Besluit, Uitkomst, decide
from klantbeeld.errors import BronFout, StoreFout
from klantbeeld.stores.protocol import ALLES, Batch, Markering, Positie, Store, Tellers, Toegepast

BLOKKEN_PER_AFLEIDING = 20
"""So many blocks at most are visible as items before what follows from them is derived."""
TE_VEEL_FOUTEN = "TE_VEEL_FOUTEN"
BRON_ONLEESBAAR = "BRON_ONLEESBAAR"

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


@dataclass(frozen=True, slots=True)
class Verloop:
    """What a run did: lines taken in, per outcome how many records, sources that were stopped, snapshots that were judged."""

    regels: int
    uitkomsten: Counter[Uitkomst]
    gestopt: tuple[str, ...]
    momentopnamen: tuple[Afwezigheidsoordeel, ...]


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
        self._regels = 0
        self._uitkomsten: Counter[Uitkomst] = Counter()
        self._gestopt: list[str] = []
        self._momentopnamen: list[Afwezigheidsoordeel] = []

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
        self._regels, self._uitkomsten, self._gestopt, self._momentopnamen = 0, Counter(), [], []
        try:
            repeat_after_switch(lambda: self._read_all(sources, opdracht, meld))
        except Onderbroken:
            log.info("onderbroken", regels=self._regels)
        return Verloop(self._regels, self._uitkomsten, tuple(self._gestopt), tuple(self._momentopnamen))

    def _read_all(self, sources: list[Source], opdracht: Opdracht, meld: Callable[[int], None]) -> None:
        self._storingen.look_again()
        with TweedeProces(self._werkplaats) as proces:
            self._voorwerk = Voorwerk(self._ontvanger, proces)
            lezingen = [Lezing(source, self._start_of(source, opdracht)) for source in sources]
            for lezing, daarna in zip(lezingen, [*lezingen[1:], None], strict=False):
                self._visit(lezing, daarna, opdracht, meld)
            self.derive(opdracht.bewaak, proces)

    def derive(self, bewaak: Callable[[], None] = go_on, proces: TweedeProces | None = None) -> None:
        """Derives what the open marks ask for, of whatever run, and removes them; after a first load everything at once."""
        if self._eerste_lading:
            # From here on whoever still loads leaves marks of its own: what comes now is not surely in what is derived.
            self._store.mark(Markering("", alles=True))
            self._store.finish([Markering(ALLES)], ())
        markeringen = self._store.marks(self._afleider.vandaag)
        if self._eerste_lading:
            self._afleider.derive_all(bewaak, share_deriving(proces) if proces and self._werkplaats.plek else do_all_here)
            self._store.finish(markeringen, (), alles=True)
            self._eerste_lading = False
            return
        # A mark for everything belongs to another process that works on it, or to the next start.
        markeringen = [markering for markering in markeringen if not markering.alles]
        if markeringen:
            afgeleid = self._afleider.derive(markeringen, bewaak)
            self._store.finish([*markeringen, *afgeleid.markeringen], afgeleid.sleutels)

    def _start_of(self, source: Source, opdracht: Opdracht) -> str | None:
        return None if opdracht.vanaf_begin else self._store.position(source.stroom)

    def _visit(self, lezing: Lezing, daarna: Lezing | None, opdracht: Opdracht, meld: Callable[[int], None]) -> None:
        """Takes in what one source has; when that fails, the others go on."""
        source = lezing.source
        if source.stroom in self._doorgebrand or (opdracht.volgen and not self._storingen.may_try(source)):
            return
        try:
            is_heel = self._read_source(lezing, daarna, opdracht, meld)
        except BronFout as fout:
            log.debug("bron onleesbaar", stroom=source.stroom, fout=str(fout))
            self._stop(source, BRON_ONLEESBAAR)
            return
        if is_heel:
            self._storingen.clear(source)
        else:
            self._doorgebrand.add(source.stroom)
            self._stop(source, TE_VEEL_FOUTEN)

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
        self._write_waiting()
        return is_heel

    def _stop(self, source: Source, reden: str) -> None:
        self._storingen.note(source, reden)
        self._gestopt.append(source.bron or source.stroom)

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
                self._judge_momentopname(source, blok, (nummer, ontvangen), opdracht)
            deel.append(Deelregel(nummer, regel, ontvangen, zekering.geteld))
        return self._apply(source, blok, deel)

    def _apply(self, source: Source, blok: Blok, deel: list[Deelregel]) -> bool:
        """Makes a part of a block durable, up to where the store refuses too much of it; then it is False."""
        if not deel:
            return True
        ruimte = min(self._zekeringen[bron].ruimte for bron in {deelregel.ontvangen.bron for deelregel in deel})
        batch, toegepast = self._send(source, blok, deel, ruimte)
        if not toegepast.gedaan:
            genoeg = self._cut(deel, toegepast.besluiten)
            if len(genoeg) < len(deel):
                self._apply(source, blok, genoeg)
                return False
            batch, toegepast = self._send(source, blok, deel, None)
        self._regels += len(deel)
        self._uitkomsten.update(besluit.uitkomst for besluit in toegepast.besluiten)
        self._uitkomsten.update(Uitkomst.GEWEIGERD for _ in batch.brieven)
        self._uitkomsten.update(uitkomst for deelregel in deel if (uitkomst := deelregel.ontvangen.uitkomst) is not None)
        aangeboden = (deelregel for deelregel in deel if deelregel.ontvangen.inkomend is not None)
        for deelregel, besluit in zip(aangeboden, toegepast.besluiten, strict=True):
            if besluit.uitkomst is Uitkomst.GEWEIGERD:
                self._zekeringen[deelregel.ontvangen.bron].blow(deelregel.geteld)
        return True

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
        toegepast = self._store.apply(batch, markeer=not self._eerste_lading)
        if toegepast.gedaan:
            self._wachtend = Batch()
        return batch, toegepast

    def _write_waiting(self) -> None:
        """Counts and a position that wait for a next batch: the one never becomes durable without the other."""
        if self._wachtend.positie is not None:
            self._store.apply(self._wachtend)
            self._wachtend = Batch()

    def _cut(self, deel: list[Deelregel], besluiten: tuple[Besluit, ...]) -> list[Deelregel]:
        """The part up to the first record with which the store refuses too much of its source."""
        ruimten: dict[str, int] = {}
        volgende = iter(besluiten)
        for aantal, deelregel in enumerate(deel):
            bron = deelregel.ontvangen.bron
            if deelregel.ontvangen.inkomend is not None and next(volgende).uitkomst is Uitkomst.GEWEIGERD:
                ruimten[bron] = ruimten.get(bron, self._zekeringen[bron].ruimte) - 1
                if ruimten[bron] < 0:
                    return deel[:aantal]
        return deel

    def _judge_momentopname(self, source: Source, blok: Blok, regel: tuple[int, Ontvangen], opdracht: Opdracht) -> None:
        """Removes what a complete snapshot no longer holds, before its bronstand itself is taken in: whatever stops this,
        the bronstand is read again. One that was passed by a later one, or will be refused, judges nothing."""
        nummer, ontvangen = regel
        if ontvangen.levering is None or ontvangen.inkomend is None or not self._will_stand(ontvangen):
            return
        eerder = sum(oordeel.verwijderd for oordeel in self._momentopnamen if oordeel.bron == ontvangen.bron)
        regels = source.lines_before(blok, nummer)
        gezien = None if regels is None else _watch(regels, opdracht.bewaak)
        momentopname = Momentopname(ontvangen.levering, gezien, source.bron, eerder)
        oordeel = remove_absent(self._store, self._ontvanger, momentopname, bevestig=opdracht.bevestig)
        self._momentopnamen.append(oordeel)
        if oordeel.verwijderd or oordeel.reden:
            log.info("momentopname", bron=oordeel.bron, verwijderd=oordeel.verwijderd, reden=oordeel.reden)

    def _will_stand(self, ontvangen: Ontvangen) -> bool:
        """Whether a record will be applied, or stands already."""
        assert ontvangen.inkomend is not None  # noqa: S101 - asked of what was accepted
        item = ontvangen.inkomend.item
        besluit = decide(self._store.stored([item.id]).get(item.id), item)
        return besluit.uitkomst in {Uitkomst.TOEGEPAST, Uitkomst.ONGEWIJZIGD}


def _watch(regels: Iterator[bytes], bewaak: Callable[[], None]) -> Iterator[bytes]:
    for regel in regels:
        bewaak()
        yield regel
