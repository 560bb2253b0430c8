"""Writing documents to Elasticsearch, many in one request, until of each it is known what became of it.

An answer of status 200 says nothing: each document has a status of its own.

| status | what it means here |
| --- | --- |
| 2xx, and 404 for what had to be removed | written |
| 409 | beaten: another writer was first, which its caller looks at |
| 408, 429, 502, 503, 504, no connection, no answer, half an answer | once more, later and later; then ``StoreOnbereikbaar`` |
| another ``cluster_block_exception``, ``index_closed_exception`` | the same at once: asking does not empty a disk |
| 400 | refused: this document can't be held |
| 413 | too much in one request: two halves; refused when one document alone is too much |
| 404 | the alias is gone, for another index took over: ``StoreVernieuwd``; also for a block that is there for that |
| 401, 403 | ``StoreOnbruikbaar``: who asks may not |
| anything else | a few times more, then refused; for a whole request ``StoreOnbereikbaar`` |
"""

import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum, auto
from threading import Lock
from typing import Any, Literal

import orjson
from elastic_transport import SerializationError, TransportError
from elasticsearch import ApiError

from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.stores.elastic_opvragen import refresh
from klantbeeld.stores.elastic_verbinding import BLOKKADES, VOORBIJGAAND, Verbinding, error_type, make_fout

MEESTE_BYTES = 500_000
"""Of one request; a document that is larger travels alone."""
TEGELIJK = 2
"""So many requests of one call are under way at most: while Elasticsearch works on them the next one is made."""
ONBEKEND_POGINGEN = 3
"""So often a document is offered that is answered by a status that we do not know."""

_PARAMETERS = {"require_alias": "true", "timeout": "5s", "filter_path": "errors,items.*.status,items.*.error.type"}
_KOPPEN = {"content-type": "application/x-ndjson", "accept": "application/json"}


class Lot(Enum):
    """What became of one document."""

    GESCHREVEN = auto()
    VERSLAGEN = auto()
    GEWEIGERD = auto()


@dataclass(frozen=True, slots=True)
class Schrijfopdracht:
    """One document to write under this ``_id``, or to remove (None). ``voorwaarden`` are what Elasticsearch must see to."""

    index: str
    id: str
    document: bytes | None
    voorwaarden: Mapping[str, int | str] = field(default_factory=dict)
    soort: Literal["index", "create"] = "index"

    def lines(self) -> bytes:
        """As it stands in a request."""
        soort = "delete" if self.document is None else self.soort
        kop = orjson.dumps({soort: {"_index": self.index, "_id": self.id, **self.voorwaarden}})
        return kop + b"\n" if self.document is None else b"%b\n%b\n" % (kop, self.document)


@dataclass(frozen=True, slots=True)
class Geduld:
    """How long what can't be written now is tried again since anything was, with longer and longer pauses of a random part.
    All in seconds."""

    uithouding: float = 60.0
    eerste: float = 0.1
    langste: float = 10.0
    klok: Callable[[], float] = time.monotonic
    wacht: Callable[[float], None] = time.sleep
    kies: Callable[[float, float], float] = random.uniform

    def pause(self, poging: int) -> None:
        """Waits before another try."""
        hoogste = min(self.eerste * 2**poging, self.langste)
        self.wacht(self.kies(hoogste / 2, hoogste))


_GEDULD = Geduld()


