"""Reads the dated data files behind the rules: the only place that knows their names and columns."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from klantbeeld.domain.normen import Diagnosewoorden, Mijlpaalnorm, Normen, SbiCode, Sector, fold_rechtsvorm

_EXTRA_SPELLINGEN = {"emz": "eenmanszaak", "zzp": "eenmanszaak"}


@cache
def load_normen() -> Normen:
    """All lists, read once. Origin, licence and date of each: ``klantbeeld/data/README.md``."""
    return Normen(
        sectoren={rij["sectorcode"]: Sector(rij["naam"], rij["overheid"] == "ja") for rij in _rows("sectoren.csv")},
        sbi=_read_sbi(),
        rechtsvormen=_read_rechtsvormen(),
        onderwerpen={rij["onderwerp"].upper(): rij["onderwerp"] for rij in _rows("onderwerpen.csv")},
        mijlpalen=tuple(_read_mijlpaal(rij) for rij in _rows("mijlpalen.csv")),
        sluitredenen=frozenset(rij["reden"] for rij in _rows("sluitredenen.csv")),
        postcodeplaatsen={rij["postcode4"]: rij["woonplaats"] for rij in _rows("postcodes4.csv")},
        diagnosewoorden=_read_diagnosewoorden(),
    )


def _rows(naam: str) -> Iterator[dict[str, str]]:
    with files("klantbeeld").joinpath("data", naam).open(encoding="utf-8") as bestand:
        yield from csv.DictReader(bestand)


def _read_sbi() -> dict[tuple[str, str], SbiCode]:
    codes = {("2008", rij["code"]): SbiCode(rij["omschrijving_nl"], rij["sectie"]) for rij in _rows("sbi2008.csv")}
    secties: dict[str, str] = {}
    for rij in _rows("sbi2025.csv"):
        secties[rij["code"]] = secties.get(rij["ouder"], rij["code"]) if rij["ouder"] else rij["code"]
        codes["2025", rij["code"]] = SbiCode(rij["omschrijving_nl"], secties[rij["code"]])
    return codes


def _read_rechtsvormen() -> dict[str, str]:
    vormen = {fold_rechtsvorm(spelling): naam for spelling, naam in _EXTRA_SPELLINGEN.items()}
    for rij in _rows("rechtsvormen.csv"):
        for spelling in (rij["elf_code"], rij["naam"], rij["naam"].partition(" met ")[0], *rij["afkortingen"].split(";")):
            if spelling:
                vormen[fold_rechtsvorm(spelling)] = rij["naam"]
    return vormen


def _read_diagnosewoorden() -> Diagnosewoorden:
    per_wijze: dict[str, list[str]] = {"heel": [], "begin": [], "deel": []}
    for rij in _rows("diagnosewoorden.csv"):
        per_wijze[rij["wijze"]].append(rij["woord"])
    return Diagnosewoorden(frozenset(per_wijze["heel"]), tuple(per_wijze["begin"]), tuple(per_wijze["deel"]))


def _read_mijlpaal(rij: dict[str, str]) -> Mijlpaalnorm:
    return Mijlpaalnorm(
        naam=rij["naam"],
        dagen=int(rij["dagen"]) if rij["dagen"] else None,
        werkdagen=int(rij["werkdagen"]) if rij["werkdagen"] else None,
        volgt=rij["volgt"] or None,
        alleen_na_uitstel=rij["alleen_na_uitstel"] == "ja",
    )
