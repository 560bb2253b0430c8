"""Lists and tariffs that rules depend on, as plain values. ``klantbeeld.normen`` reads them from dated data files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from klantbeeld.domain.namen import fold_tekst

_TOEVOEGING = re.compile(r"(?:ua|ba|wa|io|inoprichting|inliquidatie)$")

ONBEKENDE_SECTOR = "onbekende sectorcode"
ONBEKENDE_SBI = "onbekende SBI-code"


@dataclass(frozen=True, slots=True)
class Sector:
    naam: str
    is_overheid: bool


@dataclass(frozen=True, slots=True)
class SbiCode:
    omschrijving: str
    sectie: str


@dataclass(frozen=True, slots=True)
class Mijlpaalnorm:
    """A moment in a sick report: ``dagen`` calendar days after the first sick day, or ``werkdagen`` working days.

    ``volgt`` names the milestone whose completion also completes this one; ``alleen_na_uitstel`` holds for a moment that
    exists only when that other milestone was postponed.
    """

    naam: str
    dagen: int | None
    werkdagen: int | None
    volgt: str | None
    alleen_na_uitstel: bool


@dataclass(frozen=True, slots=True)
class Diagnosewoorden:
    """Words that tell of an illness, in lower case: whole words, beginnings of words, and parts of words."""

    heel: frozenset[str]
    begin: tuple[str, ...]
    deel: tuple[str, ...]

    def has(self, woord: str) -> bool:
        """Whether a word in lower case is one of them."""
        return woord in self.heel or woord.startswith(self.begin) or any(deel in woord for deel in self.deel)


@dataclass(frozen=True, slots=True)
class Normen:
    """``sbi`` by (version, code without dots); ``rechtsvormen`` from any known spelling (see ``fold_rechtsvorm``) to the
    official name; ``onderwerpen`` from upper case to the agreed spelling; ``postcodeplaatsen`` by four digits."""

    sectoren: Mapping[str, Sector]
    sbi: Mapping[tuple[str, str], SbiCode]
    rechtsvormen: Mapping[str, str]
    onderwerpen: Mapping[str, str]
    mijlpalen: tuple[Mijlpaalnorm, ...]
    sluitredenen: frozenset[str]
    postcodeplaatsen: Mapping[str, str]
    diagnosewoorden: Diagnosewoorden

    def find_sector(self, code: str) -> Sector | None:
        """The sector with this code, leading zeros aside, or None when the list does not have it."""
        return self.sectoren.get(code.strip().lstrip("0"))

    def find_sbi(self, versie: str, code: str) -> SbiCode | None:
        """The activity with this code in the list of that version, with or without its section letter and dots, or None."""
        kaal = code.replace(".", "").strip().upper()
        return self.sbi.get((versie, kaal)) or self.sbi.get((versie, kaal[1:]))

    def find_rechtsvorm(self, tekst: str) -> str | None:
        """The official name of a legal form in any known spelling, or None. What is added to a name is left aside: ``i.o.``,
        ``U.A.``, ``met gewone structuur``."""
        kaal = fold_rechtsvorm(tekst)
        if kaal in self.rechtsvormen:
            return self.rechtsvormen[kaal]
        begin = _TOEVOEGING.sub("", kaal)
        langste = max((vorm for vorm in self.rechtsvormen if len(vorm) >= 8 and begin.startswith(vorm)), key=len, default="")
        return self.rechtsvormen.get(begin) or self.rechtsvormen.get(langste)


def fold_rechtsvorm(tekst: str) -> str:
    """A legal form without the dots, spaces, accents and capitals in which its spellings differ (``B.V.`` = ``bv``)."""
    return "".join(teken for teken in fold_tekst(tekst) if teken.isalnum())
