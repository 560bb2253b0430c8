"""Addresses as they are compared: postcode, number and addition apart, for 7 is not 70 and 8-2 is not 82."""

import re
from enum import StrEnum

_NUMMER = re.compile(r"\W*([0-9]+)(.*)", re.DOTALL)
_GEEN_LETTER = re.compile(r"[\W_]+")
# Behind the number or a sign any letters ("A", "bis", "-hs 3"); behind a space only a letter, digits, or what is always an
# addition: other words there belong to a name or a place ("12 Ede").
_TOEVOEGING = r"""
    [\s/-]*
    ( (?<!\s)[A-Z]{1,4}[0-9]{0,3} | [A-Z][0-9]{0,3} | (?<=[\s/-])[0-9]{1,4}[A-Z]?
    | BG | BIS | HS | HUIS | HOOG | I{2,3} | IV | RD | ROOD | UNIT | ZW )
    (?![^\W_]) (?: [\s/-]+([0-9]{1,3})(?![^\W_]) )?
"""
POSTCODE = re.compile(
    rf"""(?<![^\W_])([1-9][0-9]{{3}})[\s.-]*((?!S[ADS])[A-Z]{{2}})(?![A-Z])
    (?: [\s,./-]*([0-9]{{1,5}})(?![0-9]) (?:{_TOEVOEGING})? )?""",
    re.IGNORECASE | re.VERBOSE,
)
"""A postcode in any spelling with what may follow it: a house number and its addition."""


class Adresdeel(StrEnum):
    """A part of an address, in the order in which they are told."""

    STRAAT = "straat"
    POSTCODE = "postcode"
    HUISNUMMER = "huisnummer"
    PLAATS = "plaats"


def canonicalise_postcode(postcode: str) -> str:
    """Upper case without spaces: ``1234AB``."""
    return _clean(postcode)


def read_wijkcijfers(postcode: str) -> str:
    """The four digits in front of a Dutch postcode, which people also name alone; empty when there are none."""
    return postcode[:4] if len(postcode) >= 4 and postcode[:4].isdigit() else ""


def split_huisnummer(huisnummer: str, toevoeging: str | None) -> tuple[str, str]:
    """The number without leading zeros, and the addition as upper-case letters and digits; both may be empty."""
    gevonden = _NUMMER.match(f"{huisnummer} {toevoeging or ''}")
    if gevonden is None:
        return "", _clean(f"{huisnummer}{toevoeging or ''}")
    return gevonden[1].lstrip("0"), _clean(gevonden[2])


def write_postadres(postcode: str, nummer: str = "", toevoeging: str = "") -> str:
    """Postcode, number and addition as one text that no other address has: ``1234AB-8-2``, ``1234AB-82``."""
    return "-".join(filter(None, (canonicalise_postcode(postcode), nummer, toevoeging)))


def read_postadres(gevonden: re.Match[str]) -> str:
    """What ``POSTCODE`` found, as ``write_postadres`` writes it."""
    cijfers, letters, nummer, *toevoeging = gevonden.groups("")
    return write_postadres(cijfers + letters, nummer.lstrip("0"), "".join(toevoeging).upper())


def list_postadresdelen(postadres: str) -> list[Adresdeel]:
    """What a text of ``write_postadres`` holds; an addition belongs to its number."""
    return [Adresdeel.POSTCODE, Adresdeel.HUISNUMMER] if "-" in postadres else [Adresdeel.POSTCODE]


def _clean(tekst: str) -> str:
    return (tekst if tekst.isalnum() else _GEEN_LETTER.sub("", tekst)).upper()
