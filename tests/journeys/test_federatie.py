"""The API as one part of a larger graph: a real gateway joins it with a small second API and answers questions over both.

``tests/klanten/federatie.mjs`` composes the two, asks as three roles, and asks the API itself the same.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from klantbeeld.app import geheim_of
from klantbeeld.domain.profielen import public_id
from klantbeeld.settings import Settings
from resolvers.uitvoering import read_volledig_beeld
from tests.dienst import make_token
from tests.node import KLANTEN, require_node, run_node
from tests.programma import find_free_port, own_environment, run_klantbeeld, start_klantbeeld

GROOT = public_id("123456789L01", geheim_of(Settings()))
AFSPRAKEN = {"afspraken": [f"Huisbezoek bij {GROOT}"]}
VELDEN = read_volledig_beeld().partition("werkgever(id: $id)")[2].rpartition("}")[0]
"""Every field of an employer."""
ROLLEN = ("klantadviseur", "afnemer", "beleid")

Bevindingen = dict[str, Any]
"""What was found: how types are marked, what each role was answered, and what was recorded of it."""


@pytest.fixture(scope="module")
def bevindingen(tmp_path_factory: pytest.TempPathFactory) -> Bevindingen:
    require_node("@graphql-hive/gateway-runtime")
    map_ = tmp_path_factory.mktemp("federatie")
    settings = {"KLANTBEELD_STORE__URL": f"sqlite:///{map_}/k.db", "KLANTBEELD_LEVERINGEN": str(map_)}
    run_klantbeeld(map_, "samples", str(map_), "--werkgevers", "1")
    assert run_klantbeeld(map_, "index", **settings).returncode == 0
    poort = str(find_free_port())
    tokens = {rol: make_token(rol) for rol in ROLLEN}
    omgeving = own_environment(**settings, KLANTBEELD_GRAPHQL__FEDERATIE="true", KLANTBEELD_VANDAAG="2023-10-20")
    with start_klantbeeld(map_, "serve", "--port", poort, omgeving=omgeving) as programma:
        programma.wait_for("stop met Ctrl-C")
        opdracht = {"url": f"http://127.0.0.1:{poort}/graphql", "tokens": tokens, "werkgever": GROOT, "velden": VELDEN}
        gedaan = run_node(KLANTEN / "federatie.mjs", json.dumps(opdracht))
    assert gedaan.returncode == 0, gedaan.stderr
    gevonden: Bevindingen = json.loads(gedaan.stdout)
    return gevonden | {"log": read_log(map_)}


def read_log(map_: Path) -> list[dict[str, Any]]:
    """What was recorded, without the search with which the server tries itself out when it starts."""
    regels = [json.loads(regel) for regel in (map_ / "raadplegingen.jsonl").read_text(encoding="utf-8").splitlines()]
    return [regel for regel in regels if regel["handeling"] == "raadplegen"]


@pytest.mark.parametrize("rol", ["klantadviseur", "afnemer"])
def test_a_gateway_finds_what_another_api_knows_of_our_employer(bevindingen: Bevindingen, rol: str) -> None:
    assert bevindingen[rol]["heen"] == {"data": {"werkgever": {"naam": "Groothandel De Groot"} | AFSPRAKEN}}


@pytest.mark.parametrize("rol", ["klantadviseur", "afnemer"])
def test_a_gateway_finds_the_whole_view_by_the_id_that_another_api_has(bevindingen: Bevindingen, rol: str) -> None:
    werkgever, onbekend = bevindingen[rol]["terug"]["data"]["agenda"]
    assert werkgever == bevindingen[rol]["zonder"]["data"]["werkgever"]
    assert onbekend is None


def test_through_a_gateway_a_role_sees_the_groups_that_it_sees_without(bevindingen: Bevindingen) -> None:
    standen = {
        rol: bevindingen[rol]["terug"]["data"]["agenda"][0]["documenten"]["stand"]["status"]
        for rol in ("klantadviseur", "afnemer")
    }
    assert standen == {"klantadviseur": "OK", "afnemer": "GEEN_TOEGANG"}


@pytest.mark.parametrize("vraag", ["heen", "terug", "zonder"])
def test_through_a_gateway_a_role_without_employers_is_refused_as_it_is_without(bevindingen: Bevindingen, vraag: str) -> None:
    fouten = {(fout["extensions"]["code"], fout["message"]) for fout in bevindingen["beleid"][vraag]["errors"]}
    assert fouten == {("FORBIDDEN", "Uw rol geeft geen toegang tot afzonderlijke werkgevers.")}


def test_every_question_through_a_gateway_is_recorded_as_one_without(bevindingen: Bevindingen) -> None:
    regels = [(regel["rol"], regel["werkgevers"], len(regel["groepen"]), regel["resultaat"]) for regel in bevindingen["log"]]
    assert regels == [
        ("klantadviseur", [GROOT], 0, "ok"),
        *[("klantadviseur", [GROOT], 8, "ok")] * 2,
        ("afnemer", [GROOT], 0, "ok"),
        *[("afnemer", [GROOT], 2, "ok")] * 2,
        *[("beleid", [], 0, "geweigerd")] * 3,
    ]


def test_a_gateway_is_told_the_key_of_an_employer(bevindingen: Bevindingen) -> None:
    assert bevindingen["typen"][1:] == ["type PageInfo @shareable {", 'type Werkgever @key(fields: "id") {']
