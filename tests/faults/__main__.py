"""``make faults``: the scoreboard, and what the product says of its health while something goes wrong under load."""

import sys
import tempfile
import traceback
from pathlib import Path

from tests.elasticstores import Voorraad
from tests.faults.elasticproces import start_elastic
from tests.faults.onder_last import tell_all
from tests.faults.scorebord import KOP, SCENARIOS, Scenario, Uitslag, play
from tests.testnode import VERSIE, hold_nodes, share_node


def main() -> int:
    """Plays everything and prints it; 1 when something did not end well."""
    goed = []
    with hold_nodes(), tempfile.TemporaryDirectory() as map_:
        voorraad = Voorraad(share_node(VERSIE))
        say(KOP)
        for nummer, scenario in enumerate(SCENARIOS):
            uitslag = play_on(scenario, Path(map_, f"scorebord-{nummer}"), voorraad.take())
            goed.append(uitslag.is_goed)
            say(uitslag.tell())
        say(f"\n{sum(goed)} of {len(goed)} converge without a hand.\n")
        voorraad.close()
        with start_elastic(Path(map_, "node")) as elastic:
            for verhaal in tell_all(Path(map_), elastic):
                goed.append(verhaal.is_goed)
                say(*verhaal.tell())
    return int(not all(goed))


def play_on(scenario: Scenario, map_: Path, url: str) -> Uitslag:
    """A scenario that breaks off is told, and the next one is played."""
    try:
        return play(scenario, map_, url)
    except AssertionError:
        traceback.print_exc()
        return Uitslag(scenario, 0, 0, None)


def say(*regels: str) -> None:
    print(*regels, sep="\n", flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    sys.exit(main())
