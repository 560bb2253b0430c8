"""Documents that are made to cost: refused before a resolver is called, within a tenth of a second of work."""

import asyncio
import sys
import time
from typing import Any

import orjson
import pytest
from graphql import execute

from resolvers import uitvoering
from resolvers.limits import MEESTE_KNOPEN
from resolvers.uitvoering import Antwoord, Uitvoering, Verzoek
from tests.bouwers_graphql import GESLOTEN, GROOT, Proef, grant

GESTELD = 0.1 if sys.gettrace() is None else 1.0
"""Seconds of work that refusing may take; measuring coverage makes everything several times slower."""
WERKGEVER = 'werkgever(id: "x")'
DEFAULT = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}


def repeat(tekst: str, aantal: int) -> str:
    """The text so many times, each with its number in place of ``#`` and the next one in place of ``+``."""
    return " ".join(tekst.replace("#", str(nr)).replace("+", str(nr + 1)) for nr in range(aantal))


def spread(aantal: int, velden: str) -> str:
    """So many fragments with the same fields, all at one place."""
    return f"{{ {WERKGEVER} {{ {repeat('...F#', aantal)} }} }} " + repeat(f"fragment F# on Werkgever {{ {velden} }}", aantal)


def nest(*aantallen: int) -> str:
    """A field so many times, in each of them another so many times, and so on."""
    *buiten, binnen = aantallen
    tekst = "naam " * binnen
    for aantal in reversed(buiten):
        tekst = f"familie {{ {tekst} }} " * aantal
    return f"{{ {WERKGEVER} {{ {tekst} }} }}"


VRAGEN = {
    "S01 1,000 aliases": "{ " + repeat("a#: ik { rol }", 1000) + " }",
    "S01 190 aliases within the tokens": "{ " + repeat("a#: ik { rol }", 190) + " }",
    "S01 100 costly fields under an alias": "{ " + repeat('a#: werkgevers(zoekterm: "a") { totaal }', 100) + " }",
    "S02 a field 2,000 times": "{ ik { " + "rol " * 2000 + "} }",
    "S02 a field 950 times": "{ ik { " + "rol " * 950 + "} }",
    "S02 an object 240 times": "{ " + "ik { rol } " * 240 + "}",
    "S02 34 fragments of 20 times a field": spread(34, "naam " * 20),
    "S02 110 fragments of a field": spread(110, "naam"),
    "S02 fields within fields within fields": nest(5, 5, 5, 3),
    "S02 twenty times twenty": nest(20, 20),
    "S02 500 inline fragments": "{ ik { " + "... { rol } " * 240 + "} }",
    "S02 directives that are not there": "{ ik " + "@a " * 450 + "{ rol } }",
    "S02 one directive again and again": "{ ik " + "@include(if: true) " * 130 + "{ rol } }",
    "S03 a fragment within itself": f"{{ {WERKGEVER} {{ ...A }} }} fragment A on Werkgever {{ familie {{ ...A }} }}",
    "S03 a circle of fragments": f"{{ {WERKGEVER} {{ ...F0 }} }} " + repeat("fragment F# on Werkgever { ...F+ ...F0 }", 90),
    "S03 one name for many fragments": f"{{ {WERKGEVER} {{ ...F }} }} " + "fragment F on Werkgever { naam } " * 100,
    "S03 10,000 deep": "{ " + "... { " * 10_000 + "ik { rol }" + " }" * 10_000 + " }",
    "S03 lists 10,000 deep": "{ werkgever(id: " + "[" * 10_000 + "]" * 10_000 + ") { naam } }",
    "S03 fragments that branch": f"{{ {WERKGEVER} {{ ...F0 }} }} "
    + repeat("fragment F# on Werkgever { familie { ...F+ } organisatiegegevens { opvolger { ...F+ } } }", 30)
    + " fragment F30 on Werkgever { naam }",
    "S04 pages within pages": '{ werkgevers(zoekterm: "x", first: 100) { edges { node { naam '
    "documenten(first: 100) { edges { node { id } } } } } } }",
}


