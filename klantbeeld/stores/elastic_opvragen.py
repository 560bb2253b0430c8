"""Fetching documents of Elasticsearch: by their id, just as they are now, or all that a query finds, a page at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError

from klantbeeld.domain.porties import split_porties
from klantbeeld.errors import StoreOnbereikbaar, StoreVernieuwd
from klantbeeld.stores.elastic_documenten import Document, make_id
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import INDEX_WEG, KORTE_TIJD, Verbinding, error_type, make_fout

BLADZIJDE = 1000
MINSTENS_ZOEKEN, MEESTE_ZOEKEN = 100, 2000
"""From so many documents on looking them up is a search, and for so many at most one request."""
LEVENDUUR = "5m"
"""How long a reader may take over one page."""


@dataclass(frozen=True, slots=True)
class Kop:
    """A document as a writer read it: what it holds, what a write must show that nobody changed it since, and how often it
    was written by then."""

    inhoud: Document
    voorwaarden: Mapping[str, int | str]
    versie: int


def fetch(verbinding: Verbinding, familie: Familie, ids: Iterable[str], velden: Sequence[str] | None = None) -> dict[str, Kop]:
    """The documents with these ids, or only these fields of them, as they are now, also when no search finds them yet.
    Unknown ids are left out. Errors: ``StoreVernieuwd`` when the family moved to another index."""
    gevraagd = {make_id(id_): id_ for id_ in ids}
    index = verbinding.exact_index_of(familie)
    gevonden: dict[str, Kop] = {}
    for deel in split_porties(gevraagd, BLADZIJDE):
        with verbinding.asking() as client:
            antwoord = client.mget(index=index, ids=deel, source_includes=velden)
        for document in antwoord["docs"]:
            if "error" in document:
                soort = error_type(document)
                raise verbinding.explain_gone() if soort == INDEX_WEG else make_fout(503, soort)
            if document["found"]:
                gevonden[gevraagd[document["_id"]]] = Kop(document["_source"], unless_changed(document), document["_version"])
    return gevonden


def unless_changed(document: Mapping[str, Any]) -> dict[str, int]:
    """What a write must show so that nobody changed a document since it was read, or written, as Elasticsearch told then."""
    return {"if_seq_no": document["_seq_no"], "if_primary_term": document["_primary_term"]}


def look_up(verbinding: Verbinding, familie: Familie, ids: Iterable[str], velden: Sequence[str]) -> dict[str, Document]:
    """These fields of the documents with these ids. Nothing that was written before is missed, but whoever is to change one
    must ``fetch`` it. Of many it takes a third of the time: a search reads what lies together once. Unknown ids are left out.
    Errors: ``StoreVernieuwd`` when the family moved to another index."""
    gevraagd = {make_id(id_): id_ for id_ in ids}
    if len(gevraagd) < MINSTENS_ZOEKEN:
        return {id_: kop.inhoud for id_, kop in fetch(verbinding, familie, gevraagd.values(), velden).items()}
    gevonden: dict[str, Document] = {}
    refresh(verbinding, familie)
    for deel in split_porties(gevraagd, MEESTE_ZOEKEN):
        with verbinding.asking() as client:
            antwoord = client.search(
                index=verbinding.exact_index_of(familie),
                query={"ids": {"values": deel}},
                size=len(deel),
                source_includes=velden,
                sort="_doc",
                track_total_hits=False,
                allow_partial_search_results=False,
            )
        gevonden |= {gevraagd[treffer["_id"]]: treffer["_source"] for treffer in antwoord["hits"]["hits"]}
    return gevonden


def fetch_found(verbinding: Verbinding, familie: Familie, ids: Iterable[str]) -> Iterator[Document]:
    """The documents with these ids that a search would find now."""
    for deel in split_porties(map(make_id, dict.fromkeys(ids)), BLADZIJDE):
        with verbinding.asking() as client:
            antwoord = client.mget(index=verbinding.index_of(familie), ids=deel, realtime=False)
        for document in antwoord["docs"]:
            if "error" in document:
                soort = error_type(document)
                raise make_fout(404 if soort == INDEX_WEG else 503, soort)
            if document["found"]:
                yield document["_source"]


@dataclass(frozen=True, slots=True)
class Stroom:
    """What to read of a family, or of another index by its name: a query, and per document either these fields as they are
    sorted by (``kolommen``, the first value of each; with ``alle_waarden`` a list of all) or its content (``velden``, None for
    everything). ``volgorde`` are the fields that it is ordered by; none is fastest. ``per_keer`` is lower where documents may
    be large."""

    familie: Familie | str
    query: Mapping[str, Any]
    kolommen: Sequence[str] = ()
    velden: Sequence[str] | None = None
    volgorde: Sequence[str] = ()
    per_keer: int = BLADZIJDE
    alle_waarden: bool = False


def page_through(verbinding: Verbinding, stroom: Stroom) -> Iterator[Document]:
    """Every document of a stream, as all were at the moment of the first page: who takes its time may write in between.
    Errors: ``StoreFout``, also when a part can't be read now: what is given is never less than everything."""
    treffers = _search(verbinding, stroom, index=verbinding.index_of(stroom.familie))["hits"]["hits"]
    if len(treffers) < stroom.per_keer:
        # One answer is of one moment by itself.
        yield from _read_page(stroom, treffers)
        return
    with verbinding.asking() as client:
        moment = client.open_point_in_time(index=verbinding.index_of(stroom.familie), keep_alive=LEVENDUUR)["id"]
    with ThreadPoolExecutor(1) as pool:

        def ask(laatste: Sequence[Any] | None) -> Future[Any]:
            return pool.submit(_search, verbinding, stroom, pit={"id": moment, "keep_alive": LEVENDUUR}, search_after=laatste)

        onderweg = ask(None)
        try:
            while True:
                antwoord = onderweg.result()
                moment, treffers = antwoord["pit_id"], antwoord["hits"]["hits"]
                is_laatste = len(treffers) < stroom.per_keer
                if not is_laatste:
                    onderweg = ask(treffers[-1]["sort"])  # while this page is looked at
                yield from _read_page(stroom, treffers)
                if is_laatste:
                    return
        finally:
            _close(verbinding, moment)


