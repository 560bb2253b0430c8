"""On what was measured."""

import os
import platform
import sqlite3
from pathlib import Path
from typing import Any


def describe_machine(map_: Path) -> dict[str, Any]:
    """The machine as far as it matters to the numbers, and how busy it was already; ``map_`` is where the files stood."""
    return {
        "processor": _read_field("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "kernen": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "geheugenMb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "systeem": platform.system(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "bestanden": _find_filesystem(map_),
        "belastingVooraf": round(os.getloadavg()[0], 2),
    }


def _find_filesystem(map_: Path) -> str:
    """The kind of file system that a folder stands on, empty when this system does not tell."""
    koppelingen = Path("/proc/mounts")
    if not koppelingen.exists():
        return ""
    delen = (regel.split() for regel in koppelingen.read_text(encoding="utf-8").splitlines())
    passend = [(len(plaats), soort) for _, plaats, soort, *_ in delen if map_.resolve().is_relative_to(plaats)]
    return max(passend)[1] if passend else ""


def _read_field(bestand: str, naam: str) -> str:
    if not Path(bestand).exists():
        return ""
    regels = Path(bestand).read_text(encoding="utf-8").splitlines()
    return next((regel.partition(":")[2].strip() for regel in regels if regel.startswith(naam)), "")
