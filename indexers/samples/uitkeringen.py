"""Who carries the risk of a benefit itself, and the policies that insure it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from indexers.samples import woorden
from indexers.samples.branches import OVERHEID
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import Feit, before
from indexers.samples.organisaties import Werkgever, name_werkgever

_KANSEN = (0.02, 0.06, 0.2, 0.4, 0.6)
_REDENEN_EINDE = ("op verzoek", "garantie beëindigd", "faillissement", None)
_MANDATEN = ("re-integratie tot beschikking", "volledig verzekerd belang", "advies", None)


def list_erd(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """The periods of each scheme; nothing for one employer in five, and not every scheme for the others."""
    if dobbelsteen.kans(0.2):
        return
    kans = _KANSEN[werkgever.grootte]
    for regeling in ("WGA", "ZW"):
        if dobbelsteen.kans(0.85):
            perioden = _list_perioden(werkgever, dobbelsteen, regeling) if dobbelsteen.kans(kans) else [_nee(regeling)]
            yield from _tell_erd(werkgever, dobbelsteen, perioden)
    if werkgever.branche.sector in OVERHEID:
        yield from _tell_erd(werkgever, dobbelsteen, [{"regeling": "WW", "isEigenrisicodrager": True, "van": werkgever.sinds}])
    elif dobbelsteen.kans(0.3):
        ongebruikelijk = {"regeling": "WW", "isEigenrisicodrager": True, "van": date(werkgever.laatste_dag.year, 1, 1)}
        yield from _tell_erd(werkgever, dobbelsteen, [ongebruikelijk if dobbelsteen.kans(0.02) else _nee("WW")])


def list_polissen(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """The policies of an employer, if any."""
    if not dobbelsteen.kans(0.1 + _KANSEN[werkgever.grootte]):
        return
    for volgnummer in range(dobbelsteen.scheef(1, 4)):
        van = _half_jaar(werkgever.pick_dag(dobbelsteen, 3000))
        gegevens: dict[str, Any] = {
            "verzekeraar": dobbelsteen.kies(woorden.VERZEKERAARS),
            "polisnummer": f"V-{werkgever.plaats.nummer:07d}-{volgnummer}",
            "product": dobbelsteen.kies(("WGA-eigenrisicoverzekering", "ZW-eigenrisicoverzekering", "Verzuimverzekering")),
            "mandaat": dobbelsteen.kies(_MANDATEN),
            "van": van,
        }
        if dobbelsteen.kans(0.4):
            gegevens["dienstverlening"] = dobbelsteen.kies(("basis", "regie", "volledig ontzorgd"))
        if dobbelsteen.kans(0.4):
            gegevens["tot"] = date(van.year + dobbelsteen.getal(1, 3), van.month, 1)
        yield Feit(
            "polis", f"P{werkgever.plaats.nummer:07d}-{volgnummer}", van, name_werkgever(werkgever, dobbelsteen), gegevens
        )


def _tell_erd(werkgever: Werkgever, dobbelsteen: Dobbelsteen, perioden: list[dict[str, Any]]) -> Iterator[Feit]:
    for volgnummer, periode in enumerate(perioden):
        sleutel = f"{periode['regeling']}-{werkgever.plaats.nummer:07d}-{volgnummer}"
        dag = before(periode.get("van") or werkgever.laatste_dag, 90)
        yield Feit("erd", sleutel, dag, name_werkgever(werkgever, dobbelsteen) if volgnummer else [werkgever.sleutel], periode)


def _nee(regeling: str) -> dict[str, Any]:
    return {"regeling": regeling, "isEigenrisicodrager": False}


def _list_perioden(werkgever: Werkgever, dobbelsteen: Dobbelsteen, regeling: str) -> list[dict[str, Any]]:
    """The present period, maybe with one that ended at least three years before it began, or one yet to come."""
    van = _half_jaar(werkgever.pick_dag(dobbelsteen, 3000))
    if dobbelsteen.kans(0.05):
        van = date(werkgever.vandaag.year + 1, 1, 1)
    if dobbelsteen.kans(0.02):
        return [_nee(regeling) | {"van": van}]
    periode = _ja(dobbelsteen, regeling, van)
    if werkgever.status == "beeindigd" and dobbelsteen.kans(0.7):
        periode |= {"tot": max(werkgever.laatste_dag, van), "redenEinde": dobbelsteen.kies(_REDENEN_EINDE)}
    if not dobbelsteen.kans(0.2):
        return [periode]
    einde = date(van.year - dobbelsteen.getal(3, 5), van.month, 1)
    vorige = _ja(dobbelsteen, regeling, date(einde.year - dobbelsteen.getal(1, 6), 1, 1))
    return [vorige | {"tot": einde, "redenEinde": dobbelsteen.kies(_REDENEN_EINDE)}, periode]


def _ja(dobbelsteen: Dobbelsteen, regeling: str, van: date) -> dict[str, Any]:
    periode: dict[str, Any] = {"regeling": regeling, "isEigenrisicodrager": True}
    if dobbelsteen.kans(0.97):
        periode["van"] = van
    if dobbelsteen.kans(0.8):
        periode["verzekeraar"] = dobbelsteen.kies(woorden.VERZEKERAARS)
    if dobbelsteen.kans(0.3):
        periode["intermediair"] = dobbelsteen.kies(woorden.INTERMEDIAIRS)
    if regeling == "WGA":
        periode |= {"directeBetaling": dobbelsteen.kies(("WN", "WN", "WG", None)), "garantie": dobbelsteen.kans(0.95)}
    return periode


def _half_jaar(dag: date) -> date:
    """The first of January or July on or before a day."""
    return date(dag.year, 7 if dag.month > 6 else 1, 1)
