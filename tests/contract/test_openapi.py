"""The OpenAPI document is one, and says what the addresses do: also to who tries whatever it allows."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from starlette.applications import Starlette

from klantbeeld.domain.groepwaarden import Groepering
from klantbeeld.web.openapi import PAD_OPENAPI, describe_api, make_openapi
from klantbeeld.web.statistiekpunt import PAD, STATUSSEN
from klantbeeld.web.statistiekvragen import PARAMETERS
from tests.bouwers_graphql import ask_web
from tests.dienst import Dienst, make_token, serve_demo

VOORBEELDEN = "100" if "LANGE_TESTS" in os.environ else "15"


@pytest.fixture(scope="module")
def dienst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    map_ = tmp_path_factory.mktemp("openapi")
    with serve_demo(map_, 20) as gestart:
        gestart.tokens["beleid"] = make_token("beleid")
        yield gestart


def test_everybody_can_read_the_document() -> None:
    response = ask_web(Starlette(routes=[make_openapi()]), "GET", PAD_OPENAPI)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.json() == orjson.loads(orjson.dumps(describe_api()))


def test_the_document_is_openapi_3_1() -> None:
    assert list(OPENAPI_31_VALIDATOR.iter_errors(orjson.loads(orjson.dumps(describe_api())))) == []


def test_a_document_that_is_none_is_refused_by_the_validator() -> None:
    document = orjson.loads(orjson.dumps(describe_api()))
    document["paths"][f"{PAD}.csv"]["get"]["parameters"][0]["in"] = "nergens"
    assert not OPENAPI_31_VALIDATOR.is_valid(document)


@pytest.mark.parametrize("vorm", ["csv", "json"])
def test_the_document_has_every_parameter_and_every_code(vorm: str) -> None:
    vraag = describe_api()["paths"][f"{PAD}.{vorm}"]["get"]
    assert [deel["name"] for deel in vraag["parameters"]] == [parameter.naam for parameter in PARAMETERS]
    codes = {code for antwoord in vraag["responses"].values() for code in antwoord["description"].split(", ")}
    assert STATUSSEN.keys() <= codes


def test_the_document_has_the_columns_of_every_group() -> None:
    velden = describe_api()["components"]["schemas"]["Rij"]["properties"]
    assert len([naam for naam in velden if naam.endswith("Omschrijving")]) == len(Groepering)


def test_whatever_the_document_allows_is_answered_as_it_says(dienst: Dienst, tmp_path: Path) -> None:
    """S21: schemathesis, at the program itself, with questions that fit and that do not: status, media type, form and methods
    are as the document says, nothing is a failure of ours, and nobody gets in without a token. Not that whatever fits is
    answered: which months and how many attributes go together no schema can say."""
    opdracht = [sys.executable, "-m", "schemathesis.cli", "run", f"{dienst.basis}{PAD_OPENAPI}", "--url", dienst.basis]
    opdracht += ["--header", f"Authorization: Bearer {dienst.tokens['beleid']}", "--checks", "all", "--mode", "all"]
    opdracht += ["--exclude-checks", "positive_data_acceptance", "--max-examples", VOORBEELDEN, "--seed", "7", "--workers", "1"]
    omgeving = os.environ | {"NO_PROXY": "127.0.0.1", "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)}
    gedaan = subprocess.run(opdracht, cwd=tmp_path, env=omgeving, capture_output=True, text=True, timeout=500, check=False)
    assert gedaan.returncode == 0, gedaan.stdout[-6000:] + gedaan.stderr[-1000:]
    assert re.search(r"[1-9]\d* generated", gedaan.stdout), gedaan.stdout[-3000:]
