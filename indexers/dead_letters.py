"""Dead letters: refused records, kept until they are taken in after all or thrown away. Nothing is lost silently."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from indexers.ontvangst import ONBEKENDE_BRON, Ontvanger
from indexers.pipeline import Pipeline
from indexers.source import Regel
from klantbeeld.domain.items import Uitkomst
from klantbeeld.domain.leveringen import hash_sleutel
from klantbeeld.errors import InvoerOnjuist
from klantbeeld.stores.protocol import Batch, DodeBrief, Store

IS_AFGEKAPT = "REGEL_TE_LANG"
"""Of a line that was refused for this only the beginning was kept."""


@dataclass(frozen=True, slots=True)
class Herhaling:
    """What offering dead letters again led to."""

    aangeboden: int
    opgelost: int


class Werkplek(Protocol):
    """What dealing with dead letters needs: a store to write, who judges lines, and who derives."""

    @property
    def store(self) -> Store: ...

    @property
    def ontvanger(self) -> Ontvanger: ...

    @property
    def pipeline(self) -> Pipeline: ...


@dataclass(frozen=True, slots=True)
class Brievenbak:
    """What an operator does with dead letters, in a terminal and on a page; ``open`` gives a place to work in. Errors of each
    method: ``InvoerOnjuist`` when there is no such letter, ``StoreFout``."""

    open: Callable[[], AbstractContextManager[Werkplek]]

    def replay(self, bron: str | None, id_: str | None) -> Herhaling:
        """Offers one dead letter again, or all of a source, or all; what that changes is derived too."""
        with self.open() as plek:
            plek.pipeline.start()
            brieven = [find_brief(plek.store, id_)] if id_ else plek.store.dead_letters(bron)
            herhaling = replay_dead_letters(plek.store, plek.ontvanger, brieven)
            plek.pipeline.derive()
        return herhaling

    def discard(self, id_: str) -> None:
        """Throws one away."""
        with self.open() as plek:
            plek.store.discard_dead_letters([find_brief(plek.store, id_).id])


def find_brief(store: Store, id_: str) -> DodeBrief:
    """The dead letter with this id. Errors: ``InvoerOnjuist``."""
    for brief in store.dead_letters():
        if brief.id == id_:
            return brief
    raise InvoerOnjuist(f"Er is geen dode brief {id_}. Zie klantbeeld dead-letters list.")


def describe_brief(brief: DodeBrief, geheim: bytes) -> dict[str, object]:
    """A dead letter without anything of its content: the source's own key, which can hold a BSN, as a keyed hash."""
    sleutel = hash_sleutel(brief.sleutel, geheim) if brief.sleutel else None
    return {
        "id": brief.id,
        "bron": brief.bron,
        "soort": brief.soort,
        "sleutelHash": sleutel,
        "versie": brief.versie,
        "reden": brief.reden,
        "veld": brief.veld,
        "herkomst": brief.herkomst,
        "ontvangenOp": brief.ontvangen_op,
    }


def replay_dead_letters(store: Store, ontvanger: Ontvanger, brieven: Iterable[DodeBrief]) -> Herhaling:
    """Offers refused lines again, as if they came in now: what is accepted, or passed by a later version, is settled.
    What it changes is marked, and derived by the pipeline."""
    aangeboden = opgelost = 0
    for brief in brieven:
        aangeboden += 1
        bron = None if brief.bron == ONBEKENDE_BRON else brief.bron
        ontvangen = ontvanger.receive(bron, Regel(brief.ruw, brief.herkomst))
        if ontvangen.inkomend is None or brief.reden == IS_AFGEKAPT:
            continue
        toegepast = store.apply(Batch(inkomend=(ontvangen.inkomend,), opgelost=(brief.id,)))
        opgelost += toegepast.besluiten[0].uitkomst is not Uitkomst.GEWEIGERD
    return Herhaling(aangeboden, opgelost)
