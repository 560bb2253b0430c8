"""Names as they are compared: the same pure functions when a name is indexed and when one is searched."""

import re
import unicodedata

_BIJZONDER = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th"})
_WOORD = re.compile(r"[^\W_]+")
_APOSTROF = re.compile(r"['’`´]")


def fold_tekst(tekst: str) -> str:
    """Lower case without diacritics, so that spellings that sound alike are written alike."""
    klein = unicodedata.normalize("NFKD", tekst.casefold()).translate(_BIJZONDER)
    return "".join(teken for teken in klein if not unicodedata.combining(teken))


def split_woorden(naam: str) -> tuple[str, ...]:
    """The words of a name in the form in which they are compared, in their order."""
    return tuple(_WOORD.findall(fold_tekst(_APOSTROF.sub("", naam))))
