"""The parts of a JSON text as they are written, each to be read and judged on its own."""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from klantbeeld.errors import InvoerOnjuist

_DECODER = json.JSONDecoder()
_WIT = re.compile(r"[ \t\n\r]*")


def split_lijst(tekst: str) -> list[str]:
    """The elements of an array. Errors: ``InvoerOnjuist``."""
    return [tekst[begin:einde] for begin, einde in _Wandeling(tekst).list_delen("[", "]")]


def split_object(tekst: str) -> dict[str, str]:
    """The values of an object by their names. Errors: ``InvoerOnjuist``, also when a name occurs twice."""
    wandeling = _Wandeling(tekst)
    delen: dict[str, str] = {}
    for begin, einde in wandeling.list_delen("{", "}"):
        naam = json.loads(tekst[begin:einde])
        wandeling.skip(":")
        waarde, einde_waarde = wandeling.read_value()
        if not isinstance(naam, str) or naam in delen:
            _refuse()
        delen[naam] = tekst[waarde:einde_waarde]
    return delen


class _Wandeling:
    """Goes through a text, from one part to the next."""

    def __init__(self, tekst: str) -> None:
        self._tekst = tekst
        self._plaats = 0
        self._skip_wit()

    def list_delen(self, open_: str, dicht: str) -> Iterator[tuple[int, int]]:
        """Where each part begins and ends; what belongs to it may be read before the next is asked for."""
        self.skip(open_)
        if self._sees(dicht):
            self.skip(dicht)
        else:
            yield self.read_value()
            while self._sees(","):
                self.skip(",")
                yield self.read_value()
            self.skip(dicht)
        if self._plaats != len(self._tekst):
            _refuse()

    def read_value(self) -> tuple[int, int]:
        """Where the value here begins and ends."""
        begin = self._plaats
        try:
            _, self._plaats = _DECODER.raw_decode(self._tekst, begin)
        except (ValueError, RecursionError):
            _refuse()
        einde = self._plaats
        self._skip_wit()
        return begin, einde

    def skip(self, teken: str) -> None:
        if not self._sees(teken):
            _refuse()
        self._plaats += 1
        self._skip_wit()

    def _sees(self, teken: str) -> bool:
        return self._tekst.startswith(teken, self._plaats)

    def _skip_wit(self) -> None:
        gevonden = _WIT.match(self._tekst, self._plaats)
        self._plaats = gevonden.end() if gevonden else self._plaats


def _refuse() -> NoReturn:
    raise InvoerOnjuist("Dit is geen geldige JSON van de vorm die hier hoort.") from None
