"""Searching over HTTP: whatever bytes come in, an answer that the contract knows goes out."""

import json
from collections.abc import Iterator

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from klantbeeld.settings import Settings
from tests.bouwers_graphql import Proef, open_for_test

VRAAG = "query ($z: String!) { werkgevers(zoekterm: $z, first: 100) { herkendAls totaal edges { uitleg node { naam } } } }"
_HOL = orjson.dumps({"query": VRAAG, "variables": {"z": "HIER"}}).split(b"HIER")


@pytest.fixture(scope="module")
def doorlopend(gevulde_store: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    """The example employer and three others, for many requests."""
    log = tmp_path_factory.mktemp("log") / "raadplegingen.jsonl"
    with open_for_test(gevulde_store, log) as klantbeeld:
        yield Proef(klantbeeld, log)


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.characters() | st.characters(categories=["Cs", "Cc"]), max_size=250))
@example("\ud800")
@example("groot\0")
@example("x" * 10_000)
def test_any_text_is_answered_or_refused_in_plain_words(doorlopend: Proef, zoekterm: str) -> None:
    antwoord = doorlopend.post(json.dumps({"query": VRAAG, "variables": {"z": zoekterm}}).encode())
    assert antwoord.status_code < 500
    codes = {fout["extensions"]["code"] for fout in antwoord.json().get("errors", ())}
    assert codes <= {"BAD_USER_INPUT", "BAD_REQUEST"}
    assert codes or antwoord.json()["data"]["werkgevers"]["totaal"] <= 100


@settings(deadline=None)  # the machine may be busy
@given(
    st.binary(max_size=300)
    | st.text(max_size=100).flatmap(
        lambda tekst: st.sampled_from(["utf-16", "latin-1", "cp1252"]).map(lambda codering: tekst.encode(codering, "replace"))
    )
)
@example(b"\xff\xfe")
@example(b"\xed\xa0\x80")
def test_any_bytes_in_the_place_of_a_search_never_break_the_answer(doorlopend: Proef, inhoud: bytes) -> None:
    antwoord = doorlopend.post(inhoud.join(_HOL))
    assert antwoord.status_code < 500
    assert set(antwoord.json()) & {"data", "errors"}
