"""Free text as it may be shown: numbers that may be a BSN are always masked, words of a diagnosis only for who may see medisch.

What was found is said beside the text, also to who sees it. It is a safety net: a word that the list does not have, or a number
written in another way, is not seen.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.normen import Diagnosewoorden
from klantbeeld.domain.sleutels import mask_nummer, passes_elfproef, strip_scheidingstekens

MEDISCH_WOORD = "[medisch]"
"""What stands in the place of a word of a diagnosis."""

# Nine digits at once, or in the groups in which a BSN is written; a date or a telephone number is none. Behind it may come the
# rest of an LH-nummer, which begins with the BSN of a sole trader.
_BSN = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{9}|[0-9]{3}([ .])[0-9]{3}\1[0-9]{3}|[0-9]{4}([ .])[0-9]{2}\2[0-9]{3})(?![0-9])")
_WOORD = re.compile(r"\w+(?:-\w+)*")


class Signaal(StrEnum):
    """What was seen in a free text."""

    BSN = "BSN"
    MEDISCH = "MEDISCH"


@dataclass(frozen=True, slots=True)
class VrijeTekst:
    """A text as this reader may see it, and what was seen in it."""

    tekst: str | None
    signalen: tuple[Signaal, ...]


def read_tekst(tekst: str | None, kader: Kader) -> VrijeTekst:
    """The text as it may be shown. The own numbers of an employer that is no natural person stay."""
    if tekst is None:
        return VrijeTekst(None, ())
    zonder_bsn = mask_bsn(tekst, frozenset() if kader.gemaskeerd else _list_eigen(kader))
    zonder_diagnose = _mask_diagnose(zonder_bsn, kader.normen.diagnosewoorden)
    gezien = {Signaal.BSN: zonder_bsn != tekst, Signaal.MEDISCH: zonder_diagnose != zonder_bsn}
    getoond = zonder_bsn if kader.may_see(Klasse.MEDISCH) else zonder_diagnose
    return VrijeTekst(getoond, tuple(signaal for signaal, is_gezien in gezien.items() if is_gezien))


def mask_bsn(tekst: str, eigen: frozenset[str] = frozenset()) -> str:
    """The text with every number masked that passes the elfproef, but these."""

    def mask(gevonden: re.Match[str]) -> str:
        cijfers = strip_scheidingstekens(gevonden[0])
        return gevonden[0] if cijfers in eigen or not passes_elfproef(cijfers) else mask_nummer(cijfers)

    return _BSN.sub(mask, tekst)


def _list_eigen(kader: Kader) -> frozenset[str]:
    nummers = (sleutel.partition(":") for sleutel in kader.sleutels)
    return frozenset(nummer[:9] for soort, _, nummer in nummers if soort in {"lh", "rsin"})


def _mask_diagnose(tekst: str, woorden: Diagnosewoorden) -> str:
    return _WOORD.sub(lambda gevonden: MEDISCH_WOORD if woorden.has(gevonden[0].casefold()) else gevonden[0], tekst)
