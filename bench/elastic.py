"""The store in Elasticsearch: the first load, its replay, a rebuild, and the whole view, against the plainest use of the same
node."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from elasticsearch import Elasticsearch

from bench.elastic_beeld import DEEL, measure_beeld
from bench.elastic_node import ZONDER_NODE, count_writes, open_node, remove_indexen, url_of
from bench.elastic_ruw import write_ruw
from bench.meting import Bijlage, Grens, Meting, Uitslag, divide_rounds
from bench.proef import Meetopdracht, Proef, count_werkgevers, make_proef
from bench.stopwatch import Duur, Stopwatch
from klantbeeld.app import open_heropbouw
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_schema import Familie

STORE, RUW = "bench", "ruw"
LAAGSTE_LADING = 0.6
MEESTE_RECORDS = 100_000
"""So many records at most are taken in: a node with half a gigabyte is no place for more."""


@dataclass(frozen=True, slots=True)
class Ronde:
    """What one round took, and how many documents a replay wrote per family."""

    laden: Duur
    ruw: Duur
    opnieuw: Duur
    heropbouw: Duur
    documenten: int
    geschreven: dict[Familie, int]


def measure_elastic(opdracht: Meetopdracht) -> Uitslag:
    """Loads the same files into new indexes, several times, each time beside the raw program; then asks whole views."""
    with open_node() as client:
        if client is None:
            return Uitslag((), opmerkingen=(f"{DEEL}: {ZONDER_NODE}",))
        records = min(opdracht.records, MEESTE_RECORDS)
        opdracht.meld(f"{DEEL}: {records} records maken")
        werkgevers = count_werkgevers(opdracht.map_ / "proef", records)
        proef = make_proef(opdracht.map_, werkgevers)
        store = StoreSettings(url=url_of(client, STORE))
        proef = replace(proef, settings=proef.settings.model_copy(update={"store": store}))
        rondes: list[Ronde] = []
        for nummer in range(1, opdracht.herhalingen + 1):
            opdracht.meld(f"{DEEL}: ronde {nummer} van {opdracht.herhalingen}")
            remove_indexen(client, STORE)
            rondes.append(_measure_round(client, proef))
        beeld = measure_beeld(proef, opdracht, client)
    omvang: dict[str, int | tuple[int, ...]] = {f"{DEEL}.records": proef.regels, f"{DEEL}.werkgevers": werkgevers}
    return Uitslag((*_compare(rondes), *beeld.metingen), omvang | dict(beeld.omvang), (), (_list_tempo(proef, rondes),))


def _measure_round(client: Elasticsearch, proef: Proef) -> Ronde:
    """One round; the store that was loaded is left."""
    laden, _ = proef.load()
    ruw, documenten = write_ruw(client, STORE, RUW)
    remove_indexen(client, RUW)
    eerder = count_writes(client, STORE)
    opnieuw, _ = proef.load(opnieuw=True)
    nu = count_writes(client, STORE)
    geschreven = {familie: nu[familie] - eerder[familie] for familie in Familie}
    return Ronde(laden, ruw, opnieuw, _rebuild(proef), documenten, geschreven)


def _rebuild(proef: Proef) -> Duur:
    """A rebuild from what is stored, from its first step until readers see the new generation."""
    stopwatch = Stopwatch()
    with stopwatch.running(), open_heropbouw(proef.settings, lambda _: None) as heropbouw:
        heropbouw.run()
    return stopwatch.duur


def _compare(rondes: Sequence[Ronde]) -> tuple[Meting, ...]:
    laden, ruw = [ronde.laden.klok for ronde in rondes], [ronde.ruw.klok for ronde in rondes]
    opnieuw, heropbouw = [ronde.opnieuw.klok for ronde in rondes], [ronde.heropbouw.klok for ronde in rondes]
    boekhouding = [ronde.geschreven[Familie.BOEKHOUDING] for ronde in rondes]
    alles = [sum(ronde.geschreven.values()) for ronde in rondes]
    buiten = tuple(geheel - deel for geheel, deel in zip(alles, boekhouding, strict=True))
    nul = Grens(0, is_hoogste=True)
    return (
        Meting(DEEL, "eerste keer inlezen ÷ streaming_bulk", divide_rounds(ruw, laden), Grens(LAAGSTE_LADING)),
        Meting(DEEL, "heropbouwen ÷ streaming_bulk", divide_rounds(ruw, heropbouw), Grens(LAAGSTE_LADING)),
        Meting(DEEL, "opnieuw inlezen ÷ eerste keer inlezen", divide_rounds(laden, opnieuw), Grens(2)),
        Meting(DEEL, "documenten die opnieuw inlezen schrijft, buiten de boekhouding", buiten, nul, eenheid="documenten"),
        Meting(DEEL, "documenten van de boekhouding die opnieuw inlezen schrijft", tuple(boekhouding), eenheid="documenten"),
    )


def _list_tempo(proef: Proef, rondes: Sequence[Ronde]) -> Bijlage:
    """Records, and documents, per second of each round: of this machine only."""
    rijen = [
        (
            nummer,
            round(proef.regels / ronde.laden.klok),
            round(proef.regels / ronde.opnieuw.klok),
            round(ronde.documenten / ronde.laden.klok),
            round(ronde.documenten / ronde.heropbouw.klok),
            round(ronde.documenten / ronde.ruw.klok),
        )
        for nummer, ronde in enumerate(rondes, 1)
    ]
    kolommen = (
        "ronde",
        "records, eerste keer",
        "records, opnieuw",
        "documenten, eerste keer",
        "documenten, heropbouw",
        "documenten, ruw",
    )
    return Bijlage("Per seconde in Elasticsearch, op deze machine", kolommen, tuple(rijen))
