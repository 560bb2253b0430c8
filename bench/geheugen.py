"""The most memory that an indexer holds, with its second process, as Linux counts it."""

import os
import subprocess
import sys

from bench.meting import Grens, Meting, Uitslag
from bench.proef import Meetopdracht, Proef, count_werkgevers, make_proef

DEEL = "geheugen"
MEESTE_MB = 512


def measure_geheugen(opdracht: Meetopdracht) -> Uitslag:
    """Lets an indexer of its own process take in everything there is, into a new store."""
    opdracht.meld(f"{DEEL}: {opdracht.geheugenrecords} records maken")
    werkgevers = count_werkgevers(opdracht.map_ / "proef", opdracht.geheugenrecords)
    proef = make_proef(opdracht.map_, werkgevers)
    opdracht.meld(f"{DEEL}: inlezen")
    grens = Grens(MEESTE_MB, is_hoogste=True)
    meting = Meting(DEEL, "meeste geheugen van de indexer", (_index_apart(proef),), grens, eenheid="MB")
    return Uitslag((meting,), {"geheugen.records": proef.regels})


def _index_apart(proef: Proef) -> float:
    """The most MB that ``klantbeeld index`` held. Errors: ``RuntimeError`` with what it said when it fails."""
    eigen = {naam: waarde for naam, waarde in os.environ.items() if not naam.upper().startswith("KLANTBEELD_")}
    eigen |= {
        "KLANTBEELD_STORE__URL": proef.settings.store.url,
        "KLANTBEELD_LEVERINGEN": str(proef.settings.leveringen),
        "KLANTBEELD_VANDAAG": str(proef.settings.vandaag),
    }
    opdracht = [sys.executable, "-m", "bench.piek", sys.executable, "-m", "klantbeeld", "index"]
    klaar = subprocess.run(opdracht, env=eigen, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if klaar.returncode:
        raise RuntimeError(f"klantbeeld index: {klaar.stderr.strip()}")
    return int(klaar.stdout) / 1024
