"""The connection to one store in Elasticsearch: its client, and the names of its indexes.

Every error of Elasticsearch leaves here as one of ours. Not with its reason, which may repeat what a record holds: only with
its status and the name of its kind.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elastic_transport import ConnectionTimeout, SerializationError, TransportError, Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.serializer import OrjsonSerializer

from klantbeeld.errors import StoreAlleenLezen, StoreFout, StoreOnbereikbaar, StoreOnbruikbaar, StoreVernieuwd
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_aliassen import Namen, Stand, check_stand, create_indexen, make_stand, read_stand
from klantbeeld.stores.elastic_schema import Familie

WACHTTIJD = 20.0
"""Seconds that a writer waits for a connection, and then for an answer: longer than a full request takes on a busy cluster."""
LEESTIJD = 10.0
"""The same for a reader: somebody is waiting."""
KORTE_TIJD = 2.0
"""The same for what a node knows by heart."""
MEESTE_GESPREKKEN = 64
"""So many requests to one node go on at the same time. Whoever comes then waits: more than there are threads that ask."""
POGINGEN = 3
"""So often what a writer reads is asked once more, of another node if there is one; what a reader asks, of each other node."""
ADEMPAUZE = 3.0
"""So many seconds a writer leaves a node alone that is too busy to answer, before it asks once more."""
ADEMPAUZES = 5
"""So often in each of those attempts: together a minute, as long as who writes waits (``Geduld``)."""
TE_DRUK = 429

VOORBIJGAAND = frozenset({408, 429, 502, 503, 504})
"""Statuses of a cluster that is busy, or electing a master, or missing a shard."""
INDEX_WEG = "index_not_found_exception"
BLOKKADES = frozenset({"cluster_block_exception", "index_closed_exception"})
"""The kinds of error of a cluster that takes no writes: its disks are full, or an index is closed or read-only."""
_BLOKKADES = {"2": "het cluster heeft geen master", "12": "een schijf is vol"}
"""What the blocks of a cluster mean, by their number."""


@dataclass(frozen=True, slots=True)
class Adres:
    """Where a store is: every node that may be asked, and the beginning of the names of its indexes."""

    hosts: tuple[str, ...]
    voorvoegsel: str


class Ademnode(Urllib3HttpNode):
    """A node as a writer asks it. The library asks again at once what a node was too busy for; a long reading, as of a rebuild,
    would soon break off. Writes are left out: who writes has a patience of his own (``Bulkschrijver``)."""

    def perform_request(self, method: str, target: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the signature is the library's
        """See ``BaseNode``."""
        for _ in range(ADEMPAUZES):
            antwoord = super().perform_request(method, target, *args, **kwargs)
            if antwoord.meta.status != TE_DRUK or target.startswith("/_bulk"):
                break
            time.sleep(ADEMPAUZE)
        return antwoord


class Verbinding:
    """One client, safe to use from several threads, and the names that the families of the store go by: those of the live
    generation as they were last read, or for who builds another one those that are given."""

    def __init__(self, adres: Adres, toegang: StoreSettings, *, schrijven: bool, namen: Namen | None = None) -> None:
        """Errors: ``StoreOnbereikbaar`` when there is no answer or nothing yet, ``StoreOnbruikbaar`` when it is not ours."""
        self.client = _make_client(adres, toegang, schrijven=schrijven)
        self.voorvoegsel = adres.voorvoegsel
        self._schrijven = schrijven
        self._is_vast = namen is not None
        self._namen = namen or Namen({}, {})
        self.is_gesloten = False
        if self._is_vast:
            return
        try:
            with self.asking():
                if schrijven:
                    create_indexen(self.client, adres.voorvoegsel, toegang)
            self.renew()
        except StoreFout:
            self.close()
            raise

    @contextmanager
    def asking(self) -> Iterator[Elasticsearch]:
        """The client, whose errors become ours: for a writer ``StoreVernieuwd`` when an index is not there (any more)."""
        if self.is_gesloten:
            raise StoreOnbruikbaar("De store is al gesloten.")
        with translate_errors():
            try:
                yield self.client
            except NotFoundError as fout:
                if error_type(fout.body) == INDEX_WEG:
                    raise self.explain_gone() from None
                raise

    @property
    def is_writable(self) -> bool:
        """Whether it was opened to write."""
        return self._schrijven

    @property
    def log(self) -> str | None:
        """Where a writer notes what it changes, while another generation is being filled."""
        return self._namen.log

    @property
    def generatie(self) -> AbstractSet[str]:
        """The indexes that were live when that was last read."""
        return self._namen.generatie

    @property
    def schrijfnamen(self) -> Mapping[Familie, str]:
        """The names by which the families are written; none while writers must wait."""
        return self._namen.schrijven

    def index_of(self, deel: Familie | str) -> str:
        """The name by which a family is read; of another index its own."""
        return self._namen.lezen[deel] if isinstance(deel, Familie) else deel

    def exact_index_of(self, familie: Familie) -> str:
        """The name by which a writer reads what it is going to change: it stands for one index for as long as it exists."""
        return self.write_index_of(familie) if self._schrijven else self.index_of(familie)

    def write_index_of(self, familie: Familie) -> str:
        """The same, to write. Errors: ``StoreVernieuwd`` while writers must wait for a switch; ``StoreOnbruikbaar`` for a store
        that was opened to read."""
        if not self._schrijven:
            raise StoreOnbruikbaar("De store is geopend om te lezen; open hem om te schrijven.")
        if familie not in self._namen.schrijven:
            raise self.explain_gone()
        return self._namen.schrijven[familie]

    def renew(self) -> None:
        """Reads again which generation is live."""
        if self._is_vast:
            raise StoreOnbereikbaar(
                "De generatie die werd opgebouwd is er niet meer: een ander proces heeft opgeruimd of bouwt nu zelf. Begin "
                "opnieuw met 'klantbeeld rebuild'."
            )
        stand = self.stand()
        check_stand(stand)
        self._namen = stand.names()

    def has_moved(self) -> bool:
        """Whether the live generation is written by other names by now."""
        return not self._is_vast and self.stand().names().schrijven != self._namen.schrijven

    def stand(self) -> Stand:
        """The indexes of the store as they are now."""
        with self.asking() as client:
            return read_stand(client, self.voorvoegsel)

    def explain_gone(self) -> StoreFout:
        """Our error for a name that stands for no index (any more): a writer must look again which generation is live."""
        if not self._schrijven:
            return make_fout(404, INDEX_WEG)
        return StoreVernieuwd("De store is intussen vernieuwd. Begin opnieuw; wat klaar was, blijft staan.")

    def schrijfstoring(self) -> StoreAlleenLezen | None:
        """Why our indexes can be read and not be written now, as the node that answers sees it; None when that is not so, or
        when who asks may not know. Never fails."""
        try:
            with self.asking() as client:
                gevraagd = client.options(request_timeout=KORTE_TIJD, retry_on_timeout=False).cluster
                velden = ["blocks", "metadata.indices.*.aliases"]
                gelezen = gevraagd.state(metric="blocks,metadata", local=True, filter_path=velden).body
        except StoreFout:
            return None
        blokkades, indexen = gelezen.get("blocks", {}), gelezen.get("metadata", {}).get("indices", {})
        stand = make_stand(self.voorvoegsel, {index: deel.get("aliases", ()) for index, deel in indexen.items()})
        # A previous generation is always blocked, and the live one while it is switched.
        levend = set(stand.indexes().values()) if stand.names().schrijven else set()
        eigen = [deel for index, deel in blokkades.get("indices", {}).items() if index in levend]
        return explain_blokkades([blokkades.get("global", {}), *eigen])

    def close(self) -> None:
        """Ends the connections. May be called twice."""
        self.is_gesloten = True
        self.client.close()


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turns errors of Elasticsearch into ours: what may pass by itself is ``StoreOnbereikbaar``, the rest
    ``StoreOnbruikbaar``."""
    try:
        yield
    except ApiError as fout:
        raise make_fout(fout.status_code, error_type(fout.body)) from None
    except SerializationError:
        raise StoreOnbruikbaar("Elasticsearch geeft een antwoord dat niet te lezen is. Controleer de store-url.") from None
    except TransportError as fout:
        wat = "antwoordt niet op tijd" if isinstance(fout, ConnectionTimeout) else "is niet te bereiken"
        raise StoreOnbereikbaar(
            f"Elasticsearch {wat} ({type(fout).__name__}). Controleer de store-url en het certificaat, en of het cluster "
            "draait. Daarna gaat het vanzelf verder."
        ) from None


