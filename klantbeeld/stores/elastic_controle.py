"""Whether the documents of a store in Elasticsearch are held as they were written: each holds its content as a text, and what
it is found by must be what that content gives."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

import orjson

from klantbeeld.domain.leveringen import digest_of
from klantbeeld.stores.elastic_documenten import (
    Document,
    make_item_document,
    make_maand_document,
    make_profiel_document,
    read_item,
    read_maand,
    read_profiel,
)
from klantbeeld.stores.elastic_opvragen import Stroom, page_through
from klantbeeld.stores.elastic_schema import ATTRIBUTEN, Familie
from klantbeeld.stores.elastic_verbinding import Verbinding

_LEVEND = {"term": {"verwijderd": False}}
_ATTRIBUUTVELDEN = tuple(ATTRIBUTEN.values())


def find_damaged(verbinding: Verbinding) -> list[str]:
    """See ``Store.damaged``. Profiles and months are not of one moment: what seems damaged must be so twice."""
    fout = _find_all(verbinding)
    return sorted(fout & _find_all(verbinding)) if fout else []


def _find_all(verbinding: Verbinding) -> set[str]:
    return {*_find_items(verbinding), *_find_afgeleid(verbinding)}


def _find_items(verbinding: Verbinding) -> Iterator[str]:
    for document in page_through(verbinding, Stroom(Familie.ITEMS, _LEVEND)):
        if not _is_whole(document, _write_item):
            yield document["id"]


def _find_afgeleid(verbinding: Verbinding) -> Iterator[str]:
    """Profiles, and beside each its months, which have its attributes; both come in the order of employers."""
    maanden = page_through(verbinding, Stroom(Familie.MAANDEN, _LEVEND, volgorde=("werkgever", "id")))
    per_werkgever = groupby(maanden, key=lambda maand: str(maand["werkgever"]))
    werkgever, eigen = next(per_werkgever, (None, iter(())))
    for profiel in page_through(verbinding, Stroom(Familie.PROFIELEN, _LEVEND, volgorde=("id",))):
        if not _is_whole(profiel, lambda document: make_profiel_document(read_profiel(document), document["token"])):
            yield profiel["id"]
        while werkgever is not None and werkgever < profiel["id"]:
            yield f"maanden:{werkgever}"
            werkgever, eigen = next(per_werkgever, (None, iter(())))
        if werkgever == profiel["id"]:
            yield from (maand["id"] for maand in eigen if not _is_whole_maand(maand, profiel))
            werkgever, eigen = next(per_werkgever, (None, iter(())))
    if werkgever is not None:
        yield from (f"maanden:{ander}" for ander in (werkgever, *(ander for ander, _ in per_werkgever)))


def _is_whole_maand(maand: Document, profiel: Document) -> bool:
    is_eigen = all(maand.get(veld) == profiel.get(veld) for veld in _ATTRIBUUTVELDEN)
    return is_eigen and _is_whole(maand, lambda document: make_maand_document(read_maand(document)))


def _write_item(document: Document) -> bytes:
    """The document of the record in this one. Errors: ``ValueError`` when its content is not that of its digest."""
    item = read_item(document)
    if digest_of(item.inhoud) != item.digest:
        raise ValueError("another digest")
    return make_item_document(item)


def _is_whole(document: Document, write: Callable[[Document], bytes]) -> bool:
    """Whether what it holds gives this very document again."""
    try:
        opnieuw = orjson.loads(write(document))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return _order(opnieuw) == _order(document)


def _order(document: Mapping[str, Any]) -> dict[str, Any]:
    """Terms are a set, whose order says nothing."""
    return {veld: sorted(waarde) if veld.startswith("zoek") else waarde for veld, waarde in document.items()}
