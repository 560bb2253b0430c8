"""How a record reaches us: mostly once, sometimes twice, corrected, out of order, or removed again."""

from datetime import date
from typing import Any

from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import BRON_VAN_SOORT, MOMENTOPNAME, Feit, before

_EERDER: dict[str, dict[str, Any]] = {
    "organisatie": {"aantalMedewerkers": None},
    "riv": {"oordeel": "niet_beoordeeld", "beoordeeldOp": None},
    "boete": {"status": "voornemen"},
    "contactpersoon": {"beschikbaar": False},
    "contact": {"status": "open"},
    "notitie": {"auteur": None},
    "document": {"heeftBijlage": False},
    "betaling": {"status": "openstaand"},
    "zaak": {"status": "lopend", "einddatum": None, "reden": None},
}
"""What an earlier version of a record still said."""


def tell_verloop(feit: Feit, dobbelsteen: Dobbelsteen, gisteren: date) -> tuple[Feit, ...]:
    """The fact as the source delivers it: never dated after ``gisteren``, about one in forty not simply once,
    but in a snapshot each is.

    Versions differ whenever content does, so nothing of it has to be refused.
    """
    if feit.dag > gisteren:
        feit = feit._replace(dag=gisteren)
    if BRON_VAN_SOORT[feit.soort] == MOMENTOPNAME or not dobbelsteen.kans(0.025):
        return (feit,)
    eerder = _recall(feit)
    match dobbelsteen.getal(0, 4):
        case 0:
            return (feit, feit)
        case 1:
            return (feit, eerder)
        case 2 if feit.soort != "organisatie":
            return (eerder, feit._replace(gegevens=None, werkgever=dobbelsteen.kies([[], feit.werkgever])))
        case _:
            return (eerder, feit)


def _recall(feit: Feit) -> Feit:
    return feit._replace(dag=before(feit.dag, 1), gegevens=(feit.gegevens or {}) | _EERDER.get(feit.soort, {}))
