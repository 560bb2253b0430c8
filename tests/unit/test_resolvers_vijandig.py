"""Requests by who means harm: none gives a failure of ours, takes a second, or gets more than a few kilobytes in answer."""

import sys
import time
from dataclasses import replace
from typing import Any

import orjson
import pytest

from resolvers.verzoeken import GROOTSTE_VERZOEK
from tests.bouwers_graphql import GESLOTEN, GROOT, OPEN, Proef

NIEUW = {"Accept": "application/graphql-response+json"}
ANTWOORD = {"data": {"ik": {"rol": "klantadviseur"}}}
WERKGEVER = 'werkgever(id: "x")'
GELUKT, ONTLEDEN, VALIDATIE = "ok", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"
SECONDEN = 1.0 if sys.gettrace() is None else 5.0
"""A request may take so much work; measuring coverage makes everything several times slower."""
INVOER, VERZOEK = "BAD_USER_INPUT", "BAD_REQUEST"


def repeat(tekst: str, aantal: int) -> str:
    """The text so many times, each with its number in place of ``#`` and the next one in place of ``+``."""
    return " ".join(tekst.replace("#", str(nr)).replace("+", str(nr + 1)) for nr in range(aantal))


QUERIES: dict[str, tuple[str, str]] = {
    "one field 950 times":         (VALIDATIE, "{ ik { " + "naam " * 950 + "} }"),
    "__typename 900 times":        (VALIDATIE, "{ " + "__typename " * 900 + "}"),
    "one object 240 times":        (VALIDATIE,  "{ " + "ik { rol } " * 240 + "}"),
    "broad objects 130 times":     (VALIDATIE,  f"{{ {WERKGEVER} {{ " + "familie { id naam plaats } " * 130 + "} }"),
    "900 unknown fields":          (VALIDATIE, f"{{ {repeat('naam#', 900)} }}"),
    "300 unknown arguments":       (VALIDATIE, f"{{ werkgever({repeat('id#: 1', 300)}) {{ naam }} }}"),
    "one argument 300 times":      (VALIDATIE, "{ werkgever(" + "id: 1 " * 300 + ") { naam } }"),
    "450 unknown directives":      (VALIDATIE, "{ ik " + "@a " * 450 + "{ rol } }"),
    "130 times @include":          (VALIDATIE, "{ ik " + "@include(if: true) " * 130 + "{ rol } }"),
    "70 times @skip apart":        (GELUKT,    "{ ik { rol } " + "ik @skip(if: true) { rol } " * 70 + "}"),
    "200 aliases":                 (VALIDATIE, f"{{ ik {{ {repeat('a#: rol', 200)} }} }}"),
    "240 variables":               (VALIDATIE, f"query ({repeat('$a#: Int', 240)}) {{ ik {{ rol }} }}"),
    "120 operations":              (VERZOEK,   repeat("query A# { ik { rol } }", 120)),
    "90 fragments on one place":   (VALIDATIE,  f"{{ {WERKGEVER} {{ {repeat('...F#', 90)} }} }} "
                                               + repeat("fragment F# on Werkgever { naam id }", 90)),
    "a circle of 80 fragments":    (VALIDATIE, f"{{ {WERKGEVER} {{ ...F0 }} }} "
                                               + repeat("fragment F# on Werkgever { ...F+ ...F# ...F0 }", 80)),
    "fragments within themselves": (VALIDATIE, f"{{ {WERKGEVER} {{ ...A }} }} fragment A on Werkgever {{ ...A }}"),
    "180 fragments within":        (GELUKT,    "{ " + "... { " * 180 + "ik { rol }" + " }" * 180 + " }"),
    "300 fragments within":        (ONTLEDEN,  "{ " + "... { " * 300 + "ik { rol }" + " }" * 300 + " }"),
    "fragments that go deep":      (VALIDATIE, "{ ...F0 } " + repeat("fragment F# on Query {" + "... {" * 15 + "...F+"
                                               + "}" * 16, 14) + " fragment F14 on Query { ik { rol } }"),
    "450 lists within":            (ONTLEDEN,  "{ werkgever(id: " + "[" * 450 + "]" * 450 + ") { naam } }"),
    "300 objects within":          (ONTLEDEN,  "{ werkgever(id: " + "{a:" * 300 + "1" + "}" * 300 + ") { naam } }"),
    "a type of 450 lists":         (ONTLEDEN,  "query ($a: " + "[" * 450 + "Int" + "]" * 450 + ") { ik { rol } }"),
    "990 braces":                  (ONTLEDEN,  "{" * 990),
    "a field of 90 KB":            (VALIDATIE, "{ " + "a" * 90_000 + " }"),
    "a fragment of 90 KB":         (VALIDATIE, "{ ..." + "a" * 90_000 + " }"),
    "a search of 90 KB":           (INVOER,    '{ werkgevers(zoekterm: "' + "a" * 90_000 + '") { totaal } }'),
    "a block of 90 KB":            (INVOER,    '{ werkgever(id: """' + "a\n" * 30_000 + '""") { naam } }'),
    "an escape 15,000 times":      (INVOER,    '{ werkgever(id: "' + r"\u0041" * 12_000 + '") { naam } }'),
    "90 KB of commas":             (GELUKT,    "," * 90_000 + "{ ik { rol } }"),
    "a remark of 90 KB":           (GELUKT,    "#" + "a" * 90_000 + "\n{ ik { rol } }"),
    "30,000 remarks":              (ONTLEDEN,  "#\n" * 30_000 + "{ ik { rol } }"),
    "half a surrogate pair":       (ONTLEDEN,  r'{ werkgever(id: "\ud800") { naam } }'),
    "a number of 5000 digits":     (VALIDATIE, '{ werkgevers(zoekterm: "x", first: ' + "9" * 5000 + ") { totaal } }"),
    "an id of 5000 digits":        (INVOER,    "{ werkgever(id: " + "9" * 5000 + ") { naam } }"),
    "a number without end":        (VALIDATIE, '{ werkgevers(zoekterm: "x", first: 1e999) { totaal } }'),
    "zero bytes":                  (ONTLEDEN,  "{ ik { rol\0 } }"),
    "a zero byte in a search":     (GELUKT,    r'{ werkgevers(zoekterm: "\u0000") { totaal } }'),
    "no query at all":             (ONTLEDEN,  ""),
    "an empty selection":          (ONTLEDEN,  "{ }"),
    "__proto__":                   (VALIDATIE, "{ __proto__ { polluted } }"),
    "constructor":                 (VALIDATIE, "{ ik { constructor } }"),
    "a schema of their own":       (VALIDATIE, "schema { query: Query } type Query { a: Int }"),
    "@defer":                      (VALIDATIE, "{ ik @defer { rol } }"),
    "a circle in the schema":      (VALIDATIE, "{ __schema { types { " + "fields { type { " * 3 + "name }" + " }" * 8),
}  # fmt: skip
"""(code, query)."""

