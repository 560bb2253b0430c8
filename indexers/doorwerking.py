"""Whom a change reaches: the employers that hold its keys, and those whose month figures may change with theirs."""

from collections.abc import Iterable
from itertools import zip_longest

from klantbeeld.domain.leveringen import restore_record
from klantbeeld.domain.porties import split_porties
from klantbeeld.domain.vragen import Bronitemsvraag, Burenvraag, Houdersvraag, Vraag
from klantbeeld.stores.protocol import Store, read_all

PROFIELSOORTEN = ("organisatie", "vestiging", "koppeling")
MAANDSOORTEN = ("riv", "loonsanctie", "boete", "meldingstelling")
"""The kinds of records that profiles, and month figures, are derived from."""

SLEUTELS_PER_VRAAG = 4_000
"""Of so many keys is asked at once who holds them: what is answered is hardly more than other keys."""
WERKGEVERS_PER_VRAAG = 500
"""Of so many employers at once the sanctions are read."""


class Doorwerking:
    """Looks up of one deriving whom it reaches. Of each key it asks once, unless told that it changed hands."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._houders: set[str] = set()
        self._eigenaren: set[str] = set()

    def find_werkgevers(self, sleutels: set[str]) -> set[str]:
        """The LH keys of the employers that hold these keys, by their profile or by their own numbers; without those of keys
        that were asked before."""
        gevonden: set[str] = set()
        delen = (split_porties(sorted(sleutels - bekend), SLEUTELS_PER_VRAAG) for bekend in (self._houders, self._eigenaren))
        for gehouden, eigen in zip_longest(*delen, fillvalue=()):
            vragen: list[Vraag] = [Houdersvraag(gehouden), Bronitemsvraag(eigen, ("organisatie",))]
            houders, organisaties = read_all(self._store, vragen)
            gevonden.update(houders)
            # Of the keys of an organisatie its own LH-nummer is the first.
            gevonden.update(item.sleutels[0] for item in organisaties)
        self._houders |= sleutels
        self._eigenaren |= sleutels
        return gevonden

    def change_hands(self, sleutels: set[str]) -> None:
        """Profiles were written: other employers may hold these keys by now."""
        self._houders -= sleutels

    def find_neighbours(self, sleutels: set[str], ringen: Iterable[tuple[str, ...]]) -> set[str]:
        """All keys of the records at these keys, and of the sanctions on these key rings that name a report: where those count
        may have changed at whoever holds any of them."""
        gevonden: set[str] = set()
        for deel in split_porties(sorted(sleutels), SLEUTELS_PER_VRAAG):
            gevonden |= read_all(self._store, [Burenvraag(deel, MAANDSOORTEN)])[0]
        for werkgevers in split_porties(ringen, WERKGEVERS_PER_VRAAG):
            vragen = [Bronitemsvraag(ring, ("loonsanctie",)) for ring in werkgevers]
            sancties = (item for items in read_all(self._store, vragen) for item in items)
            gevonden.update(*(item.sleutels for item in sancties if restore_record(item).gegevens.riv))
        return gevonden
