"""Removal by absence: what a complete snapshot of a source no longer holds, is gone.

Only from a file, only when the snapshot proves to be complete, and never more than 5 % of a source's records in one run
unless the operator confirms: an empty or half a file must not empty the store.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import structlog

from indexers.ontvangst import ONBEKENDE_BRON, Ontvangen, Ontvanger
from indexers.source import Blok, Regel, Source
from indexers.verzameling import Verzameling
from klantbeeld.domain.bronnen import Bronstand
from klantbeeld.domain.items import Item, Kenmerken, Uitkomst, decide
from klantbeeld.domain.leveringen import Levering, digest_of
from klantbeeld.domain.porties import split_porties
from klantbeeld.stores.protocol import Batch, Inkomend, Store

GRENS = 0.05
PER_KEER = 2_000

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Momentopname:
    """A bronstand that says that the lines before it are everything (``regels`` None: there is no file to go over again);
    ``eerder`` were removed before in this run."""

    bronstand: Levering
    regels: Iterator[bytes] | None
    vaste_bron: str | None
    eerder: int


@dataclass(frozen=True, slots=True)
class Afwezigheidsoordeel:
    """What a snapshot led to. ``reden`` says why nothing was removed (None: it was judged complete)."""

    bron: str
    verwijderd: int
    reden: str | None


class Momentopnamen:
    """Judges the snapshots of one run; ``oordelen`` is what came of each. ``bevestig`` allows a removal of more than 5 %."""

    def __init__(self, store: Store, ontvanger: Ontvanger, bewaak: Callable[[], None], *, bevestig: bool) -> None:
        self.oordelen: list[Afwezigheidsoordeel] = []
        self._store = store
        self._ontvanger = ontvanger
        self._bewaak = bewaak
        self._bevestig = bevestig

    def judge(self, source: Source, blok: Blok, nummer: int, ontvangen: Ontvangen) -> None:
        """Removes what a complete snapshot no longer holds, before its bronstand (line ``nummer`` of the block) itself is
        taken in: whatever stops this, the bronstand is read again. One that was passed by a later one, or will be refused,
        judges nothing."""
        if ontvangen.levering is None or ontvangen.inkomend is None or not self._will_stand(ontvangen.inkomend.item):
            return
        eerder = sum(oordeel.verwijderd for oordeel in self.oordelen if oordeel.bron == ontvangen.bron)
        regels = source.lines_before(blok, nummer)
        momentopname = Momentopname(ontvangen.levering, None if regels is None else self._watch(regels), source.bron, eerder)
        oordeel = remove_absent(self._store, self._ontvanger, momentopname, bevestig=self._bevestig)
        self.oordelen.append(oordeel)
        if oordeel.verwijderd or oordeel.reden:
            log.info("momentopname", bron=oordeel.bron, verwijderd=oordeel.verwijderd, reden=oordeel.reden)

    def _will_stand(self, item: Item) -> bool:
        """Whether a record will be applied, or stands already."""
        besluit = decide(self._store.stored([item.id]).get(item.id), item)
        return besluit.uitkomst in {Uitkomst.TOEGEPAST, Uitkomst.ONGEWIJZIGD}

    def _watch(self, regels: Iterator[bytes]) -> Iterator[bytes]:
        for regel in regels:
            self._bewaak()
            yield regel


def is_momentopname(levering: Levering | None) -> bool:
    """Whether a record claims that the lines before it are a complete snapshot."""
    return levering is not None and isinstance(levering.gegevens, Bronstand) and levering.gegevens.volledig


def remove_absent(store: Store, ontvanger: Ontvanger, momentopname: Momentopname, *, bevestig: bool) -> Afwezigheidsoordeel:
    """Removes what is absent, with the version of the bronstand. Safe to repeat when it stopped halfway."""
    bronstand, gegevens = momentopname.bronstand, momentopname.bronstand.gegevens
    bron = bronstand.bron
    if momentopname.regels is None:
        return Afwezigheidsoordeel(bron, 0, "GEEN_BESTAND")
    if not isinstance(gegevens, Bronstand) or gegevens.aantal is None:
        return Afwezigheidsoordeel(bron, 0, "AANTAL_ONBEKEND")
    aanwezig = _collect_ids(store, ontvanger, bron, momentopname)
    if aanwezig is None:
        return Afwezigheidsoordeel(bron, 0, "REGELS_GEWEIGERD_OF_VERWIJDERD")
    if len(aanwezig) != gegevens.aantal:
        return Afwezigheidsoordeel(bron, 0, "AANTAL_KLOPT_NIET")
    levend, afwezig = 0, []
    for id_, versie in store.live_versions(bron):
        levend += 1
        if versie < bronstand.versie and id_ not in aanwezig:
            afwezig.append(id_)
    if momentopname.eerder + len(afwezig) > GRENS * (levend + momentopname.eerder) and not bevestig:
        return Afwezigheidsoordeel(bron, 0, "MEER_DAN_5_PROCENT")
    for deel in split_porties(afwezig, PER_KEER):
        store.apply(Batch(inkomend=tuple(Inkomend(_make_grafsteen(id_, bronstand), None) for id_ in deel)))
    return Afwezigheidsoordeel(bron, len(afwezig), None)


def _collect_ids(store: Store, ontvanger: Ontvanger, bron: str, momentopname: Momentopname) -> Verzameling | None:
    """The ids of the source since its previous bronstand; None when one of those lines was
    refused or removes a record."""
    ids, is_volledig, wachtend = Verzameling(), True, list[Ontvangen]()
    for ruw in momentopname.regels or ():
        ontvangen = ontvanger.receive(momentopname.vaste_bron, Regel(ruw, ""))
        levering = ontvangen.levering
        if levering is None:
            is_volledig = is_volledig and ontvangen.bron not in {bron, ONBEKENDE_BRON}
        elif levering.bron != bron:
            continue
        elif levering.soort == "bronstand":
            ids, is_volledig, wachtend = Verzameling(), True, []
        else:
            ids.add(levering.id)
            wachtend.append(ontvangen)
            is_volledig = is_volledig and not levering.verwijderd
        if len(wachtend) >= PER_KEER:
            is_volledig = is_volledig and _all_taken_in(store, wachtend)
            wachtend = []
    if not (is_volledig and _all_taken_in(store, wachtend)):
        return None
    return ids


def _all_taken_in(store: Store, ontvangen: list[Ontvangen]) -> bool:
    """Whether the store took in all these records: none is among the dead letters. What was erased is left out on purpose."""
    items = [deel.inkomend.item for deel in ontvangen if deel.inkomend is not None]
    bewaard = store.stored([item.id for item in items])
    buiten = [
        item
        for item in items
        if item.id not in bewaard or decide(bewaard[item.id], item).uitkomst not in {Uitkomst.ONGEWIJZIGD, Uitkomst.VERVALLEN}
    ]
    return not buiten or {item.id for item in buiten} <= store.erased(buiten)


def _make_grafsteen(id_: str, bronstand: Levering) -> Item:
    bron, soort, _ = id_.split(":", 2)
    digest = digest_of(f"afwezig:{id_}".encode())
    return Item(id_, bron, soort, bronstand.versie, digest, (), True, b"", Kenmerken(), afwezig=True)
