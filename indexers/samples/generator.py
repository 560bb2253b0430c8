"""Realistic deliveries, made in one pass: one file per source, the same for the same seed and number on every machine.

First comes the example employer, then the test companies of KVK, then the made-up employers.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import IO

import orjson

from indexers.samples.bestanden import read_data
from indexers.samples.betalingen import list_betalingen
from indexers.samples.contacten import list_contacten, list_contactpersonen, list_notities
from indexers.samples.dobbelsteen import Dobbelsteen
from indexers.samples.documenten import list_documenten
from indexers.samples.feiten import (
    BRON_VAN_SOORT,
    BRONNEN,
    DEKKING,
    MOMENTOPNAME,
    Feit,
    before,
    encode_bronstand,
    encode_feit,
)
from indexers.samples.nummers import MEESTE_WERKGEVERS
from indexers.samples.organisaties import Werkgever, list_koppelingen, list_organisaties, make_werkgever
from indexers.samples.preventie import list_preventie
from indexers.samples.testbedrijven import list_testorganisaties
from indexers.samples.uitkeringen import list_erd, list_polissen
from indexers.samples.verlopen import tell_verloop
from indexers.samples.vestigingen import list_vestigingen
from indexers.samples.zaken import list_zaken
from klantbeeld.errors import InvoerOnjuist

BRONSTAND = "bronstand"
SOORTEN = (*BRON_VAN_SOORT, BRONSTAND)

_Maker = Callable[[Werkgever, Dobbelsteen], Iterator[Feit]]
_MAKERS: tuple[tuple[frozenset[str], _Maker], ...] = (
    (frozenset({"organisatie"}), list_organisaties),
    (frozenset({"vestiging"}), list_vestigingen),
    (frozenset({"koppeling"}), list_koppelingen),
    (frozenset({"riv", "loonsanctie", "boete", "meldingstelling"}), list_preventie),
    (frozenset({"erd"}), list_erd),
    (frozenset({"polis"}), list_polissen),
    (frozenset({"contactpersoon", "machtiging"}), list_contactpersonen),
    (frozenset({"contact"}), list_contacten),
    (frozenset({"notitie"}), list_notities),
    (frozenset({"document"}), list_documenten),
    (frozenset({"betaling"}), list_betalingen),
    (frozenset({"zaak"}), list_zaken),
)
_VANAF = tuple(DEKKING.get(BRON_VAN_SOORT[min(soorten)], date.min) for soorten, _ in _MAKERS)
"""From which day the source of each maker has data."""
_MELD_ELKE = 100
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Samplesopdracht:
    """What to make: so many made-up employers, as they would be told on ``vandaag``; of one kind only when ``soort`` is
    given (each file still ends in its bronstand)."""

    werkgevers: int
    seed: int
    vandaag: date
    soort: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.werkgevers <= MEESTE_WERKGEVERS:
            raise InvoerOnjuist(f"het aantal werkgevers moet van 0 tot en met {MEESTE_WERKGEVERS} zijn, niet {self.werkgevers}")
        if self.soort is not None and self.soort not in SOORTEN:
            raise InvoerOnjuist(f"onbekende soort {self.soort!r}; bekend zijn: {', '.join(SOORTEN)}")

    @property
    def is_volledig(self) -> bool:
        """Whether a file may claim to be complete: it holds every kind, and more than the example."""
        return self.soort is None and self.werkgevers > 0


@dataclass(frozen=True, slots=True)
class Sampletelling:
    """How many lines each source got, per kind of record."""

    per_bron: Mapping[str, Mapping[str, int]]

    @property
    def per_soort(self) -> Mapping[str, int]:
        """Lines per kind, over all sources."""
        return sum((Counter(soorten) for soorten in self.per_bron.values()), Counter[str]())

    @property
    def totaal(self) -> int:
        """All lines."""
        return sum(self.per_soort.values())


def write_samples(map_: Path, opdracht: Samplesopdracht, meld: Callable[[int], None] = lambda _: None) -> Sampletelling:
    """Writes one file per source into ``map_`` (made when absent) and tells how many lines they hold.

    Files appear only when all are complete, and replace older ones; when something fails, none does. ``meld`` hears from
    time to time how many more employers were made. Memory does not grow with the number of employers.
    """
    map_.mkdir(parents=True, exist_ok=True)
    tijdelijk = {bron: map_ / f".{bron}.jsonl.deel" for bron in BRONNEN}
    try:
        tellingen = _write_all(tijdelijk, opdracht, meld)
        for bron, pad in tijdelijk.items():
            pad.replace(map_ / f"{bron}.jsonl")
    finally:
        for pad in tijdelijk.values():
            pad.unlink(missing_ok=True)
    return Sampletelling(tellingen)


def list_regels(opdracht: Samplesopdracht) -> Iterator[tuple[str, bytes]]:
    """Every line (its end included) with its kind, in the order in which the files hold them, without the bronstanden."""
    return _list_per_werkgever(opdracht, lambda _: None)


def _write_all(paden: Mapping[str, Path], opdracht: Samplesopdracht, meld: Callable[[int], None]) -> dict[str, Counter[str]]:
    tellingen: dict[str, Counter[str]] = {bron: Counter() for bron in BRONNEN}
    with ExitStack() as stapel:
        bestanden: dict[str, IO[bytes]] = {
            bron: stapel.enter_context(pad.open("wb", buffering=_BUFFER)) for bron, pad in paden.items()
        }
        for soort, regel in _list_per_werkgever(opdracht, meld):
            bron = BRON_VAN_SOORT[soort]
            bestanden[bron].write(regel)
            tellingen[bron][soort] += 1
        for bron, bestand in bestanden.items():
            is_momentopname = bron == MOMENTOPNAME and opdracht.is_volledig
            bestand.write(encode_bronstand(bron, opdracht.vandaag, tellingen[bron].total() if is_momentopname else None))
            tellingen[bron][BRONSTAND] += 1
    return tellingen


def _list_per_werkgever(opdracht: Samplesopdracht, meld: Callable[[int], None]) -> Iterator[tuple[str, bytes]]:
    """Every line, while it is told how many employers are behind us."""
    yield from _list_vaste(opdracht.soort)
    for nummer in range(1, opdracht.werkgevers + 1):
        yield from _list_werkgever(opdracht, nummer)
        if nummer % _MELD_ELKE == 0 or nummer == opdracht.werkgevers:
            meld(nummer % _MELD_ELKE or _MELD_ELKE)


def _list_vaste(soort: str | None) -> Iterator[tuple[str, bytes]]:
    """The lines of the employers that are the same in every set."""
    yield from _list_voorbeeld(soort)
    for feit in list_testorganisaties():
        if soort in (None, feit.soort):
            yield feit.soort, encode_feit(feit)


def _list_voorbeeld(soort: str | None) -> Iterator[tuple[str, bytes]]:
    """The lines of the example employer as they are, without its bronstanden."""
    for regel in read_data("voorbeeld-werkgever.jsonl").splitlines(keepends=True):
        gevonden = orjson.loads(regel)["soort"]
        if gevonden != BRONSTAND and soort in (None, gevonden):
            yield gevonden, regel


def _list_werkgever(opdracht: Samplesopdracht, nummer: int) -> Iterator[tuple[str, bytes]]:
    werkgever = make_werkgever(opdracht.seed, nummer, opdracht.vandaag)
    gisteren = before(opdracht.vandaag, 1)
    for plaats, list_feiten in _list_makers(opdracht.soort):
        if werkgever.laatste_dag < _VANAF[plaats]:
            continue
        dobbelsteen = Dobbelsteen(opdracht.seed, nummer, plaats)
        for feit in list_feiten(werkgever, dobbelsteen):
            for verteld in tell_verloop(feit, dobbelsteen, gisteren):
                if opdracht.soort in (None, verteld.soort):
                    yield verteld.soort, encode_feit(verteld)


@cache
def _list_makers(soort: str | None) -> tuple[tuple[int, _Maker], ...]:
    """What makes this kind of record, or every kind, each with its own place in the seed."""
    return tuple((plaats, maker) for plaats, (soorten, maker) in enumerate(_MAKERS) if soort is None or soort in soorten)
