"""A command that dies by SIGKILL at a chosen step of a rebuild: run as a program, with the place before the command.

python -m tests.faults.breuk_heropbouw STEP voor|na NTH klantbeeld-command…
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from klantbeeld.cli import main
from klantbeeld.stores import sqlite_opbouw
from klantbeeld.stores.sqlite import SqliteStore
from klantbeeld.stores.sqlite_generaties import Generaties
from klantbeeld.stores.sqlite_opbouw import SqliteOpbouw

STAPPEN: dict[str, tuple[Any, str]] = {
    "begin-log": (sqlite_opbouw, "start_log"),
    "lezen": (SqliteOpbouw, "all_items"),
    "vullen": (SqliteStore, "apply"),
    "profielen": (SqliteStore, "write_profielen"),
    "maanden": (SqliteStore, "write_maanden"),
    "afgeleid": (SqliteStore, "finish"),
    "vergelijken": (SqliteOpbouw, "koppen"),
    "gewijzigd": (SqliteOpbouw, "changed"),
    "wisselen": (SqliteOpbouw, "switch"),
    "boekhouding": (sqlite_opbouw, "_copy"),
    "einde-log": (sqlite_opbouw, "stop_log"),
    "wijzer": (Path, "replace"),
    "opruimen": (Generaties, "remove_others"),
}
"""Per step what does it."""


def die_at(doel: Any, naam: str, moment: str, keer: int) -> None:
    """Kills this process before or after the nth call."""
    werkelijk: Callable[..., Any] = getattr(doel, naam)
    over = [keer]

    def call(*args: Any, **kwargs: Any) -> Any:
        over[0] -= 1
        is_zover = over[0] == 0
        if is_zover and moment == "voor":
            os.kill(os.getpid(), signal.SIGKILL)
        antwoord = werkelijk(*args, **kwargs)
        if is_zover:
            os.kill(os.getpid(), signal.SIGKILL)
        return antwoord

    setattr(doel, naam, call)


if __name__ == "__main__":
    stap, moment, keer, *opdracht = sys.argv[1:]
    die_at(*STAPPEN[stap], moment, int(keer))
    sys.argv[1:] = opdracht
    main()