def make_fout(status: int, soort: str) -> StoreFout:
    """Our error for an answer that Elasticsearch gives instead of what was asked."""
    if soort in BLOKKADES and status != 503:
        return StoreOnbereikbaar(
            f"Elasticsearch neemt nu geen wijzigingen aan ({soort}): een schijf is vol, of een index is gesloten of alleen te "
            "lezen. Lezen gaat door; als het is opgelost gaat schrijven vanzelf verder."
        )
    if status in {401, 403}:
        return StoreOnbruikbaar(
            f"Elasticsearch laat dit programma niet toe (status {status}). Controleer KLANTBEELD_STORE__API_SLEUTEL, of "
            "gebruiker en wachtwoord, en de rechten daarvan op de indexen van de store."
        )
    if status == 404:
        return StoreOnbereikbaar(
            f"Een index van de store is er (nu) niet ({soort}). Als hij blijvend weg is: vul de store opnieuw met "
            "'klantbeeld index'."
        )
    if status in VOORBIJGAAND:
        return StoreOnbereikbaar(f"Elasticsearch kan nu niet antwoorden (status {status}, {soort}). Het gaat vanzelf verder.")
    return StoreOnbruikbaar(
        f"Elasticsearch weigert een vraag van dit programma (status {status}, {soort}). Controleer of het versie 8.19 of 9 is "
        "en of de store door deze versie van Klantbeeld Werkgever is gemaakt."
    )


