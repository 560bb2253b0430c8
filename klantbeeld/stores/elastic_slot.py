"""The lock of a store in Elasticsearch: only one process at a time builds or removes generations, on whatever machine.

It is a document that its holder renews; a process that dies lets go by not doing so. A lock that is kept by a clock can be lost
by a holder that slept, so nothing rests on it alone: who builds writes by aliases that are taken away by whoever comes after.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from secrets import token_hex
from threading import Event, Lock, Thread
from typing import Any

from elasticsearch import ConflictError

from klantbeeld.errors import StoreFout, StoreOnbereikbaar
from klantbeeld.stores.elastic_aliassen import create_once
from klantbeeld.stores.elastic_opvragen import unless_changed
from klantbeeld.stores.elastic_schema import BIJINDEX
from klantbeeld.stores.elastic_verbinding import Verbinding

GELDIG = 30.0
"""So many seconds after its holder died a lock is free."""
_HERHALING = 5.0
_MAPPING: Mapping[str, Any] = {"dynamic": "strict", "properties": {"inhoud": {"type": "object", "enabled": False}}}
_SLOT, _WISSEL = "slot", "wissel"


class Slot:
    """The lock of one store, and beside it the day of the last switch."""

    def __init__(self, verbinding: Verbinding) -> None:
        self._verbinding = verbinding
        self._index = f"{verbinding.voorvoegsel}-opbouw"
        self._voorwaarden: dict[str, Any] = {"op_type": "create"}
        self._houder = token_hex(8)
        self._een_tegelijk = Lock()

    def renew(self) -> None:
        """Keeps it. Errors: ``StoreOnbereikbaar`` when another process took it meanwhile, or nobody holds it here."""
        self._write(time.time() + GELDIG)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Errors: ``StoreOnbereikbaar`` when another process holds it."""
        self._take()
        klaar = Event()
        draad = Thread(target=self._keep, args=(klaar,), daemon=True)
        draad.start()
        try:
            yield
        finally:
            klaar.set()
            draad.join()
            with suppress(StoreFout):
                self._write(0)

    def note_switch(self, moment: datetime) -> None:
        """Keeps when the live generation was switched to."""
        with self._verbinding.asking() as client:
            client.index(index=self._index, id=_WISSEL, document={"inhoud": {"op": moment.isoformat()}})

    def switched_at(self) -> datetime | None:
        """That moment; None when there was no switch."""
        bewaard = self._read(_WISSEL)
        return datetime.fromisoformat(bewaard["_source"]["inhoud"]["op"]).astimezone(UTC) if bewaard else None

    def _take(self) -> None:
        bewaard = self._read(_SLOT)
        if bewaard is None:
            with self._verbinding.asking() as client:
                create_once(client, self._index, mappings=_MAPPING, settings=BIJINDEX)
            self._voorwaarden = {"op_type": "create"}
        elif bewaard["_source"]["inhoud"]["tot"] > time.time():
            raise _make_bezig()
        else:
            self._voorwaarden = unless_changed(bewaard)
        self.renew()

    def _keep(self, klaar: Event) -> None:
        while not klaar.wait(_HERHALING):
            with suppress(StoreFout):
                self.renew()

    def _write(self, tot: float) -> None:
        document = {"inhoud": {"houder": self._houder, "tot": tot}}
        with self._een_tegelijk, self._verbinding.asking() as client:
            try:
                antwoord: Any = client.index(index=self._index, id=_SLOT, document=document, **self._voorwaarden)
            except ConflictError:
                antwoord = self._read(_SLOT)
                # The answer may have got lost, not the write.
                if antwoord is None or antwoord["_source"]["inhoud"].get("houder") != self._houder:
                    raise _make_bezig() from None
            self._voorwaarden = unless_changed(antwoord)

    def _read(self, id_: str) -> Mapping[str, Any] | None:
        with self._verbinding.asking() as client:
            antwoord: Mapping[str, Any] = client.options(ignore_status=404).get(index=self._index, id=id_).body
        return antwoord if antwoord.get("found") else None


def _make_bezig() -> StoreFout:
    return StoreOnbereikbaar(
        "Een ander proces bouwt de store opnieuw op, of ruimt op. Wacht tot het klaar is en probeer het opnieuw; is het "
        f"gedood, dan kan dat na {GELDIG:.0f} seconden."
    )
