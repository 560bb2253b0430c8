"""The API as other programs find it: the audits of GraphQL over HTTP by the npm package ``graphql-http``, against the server
as an operator starts it.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.dienst import make_token
from tests.nodig import stop_without
from tests.programma import find_free_port, own_environment, run_klantbeeld, start_klantbeeld
from tests.teksten import WORTEL

KLANTEN = WORTEL / "tests" / "klanten"
LUISTERT = "stop met Ctrl-C"

ZONDER_GET = {
    "5A70": "MAY: asks with GET, which is off: an address stays behind in logs, and may hold a number of an employer",
    "D6D5": "MAY: sends variables in the address",
    "6A70": "MAY: sends variables in the address",
}
ZONDER_INTROSPECTIE = {
    "2EA1": "SHOULD: takes variables, but asks __type with them; the schema is published instead",
    "28B9": "MUST: the same for application/json",
}
CONFIGURATIES: dict[str, tuple[dict[str, str], set[str]]] = {
    "both switched on": ({"KLANTBEELD_GRAPHQL__GET": "true", "KLANTBEELD_GRAPHQL__INTROSPECTIE": "true"}, set()),
    "the demo without settings": ({}, set(ZONDER_GET)),
    "as in production": (
        {"KLANTBEELD_GRAPHQL__INTROSPECTIE": "false", "KLANTBEELD_GRAPHQL__SUGGESTIES": "false"},
        {*ZONDER_GET, *ZONDER_INTROSPECTIE},
    ),
}
"""Per configuration its settings, and the audits that cannot pass in it."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    map_ = tmp_path_factory.mktemp("audit")
    settings = {"KLANTBEELD_STORE__URL": f"sqlite:///{map_}/k.db", "KLANTBEELD_LEVERINGEN": str(map_)}
    run_klantbeeld(map_, "samples", str(map_), "--werkgevers", "1")
    assert run_klantbeeld(map_, "index", **settings).returncode == 0
    return settings


@pytest.fixture(scope="module")
def node() -> str:
    """The program node, with the packages that the audits need."""
    gevonden = shutil.which("node")
    if not gevonden or not (KLANTEN / "node_modules" / "graphql-http").is_dir():
        stop_without("the audits need node and tests/klanten/node_modules: install node 20 or newer, run: make klanten")
    return gevonden


@pytest.fixture(params=CONFIGURATIES)
def uitkomsten(
    request: pytest.FixtureRequest, tmp_path: Path, store: dict[str, str], node: str
) -> tuple[list[dict[str, str]], set[str]]:
    """What each audit gave, and which cannot pass."""
    settings, onhaalbaar = CONFIGURATIES[request.param]
    poort = str(find_free_port())
    token = make_token("klantadviseur")
    omgeving = own_environment(**store, **settings)
    with start_klantbeeld(tmp_path, "serve", "--port", poort, omgeving=omgeving) as programma:
        programma.wait_for(LUISTERT)
        opdracht = [node, str(KLANTEN / "audit.mjs"), f"http://127.0.0.1:{poort}/graphql", token]
        gedaan = subprocess.run(opdracht, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(gedaan.stdout), onhaalbaar


def test_every_audit_passes_that_can(uitkomsten: tuple[list[dict[str, str]], set[str]]) -> None:
    audits, onhaalbaar = uitkomsten
    assert len({audit["id"] for audit in audits}) == 61
    niet_gelukt = {audit["id"]: f"{audit['naam']}: {audit['reden']}" for audit in audits if audit["status"] != "ok"}
    assert {id_: reden for id_, reden in niet_gelukt.items() if id_ not in onhaalbaar} == {}
    assert set(niet_gelukt) == onhaalbaar


def test_no_lock_file_names_where_packages_are_downloaded() -> None:
    pakketten = json.loads((KLANTEN / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [naam for naam, pakket in pakketten.items() if "resolved" in pakket] == []