def explain_blokkades(blokkades: Iterable[Mapping[str, Any]]) -> StoreAlleenLezen | None:
    """What keeps from being written what has these blocks, by their numbers; None when nothing does, or when they keep it from
    being read too."""
    soorten = {nummer: blokkade["levels"] for deel in blokkades for nummer, blokkade in deel.items()}
    if not any("write" in waarvan for waarvan in soorten.values()) or any("read" in waarvan for waarvan in soorten.values()):
        return None
    reden = _BLOKKADES.get(min(soorten, key=int), "een index is alleen te lezen")
    return StoreAlleenLezen(
        f"Elasticsearch neemt nu geen wijzigingen aan: {reden}. Lezen gaat door, en schrijven gaat vanzelf verder als dat is "
        "opgelost."
    )


def error_type(antwoord: object) -> str:
    """The kind of an error in an answer, or in an item of one: a name, never its reason."""
    fout = antwoord.get("error") if isinstance(antwoord, dict) else None
    soort = fout.get("type") if isinstance(fout, dict) else None
    return soort if isinstance(soort, str) else "onbekend"


def _make_client(adres: Adres, toegang: StoreSettings, *, schrijven: bool) -> Elasticsearch:
    # The library tells of each attempt, with a traceback, in lines that are no JSON. What becomes of it we tell ourselves.
    logging.getLogger("elastic_transport").setLevel(logging.CRITICAL)
    opties: dict[str, Any] = {}
    if toegang.api_sleutel is not None:
        opties["api_key"] = toegang.api_sleutel.get_secret_value()
    if toegang.gebruiker is not None and toegang.wachtwoord is not None:
        opties["basic_auth"] = (toegang.gebruiker, toegang.wachtwoord.get_secret_value())
    if toegang.ca_bestand is not None:
        opties["ca_certs"] = str(toegang.ca_bestand)
    try:
        return Elasticsearch(
            list(adres.hosts),
            request_timeout=WACHTTIJD if schrijven else LEESTIJD,
            retry_on_timeout=True,
            max_retries=POGINGEN if schrijven else max(1, len(adres.hosts) - 1),
            serializer=OrjsonSerializer(),
            node_class=Ademnode if schrijven else Urllib3HttpNode,
            connections_per_node=MEESTE_GESPREKKEN,
            **opties,
        )
    except (ValueError, OSError) as fout:
        raise StoreOnbruikbaar(
            f"De store-url en KLANTBEELD_STORE__CA_BESTAND kunnen zo niet samen worden gebruikt ({type(fout).__name__}): "
            "een certificaat hoort bij elasticsearch+https, en het bestand moet PEM zijn."
        ) from None
