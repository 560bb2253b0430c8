"""Free text as it may be shown: numbers that may be a BSN are always masked, words of a diagnosis only for who may see medisch.

What was found is said beside the text, also to who sees it. It is a safety net: a word that the list does not have, or a number
written in another way, is not seen.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from klantbeeld.domain.kader import Kader, Klasse
from klantbeeld.domain.normen import Diagnosewoorden
from klantbeeld.domain.sleutels import mask_nummer, passes_elfproef

MEDISCH_WOORD = "[medisch]"
"""What stands in the place of a word of a diagnosis."""

_TEKEN = "[-./_ \u00a0\u2009\u202f\u2010\u2011\u2013]"
_TUSSEN = f" ?{_TEKEN} ?"
# Nine digits at once, in the groups in which a BSN is written, or in any groups with one and the same sign between them; a date
# or a telephone number is none. Behind it may come the rest of an LH-nummer, which begins with the BSN of a sole trader.
_BSN = re.compile(
    rf"(?:(?<![0-9A-Za-z])|(?<=[Bb][Ss][Nn]))(?:[0-9]{{9}}|[0-9]{{3}}{_TUSSEN}[0-9]{{3}}{_TUSSEN}[0-9]{{3}}"
    rf"|[0-9]{{4}}{_TUSSEN}[0-9]{{2}}{_TUSSEN}[0-9]{{3}}"
    rf"|(?<![0-9]{_TEKEN})(?=[0-9]{{1,8}}({_TEKEN}))[0-9](?:\1?[0-9]){{8}}(?!\1[0-9]))(?![0-9])"
)
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
        cijfers = "".join(filter(str.isdigit, gevonden[0]))
        return gevonden[0] if cijfers in eigen or not passes_elfproef(cijfers) else mask_nummer(cijfers)

    return _BSN.sub(mask, tekst)


def _list_eigen(kader: Kader) -> frozenset[str]:
    nummers = (sleutel.partition(":") for sleutel in kader.sleutels)
    return frozenset(nummer[:9] for soort, _, nummer in nummers if soort in {"lh", "rsin"})


def _mask_diagnose(tekst: str, woorden: Diagnosewoorden) -> str:
    return _WOORD.sub(lambda gevonden: MEDISCH_WOORD if woorden.has(gevonden[0].casefold()) else gevonden[0], tekst)
