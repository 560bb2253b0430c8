"""How many of the lines of a block are made durable together when the store refuses too much."""

from collections.abc import Callable, Sequence

from indexers.ontvangst import Deelregel
from klantbeeld.domain.items import Besluit, Uitkomst


def cut_deel(deel: list[Deelregel], besluiten: Sequence[Besluit], ruimte_of: Callable[[str], int]) -> list[Deelregel]:
    """The part up to the first record with which the store refuses more of its source than there is room for."""
    ruimten: dict[str, int] = {}
    volgende = iter(besluiten)
    for aantal, deelregel in enumerate(deel):
        bron = deelregel.ontvangen.bron
        if deelregel.ontvangen.inkomend is not None and next(volgende).uitkomst is Uitkomst.GEWEIGERD:
            ruimten[bron] = ruimten.get(bron, ruimte_of(bron)) - 1
            if ruimten[bron] < 0:
                return deel[:aantal]
    return deel
