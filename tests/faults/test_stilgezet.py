"""F25: an indexer that stands still (SIGSTOP) while another goes on, and then wakes up with what it knew, puts nothing back."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bouwers_bronnen import make_settings, open_bronnenproef, surroundings
from tests.bouwers_heropbouw import BRON, make_alles
from tests.bouwers_leveringen import ANDER, VANDAAG, Levering, make_boete, make_contact, make_levering, make_organisatie

ELK = ["stored", "apply", "tokens", "write_profielen", "write_maanden", "finish"]
PUNTEN = ELK if "LANGE_TESTS" in os.environ else ["apply", "write_profielen", "finish"]


def make_eerder() -> list[Levering | bytes]:
    """What the one that stands still has in hand."""
    return [make_contact(bron=BRON, sleutel="C1"), make_boete(bron=BRON, sleutel="B1"), make_organisatie(bron=BRON)]


def make_later() -> list[Levering | bytes]:
    """What comes while it stands still, of the same records."""
    return [
        make_levering("contact", None, bron=BRON, sleutel="C1"),
        make_boete("2023-07-07", bron=BRON, sleutel="B1", werkgever=[f"lh:{ANDER}"]),
        make_organisatie(gegevens={"naam": "Bakkerij Later"}, bron=BRON),
    ]


@pytest.mark.parametrize("punt", PUNTEN)
def test_one_that_wakes_up_before_a_call_of_the_store_puts_nothing_back(tmp_path: Path, punt: str) -> None:
    begin, eerder, later = make_alles(5), make_eerder(), make_later()
    with open_bronnenproef(make_settings(tmp_path / "ongestoord", BRON)) as ongestoord:
        ongestoord.write(BRON, *begin, *eerder, *later)
        ongestoord.index()
        with open_bronnenproef(make_settings(tmp_path / "stilgezet", BRON)) as proef:
            proef.write(BRON, *begin)
            proef.index()
            proef.append(BRON, *eerder)
            opdracht = [sys.executable, "-m", "tests.faults.breuk", punt, "voor", "1", "SIGSTOP"]
            with subprocess.Popen(opdracht, env=surroundings(proef.settings), stderr=subprocess.DEVNULL) as stil:
                assert os.WIFSTOPPED(os.waitpid(stil.pid, os.WUNTRACED)[1])
                proef.append(BRON, *later)
                proef.index()
                stil.send_signal(signal.SIGCONT)
                assert stil.wait(60) == 0
            proef.index()
            assert proef.digest() == ongestoord.digest()
            assert (proef.store.marks(VANDAAG), proef.store.damaged()) == ([], [])
