"""The indexes of a store in Elasticsearch: one per family of documents, each with an explicit mapping.

An index is called ``<prefix>-<family>-<schema>-<generation>`` and is only ever used by an alias: one to read and one to write,
whose name ends in a number. Whoever moves the store to other indexes makes write aliases with a new number in the same request,
so that a writer that slept is refused and looks again (``elastic_aliassen``).

Only what every Elasticsearch has: no scripts, pipelines or analysers. Text is made into terms in Python, money is cents.
"""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from hashlib import blake2b
from typing import Any

import orjson

from klantbeeld.domain.preventie import Maandcijfers
from klantbeeld.domain.vragen import Attribuut
from klantbeeld.settings_delen import StoreSettings


class Familie(StrEnum):
    ITEMS = "items"
    PROFIELEN = "profielen"
    MAANDEN = "maanden"
    BRIEVEN = "brieven"
    MARKERINGEN = "markeringen"
    REVISIES = "revisies"
    GEWIST = "gewist"
    BOEKHOUDING = "boekhouding"


BIJINDEX: Mapping[str, Any] = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
"""The settings of an index that is not of a generation: what holds only as long as one is being filled."""
OPBOUWLOG = "opbouwlog"
"""What the index is called in which writers note what they change while another generation is being filled."""

CIJFERS = tuple(veld.name for veld in fields(Maandcijfers))
"""The figures of a month, each a field of its document."""
ATTRIBUTEN = {attribuut: attribuut.lower() for attribuut in Attribuut}
"""The field that holds the values of each attribute, on profiles and on months."""

_TERM = {"type": "keyword"}
_GEVONDEN = {"type": "keyword", "doc_values": False}
"""A term that is asked, and never sorted, counted or grouped by."""
_BEWAARD = {"type": "keyword", "index": False}
"""A text that is read back in bulk, and never asked."""
_GETAL = {"type": "long"}
_JA_NEE = {"type": "boolean"}
# Of an object that is not looked into any JSON is accepted, also a text, of any length, and given back as it came.
_INHOUD = {"type": "object", "enabled": False}

_ITEMS = {
    "id": _TERM,
    "bron": _TERM,
    "soort": _TERM,
    "versie": _GETAL,
    "digest": _BEWAARD,
    "verwijderd": _JA_NEE,
    "afwezig": _JA_NEE,
    "sleutels": _TERM,
    "weg_sleutels": _GEVONDEN,
    "verwijderd_op": _TERM,
    "sortering": _TERM,
    "jaar": _TERM,
    "kenmerk": _TERM,
    "regeling": _TERM,
    "bedrag": _GETAL,
    "besloten": _JA_NEE,
    "vindtermen": _GEVONDEN,
    "rest": _INHOUD,
    "inhoud": _INHOUD,
}

_ATTRIBUUTVELDEN = dict.fromkeys(ATTRIBUTEN.values(), _TERM)

_PROFIELEN = {
    "id": _TERM,
    "token": _GETAL,
    "verwijderd": _JA_NEE,
    "lh_sleutel": _TERM,
    "familie": _TERM,
    "rang": _TERM,
    "sleutels": _TERM,
    "woorden": {"type": "short"},
    "zoekwoorden": _GEVONDEN,
    "zoekdelen": _GEVONDEN,
    **_ATTRIBUUTVELDEN,
    "digest": _BEWAARD,
    "document": _INHOUD,
}

_MAANDEN = {
    "id": _TERM,
    "werkgever": _TERM,
    "maand": {"type": "integer"},
    "verwijderd": _JA_NEE,
    **dict.fromkeys(CIJFERS, _GETAL),
    **_ATTRIBUUTVELDEN,
    "digest": _BEWAARD,
    "document": _INHOUD,
}

_BRIEVEN = {"id": _TERM, "bron": _TERM, "reden": _TERM, "record": _TERM, "versie": _GETAL, "brief": _INHOUD}
_MARKERINGEN = {"id": _TERM, "gelegd": _GETAL, "vanaf": _TERM, "markering": _INHOUD}
_REVISIES = {"sleutel": _TERM, "waarde": _BEWAARD}
_GEWIST = {"merk": _TERM, "bij": _TERM}
_BOEKHOUDING = {"soort": _TERM, "naam": _TERM, "inhoud": _INHOUD}

_VELDEN: Mapping[Familie, Mapping[str, Any]] = {
    Familie.ITEMS: _ITEMS,
    Familie.PROFIELEN: _PROFIELEN,
    Familie.MAANDEN: _MAANDEN,
    Familie.BRIEVEN: _BRIEVEN,
    Familie.MARKERINGEN: _MARKERINGEN,
    Familie.REVISIES: _REVISIES,
    Familie.GEWIST: _GEWIST,
    Familie.BOEKHOUDING: _BOEKHOUDING,
}

# Profiles lie in the order in which a search is cut, so that the first hundred are the beginning of an index.
_VOLGORDE: Mapping[Familie, Mapping[str, Any]] = {Familie.PROFIELEN: {"sort.field": ["woorden", "id"]}}

_GROOT = (Familie.ITEMS, Familie.PROFIELEN, Familie.MAANDEN)


def make_mapping(familie: Familie) -> dict[str, Any]:
    """The mapping of a family; a field that is not in it is refused."""
    return {"dynamic": "strict", "properties": _VELDEN[familie]}


def make_settings(familie: Familie, toegang: StoreSettings) -> dict[str, Any]:
    """The settings of an index of a family. The number of shards holds for those that grow with the number of employers; copies
    are made of all, as far as there are nodes for them."""
    return {
        "number_of_shards": toegang.shards if familie in _GROOT else 1,
        "auto_expand_replicas": f"0-{toegang.replicas}",
        # Otherwise a file of which less than a tenth was removed keeps it, also what was erased.
        "merge.policy.expunge_deletes_allowed": 0,
        # Whoever writes what must be found at once says so. A node that looks by itself each second cuts a load into small
        # pieces; one that looks seldom keeps what came since in its memory.
        **({"refresh_interval": "5s"} if familie in _GROOT else {}),
        **_VOLGORDE.get(familie, {}),
    }


def schema_of(familie: Familie) -> str:
    """What the name of an index says about what is in it: eight characters that change with the mapping."""
    beschrijving = [make_mapping(familie), _VOLGORDE.get(familie)]
    return blake2b(orjson.dumps(beschrijving, option=orjson.OPT_SORT_KEYS), digest_size=4).hexdigest()


def schema_of_store() -> str:
    """What the name of a read alias says: eight characters that change with the mapping of any family."""
    return blake2b("".join(map(schema_of, Familie)).encode(), digest_size=4).hexdigest()
