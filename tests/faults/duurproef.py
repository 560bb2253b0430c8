"""``make soak``: accidents drawn at random, one after the other under load, for SOAK_MINUTEN (60). After each the store must be
as one that took in the same without an accident. Half of the time in a file, half in Elasticsearch when that is here.

SOAK_ZAAD repeats the order of an earlier run.
"""

import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from time import monotonic

from tests.faults.bedrijf import Bedrijf
from tests.faults.elasticproces import Elasticproces, start_elastic
from tests.faults.onder_last import operate
from tests.faults.ongelukken import IN_EEN_BESTAND, IN_ELASTIC, OVERAL, Ongeluk
from tests.faults.proefbank import GOED, Afloop
from tests.redis_server import require_redis
from tests.testnode import VERSIE, hold_nodes
from tests.testnode_ophalen import VERSIES, find_jdk, find_node

MINUTEN = float(os.environ.get("SOAK_MINUTEN", "60"))
ZAAD = int(os.environ.get("SOAK_ZAAD", random.getrandbits(32)))


class Telling:
    """What happened in a run, how often, and what came of it."""

    def __init__(self) -> None:
        self.ongelukken: Counter[str] = Counter()
        self.gedood = self.regels = self.fout = 0
        self.verloren = self.dubbel = 0

    def add(self, ongeluk: Ongeluk, seconden: float, afloop: Afloop | None) -> None:
        naam = (ongeluk.__doc__ or "").strip()
        self.ongelukken[naam] += 1
        self.fout += afloop != GOED
        if afloop is not None:
            self.verloren += afloop.verloren + afloop.spoken
            self.dubbel += afloop.dubbel
        say(f"  {naam:<60} {'converged' if afloop == GOED else f'FAILS ({afloop})'} after {seconden:.1f} s")

    def tell(self) -> None:
        for naam, aantal in self.ongelukken.most_common():
            say(f"{aantal:>5} x {naam}")
        say(
            f"{self.gedood} processes killed, {self.regels} lines delivered, {self.verloren} lost, {self.dubbel} counted twice."
        )


def soak(bedrijf: Bedrijf, elastic: Elasticproces | None, einde: float, telling: Telling) -> None:
    """Until that time, or the first accident that does not end well."""
    lot = random.Random(ZAAD)
    while monotonic() < einde and not telling.fout:
        ongeluk = lot.choice([*OVERAL, *(IN_ELASTIC if elastic else IN_EEN_BESTAND)])
        bedrijf.aanvoer.begin()
        Event().wait(lot.uniform(0.5, 3))
        ongeluk(bedrijf, elastic)
        if lot.random() < 0.3:
            bedrijf.kill_indexer()
        Event().wait(lot.uniform(0, 2))
        bedrijf.aanvoer.end()
        telling.add(ongeluk, *bedrijf.converge())
    telling.gedood += bedrijf.gedood + (elastic.gedood if elastic else 0)
    telling.regels += bedrijf.aanvoer.aantal


def main() -> int:
    """1 when something was lost, done twice, or did not converge in time."""
    require_redis()
    begin, telling = monotonic(), Telling()
    say(f"{MINUTEN:g} minutes of accidents; again: SOAK_ZAAD={ZAAD}")
    met_elastic = find_jdk(VERSIES[VERSIE]) is not None and find_node(VERSIE) is not None
    map_ = Path(tempfile.mkdtemp(prefix="klantbeeld-duurproef-"))
    helft = begin + MINUTEN * 60 * (0.5 if met_elastic else 1)
    say("a store in a file:")
    with operate(map_ / "bestand", None) as bedrijf:
        soak(bedrijf, None, helft, telling)
    if met_elastic:
        say("a store in Elasticsearch:")
        with ExitStack() as geopend:
            geopend.enter_context(hold_nodes())
            elastic = geopend.enter_context(start_elastic(map_ / "node"))
            bedrijf = geopend.enter_context(operate(map_ / "elastic", elastic))
            soak(bedrijf, elastic, begin + MINUTEN * 60, telling)
    telling.tell()
    if telling.fout:
        say(f"What the programs said is in {map_}.")
        return 1
    shutil.rmtree(map_)
    return 0


def say(regel: str) -> None:
    print(regel, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    sys.exit(main())
