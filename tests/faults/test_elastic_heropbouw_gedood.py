"""A rebuild in Elasticsearch that is killed, at whatever step, leaves a complete store, and the next start clears up (F02)."""

import os
import signal
from pathlib import Path

import pytest

from tests.bouwers_bronnen import surroundings
from tests.bouwers_elastic import Plek
from tests.bouwers_heropbouw import BRON, digest_of_store, read_store, rebuild
from tests.bouwers_leveringen import make_contact
from tests.faults.breuk_elastic_heropbouw import STAPPEN
from tests.faults.test_gedood import start
from tests.faults.test_heropbouw_gedood import index

LANG = "LANGE_TESTS" in os.environ
KORT = [
    ("rebuild", "index", "na", 5), ("rebuild", "blokkade", "na", 1), ("rebuild", "boeken", "na", 1),
    ("rebuild", "wisselen", "na", 1),
]  # fmt: skip
# Aliases change three times: writers wait and are let go on at the beginning, wait at the end, and then the switch.
MEER = [
    *(("rebuild", "aliassen", moment, keer) for moment in ("voor", "na") for keer in (2, 3, 4)),
    ("rebuild", "blokkade", "na", 2), ("rebuild", "overbrengen", "na", 3), ("rebuild", "opruimen", "na", 1),
    ("rebuild", "klaar", "voor", 2), ("rebuild", "gewijzigd", "na", 2),
    *(("terug", *punt) for punt in (
        ("aliassen", "na", 1), ("vrij", "na", 1), ("blokkade", "na", 2), ("boeken", "na", 1), ("wisselen", "voor", 1),
        ("wisselen", "na", 1),
    )),
    ("van bronnen", "afgeleid", "na", 1), ("van bronnen", "wisselen", "voor", 1),
]  # fmt: skip
OVERAL = [("rebuild", stap, moment, 1) for stap in STAPPEN for moment in ("voor", "na")]
OPTIES: dict[str, list[str]] = {"rebuild": [], "terug": ["--rollback"], "van bronnen": ["--van-bronnen"]}


@pytest.mark.parametrize(
    "geval", dict.fromkeys([*KORT, *OVERAL, *MEER]) if LANG else KORT, ids=lambda geval: "-".join(map(str, geval))
)
def test_a_rebuild_killed_at_a_step_leaves_a_complete_store_and_nothing_else(
    tmp_path: Path, plek: Plek, geval: tuple[str, str, str, int]
) -> None:
    soort, stap, moment, keer = geval
    with plek.fill(tmp_path, 3) as proef:
        settings = proef.settings
        if soort == "terug":
            rebuild(settings)
            proef.append(BRON, make_contact(bron=BRON, sleutel="na de wisseling"))
            proef.run()
        eerder = digest_of_store(settings)
    opdracht = ["tests.faults.breuk_elastic_heropbouw", stap, moment, str(keer), "rebuild", *OPTIES[soort]]
    assert start(opdracht, surroundings(settings)).wait(timeout=120) == -signal.SIGKILL
    assert digest_of_store(settings) == eerder
    plek.forget_lock()
    assert index(settings) == eerder
    assert plek.is_whole()
    with read_store(settings) as store:
        assert store.counters()[0].received >= 11
    rebuild(settings)
    assert digest_of_store(settings) == eerder
    assert plek.is_whole()
