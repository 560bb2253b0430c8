"""Dead letters: refused records, kept until they are taken in after all or thrown away. Nothing is lost silently."""

from collections.abc import Iterable
from dataclasses import dataclass

from indexers.ontvangst import ONBEKENDE_BRON, Ontvanger
from indexers.source import Regel
from klantbeeld.domain.items import Uitkomst
from klantbeeld.domain.leveringen import hash_sleutel
from klantbeeld.stores.protocol import Batch, DodeBrief, Store

IS_AFGEKAPT = "REGEL_TE_LANG"
"""Of a line that was refused for this only the beginning was kept."""


@dataclass(frozen=True, slots=True)
class Herhaling:
    """What offering dead letters again led to."""

    aangeboden: int
    opgelost: int


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
