"""The results as a table for people and as JSON for machines. Pure: what is printed, not the printing."""

from collections.abc import Iterable, Mapping
from typing import Any

from bench.meting import Grens, Meting, Uitslag

KOLOMMEN = ("deel", "wat", "mediaan", "laagste – hoogste", "grens", "oordeel")


def write_getal(waarde: float, eenheid: str = "") -> str:
    """A number with three digits that count; whole ones and those from a hundred up without a fraction."""
    if waarde == int(waarde) or abs(waarde) >= 100:
        tekst = f"{waarde:.0f}"
    else:
        tekst = f"{waarde:.1f}" if abs(waarde) >= 10 else f"{waarde:.2f}"
    return f"{tekst} {eenheid}".rstrip()


def make_rij(meting: Meting) -> tuple[str, ...]:
    """One number in the order of ``KOLOMMEN``; a broken bound stands out."""
    laagste, hoogste = min(meting.waarden), max(meting.waarden)
    bereik = "–" if len(meting.waarden) == 1 else f"{write_getal(laagste)} – {write_getal(hoogste)}"
    oordeel = "–" if meting.grens is None else ("NIET GEHAALD" if meting.is_gebroken else "gehaald")
    return (meting.deel, meting.naam, write_getal(meting.mediaan, meting.eenheid), bereik, _write_grens(meting), oordeel)


def make_json(machine: Mapping[str, Any], uitslagen: Iterable[Uitslag]) -> dict[str, Any]:
    """Everything that was measured, as plain values."""
    uitslagen = list(uitslagen)
    return {
        "machine": dict(machine),
        "omvang": merge_omvang(uitslagen),
        "metingen": [_describe(meting) for uitslag in uitslagen for meting in uitslag.metingen],
        "opmerkingen": [opmerking for uitslag in uitslagen for opmerking in uitslag.opmerkingen],
        "bijlagen": [
            {"titel": deel.titel, "rijen": [dict(zip(deel.kolommen, rij, strict=True)) for rij in deel.rijen]}
            for uitslag in uitslagen
            for deel in uitslag.bijlagen
        ],
    }


def merge_omvang(uitslagen: Iterable[Uitslag]) -> dict[str, int | tuple[int, ...]]:
    """How much everything was measured with."""
    return {naam: aantal for uitslag in uitslagen for naam, aantal in uitslag.omvang.items()}


def _describe(meting: Meting) -> dict[str, Any]:
    return {
        "deel": meting.deel,
        "naam": meting.naam,
        "eenheid": meting.eenheid,
        "mediaan": meting.mediaan,
        "waarden": list(meting.waarden),
        "minstens": _bound(meting.grens, hoogste=False),
        "hoogstens": _bound(meting.grens, hoogste=True),
        "doel": meting.doel,
        "gebroken": meting.is_gebroken,
    }


def _bound(grens: Grens | None, *, hoogste: bool) -> float | None:
    return grens.waarde if grens is not None and grens.is_hoogste is hoogste else None


def _write_grens(meting: Meting) -> str:
    if meting.grens is None:
        return "–"
    teken = "≤" if meting.grens.is_hoogste else "≥"
    doel = f" (doel {write_getal(meting.doel)})" if meting.doel is not None else ""
    return f"{teken} {write_getal(meting.grens.waarde, meting.eenheid)}{doel}"
