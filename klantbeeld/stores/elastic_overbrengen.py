"""What is kept beside records, brought over from one generation in Elasticsearch to another: dead letters, open marks, the
ledger of erasures and the books.

Writers wait while it is made equal, so all but the books is brought over beforehand too: then only what changed since, by the
sequence number that Elasticsearch gives each write, has to be read and written again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from klantbeeld.domain.porties import split_porties
from klantbeeld.stores.elastic_boekhouding import BRON, Boekhouding
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import (
    Document,
    make_brief_document,
    make_id,
    make_markering_document,
    read_brief,
    read_markering,
)
from klantbeeld.stores.elastic_opvragen import Stroom, fetch, page_through, refresh
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding

_ALLES: Mapping[str, Any] = {"match_all": {}}
_PER_LIJST, _PER_KEER = 10_000, 500
_VREEMD = -1
"""The number of what stood in the new generation before anything was brought."""

_SLEUTELVELDEN = {Familie.BRIEVEN: "id", Familie.MARKERINGEN: "id", Familie.GEWIST: "merk"}
# Each is read and written anew: another version of the product may have written it otherwise.
_HERSCHRIJF: Mapping[Familie, Callable[[Document], bytes]] = {
    Familie.BRIEVEN: lambda document: make_brief_document(read_brief(document)),
    Familie.MARKERINGEN: lambda document: make_markering_document(read_markering(document), document["gelegd"]),
    Familie.GEWIST: lambda document: orjson.dumps({"merk": document["merk"], "bij": document["bij"]}),
}


class Overbrenger:
    """Makes the new generation hold what the live one holds, and nothing of a time when it was live before. Marks of the new
    one stay: they tell what is still to be derived there."""

    def __init__(self, levend: Verbinding, nieuw: Verbinding, bulk: Bulkschrijver) -> None:
        """``bulk`` writes to the new generation."""
        self._levend = levend
        self._nieuw = nieuw
        self._bulk = bulk
        self._gebracht = {familie: dict.fromkeys(_list(nieuw, familie), _VREEMD) for familie in _SLEUTELVELDEN}

    def bring(self, *families: Familie) -> set[Familie]:
        """Brings over what changed in these families (without any: in all) since this was asked before, and says in which of
        them something did."""
        veranderd = set()
        for familie in families or _SLEUTELVELDEN:
            nu, eerder = _list(self._levend, familie), self._gebracht[familie]
            gewijzigd = [id_ for id_, nummer in nu.items() if eerder.get(id_) != nummer]
            for deel in split_porties(gewijzigd, _PER_KEER):
                self._write(familie, deel)
            if familie is not Familie.MARKERINGEN:
                self._remove(familie, [id_ for id_ in eerder if id_ not in nu])
            self._gebracht[familie] = nu
            veranderd |= {familie} if nu != eerder else set()
        return veranderd

    def bring_books(self) -> None:
        """Brings over positions, counters, what keeps sources from being read, and the last verification. The kinds that a
        source delivered are those of both."""
        oud, nieuw = (_read_books(verbinding) for verbinding in (self._levend, self._nieuw))
        erbij = {naam: _merge(document, nieuw.get(naam)) for naam, document in oud.items()}
        weg = [naam for naam, document in nieuw.items() if naam not in oud and document["soort"] != BRON]
        index = self._nieuw.write_index_of(Familie.BOEKHOUDING)
        opdrachten = [Schrijfopdracht(index, make_id(naam), orjson.dumps(document)) for naam, document in erbij.items()]
        self._bulk.insist([*opdrachten, *(Schrijfopdracht(index, make_id(naam), None) for naam in weg)], zichtbaar=True)

    def _write(self, familie: Familie, ids: Sequence[str]) -> None:
        index = self._nieuw.write_index_of(familie)
        documenten = fetch(self._levend, familie, ids)
        herschrijf = _HERSCHRIJF[familie]
        self._bulk.insist(
            [Schrijfopdracht(index, make_id(id_), herschrijf(kop.inhoud)) for id_, kop in documenten.items()], zichtbaar=True
        )

    def _remove(self, familie: Familie, ids: Sequence[str]) -> None:
        index = self._nieuw.write_index_of(familie)
        self._bulk.insist([Schrijfopdracht(index, make_id(id_), None) for id_ in ids], zichtbaar=True)


def _list(verbinding: Verbinding, familie: Familie) -> dict[str, int]:
    """Per id of a family the number of its last write."""
    refresh(verbinding, familie)
    veld = _SLEUTELVELDEN[familie]
    stroom = Stroom(familie, _ALLES, kolommen=(veld, "_seq_no"), per_keer=_PER_LIJST)
    return {document[veld]: document["_seq_no"] for document in page_through(verbinding, stroom)}


def _read_books(verbinding: Verbinding) -> dict[str, Document]:
    refresh(verbinding, Familie.BOEKHOUDING)
    documenten = page_through(verbinding, Stroom(Familie.BOEKHOUDING, _ALLES))
    return {Boekhouding.name_of(document): document for document in documenten}


def _merge(oud: Document, nieuw: Document | None) -> Document:
    if nieuw is None or oud["soort"] != BRON:
        return oud
    soorten = sorted({*oud["inhoud"]["soorten"], *nieuw["inhoud"]["soorten"]})
    return {**oud, "inhoud": {**oud["inhoud"], "soorten": soorten}}
