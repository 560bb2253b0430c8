"""A real Keycloak for tests: its distribution, fetched once with Maven (``make keycloak``), and made ready to start soon."""

import shutil
import subprocess
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from tests.teksten import WORTEL
from tests.testnode_ophalen import find_jdk, run_maven, run_quietly

VERSIE = "26.2.5"
JAVA = 17
"""The lowest Java it runs on."""
BOUW = Path(__file__).parent
OPGEHAALD = WORTEL / ".klantbeeld" / "keycloak"
_KLAAR = ["--db=dev-mem", "--health-enabled=false", "--metrics-enabled=false"]
"""What is settled once, so that each start has less to do."""


def find_keycloak() -> Path | None:
    """The folder of the distribution, None when it was not fetched or is not what it would be now."""
    gereed = OPGEHAALD / "gereed"
    return _map() if gereed.is_file() and gereed.read_text() == _digest() else None


def fetch_keycloak(jdk: Path) -> None:
    """Fetches it. Errors: ``CalledProcessError``, with what was said."""
    run_maven(BOUW, jdk, VERSIE, OPGEHAALD)
    run_quietly(["sh", str(_map() / "bin" / "kc.sh"), "build", *_KLAAR], jdk)
    (OPGEHAALD / "gereed").write_text(_digest())


def fetch() -> Iterator[str]:
    """Fetches it when it can run here; says what it does and what is missing, in lines for people."""
    jdk = find_jdk(JAVA)
    if jdk is None or shutil.which("mvn") is None:
        yield f"Tests with Keycloak are skipped: they need Maven and a JDK, Java {JAVA} or newer."
    elif find_keycloak() is None:
        yield f"Fetching Keycloak {VERSIE} for the tests (once) ..."
        try:
            fetch_keycloak(jdk)
        except subprocess.CalledProcessError as fout:
            laatste = "\n".join(fout.stdout.splitlines()[-5:])
            yield f"Tests with Keycloak are skipped, for fetching it failed:\n{laatste}"


def _map() -> Path:
    return OPGEHAALD / f"keycloak-{VERSIE}"


def _digest() -> str:
    return blake2b((BOUW / "pom.xml").read_bytes() + repr((VERSIE, _KLAAR)).encode(), digest_size=8).hexdigest()


if __name__ == "__main__":
    for regel in fetch():
        print(regel, flush=True)  # noqa: T201 - a command
