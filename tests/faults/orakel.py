"""What a store must hold, told in another way than the product does: a dictionary that every delivered line changes at once."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.bouwers_leveringen import Levering


class Stand(NamedTuple):
    """The line that stands for a record, and the keys of employers under which it is held."""

    levering: Levering
    sleutels: frozenset[str]

    @property
    def versie(self) -> int:
        return int(self.levering["versie"])

    @property
    def is_weg(self) -> bool:
        return bool(self.levering["verwijderd"])


class Brief(NamedTuple):
    """A refused line, and of which version of which record it is."""

    ruw: str
    record: str
    versie: int


@dataclass
class Orakel:
    """``stand`` per record, ``brieven`` that are refused and not settled, and what may never come in again. ``achterhaald`` are
    refused lines of a version that was passed already: in one batch with what passed it such a line is settled, in a later one
    it is kept. Nobody misses it."""

    stand: dict[str, Stand] = field(default_factory=dict)
    brieven: set[Brief] = field(default_factory=set)
    achterhaald: set[Brief] = field(default_factory=set)
    gewiste_records: set[str] = field(default_factory=set)
    gewiste_sleutels: set[str] = field(default_factory=set)

    def take_in(self, levering: Levering) -> None:
        """A valid line."""
        record, nieuw = record_of(levering), make_stand(levering)
        eerder = self.stand.get(record)
        if self._is_gewist(record, nieuw.sleutels):
            return
        if eerder is None or nieuw.versie > eerder.versie:
            if nieuw.is_weg and eerder is not None:
                nieuw = nieuw._replace(sleutels=nieuw.sleutels | eerder.sleutels)
            self.stand[record] = nieuw
            self.brieven = {brief for brief in self.brieven if brief.record != record or brief.versie > nieuw.versie}
        elif nieuw.versie == eerder.versie and content_of(levering) != content_of(eerder.levering):
            self._keep(levering)

    def refuse(self, levering: Levering) -> None:
        """A line that tells of which record it is, and that the contract forbids."""
        record, nieuw = record_of(levering), make_stand(levering)
        if self._is_gewist(record, nieuw.sleutels):
            return
        brief = Brief(json.dumps(levering), record, nieuw.versie)
        eerder = self.stand.get(record)
        (self.achterhaald if eerder is not None and eerder.versie >= nieuw.versie else self.brieven).add(brief)

    def erase_record(self, record: str) -> None:
        """This record goes for good."""
        self.gewiste_records.add(record)
        self.stand.pop(record, None)
        self._forget(lambda brief: brief.record == record)

    def erase_werkgever(self, nummer: str) -> None:
        """Everything that is held under the number of an employer goes for good."""
        sleutel = f"lh:{nummer}"
        self.gewiste_sleutels.add(sleutel)
        for record in [record for record, stand in self.stand.items() if sleutel in stand.sleutels]:
            self.erase_record(record)
        self._forget(lambda brief: nummer in brief.ruw)

    def live(self) -> dict[str, Levering]:
        """Per record the line that a reader sees."""
        return {record: stand.levering for record, stand in self.stand.items() if not stand.is_weg}

    def boetes(self, nummer: str) -> dict[str, int]:
        """How many fines of an employer there are per month; none without the employer itself."""
        live = self.live()
        maanden: dict[str, int] = {}
        if f"k3cr:organisatie:{nummer}" in live:
            for levering in live.values():
                if levering["soort"] == "boete" and f"lh:{nummer}" in levering["werkgever"]:
                    maand = levering["gegevens"]["besluitOp"][:7]
                    maanden[maand] = maanden.get(maand, 0) + 1
        return maanden

    def _is_gewist(self, record: str, sleutels: frozenset[str]) -> bool:
        return record in self.gewiste_records or bool(sleutels & self.gewiste_sleutels)

    def _forget(self, is_weg: Callable[[Brief], bool]) -> None:
        self.brieven = {brief for brief in self.brieven if not is_weg(brief)}
        self.achterhaald = {brief for brief in self.achterhaald if not is_weg(brief)}

    def _keep(self, levering: Levering) -> None:
        self.brieven.add(Brief(json.dumps(levering), record_of(levering), int(levering["versie"])))


def record_of(levering: Levering) -> str:
    return f"{levering['bron']}:{levering['soort']}:{levering['sleutel']}"


def make_stand(levering: Levering) -> Stand:
    sleutels = set(levering["werkgever"])
    if levering["soort"] == "organisatie":
        sleutels.add(f"lh:{levering['sleutel']}")
    return Stand(levering, frozenset(sleutels))


def content_of(levering: Levering) -> str:
    """Everything of a line but the order of its fields."""
    return json.dumps(levering, sort_keys=True)
