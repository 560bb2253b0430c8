"""Suppression: what a statistic hides from who may not see single employers.

A row or total is hidden when it tells of fewer than five employers, and so are others as long as a hidden one could be had by
taking what is shown from a total, or from all totals of two attributes together. That is decided over all employers that who
asks knows of, not over those of one selection, so that a row is hidden in every answer or in none: a selection only adds up
combinations of values that may each be seen, and what two selections differ in may be seen as well.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from klantbeeld.domain.bruggen import find_bruggen
from klantbeeld.domain.vragen import IEDEREEN, Aantallenvraag, Attribuut, Selectie
from klantbeeld.errors import InvoerOnjuist

MINSTE_WERKGEVERS = 5
"""No row is shown of fewer employers to who may not see single ones."""
MEESTE_KENMERKEN = 3
"""So many attributes are selected and grouped by together."""
MEESTE_COMBINATIES = 10_000

Kenmerken = tuple[Attribuut, ...]
Waarden = tuple[str, ...]
Tabel = Mapping[Waarden, int]
"""How many employers there are of each combination of values."""


@dataclass(frozen=True, slots=True)
class Tellingen:
    """How many employers there are in each row of a statistic, and in all."""

    per: Tabel
    totaal: int


@dataclass(frozen=True, slots=True)
class Verborgen:
    """What a statistic hides: rows by their values, and its total."""

    rijen: frozenset[Waarden] = frozenset()
    totaal: bool = False


NIETS = Verborgen()


@dataclass(frozen=True, slots=True)
class Raster:
    """The combinations of values that a statistic is made of, for who may not see single employers."""

    selectie: Selectie
    per: Kenmerken
    bereik: Selectie = IEDEREEN

    def __post_init__(self) -> None:
        """Errors: ``InvoerOnjuist``."""
        if len(self.kenmerken) > MEESTE_KENMERKEN:
            raise InvoerOnjuist(
                f"Uw rol kan op ten hoogste {MEESTE_KENMERKEN} kenmerken samen selecteren en groeperen; laat er een weg."
            )

    @property
    def kenmerken(self) -> Kenmerken:
        """All attributes that are selected or grouped by, in their order."""
        return tuple(kenmerk for kenmerk in Attribuut if kenmerk in self.per or kenmerk in self.selectie.eisen)

    @property
    def vragen(self) -> dict[Kenmerken, Aantallenvraag]:
        """What must be counted, over all employers within reach: a table for every choice out of the attributes, none of them
        too."""
        return {
            keuze: Aantallenvraag(IEDEREEN, keuze, self.bereik)
            for aantal in range(len(self.kenmerken) + 1)
            for keuze in combinations(self.kenmerken, aantal)
        }

    def hide(self, tabellen: Mapping[Kenmerken, Tabel], tellingen: Tellingen) -> Verborgen:
        """What is hidden. Errors: ``InvoerOnjuist`` when there are too many combinations to judge."""
        if len(tabellen[self.kenmerken]) > MEESTE_COMBINATIES:
            raise InvoerOnjuist("Uw rol kan niet zo fijn selecteren en groeperen; laat een kenmerk weg.")
        verborgen = hide_small({keuze: tabellen[keuze] for keuze in self.vragen})
        rijen = self._select(self.kenmerken, self.per, tabellen, verborgen)
        totaal = self._select(tuple(self.selectie.eisen), (), tabellen, verborgen)
        return Verborgen(
            frozenset(waarden for waarden, aantal in tellingen.per.items() if not _may_show(aantal, rijen.get(waarden, ()))),
            not _may_show(tellingen.totaal, totaal.get((), ())),
        )

    def _select(
        self,
        kenmerken: Kenmerken,
        per: Kenmerken,
        tabellen: Mapping[Kenmerken, Tabel],
        verborgen: Mapping[Kenmerken, frozenset[Waarden]],
    ) -> dict[Waarden, list[int | None]]:
        """The numbers of the selected combinations that each row is made of; None for one that is hidden."""
        eisen = [self.selectie.eisen.get(kenmerk) for kenmerk in kenmerken]
        plaatsen = [kenmerken.index(kenmerk) for kenmerk in per]
        rijen: dict[Waarden, list[int | None]] = defaultdict(list)
        for cel, aantal in tabellen[kenmerken].items():
            if all(eis is None or waarde in eis for waarde, eis in zip(cel, eisen, strict=True)):
                rijen[tuple(cel[plaats] for plaats in plaatsen)].append(None if cel in verborgen[kenmerken] else aantal)
        return rijen


def _may_show(aantal: int, delen: Sequence[int | None]) -> bool:
    """Whether so many employers may be shown that are these combinations together. What two combinations have in common, and
    what each has alone, would follow as well; of more than two that is not judged."""
    if not delen or None in delen:
        return False
    bekend = [deel for deel in delen if deel is not None]
    samen = sum(bekend) - aantal
    apart = [samen, *(deel - samen for deel in bekend)]
    return samen == 0 or (len(delen) == 2 and not any(_is_small(deel) for deel in apart))


def _is_small(aantal: int) -> bool:
    return 0 < aantal < MINSTE_WERKGEVERS


def hide_small(tabellen: Mapping[Kenmerken, Tabel]) -> dict[Kenmerken, frozenset[Waarden]]:
    """The combinations of values to hide in each table; with a table there are those of each part of its attributes."""
    verborgen: dict[Kenmerken, frozenset[Waarden]] = {}
    for kenmerken in sorted(tabellen, key=len):
        dicht = {cel for cel, aantal in tabellen[kenmerken].items() if aantal < MINSTE_WERKGEVERS}
        lijnen = []
        for minder, boven, lijn in _list_lijnen(kenmerken, tabellen[kenmerken]):
            totaal = tabellen[minder][boven]
            dicht.update(cel for cel in lijn if boven in verborgen[minder] or _is_small(totaal - lijn[cel]))
            if boven not in verborgen[minder]:
                lijnen.append((totaal, lijn))
        while erbij := {cel for totaal, lijn in lijnen for cel in _find_next(totaal, lijn, dicht)} or set(
            _find_beside_bruggen(kenmerken, tabellen, verborgen, dicht)
        ):
            dicht |= erbij
        verborgen[kenmerken] = frozenset(dicht)
    return verborgen


def _find_beside_bruggen(
    kenmerken: Kenmerken,
    tabellen: Mapping[Kenmerken, Tabel],
    verborgen: Mapping[Kenmerken, frozenset[Waarden]],
    dicht: set[Waarden],
) -> Iterator[Waarden]:
    """The smallest row that is still shown beside each hidden one of few employers that follows from all totals together.

    Totals that are shown tie hidden rows together: rows are the edges of a graph, totals its nodes (those that are hidden tie
    nothing, and are one node), and what is left of the totals on one side of a bridge is the row that it is."""
    tabel = tabellen[kenmerken]
    for plaatsen in combinations(range(len(kenmerken)), 2):
        einden = {cel: tuple(_name_totaal(kenmerken, cel, plaats, verborgen) for plaats in plaatsen) for cel in tabel}
        bruggen = find_bruggen({cel: (een, ander) for cel, (een, ander) in einden.items() if cel in dicht})
        for brug in sorted(cel for cel in bruggen if _is_small(tabel[cel])):
            vast = [deel for plaats, deel in enumerate(brug) if plaats not in plaatsen]
            vlak = [
                cel
                for cel in tabel.keys() - dicht
                if [deel for plaats, deel in enumerate(cel) if plaats not in plaatsen] == vast
            ]
            yield from sorted(vlak, key=lambda cel: (not set(einden[cel]) & set(einden[brug]), tabel[cel], cel))[:1]


def _name_totaal(
    kenmerken: Kenmerken, cel: Waarden, plaats: int, verborgen: Mapping[Kenmerken, frozenset[Waarden]]
) -> Hashable:
    """The total that a row counts in when one attribute is left out; None for one that is hidden."""
    minder, boven = kenmerken[:plaats] + kenmerken[plaats + 1 :], cel[:plaats] + cel[plaats + 1 :]
    return None if boven in verborgen[minder] else (plaats, boven)


def _list_lijnen(kenmerken: Kenmerken, tabel: Tabel) -> Iterator[tuple[Kenmerken, Waarden, Tabel]]:
    """The rows that differ in one attribute only, with where their total is: in which table, and under which values."""
    for plaats in range(len(kenmerken)):
        lijnen: dict[Waarden, dict[Waarden, int]] = defaultdict(dict)
        for cel, aantal in tabel.items():
            lijnen[cel[:plaats] + cel[plaats + 1 :]][cel] = aantal
        for boven, lijn in lijnen.items():
            yield kenmerken[:plaats] + kenmerken[plaats + 1 :], boven, lijn


def _find_next(totaal: int, lijn: Tabel, dicht: set[Waarden]) -> list[Waarden]:
    """The smallest row that is still shown, when the total less what is shown tells of one row or of too few employers: of
    those that are hidden, or of those that count in several rows."""
    getoond = [cel for cel in lijn if cel not in dicht]
    verschil = abs(totaal - sum(lijn[cel] for cel in getoond))
    verborgen = len(lijn) - len(getoond)
    if verborgen == verschil == 0 or (verborgen != 1 and verschil >= MINSTE_WERKGEVERS):
        return []
    return sorted(getoond, key=lambda cel: (lijn[cel], cel))[:1]
