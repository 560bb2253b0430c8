"""Why an employer is a hit, in words for who searched: what was found, and in which name or address."""

from collections.abc import Sequence

from klantbeeld.domain.adressen import Adresdeel
from klantbeeld.domain.gelijkenissen import Mate
from klantbeeld.domain.overeenkomsten import Antwoord, Naam

ZOEKHINT = "Typ een naam, een nummer, een adres, een telefoonnummer of een kenmerk."
"""For who searched for nothing: whenever an input is recognised as nothing at all."""

_NAMEN = {"vroeger": "vroegere handelsnaam", "statutair": "statutaire naam", "vestiging": "naam van een vestiging"}
_MATEN = {Mate.HEEL: "komt voor in", Mate.BEGIN: "begin van een woord in", Mate.DEEL: "deel van een woord in"}
_LIDWOORDEN = {deel: "het" if deel is Adresdeel.HUISNUMMER else "de" for deel in Adresdeel}
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
    if antwoord.adres is None:
        return _join(wat, antwoord.naam)
    delen = antwoord.adres.list_delen(antwoord.in_naam, antwoord.gelijkenissen)
    soort = antwoord.adres.plek.soort
    if antwoord.is_in_adres:
        return describe_adres(delen, soort)
    adres = describe_adres([f"{_LIDWOORDEN[deel]} {deel}" for deel in delen], soort)
    return f"{wat} {adres}" if antwoord.is_adres else _join(wat, antwoord.naam, adres)


def describe_adres(delen: Sequence[str], soort: str) -> str:
    """Which parts of which address were found: ``straat, huisnummer en plaats van het vestigingsadres``."""
    voor, laatste = ", ".join(delen[:-1]), delen[-1]
    return (f"{voor} en {laatste}" if voor else laatste) + f" van {_PLEKKEN[soort]}"


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
