"""The file of rights as it is now: who changes it need not restart anything, and a mistake in it changes nothing."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

import structlog

from klantbeeld.access.policy import Rechten, load_rechten, read_inhoud, read_rechten
from klantbeeld.errors import RechtenOnjuist

HERLEZING = 5.0
"""So many seconds rights hold before the file is looked at again: who lost a right may not have it for a minute (S18)."""

log = structlog.get_logger()


class Rechtenbestand:
    """The rights in a file, by default those that come with the product, which never change. Errors of making one:
    ``RechtenOnjuist``."""

    def __init__(self, bestand: Path | None, nu: Callable[[], float] = monotonic) -> None:
        self._bestand = bestand
        self._nu = nu
        self._inhoud = read_inhoud(bestand) if bestand else b""
        self._rechten = read_rechten(str(bestand), self._inhoud) if bestand else load_rechten(None)
        self._gekeken_op = nu()
        self._onjuist: RechtenOnjuist | None = None
        self._slot = Lock()

    def read(self) -> Rechten:
        """The rights that hold now: of a file that became wrong those of before. Never fails."""
        if self._bestand is not None:
            with self._slot:
                if self._nu() - self._gekeken_op >= HERLEZING:
                    self._gekeken_op = self._nu()
                    self._refresh(self._bestand)
        return self._rechten

    def look(self) -> str | None:
        """The code of the alarm while the file is wrong; None when it holds."""
        self.read()
        return self._onjuist.code if self._onjuist else None

    def _refresh(self, bestand: Path) -> None:
        try:
            inhoud = read_inhoud(bestand)
            if inhoud != self._inhoud:
                self._rechten, self._inhoud = read_rechten(str(bestand), inhoud), inhoud
                log.info("rechten_vernieuwd", geldig_vanaf=self._rechten.geldig_vanaf.isoformat())
        except RechtenOnjuist as fout:
            if self._onjuist is None:  # told once: the text of it may name an account
                log.warning("rechten_onjuist", code=fout.code)
            self._onjuist = fout
        else:
            self._onjuist = None
