"""Rebuilding: a new generation of the store beside the live one, from what is stored or from the sources.

Every item is made anew from its content, and everything derived is derived anew. Readers see the old generation, complete,
until one switch shows them the new one; what other indexers change meanwhile is brought over first.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import chain, repeat
from typing import Any

import orjson

from indexers.afwezigheid import GRENS
from indexers.pipeline import Opdracht, Pipeline
from indexers.projecties import project_levering
from indexers.source import Source
from klantbeeld.domain.digests import Storedigest, digest_item, digest_store
from klantbeeld.domain.items import Bewaard, Item, Uitkomst, decide
from klantbeeld.domain.leveringen import parse_levering
from klantbeeld.domain.normen import Normen
from klantbeeld.domain.porties import split_porties
from klantbeeld.errors import OpbouwMislukt, Weigering
from klantbeeld.stores.protocol import Batch, DodeBrief, Inkomend
from klantbeeld.stores.protocol_opbouw import Kop, Opbouw

PER_KEER = 5_000
TEGELIJK = 2
"""So many portions are made anew and written at the same time while an empty generation is filled."""
WEINIG = 500
"""So few changed records are brought over while writers wait: a fraction of a second."""
MEESTE_RONDEN = 10


@dataclass(frozen=True, slots=True)
class Opbouwverslag:
    """What a rebuild did: how many records were brought over, how many of those are refused by the rules of now, and per source
    how many live ones the sources no longer had."""

    overgebracht: int
    geweigerd: int
    verdwenen: Counter[str]


class Heropbouw:
    """One rebuild. ``pipeline`` is the one into the new generation."""

    def __init__(self, opbouw: Opbouw, pipeline: Pipeline, normen: Normen, meld: Callable[[int], None]) -> None:
        self._opbouw = opbouw
        self._pipeline = pipeline
        self._normen = normen
        self._meld = meld
        self._herlezen: frozenset[str] = frozenset()
        self._verdwenen: Counter[str] = Counter()
        self._geweigerd: set[str] = set()
        self._overgebracht = 0

    def run(self, sources: Sequence[Source] = (), *, bevestig: bool = False) -> Opbouwverslag:
        """Fills, derives, compares and switches. From ``sources`` is read again what they have; of the records of those sources
        only what is newer in the live generation is brought over, and tombstones. All others come from what is stored.

        Errors: ``OpbouwMislukt`` when a source can't be read to its end, more than 5 % of its records would vanish (without
        ``bevestig``), or the generations can't be made equal. Then nothing was switched.
        """
        self._pipeline.start()
        if sources:
            self._read_again(sources)
        gevuld = None
        if self._opbouw.store.live_counts():
            self._bring_all(self._list_due())
        else:
            gevuld = digest_store(self._fill())
        if not bevestig:
            self._refuse_loss()
        with ThreadPoolExecutor(1) as vergelijker:
            # Deriving changes no item, so what was brought over is compared meanwhile.
            anders = vergelijker.submit(self._compare, gevuld)
            self._pipeline.derive()
            self._demand_equality(anders.result())
        self._opbouw.switch(self._bring)
        self._settle_letters()
        self._pipeline.derive()
        return Opbouwverslag(self._overgebracht, len(self._geweigerd), self._verdwenen)

    def _read_again(self, sources: Sequence[Source]) -> None:
        # What was confirmed in the live generation is not asked again; what would vanish is counted at the end.
        verloop = self._pipeline.run(list(sources), Opdracht(bevestig=True, vanaf_begin=True), self._meld)
        if verloop.gestopt:
            raise OpbouwMislukt(
                f"Niet alle bronnen zijn tot het einde te lezen: {', '.join(verloop.gestopt)}. Er is niets gewisseld. Zie "
                "klantbeeld status, herstel de bron en begin opnieuw."
            )
        self._herlezen = frozenset(source.bron for source in sources if source.bron is not None)

    def _list_due(self) -> Iterator[str]:
        """The ids of what must be brought over; counts what is not, because its source no longer has it."""
        self._verdwenen.clear()
        for id_, levend, nieuw in self._opbouw.differences():
            if self._is_due(id_, levend, nieuw):
                yield id_
            elif nieuw is None:
                self._verdwenen[id_.partition(":")[0]] += 1

    def _is_due(self, id_: str, levend: Kop | None, nieuw: Kop | None) -> bool:
        if id_.partition(":")[0] in self._herlezen:
            return self._is_newer(levend, nieuw)
        return levend != nieuw

    def _is_newer(self, levend: Kop | None, nieuw: Kop | None) -> bool:
        """Whether the live generation knows more of a record than its source told now."""
        return levend is not None and (levend.verwijderd if nieuw is None else levend.versie > nieuw.versie)

    def _refuse_loss(self) -> None:
        over: Counter[str] = Counter()
        for (bron, _), aantal in self._opbouw.store.live_counts().items():
            over[bron] += aantal
        teveel = sorted(bron for bron, weg in self._verdwenen.items() if weg > GRENS * (over[bron] + weg))
        if teveel:
            raise OpbouwMislukt(
                f"Van {', '.join(teveel)} zou meer dan 5 % van de records verdwijnen, want de bron heeft ze niet meer. Er is "
                "niets gewisseld. Klopt dat, geef dan --bevestig-verwijderen; laat anders --van-bronnen weg."
            )

    def _catch_up(self) -> set[str]:
        """Brings over what changed meanwhile until it is little, or does not become so, and says what that was."""
        alle: set[str] = set()
        for _ in range(MEESTE_RONDEN):
            gewijzigd = self._opbouw.changed()
            alle.update(gewijzigd)
            self._bring_all(iter(gewijzigd))
            self._pipeline.derive()
            if len(gewijzigd) <= WEINIG:
                break
        return alle

    def _compare(self, gevuld: Storedigest | None) -> set[str]:
        """The ids of what the generations hold differently; ``gevuld`` is what filled an empty one: then nothing is, when it
        holds just that."""
        if gevuld is not None and gevuld == digest_store((id_, _digest_kop(kop)) for id_, kop in self._opbouw.koppen()):
            return set()
        return set(self._list_due())

    def _demand_equality(self, anders: set[str]) -> None:
        """Demands that the generations hold the same, but for what changes just now. ``anders`` are the ids of what was brought
        over and differed; what changed meanwhile is brought over and compared here."""
        anders |= self._catch_up()
        anders = set(self._find_different(sorted(anders - self._geweigerd)))
        if anders:
            anders -= self._geweigerd.union(self._catch_up())
        if anders:
            raise OpbouwMislukt(
                f"{len(anders)} records zijn na het overbrengen niet gelijk. Er is niets gewisseld. Zie "
                "klantbeeld verify, en begin opnieuw."
            )

    def _find_different(self, ids: Iterable[str]) -> Iterator[str]:
        for deel in split_porties(ids, PER_KEER):
            levend = {item.id: _make_kop(item) for item in self._opbouw.items(deel)}
            nieuw = {id_: _make_kop(bewaard) for id_, bewaard in self._opbouw.store.stored(deel).items()}
            yield from (id_ for id_ in deel if self._is_due(id_, levend.get(id_), nieuw.get(id_)))

    def _settle_letters(self) -> None:
        """Removes the dead letters that were brought over of records of which the sources told more by now than the live
        generation knew: whoever reads on from its position finds these as they are, and settles nothing."""
        store = self._opbouw.store
        brieven = chain.from_iterable(map(store.dead_letters, self._herlezen))
        for deel in split_porties(((brief.id, _record_of(brief), brief.versie or 0) for brief in brieven), PER_KEER):
            records = [record for _, record, _ in deel]
            eerder = {item.id: item.versie for item in self._opbouw.items(records)}
            nu = {id_: bewaard.versie for id_, bewaard in store.stored(records).items()}
            verder = {record: versie for record, versie in nu.items() if record not in eerder or versie > eerder[record]}
            store.discard_dead_letters([id_ for id_, record, versie in deel if record in verder and versie <= verder[record]])

    def _fill(self) -> Iterator[tuple[str, bytes]]:
        """Everything, into a generation that holds nothing: nobody looks what is there. Several parts at a time, for making
        items anew takes as long as writing them. Gives the id and digest of each that was brought."""
        onderweg = deque[Future[Sequence[Item | DodeBrief]]]()
        with ThreadPoolExecutor(TEGELIJK) as handen:
            for deel in chain(split_porties(self._opbouw.all_items(), PER_KEER), repeat((), TEGELIJK)):
                onderweg.append(handen.submit(self._renew_all, deel))
                if len(onderweg) > TEGELIJK:
                    nieuw = onderweg.popleft().result()
                    self._count(nieuw)
                    self._meld(len(nieuw))
                    yield from ((item.id, _digest_kop(item)) for item in nieuw if isinstance(item, Item))

    def _bring_all(self, ids: Iterable[str]) -> None:
        """The same as ``_bring``, of many; the next are read and made anew while these are written."""
        with ThreadPoolExecutor(1) as lezer:
            onderweg = deque[tuple[Sequence[str], Future[list[Item | DodeBrief]]]]()
            for deel in chain(split_porties(ids, PER_KEER), [()]):
                onderweg.append((deel, lezer.submit(self._read, deel)))
                if len(onderweg) > 1:
                    gelezen, nieuw = onderweg.popleft()
                    self._write(gelezen, nieuw.result())
                    self._meld(len(gelezen))

    def _bring(self, ids: Sequence[str]) -> None:
        """Makes the new generation hold of these what the live one holds, and nothing else."""
        self._write(ids, self._read(ids))

    def _read(self, ids: Sequence[str]) -> list[Item | DodeBrief]:
        return [self._renew(item) for item in self._opbouw.items(ids)]

    def _write(self, ids: Sequence[str], nieuw: Sequence[Item | DodeBrief]) -> None:
        store = self._opbouw.store
        items = {item.id: item for item in nieuw if isinstance(item, Item)}
        passend = {Uitkomst.TOEGEPAST, Uitkomst.ONGEWIJZIGD}
        gehouden = store.stored(ids)
        store.forget(
            [id_ for id_, deel in gehouden.items() if id_ not in items or decide(deel, items[id_]).uitkomst not in passend]
        )
        self._apply(nieuw)
        self._count(nieuw)

    def _apply(self, nieuw: Sequence[Item | DodeBrief]) -> None:
        items = tuple(Inkomend(item, None) for item in nieuw if isinstance(item, Item))
        brieven = tuple(brief for brief in nieuw if isinstance(brief, DodeBrief))
        self._opbouw.store.apply(Batch(items, brieven), markeer=False)

    def _renew_all(self, items: Iterable[Item]) -> Sequence[Item | DodeBrief]:
        nieuw = [self._renew(item) for item in items]
        self._apply(nieuw)
        return nieuw

    def _count(self, nieuw: Sequence[Item | DodeBrief]) -> None:
        items = {item.id for item in nieuw if isinstance(item, Item)}
        self._overgebracht += len(items)
        self._geweigerd -= items
        self._geweigerd.update(_record_of(brief) for brief in nieuw if isinstance(brief, DodeBrief))

    def _renew(self, item: Item) -> Item | DodeBrief:
        """An item made anew from its content; a tombstone as it is. What the rules of now refuse becomes a dead letter. What it
        is and its digest stay, so that content that was tampered with is still found by verifying."""
        if item.verwijderd:
            return item
        regel = b'{"versie":%d,' % item.versie + item.inhoud.lstrip(b"{")
        try:
            nieuw = project_levering(parse_levering(_read_object(regel)), self._normen)
        except Weigering as weigering:
            return _make_brief(item, regel, weigering)
        return nieuw._replace(id=item.id, bron=item.bron, soort=item.soort, digest=item.digest)


def _make_kop(deel: Item | Bewaard) -> Kop:
    return Kop(deel.versie, deel.digest, deel.verwijderd)


def _digest_kop(kop: Kop | Item) -> bytes:
    return digest_item(kop.versie, kop.digest) + bytes([kop.verwijderd])


def _record_of(brief: DodeBrief) -> str:
    return f"{brief.bron}:{brief.soort}:{brief.sleutel}"


def _read_object(regel: bytes) -> dict[str, Any]:
    """A line of our own: without the limits for what others write."""
    try:
        ruw: dict[str, Any] = orjson.loads(regel)
    except orjson.JSONDecodeError:
        raise Weigering("GEEN_JSON") from None
    return ruw


def _make_brief(item: Item, ruw: bytes, weigering: Weigering) -> DodeBrief:
    return DodeBrief(
        id=blake2b(item.bron.encode() + b"\0" + ruw, digest_size=16).hexdigest(),
        bron=item.bron,
        soort=item.soort,
        sleutel=item.id.split(":", 2)[2],
        versie=item.versie,
        reden=weigering.reden,
        veld=weigering.veld,
        herkomst="rebuild@0",
        ruw=ruw,
        ontvangen_op=datetime.now(UTC).isoformat(timespec="seconds"),
    )
