"""What a caller may have meant: one input can be several things, and each of them is named."""

import re
import string
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from klantbeeld.domain.adressen import POSTCODE, read_postadres
from klantbeeld.domain.sleutels import strip_scheidingstekens

LANGSTE_ZOEKTERM = 200


class Sleutelsoort(StrEnum):
    LH_NUMMER = "LH_NUMMER"
    KVK_NUMMER = "KVK_NUMMER"
    VESTIGINGSNUMMER = "VESTIGINGSNUMMER"
    RSIN = "RSIN"
    AANSLUITNUMMER = "AANSLUITNUMMER"
    POSTCODE = "POSTCODE"
    NAAM = "NAAM"
    TELEFOON = "TELEFOON"
    ZAAKNUMMER = "ZAAKNUMMER"
    KENMERK = "KENMERK"


@dataclass(frozen=True, slots=True)
class Herkenning:
    """One meaning of an input: ``waarde`` in the form in which it is stored, ``begin`` when only the beginning is known."""

    soort: Sleutelsoort
    waarde: str
    begin: bool = False


_LABEL = re.compile(
    r"^\s*((?:kvk[- ]?)?vestiging\w*|kvk|k\.v\.k\.?|rsin|bsn|lhn?|loonheffing\w*|aansluit\w*|postcode|btw)"
    r"(?:[- ]?(?:nummer|nr\.?|id))?(?:\s*[:.]\s*|\s+|(?=[0-9]))",
    re.IGNORECASE,
)
_LH = re.compile(r"[0-9]{9}L[0-9]{2}\Z")
_LH_BEGIN = re.compile(r"([0-9]{9}L)([0-9]?)\Z")
_BTW = re.compile(r"NL([0-9]{9})B[0-9]{2}\Z")
_STREEPJES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_RAND = string.whitespace + ",.;"
_CIJFERS = re.compile(r"[0-9]{1,15}\Z")
# Not what is left of a longer number, such as a mobile telephone number: 06-12345678.
_NUMMER_TUSSEN_WOORDEN = re.compile(
    r"(?<!\w)(?<![0-9][-./])(?<!\b06\s)([0-9]{9}\s?L\s?[0-9]{1,2}|[0-9]{8,9}|[0-9]{12}|[0-9]{15})(?!\w)", re.IGNORECASE
)


def recognise_zoekterm(zoekterm: str) -> tuple[Herkenning, ...]:
    """Everything the input may mean, exact numbers first, then beginnings of numbers, then a name.

    A complete number among other words decides. The elfproef is never asked. Source: domain reference §2.
    """
    leesbaar = _make_plain(zoekterm)
    zonder_label = _LABEL.sub("", leesbaar)
    herkend = _recognise_nummer(zonder_label) or _recognise_postcode(zonder_label)
    if herkend:
        return herkend
    tussen_woorden = _NUMMER_TUSSEN_WOORDEN.search(leesbaar)
    if tussen_woorden:
        return _recognise_nummer(tussen_woorden[1])
    return (Herkenning(Sleutelsoort.NAAM, zoekterm.strip()),) if zoekterm.strip() else ()


def recognise_as(soort: Sleutelsoort, waarde: str) -> tuple[Herkenning, ...]:
    """The input taken as one kind of key, because the caller says so: exact, or a name."""
    if soort is Sleutelsoort.NAAM:
        return (Herkenning(soort, waarde.strip()),) if waarde.strip() else ()
    zonder_label = _LABEL.sub("", _make_plain(waarde))
    if soort is Sleutelsoort.POSTCODE and (postcode := _recognise_postcode(zonder_label)):
        return postcode
    kaal = strip_scheidingstekens(zonder_label) or strip_scheidingstekens(waarde)
    if soort is Sleutelsoort.RSIN and (btw := _BTW.match(kaal)):
        kaal = btw[1]
    lengte = {Sleutelsoort.VESTIGINGSNUMMER: 12, Sleutelsoort.RSIN: 9}.get(soort, 0)
    return (Herkenning(soort, kaal.zfill(lengte)),) if kaal else ()


def _make_plain(invoer: str) -> str:
    """With ordinary digits, letters, spaces and hyphens only, and without signs that nobody sees."""
    if invoer.isascii():
        return invoer
    gewoon = unicodedata.normalize("NFKC", invoer).translate(_STREEPJES)
    return "".join(teken for teken in gewoon if unicodedata.category(teken) != "Cf")


def _recognise_nummer(tekst: str) -> tuple[Herkenning, ...]:
    kaal = strip_scheidingstekens(tekst)
    if _LH.match(kaal):
        return (Herkenning(Sleutelsoort.LH_NUMMER, kaal),)
    if begin := _LH_BEGIN.match(kaal):
        return _recognise_begin_lh(*begin.groups())
    if btw := _BTW.match(kaal):
        return (Herkenning(Sleutelsoort.RSIN, btw[1]),)
    return _recognise_cijfers(kaal, tekst) if _CIJFERS.match(kaal) else ()


def _recognise_begin_lh(begin: str, cijfer: str) -> tuple[Herkenning, ...]:
    """One digit behind the L is a sub-number without its zero, or the first of two."""
    onaf = Herkenning(Sleutelsoort.LH_NUMMER, begin + cijfer, begin=True)
    return (Herkenning(Sleutelsoort.LH_NUMMER, f"{begin}0{cijfer}"), onaf) if cijfer.strip("0") else (onaf,)


def _recognise_postcode(tekst: str) -> tuple[Herkenning, ...]:
    """A postcode alone, or with a house number and its addition."""
    gevonden = POSTCODE.fullmatch(tekst.strip(_RAND))
    if gevonden is None:
        return ()
    return (Herkenning(Sleutelsoort.POSTCODE, read_postadres(gevonden)),)


def _recognise_cijfers(cijfers: str, getypt: str) -> tuple[Herkenning, ...]:
    """What a row of digits may be, a name as it was typed. Complete lengths are exact only: who says a whole number does
    not mean a neighbour."""
    aansluit = Herkenning(Sleutelsoort.AANSLUITNUMMER, cijfers)
    vestiging = Herkenning(Sleutelsoort.VESTIGINGSNUMMER, cijfers.zfill(12))
    rsin = Herkenning(Sleutelsoort.RSIN, cijfers.zfill(9))
    match len(cijfers):
        case 15:
            return (aansluit,)
        case 12:
            return (vestiging, aansluit)
        case 9:
            return (rsin, Herkenning(Sleutelsoort.LH_NUMMER, cijfers, begin=True), aansluit, vestiging)
        case 8:
            return (Herkenning(Sleutelsoort.KVK_NUMMER, cijfers), rsin, aansluit, vestiging)
    soorten = (Sleutelsoort.LH_NUMMER, Sleutelsoort.KVK_NUMMER, Sleutelsoort.RSIN, Sleutelsoort.VESTIGINGSNUMMER)
    beginnen = tuple(Herkenning(soort, cijfers, begin=True) for soort in (*soorten, Sleutelsoort.AANSLUITNUMMER))
    postcode = (Herkenning(Sleutelsoort.POSTCODE, cijfers, begin=True),) if len(cijfers) <= 4 else ()
    als_rsin = (rsin,) if 5 <= len(cijfers) < 8 else ()
    exact = (aansluit, vestiging) if len(cijfers) <= 12 else (aansluit,)
    return (*exact, *als_rsin, *beginnen, *postcode, Herkenning(Sleutelsoort.NAAM, getypt.strip()))
