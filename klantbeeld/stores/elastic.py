"""The store in Elasticsearch: any number of writers and readers, on any number of machines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from klantbeeld.domain.items import Bewaard, Item
from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.domain.vragen import Vraag
from klantbeeld.errors import StoreVernieuwd
from klantbeeld.stores.elastic_batches import Batches, Delen
from klantbeeld.stores.elastic_boekhouding import Boekhouding
from klantbeeld.stores.elastic_brieven import Brieven
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Geduld
from klantbeeld.stores.elastic_controle import find_damaged
from klantbeeld.stores.elastic_generaties import Generaties
from klantbeeld.stores.elastic_maanden import Maanden
from klantbeeld.stores.elastic_markeringen import Markeringen
from klantbeeld.stores.elastic_profielen import Profielen
from klantbeeld.stores.elastic_stromen import (
    count_brieven,
    count_live,
    read_digests,
    read_lh_sleutels,
    read_profiel_ids,
    read_versions,
)
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.elastic_vragen import answer_all
from klantbeeld.stores.elastic_wisregister import Wisregister
from klantbeeld.stores.elastic_wissen import Wisser
from klantbeeld.stores.protocol import Batch, DodeBrief, Markering, Profielwijziging, Tellers, Toegepast, Wissing
from klantbeeld.stores.wisregister import list_dragers

T = TypeVar("T")


class ElasticStore:
    """``Store`` in a cluster. A method that writes may be stopped halfway; doing it again ends the same."""

    def __init__(self, verbinding: Verbinding, geheim: bytes, geduld: Geduld | None = None) -> None:
        """``geheim`` is the key of the ledger of erasures."""
        self._verbinding = verbinding
        self._generaties = Generaties(verbinding)
        self._bulk = bulk = Bulkschrijver(verbinding, geduld or Geduld())
        self._register = Wisregister(verbinding, bulk, geheim)
        self._markeringen = Markeringen(verbinding, bulk, self._register)
        self._boekhouding = Boekhouding(verbinding, bulk)
        self._brieven = Brieven(verbinding, bulk)
        self._maanden = Maanden(verbinding, bulk)
        self._profielen = Profielen(verbinding, bulk, self._maanden)
        self._wisser = Wisser(verbinding, bulk, self._markeringen, self._register)
        delen = Delen(self._markeringen, self._boekhouding, self._register, self._wisser)
        self._batches = Batches(verbinding, bulk, delen)
        if verbinding.is_writable:
            self._follow(self._markeringen.begin)

    def read(self, vragen: Sequence[Vraag]) -> list[Any]:
        return answer_all(self._verbinding, vragen)

    def schrijfstoring(self) -> str | None:
        storing = self._verbinding.schrijfstoring()
        return storing.code if storing else None

    def close(self) -> None:
        self._verbinding.close()

    def write_statuses(self) -> Mapping[str, int]:
        return dict(self._bulk.statussen)

    @property
    def is_gesloten(self) -> bool:
        """Whether it can't be used any more."""
        return self._verbinding.is_gesloten

    def stored(self, ids: Sequence[str]) -> dict[str, Bewaard]:
        return self._follow(lambda: self._batches.look_up(ids))

    def apply(self, batch: Batch, *, markeer: bool = True, zichtbaar: bool = True) -> Toegepast:
        return self._follow(lambda: self._batches.apply(batch, markeer=markeer, zichtbaar=zichtbaar))

    def forget(self, ids: Sequence[str]) -> int:
        return self._follow(lambda: self._wisser.forget(ids))

    def purge(self, voor: date) -> int:
        return self._follow(lambda: self._wisser.purge(voor))

    def reached(self, wissing: Wissing) -> list[str]:
        return self._follow(lambda: self._wisser.find_reached(wissing))

    def erase(self, wissing: Wissing) -> None:
        self._follow(lambda: self._wisser.erase(wissing))

    def erased(self, items: Sequence[Item]) -> set[str]:
        return {id_ for id_, _ in self._follow(lambda: self._register.find(list_dragers(items)))}

    def lift(self, naam: str) -> int:
        return self._follow(lambda: self._register.lift(naam))

    def scrub(self) -> None:
        self._follow(self._wisser.scrub)
        self._generaties.drop_previous()

    def mark(self, markering: Markering) -> Markering:
        return self._follow(lambda: self._markeringen.write(markering))

    def marks(self, vandaag: date) -> list[Markering]:
        return self._follow(lambda: self._markeringen.read(vandaag))

    def finish(self, markeringen: Iterable[Markering], sleutels: Iterable[str], *, alles: bool = False) -> None:
        af, verhoogd = list(markeringen), list(sleutels)
        self._follow(lambda: self._markeringen.finish(af, verhoogd, alles=alles))

    def tokens(self, ids: Sequence[str]) -> dict[str, int]:
        return dict.fromkeys(ids, 0) | self._follow(lambda: self._profielen.tokens(ids))

    def write_profielen(self, wijzigingen: Sequence[Profielwijziging]) -> dict[str, int]:
        return self._follow(lambda: self._profielen.write(wijzigingen))

    def write_maanden(self, maanden: Mapping[str, tuple[int, Sequence[Maanddocument]]]) -> None:
        self._follow(lambda: self._maanden.replace(maanden))

    def position(self, stroom: str) -> str | None:
        return self._follow(lambda: self._boekhouding.position(stroom))

    def set_storing(self, bron: str, storing: str | None) -> None:
        self._follow(lambda: self._boekhouding.set_storing(bron, storing))

    def dead_letters(self, bron: str | None = None) -> Iterator[DodeBrief]:
        return self._brieven.list(bron)

    def dead_letter_counts(self) -> dict[tuple[str, str], int]:
        return count_brieven(self._verbinding)

    def discard_dead_letters(self, ids: Sequence[str]) -> int:
        return self._follow(lambda: self._brieven.discard(ids))

    def counters(self) -> list[Tellers]:
        return self._boekhouding.counters()

    def live_counts(self) -> dict[tuple[str, str], int]:
        return count_live(self._verbinding)

    def live_versions(self, bron: str) -> Iterator[tuple[str, int]]:
        return read_versions(self._verbinding, bron)

    def organisatie_sleutels(self) -> Iterator[str]:
        return read_lh_sleutels(self._verbinding)

    def profiel_ids(self) -> Iterator[str]:
        return read_profiel_ids(self._verbinding)

    def damaged(self) -> list[str]:
        return find_damaged(self._verbinding)

    def note_controle(self, verslag: bytes) -> None:
        self._follow(lambda: self._boekhouding.note_controle(verslag))

    def controle(self) -> bytes | None:
        return self._follow(self._boekhouding.controle)

    def digests(self) -> Iterator[tuple[str, bytes]]:
        return read_digests(self._verbinding)

    def _follow(self, doe: Callable[[], T]) -> T:
        """Once more, from the beginning, when the indexes go by other names now. Errors: ``StoreVernieuwd`` when they are other
        indexes: what was read of the ones before says nothing about them."""
        eerder = self._verbinding.generatie
        try:
            return doe()
        except StoreVernieuwd:
            self._generaties.settle()
            if self._verbinding.generatie != eerder:
                raise
            return doe()
