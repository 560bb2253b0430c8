"""Which employers are selected, or exist for who asks, as demands on documents of Elasticsearch."""

from klantbeeld.domain.vragen import Selectie
from klantbeeld.stores.elastic_gesprekken import Eis, have_any
from klantbeeld.stores.elastic_schema import ATTRIBUTEN


def list_eisen(id_veld: str, *selecties: Selectie) -> list[Eis]:
    """What documents of the employers of all of these have; ``id_veld`` holds the public id."""
    eisen = [
        have_any(ATTRIBUTEN[attribuut], waarden) for selectie in selecties for attribuut, waarden in selectie.eisen.items()
    ]
    return eisen + [have_any(id_veld, selectie.werkgever_ids) for selectie in selecties if selectie.werkgever_ids]
