"""The pages in a real browser: they work under their own policy, and what is not ours does not run."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.dienst import Dienst
from tests.nodig import stop_without

_SCHENDING = re.compile(r"Content Security Policy|Refused to ", re.IGNORECASE)
_OPTIES = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", "--dump-dom")


@pytest.fixture(scope="module")
def chromium() -> str:
    gevonden = shutil.which("chromium")
    if gevonden is None:
        stop_without("this needs a browser: install chromium, run: make browser")
    return gevonden


def browse(chromium: str, map_: Path, adres: str) -> tuple[str, list[str]]:
    """The page as it is after eight seconds of its own time, and what the browser refused of it."""
    opdracht = [chromium, *_OPTIES, f"--user-data-dir={map_}", "--virtual-time-budget=8000", adres]
    gedaan = subprocess.run(opdracht, capture_output=True, text=True, timeout=180, check=True)
    return gedaan.stdout, [regel for regel in gedaan.stderr.splitlines() if _SCHENDING.search(regel)]


def test_graphiql_works_under_its_policy(chromium: str, tmp_path: Path, dienst: Dienst) -> None:
    """S19: without any unsafe-inline the editor is there, and nothing was refused."""
    pagina, geweigerd = browse(chromium, tmp_path, f"{dienst.basis}/graphiql")
    assert geweigerd == []
    assert "graphiql-container" in pagina
    assert "CodeMirror-lines" in pagina
    assert "wordt geladen" not in pagina


def test_what_is_put_into_a_page_from_elsewhere_does_not_run(chromium: str, tmp_path: Path, dienst: Dienst) -> None:
    """S19: the same page framed and scripted by another: the browser refuses it, and says so (so the test above can fail)."""
    boos = tmp_path / "boos.html"
    boos.write_text(f'<meta http-equiv="Content-Security-Policy" content="script-src \'none\'"><iframe src="{dienst.basis}/">'
                    "</iframe><script>document.title = 'gelukt'</script>")  # fmt: skip
    pagina, geweigerd = browse(chromium, tmp_path / "profiel", boos.as_uri())
    assert len(geweigerd) >= 2
    assert "gelukt</title>" not in pagina
