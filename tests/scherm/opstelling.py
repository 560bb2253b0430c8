"""The program as employees find it: on an ordinary day, and on a bad one, when every source is late, one was stopped, and some
of what they sent could not be read."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from tests.bouwers_leveringen import ANDER, Levering, make_levering, make_organisatie, write_regel
from tests.dienst import Dienst
from tests.programma import GEDULD, find_free_port, is_listening, own_environment, run_klantbeeld, wait_until
from tests.testnode import share_once

DAG, DAGEN_LATER = "2023-10-20", "2023-10-25"
WERKGEVERS = 60
BAKKER = "Bakkerij Vroeg"
"""An employer with more documents of one kind in one year than a page holds."""
GEEN: Mapping[str, str] = {}
ONLEESBAAR = 150
"""More lines that cannot be read than a source may send."""
PLAFOND, BOVEN_PLAFOND = 2 * 10**18, 3 * 10**18
"""The highest version that DANS might send, until it was allowed more."""


def settings_of(map_: Path, store: str | None = None) -> dict[str, str]:
    """What the program must be told to work in this folder, with a store beside it or at this url."""
    return {
        "KLANTBEELD_STORE__URL": store or f"sqlite:///{map_}/klantbeeld.db",
        "KLANTBEELD_LEVERINGEN": str(map_ / "leveringen"),
        "KLANTBEELD_LOGBOEK": str(map_ / "raadplegingen.jsonl"),
        "KLANTBEELD_VANDAAG": DAG,
    }


def fill(map_: Path, store: str | None = None) -> None:
    """Invented employers, and the baker beside them."""
    instellingen = settings_of(map_, store)
    gemaakt = run_klantbeeld(map_, "samples", "leveringen", "--werkgevers", str(WERKGEVERS), **instellingen)
    assert gemaakt.returncode == 0, gemaakt.stderr
    _append(map_, "cws", [make_organisatie(ANDER, {"naam": BAKKER}, bron="cws")])
    _append(map_, "dans", [*_make_documenten("toekenningsbeschikking", 2022, 40), *_make_documenten("overig", 2021, 20)])
    _index(map_, instellingen)


def fill_once(map_: Path) -> None:
    """The same, copied from what the first process that asks makes for all."""
    shutil.copytree(share_once("scherm", fill), map_, dirs_exist_ok=True)


def disturb(map_: Path, store: str | None = None) -> None:
    """Sends so much that cannot be read that a source (K3CR) is stopped, and of another (DANS) what is above its ceiling, which
    is raised later."""
    bronnen = map_ / "bronnen.toml"
    regels = files("indexers").joinpath("bronnen.toml").read_text(encoding="utf-8")
    bronnen.write_text(regels.replace("[bronnen.dans]", f"[bronnen.dans]\nversieplafond = {PLAFOND}"), encoding="utf-8")
    te_hoog = [{**levering, "versie": BOVEN_PLAFOND} for levering in _make_documenten("overig", 2020, 4)]
    _append(map_, "dans", te_hoog)
    _append(map_, "k3cr", [b'{"soort": "contact", "sleutel": "kapot-%d"}' % nummer for nummer in range(ONLEESBAAR)])
    _index(map_, {**settings_of(map_, store), "KLANTBEELD_BRONNEN": str(bronnen)})


@contextmanager
def serve(map_: Path, dag: str = DAG, store: str | None = None, anders: Mapping[str, str] = GEEN) -> Iterator[Dienst]:
    """The program on what is in this folder, on this day, with these settings besides. What it logs goes to a file: nobody
    would empty a pipe. ``{adres}`` in a setting is where it is served."""
    poort = find_free_port()
    gezet = {naam: waarde.replace("{adres}", f"http://127.0.0.1:{poort}") for naam, waarde in anders.items()}
    omgeving = own_environment(**settings_of(map_, store) | {"KLANTBEELD_VANDAAG": dag} | gezet)
    opdracht = [sys.executable, "-m", "klantbeeld", "serve", "--port", str(poort)]
    with (
        (map_ / "serve.log").open("wb") as log,
        subprocess.Popen(opdracht, cwd=map_, env=omgeving, stdout=log, stderr=log) as proces,
    ):
        try:
            wait_until(lambda: is_listening(poort) or proces.poll() is not None, geduld=2 * GEDULD)
            assert proces.poll() is None, (map_ / "serve.log").read_text(encoding="utf-8")
            yield Dienst(f"http://127.0.0.1:{poort}/graphql", {})
        finally:
            proces.kill()


def _make_documenten(soort: str, jaar: int, aantal: int) -> list[Levering]:
    gegevens = {"soort": soort, "onderwerp": "Toekenning", "betreftPersoon": False, "heeftBijlage": False}
    dagen = [f"{jaar}-{1 + nummer % 12:02}-{1 + nummer % 28:02}" for nummer in range(aantal)]
    return [
        make_levering(
            "document", {**gegevens, "datum": dag, "titel": f"Besluit van {dag}"}, bron="dans", werkgever=[f"lh:{ANDER}"]
        )
        for dag in dagen
    ]


def _append(map_: Path, bron: str, leveringen: Sequence[Levering | bytes]) -> None:
    with (map_ / "leveringen" / f"{bron}.jsonl").open("ab") as bestand:
        bestand.writelines(write_regel(levering) + b"\n" for levering in leveringen)


def _index(map_: Path, instellingen: dict[str, str]) -> None:
    ingelezen = run_klantbeeld(map_, "index", **instellingen)
    assert "Traceback" not in ingelezen.stderr, ingelezen.stderr
