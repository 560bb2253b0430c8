"""Identifiers of employers: their canonical form, what is valid, and how they are shown.

A *sleutel* is a qualified key as the sources write it: ``lh:123456789L01``, ``kvk:12345678``, ``vestiging:000000001234``,
``rsin:123456789``, ``aansluit:123``, or ``<portal>:X`` for a portal's own key. Records are joined on the canonical form;
the spelling that was delivered stays in the record. Numbers are text: leading zeros count.
Rules: domain reference §2 (formats), §10 (masking).
"""

import re
from enum import StrEnum
from functools import lru_cache

from klantbeeld.errors import Weigering


class Niveau(StrEnum):
    """At which level a record is held, most specific first."""

    LH = "LH"
    AANSLUIT = "AANSLUIT"
    VESTIGING = "VESTIGING"
    KVK = "KVK"
    RSIN = "RSIN"
    PORTAAL = "PORTAAL"


_NIVEAUS = {
    "lh": Niveau.LH,
    "aansluit": Niveau.AANSLUIT,
    "vestiging": Niveau.VESTIGING,
    "kvk": Niveau.KVK,
    "rsin": Niveau.RSIN,
}
_LENGTES = {"vestiging": 12, "rsin": 9}
_VOLGORDE = {niveau: plaats for plaats, niveau in enumerate(Niveau)}

LANGSTE_ONTHOUDEN = 50
"""Keys of up to so many characters are remembered in their canonical form."""

_SCHEIDINGSTEKENS = str.maketrans("", "", " \t.-\u00a0\u200b\u2007\u202f\ufeff")
_VOORVOEGSEL = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")
_LH = re.compile(r"[0-9]{9}L[0-9]{2}\Z")
_CIJFERS = re.compile(r"[0-9]+\Z")
_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def strip_scheidingstekens(tekst: str) -> str:
    """Upper case, without the spaces, dots and hyphens (visible or not) that people put between digits."""
    return tekst.translate(_SCHEIDINGSTEKENS).upper()


def canonicalise_nummer(soort: str, nummer: str) -> str:
    """One employer's number in the form on which records are joined (``1234`` as vestiging: ``000000001234``)."""
    kaal = strip_scheidingstekens(nummer)
    return kaal.zfill(_LENGTES[soort]) if soort in _LENGTES and _CIJFERS.match(kaal) else kaal


def canonicalise_sleutel(sleutel: str) -> str:
    """A qualified key in the form on which records are joined.

    Errors: ``Weigering`` with SLEUTEL_ONGELDIG when it is not ``<soort>:<waarde>``.
    """
    # The records of an employer come together and name the same keys. A key may be as long as a line: such are not kept.
    return (_canonicalise_again if len(sleutel) <= LANGSTE_ONTHOUDEN else _canonicalise)(sleutel)


def _canonicalise(sleutel: str) -> str:
    soort, _, waarde = sleutel.partition(":")
    soort = soort.strip().lower()
    if not _VOORVOEGSEL.match(soort):
        raise Weigering("SLEUTEL_ONGELDIG", "werkgever")
    kaal = canonicalise_nummer(soort, waarde) if soort in _NIVEAUS else waarde.strip().upper()
    if not kaal:
        raise Weigering("SLEUTEL_ONGELDIG", "werkgever")
    return f"{soort}:{kaal}"


_canonicalise_again = lru_cache(maxsize=10_000)(_canonicalise)


def niveau_of(sleutel: str) -> Niveau:
    """The level of a canonical key; everything that is not an employer's own number belongs to a portal."""
    return _NIVEAUS.get(sleutel.partition(":")[0], Niveau.PORTAAL)


def most_specific(sleutels: list[str]) -> Niveau:
    """The most specific level among canonical keys (at least one)."""
    return min((niveau_of(sleutel) for sleutel in sleutels), key=_VOLGORDE.__getitem__)


def is_lh_nummer(nummer: str) -> bool:
    """True for nine digits, L and a sub-number of two digits, in canonical form."""
    return bool(_LH.match(nummer))


def passes_elfproef(nummer: str) -> bool:
    """Whether nine digits (a BSN or RSIN) pass the 11-test with weights 9…2, −1.

    A hint only: real numbers can fail it, so it never rejects (domain reference §2).
    """
    if len(nummer) != len(_GEWICHTEN) or not _CIJFERS.match(nummer) or nummer == "000000000":
        return False
    return sum(gewicht * int(cijfer) for gewicht, cijfer in zip(_GEWICHTEN, nummer, strict=True)) % 11 == 0


def mask_nummer(nummer: str) -> str:
    """The nine digits of a natural person's number hidden, the sub-number kept: ``*********L01``."""
    kaal = strip_scheidingstekens(nummer)
    return "*" * 9 + kaal[9:] if is_lh_nummer(kaal) else "*" * len(kaal)


def mask_iban(iban: str) -> str:
    """Country and last four characters of an account number; the rest hidden."""
    kaal = strip_scheidingstekens(iban)
    return kaal[:2] + "*" * max(len(kaal) - 6, 0) + kaal[-4:] if len(kaal) > 6 else "*" * len(kaal)
