"""The ledger of what was erased, in Elasticsearch."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

import orjson

from klantbeeld.domain.porties import split_porties
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import make_id, read_sleutels
from klantbeeld.stores.elastic_opvragen import BLADZIJDE, Stroom, is_empty, page_through
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

    def list_erased(self) -> Iterator[str]:
        """The ids of the items that are held although they were erased: another store's ledger says so. Looks at every item."""
        documenten = page_through(self._verbinding, Stroom(Familie.ITEMS, {"match_all": {}}, velden=("id", "sleutels", "rest")))
        for deel in split_porties(documenten, BLADZIJDE):
            yield from sorted(self.match((item["id"], (item["id"], *read_sleutels(item))) for item in deel))

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
        gevonden: set[str] = set()
        for deel in split_porties(sorted(merken), _PER_VRAAG):
            query = {"terms": {"merk": deel}}
            regels = page_through(self._verbinding, Stroom(Familie.GEWIST, query, kolommen=("merk",)))
            gevonden.update(regel["merk"] for regel in regels)
        return gevonden

    @property
    def _index(self) -> str:
        return self._verbinding.write_index_of(Familie.GEWIST)
