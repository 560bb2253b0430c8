"""Profiles into Elasticsearch, each only if its token is still the one that was read."""

from collections.abc import Iterable, Sequence

from klantbeeld.stores.elastic_bulk import Bulkschrijver, Lot, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import make_id, make_profiel_document, make_removed_profiel
from klantbeeld.stores.elastic_maanden import KOPVELDEN, Maanden
from klantbeeld.stores.elastic_opvragen import Kop, fetch, look_up
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.protocol import Profielwijziging


class Profielen:
    """Writes profiles. The token is a number of our own, one higher at each write; what guards it is the sequence number that
    Elasticsearch gave the document in which it was read."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver, maanden: Maanden) -> None:
        self._verbinding = verbinding
        self._bulk = bulk
        self._maanden = maanden

    def tokens(self, ids: Iterable[str]) -> dict[str, int]:
        """The tokens of profiles that exist or existed."""
        gevonden = look_up(self._verbinding, Familie.PROFIELEN, ids, KOPVELDEN)
        return {id_: document["token"] for id_, document in gevonden.items()}

    def write(self, wijzigingen: Sequence[Profielwijziging]) -> dict[str, int]:
        """Writes the changes whose token still holds and returns the new tokens. Removing what is not there changes nothing; of
        several changes of one profile the first counts."""
        # What is new needs no look: it is only made when nothing is there.
        koppen = self._fetch({wijziging.id for wijziging in wijzigingen if wijziging.token or wijziging.profiel is None})
        tokens: dict[str, int] = {}
        opdrachten: dict[str, Schrijfopdracht] = {}
        weg: set[str] = set()
        for wijziging in wijzigingen:
            kop = koppen.get(wijziging.id)
            if wijziging.id in tokens or wijziging.token != (kop.inhoud["token"] if kop else 0):
                continue
            if wijziging.profiel is None:
                weg.add(wijziging.id)
            is_stil = wijziging.profiel is None and (kop is None or kop.inhoud["verwijderd"])
            tokens[wijziging.id] = wijziging.token if is_stil else wijziging.token + 1
            if not is_stil:
                opdrachten[wijziging.id] = self._make_opdracht(wijziging, kop)
        for id_, lot in zip(opdrachten, self._bulk.insist(list(opdrachten.values()), zichtbaar=True), strict=True):
            if lot is Lot.VERSLAGEN:
                del tokens[id_]
        # Also of those that were removed before: whoever did so may have been stopped in between.
        self._maanden.remove({id_: tokens[id_] for id_ in weg & tokens.keys() & koppen.keys()})
        return tokens

    def _fetch(self, ids: Iterable[str]) -> dict[str, Kop]:
        return fetch(self._verbinding, Familie.PROFIELEN, ids, KOPVELDEN)

    def _make_opdracht(self, wijziging: Profielwijziging, kop: Kop | None) -> Schrijfopdracht:
        token = wijziging.token + 1
        profiel = wijziging.profiel
        document = make_removed_profiel(wijziging.id, token) if profiel is None else make_profiel_document(profiel, token)
        return Schrijfopdracht(
            index=self._verbinding.write_index_of(Familie.PROFIELEN),
            id=make_id(wijziging.id),
            document=document,
            voorwaarden=kop.voorwaarden if kop else {},
            soort="index" if kop else "create",
        )
