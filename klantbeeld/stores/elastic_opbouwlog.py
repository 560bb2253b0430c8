"""Which records change in the live generation of a store in Elasticsearch while another one is being filled beside it.

There are no triggers: every writer notes what it is about to change, in an index that is there as long as the filling takes.
A note is open from before the change until after it. So one that is closed tells of a change that can be read by now, and one
that is still open, which may be of a writer that died, is told again and again.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

import orjson

from klantbeeld.stores.elastic_bulk import Bulkschrijver, Schrijfopdracht
from klantbeeld.stores.elastic_opvragen import Stroom, page_through, refresh
from klantbeeld.stores.elastic_verbinding import Verbinding

MAPPING: dict[str, Any] = {"dynamic": "strict", "properties": {"naam": {"type": "keyword"}, "notitie": {"enabled": False}}}
"""The same for every version of the product: the one writes notes, the other reads them."""


class Opbouwlog:
    """Where a writer notes what it changes."""

    def __init__(self, verbinding: Verbinding, bulk: Bulkschrijver) -> None:
        self._verbinding = verbinding
        self._bulk = bulk

    @contextmanager
    def noting(self, ids: Collection[str]) -> Iterator[None]:
        """Around a change of these items. Nothing when nobody fills another generation: a writer that does not know (yet) that
        somebody does, writes by a name that is gone."""
        log = self._verbinding.log
        if log is None or not ids:
            yield
            return
        naam = token_hex(8)
        self._bulk.insist([_make_opdracht(log, naam, ids, is_open=True)])
        yield
        self._bulk.insist([_make_opdracht(log, naam, ids, is_open=False)])


def take_notes(verbinding: Verbinding, bulk: Bulkschrijver, log: str) -> list[str]:
    """The ids that stand in a log, sorted; notes that are closed are removed from it."""
    refresh(verbinding, log)
    ids: set[str] = set()
    weg: list[Schrijfopdracht] = []
    for document in page_through(verbinding, Stroom(log, {"match_all": {}})):
        ids.update(document["notitie"]["ids"])
        if not document["notitie"]["open"]:
            weg.append(Schrijfopdracht(log, document["naam"], None))
    bulk.insist(weg)
    return sorted(ids)


def _make_opdracht(log: str, naam: str, ids: Collection[str], *, is_open: bool) -> Schrijfopdracht:
    return Schrijfopdracht(log, naam, orjson.dumps({"naam": naam, "notitie": {"open": is_open, "ids": sorted(ids)}}))
