"""One process that does what it is told in children of its own, each of which dies by SIGKILL at a call of its store.

python -m tests.faults.breuk_vork. A line of its input is JSON: the folder of the store, what to do (``index``, ``rebuild``), at
which call of the store to die, counted over all of its methods, and whether before or after it. It answers with the exit code.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from indexers.heropbouw import Heropbouw
from indexers.pipeline import Opdracht
from klantbeeld.app import geheim_of, make_laadstraat, open_sources
from klantbeeld.normen import load_normen
from klantbeeld.settings import Settings
from klantbeeld.stores.opening import open_opbouw, open_store
from tests.bouwers_bronnen import make_settings
from tests.faults.breuk import ALLE, Breekbaar, Breekpunt

BRON = "k3cr"


def index(settings: Settings, breek: Callable[[Any], Any]) -> None:
    """Reads what the source has."""
    with closing(open_store(settings.store.url, schrijven=True, geheim=geheim_of(settings))) as store:
        pipeline = make_laadstraat(settings, breek(store), None).pipeline
        pipeline.start()
        with open_sources(settings) as sources:
            pipeline.run(sources, Opdracht(volgen=True))


def rebuild(settings: Settings, breek: Callable[[Any], Any]) -> None:
    """Fills a new generation from what is stored, and switches."""
    with open_opbouw(settings.store.url, terug=False, geheim=geheim_of(settings)) as opbouw:
        pipeline = make_laadstraat(settings, breek(opbouw.store), None).pipeline
        Heropbouw(opbouw, pipeline, load_normen(), lambda _: None).run()


def run(map_: str, wat: str, keer: int, moment: str) -> int:
    """What became of a child that does this."""
    kind = os.fork()
    if not kind:
        code = 1
        try:
            {"index": index, "rebuild": rebuild}[wat](
                make_settings(Path(map_), BRON), lambda store: Breekbaar(store, Breekpunt(ALLE, moment, keer))
            )
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, this child ends here
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1])


class Vork:
    """That process, as a test speaks to it."""

    def __init__(self, proces: subprocess.Popen[str]) -> None:
        self._proces = proces
        self.gedood = 0

    def do(self, map_: Path, wat: str, keer: int, moment: str) -> bool:
        """Whether it died; False when it was done before it came to this call. Any other end is an error."""
        assert self._proces.stdin is not None
        assert self._proces.stdout is not None
        self._proces.stdin.write(json.dumps([str(map_), wat, keer, moment]) + "\n")
        self._proces.stdin.flush()
        code = int(self._proces.stdout.readline())
        assert code in {0, -signal.SIGKILL}
        self.gedood += code != 0
        return code != 0


@contextmanager
def open_vork() -> Iterator[Vork]:
    """For as long as the block runs."""
    opdracht = [sys.executable, "-m", "tests.faults.breuk_vork"]
    with subprocess.Popen(opdracht, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as proces:
        yield Vork(proces)
        assert proces.stdin is not None
        proces.stdin.close()


if __name__ == "__main__":
    antwoorden = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what children log is no answer
    for regel in sys.stdin:
        print(run(*json.loads(regel)), file=antwoorden, flush=True)
