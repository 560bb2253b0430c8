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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.programma import find_free_port
from tests.testnode_ophalen import VERSIES, find_jdk, find_node

RUN = "KLANTBEELD_TESTNODES"
"""The environment variable with the folder of this run, for its worker processes."""
GEDULD = 90.0
"""So many seconds a node may take to answer."""
GEHEUGEN = "512m"
_RUIMTE = 2 * 1024**3
_IN_GEHEUGEN = Path("/dev/shm")  # noqa: S108 - a file system, under which a folder of our own is made
_ADEM = "adem"
_openen = build_opener(ProxyHandler({})).open
_gestart: list[subprocess.Popen[bytes]] = []


def require_elasticsearch(versie: str) -> str:
    """The url of the node of this run; where there can be none the test is skipped, and with ``CI=true`` it fails."""
    jdk, node = find_jdk(VERSIES[versie]), find_node(versie)
    if jdk is not None and node is not None:
        return share_node(Path(os.environ[RUN]), versie)
    zonder = (
        f"this needs Elasticsearch {versie}: install Maven and a JDK (Java {VERSIES[versie]} or newer), run: make elasticsearch"
    )
    if os.environ.get("CI") == "true" and (jdk is not None or versie == next(iter(VERSIES))):
        pytest.fail(zonder)
    pytest.skip(zonder)


def share_node(run: Path, versie: str) -> str:
    """The url of the one node of this version in this run, started when it is the first time."""
    with (run / f"{versie}.slot").open("w") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        bekend = run / f"{versie}.url"
        if not bekend.is_file():
            with (run / _ADEM).open("rb", buffering=0) as adem:
                proces, url = start_node(run / versie, versie, adem.fileno())
            _gestart.append(proces)
            bekend.write_text(url)
        return bekend.read_text()


def start_node(
    map_: Path, versie: str, adem: int, instellingen: Mapping[str, str] | None = None
) -> tuple[subprocess.Popen[bytes], str]:
    """A node in a folder of its own, with its url, once it answers. It ends when its standard input ``adem`` does."""
    jdk, node = find_jdk(VERSIES[versie]), find_node(versie)
    assert jdk is not None
    assert node is not None
    (map_ / "config").mkdir(parents=True)
    poort = find_free_port()
    alle = {
        "path.home": str(map_),
        "cluster.name": map_.parent.name,
        "node.name": map_.name,
        "network.host": "127.0.0.1",
        "http.port": str(poort),
        "transport.port": str(find_free_port()),
        "discovery.type": "single-node",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    } | dict(instellingen or {})
    paden = f"{node}/lib/*:{node}/classes"
    java = [str(jdk / "bin" / "java"), f"-Xms{GEHEUGEN}", f"-Xmx{GEHEUGEN}", "-cp", paden, "Testnode", f"{node}/modules"]
    with (map_ / "node.log").open("wb") as log:
        opdracht = [*java, *(f"{naam}={waarde}" for naam, waarde in alle.items())]
        proces = subprocess.Popen(opdracht, stdin=adem, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{alle['http.port']}"
    _wait_for(proces, url, map_ / "node.log")
    return proces, url


@contextmanager
def hold_nodes() -> Iterator[None]:
    """For as long as this lasts nodes can be started by this process and those it starts; then they are gone."""
    run = Path(tempfile.mkdtemp(prefix="klantbeeld-testnodes-", dir=_pick_place()))
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


def _pick_place() -> Path | None:
    """Where nothing waits for a disk, when there is such a place with room; every test makes several indexes."""
    if _IN_GEHEUGEN.is_dir() and shutil.disk_usage(_IN_GEHEUGEN).free > _RUIMTE:
        return _IN_GEHEUGEN
    return None


def _wait_for(proces: subprocess.Popen[bytes], url: str, log: Path) -> None:
    einde = monotonic() + GEDULD
    while monotonic() < einde and proces.poll() is None:
        try:
            with _openen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=30s") as antwoord:
                if antwoord.status == 200:
                    return
        except (URLError, ConnectionError):
            sleep(0.1)
    laatste = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
    raise AssertionError(f"the node does not answer: {laatste}")


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
