"""Whom to speak to, what was said, who may speak for the employer, and notes."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from indexers.samples import woorden
from indexers.samples.adressen import make_email, make_telefoon
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import DEKKING, Feit, write_tijd
from indexers.samples.namen import make_achternaam, make_persoon
from indexers.samples.organisaties import Werkgever, name_werkgever

_CONTACTEN = (8, 16, 50, 110, 320)
_SINDS_1990 = DEKKING["k3cr"]
_JAREN = (1, 1, 3, 3, 3, 8, 8, 15, 40)


def list_contacten(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """Contacts over many years, for some since the nineties; none for one employer in nine. Now and then one for an
    employer nobody delivers."""
    if dobbelsteen.kans(0.11):
        return
    jaren = dobbelsteen.kies(_JAREN)
    for volgnummer in range(dobbelsteen.scheef(0, _CONTACTEN[werkgever.grootte])):
        dag = werkgever.pick_dag(dobbelsteen, jaren * 365, _SINDS_1990)
        if dobbelsteen.kans(0.002):
            dag = _SINDS_1990 + timedelta(days=dobbelsteen.getal(0, 360))
        yield _tell_contact(
            dobbelsteen, f"C{werkgever.plaats.nummer:07d}-{volgnummer}", dag, name_werkgever(werkgever, dobbelsteen)
        )
    if dobbelsteen.kans(0.004):
        onbekend = [f"lh:{werkgever.plaats.negencijfer}L99"]
        yield _tell_contact(dobbelsteen, f"C{werkgever.plaats.nummer:07d}-X", werkgever.laatste_dag, onbekend)


def list_contactpersonen(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """Contact persons on both sides, and who may speak for the employer."""
    for volgnummer in range(dobbelsteen.scheef(0, 2 + werkgever.grootte)):
        gegevens = _describe_persoon(dobbelsteen, "uwv" if dobbelsteen.kans(0.35) else "organisatie")
        dag = werkgever.pick_dag(dobbelsteen, 1500)
        yield Feit("contactpersoon", f"CP{werkgever.plaats.nummer:07d}-{volgnummer}", dag, [werkgever.sleutel], gegevens)
    for volgnummer in range(dobbelsteen.getal(1, 2) if dobbelsteen.kans(0.35) else 0):
        gegevens = _describe_machtiging(werkgever, dobbelsteen)
        sleutel = f"M{werkgever.plaats.nummer:07d}-{volgnummer}"
        yield Feit("machtiging", sleutel, gegevens["van"], name_werkgever(werkgever, dobbelsteen), gegevens)


def list_notities(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """Notes of the account managers; most small employers have none."""
    for volgnummer in range(dobbelsteen.scheef(0, 1 + werkgever.grootte) if dobbelsteen.kans(0.5) else 0):
        dag = werkgever.pick_dag(dobbelsteen, 2000)
        gegevens = {
            "datum": dag,
            "auteur": make_persoon(dobbelsteen) if dobbelsteen.kans(0.8) else None,
            "tekst": dobbelsteen.kies(woorden.NOTITIES),
        }
        sleutel = f"N{werkgever.plaats.nummer:07d}-{volgnummer}"
        yield Feit("notitie", sleutel, dag, name_werkgever(werkgever, dobbelsteen), gegevens)


def _tell_contact(dobbelsteen: Dobbelsteen, sleutel: str, dag: date, houder: list[str]) -> Feit:
    seconde = dobbelsteen.getal(7 * 3600, 17 * 3600)
    gegevens: dict[str, Any] = {
        "plaatsgevondenOp": write_tijd(dag, seconde),
        "kanaal": dobbelsteen.kies(woorden.KANALEN),
        "status": "open" if dobbelsteen.kans(0.12) else "afgerond",
        "omschrijving": dobbelsteen.kies(woorden.VRAGEN).format(dag=dag) if dobbelsteen.kans(0.8) else None,
    }
    if dobbelsteen.kans(0.9):
        gegevens["behandelaar"] = make_persoon(dobbelsteen)
    if dobbelsteen.kans(0.7):
        gegevens["code"] = dobbelsteen.kies(woorden.CODES)
    if dobbelsteen.kans(0.96):
        gegevens["onderwerp"] = _pick_onderwerp(dobbelsteen)
    if dobbelsteen.kans(0.03):
        gegevens["vertrouwelijk"] = True
    return Feit("contact", sleutel, dag, houder, gegevens, seconde)


def _pick_onderwerp(dobbelsteen: Dobbelsteen) -> str | None:
    if dobbelsteen.kans(0.85):
        return dobbelsteen.kies(woorden.ONDERWERPEN)
    return dobbelsteen.kies(woorden.POSTBUSSEN) if dobbelsteen.kans(0.7) else dobbelsteen.kies(("", None))


def _describe_persoon(dobbelsteen: Dobbelsteen, zijde: str) -> dict[str, Any]:
    gegevens: dict[str, Any] = {"zijde": zijde, "naam": make_persoon(dobbelsteen), "beschikbaar": dobbelsteen.kans(0.85)}
    gegevens["functie"] = dobbelsteen.kies(woorden.UWV_FUNCTIES if zijde == "uwv" else woorden.FUNCTIES)
    if dobbelsteen.kans(0.3):
        gegevens["afdeling"] = dobbelsteen.kies(woorden.AFDELINGEN)
    if dobbelsteen.kans(0.8):
        gegevens["telefoon"] = make_telefoon(dobbelsteen)
    if dobbelsteen.kans(0.7):
        gegevens["email"] = make_email(dobbelsteen, "medewerker") if dobbelsteen.kans(0.9) else None
    return gegevens


def _describe_machtiging(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    soort = dobbelsteen.kies(
        ("administratiekantoor", "administratiekantoor", "accountant", "arbodienst", "verzekeraar", "overig")
    )
    van = werkgever.pick_dag(dobbelsteen, 2500)
    gegevens: dict[str, Any] = {
        "gemachtigde": f"{soort.capitalize()} {make_achternaam(dobbelsteen)}",
        "soort": soort,
        "van": van,
    }
    if dobbelsteen.kans(0.6):
        gegevens["omvang"] = dobbelsteen.kies(("loonaangifte", "verzuimmeldingen", "alle zaken", None))
    if dobbelsteen.kans(0.3):
        gegevens["tot"] = van + timedelta(days=dobbelsteen.getal(90, 1500))
    return gegevens