async def refuse(vers: Uitvoering, query: str) -> tuple[Antwoord, float]:
    begin = time.process_time()
    antwoord = await vers.answer(grant(), Verzoek(query))
    return antwoord, time.process_time() - begin


@pytest.fixture
def uitgevoerd(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was executed: every call of a resolver begins there."""
    gezien: list[object] = []

    def note(*woorden: Any, **anders: Any) -> Any:
        gezien.append(woorden)
        return execute(*woorden, **anders)

    monkeypatch.setattr(uitvoering, "execute", note)
    return gezien


@pytest.mark.parametrize("naam", VRAGEN)
def test_a_document_that_is_made_to_cost_is_refused_before_anything_is_asked(
    proef: Proef, uitgevoerd: list[object], naam: str
) -> None:
    """S01, S02, S03, S04: 400 for who accepts the newer media type, no resolver called, and within 100 ms of work (the best of
    three: what else this machine does is not ours)."""
    duur = []
    for _ in range(3):
        antwoord, seconden = asyncio.run(refuse(Uitvoering(proef.klantbeeld, GESLOTEN), VRAGEN[naam]))
        duur.append(seconden)
    assert (antwoord.status, [*antwoord.inhoud]) == (400, ["errors"])
    assert uitgevoerd == []
    assert proef.read_log() == []
    assert min(duur) < GESTELD
    assert proef.ask_data("{ ik { rol } }") == {"ik": {"rol": "klantadviseur"}}
    assert len(uitgevoerd) == 1


@pytest.mark.parametrize("aantal", [2, 100])
def test_a_batch_is_refused_as_a_whole(proef: Proef, aantal: int) -> None:
    """S01: an array of requests is one request of the wrong form."""
    antwoord = proef.post([{"query": "{ ik { rol } }"}] * aantal, DEFAULT)
    assert (antwoord.status_code, antwoord.json().keys()) == (400, {"errors"})


def test_a_body_above_100_kb_is_refused_before_it_is_parsed(proef: Proef) -> None:
    """S02: its bytes are counted, not read."""
    begin = time.process_time()
    antwoord = proef.post(b'{"query":"' + b"{" * 10_000_000 + b'"}', DEFAULT)
    assert (antwoord.status_code, antwoord.json()["errors"][0]["extensions"]["code"]) == (413, "PAYLOAD_TOO_LARGE")
    assert time.process_time() - begin < GESTELD


@pytest.mark.parametrize("first", [-1, 101, 1_000_000, 2**31 - 1])
@pytest.mark.parametrize(
    "waar", ['werkgevers(zoekterm: "groot", first: %d)', f'werkgever(id: "{GROOT}") {{ documenten(first: %d)']
)
def test_a_page_has_a_hundred_at_most(proef: Proef, waar: str, first: int) -> None:
    """S04: a page that is too wide, or less than nothing, is an error of its field."""
    sluit = " }" * waar.count("{")
    antwoord = proef.ask(f"{{ {waar % first} {{ totaal edges {{ node {{ __typename }} }} }} }}{sluit}")
    assert {fout["extensions"]["code"] for fout in antwoord["errors"]} == {"BAD_USER_INPUT"}


def test_no_answer_has_more_objects_than_was_counted_for_it(proef: Proef) -> None:
    """S04: the budget is judged before anything is read, and the answer keeps to it."""
    query = """{ werkgevers(zoekterm: "groot", first: 30) { edges { node { familie { naam }
      documenten(first: 5) { edges { node { id } } } } } } }"""
    antwoord = proef.ask_data(query)
    assert orjson.dumps(antwoord).count(b"{") <= MEESTE_KNOPEN
    te_breed = asyncio.run(refuse(proef.uitvoering, query.replace("30", "99")))[0]
    assert te_breed.status == 400
