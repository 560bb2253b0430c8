"""Payments to employers and claims on them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import DEKKING, Feit, before
from indexers.samples.nummers import make_iban
from indexers.samples.organisaties import Werkgever, name_werkgever

_BETALINGEN = (4, 8, 20, 40, 100)
_SOORTEN = (
    *(("uitkering", "WAZO"), ("uitkering", "WGA"), ("uitkering", "WTV"), ("ziekengeld", "ZW"), ("ziekengeld", "ZW")) * 2,
    *(("subsidie", "NOW"), ("factuur", "WW"), ("factuur", "WGA"), ("terugvordering", "NOW"), ("terugvordering", "ZW")),
)
_BEDRAGEN = (150_000, 300_000, 900_000, 4_000_000, 25_000_000)


def list_betalingen(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """The payments of an employer, some still planned; none for two in five."""
    if dobbelsteen.kans(0.4):
        return
    iban = make_iban(dobbelsteen)
    for volgnummer in range(dobbelsteen.scheef(0, _BETALINGEN[werkgever.grootte])):
        gegevens = _describe(werkgever, dobbelsteen) | {"kenmerk": f"KB-{werkgever.plaats.nummer:07d}-{volgnummer}"}
        if dobbelsteen.kans(0.9):
            gegevens["iban"] = iban
        sleutel = f"F{werkgever.plaats.nummer:07d}-{volgnummer}"
        yield Feit("betaling", sleutel, gegevens["datum"], name_werkgever(werkgever, dobbelsteen), gegevens)


def _describe(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    soort, regeling = dobbelsteen.kies(_SOORTEN)
    gepland = werkgever.status != "beeindigd" and dobbelsteen.kans(0.04)
    datum = werkgever.pick_dag(dobbelsteen, 2000, DEKKING["betalingen"])
    if gepland:
        datum = werkgever.vandaag + timedelta(days=dobbelsteen.getal(1, 60))
    gegevens = {
        "datum": datum,
        "regeling": regeling,
        "soort": soort,
        "bedragInCenten": dobbelsteen.scheef(5_000, _BEDRAGEN[werkgever.grootte]),
        "status": "gepland" if gepland else _pick_status(dobbelsteen, soort),
    }
    if dobbelsteen.kans(0.85):
        tot = before(datum.replace(day=1), 1)
        gegevens |= {"periodeVan": tot.replace(day=1), "periodeTot": tot}
    return gegevens


def _pick_status(dobbelsteen: Dobbelsteen, soort: str) -> str:
    if soort in ("factuur", "terugvordering"):
        return dobbelsteen.kies(("openstaand", "openstaand", "betaald", "betaald", "verrekend"))
    return dobbelsteen.kies((*("betaald",) * 12, "verrekend"))
