"""What a run of the pipeline did, as whoever started it is told."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from indexers.afwezigheid import Afwezigheidsoordeel
from klantbeeld.domain.items import Uitkomst


@dataclass(frozen=True, slots=True)
class Verloop:
    """Lines taken in, per source and outcome how many records, which sources were stopped and why, and snapshots that were
    judged."""

    regels: int
    geteld: Counter[tuple[str, Uitkomst]]
    gestopt: Mapping[str, str]
    momentopnamen: tuple[Afwezigheidsoordeel, ...]

    @property
    def uitkomsten(self) -> Counter[Uitkomst]:
        """Per outcome how many records of all sources together."""
        totaal: Counter[Uitkomst] = Counter()
        for (_, uitkomst), aantal in self.geteld.items():
            totaal[uitkomst] += aantal
        return totaal

    def count_per_bron(self, name: Callable[[str], str]) -> dict[str, Counter[Uitkomst]]:
        """The same of each source, by what it is called where this is told; sources called the same are counted together."""
        bronnen: dict[str, Counter[Uitkomst]] = {}
        for (bron, uitkomst), aantal in sorted(self.geteld.items()):
            bronnen.setdefault(name(bron), Counter())[uitkomst] += aantal
        return bronnen
