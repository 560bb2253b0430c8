"""The program as employees find it on a bad day: every source late, one of them stopped, and letters that could not be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.dienst import Dienst
from tests.programma import find_free_port, own_environment, run_klantbeeld, start_klantbeeld

DAG, DAGEN_LATER = "2023-10-20", "2023-10-25"
ONLEESBAAR = 150
"""More lines that cannot be read than a source may send."""


@contextmanager
def serve_gestoord(map_: Path, werkgevers: int) -> Iterator[Dienst]:
    """Sources that sent nothing for days; of one (K3CR) so much could not be read that it was stopped."""
    instellingen = {
        "KLANTBEELD_STORE__URL": f"sqlite:///{map_}/klantbeeld.db",
        "KLANTBEELD_LEVERINGEN": str(map_ / "leveringen"),
    }
    op_tijd, later = ({**instellingen, "KLANTBEELD_VANDAAG": dag} for dag in (DAG, DAGEN_LATER))
    gemaakt = run_klantbeeld(map_, "samples", "leveringen", "--werkgevers", str(werkgevers), **op_tijd)
    assert gemaakt.returncode == 0, gemaakt.stderr
    with (map_ / "leveringen" / "k3cr.jsonl").open("a", encoding="utf-8") as bestand:
        bestand.writelines(f'{{"soort": "contact", "sleutel": "kapot-{nummer}"}}\n' for nummer in range(ONLEESBAAR))
    ingelezen = run_klantbeeld(map_, "index", **op_tijd)
    assert "k3cr" in ingelezen.stderr, ingelezen.stderr
    poort = str(find_free_port())
    with start_klantbeeld(map_, "serve", "--port", poort, omgeving=own_environment(**later)) as programma:
        programma.wait_for("stop met Ctrl-C")
        yield Dienst(f"http://127.0.0.1:{poort}/graphql", {})
