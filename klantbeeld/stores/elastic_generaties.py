"""Generations of a store in Elasticsearch: beginning one, switching to it, going back, and clearing up what is left.

Every step is one request that changes all aliases it must or none, so at whatever step a process dies, the aliases say what was
under way, and ``Generaties.tidy`` ends it: the live generation is written again, and what came to nothing goes.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import Any

from klantbeeld.errors import StoreFout, StoreOnbereikbaar
from klantbeeld.stores.elastic_aliassen import NIEUW, SCHRIJF, VORIGE, WACHT, Stand, read_alias
from klantbeeld.stores.elastic_schema import OPBOUWLOG, Familie
from klantbeeld.stores.elastic_slot import GELDIG, Slot
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.protocol_opbouw import Generatielijst

_LANGSTE_WACHT = GELDIG + 15
_PAUZE = 0.05
_WACHTEND = rf"{WACHT}-[0-9]+"
_VRIJ = {"index.blocks.write": None}

Actie = Mapping[str, Mapping[str, Any]]
"""One change of an alias."""


class Generaties:
    """The generations of one store."""

    def __init__(self, verbinding: Verbinding) -> None:
        self._verbinding = verbinding
        self._slot = Slot(verbinding)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one process at a time builds or removes generations. Errors: ``StoreOnbereikbaar`` when another one is at it."""
        with self._slot.hold():
            yield

    def settle(self) -> None:
        """Looks again which generation is live, and for who writes waits while a switch is under way. Errors:
        ``StoreOnbereikbaar`` when that takes too long."""
        einde = time.monotonic() + _LANGSTE_WACHT
        self._verbinding.renew()
        while self._verbinding.is_writable and not self._verbinding.schrijfnamen:
            if time.monotonic() > einde:
                raise StoreOnbereikbaar("De store wordt gewisseld, en dat duurt te lang. Het gaat vanzelf verder.")
            self.tidy()
            time.sleep(_PAUZE)
            self._verbinding.renew()

    def tidy(self) -> None:
        """Clears up what a rebuild that was killed left behind; nothing while one is at work."""
        if not self._verbinding.stand().is_rustig:
            with suppress(StoreOnbereikbaar), self.alone():
                self.clean()

    def clean(self) -> None:
        """The same for who is alone, as all that follows is. Errors: ``StoreOnbereikbaar`` for who is not, any more."""
        self._slot.renew()
        stand = self._verbinding.stand()
        if stand.indexes().keys() != set(Familie):
            return
        if stand.find(_WACHTEND):
            self.let_write()
        blijft = {*stand.indexes().values(), *stand.indexes(VORIGE).values()}
        self._change([_remove(index, alias) for index, alias in stand.find(NIEUW).values() if index in blijft])
        self._delete(stand.over)

    def drop_previous(self, voor: date = date.max) -> list[str]:
        """Removes every generation but the live one, the previous one only if the live one has been so since before this day
        (in UTC), and says what the previous one was. Errors: ``StoreOnbereikbaar`` while another process builds."""
        stand = self._verbinding.stand()
        if stand.is_rustig and not stand.indexes(VORIGE):
            return []
        with self.alone():
            self.clean()
            stand = self._verbinding.stand()
            vorige, sinds = stand.indexes(VORIGE), self._slot.switched_at()
            if not vorige or (sinds is not None and sinds.date() >= voor):
                return []
            self._delete(vorige.values())
            return [_name(stand, vorige)]

    def list_all(self) -> Generatielijst:
        """The generations by what they are."""
        stand = self._verbinding.stand()
        vorige = stand.indexes(VORIGE)
        return Generatielijst(_name(stand, stand.indexes()), _name(stand, vorige) if vorige else None, not stand.is_rustig)

    def hold_writers(self) -> None:
        """From here on who wants to write to the live generation waits; what was under way has come when this returns."""
        self._slot.renew()
        stand = self._verbinding.stand()
        acties: list[Actie] = []
        levend = stand.find(rf"{SCHRIJF}-[0-9]+")
        for familie, (index, alias) in levend.items():
            acties += [_remove(index, alias), _add(index, f"{stand.voorvoegsel}-{familie}-{WACHT}-{stand.nummer}")]
        self._change(acties)
        with self._verbinding.asking() as client:
            # What passed the alias just now may still be waiting at its shard. A block answers when nothing does.
            antwoord = client.indices.add_block(index=",".join(index for index, _ in levend.values()), block="write")
        if not antwoord["shards_acknowledged"]:
            raise StoreOnbereikbaar("Elasticsearch kan schrijven naar de store nu niet stilzetten. Probeer het later opnieuw.")

    def let_write(self, log: str | None = None) -> None:
        """The live generation is written again, by new names, and what changes is noted in this index."""
        stand = self._verbinding.stand()
        wachtend = stand.find(_WACHTEND)
        with self._verbinding.asking() as client:
            client.indices.put_settings(index=[index for index, _ in wachtend.values()], settings=_VRIJ)
        acties = [_add(log, f"{stand.voorvoegsel}-{OPBOUWLOG}")] if log else []
        for familie, (index, alias) in wachtend.items():
            acties += [_remove(index, alias), _add(index, _name_next(stand, familie))]
        self._change(acties)

    def fill_again(self, vorige: Mapping[Familie, str], aliassen: Mapping[Familie, str]) -> None:
        """Lets the previous generation be written by these aliases."""
        with self._verbinding.asking() as client:
            client.indices.put_settings(index=list(vorige.values()), settings=_VRIJ)
        self._change([_add(index, aliassen[familie]) for familie, index in vorige.items()])

    def switch(self, nieuw: Mapping[Familie, str]) -> None:
        """Makes these indexes the live generation, and the live one the previous; the one before that is no more. Writers must
        be waiting. Errors: ``StoreOnbereikbaar`` when another process let them go on."""
        self._slot.renew()
        self._slot.note_switch(datetime.now(UTC))
        stand = self._verbinding.stand()
        acties = [
            actie
            for familie, levend in stand.find(_WACHTEND).items()
            for actie in _replace(stand, familie, levend, nieuw[familie])
        ]
        try:
            if acties:
                self._change(acties)
        except StoreFout:
            # The answer may have got lost, not the switch.
            if self._verbinding.stand().indexes() != nieuw:
                raise
        if self._verbinding.stand().indexes() != nieuw:
            raise StoreOnbereikbaar("Een ander proces liet de indexers alweer schrijven. Er is niets gewisseld. Begin opnieuw.")

    def _change(self, acties: list[Actie]) -> None:
        if acties:
            with self._verbinding.asking() as client:
                client.indices.update_aliases(actions=acties)

    def _delete(self, indexen: Iterable[str]) -> None:
        if namen := sorted(indexen):
            with self._verbinding.asking() as client:
                client.indices.delete(index=namen, ignore_unavailable=True)


def _replace(stand: Stand, familie: Familie, levend: tuple[str, str], doel: str) -> Iterator[Actie]:
    """What a switch changes of one family. Readers of another version keep their alias on the generation they can read."""
    index, wachtend = levend
    lezen, vorige = read_alias(stand.voorvoegsel, familie), f"{stand.voorvoegsel}-{familie}-{VORIGE}"
    for ander, aliassen in stand.aliassen.items():
        yield from (_remove(ander, alias) for alias in (lezen, vorige) if alias in aliassen)
    yield _remove(index, wachtend)
    yield _add(doel, lezen)
    yield _add(doel, _name_next(stand, familie))
    yield _add(index, vorige)


def _name_next(stand: Stand, familie: Familie) -> str:
    return f"{stand.voorvoegsel}-{familie}-{SCHRIJF}-{stand.nummer + 1}"


def _name(stand: Stand, indexen: Mapping[Familie, str]) -> str:
    return f"{stand.voorvoegsel} generatie {max(map(stand.generation_of, indexen.values()))}"


def _add(index: str, alias: str) -> Actie:
    return {"add": {"index": index, "alias": alias}}


def _remove(index: str, alias: str) -> Actie:
    return {"remove": {"index": index, "alias": alias, "must_exist": True}}
