"""The first load, and the replay of the same files, against raw writing of the same rows."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from bench.meting import Bijlage, Grens, Meting, Uitslag, divide_rounds
from bench.proef import Meetopdracht, Proef, count_werkgevers, make_proef, remove_store
from bench.ruw import digest_tabellen, list_onbekende, list_tabellen, open_lezer, write_ruw
from bench.stopwatch import Duur, Stopwatch
from indexers.configuratie import load_bronnen
from indexers.ontvangst import Ontvanger
from indexers.readers.files import REGELS_PER_BLOK
from klantbeeld.domain.items import Uitkomst
from klantbeeld.normen import load_normen

DEEL = "inlezen"
BOEKHOUDING = frozenset({"posities", "tellers"})
"""Of a replay the store keeps how far it came and what it met, and nothing else."""


@dataclass(frozen=True, slots=True)
class Ronde:
    """What one round took."""

    laden: Duur
    ruw: Duur
    ontvangen: Duur
    opnieuw: Duur


@dataclass(frozen=True, slots=True)
class Naleving:
    """What a replay did to the store: records that were written again, pages that came into the log of SQLite, blocks in
    which it came, and the tables that hold something else than before."""

    toegepast: int
    bladzijden: int
    blokken: int
    veranderd: tuple[str, ...]


def measure_inlezen(opdracht: Meetopdracht) -> Uitslag:
    """Loads the same files into a new store, several times, each time beside the raw program."""
    opdracht.meld(f"{DEEL}: {opdracht.records} records maken")
    werkgevers = count_werkgevers(opdracht.map_ / "proef", opdracht.records)
    proef = make_proef(opdracht.map_, werkgevers)
    rondes: list[Ronde] = []
    for nummer in range(1, opdracht.herhalingen + 1):
        opdracht.meld(f"{DEEL}: ronde {nummer} van {opdracht.herhalingen}")
        remove_store(proef.store)
        rondes.append(_measure_round(proef))
    opdracht.meld(f"{DEEL}: nagaan wat opnieuw inlezen schrijft")
    naleving = _check_replay(proef)
    return Uitslag(
        (*_compare(rondes), *_judge(naleving)),
        {"inlezen.records": proef.regels, "inlezen.werkgevers": werkgevers},
        _remark(proef, naleving),
        (_list_tempo(proef, rondes), _list_rijen(proef)),
    )


def _measure_round(proef: Proef) -> Ronde:
    """One round; the store that was loaded is left."""
    laden, _ = proef.load()
    doel = proef.store.with_name("ruw.db")
    ruw = write_ruw(proef.store, doel, ceil(proef.regels / REGELS_PER_BLOK))
    remove_store(doel)
    ontvangen = _receive_all(proef)
    opnieuw, _ = proef.load(opnieuw=True)
    return Ronde(laden, ruw, ontvangen, opnieuw)


def _receive_all(proef: Proef) -> Duur:
    """How long it takes to read, validate, project and digest every line, without any store."""
    bronnen = load_bronnen(None)
    ontvanger = Ontvanger(load_normen(), bronnen.ceiling)
    stopwatch = Stopwatch()
    with stopwatch.running():
        for source in bronnen.make_sources(proef.settings.leveringen):
            for blok in source.read(None):
                for regel in blok.regels:
                    ontvanger.receive(source.bron, regel)
    return stopwatch.duur


def _check_replay(proef: Proef) -> Naleving:
    """Replays once more, and looks what changed. While a reader is there, SQLite keeps the log when the store is closed."""
    eerder = digest_tabellen(proef.store)
    with open_lezer(proef.store) as lezer:
        lezer.execute("SELECT 1 FROM sqlite_master").fetchone()
        _, verloop = proef.load(opnieuw=True)
        bladzijden = _count_pages(lezer, proef.store)
    nu = digest_tabellen(proef.store)
    return Naleving(
        verloop.uitkomsten[Uitkomst.TOEGEPAST],
        bladzijden,
        ceil(verloop.regels / REGELS_PER_BLOK),
        tuple(naam for naam in nu if nu[naam] != eerder[naam]),
    )


def _count_pages(lezer: sqlite3.Connection, store: Path) -> int:
    """The pages in the log beside a store: a header of 32 bytes, then 24 bytes before every page."""
    (grootte,) = lezer.execute("PRAGMA page_size").fetchone()
    log = store.with_name(store.name + "-wal")
    return max(log.stat().st_size - 32, 0) // (grootte + 24) if log.exists() else 0


def _compare(rondes: Sequence[Ronde]) -> tuple[Meting, ...]:
    """By the clock; beside the first also by the processor, which says more on a machine that is busy with other things."""
    laden, ruw = [ronde.laden.klok for ronde in rondes], [ronde.ruw.klok for ronde in rondes]
    ontvangen, opnieuw = [ronde.ontvangen.klok for ronde in rondes], [ronde.opnieuw.klok for ronde in rondes]
    processor = divide_rounds([ronde.ruw.processor for ronde in rondes], [ronde.laden.processor for ronde in rondes])
    beide = [een + ander for een, ander in zip(ruw, ontvangen, strict=True)]
    return (
        Meting(DEEL, "eerste keer inlezen ÷ ruw schrijven", divide_rounds(ruw, laden), Grens(0.35), 0.5),
        Meting(DEEL, "eerste keer inlezen ÷ ruw schrijven, in processortijd", processor),
        Meting(DEEL, "ontvangen zonder store ÷ ruw schrijven", divide_rounds(ruw, ontvangen)),
        Meting(DEEL, "ontvangen en dan ruw schrijven ÷ ruw schrijven", divide_rounds(ruw, beide)),
        Meting(DEEL, "opnieuw inlezen ÷ eerste keer inlezen", divide_rounds(laden, opnieuw), Grens(2)),
    )


def _judge(naleving: Naleving) -> tuple[Meting, ...]:
    buiten = [naam for naam in naleving.veranderd if naam not in BOEKHOUDING]
    nul = Grens(0, is_hoogste=True)
    return (
        Meting(DEEL, "records die opnieuw inlezen schrijft", (naleving.toegepast,), nul, eenheid="records"),
        Meting(DEEL, "tabellen die opnieuw inlezen verandert, buiten de boekhouding", (len(buiten),), nul, eenheid="tabellen"),
        Meting(DEEL, "bladzijden die opnieuw inlezen schrijft, per blok", (naleving.bladzijden / naleving.blokken,)),
    )


def _remark(proef: Proef, naleving: Naleving) -> tuple[str, ...]:
    veranderd = ", ".join(naleving.veranderd) or "geen tabel"
    gevonden = [f"Opnieuw inlezen verandert {veranderd} ({naleving.bladzijden} bladzijden in {naleving.blokken} blokken)."]
    with open_lezer(proef.store) as lezer:
        onbekend = list_onbekende(lezer)
    if onbekend:
        gevonden.append(f"Ruw schrijven laat weg wat niet per rij is terug te lezen: {', '.join(onbekend)}.")
    return tuple(gevonden)


def _list_tempo(proef: Proef, rondes: Sequence[Ronde]) -> Bijlage:
    """Records per second of each round: of this machine only."""
    rijen = [
        (nummer, *(round(proef.regels / duur.klok) for duur in (ronde.laden, ronde.ruw, ronde.ontvangen, ronde.opnieuw)))
        for nummer, ronde in enumerate(rondes, 1)
    ]
    kolommen = ("ronde", "eerste keer", "ruw", "ontvangen", "opnieuw")
    return Bijlage("Records per seconde op deze machine", kolommen, tuple(rijen))


def _list_rijen(proef: Proef) -> Bijlage:
    with open_lezer(proef.store) as lezer:
        tabellen = [tabel for tabel in list_tabellen(lezer) if tabel.rijen]
    return Bijlage("Rijen die ruw worden geschreven", ("tabel", "rijen"), tuple((deel.naam, deel.rijen) for deel in tabellen))
