"""What a store in Elasticsearch knows about its streams and sources: small documents that several indexers may change at once.

Counters stand in one document with the position of the stream they were counted in, so that neither is durable without the
other: what was not counted is read again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from secrets import token_hex
from threading import Lock
from typing import Any, Literal, NamedTuple

import orjson

from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.stores.elastic_bulk import Bulkschrijver, Lot, Schrijfopdracht
from klantbeeld.stores.elastic_documenten import make_id
from klantbeeld.stores.elastic_opvragen import Stroom, fetch, page_through, refresh
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.protocol import Positie, Tellers

POSITIE, BRON, CONTROLE = "positie", "bron", "controle"
"""The kinds of documents: one per stream, one per source, and one report of the last verification."""

_ZONDER_STROOM = ""
_HERINNERING = 16
"""So many writes back a document tells whether one was counted."""
_MEESTE_BOTSINGEN = 100

Inhoud = Mapping[str, Any]

_NIETS: Inhoud = {}
_NUL = astuple(Tellers(""))[1:]


class _Stand(NamedTuple):
    """A document, None when there is none, and how often it was written."""

    versie: int
    inhoud: Inhoud | None


class Boekhouding:
    """Positions and counters, and per source the kinds that it delivered and what keeps it from being read."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver) -> None:
        self._verbinding = verbinding
        self._bulk = bulk
        self._slot = Lock()
        self._bekend: set[tuple[str, str]] = set()
        self._geteld: dict[tuple[str, str], _Stand] = {}

    @staticmethod
    def name_of(document: Inhoud) -> str:
        """The name under which one of these documents stands."""
        return _name(document["soort"], document["naam"])

    def position(self, stroom: str) -> str | None:
        """How far a stream was read."""
        koppen = fetch(self._verbinding, Familie.BOEKHOUDING, [_name(POSITIE, stroom)])
        stand: str | None = koppen[_name(POSITIE, stroom)].inhoud["inhoud"]["stand"] if koppen else None
        return stand

    def count(self, tellers: Iterable[Tellers], positie: Positie | None, *, zichtbaar: bool) -> None:
        """Adds to the counters and stores the position, both or neither."""
        erbij = {bron: aantallen for bron, *aantallen in map(astuple, tellers)}
        if not erbij and positie is None:
            return
        kenteken = token_hex(8)

        def add(inhoud: Inhoud | None) -> Inhoud | None:
            eerder = inhoud or {"stand": None, "tellers": {}, "geteld": []}
            if kenteken in eerder["geteld"]:
                return None  # the answer was lost, not the write
            stand = eerder["stand"] if positie is None else positie.stand
            nieuw = {
                bron: [a + b for a, b in zip(eerder["tellers"].get(bron, _NUL), erbij.get(bron, _NUL), strict=True)]
                for bron in eerder["tellers"].keys() | erbij.keys()
            }
            return {"stand": stand, "tellers": nieuw, "geteld": [*eerder["geteld"], kenteken][-_HERINNERING:]}

        self._change(POSITIE, positie.stroom if positie else _ZONDER_STROOM, add, zichtbaar=zichtbaar)

    def counters(self) -> list[Tellers]:
        """The counters of every source, by name, over all streams."""
        refresh(self._verbinding, Familie.BOEKHOUDING)
        totaal: dict[str, list[int]] = {}
        for document in self._list(POSITIE):
            for bron, aantallen in document["inhoud"]["tellers"].items():
                totaal[bron] = [a + b for a, b in zip(totaal.get(bron, _NUL), aantallen, strict=True)]
        return [Tellers(bron, *aantallen) for bron, aantallen in sorted(totaal.items())]

    def know(self, bronsoorten: Iterable[tuple[str, str]], *, zichtbaar: bool) -> None:
        """Notes which kinds a source delivered."""
        onbekend: dict[str, set[str]] = {}
        for bron, soort in set(bronsoorten) - self._bekend:
            onbekend.setdefault(bron, set()).add(soort)
        for bron, soorten in onbekend.items():
            self._change_bron(bron, soorten, zichtbaar=zichtbaar)
            self._bekend |= {(bron, soort) for soort in soorten}

    def set_storing(self, bron: str, storing: str | None) -> None:
        """Notes why a source can't be read now, or that it can again."""
        self._change_bron(bron, (), {"storing": storing})

    def note_controle(self, verslag: bytes) -> None:
        """Keeps the report of the last verification."""
        self._change(CONTROLE, "", lambda _: {"verslag": verslag.decode()})

    def controle(self) -> bytes | None:
        """That report."""
        kop = fetch(self._verbinding, Familie.BOEKHOUDING, [_name(CONTROLE, "")]).get(_name(CONTROLE, ""))
        return kop.inhoud["inhoud"]["verslag"].encode() if kop else None

    def _change_bron(self, bron: str, erbij: Iterable[str], velden: Inhoud = _NIETS, *, zichtbaar: bool = True) -> None:
        def change(inhoud: Inhoud | None) -> Inhoud | None:
            eerder = inhoud or {"soorten": [], "storing": None}
            nieuw = {**eerder, **velden, "soorten": sorted({*eerder["soorten"], *erbij})}
            return None if nieuw == inhoud else nieuw

        self._change(BRON, bron, change, zichtbaar=zichtbaar)

    def _change(
        self, soort: str, naam: str, wijzig: Callable[[Inhoud | None], Inhoud | None], *, zichtbaar: bool = True
    ) -> None:
        """Changes one document as long as it takes to be the only one that does. ``wijzig`` gives None for no change."""
        plek = self._verbinding.write_index_of(Familie.BOEKHOUDING), _name(soort, naam)
        with self._slot:
            for _ in range(_MEESTE_BOTSINGEN):
                # What this process counted last it needs not read: if another one counted since, the write is refused.
                stand = self._geteld.pop(plek, None) or self._read(plek[1])
                inhoud = wijzig(stand.inhoud)
                if inhoud is None:
                    return
                document = orjson.dumps({"soort": soort, "naam": naam, "inhoud": inhoud})
                hoe: Literal["index", "create"] = "index" if stand.versie else "create"
                opdracht = Schrijfopdracht(plek[0], make_id(plek[1]), document, _make_voorwaarden(stand), hoe)
                if self._bulk.insist([opdracht], zichtbaar=zichtbaar)[0] is Lot.GESCHREVEN:
                    if soort == POSITIE and stand.versie:
                        self._geteld[plek] = _Stand(stand.versie + 1, inhoud)
                    return
        raise StoreOnbereikbaar("Te veel programma's schrijven tegelijk bij hoe ver een stroom is. Het gaat vanzelf verder.")

    def _read(self, sleutel: str) -> _Stand:
        kop = fetch(self._verbinding, Familie.BOEKHOUDING, [sleutel]).get(sleutel)
        return _Stand(kop.versie, kop.inhoud["inhoud"]) if kop else _Stand(0, None)

    def _list(self, soort: str) -> Iterable[Inhoud]:
        return page_through(self._verbinding, Stroom(Familie.BOEKHOUDING, {"term": {"soort": soort}}))


def _name(soort: str, naam: str) -> str:
    return f"{soort}:{naam}"


def _make_voorwaarden(stand: _Stand) -> dict[str, int | str]:
    """What a write must show so that it is refused when another one was first; nothing for what is only made."""
    return {"version": stand.versie + 1, "version_type": "external"} if stand.versie else {}
