"""Charts, drawn here: where each column and bar stands, of which a template makes SVG.

Across, places and widths are shares of the whole (0 to 100), so that a chart is as wide as there is room and its letters stay
as large as other letters; down, they are ``em``, so that it grows with the letters. What is not known is named, never drawn as
nothing. The figures themselves always stand in a table beside the chart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from itertools import groupby
from math import ceil
from typing import ClassVar

from klantbeeld.web.sjablonen import Blad

BOVEN, HOOGTE, ONDER = 1.5, 7.0, 1.75
"""So many em the highest column is, and the room above it and under it for words."""
REGEL = 1.25
"""How far under the top of its room a word stands."""
RIJ, RAND = 1.75, 0.25
"""So many em a row of a timeline is, and what it keeps free above and under a bar."""
MARGE = 14.0
"""Where the time of a timeline begins: before it stand the names of its rows."""
LETTER = 2.8
"""What a letter takes of the width of the smallest screen."""
VULLING = 0.8
"""The part of its place that a column fills."""


@dataclass(frozen=True, slots=True)
class Punt:
    """One column to draw: its value (None: not known) and the word under it, if it has one."""

    kop: str
    waarde: int | None


@dataclass(frozen=True, slots=True)
class Woord:
    """A word in a chart: across its middle, down the line on which it stands."""

    tekst: str
    x: float
    y: float

    @property
    def van(self) -> float:
        """Where it begins on the smallest screen."""
        return self.x - LETTER * len(self.tekst) / 2

    @property
    def tot(self) -> float:
        """Where it ends there."""
        return self.x + LETTER * len(self.tekst) / 2


@dataclass(frozen=True, slots=True)
class Vlak:
    """A column, a bar, or a stretch without columns."""

    x: float
    y: float
    breedte: float
    hoogte: float


@dataclass(frozen=True, slots=True)
class Kolommen(Blad):
    """A chart of columns. ``leegten`` are the stretches of which nothing is known; ``lijn`` is where the columns stand on."""

    sjabloon: ClassVar[str] = "grafieken/kolommen.html"
    naam: str
    beschrijving: str
    hoogte: float
    lijn: float
    kolommen: tuple[Vlak, ...]
    waarden: tuple[Woord, ...]
    """Above each column, as far as there is room."""
    leegten: tuple[Vlak, ...]
    woorden: tuple[Woord, ...]


@dataclass(frozen=True, slots=True)
class Duur:
    """A stretch of time, from ``van`` to the day before ``tot``; None: it has no such end."""

    van: date | None
    tot: date | None


@dataclass(frozen=True, slots=True)
class Tijdrij:
    """A row of a timeline: its name, the line on which that stands, and its bars."""

    naam: str
    y: float
    balken: tuple[Vlak, ...]


@dataclass(frozen=True, slots=True)
class Tijdlijn(Blad):
    """Rows of stretches of time, with a line at one day. ``lijn`` is where the years stand under."""

    sjabloon: ClassVar[str] = "grafieken/tijdlijn.html"
    naam: str
    beschrijving: str
    hoogte: float
    lijn: float
    rijen: tuple[Tijdrij, ...]
    jaren: tuple[Woord, ...]
    grenzen: tuple[float, ...]
    """Where the years begin that are named."""
    dag: float


def draw_kolommen(naam: str, beschrijving: str, punten: Sequence[Punt], leeg: str = "onbekend") -> Kolommen:
    """A column per point, of a height in proportion to its value; one that is nought or less is not seen. ``leeg`` is the word
    in a stretch without values."""
    stap = 100 / max(len(punten), 1)
    bekend = [(plaats, punt.waarde) for plaats, punt in enumerate(punten) if punt.waarde is not None and punt.waarde > 0]
    hoogste = max((waarde for _, waarde in bekend), default=0)
    lijn = BOVEN + HOOGTE
    kolommen = [
        Vlak((plaats + (1 - VULLING) / 2) * stap, lijn - hoogte, VULLING * stap, hoogte)
        for plaats, hoogte in ((plaats, HOOGTE * waarde / hoogste) for plaats, waarde in bekend)
    ]
    waarden = (
        _place(str(waarde), kolom.x + kolom.breedte / 2, kolom.y - BOVEN + REGEL)
        for kolom, (_, waarde) in zip(kolommen, bekend, strict=True)
    )
    leegten = _list_leegten(punten, stap)
    onbekend = (_place(leeg, leegte.x + leegte.breedte / 2, lijn - HOOGTE / 2) for leegte in leegten)
    koppen = (_place(punt.kop, (plaats + 0.5) * stap, lijn + REGEL) for plaats, punt in enumerate(punten) if punt.kop)
    return Kolommen(
        naam=naam,
        beschrijving=beschrijving,
        hoogte=lijn + ONDER,
        lijn=lijn,
        kolommen=tuple(kolommen),
        waarden=_keep_apart(waarden),
        leegten=leegten,
        woorden=_keep_apart(onbekend) + _keep_apart(koppen),
    )


def draw_tijdlijn(naam: str, beschrijving: str, rijen: Mapping[str, Sequence[Duur]], erbij: Sequence[date]) -> Tijdlijn:
    """The rows over whole years, from the first day of them and of ``erbij`` to the last; a line at the first of ``erbij``."""
    dag = erbij[0]
    dagen = [*erbij, *(grens for duren in rijen.values() for duur in duren for grens in (duur.van, duur.tot) if grens)]
    van, tot = date(min(dagen).year, 1, 1), _end_of_year(max(dagen))

    def place(grens: date | None, open_: date) -> float:
        """Where a day stands across, or the end of the chart where there is none."""
        return MARGE + (100 - MARGE) * ((grens or open_) - van).days / (tot - van).days

    def draw(duur: Duur, y: float) -> Vlak:
        begin = place(duur.van, van)
        return Vlak(begin, y, max(place(duur.tot, tot) - begin, 0), RIJ - 2 * RAND)

    lijn = RIJ * len(rijen)
    einde = max(dagen).year + 1
    stap = ceil(LETTER * len(str(einde)) * (einde - van.year) / (100 - MARGE))  # so many years apart their names fit
    jaren = {jaar: place(date(jaar, 1, 1), van) for jaar in range(van.year, einde, stap)}
    halfjaar = place(date(van.year, 7, 1), van) - MARGE
    woorden = _keep_apart(_place(str(jaar), begin + halfjaar, lijn + REGEL) for jaar, begin in jaren.items())
    return Tijdlijn(
        naam=naam,
        beschrijving=beschrijving,
        hoogte=lijn + ONDER,
        lijn=lijn,
        rijen=tuple(
            Tijdrij(rij, RIJ * plaats + REGEL, tuple(draw(duur, RIJ * plaats + RAND) for duur in sorted(duren, key=_begin_of)))
            for plaats, (rij, duren) in enumerate(rijen.items())
        ),
        jaren=woorden,
        grenzen=tuple(jaren[int(woord.tekst)] for woord in woorden),
        dag=place(dag, dag),
    )


def _list_leegten(punten: Sequence[Punt], stap: float) -> tuple[Vlak, ...]:
    """The stretches of points next to each other that are not known."""
    leegten, plaats = [], 0
    for is_leeg, groep in groupby(punt.waarde is None for punt in punten):
        aantal = len(list(groep))
        if is_leeg:
            leegten.append(Vlak(plaats * stap, BOVEN, aantal * stap, HOOGTE))
        plaats += aantal
    return tuple(leegten)


def _place(tekst: str, x: float, y: float) -> Woord:
    """A word at a place, or as near to it as it fits."""
    half = LETTER * len(tekst) / 2
    return Woord(tekst, min(max(x, half), 100 - half), y)


def _keep_apart(woorden: Iterable[Woord]) -> tuple[Woord, ...]:
    """Of words from left to right those that touch none that is kept before them."""
    gehouden: list[Woord] = []
    for woord in woorden:
        if not gehouden or gehouden[-1].tot <= woord.van:
            gehouden.append(woord)
    return tuple(gehouden)


def _begin_of(duur: Duur) -> date:
    """What bars are drawn in the order of, so that of two that overlap both are seen."""
    return duur.van or date.min


def _end_of_year(dag: date) -> date:
    return date(dag.year + 1, 1, 1) if dag.year < MAXYEAR else date.max
