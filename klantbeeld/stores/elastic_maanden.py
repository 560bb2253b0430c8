"""Month figures into Elasticsearch. The token of the profile they were derived from is their version there: what comes of an
older profile is refused by Elasticsearch itself."""

from collections.abc import Iterable, Mapping, Sequence

from klantbeeld.domain.maanden import Maanddocument
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import Document, make_id, make_maand_document, make_removed_maand
from klantbeeld.stores.elastic_opvragen import Stroom, look_up, page_through
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding

KOPVELDEN = ("token", "verwijderd")
"""What a writer needs of a profile."""


class Maanden:
    """Writes the month figures of profiles."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver) -> None:
        self._verbinding = verbinding
        self._bulk = bulk

    def replace(self, maanden: Mapping[str, tuple[int, Sequence[Maanddocument]]]) -> None:
        """Replaces the month figures of each profile that is held, unless they were derived from an older one."""
        geldig = {id_: maanden[id_] for id_, kop in self._look_up(maanden).items() if _is_valid(kop, maanden[id_][0])}
        weg = self._find_others({id_: {maand.id for maand in deel} for id_, (_, deel) in geldig.items()})
        erbij = [self._write(maand, token) for token, deel in geldig.values() for maand in deel]
        self._bulk.insist([*erbij, *(self._remove(*maand, geldig[maand[1]][0]) for maand in weg)], zichtbaar=True)
        # A profile may have been renewed since, by a writer that could not know of months that came after it looked.
        achterhaald = [id_ for id_, kop in self._look_up(geldig).items() if not _is_valid(kop, geldig[id_][0])]
        self._take_back({id_: geldig[id_] for id_ in achterhaald})

    def remove(self, tokens: Mapping[str, int]) -> None:
        """Removes all month figures of profiles that are removed; the tokens are those of the removals."""
        weg = self._find_others({id_: set() for id_ in tokens})
        self._bulk.insist([self._remove(*maand, tokens[maand[1]]) for maand in weg], zichtbaar=True)

    def _take_back(self, maanden: Mapping[str, tuple[int, Sequence[Maanddocument]]]) -> None:
        weg = ((maand, token) for token, deel in maanden.values() for maand in deel)
        self._bulk.insist([self._remove(maand.id, maand.werkgever_id, token) for maand, token in weg], zichtbaar=True)

    def _look_up(self, ids: Iterable[str]) -> dict[str, Document]:
        return look_up(self._verbinding, Familie.PROFIELEN, ids, KOPVELDEN)

    def _find_others(self, blijvend: Mapping[str, set[str]]) -> list[tuple[str, str]]:
        """(id, profile) of the month figures that these profiles have beside the ones that stay."""
        if not blijvend:
            return []
        query = {"bool": {"filter": [{"terms": {"werkgever": list(blijvend)}}, {"term": {"verwijderd": False}}]}}
        gevonden = page_through(self._verbinding, Stroom(Familie.MAANDEN, query, kolommen=("id", "werkgever")))
        return [(deel["id"], deel["werkgever"]) for deel in gevonden if deel["id"] not in blijvend[deel["werkgever"]]]

    def _write(self, maand: Maanddocument, token: int) -> Schrijfopdracht:
        return self._make_opdracht(maand.id, make_maand_document(maand), token)

    def _remove(self, id_: str, werkgever_id: str, token: int) -> Schrijfopdracht:
        return self._make_opdracht(id_, make_removed_maand(id_, werkgever_id), token)

    def _make_opdracht(self, id_: str, document: bytes, token: int) -> Schrijfopdracht:
        index = self._verbinding.write_index_of(Familie.MAANDEN)
        return Schrijfopdracht(index, make_id(id_), document, {"version": token, "version_type": "external_gte"})


def _is_valid(kop: Document, token: int) -> bool:
    """Whether month figures that were derived from a profile with this token may stand beside what is held of it."""
    return not kop["verwijderd"] and kop["token"] <= token
