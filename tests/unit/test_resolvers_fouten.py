"""Errors: a stable code, a Dutch message, a trace id, and never a value, a trace or data that was not recorded."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

import klantbeeld.queries
import klantbeeld.werkgevers
from tests.bouwers_graphql import GROOT, TRACE, Proef, code_of

BSN = "987654321"


def fail_with(fout: Exception) -> object:
    def fail(*_: object) -> None:
        raise fout

    return fail


def test_an_employer_is_forbidden_for_who_may_see_none(proef: Proef) -> None:
    antwoord = proef.ask("query ($id: ID!) { werkgever(id: $id) { naam } }", "beleid", id=GROOT)
    assert (code_of(antwoord), antwoord["data"]) == ("FORBIDDEN", {"werkgever": None})


def test_what_is_not_recorded_is_not_shown(proef: Proef, tmp_path: Path) -> None:
    antwoord = proef.without_log(tmp_path).ask("query ($id: ID!) { werkgever(id: $id) { naam } }", id=GROOT)
    assert code_of(antwoord) == "RECORDING_FAILED"
    assert "data" not in antwoord


def test_what_is_not_recorded_is_answered_with_503(proef: Proef, tmp_path: Path) -> None:
    response = proef.without_log(tmp_path).post({"query": '{ werkgevers(zoekterm: "groot") { edges { node { naam } } } }'})
    assert response.status_code == 503
    assert response.json().keys() == {"errors"}
    assert "Groot" not in response.text


def test_an_unexpected_exception_becomes_an_id(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klantbeeld.queries, "judge_bron", fail_with(RuntimeError(f"geheim {BSN}")))
    with capture_logs() as regels:
        response = proef.post({"query": "{ bronnen { bron } }"}, {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
    (fout,) = response.json()["errors"]
    assert fout["message"] == f"Er ging iets mis. Noem deze code bij de beheerder: {TRACE}"
    assert fout["extensions"] == {"code": "INTERNAL_ERROR", "traceId": TRACE}
    (regel,) = regels
    assert (regel["log_level"], regel["trace_id"]) == ("error", TRACE)
    assert regel["fouten"][0].startswith("RuntimeError bij ")
    assert BSN not in str(regels) + response.text


def test_several_unexpected_exceptions_are_logged_in_one_line(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klantbeeld.werkgevers, "canonicalise_sleutel", fail_with(RuntimeError("geheim")))
    zoeken = 'werkgeversOpSleutel(soort: KVK_NUMMER, waarde: "12345678") { id }'
    with capture_logs() as regels:
        proef.ask(f"{{ a: {zoeken} b: {zoeken} }}")
    assert len(regels) == 1


def test_an_exception_outside_the_query_becomes_an_id_without_data(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(klantbeeld.queries.Raadpleging, "record", fail_with(RuntimeError(BSN)))
    with capture_logs() as regels:
        response = proef.post({"query": "{ ik { naam } }"})
    assert (response.status_code, code_of(response.json())) == (500, "INTERNAL_ERROR")
    assert response.json().keys() == {"errors"}
    assert len(regels) == 1
    assert BSN not in str(regels) + response.text


def test_a_store_that_fails_says_what_to_do_and_is_logged(proef: Proef) -> None:
    proef.klantbeeld.omgeving.store.close()
    with capture_logs() as regels:
        antwoord = proef.ask("query ($id: ID!) { werkgever(id: $id) { naam } }", id=GROOT)
    assert code_of(antwoord) == "STORE_UNUSABLE"
    assert antwoord["errors"][0]["message"] == "De gegevens zijn niet te lezen. Waarschuw de beheerder."
    assert regels[0]["fouten"][0].startswith("StoreOnbruikbaar bij ")


@pytest.mark.parametrize(
    ("type_", "waarde"), [("Int", BSN), ("Int", 1.5), ("Int", 9_876_543_210), ("Int", [BSN]), ("Int", {"nummer": BSN})]
)
def test_a_variable_that_does_not_fit_is_named_without_its_value(proef: Proef, type_: str, waarde: object) -> None:
    query = f"query ($id: ID!, $n: {type_}) {{ werkgever(id: $id) {{ documenten(first: $n) {{ totaal }} }} }}"
    antwoord = proef.ask(query, id=GROOT, n=waarde)
    assert code_of(antwoord) == "BAD_USER_INPUT"
    assert antwoord["errors"][0]["message"] == "De waarde van variabele $n past niet bij het type Int."
    assert "data" not in antwoord


@pytest.mark.parametrize("waarde", ["2023-02-30", "0001-01-01", "20230101", BSN, 20230101])
def test_a_day_that_does_not_exist_is_refused_without_repeating_it(proef: Proef, waarde: object) -> None:
    query = "query ($id: ID!, $d: Date) { werkgever(id: $id) { uitkeringsgegevens(peildatum: $d) { peildatum } } }"
    antwoord = proef.ask(query, id=GROOT, d=waarde)
    assert antwoord["errors"][0]["message"] == "De waarde van variabele $d past niet bij het type Date."


def test_a_variable_that_is_missing_is_named(proef: Proef) -> None:
    antwoord = proef.ask("query ($id: ID!) { werkgever(id: $id) { naam } }")
    assert antwoord["errors"][0]["message"] == "De waarde van variabele $id past niet bij het type ID!."


@pytest.mark.parametrize(
    "query",
    [
        f'{{ werkgevers(zoekterm: "x", first: "{BSN}") {{ totaal }} }}',
        f"{{ werkgevers(zoekterm: {BSN}) {{ totaal }} }}",
        f"{{ werkgevers(zoekterm: NAAM_{BSN}) {{ totaal }} }}",
        f'{{ werkgever(id: "x") {{ uitkeringsgegevens(peildatum: "{BSN}") {{ peildatum }} }} }}',
        f'{{ werkgever(id: "x") {{ zaakmanagement(status: "{BSN}") {{ totaal }} }} }}',
        f'{{ werkgever "{BSN}" }}',
        f'{{ werkgever(id: "{BSN}',
    ],
)
def test_a_value_in_the_query_itself_is_not_repeated_in_an_error(proef: Proef, query: str) -> None:
    antwoord = proef.ask(query)
    assert BSN not in str(antwoord)
    assert "data" not in antwoord


def test_a_syntax_error_says_where_it_is(proef: Proef) -> None:
    antwoord = proef.ask("{ werkgever(")
    assert code_of(antwoord) == "GRAPHQL_PARSE_FAILED"
    assert antwoord["errors"][0]["locations"] == [{"line": 1, "column": 13}]


@pytest.mark.parametrize("waarde", ['"0000-01-01"', '"9999-12-31"', '"2023-02-29"', "20230101", '""', '"2023-1-1"'])
def test_a_day_in_the_query_itself_that_is_no_day_is_refused_at_its_place(proef: Proef, waarde: str) -> None:
    antwoord = proef.ask(f'{{ werkgever(id: "x") {{ uitkeringsgegevens(peildatum: {waarde}) {{ peildatum }} }} }}')
    assert code_of(antwoord) == "GRAPHQL_VALIDATION_FAILED"
    assert antwoord["errors"][0]["locations"] == [{"line": 1, "column": 54}]


def test_an_unknown_field_is_named(proef: Proef) -> None:
    antwoord = proef.ask("{ ik { leeftijd } }")
    assert code_of(antwoord) == "GRAPHQL_VALIDATION_FAILED"
    assert "leeftijd" in antwoord["errors"][0]["message"]


@pytest.mark.parametrize("waarde", ["", "   ", " . - ", "abc"])
def test_a_key_without_a_digit_is_wrong_input(proef: Proef, waarde: str) -> None:
    antwoord = proef.ask("query ($w: String!) { werkgeversOpSleutel(soort: RSIN, waarde: $w) { id } }", w=waarde)
    assert code_of(antwoord) == "BAD_USER_INPUT"
