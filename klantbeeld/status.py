"""What ``klantbeeld status`` tells: the state of the store as metrics do, with one digest of everything in it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import orjson

from indexers.busstroom import Busachterstand
from klantbeeld.domain.bronnen import Bron
from klantbeeld.domain.digests import digest_store
from klantbeeld.stores.protocol import Store
from klantbeeld.stores.protocol_opbouw import Generatielijst
from klantbeeld.toestand import Bronfeit, read_toestand


def describe_status(store: Store, bronnen: Mapping[str, Bron], nu: datetime) -> dict[str, object]:
    """The state of a store, ready for JSON. Nothing in it is about a person."""
    digest = digest_store(store.digests())
    levend: Counter[str] = Counter()
    for (bron, _), aantal in store.live_counts().items():
        levend[bron] += aantal
    toestand = read_toestand(store, bronnen, nu)
    brieven: Counter[str] = Counter()
    for feit in toestand.bronnen:
        brieven.update(feit.dode_brieven)
    return {
        "digest": digest.wortel,
        "documenten": digest.aantal,
        "markeringen": toestand.markeringen,
        "teHerleiden": toestand.te_herleiden,
        "dodeBrieven": dict(sorted(brieven.items())),
        "bronnen": [_describe(feit, levend[feit.oordeel.bron]) for feit in toestand.bronnen],
        "controle": orjson.loads(store.controle() or b"null"),
        "alarmen": [{"code": alarm.code, "bron": alarm.bron} for alarm in toestand.list_alarmen()],
    }


def _describe(feit: Bronfeit, levend: int) -> dict[str, object]:
    oordeel, tellers = feit.oordeel, feit.tellers
    return {
        "bron": oordeel.bron,
        "naam": oordeel.naam,
        "status": oordeel.status,
        "bijgewerktOp": oordeel.bijgewerkt_op.isoformat() if oordeel.bijgewerkt_op else None,
        "achterstandInSeconden": feit.achterstand,
        "normInSeconden": oordeel.norm_in_seconden,
        "storing": feit.storing,
        "levend": levend,
        "received": tellers.received,
        "applied": tellers.applied,
        "superseded": tellers.superseded,
        "unchanged": tellers.unchanged,
        "deadLettered": tellers.dead_lettered,
        "erased": tellers.erased,
    }


def describe_generaties(lijst: Generatielijst) -> dict[str, object]:
    """Which generation is live, which can be gone back to, and whether one is being filled."""
    return {"levend": lijst.levend, "vorige": lijst.vorige, "inOpbouw": lijst.in_opbouw}


def describe_stromen(achterstanden: Mapping[str, Busachterstand | None]) -> dict[str, dict[str, object] | None]:
    """What of each source waits on the bus, and since when; None when the bus can't be asked."""
    return {
        bron: None
        if achterstand is None
        else {"wachtend": achterstand.aantal, "sinds": achterstand.sinds.isoformat() if achterstand.sinds else None}
        for bron, achterstand in achterstanden.items()
    }