class Bulkschrijver:
    """Writes documents, in as many requests as they need."""

    def __init__(self, verbinding: Verbinding, geduld: Geduld = _GEDULD) -> None:
        self._verbinding = verbinding
        self._geduld = geduld
        self.statussen: Counter[str] = Counter()
        """How many documents were answered with each class of status, each try apart; ``geen`` without an answer."""

    def write(self, opdrachten: Iterable[Schrijfopdracht], *, zichtbaar: bool = False) -> list[Lot]:
        """What became of each, in order; no two are of the same document, for they may overtake each other. With ``zichtbaar``
        every search finds what was written, once this returns.

        Errors: ``StoreFout`` when of some it can't be known: they may be written, so read before writing again.
        """
        ronde = _Ronde(self._verbinding, self.statussen, zichtbaar)
        open_: Iterable[_Regel] = ronde.read(opdrachten)
        sinds, poging = self._geduld.klok(), 0
        while True:
            gestuurd, later = ronde.send_all(open_)
            if not later:
                ronde.show()
                return [ronde.lot[plaats] for plaats in range(len(ronde.lot))]
            if len(later) < gestuurd:
                sinds, poging = self._geduld.klok(), 0
            if self._geduld.klok() - sinds >= self._geduld.uithouding:
                raise self._verbinding.schrijfstoring() or StoreOnbereikbaar(
                    f"Elasticsearch neemt niets meer aan ({ronde.oorzaak}). Het gaat vanzelf verder zodra dat weer kan."
                )
            self._geduld.pause(poging)
            open_, poging = later, poging + 1

    def insist(self, opdrachten: Sequence[Schrijfopdracht], *, zichtbaar: bool = False) -> list[Lot]:
        """The same for documents that must be held. Errors: ``StoreOnbruikbaar`` when one of them is refused."""
        loten = self.write(opdrachten, zichtbaar=zichtbaar)
        for opdracht, lot in zip(opdrachten, loten, strict=True):
            if lot is Lot.GEWEIGERD:
                raise StoreOnbruikbaar(
                    f"Elasticsearch weigert een document in {opdracht.index}. Controleer of die index door deze versie van "
                    "Klantbeeld Werkgever is gemaakt."
                )
        return loten


_Regel = tuple[int, bytes]
"""A document on its way: its place among those that were asked, and its lines."""


