"""Dead letters: refused records, kept until they are taken in after all or thrown away. Nothing is lost silently."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from indexers.ontvangst import Ontvanger
from indexers.source import Regel
from klantbeeld.domain.items import Uitkomst
from klantbeeld.stores.protocol import Batch, DodeBrief, Markering, Store


@dataclass(frozen=True, slots=True)
class Herhaling:
    """What offering dead letters again led to."""

    aangeboden: int
    opgelost: int
    markeringen: tuple[Markering, ...]


def describe_brief(brief: DodeBrief, geheim: bytes) -> dict[str, object]:
    """A dead letter without anything of its content: the source's own key, which can hold a BSN, as a keyed hash."""
    sleutel = blake2b((brief.sleutel or "").encode(), key=geheim[:64], digest_size=8).hexdigest() if brief.sleutel else None
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
    """Offers refused lines again, as if they came in now: what is accepted, or passed by a later version, is settled."""
    aangeboden = 0
    markeringen = []
    voor = {brief.id for brief in store.dead_letters()}
    for brief in brieven:
        aangeboden += 1
        ontvangen = ontvanger.receive(None, Regel(brief.ruw, brief.herkomst))
        if ontvangen.inkomend is None:
            continue
        toegepast = store.apply(Batch(inkomend=(ontvangen.inkomend,)))
        if toegepast.markering is not None:
            markeringen.append(toegepast.markering)
        if toegepast.besluiten[0].uitkomst is not Uitkomst.GEWEIGERD:
            store.discard_dead_letters([brief.id])
    na = {brief.id for brief in store.dead_letters()}
    return Herhaling(aangeboden, len(voor - na), tuple(markeringen))
