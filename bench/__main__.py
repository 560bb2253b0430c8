"""``python -m bench``: measures the parts that are named, or all, and prints one table of ratios."""

import argparse
import logging
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from bench.controle import measure_controle
from bench.elastic import measure_elastic
from bench.geheugen import measure_geheugen
from bench.inlezen import measure_inlezen
from bench.machine import describe_machine
from bench.meting import Uitslag
from bench.proef import Meetopdracht
from bench.scherm import measure_scherm
from bench.statistieken import measure_statistieken
from bench.stroom import measure_stroom
from bench.tabel import KOLOMMEN, make_json, make_rij, merge_omvang
from bench.zoeken import measure_zoeken
from klantbeeld.terminal import meldingen, print_json, print_table

DELEN: dict[str, Callable[[Meetopdracht], Uitslag]] = {
    "inlezen": measure_inlezen,
    "zoeken": measure_zoeken,
    "statistiek": measure_statistieken,
    "geheugen": measure_geheugen,
    "elasticsearch": measure_elastic,
    "stroom": measure_stroom,
    "controle": measure_controle,
    "scherm": measure_scherm,
}


@dataclass(frozen=True, slots=True)
class Omvang:
    """How much is measured unless the command line says otherwise."""

    records: int
    werkgevers: tuple[int, ...]
    geheugenrecords: int


KLEIN = Omvang(200_000, (10_000, 100_000), 50_000)
GROOT = Omvang(1_000_000, (10_000, 100_000, 1_000_000), 5_000_000)


def main() -> None:
    """Exit code 1 only with ``--streng``, when a bound is broken."""
    keuze = _parse_keuze()
    # The product's own log would stand among the results, and writing it takes time.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="klantbeeld-bench-", dir=keuze.map) as tijdelijk:
        map_ = Path(tijdelijk)
        machine = describe_machine(map_)
        uitslagen = [_measure(deel, keuze, map_ / deel) for deel in keuze.delen or DELEN]
    if keuze.json:
        print_json(make_json(machine, uitslagen))
    else:
        _show(machine, uitslagen)
    if keuze.streng and any(meting.is_gebroken for uitslag in uitslagen for meting in uitslag.metingen):
        sys.exit(1)


def _measure(deel: str, keuze: argparse.Namespace, map_: Path) -> Uitslag:
    omvang = GROOT if keuze.groot else KLEIN
    opdracht = Meetopdracht(
        map_=map_,
        meld=meldingen.print,
        herhalingen=keuze.herhalingen,
        records=keuze.records or omvang.records,
        werkgevers=keuze.werkgevers or omvang.werkgevers,
        geheugenrecords=keuze.geheugenrecords or omvang.geheugenrecords,
    )
    return DELEN[deel](opdracht)


def _parse_keuze() -> argparse.Namespace:
    lezer = argparse.ArgumentParser(prog="python -m bench", description="Meet tijd en geheugen als verhoudingen.")
    lezer.add_argument("delen", nargs="*", metavar="DEEL", help=f"wat te meten: {', '.join(DELEN)} (anders alles)")
    lezer.add_argument("--groot", action="store_true", help="tot 1 miljoen werkgevers, 5 miljoen records: uren, 25 GB")
    lezer.add_argument("--records", type=_read_aantal, help="records om in te lezen")
    lezer.add_argument("--werkgevers", type=_read_aantallen, help="aantallen werkgevers om in te zoeken: 10000,100000")
    lezer.add_argument("--geheugenrecords", type=_read_aantal, help="records om het geheugen mee te meten")
    lezer.add_argument("--herhalingen", type=_read_aantal, default=5, help="rondes waarvan de mediaan geldt")
    lezer.add_argument("--map", type=Path, help="waar de tijdelijke bestanden komen")
    lezer.add_argument("--json", action="store_true", help="antwoord als JSON")
    lezer.add_argument("--streng", action="store_true", help="eindig met 1 als een grens niet is gehaald")
    keuze = lezer.parse_args()
    if onbekend := [deel for deel in keuze.delen if deel not in DELEN]:
        lezer.error(f"onbekend deel {', '.join(onbekend)}; kies uit {', '.join(DELEN)}")
    return keuze


def _read_aantal(tekst: str) -> int:
    aantal = int(tekst.replace("_", ""))
    if aantal < 1:
        raise argparse.ArgumentTypeError("moet minstens 1 zijn")
    return aantal


def _read_aantallen(tekst: str) -> tuple[int, ...]:
    return tuple(sorted(map(_read_aantal, tekst.split(","))))


def _show(machine: dict[str, Any], uitslagen: list[Uitslag]) -> None:
    for bijlage in (bijlage for uitslag in uitslagen for bijlage in uitslag.bijlagen):
        sys.stdout.write(f"\n{bijlage.titel}\n")
        print_table(bijlage.kolommen, bijlage.rijen)
    sys.stdout.write("\n")
    for naam, waarde in (machine | merge_omvang(uitslagen)).items():
        sys.stdout.write(f"{naam}: {waarde}\n")
    print_table(KOLOMMEN, (make_rij(meting) for uitslag in uitslagen for meting in uitslag.metingen))
    for opmerking in (opmerking for uitslag in uitslagen for opmerking in uitslag.opmerkingen):
        sys.stdout.write(f"{opmerking}\n")


if __name__ == "__main__":
    main()
