"""Re-integration reports, wage sanctions, fines and monthly counts of sick reports."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import DEKKING, Feit, before
from indexers.samples.organisaties import Werkgever, name_werkgever

_VANAF = DEKKING["preventie"]
_RIVS = (1, 2, 4, 10, 30)
_BOETES = (1, 1, 3, 6, 15)
_MAANDEN = (2, 6, 14, 26, 40)
_MELDINGEN = (1, 2, 5, 20, 120)
_KANALEN = ("digipoort", "portaal", "papier", "telefoon", "email")
_BOETEBEDRAGEN = ((1, 6, 7000), (7, 27, 23000), (28, 90, 45500))


def list_preventie(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """Everything about prevention; nothing at all for one employer in six."""
    if dobbelsteen.kans(0.16):
        return
    for volgnummer in range(dobbelsteen.scheef(0, _RIVS[werkgever.grootte])):
        yield from _tell_verslag(werkgever, dobbelsteen, f"{werkgever.plaats.nummer:07d}-{volgnummer}")
    for volgnummer in range(dobbelsteen.scheef(0, _BOETES[werkgever.grootte])):
        yield _tell_boete(werkgever, dobbelsteen, f"B{werkgever.plaats.nummer:07d}-{volgnummer}")
    if dobbelsteen.kans(0.01):
        sanctie = _sanctie(werkgever.laatste_dag.replace(day=1), "administratief", "opgelegd")
        yield Feit("loonsanctie", f"S{werkgever.plaats.nummer:07d}-X", sanctie["besluitOp"], [werkgever.sleutel], sanctie)
    yield from _tell_meldingen(werkgever, dobbelsteen)


def _tell_verslag(werkgever: Werkgever, dobbelsteen: Dobbelsteen, sleutel: str) -> Iterator[Feit]:
    ontvangen = werkgever.pick_dag(dobbelsteen, 2600, _VANAF)
    beoordeeld = ontvangen + timedelta(days=dobbelsteen.getal(14, 42))
    houder = name_werkgever(werkgever, dobbelsteen)
    if beoordeeld > werkgever.laatste_dag or dobbelsteen.kans(0.04):
        gegevens: dict[str, Any] = {"ontvangenOp": ontvangen, "oordeel": "niet_beoordeeld"}
        yield Feit("riv", f"R{sleutel}", ontvangen, houder, gegevens)
        return
    oordeel = "onvoldoende" if dobbelsteen.kans(0.18) else "voldoende"
    gegevens = {"ontvangenOp": ontvangen, "beoordeeldOp": beoordeeld, "oordeel": oordeel}
    yield Feit("riv", f"R{sleutel}", beoordeeld, houder, gegevens)
    if oordeel == "onvoldoende" and dobbelsteen.kans(0.75):
        yield from _tell_sancties(dobbelsteen, sleutel, beoordeeld, houder)


def _tell_sancties(dobbelsteen: Dobbelsteen, sleutel: str, besluit: date, houder: list[str]) -> Iterator[Feit]:
    soort = dobbelsteen.kies(("administratief", "inhoudelijk"))
    status = dobbelsteen.kies((*("opgelegd",) * 6, "bekort", "bekort", "ingetrokken", "vernietigd"))
    sanctie = _sanctie(besluit, soort, status) | {"riv": f"R{sleutel}"}
    yield Feit("loonsanctie", f"S{sleutel}", besluit, houder, sanctie)
    if soort == "administratief" and dobbelsteen.kans(0.3):
        later = besluit + timedelta(days=dobbelsteen.getal(1, 60))
        omgezet = _sanctie(later, "inhoudelijk", dobbelsteen.kies(("opgelegd", "opgelegd", "ingetrokken")))
        yield Feit("loonsanctie", f"S{sleutel}-2", later, houder, omgezet | {"riv": f"R{sleutel}", "omgezet": True})


def _sanctie(besluit: date, soort: str, status: str) -> dict[str, Any]:
    van = besluit + timedelta(days=42)
    weken = 20 if status == "bekort" else 52
    return {"soort": soort, "besluitOp": besluit, "van": van, "tot": van + timedelta(weeks=weken), "status": status}


def _tell_boete(werkgever: Werkgever, dobbelsteen: Dobbelsteen, sleutel: str) -> Feit:
    van, tot, bedrag = dobbelsteen.kies(_BOETEBEDRAGEN)
    status = dobbelsteen.kies((*("betaald",) * 5, "opgelegd", "opgelegd", "ingetrokken", "voornemen", "waarschuwing"))
    besluit = werkgever.pick_dag(dobbelsteen, 2400, _VANAF)
    gegevens = {
        "besluitOp": besluit,
        "bedragInCenten": 0 if status == "waarschuwing" else bedrag,
        "reden": f"ziekmelding {dobbelsteen.getal(van, tot)} dagen te laat" if dobbelsteen.kans(0.9) else None,
        "status": status,
    }
    return Feit("boete", sleutel, besluit, name_werkgever(werkgever, dobbelsteen), gegevens)


def _tell_meldingen(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    voorkeur = dobbelsteen.kies(_KANALEN)
    maand = werkgever.laatste_dag
    for _ in range(dobbelsteen.getal(0, _MAANDEN[werkgever.grootte])):
        eerste = maand.replace(day=1)
        if eerste < max(_VANAF, werkgever.sinds):
            return
        for melding, kans in (("ziek", 0.9), ("hersteld", 0.7), ("week42", 0.08), ("wazo", 0.1)):
            if dobbelsteen.kans(kans):
                yield _tel_meldingen(werkgever, dobbelsteen, maand, (melding, voorkeur))
        maand = before(eerste, 1)


def _tel_meldingen(werkgever: Werkgever, dobbelsteen: Dobbelsteen, maand: date, wat: tuple[str, str]) -> Feit:
    melding, voorkeur = wat
    kanaal = voorkeur if dobbelsteen.kans(0.8) else dobbelsteen.kies(_KANALEN)
    naam = f"{maand.year}-{maand.month:02d}"
    aantal = dobbelsteen.scheef(0 if melding == "hersteld" else 1, _MELDINGEN[werkgever.grootte])
    gegevens = {"maand": naam, "melding": melding, "kanaal": kanaal, "aantal": aantal}
    sleutel = f"{werkgever.plaats.nummer:07d}-{naam}-{melding}"
    return Feit("meldingstelling", sleutel, maand.replace(day=28), [werkgever.sleutel], gegevens)
