"""Data by which a caller is known beside an employer's own numbers: a telephone number, a case number, a reference.

They stand in items and are found exactly or not at all. A *vindterm* is such a value in the one form in which it is kept and
looked up, ``telefoon:0301234567``: the same function makes it when a record comes in and when somebody searches.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from unicodedata import normalize


class Gegevensoort(StrEnum):
    TELEFOON = "TELEFOON"
    ZAAKNUMMER = "ZAAKNUMMER"
    KENMERK = "KENMERK"
    POLISNUMMER = "POLISNUMMER"
    DANS_ID = "DANS_ID"


WAAR_TE_VINDEN: Mapping[Gegevensoort, tuple[str, ...]] = {
    Gegevensoort.TELEFOON: ("contactpersoon", "vestiging"),
    Gegevensoort.ZAAKNUMMER: ("zaak",),
    Gegevensoort.KENMERK: ("betaling",),
    Gegevensoort.POLISNUMMER: ("polis",),
    Gegevensoort.DANS_ID: ("document",),
}
"""The kinds of record that hold each of them."""

_VERWIJZINGEN = tuple(soort for soort in Gegevensoort if soort is not Gegevensoort.TELEFOON)
_LENGTE = range(3, 41)
_LENGTE_TELEFOON = range(8, 18)  # at most 15 digits by ITU-T E.164, and the 00 before a number abroad

_SCHEIDING = re.compile(r"[\W_]+")
_GEEN_CIJFERS = re.compile(r"[^0-9]+")
# A letter, or one of these signs, ends a number: an extension, a remark or another number follows.
_TELEFOON = re.compile(r"[0-9+][^A-Za-z,;|#]*")
_NEDERLAND = re.compile(r"\A00310?")
_HEEL_TELEFOONNUMMER = re.compile(r"0[0-9]{9}|00[1-9][0-9]{6,}")

_LABEL = re.compile(
    r"\s*(?:(?P<TELEFOON>tel|telefoon|mobiel)|(?P<ZAAKNUMMER>zaak)|(?P<KENMERK>(?:betaal|betalings)?kenmerk)"
    r"|(?P<POLISNUMMER>polis)|(?P<DANS_ID>dans))[^\w+]*(?:nummer|nr|id)?(?![^\W\d_])",
    re.IGNORECASE,
)


def make_vindterm(soort: Gegevensoort, waarde: str) -> str | None:
    """What a value is found by: of a telephone number its digits as they are dialled here, of the others letters and digits
    in upper case. None when too little is left to go by (or more than anybody types)."""
    kaal = _strip_telefoon(waarde) if soort is Gegevensoort.TELEFOON else _SCHEIDING.sub("", normalize("NFKC", waarde).upper())
    lengte = _LENGTE_TELEFOON if soort is Gegevensoort.TELEFOON else _LENGTE
    return f"{soort.lower()}:{kaal}" if len(kaal) in lengte else None


def make_vindtermen(soort: Gegevensoort, waarde: str | None) -> tuple[str, ...]:
    """What a record with this value is found by; nothing when the value is missing or can't be found."""
    term = make_vindterm(soort, waarde) if waarde else None
    return (term,) if term else ()


def recognise_gegevens(zoekterm: str) -> tuple[tuple[Gegevensoort, str], ...]:
    """What the input may be, as (soort, vindterm), each once. A word before it that names its kind may belong to the value
    too (``ZAAK-2023-1``), so it is tried with and without."""
    mogelijk: list[tuple[Gegevensoort, str]] = []
    if label := _LABEL.match(zoekterm):
        soort = Gegevensoort[str(label.lastgroup)]
        mogelijk += [(soort, zoekterm[label.end() :]), (soort, zoekterm)]
    if _looks_like_telefoon(zoekterm):
        mogelijk.append((Gegevensoort.TELEFOON, zoekterm))
    if _is_one_value(zoekterm.split(), meeste_woorden=1 if label else 2):
        mogelijk += [(soort, zoekterm) for soort in _VERWIJZINGEN]
    termen = [(soort, make_vindterm(soort, waarde)) for soort, waarde in mogelijk]
    return tuple(dict.fromkeys((soort, term) for soort, term in termen if term and _has_cijfer(term)))


def _strip_telefoon(waarde: str) -> str:
    """The digits of the first telephone number in a text, +31 and (0) as one 0, another country as 00; else nothing."""
    for deel in _TELEFOON.findall(normalize("NFKC", waarde)):
        cijfers = _GEEN_CIJFERS.sub("", deel)
        nummer = _NEDERLAND.sub("0", f"00{cijfers}" if deel[0] == "+" else cijfers)
        if len(nummer) in _LENGTE_TELEFOON:
            return nummer
    return ""


def _looks_like_telefoon(zoekterm: str) -> bool:
    return not any(map(str.isalpha, zoekterm)) and bool(_HEEL_TELEFOONNUMMER.fullmatch(_strip_telefoon(zoekterm)))


def _is_one_value(woorden: list[str], meeste_woorden: int) -> bool:
    """Whether words may be one number or reference: few words, or groups that all hold a digit."""
    return len(woorden) <= meeste_woorden or all(map(_has_cijfer, woorden))


def _has_cijfer(tekst: str) -> bool:
    return any(teken in "0123456789" for teken in tekst)
