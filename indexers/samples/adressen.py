"""Addresses, telephone numbers and e-mail addresses: real places, but streets and postcodes that are made up."""

from typing import Any

from indexers.samples import woorden
from indexers.samples.bestanden import list_postcodes
from indexers.samples.dobbelsteen import Dobbelsteen

_LETTERS = tuple(een + ander for een in "ABCDEGHJKLMNPRTVWXZ" for ander in "ABCDEGHJKLMNPRTVWXZ")
_ANDERE_NAMEN = {"Den Haag": "'s-Gravenhage", "'s-Hertogenbosch": "Den Bosch"}
"""Places that are written in two ways."""


def make_adres(dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    """The address of a building. The addition to its number is a field of its own, or part of the number, as sources do."""
    postcode, plaats = _pick_postcode(dobbelsteen)
    adres: dict[str, Any] = {
        "straat": _make_straat(dobbelsteen),
        "huisnummer": str(dobbelsteen.scheef(1, 400)),
        "postcode": postcode,
        "plaats": plaats,
    }
    if dobbelsteen.kans(0.5):
        return adres
    if dobbelsteen.kans(0.5):
        in_nummer, toevoeging = dobbelsteen.kies(woorden.TOEVOEGINGEN)
        adres["huisnummer"] += in_nummer
        if toevoeging != "":
            adres["toevoeging"] = toevoeging
    if dobbelsteen.kans(0.6):
        adres["land"] = "Nederland"
    return adres


def make_correspondentieadres(dobbelsteen: Dobbelsteen) -> dict[str, Any]:
    """A post box, another address, or now and then one abroad."""
    if dobbelsteen.kans(0.05):
        straat, huisnummer, postcode, plaats, land = dobbelsteen.kies(woorden.BUITENLANDSE_ADRESSEN)
        nummer = str(dobbelsteen.getal(1, 99)) + huisnummer
        return {"straat": straat, "huisnummer": nummer, "postcode": postcode, "plaats": plaats, "land": land}
    if dobbelsteen.kans(0.6):
        postcode, plaats = _pick_postcode(dobbelsteen)
        straat = "POSTBUS" if dobbelsteen.kans(0.1) else "Postbus"
        return {"straat": straat, "huisnummer": str(dobbelsteen.scheef(1, 9999)), "postcode": postcode, "plaats": plaats}
    return make_adres(dobbelsteen)


def make_telefoon(dobbelsteen: Dobbelsteen) -> str:
    """A telephone number that cannot be dialled: no area code begins with 00. It is spelled as people do."""
    cijfers = f"{dobbelsteen.getal(0, 9_999_999):07d}"
    return dobbelsteen.kies_scheef(woorden.TELEFOONSPELLINGEN).format(cijfers, cijfers[:3], cijfers[3:5], cijfers[5:])


def make_email(dobbelsteen: Dobbelsteen, voor: str) -> str:
    """An address at a domain that is kept free for examples."""
    return f"{voor}{dobbelsteen.getal(1, 9999)}@{dobbelsteen.kies(('example.nl', 'voorbeeld.nl'))}"


def _pick_postcode(dobbelsteen: Dobbelsteen) -> tuple[str, str]:
    cijfers, plaats = dobbelsteen.kies(list_postcodes())
    letters = dobbelsteen.kies(_LETTERS)
    if plaats in _ANDERE_NAMEN and dobbelsteen.kans(0.4):
        plaats = _ANDERE_NAMEN[plaats]
    if dobbelsteen.kans(0.86):
        return f"{cijfers} {letters}", plaats
    return cijfers + (letters if dobbelsteen.kans(0.8) else letters.lower()), plaats


def _make_straat(dobbelsteen: Dobbelsteen) -> str:
    straat = dobbelsteen.kies(woorden.STRATEN)
    return dobbelsteen.kies(woorden.STRAATVOORVOEGSELS) + straat if dobbelsteen.kans(0.08) else straat
