"""Establishments: where an employer works."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from indexers.samples.adressen import make_adres, make_email, make_telefoon
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import Feit
from indexers.samples.nummers import EIGEN_VESTIGINGEN, MEESTE_VESTIGINGEN, vestigingsnummer_of
from indexers.samples.organisaties import Werkgever

_VESTIGINGEN = ((0, 1), (0, 2), (1, 3), (1, 7), (2, EIGEN_VESTIGINGEN))
_NAMEN = ("{naam} {plaats}", "{naam} {plaats}", "{naam} {plaats}", "{naam}", "{naam}, filiaal {plaats}", "{naam} ({nummer})")


def list_vestigingen(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """The establishments of an employer: mostly none to three, of a chain tens or hundreds, of a few thousands."""
    for volgnummer in range(_count(werkgever, dobbelsteen)):
        nummer = vestigingsnummer_of(werkgever.plaats, volgnummer)
        houder = f"kvk:{werkgever.plaats.kvk_nummer}" if dobbelsteen.kans(0.03) else werkgever.sleutel
        gegevens = {"vestigingsnummer": nummer} | _describe(werkgever, dobbelsteen, volgnummer)
        yield Feit("vestiging", nummer, werkgever.pick_dag(dobbelsteen, 900), [houder], gegevens)


def _count(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> int:
    if werkgever.plaats.is_reuzenketen:
        return dobbelsteen.getal(1000, MEESTE_VESTIGINGEN)
    if werkgever.plaats.is_keten:
        return dobbelsteen.scheef(EIGEN_VESTIGINGEN, 400)
    return dobbelsteen.scheef(*_VESTIGINGEN[werkgever.grootte])


def _describe(werkgever: Werkgever, dobbelsteen: Dobbelsteen, volgnummer: int) -> dict[str, Any]:
    adres = make_adres(dobbelsteen) if volgnummer else werkgever.adres
    naam = werkgever.kale_naam
    if volgnummer:
        naam = dobbelsteen.kies(_NAMEN).format(naam=naam, plaats=adres["plaats"], nummer=volgnummer + 1)
    geopend = timedelta(days=volgnummer and dobbelsteen.getal(0, werkgever.leeftijd))
    gegevens: dict[str, Any] = {
        "naam": naam,
        "hoofdvestiging": volgnummer == 0,
        "adres": adres,
        "van": werkgever.sinds + geopend,
    }
    if dobbelsteen.kans(0.5):
        gegevens["telefoon"] = make_telefoon(dobbelsteen)
    if dobbelsteen.kans(0.4):
        gegevens["email"] = make_email(dobbelsteen, "vestiging")
    if volgnummer and dobbelsteen.kans(0.05):
        gegevens["tot"] = werkgever.laatste_dag
    return gegevens
