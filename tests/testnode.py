"""A real Elasticsearch for tests: one node per run, started by the first test that asks for it and shared by all of them.

The run makes a folder and holds the writing end of the fifo in it; every node of the run reads from that fifo, and ends when
the run does, however that is.
"""

import errno
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tests.nodig import stop_without
from tests.programma import find_free_port
from tests.testnode_ophalen import VERSIES, find_jdk, find_node

VERSIE, NIEUWE_VERSIE = VERSIES
RUN = "ELASTIC_TESTNODES"
"""The environment variable with the folder of this run, for its worker processes."""
GEDULD = 90.0
"""So many seconds a node may take to answer."""
GEHEUGEN = os.environ.get("ELASTIC_GEHEUGEN", "512m")
"""The memory of a node; a long form that fills one may need more."""
_ZUINIG = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A node of a test lives for minutes: to compile well, and to collect in threads of their own, costs three times as much."""
_RUIMTE = 2 * 1024**3
_IN_GEHEUGEN = Path("/dev/shm")  # noqa: S108 - a file system, under which a folder of our own is made
_ADEM = "adem"
_NAAM = "klantbeeld-testnodes"
_openen = build_opener(ProxyHandler({})).open


@dataclass(frozen=True, slots=True)
class Elasticnode:
    """A node that was started; its data, its settings and what it says (``node.log``) are in its folder."""

    url: str
    proces: subprocess.Popen[bytes]
    map_: Path

    def wait(self) -> None:
        """Returns when it answers and its cluster has a master; fails when it ended, or takes too long."""
        einde = monotonic() + GEDULD
        while monotonic() < einde and self.proces.poll() is None:
            try:
                with _openen(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=30s"):
                    return
            except (URLError, ConnectionError):
                sleep(0.1)
        laatste = "\n".join((self.map_ / "node.log").read_text(errors="replace").splitlines()[-20:])
        raise AssertionError(f"the node does not answer: {laatste}")


_gestart: list[subprocess.Popen[bytes]] = []


def end_with_run(proces: subprocess.Popen[bytes]) -> None:
    """Waits for this process, that reads from the fifo of the run, when the run ends."""
    _gestart.append(proces)


def require_elasticsearch(versie: str = VERSIE) -> str:
    """The url of the node of this run; where there can be none the test is skipped, and with ``CI=true`` it fails."""
    check_node(versie)
    return share_node(versie)


def check_node(versie: str = VERSIE) -> None:
    """Skips the test where there can be no node of this version; with ``CI=true`` it fails."""
    jdk, node = find_jdk(VERSIES[versie]), find_node(versie)
    if jdk is None or node is None:
        nodig = f"Maven and a JDK (Java {VERSIES[versie]} or newer)"
        zonder = f"this needs Elasticsearch {versie}: install {nodig}, run: make elasticsearch"
        stop_without(zonder, mag=jdk is None and versie != VERSIE)


def share_node(versie: str) -> str:
    """The url of the one node of this version in this run, started when it is the first time."""

    def start(map_: Path) -> None:
        with adem_of_run().open("rb", buffering=0) as adem:
            node = start_node(map_ / "node", versie, adem.fileno())
        end_with_run(node.proces)
        node.wait()
        (map_ / "url").write_text(node.url)

    return (share_once(versie, start) / "url").read_text()


def share_once(naam: str, make: Callable[[Path], None]) -> Path:
    """The folder with this name in this run; whoever of its processes asks first makes what is in it, others wait."""
    map_ = adem_of_run().with_name(naam)
    with map_.with_name(f"{naam}.slot").open("w") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        gereed = map_ / "gereed"
        if not gereed.exists():
            shutil.rmtree(map_, ignore_errors=True)
            map_.mkdir()
            make(map_)
            gereed.touch()
    return map_


def start_node(map_: Path, versie: str, adem: int, *, geheugen: str = GEHEUGEN, **instellingen: str) -> Elasticnode:
    """A node in a folder, new or with what it held before, on free ports of this machine; ``instellingen`` with ``__`` for a
    dot. It ends when its standard input ``adem`` does."""
    jdk, node = find_jdk(VERSIES[versie]), find_node(versie)
    assert jdk is not None
    assert node is not None
    (map_ / "config").mkdir(parents=True, exist_ok=True)
    alle = {
        "path.home": str(map_),
        "cluster.name": "-".join(map_.parts[1:]),
        "node.name": map_.name,
        "network.host": "127.0.0.1",
        "http.port": str(find_free_port()),
        "transport.port": str(find_free_port()),
        "discovery.type": "single-node",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        **{naam.replace("__", "."): waarde for naam, waarde in instellingen.items()},
    }
    java = [str(jdk / "bin" / "java"), f"-Xms{geheugen}", f"-Xmx{geheugen}", *_ZUINIG, "-cp", f"{node}/lib/*:{node}/classes"]
    opdracht = [*java, "Testnode", f"{node}/modules", *(f"{naam}={waarde}" for naam, waarde in alle.items())]
    with (map_ / "node.log").open("ab") as log:
        proces = subprocess.Popen(opdracht, stdin=adem, stdout=log, stderr=subprocess.STDOUT)
    return Elasticnode(f"http://127.0.0.1:{alle['http.port']}", proces, map_)


@contextmanager
def hold_nodes() -> Iterator[None]:
    """For as long as this lasts nodes can be started by this process and those it starts; then they are gone."""
    plaats = _pick_place()
    clear_away(plaats)
    run = Path(tempfile.mkdtemp(prefix=f"{_NAAM}-{os.getpid()}-", dir=plaats))
    os.mkfifo(run / _ADEM)
    adem = os.open(run / _ADEM, os.O_RDWR)
    os.environ[RUN] = str(run)
    try:
        yield
    finally:
        os.close(adem)
        _wait_until_unread(run / _ADEM)
        del os.environ[RUN]
        shutil.rmtree(run, ignore_errors=True)


def adem_of_run() -> Path:
    """The fifo of this run: what reads from it ends with the run."""
    return Path(os.environ[RUN], _ADEM)


def _pick_place() -> Path:
    """Where nothing waits for a disk, when there is such a place with room; every test makes several indexes."""
    in_geheugen = _IN_GEHEUGEN.is_dir() and shutil.disk_usage(_IN_GEHEUGEN).free > _RUIMTE
    return _IN_GEHEUGEN if in_geheugen else Path(tempfile.gettempdir())


def clear_away(plaats: Path) -> None:
    """Removes what runs left that were killed."""
    for map_ in plaats.glob(f"{_NAAM}-*-*"):
        try:
            os.kill(int(map_.name.split("-")[-2]), 0)
        except ProcessLookupError:
            shutil.rmtree(map_, ignore_errors=True)
        except PermissionError:
            continue


def _wait_until_unread(fifo: Path) -> None:
    """Returns when the last node has gone: then nobody reads any more."""
    for proces in _gestart:
        proces.wait(GEDULD)
    einde = monotonic() + GEDULD
    while monotonic() < einde:
        try:
            os.close(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
        except OSError as fout:
            if fout.errno == errno.ENXIO:
                return
            raise
        sleep(0.05)
