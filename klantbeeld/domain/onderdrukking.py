"""Suppression: which rows of a statistic would tell of so few employers that they could be recognised.

A small row is hidden, and so are others as long as what is hidden could be had by taking what is shown from a total.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

MINSTE_WERKGEVERS = 5
"""No row is shown of fewer employers to who may not see single ones."""

Waarden = tuple[str, ...]


def hide_small(aantallen: Mapping[Waarden, int]) -> frozenset[Waarden]:
    """The combinations of values to hide, given how many employers have each. With two attributes the rows that share a
    value add up to a total that can be asked for, so nothing of them may follow from the others either."""
    verborgen = {waarden for waarden, aantal in aantallen.items() if aantal < MINSTE_WERKGEVERS}
    lijnen = _list_lijnen(aantallen)
    while erbij := {waarden for lijn in lijnen for waarden in _find_next(lijn, aantallen, verborgen)}:
        verborgen |= erbij
    return frozenset(verborgen)


def _list_lijnen(waarden: Iterable[Waarden]) -> list[list[Waarden]]:
    """The sets of rows that add up to a total: all, and those with the same value of an attribute."""
    lijnen: dict[object, list[Waarden]] = defaultdict(list)
    for groep in waarden:
        lijnen["alle"].append(groep)
        if len(groep) > 1:
            for plaats, waarde in enumerate(groep):
                lijnen[plaats, waarde].append(groep)
    return list(lijnen.values())


def _find_next(lijn: list[Waarden], aantallen: Mapping[Waarden, int], verborgen: set[Waarden]) -> list[Waarden]:
    """The smallest row that is still shown, when those that are hidden are one alone or too few employers together."""
    dicht = [aantallen[waarden] for waarden in lijn if waarden in verborgen]
    if not dicht or (len(dicht) > 1 and sum(dicht) >= MINSTE_WERKGEVERS):
        return []
    return sorted((waarden for waarden in lijn if waarden not in verborgen), key=lambda deel: (aantallen[deel], deel))[:1]
