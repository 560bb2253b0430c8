"""How large a query may be."""

from dataclasses import replace

import pytest

from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_graphql import GROOT, OPEN, Proef, code_of

DIEP = '{ werkgever(id: "x") { %s naam %s } }'


def nest(niveaus: int) -> str:
    """A query of so many fields within fields."""
    return DIEP % ("familie { " * (niveaus - 2), "}" * (niveaus - 2))


def test_a_query_may_be_twelve_fields_deep(proef: Proef) -> None:
    antwoord = proef.ask('{ werkgever(id: "x") { ' + "organisatiegegevens { opvolger { " * 5 + "naam" + " } }" * 5 + " } }")
    assert antwoord == {"data": {"werkgever": None}}


def test_a_query_that_is_deeper_is_refused(proef: Proef) -> None:
    antwoord = proef.ask(nest(13))
    assert code_of(antwoord) == "GRAPHQL_VALIDATION_FAILED"
    assert antwoord["errors"][0]["message"].endswith("De vraag is dieper dan 12 niveaus; vraag minder ineens.")


def test_depth_is_counted_through_fragments(proef: Proef) -> None:
    fragmenten = "".join(f" fragment F{nr} on Werkgever {{ familie {{ ...F{nr + 1} }} }}" for nr in range(12))
    antwoord = proef.ask(f'{{ werkgever(id: "x") {{ ...F0 }} }}{fragmenten} fragment F12 on Werkgever {{ naam }}')
    assert "dieper dan 12" in antwoord["errors"][0]["message"]


def test_fragments_that_name_each_other_are_refused(proef: Proef) -> None:
    query = '{ werkgever(id: "x") { ...A } } fragment A on Werkgever { ...B } fragment B on Werkgever { familie { ...A } }'
    assert {fout["extensions"]["code"] for fout in proef.ask(query)["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}


def test_fragments_that_double_each_time_are_judged_at_once(proef: Proef) -> None:
    fragmenten = "".join(f" fragment F{nr} on Werkgever {{ ...F{nr + 1} ...F{nr + 1} }}" for nr in range(60))
    query = f'{{ werkgever(id: "x") {{ ...F0 }} }}{fragmenten} fragment F60 on Werkgever {{ naam }}'
    assert proef.ask(query) == {"data": {"werkgever": None}}


@pytest.mark.parametrize(("aantal", "fouten"), [(20, 0), (21, 1)])
def test_a_query_may_have_twenty_aliases(proef: Proef, aantal: int, fouten: int) -> None:
    antwoord = proef.ask("{ " + " ".join(f"a{nr}: ik {{ naam }}" for nr in range(aantal)) + " }")
    assert len(antwoord.get("errors", [])) == fouten


def test_a_query_of_too_many_tokens_is_refused(proef: Proef) -> None:
    antwoord = proef.ask("{ ik { " + "naam " * 1000 + "} }")
    assert code_of(antwoord) == "GRAPHQL_PARSE_FAILED"


def test_a_query_that_nests_without_end_is_refused(proef: Proef) -> None:
    assert "errors" in proef.ask("{ " + "... { " * 400 + "ik { naam }" + " }" * 400 + " }")


def test_the_whole_view_of_ten_hits_is_within_the_limits(proef: Proef) -> None:
    velden = read_volledig_beeld().partition("werkgever(id: $id)")[2].rpartition("}")[0]
    antwoord = proef.ask_data(f'{{ werkgevers(zoekterm: "groot") {{ edges {{ node {velden} }} }} }}')
    assert len(antwoord["werkgevers"]["edges"]) == 2


@pytest.mark.parametrize(
    "velden",
    [
        "familie { documenten { totaal } }",
        "documenten(first: 100) { edges { node { id } } }",
        "familie { naam } zaakmanagement(first: $n) { edges { node { id } } }",
    ],
)
def test_an_answer_of_too_many_objects_is_refused_by_the_sizes_of_its_pages(proef: Proef, velden: str) -> None:
    query = f'query ($n: Int) {{ werkgevers(zoekterm: "x", first: $n) {{ edges {{ node {{ {velden} }} }} }} }}'
    antwoord = proef.ask(query, n=100)
    assert code_of(antwoord) == "GRAPHQL_VALIDATION_FAILED"
    assert "kleinere bladzijden" in antwoord["errors"][0]["message"]


def test_the_size_of_a_page_in_a_variable_counts_as_it_is(proef: Proef) -> None:
    query = 'query ($n: Int) { werkgevers(zoekterm: "x", first: $n) { edges { node { familie { naam } } } } }'
    assert "errors" not in proef.ask(query, n=5)


PER_TREFFER = 'werkgevers(zoekterm: "x", first: $n) { edges { node { familie { naam } } } }'


@pytest.mark.parametrize(("parameter", "variabelen"), [("$n: Int = 5", {}), ("$n: Int", {}), ("$n: Int = 100", {"n": None})])
def test_a_page_without_a_value_counts_by_its_default(proef: Proef, parameter: str, variabelen: dict[str, object]) -> None:
    assert "errors" not in proef.ask(f"query ({parameter}) {{ {PER_TREFFER} }}", "klantadviseur", **variabelen)


@pytest.mark.parametrize(
    ("parameter", "variabelen"), [("$n: Int = 100", {}), ("$n: Int = 5", {"n": 100}), ("$n: Int = 5", {"n": 100.0})]
)
def test_a_large_page_counts_whether_it_is_asked_or_a_default(
    proef: Proef, parameter: str, variabelen: dict[str, object]
) -> None:
    antwoord = proef.ask(f"query ({parameter}) {{ {PER_TREFFER} }}", "klantadviseur", **variabelen)
    assert "kleinere bladzijden" in antwoord["errors"][0]["message"]


def test_introspection_is_not_held_back_by_the_depth(proef: Proef) -> None:
    velden = "ofType { " * 9 + "name" + " }" * 9
    query = f"{{ __schema {{ types {{ fields {{ args {{ type {{ {velden} }} }} }} }} }} }}"
    assert replace(proef, openheid=OPEN).ask_data(query)["__schema"]["types"]


def test_a_refused_query_is_not_recorded(proef: Proef) -> None:
    proef.ask(nest(13), id=GROOT)
    assert proef.read_log() == []