@dataclass(slots=True)
class _Ronde:
    """One call of ``write``: what is known by now."""

    verbinding: Verbinding
    statussen: Counter[str]
    zichtbaar: bool
    lot: dict[int, Lot] = field(default_factory=dict)
    oorzaak: str = ""
    onbekend: Counter[int] = field(default_factory=Counter)
    indexen: set[str] = field(default_factory=set)
    is_los: bool = False
    slot: Lock = field(default_factory=Lock)

    def read(self, opdrachten: Iterable[Schrijfopdracht]) -> Iterator[_Regel]:
        """What to send, each made when its request is."""
        for plaats, opdracht in enumerate(opdrachten):
            self.indexen.add(opdracht.index)
            yield plaats, opdracht.lines()

    def show(self) -> None:
        """Lets searches find what went in several requests: each by itself would cost as much."""
        if self.zichtbaar and self.is_los:
            refresh(self.verbinding, *sorted(self.indexen))

    def send_all(self, regels: Iterable[_Regel]) -> tuple[int, list[_Regel]]:
        """Sends these documents once: how many there were, and what must be tried again. Whatever fails, nothing is under way
        any more when this returns."""
        gestuurd, later = 0, list[_Regel]()
        onderweg: deque[Future[list[_Regel]]] = deque()
        with ThreadPoolExecutor(TEGELIJK) as pool:
            for deel, is_laatste in _split(regels):
                is_enige = is_laatste and not gestuurd
                self.is_los |= not is_enige
                gestuurd += len(deel)
                if len(onderweg) == TEGELIJK:
                    later += onderweg.popleft().result()
                onderweg.append(pool.submit(self.send, deel, zichtbaar=self.zichtbaar and is_enige))
            for antwoord in onderweg:
                later += antwoord.result()
        return gestuurd, later

    def send(self, deel: Sequence[_Regel], *, zichtbaar: bool) -> list[_Regel]:
        """Sends one request and returns what must be tried again."""
        try:
            antwoord = self._request(b"".join(regels for _, regels in deel), zichtbaar=zichtbaar)
        except (TransportError, SerializationError) as fout:
            self.oorzaak = type(fout).__name__
            self._count("geen", len(deel))
            return list(deel)
        except ApiError as fout:
            self._count(class_of(fout.status_code), len(deel))
            if self._is_divisible(deel, fout.status_code, error_type(fout.body)):
                midden = len(deel) // 2
                return self.send(deel[:midden], zichtbaar=zichtbaar) + self.send(deel[midden:], zichtbaar=zichtbaar)
            return [] if deel[0][0] in self.lot else list(deel)
        if not antwoord.get("errors", True):
            self._count(class_of(200), len(deel))
            self.lot |= dict.fromkeys((plaats for plaats, _ in deel), Lot.GESCHREVEN)
            return []
        items = antwoord.get("items", ())
        if len(items) != len(deel):
            self.oorzaak = "onvolledig antwoord"
            return list(deel)
        return [regel for regel, item in zip(deel, items, strict=True) if not self._settle(regel[0], item)]

    def _count(self, klasse: str, aantal: int) -> None:
        with self.slot:
            self.statussen[klasse] += aantal

    def _request(self, lichaam: bytes, *, zichtbaar: bool) -> Mapping[str, Any]:
        parameters = _PARAMETERS | ({"refresh": "true"} if zichtbaar else {})
        client = self.verbinding.client.options(max_retries=0)
        antwoord = client.perform_request("POST", "/_bulk", params=parameters, headers=_KOPPEN, body=lichaam).body
        return antwoord if isinstance(antwoord, dict) else {}

    def _is_divisible(self, deel: Sequence[_Regel], status: int, soort: str) -> bool:
        """Whether a request that was refused as a whole is tried by halves: one document among many may be the reason."""
        if status not in {400, 413} or soort in BLOKKADES:
            self._check(status, soort)
            self.oorzaak = f"status {status}, {soort}"
            return False
        if len(deel) == 1:
            self.lot[deel[0][0]] = Lot.GEWEIGERD
            return False
        return True

    def _settle(self, plaats: int, item: Mapping[str, Any]) -> bool:
        """Notes what became of one document; False when that is not known yet."""
        ((soort, uitkomst),) = item.items()
        status, reden = uitkomst["status"], error_type(uitkomst)
        self._count(class_of(status), 1)
        if 200 <= status < 300 or (soort == "delete" and status == 404 and "error" not in uitkomst):
            self.lot[plaats] = Lot.GESCHREVEN
        elif status == 409:
            self.lot[plaats] = Lot.VERSLAGEN
        elif status in {400, 413} and reden not in BLOKKADES:
            self.lot[plaats] = Lot.GEWEIGERD
        else:
            self._check(status, reden)
            self.oorzaak = f"status {status}, {reden}"
            self.onbekend[plaats] += status not in VOORBIJGAAND
            if self.onbekend[plaats] >= ONBEKEND_POGINGEN:
                self.lot[plaats] = Lot.GEWEIGERD
        return plaats in self.lot

    def _check(self, status: int, soort: str) -> None:
        """Errors: ours, for a status at which trying again makes no sense."""
        if status == 404 or (soort in BLOKKADES and status == 403 and self.verbinding.has_moved()):
            raise self.verbinding.explain_gone()
        if soort in BLOKKADES and status != 503:
            raise self.verbinding.schrijfstoring() or make_fout(status, soort)
        if status in {401, 403}:
            raise make_fout(status, soort)


def class_of(status: int) -> str:
    """The class of an HTTP status; those that tell by themselves what the cluster lacks are apart."""
    return str(status) if status in {409, 413, 429} else f"{status // 100}xx"


def _split(regels: Iterable[_Regel]) -> Iterator[tuple[list[_Regel], bool]]:
    """In requests of not too many bytes, each with whether it is the last."""
    deel: list[_Regel] = []
    grootte = 0
    for regel in regels:
        if deel and grootte + len(regel[1]) > MEESTE_BYTES:
            yield deel, False
            deel, grootte = [], 0
        deel.append(regel)
        grootte += len(regel[1])
    if deel:
        yield deel, True
