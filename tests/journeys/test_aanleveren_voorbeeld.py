"""Whoever follows the example of delivering over HTTP word by word sees what the page shows, and the delivery in the store."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from klantbeeld.stores.opening import open_store
from tests.nodig import stop_without
from tests.programma import find_free_port, own_environment
from tests.redis_server import ZEKER, start_redis
from tests.teksten import WORTEL, list_blocks

PAGINA = WORTEL / "docs" / "leveringen.md"
WACHT = "curl -s -o /dev/null --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:8000/\n"
"""What a person does not need to be told: to wait until the server says that it listens."""


def make_script() -> str:
    """The blocks of the page as one script, which stops the server at its end."""
    blokken = {
        merk: [blok.tekst for blok in list_blocks(PAGINA) if blok.merk == merk] for merk in ("runs", "starts the server")
    }
    (instellen, leveren), (server,) = blokken["runs"], blokken["starts the server"]
    return f"{instellen}{server}trap 'kill $!' EXIT\n{WACHT}{leveren}"


def test_the_example_of_the_page_works_as_it_stands(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        stop_without("this needs curl: install it")
    (getoond,) = (json.loads(blok.tekst) for blok in list_blocks(PAGINA) if blok.merk == "shows")
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parent.parent)
    with start_redis(tmp_path / "redis", *ZEKER) as redis:
        script = make_script().replace("8000", str(find_free_port())).replace("6380", str(redis.poort))
        opdracht = ["bash", "-e", "-o", "pipefail", "-c", script]
        gedaan = subprocess.run(opdracht, cwd=tmp_path, env=own_environment(), capture_output=True, timeout=120, check=False)
    assert gedaan.returncode == 0, gedaan.stderr.decode()
    assert json.loads(gedaan.stdout) == getoond
    store = open_store(f"sqlite:///{tmp_path}/.klantbeeld/wgs.db", schrijven=False)
    assert [id_ for id_, _ in store.live_versions("wgs")] == ["wgs:notitie:42"]
    store.close()


def test_the_page_starts_a_redis_that_is_safe() -> None:
    (start,) = (blok.tekst for blok in list_blocks(PAGINA) if blok.merk == "starts redis")
    assert " ".join(ZEKER) in start
