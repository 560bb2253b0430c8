"""Asks for known vulnerabilities of the locked packages: ``make audit``. Says it when nobody could be asked.

In continuous integration an advisory fails the run; elsewhere it is told.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

GEDULD = 120
"""So many seconds asking may take."""
SLOTEN = ("requirements.lock", "requirements-dev.lock")


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Of how many packages something is known, of how many nothing, and what (package, version, advisory) was found."""

    gevraagd: int = 0
    onbekend: int = 0
    gevonden: tuple[tuple[str, str, str], ...] = ()


def ask(slot: str) -> Uitslag:
    """What is known of the packages of a lock file; nothing at all when the index does not answer."""
    opdracht = [sys.executable, "-m", "pip_audit", "--requirement", slot, "--require-hashes", "--disable-pip", "--no-deps"]
    opdracht += ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    try:
        gedaan = subprocess.run(opdracht, capture_output=True, text=True, timeout=GEDULD, check=False)  # noqa: S603 - our own words
        return read_uitslag(json.loads(gedaan.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return Uitslag()


def read_uitslag(pakketten: Sequence[dict[str, Any]]) -> Uitslag:
    """What pip-audit says, in numbers."""
    bekend = [pakket for pakket in pakketten if "skip_reason" not in pakket]
    gevonden = [(pakket["name"], pakket["version"], lek["id"]) for pakket in bekend for lek in pakket["vulns"]]
    return Uitslag(len(pakketten), len(pakketten) - len(bekend), tuple(sorted(gevonden)))


def tell(slot: str, uitslag: Uitslag) -> list[str]:
    """The outcome in lines."""
    if uitslag.onbekend == uitslag.gevraagd:
        return [f"{slot}: NOT AUDITED. The package index here does not tell of advisories; run this where it does."]
    regels = [f"{slot}: {naam} {versie} has {lek}" for naam, versie, lek in uitslag.gevonden]
    regels.append(f"{slot}: {uitslag.gevraagd - uitslag.onbekend} packages audited, {len(uitslag.gevonden)} advisories")
    return regels if not uitslag.onbekend else [*regels, f"{slot}: of {uitslag.onbekend} packages nothing is known"]


def main() -> int:
    """The exit code: 1 when an advisory was found in continuous integration."""
    uitslagen = {slot: ask(slot) for slot in SLOTEN}
    for slot, uitslag in uitslagen.items():
        print("\n".join(tell(slot, uitslag)))  # noqa: T201 - a command
    return int(os.environ.get("CI") == "true" and any(uitslag.gevonden for uitslag in uitslagen.values()))


if __name__ == "__main__":
    sys.exit(main())
