"""Cases: sick reports with their milestones, and requests."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from indexers.samples import woorden
from indexers.samples.bestanden import list_mijlpalen
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import DEKKING, Feit
from indexers.samples.organisaties import Werkgever, name_werkgever

_ZAKEN = (2, 4, 10, 25, 70)
_ANDERE = ("wia-aanvraag", "bezwaar", "wazo-aanvraag", "ww-aanvraag", "wtv-verzoek")
_CATALOGUS = "https://zaken.example.nl/catalogi/zaaktypen/"


def list_zaken(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """The cases of an employer; none for three in ten."""
    if dobbelsteen.kans(0.3):
        return
    for volgnummer in range(dobbelsteen.scheef(0, _ZAKEN[werkgever.grootte])):
        start = werkgever.pick_dag(dobbelsteen, 1400, DEKKING["zaken"])
        zaaknummer = f"ZAAK-{start.year}-{werkgever.plaats.nummer:07d}-{volgnummer}"
        gegevens = {"zaaknummer": zaaknummer} | _describe(werkgever, dobbelsteen, start)
        dag = gegevens.get("einddatum") or start
        yield Feit(
            "zaak", f"Z{werkgever.plaats.nummer:07d}-{volgnummer}", dag, name_werkgever(werkgever, dobbelsteen), gegevens
        )


def _describe(werkgever: Werkgever, dobbelsteen: Dobbelsteen, start: date) -> dict[str, Any]:
    ziek = dobbelsteen.kans(0.75)
    zaaktype = "ziekmelding" if ziek else dobbelsteen.kies(_ANDERE)
    gegevens: dict[str, Any] = {
        "zaaktype": f"{_CATALOGUS}{zaaktype}" if dobbelsteen.kans(0.1) else zaaktype,
        "startdatum": start,
        "status": "lopend",
        "einddatum": None,
    }
    duur = dobbelsteen.scheef(1, 760 if ziek else 120)
    if start + timedelta(days=duur) <= werkgever.laatste_dag:
        gegevens |= _close(dobbelsteen, start + timedelta(days=duur))
    elif ziek and dobbelsteen.kans(0.7):
        gegevens["reden"] = dobbelsteen.kies(woorden.ZIEKREDENEN)
    if ziek and dobbelsteen.kans(0.97):
        gegevens["eersteZiektedag"] = start - timedelta(days=dobbelsteen.scheef(0, 3))
        if dobbelsteen.kans(0.6):
            tot = gegevens["einddatum"] or werkgever.laatste_dag
            gegevens["mijlpalen"] = _list_mijlpalen(dobbelsteen, gegevens["eersteZiektedag"], tot)
            if gegevens["status"] == "lopend" and dobbelsteen.kans(0.4):
                gegevens["mijlpalen"] += _postpone(dobbelsteen, gegevens["eersteZiektedag"], tot)
    return gegevens


def _close(dobbelsteen: Dobbelsteen, einde: date) -> dict[str, Any]:
    if dobbelsteen.kans(0.08):
        return {"status": "geannuleerd", "einddatum": einde}
    return {
        "status": "gesloten",
        "einddatum": einde,
        "reden": dobbelsteen.kies(woorden.SLUITREDENEN),
        "resultaat": dobbelsteen.kies(woorden.RESULTATEN),
    }


def _list_mijlpalen(dobbelsteen: Dobbelsteen, eerste: date, tot: date) -> list[dict[str, Any]]:
    """What was done around its day, up to and including ``tot``; now and then something was forgotten."""
    mijlpalen: list[dict[str, Any]] = []
    for naam, dagen in list_mijlpalen():
        gedaan = eerste + timedelta(days=dagen + (dobbelsteen.getal(-6, 4) if dagen > 7 else 0))
        if gedaan <= tot and dobbelsteen.kans(0.85):
            mijlpalen.append({"naam": _spell(dobbelsteen, naam), "gedaanOp": gedaan})
    return mijlpalen


def _postpone(dobbelsteen: Dobbelsteen, eerste: date, tot: date) -> list[dict[str, Any]]:
    """The next milestone put off by some weeks."""
    volgende = ((naam, eerste + timedelta(days=dagen)) for naam, dagen in list_mijlpalen())
    naam, dag = next(((naam, dag) for naam, dag in volgende if dag > tot + timedelta(days=7)), (None, eerste))
    uitgesteld = dag + timedelta(days=dobbelsteen.getal(7, 35))
    return [] if naam is None else [{"naam": _spell(dobbelsteen, naam), "uitgesteldTot": uitgesteld}]


def _spell(dobbelsteen: Dobbelsteen, naam: str) -> str:
    """The name of a milestone, sometimes without its explanation in brackets."""
    return naam.partition(" (")[0] if dobbelsteen.kans(0.3) else naam
