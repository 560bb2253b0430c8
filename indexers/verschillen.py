"""How what a store holds differs from what it must hold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexers.afleiden import Afleider
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.profielen import Profiel
from klantbeeld.domain.vragen import Maandvraag, Profielvraag, Vraag
from klantbeeld.stores.protocol import Store, read_all


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


def compare_documents(nodig: Mapping[str, object], er_is: Mapping[str, object]) -> Iterator[Verschil]:
    """How what there is differs from what must be, by id."""
    for id_ in sorted(nodig.keys() | er_is.keys()):
        if id_ not in er_is:
            yield Verschil(Verschilsoort.ONTBREEKT, id_)
        elif id_ not in nodig:
            yield Verschil(Verschilsoort.WEES, id_)
        elif nodig[id_] != er_is[id_]:
            yield Verschil(Verschilsoort.ANDERS, id_)


def compare_afgeleid(store: Store, afleider: Afleider, lh_sleutels: Sequence[str]) -> list[Verschil]:
    """How the profiles and month figures that are held of these employers differ from what deriving gives now."""
    verwacht = afleider.preview(lh_sleutels)
    vragen: list[Vraag] = [Profielvraag(id_) for id_ in verwacht]
    vragen += [Maandvraag(id_) for id_ in verwacht]
    antwoorden = read_all(store, vragen)
    profielen, maanden = antwoorden[: len(verwacht)], antwoorden[len(verwacht) :]
    verschillen: list[Verschil] = []
    for (id_, (profiel, cijfers)), eigen, gehouden in zip(verwacht.items(), profielen, maanden, strict=True):
        verschillen += compare_documents(_by_id(id_, profiel, cijfers), _by_id(id_, eigen, gehouden))
    return verschillen


def _by_id(id_: str, profiel: Profiel | None, maanden: Iterable[Maanddocument]) -> dict[str, object]:
    documenten: dict[str, object] = {f"{id_}:{maand.maand}": maand for maand in maanden}
    return documenten | ({} if profiel is None else {id_: profiel})
