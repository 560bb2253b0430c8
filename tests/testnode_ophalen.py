"""What a real Elasticsearch for tests is made of: fetched once with Maven (``make elasticsearch``), and the Java that runs it.

Elasticsearch is published as libraries too. ``deploy/elasticsearch-testnode`` puts them together to a node without
containers, and without anything from outside Maven Central.
"""

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from tests.teksten import WORTEL

VERSIES = {"8.19.4": 17, "9.2.0": 21}
"""Versions of Elasticsearch, each with the lowest Java it runs on."""
BOUW = WORTEL / "deploy" / "elasticsearch-testnode"
OPGEHAALD = WORTEL / ".klantbeeld" / "elasticsearch"
_JDKS = Path("/usr/lib/jvm")
_MODULE = Path("modules", "transport-netty4")


def find_jdk(minstens: int) -> Path | None:
    """The oldest JDK here that is not too old, None when there is none."""
    versies = {map_: _read_java_version(map_) for map_ in _list_jdks()}
    goed = [(versie, str(map_)) for map_, versie in versies.items() if versie >= minstens]
    return Path(min(goed)[1]) if goed else None


def find_node(versie: str) -> Path | None:
    """The folder with what a node of this version needs, None when it was not fetched or is not what it would be now."""
    gereed = OPGEHAALD / versie / "gereed"
    return gereed.parent if gereed.is_file() and gereed.read_text() == _digest_bouw() else None


def fetch_node(versie: str, jdk: Path) -> None:
    """Fetches and compiles what a node needs. Errors: ``CalledProcessError`` when Maven fails, with what it said."""
    doel = OPGEHAALD / versie
    run_maven(BOUW, jdk, versie, doel)
    _write_descriptor(doel / _MODULE, versie)
    (doel / "gereed").write_text(_digest_bouw())


def run_maven(bouw: Path, jdk: Path, versie: str, doel: Path) -> None:
    """Puts in a new folder what ``pom.xml`` in another says. Errors: ``CalledProcessError``, with what it said."""
    shutil.rmtree(doel, ignore_errors=True)
    opdracht = ["mvn", "-q", "-B", "-f", str(bouw / "pom.xml"), f"-Dversie={versie}", f"-Ddoel={doel}", "process-classes"]
    run_quietly(opdracht, jdk)


def run_quietly(opdracht: list[str], jdk: Path) -> None:
    """Runs something that needs Java. Errors: ``CalledProcessError``, with what it said."""
    omgeving = os.environ | {"JAVA_HOME": str(jdk)}
    subprocess.run(opdracht, env=omgeving, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)


def fetch_all() -> Iterator[str]:
    """Fetches every version that can run here; says what it does and what is missing, in lines for people."""
    for versie, java in VERSIES.items():
        jdk = find_jdk(java)
        if jdk is None or shutil.which("mvn") is None:
            yield f"Tests on Elasticsearch {versie} are skipped: they need Maven and a JDK, Java {java} or newer."
        elif find_node(versie) is None:
            yield f"Fetching Elasticsearch {versie} for the tests (once) ..."
            try:
                fetch_node(versie, jdk)
            except subprocess.CalledProcessError as fout:
                laatste = "\n".join(fout.stdout.splitlines()[-5:])
                yield f"Tests on Elasticsearch {versie} are skipped, for Maven failed:\n{laatste}"


def _list_jdks() -> Iterator[Path]:
    if thuis := os.environ.get("JAVA_HOME"):
        yield Path(thuis).resolve()
    if javac := shutil.which("javac"):
        yield Path(javac).resolve().parents[1]
    if _JDKS.is_dir():
        yield from (map_.resolve() for map_ in _JDKS.iterdir())


def _read_java_version(map_: Path) -> int:
    """The first number of the version of a JDK, 0 for anything else."""
    gegevens = map_ / "release"
    if not gegevens.is_file() or not (map_ / "bin" / "javac").exists():
        return 0
    gevonden = re.search(r'^JAVA_VERSION="(\d+)', gegevens.read_text(), re.MULTILINE)
    return int(gevonden[1]) if gevonden else 0


def _write_descriptor(module: Path, versie: str) -> None:
    """The module says in its own jar what it is; as an ordinary folder it has no Java module to name."""
    with zipfile.ZipFile(module / f"transport-netty4-{versie}.jar") as jar:
        regels = jar.read(f"META-INF/es-plugins/{module.name}/plugin-descriptor.properties").decode().splitlines(keepends=True)
    (module / "plugin-descriptor.properties").write_text("".join(deel for deel in regels if not deel.startswith("modulename")))


def _digest_bouw() -> str:
    delen = [pad.read_bytes() for pad in sorted(BOUW.rglob("*")) if pad.is_file()]
    return blake2b(b"".join(delen), digest_size=8).hexdigest()


if __name__ == "__main__":
    for regel in fetch_all():
        print(regel, flush=True)  # noqa: T201 - a command
