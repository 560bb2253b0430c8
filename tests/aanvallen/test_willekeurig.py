"""Questions nobody thought of, made from the schema and from noise: none is a failure of ours."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import print_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from resolvers.schema import SCHEMA, print_sdl
from tests.aanvallen.scalars import EIGEN
from tests.bouwers_graphql import RECHTEN, Proef
from tests.dienst import Dienst
from tests.teksten import WORTEL

LANG = "LANGE_TESTS" in os.environ
AANTAL = 2_000 if LANG else 25
_RUST: Any = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                                                        HealthCheck.filter_too_much, HealthCheck.data_too_large]}  # fmt: skip
_RUIS = st.text(alphabet='{}()[]:!$@"\\ #,.\n\0éaé1_', max_size=12)
VRAGEN = queries(print_schema(SCHEMA), allow_x00=False, custom_scalars=EIGEN)
EIGEN_FOUTEN = {
    *("OK", "BAD_USER_INPUT", "FORBIDDEN", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"),
    "PAYLOAD_TOO_LARGE",
}
"""Codes of what a caller did wrong himself."""


def list_storingen(proef: Proef, inhoud: object, rol: str) -> list[object]:
    """What is wrong with the answer: a status that is none of a caller's errors, a code that is none, a traceback. Fails when
    it is not in the form of GraphQL."""
    antwoord = proef.post(inhoud, {"Accept": "application/graphql-response+json"}, rol)
    codes = {fout["extensions"]["code"] for fout in antwoord.json().get("errors", [])}
    statussen = {antwoord.status_code} - {200, 400, 413}
    return [*statussen, *sorted(codes - EIGEN_FOUTEN), *(["Traceback"] if "Traceback" in antwoord.text else [])]


@settings(max_examples=AANTAL, **_RUST)
@given(data=st.data())
def test_no_question_that_fits_the_schema_is_a_failure_of_ours(proef: Proef, data: st.DataObject) -> None:
    """S21: made from the schema, with any values, in any role."""
    vraag = data.draw(VRAGEN)
    assert list_storingen(proef, {"query": vraag}, data.draw(st.sampled_from(sorted(RECHTEN.rollen)))) == []


@settings(max_examples=AANTAL, **_RUST)
@given(data=st.data())
def test_no_question_that_nearly_fits_is_a_failure_of_ours(proef: Proef, data: st.DataObject) -> None:
    """S21: the same with noise in one place."""
    vraag = data.draw(VRAGEN)
    plaats = data.draw(st.integers(0, len(vraag)))
    einde = data.draw(st.integers(plaats, min(len(vraag), plaats + 9)))
    bijna = vraag[:plaats] + data.draw(_RUIS) + vraag[einde:]
    assert list_storingen(proef, {"query": bijna}, "klantadviseur") == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda deel: st.lists(deel, max_size=4) | st.dictionaries(st.text(max_size=9), deel, max_size=4),
    max_leaves=12,
)


@settings(max_examples=4 * AANTAL, **_RUST)
@given(
    inhoud=_JSON
    | st.fixed_dictionaries({"query": _JSON, "variables": _JSON, "operationName": _JSON})
    | st.fixed_dictionaries({"query": st.just("query ($id: ID!) { werkgever(id: $id) { naam } }"), "variables": _JSON})
)
def test_no_body_is_a_failure_of_ours(proef: Proef, inhoud: object) -> None:
    """S21: any JSON as request, as query, as variables."""
    assert list_storingen(proef, inhoud_of(inhoud), "klantadviseur") == []


def inhoud_of(waarde: object) -> bytes:
    """Written as JSON; a text that has no UTF-8 as it is."""
    try:
        return orjson.dumps(waarde)
    except TypeError:
        return repr(waarde).encode("utf-8", "surrogatepass")


@settings(max_examples=4 * AANTAL, **_RUST)
@given(inhoud=st.binary(max_size=300))
def test_no_bytes_are_a_failure_of_ours(proef: Proef, inhoud: bytes) -> None:
    """S21: any bytes."""
    assert list_storingen(proef, inhoud, "klantadviseur") == []


@pytest.mark.skipif(not LANG, reason="the long form only")
def test_schemathesis_finds_no_failure_of_ours(dienst: Dienst, tmp_path: Path) -> None:
    """S21: the program itself over HTTP, with questions that fit and that do not: so many per field of ``Query``, for five
    minutes at most."""
    schema = tmp_path / "schema.graphql"
    schema.write_text(print_sdl(), encoding="utf-8")
    opdracht = [sys.executable, "-m", "schemathesis.cli", "run", str(schema), "--url", dienst.url, "--phases", "fuzzing"]
    opdracht += ["--header", f"Authorization: Bearer {dienst.tokens['klantadviseur']}", "--checks", "not_a_server_error"]
    opdracht += ["--mode", "all", "--max-examples", "100", "--seed", "7", "--max-time", "300"]
    haken = {"PYTHONPATH": str(WORTEL), "SCHEMATHESIS_HOOKS": "tests.aanvallen.scalars"}
    omgeving = os.environ | haken | {"NO_PROXY": "127.0.0.1", "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)}
    gedaan = subprocess.run(opdracht, cwd=tmp_path, env=omgeving, capture_output=True, text=True, timeout=900, check=False)
    assert gedaan.returncode == 0, gedaan.stdout[-3000:] + gedaan.stderr[-1000:]
    assert re.search(r"[1-9]\d* generated", gedaan.stdout), gedaan.stdout[-3000:]