VARIABELEN: dict[str, tuple[str, str, Any]] = {
    "90 KB of text":               (INVOER,    "ID!",      "a" * 90_000),
    "a whole number of 64 bits":   (GELUKT,    "ID!",      2**64 - 1),
    "a number above 64 bits":      (GELUKT,    "ID!",      float(2**70)),
    "a list of 10,000":            (INVOER,    "ID!",      ["a"] * 10_000),
    "an object of 5,000":          (INVOER,    "ID!",      {str(nr): nr for nr in range(5_000)}),
    "500 lists within":            (INVOER,    "ID!",      orjson.Fragment(b"[" * 500 + b"]" * 500)),
    "true":                        (INVOER,    "ID!",      True),
    "null":                        (INVOER,    "ID!",      None),
    "a zero byte":                 (GELUKT,    "ID!",      "\0"),
    "signs from right to left":    (GELUKT,    "ID!",      "\u202e" * 100),
    "a list of lists":             (VALIDATIE, "[[ID!]!]", [["a"]]),
}  # fmt: skip
"""(code, type, value) of the one variable of a query for an employer."""


def judge(proef: Proef, verzoek: object) -> str:
    """The code of the first error of an answer, or ``ok``. It came within a second of work, and is no failure of ours."""
    body = orjson.dumps(verzoek)
    assert len(body) <= GROOTSTE_VERZOEK
    begin = time.process_time()
    response = proef.post(body, NIEUW)
    assert time.process_time() - begin < SECONDEN
    assert response.status_code in {200, 400}
    assert len(response.content) < 20_000
    fouten = response.json().get("errors")
    return str(fouten[0]["extensions"]["code"]) if fouten else GELUKT


@pytest.mark.parametrize("naam", QUERIES)
@pytest.mark.parametrize("openheid", [GESLOTEN, OPEN], ids=["closed", "open"])
def test_no_query_breaks_or_holds_up_the_service(proef: Proef, naam: str, openheid: Any) -> None:
    code, query = QUERIES[naam]
    assert judge(replace(proef, openheid=openheid), {"query": query}) == code


@pytest.mark.parametrize("naam", VARIABELEN)
def test_no_variable_breaks_or_holds_up_the_service(proef: Proef, naam: str) -> None:
    code, type_, waarde = VARIABELEN[naam]
    query = f"query ($id: {type_}) {{ werkgever(id: $id) {{ naam }} }}"
    assert judge(proef, {"query": query, "variables": {"id": waarde}}) == code


def test_variables_that_are_not_asked_for_are_left_alone(proef: Proef) -> None:
    te_veel = {f"a{nr}": 1 for nr in range(9_000)} | {"__proto__": {"rol": "beheerder"}, "constructor": {}}
    assert (
        proef.post({"query": "{ ik { rol } }", "variables": te_veel, "__proto__": {"query": "{ bronnen { bron } }"}}).json()
        == ANTWOORD
    )


def test_of_a_name_that_occurs_twice_the_last_counts(proef: Proef) -> None:
    assert proef.post(b'{"query":"{ bronnen { bron } }","query":"{ ik { rol } }"}').json() == ANTWOORD


@pytest.mark.parametrize("naam", ["", "B", "A ", "a", "__proto__", "A\0", "A" * 90_000])
def test_only_an_operation_that_is_there_is_executed(proef: Proef, naam: str) -> None:
    verzoek = {"query": "query A { ik { rol } } query C { bronnen { bron } }", "operationName": naam}
    assert judge(proef, verzoek) == VERZOEK
    assert proef.read_log() == []


def test_an_operation_beside_the_one_that_is_named_is_not_executed(proef: Proef) -> None:
    query = f'query A {{ ik {{ rol }} }} query B {{ werkgever(id: "{GROOT}") {{ naam }} }}'
    assert proef.post({"query": query, "operationName": "A"}).json() == ANTWOORD
    assert proef.read_log() == []


@pytest.mark.parametrize("kop", ["Accept", "traceparent", "Origin", "X-Forwarded-For", "Cookie", "X-HTTP-Method-Override"])
@pytest.mark.parametrize("waarde", ["a" * 60_000, ",;" * 30_000, "\x7f", "application/json;q=9;q=-1;q=nan", "PUT"])
def test_a_strange_header_changes_nothing(proef: Proef, kop: str, waarde: str) -> None:
    koppen = [("Content-Type", "application/json"), (kop, waarde)]
    response = proef.send("POST", b'{"query":"{ ik { rol } }"}', koppen)
    assert (response.status_code, response.json()) == (200, ANTWOORD)
