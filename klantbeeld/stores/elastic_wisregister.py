"""The ledger of what was erased, in Elasticsearch."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import orjson

from klantbeeld.stores.elastic_bulk import Bulkschrijver, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import make_id
from klantbeeld.stores.elastic_opvragen import Stroom, is_empty, page_through
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.protocol import Batch
from klantbeeld.stores.wisregister import Dingen, Drager, N, Wismerken, describe_brieven, describe_dragers, leave_out

_PER_VRAAG = 10_000


class Wisregister:
    """Asked before anything is written, and again after. Errors of every method: also ``StoreOnbruikbaar`` when the ledger was
    made with another key."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver, geheim: bytes) -> None:
        self._verbinding = verbinding
        self._bulk = bulk
        self._merken = Wismerken(geheim)

    def find(self, dragers: Iterable[Drager]) -> set[Drager]:
        """Those of these versions that were erased, by id or by a key."""
        return self.match(describe_dragers(dragers))

    def keep_out(self, batch: Batch) -> Batch:
        """A batch without the dead letters of what was erased."""
        return leave_out(batch, self.match(describe_brieven(batch.brieven))) if batch.brieven else batch

    def match(self, dingen: Dingen[N]) -> set[N]:
        """Those of these things of which a text was erased."""
        if is_empty(self._verbinding, Familie.GEWIST):
            return set()
        return self._merken.match(dingen, self._look_up)

    def note(self, naam: str, teksten: Iterable[str]) -> None:
        """Adds an erasure; what is in it already stays with the one by which it came."""
        self.match(())
        self._bulk.insist(
            [
                Schrijfopdracht(self._index, make_id(merk), orjson.dumps({"merk": merk, "bij": bij}), soort="create")
                for merk, bij in dict(self._merken.make_entries(naam, teksten)).items()
            ],
            zichtbaar=True,
        )

    def lift(self, naam: str) -> int:
        """Takes an erasure away, and says how many entries it had."""
        self.match(())
        bij = {"term": {"bij": self._merken.hash(naam)}}
        weg = [regel["merk"] for regel in page_through(self._verbinding, Stroom(Familie.GEWIST, bij, kolommen=("merk",)))]
        self._bulk.insist([Schrijfopdracht(self._index, make_id(merk), None) for merk in weg], zichtbaar=True)
        return len(weg)

    def _look_up(self, merken: AbstractSet[str]) -> set[str]:
        alle = sorted(merken)
        gevonden: set[str] = set()
        for begin in range(0, len(alle), _PER_VRAAG):
            query = {"terms": {"merk": alle[begin : begin + _PER_VRAAG]}}
            regels = page_through(self._verbinding, Stroom(Familie.GEWIST, query, kolommen=("merk",)))
            gevonden.update(regel["merk"] for regel in regels)
        return gevonden

    @property
    def _index(self) -> str:
        return self._verbinding.write_index_of(Familie.GEWIST)
