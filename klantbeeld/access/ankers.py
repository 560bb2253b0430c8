"""Anchors: places in the log that are remembered beside it, each in a small sealed file of its own."""

from enum import StrEnum
from pathlib import Path

from klantbeeld.access.ketens import BEGIN, Schakel, read_whole, seal
from klantbeeld.access.logbestanden import write_whole


class Ankersoort(StrEnum):
    BEGIN = "begin"
    """The last record that was removed because it was old enough."""
    KOP = "kop"
    """The last record that was there when a file became full, or when the log was verified."""
    VERZONDEN = "verzonden"
    """The last record that the sink of processing records has accepted."""


class Ankers:
    """The anchors of the log at a path."""

    def __init__(self, pad: Path, sleutel: bytes) -> None:
        self._pad = pad
        self._sleutel = sleutel

    def name(self, soort: Ankersoort) -> Path:
        """The file of an anchor."""
        return self._pad.with_name(f"{self._pad.stem}-{soort}.json")

    def read(self, soort: Ankersoort) -> Schakel | None:
        """The place that is remembered, ``BEGIN`` when there is none; None for a file that was not written here."""
        try:
            regel = self.name(soort).read_bytes()
        except FileNotFoundError:
            return BEGIN
        velden = read_whole(self._sleutel, regel)
        return Schakel(velden["nr"], velden["record"]) if velden and velden.get("anker") == soort else None

    def write(self, soort: Ankersoort, schakel: Schakel) -> None:
        """Remembers a place, durably. Errors: ``OSError``."""
        write_whole(self.name(soort), seal(self._sleutel, {"anker": soort, "nr": schakel.nr, "record": schakel.zegel}))
