"""What an operator wants to know of a store: freshness, counts, what is still to be derived, and one digest of everything."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from klantbeeld.domain.bronnen import Bron, judge_bron, merge_bronnen
from klantbeeld.domain.digests import digest_store
from klantbeeld.domain.groepen import GROEP_VAN_SOORT
from klantbeeld.domain.klok import day_of
from klantbeeld.domain.vragen import Bronnenvraag
from klantbeeld.stores.protocol import Store, Tellers


def describe_status(store: Store, bronnen: Mapping[str, Bron], nu: datetime) -> dict[str, object]:
    """The state of a store, ready for JSON. Nothing in it is about a person."""
    digest = digest_store(store.digests())
    levend: Counter[str] = Counter()
    for (bron, _), aantal in store.live_counts().items():
        levend[bron] += aantal
    tellers = {deel.bron: deel for deel in store.counters()}
    staten = {staat.bron.bron: staat for staat in merge_bronnen(bronnen, store.read([Bronnenvraag()])[0], GROEP_VAN_SOORT)}
    regels = []
    for naam in sorted(staten.keys() | tellers.keys()):
        staat = staten.get(naam)
        oordeel = judge_bron(staat, nu) if staat else None
        teller = tellers.get(naam, Tellers(naam))
        regels.append(
            {
                "bron": naam,
                "naam": oordeel.naam if oordeel else naam,
                "status": oordeel.status if oordeel else None,
                "bijgewerktOp": oordeel.bijgewerkt_op.isoformat() if oordeel and oordeel.bijgewerkt_op else None,
                "normInSeconden": oordeel.norm_in_seconden if oordeel else None,
                "storing": staat.storing if staat else None,
                "levend": levend[naam],
                "received": teller.received,
                "applied": teller.applied,
                "superseded": teller.superseded,
                "unchanged": teller.unchanged,
                "deadLettered": teller.dead_lettered,
            }
        )
    return {
        "digest": digest.wortel,
        "documenten": digest.aantal,
        "markeringen": len(store.marks(day_of(nu))),
        "dodeBrieven": dict(sorted(Counter(brief.reden for brief in store.dead_letters()).items())),
        "bronnen": regels,
    }
