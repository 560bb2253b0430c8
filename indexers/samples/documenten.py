"""Letters and decisions in the archive."""

from collections.abc import Iterator
from typing import Any

from indexers.samples import woorden
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.feiten import DEKKING, Feit
from indexers.samples.organisaties import Werkgever, name_werkgever

_DOCUMENTEN = (5, 10, 25, 60, 150)
_SOORTEN = tuple(woorden.TITELS)


def list_documenten(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> Iterator[Feit]:
    """The documents of an employer: none for one in seven, hundreds for a few, thousands for very few."""
    for volgnummer in range(_count(werkgever, dobbelsteen)):
        yield _tell_document(werkgever, dobbelsteen, volgnummer)


def _count(werkgever: Werkgever, dobbelsteen: Dobbelsteen) -> int:
    if werkgever.plaats.is_archiefvuller:
        return dobbelsteen.getal(1000, 4000)
    if dobbelsteen.kans(0.14):
        return 0
    veel = werkgever.grootte >= 2 and dobbelsteen.kans(0.01)
    return dobbelsteen.getal(200, 600) if veel else dobbelsteen.scheef(0, _DOCUMENTEN[werkgever.grootte])


def _tell_document(werkgever: Werkgever, dobbelsteen: Dobbelsteen, volgnummer: int) -> Feit:
    dag = werkgever.pick_dag(dobbelsteen, 3600, DEKKING["dans"])
    persoon = dobbelsteen.kans(0.15)
    soort = "overig" if persoon else dobbelsteen.kies(_SOORTEN)
    gebied = dobbelsteen.kies(woorden.AANDACHTSGEBIEDEN)
    titel = dobbelsteen.kies(woorden.PERSOONSTITELS if persoon else woorden.TITELS[soort]).format(gebied=gebied)
    gegevens: dict[str, Any] = {
        "datum": dag,
        "aandachtsgebied": gebied,
        "onderwerp": titel if dobbelsteen.kans(0.5) else dobbelsteen.kies((None, "")),
        "subonderwerp": dobbelsteen.kies(woorden.SUBONDERWERPEN),
        "titel": titel,
        "soort": soort,
        "heeftBijlage": dobbelsteen.kans(0.3),
        "betreftPersoon": persoon,
    }
    if dobbelsteen.kans(0.35):
        gegevens["dansId"] = str(dobbelsteen.getal(100_000, 999_999_999_999))
        if dobbelsteen.kans(0.4):
            gegevens["titel"] = f"DANS (id:{gegevens['dansId']})"
    if dobbelsteen.kans(0.2):
        gegevens["bronLink"] = f"https://dans.example.nl/document/{werkgever.plaats.nummer}-{volgnummer}"
    sleutel = f"D{werkgever.plaats.nummer:07d}-{volgnummer}"
    return Feit("document", sleutel, dag, name_werkgever(werkgever, dobbelsteen), gegevens)
