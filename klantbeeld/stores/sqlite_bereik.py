"""Which employers exist for who asks, as a condition on profiles in SQLite: each is looked up by what it has."""

from typing import Any

from klantbeeld.domain.vragen import Selectie
from klantbeeld.stores.sqlite_rijen import list_json

_MET_WAARDE = """
AND EXISTS (SELECT 1 FROM attributen AS b WHERE b.profiel = p.rij AND b.soort = :binnen{0}
            AND b.waarde IN (SELECT value FROM json_each(:waarden_binnen{0})))
"""
_MET_ID = "AND p.id IN (SELECT value FROM json_each(:ids_binnen))"


def limit_to(bereik: Selectie) -> tuple[str, dict[str, Any]]:
    """A condition on ``profielen AS p`` to put behind another one, and its parameters."""
    delen, velden = [], dict[str, Any]()
    for plaats, (attribuut, waarden) in enumerate(bereik.eisen.items()):
        delen.append(_MET_WAARDE.format(plaats))
        velden |= {f"binnen{plaats}": attribuut, f"waarden_binnen{plaats}": list_json(waarden)}
    if bereik.werkgever_ids:
        delen.append(_MET_ID)
        velden["ids_binnen"] = list_json(bereik.werkgever_ids)
    return " ".join(delen), velden