def _search(verbinding: Verbinding, stroom: Stroom, **waar: Any) -> Any:  # noqa: ANN401 - a request and its answer
    """One page of a stream, whole or not at all."""
    # What is not looked into is not unpacked either.
    inhoud = {"stored_fields": "_none_"} if stroom.kolommen else {"source": stroom.velden or True}
    with verbinding.asking() as client:
        return client.search(
            query=stroom.query,
            size=stroom.per_keer,
            sort=[{veld: "asc"} for veld in stroom.volgorde] or ("_shard_doc" if "pit" in waar else "_doc"),
            # What it is ordered by comes along by itself.
            docvalue_fields=[{"field": veld} for veld in stroom.kolommen if veld not in stroom.volgorde],
            track_total_hits=False,
            allow_partial_search_results=False,
            **inhoud,
            **waar,
        ).body


def _read_page(stroom: Stroom, treffers: Iterable[Any]) -> Iterator[Document]:
    for treffer in treffers:
        if not stroom.kolommen:
            yield treffer["_source"]
        else:
            # Behind these stands where it lies, which orders what is equal.
            geordend = {veld: [waarde] for veld, waarde in zip(stroom.volgorde, treffer["sort"], strict=False)}
            velden = {**treffer.get("fields", {}), **geordend}
            yield velden if stroom.alle_waarden else _flatten(velden)


def is_empty(verbinding: Verbinding, *families: Familie) -> bool:
    """Whether nothing of these families is held. Errors: ``StoreFout``, also when a part can't be read now."""
    with verbinding.asking() as client:
        index = [verbinding.index_of(familie) for familie in families]
        antwoord = client.search(index=index, size=0, track_total_hits=1, allow_partial_search_results=False)
    return not antwoord["hits"]["total"]["value"]


def refresh(verbinding: Verbinding, *delen: Familie | str) -> None:
    """Lets searches find what was written to these families until now, or to other indexes. Not for who only reads: for them it
    takes a second to be so, and a cluster that has lost a node may not answer this for long: so one other node is asked, no
    more. Errors: ``StoreFout``."""
    if not verbinding.is_writable:
        return
    indexen = [verbinding.index_of(deel) for deel in delen]
    try:
        with verbinding.asking() as client:
            client.options(max_retries=1).indices.refresh(index=indexen)
    except StoreVernieuwd:
        raise
    except StoreOnbereikbaar as fout:
        raise verbinding.schrijfstoring() or fout from None


def _flatten(velden: Mapping[str, Sequence[Any]]) -> Document:
    return {veld: waarden[0] for veld, waarden in velden.items()}


def _close(verbinding: Verbinding, moment: str) -> None:
    """Lets go of a moment, if that can be done at once: it ends by itself."""
    with suppress(ApiError, TransportError):
        verbinding.client.options(request_timeout=KORTE_TIJD, max_retries=0).close_point_in_time(id=moment)
