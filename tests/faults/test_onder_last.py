"""What happens to the product under load, what it says of its health then, and that it goes on alone (F08, F10, F11)."""

import os
from pathlib import Path

import pytest

from tests.faults.onder_last import BESTAND, live_through, operate
from tests.faults.ongelukken import Ongeluk, fill_disk, kill_redis
from tests.faults.proefbank import GOED
from tests.redis_server import require_redis

LANG = "LANGE_TESTS" in os.environ
GEZEGD = {fill_disk: ("indexer", "STORE_UNAVAILABLE"), kill_redis: ("web", "BRON_ONLEESBAAR")}
"""Who says what of it; what is mended within a second may go by unseen."""


@pytest.mark.parametrize("ongeluk", BESTAND if LANG else [fill_disk])
def test_it_says_what_is_wrong_and_converges_without_a_hand(tmp_path: Path, ongeluk: Ongeluk) -> None:
    require_redis()
    with operate(tmp_path, None) as bedrijf:
        verhaal = live_through(bedrijf, None, ongeluk)
    assert verhaal.afloop == GOED, "\n".join(verhaal.tell())
    if ongeluk in GEZEGD:
        wie, code = GEZEGD[ongeluk]
        assert [tekst for _, van, tekst in verhaal.gezegd if van == wie and code in tekst], verhaal.gezegd
    assert all("alarmen=-" in tekst for tekst in {wie: tekst for _, wie, tekst in verhaal.gezegd}.values())
