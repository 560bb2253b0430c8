"""The connection to one store in Elasticsearch: its client, and the names of its indexes.

Every error of Elasticsearch leaves here as one of ours. Not with its reason, which may repeat what a record holds: only with
its status and the name of its kind.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elastic_transport import ConnectionTimeout, SerializationError, TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from klantbeeld.errors import StoreAlleenLezen, StoreFout, StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_aliassen import check_aliassen, create_indexen, read_alias, read_aliassen
from klantbeeld.stores.elastic_schema import Familie

WACHTTIJD = 20.0
"""Seconds that a writer waits for a connection, and then for an answer: longer than a full request takes on a busy cluster."""
LEESTIJD = 10.0
"""The same for a reader: somebody is waiting."""
KORTE_TIJD = 2.0
"""The same for what a node knows by heart."""
POGINGEN = 3
"""So often what a writer reads is asked once more, of another node if there is one; what a reader asks, of each other node."""

VOORBIJGAAND = frozenset({408, 429, 502, 503, 504})
"""Statuses of a cluster that is busy, or electing a master, or missing a shard."""
BLOKKADES = frozenset({"cluster_block_exception", "index_closed_exception"})
"""The kinds of error of a cluster that takes no writes: its disks are full, or an index is closed or read-only."""
_BLOKKADES = {"2": "het cluster heeft geen master", "12": "een schijf is vol"}
"""What the blocks of a cluster mean, by their number."""


@dataclass(frozen=True, slots=True)
class Adres:
    """Where a store is: every node that may be asked, and the beginning of the names of its indexes."""

    hosts: tuple[str, ...]
    voorvoegsel: str


class Verbinding:
    """One client, safe to use from several threads, and the aliases as they were last read."""

    def __init__(self, adres: Adres, toegang: StoreSettings, *, schrijven: bool) -> None:
        """Errors: ``StoreOnbereikbaar`` when there is no answer or nothing yet, ``StoreOnbruikbaar`` when it is not ours."""
        self.client = _make_client(adres, toegang, schrijven=schrijven)
        self._voorvoegsel = adres.voorvoegsel
        self._schrijven = schrijven
        self.is_gesloten = False
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
        """The client, whose errors become ours."""
        if self.is_gesloten:
            raise StoreOnbruikbaar("De store is al gesloten.")
        with translate_errors():
            yield self.client

    @property
    def is_writable(self) -> bool:
        """Whether it was opened to write."""
        return self._schrijven

    def index_of(self, familie: Familie) -> str:
        """The name by which a family is read."""
        return read_alias(self._voorvoegsel, familie)

    def exact_index_of(self, familie: Familie) -> str:
        """The name by which a writer reads what it is going to change: it stands for one index for as long as it exists."""
        return self._aliassen.schrijven[familie]

    def write_index_of(self, familie: Familie) -> str:
        """The same, to write. Errors: ``StoreOnbruikbaar`` for a store that was opened to read."""
        if not self._schrijven:
            raise StoreOnbruikbaar("De store is geopend om te lezen; open hem om te schrijven.")
        return self._aliassen.schrijven[familie]

    def renew(self) -> None:
        """Reads the aliases again."""
        with self.asking() as client:
            self._aliassen = read_aliassen(client, self._voorvoegsel)
            check_aliassen(self._aliassen, self._voorvoegsel)

    def schrijfstoring(self) -> StoreAlleenLezen | None:
        """Why our indexes can be read and not be written now, as the node that answers sees it; None when that is not so, or
        when who asks may not know. Never fails."""
        try:
            with self.asking() as client:
                gevraagd = client.options(request_timeout=KORTE_TIJD, max_retries=0).cluster
                stand = gevraagd.state(metric="blocks", local=True, filter_path="blocks").body
        except StoreFout:
            return None
        blokkades = stand.get("blocks", {})
        namen = tuple(f"{self.index_of(familie)}-" for familie in Familie)
        eigen = [deel for index, deel in blokkades.get("indices", {}).items() if index.startswith(namen)]
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
            **opties,
        )
    except (ValueError, OSError) as fout:
        raise StoreOnbruikbaar(
            f"De store-url en KLANTBEELD_STORE__CA_BESTAND kunnen zo niet samen worden gebruikt ({type(fout).__name__}): "
            "een certificaat hoort bij elasticsearch+https, en het bestand moet PEM zijn."
        ) from None
