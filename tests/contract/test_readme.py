"""Whoever follows a page word by word, as somebody new does, sees what it shows: the README, and the guides for divisions and
dashboards.

The blocks of a page marked ``runs`` are run in order in one shell, in an empty folder that has only the ``.venv``; the demo
beside them is a small one. What a block marked ``shows`` holds is what the block before it must print.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import httpx
import pytest

from docs import fouttabellen
from klantbeeld.domain.bladzijden import GROOTSTE_BLADZIJDE
from resolvers import limits, verzoeken
from tests.nodig import stop_without
from tests.programma import find_free_port, own_environment
from tests.teksten import WORTEL, Codeblok, list_blocks, list_code, list_runs, name_page

GEDULD = 60.0
"""So many seconds the demo may take to answer for the first time."""
POORT = "8000"
README, AFNEMERS, STATISTIEKEN = (WORTEL / naam for naam in ("README.md", "docs/afnemers.md", "docs/statistieken.md"))
NODIG = {README: ("curl",), AFNEMERS: ("curl", "node"), STATISTIEKEN: ("curl",)}
"""Per page the programs that its blocks need."""
GRENS = "\x1e"
"""Printed between the outputs of two blocks."""
TALEN = {"python": ".venv/bin/python -", "js": "node --input-type=module -"}
"""What runs a block that is not for the shell."""
GRENZEN = {
    "first": f"`first` (at most {GROOTSTE_BLADZIJDE})",
    "tokens": f"{limits.MEESTE_TOKENS:,} tokens",
    "levels": f"{limits.DIEPSTE} levels",
    "aliases": f"{limits.MEESTE_ALIASSEN} aliases",
    "size": f"{verzoeken.GROOTSTE_VERZOEK // 1024} KB",
    "objects": f"{limits.MEESTE_KNOPEN:,} objects",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """A folder as a newcomer has it, and the port on which the demo in it answers."""

    map_: Path
    poort: int

    def run(self, blokken: list[Codeblok]) -> list[str]:
        """What each block prints, all of them in one shell."""
        script = f"\nprintf '{GRENS}'\n".join(make_script(blok) for blok in blokken).replace(f":{POORT}/", f":{self.poort}/")
        opdracht = ["bash", "-e", "-o", "pipefail", "-c", script]
        gedaan = subprocess.run(opdracht, cwd=self.map_, env=own_environment(), capture_output=True, timeout=120, check=False)
        assert gedaan.returncode == 0, gedaan.stderr.decode()
        return gedaan.stdout.decode().split(GRENS)


def make_script(blok: Codeblok) -> str:
    """A block as lines for the shell."""
    return f"{TALEN[blok.taal]} <<'EINDE'\n{blok.tekst}EINDE" if blok.taal in TALEN else blok.tekst


def read_output(tekst: str, taal: str) -> Any:
    """What was printed or is shown: JSON by its values, anything else letter by letter."""
    return json.loads(tekst) if taal == "json" else tekst


def require_programs(pagina: Path) -> None:
    """Goes on when the programs of a page are there; else skips the test, and with ``CI=true`` fails it."""
    afwezig = [programma for programma in NODIG[pagina] if shutil.which(programma) is None]
    if afwezig:
        stop_without(f"{', '.join(afwezig)} is missing, so the blocks of {name_page(pagina)} are not run: install it")


def wait_for_answer(proces: subprocess.Popen[bytes], poort: int) -> None:
    """Returns when the demo answers; fails when it ended, or answers too late."""
    einde = time.monotonic() + GEDULD
    while time.monotonic() < einde:
        assert proces.poll() is None, "the demo ended by itself"
        try:
            with urlopen(f"http://127.0.0.1:{poort}/", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    pytest.fail(f"the demo did not answer within {GEDULD:.0f} s")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    map_ = tmp_path_factory.mktemp("nieuw")
    (map_ / ".venv").symlink_to(sys.prefix)
    poort = find_free_port()
    opdracht = [".venv/bin/klantbeeld", "demo", "--werkgevers", "20", "--port", str(poort)]
    with (map_ / "demo.txt").open("wb") as uitvoer:
        proces = subprocess.Popen(opdracht, cwd=map_, env=own_environment(), stdout=uitvoer, stderr=uitvoer)
    try:
        wait_for_answer(proces, poort)
        yield Demo(map_, poort)
    finally:
        proces.terminate()
        proces.wait(timeout=30)


def test_the_readme_starts_the_demo_with_make() -> None:
    assert [blok.tekst for blok in list_blocks(README) if blok.merk == "starts the demo"] == ["make demo\n"]


@pytest.mark.parametrize("pagina", NODIG, ids=name_page)
def test_a_page_asks_the_demo_with_curl(pagina: Path) -> None:
    assert any("curl " in blok.tekst for blok, _ in list_runs(pagina))


def test_every_block_of_the_guide_for_divisions_is_run_or_shown() -> None:
    assert [blok.tekst for blok in list_blocks(AFNEMERS) if blok.merk not in {"runs", "shows"}] == []


def test_every_block_of_the_guide_for_dashboards_is_run_or_shown_but_that_for_another_program() -> None:
    assert [blok.taal for blok in list_blocks(STATISTIEKEN) if blok.merk not in {"runs", "shows"}] == ["powerquery"]


@dataclass(frozen=True, slots=True)
class Gebruik:
    """What another program asks at an address, and the columns that it takes from the answer."""

    adres: str
    kolommen: list[str]


def list_gebruik() -> Iterator[Gebruik]:
    """Every question of the dashboard of Grafana and of the recipe for Power BI, for a period of its own."""
    grafana = json.loads((WORTEL / "docs" / "grafana-preventie.json").read_text(encoding="utf-8"))
    periode = {"${__from:date:YYYY-MM}": "2022-11", "${__to:date:YYYY-MM}": "2023-10"}
    for doel in (doel for paneel in grafana["panels"] for doel in paneel["targets"]):
        assert doel["root_selector"] == "rijen"
        adres = reduce(lambda tekst, deel: tekst.replace(deel, periode[deel]), periode, doel["url"])
        yield Gebruik(adres, [kolom["selector"] for kolom in doel["columns"]])
    (recept,) = (blok.tekst for blok in list_blocks(STATISTIEKEN) if blok.taal == "powerquery")
    pad, vraag = re.search(r'RelativePath = "(.+?)",\s+Query = \[(.+?)\],\n', recept).groups()  # type: ignore[union-attr]
    delen = [(naam, re.findall(r'"(.+?)"', waarden)) for naam, waarden in re.findall(r'(\w+) = ("[^"]+"|\{.+?\})', vraag)]
    yield Gebruik(f"/{pad}?{urlencode(delen, doseq=True)}", re.findall(r'\{"(\w+)", (?:type|Int64)', recept))


@pytest.mark.parametrize("gebruik", list(list_gebruik()), ids=lambda gebruik: gebruik.adres)
def test_what_dashboards_ask_is_answered_with_the_columns_that_they_take(demo: Demo, gebruik: Gebruik) -> None:
    opdracht = [".venv/bin/klantbeeld", "token", "--rol", "beleid"]
    token = subprocess.run(opdracht, cwd=demo.map_, env=own_environment(), capture_output=True, text=True, check=True).stdout
    with httpx.Client(trust_env=False, base_url=f"http://127.0.0.1:{demo.poort}", timeout=GEDULD) as client:
        rijen = client.get(gebruik.adres, headers={"Authorization": f"Bearer {token.strip()}"}).json()["rijen"]
    assert len(rijen) > 1
    assert [kolom for kolom in gebruik.kolommen if kolom not in rijen[0]] == []
    assert len(gebruik.kolommen) > 1


@pytest.mark.parametrize("pagina", NODIG, ids=name_page)
def test_every_block_of_a_page_prints_what_is_shown_below_it(demo: Demo, pagina: Path) -> None:
    require_programs(pagina)
    voorbeelden = [(blok, getoond) for blok, getoond in list_runs(pagina) if getoond]
    assert len(voorbeelden) == len(list_runs(pagina)), "a block that runs shows what it prints"
    gedrukt = demo.run([blok for blok, _ in voorbeelden])
    for (blok, getoond), tekst in zip(voorbeelden, gedrukt, strict=True):
        assert read_output(tekst, getoond.taal) == read_output(getoond.tekst, getoond.taal), blok.tekst


@pytest.mark.parametrize("grens", GRENZEN)
def test_the_guide_for_divisions_tells_the_limit_that_holds(grens: str) -> None:
    assert GRENZEN[grens] in AFNEMERS.read_text(encoding="utf-8")


def test_every_code_in_the_guide_for_divisions_is_a_code_of_an_error() -> None:
    bekend = {fout.code for fout in fouttabellen.list_errors()} | fouttabellen.HTTP_CODES.keys()
    genoemd = [code for code in list_code(AFNEMERS) if code.isupper() and "_" in code and code.isascii()]
    redenen = {
        "GEEN_TOEGANG",
        "NIET_BESCHIKBAAR",
        "NOG_NIET_AANGESLOTEN",
        "LEEG_BIJ_BRON",
        "NIET_GELEVERD",
        "NIET_VAN_TOEPASSING",
    }
    assert set(genoemd) - redenen - bekend == set()
