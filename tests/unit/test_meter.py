"""What a web process counts of itself: errors by code, consultations by what was done; never a word of a query."""

from prometheus_client import generate_latest

from tests.bouwers_graphql import BAKKER, Proef
from tests.bouwers_toezicht import Meetwaarden, pick, read_metrics


def tell(proef: Proef) -> str:
    return generate_latest(proef.klantbeeld.omgeving.meter.registry).decode()


def read_meter(proef: Proef) -> Meetwaarden:
    return read_metrics(tell(proef))


def test_errors_are_counted_by_code(proef: Proef) -> None:
    proef.post({"query": "{ bestaatNiet }"})
    proef.post({"query": "{ bestaatNiet }"})
    proef.post({"query": '{ werkgever(id: "x") { naam } }'}, rol="beleid")
    proef.post(b"", rol=None)
    assert pick(read_meter(proef), "klantbeeld_graphql_errors_total") == {
        "GRAPHQL_VALIDATION_FAILED": 2,
        "FORBIDDEN": 1,
        "UNAUTHENTICATED": 1,
    }


def test_consultations_are_timed_by_what_was_done(proef: Proef) -> None:
    proef.post({"query": f'{{ werkgever(id: "{BAKKER}") {{ naam }} }}'})
    proef.post({"query": '{ werkgevers(zoekterm: "bakker") { totaal } }'})
    proef.post({"query": '{ werkgevers(zoekterm: "niemand") { totaal } }'})
    waarden = read_meter(proef)
    assert pick(waarden, "klantbeeld_consultation_seconds_count") == {"raadplegen": 1, "zoeken": 2}
    assert pick(waarden, "klantbeeld_consultation_seconds_sum")["zoeken"] > 0


def test_groups_are_timed_by_which_it_was(proef: Proef) -> None:
    proef.post({"query": f'{{ werkgever(id: "{BAKKER}") {{ contactmanagement {{ stand {{ status }} }} }} }}'})
    assert pick(read_meter(proef), "klantbeeld_group_seconds_count") == {"CONTACTMANAGEMENT": 1}


def test_a_question_about_no_employer_is_no_consultation(proef: Proef) -> None:
    proef.post({"query": "{ ik { rol } }"})
    assert pick(read_meter(proef), "klantbeeld_consultation_seconds_count") == {}


def test_the_words_of_a_query_are_in_no_label(proef: Proef) -> None:
    for query in (
        "{ kanarie }",
        "query kanarie { kanarie: ik { rol } }",
        '{ werkgever(id: "kanarie") { naam } }',
        '{ werkgevers(zoekterm: "kanarie") { totaal } }',
    ):
        proef.post({"query": query, "variables": {"kanarie": "kanarie"}})
    assert "kanarie" not in tell(proef)
