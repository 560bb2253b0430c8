"""Why an employer is a hit, in words for who searched: what was found, and in which name or address."""

from klantbeeld.domain.gelijkenissen import Mate
from klantbeeld.domain.overeenkomsten import Antwoord, Naam

ZOEKHINT = "Typ een naam, een nummer, een adres, een telefoonnummer of een kenmerk."
"""For who searched for nothing: whenever an input is recognised as nothing at all."""

_NAMEN = {"vroeger": "vroegere handelsnaam", "statutair": "statutaire naam", "vestiging": "naam van een vestiging"}
_MATEN = {Mate.HEEL: "komt voor in", Mate.BEGIN: "begin van een woord in", Mate.DEEL: "deel van een woord in"}
_PLEKKEN = {
    "vestigingsadres": "het vestigingsadres",
    "correspondentieadres": "het correspondentieadres",
    "vestiging": "een vestiging",
}


def explain_geheel(naam: Naam) -> str:
    """The whole name was typed."""
    return "naam" if _is_eigen(naam) else f"{_name_soort(naam)}: {naam.vorm.naam}"


def explain_begin(naam: Naam) -> str:
    """The name begins with what was typed."""
    return "naam begint hiermee" if _is_eigen(naam) else f"{_name_soort(naam)} begint hiermee: {naam.vorm.naam}"


def explain_woordbegin(naam: Naam) -> str:
    """A word of the name begins with what was typed."""
    return _join(_MATEN[Mate.BEGIN], naam)


def explain_antwoord(antwoord: Antwoord) -> str:
    """Words were typed that a name, an address or both answer."""
    wat = _describe_mate(antwoord)
    if antwoord.plek is None:
        return _join(wat, antwoord.naam)
    adres = describe_adres(_name_deel(antwoord.tekst.postadres), antwoord.plek.soort)
    if antwoord.is_adres:
        return adres if antwoord.mate <= Mate.BEGIN else f"{wat} {adres}"
    return _join(wat, antwoord.naam, adres)


def describe_adres(deel: str, soort: str) -> str:
    """Which part of which address was found."""
    return f"{deel} van {_PLEKKEN[soort]}"


def name_postadres(postadres: str) -> str:
    """What a postcode, or one with a house number behind it, is called."""
    return "postcode en huisnummer" if "-" in postadres else "postcode"


def _name_deel(postadres: str | None) -> str:
    return name_postadres(postadres) if postadres else "straat of plaats"


def _describe_mate(antwoord: Antwoord) -> str:
    if antwoord.gemist:
        return "niet alle woorden in"
    if antwoord.mate is Mate.SPELLING:
        return "1 letter verschil met" if antwoord.fouten == 1 else f"{antwoord.fouten} letters verschil met"
    return _MATEN[antwoord.mate]


def _join(wat: str, naam: Naam, adres: str | None = None) -> str:
    """The name that was found at the end, unless it is the name that is shown anyway."""
    if _is_eigen(naam):
        return f"{wat} de naam" + (f" en {adres}" if adres else "")
    return f"{wat} " + (f"{adres} en " if adres else "") + f"{_name_soort(naam)}: {naam.vorm.naam}"


def _is_eigen(naam: Naam) -> bool:
    return naam.vorm.soort == "naam"


def _name_soort(naam: Naam) -> str:
    return _NAMEN.get(naam.vorm.soort, naam.vorm.soort)
