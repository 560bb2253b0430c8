"""Traces over OTLP: what a request and a block took, under the trace id of the log, and nothing of an employer in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from indexers.samples.bestanden import read_data
from resolvers.uitvoering import read_volledig_beeld
from tests.bouwers_spans import Verzamelaar, run_verzamelaar
from tests.dienst import make_token
from tests.programma import find_free_port, own_environment, run_klantbeeld, start_klantbeeld

VAN_BUITEN = "0af7651916cd43dd8448eb211c80319c"
OUDER = "b7ad6b7169203331"
SPOOR = {"traceparent": f"00-{VAN_BUITEN}-{OUDER}-01"}
KENMERKEN = {
    "POST /graphql": {"http.request.method", "http.route", "http.response.status_code"},
    "groep": {"groep"},
    "lezen": {"vragen"},
    "blok": {"bron", "regels"},
}
"""Per kind of span what stands beside it."""
ZOEKVRAAG = '{ werkgevers(zoekterm: "Groothandel De Groot") { edges { node { id } } } }'


@dataclass(frozen=True)
class Gebeurd:
    """What a demo told the collector, and what it recorded."""

    verzamelaar: Verzamelaar
    geraadpleegd: list[dict[str, Any]]

    def list_spans(self, naam: str) -> list[Span]:
        return [span for span in self.verzamelaar.list_spans() if span.name == naam]


def ask(client: httpx.Client, query: str, variabelen: dict[str, Any] | None = None, **koppen: str) -> Any:
    antwoord = client.post("/graphql", json={"query": query, "variables": variabelen or {}}, headers=koppen)
    assert antwoord.status_code == 200
    return antwoord.json()["data"]


@pytest.fixture(scope="module")
def gebeurd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gebeurd]:
    map_, poort = tmp_path_factory.mktemp("spans"), find_free_port()
    with run_verzamelaar() as verzamelaar:
        omgeving = own_environment(KLANTBEELD_TRACES__URL=verzamelaar.url)
        with start_klantbeeld(map_, "demo", "--port", str(poort), "--werkgevers", "1", omgeving=omgeving) as demo:
            demo.wait_for("stop met Ctrl-C")
            token = make_token("klantadviseur")
            koppen = {"Authorization": f"Bearer {token}"}
            with httpx.Client(base_url=f"http://127.0.0.1:{poort}", trust_env=False, headers=koppen) as client:
                (edge,) = ask(client, ZOEKVRAAG)["werkgevers"]["edges"]
                ask(client, read_volledig_beeld(), {"id": edge["node"]["id"]}, **SPOOR)
            assert demo.stop() == 0
        regels = (map_ / ".klantbeeld/demo/raadplegingen.jsonl").read_text().splitlines()
        yield Gebeurd(verzamelaar, [json.loads(regel) for regel in regels])


def test_a_request_is_a_part_of_the_trace_of_its_caller_with_its_groups_and_reads(gebeurd: Gebeurd) -> None:
    (verzoek,) = [span for span in gebeurd.list_spans("POST /graphql") if span.trace_id.hex() == VAN_BUITEN]
    assert verzoek.parent_span_id.hex() == OUDER
    groepen = [span for span in gebeurd.list_spans("groep") if span.trace_id.hex() == VAN_BUITEN]
    assert (len(groepen), {span.parent_span_id for span in groepen}) == (7, {verzoek.span_id})
    lezingen = [span for span in gebeurd.list_spans("lezen") if span.trace_id.hex() == VAN_BUITEN]
    assert {span.parent_span_id for span in lezingen} <= {verzoek.span_id, *(span.span_id for span in groepen)}
    assert lezingen


def test_the_trace_of_a_span_is_that_of_the_consultation_log(gebeurd: Gebeurd) -> None:
    gelogd = {regel["traceId"] for regel in gebeurd.geraadpleegd}
    assert VAN_BUITEN in gelogd
    assert {span.trace_id.hex() for span in gebeurd.list_spans("POST /graphql")} == gelogd


def test_every_block_that_is_taken_in_begins_a_trace(gebeurd: Gebeurd) -> None:
    blokken = gebeurd.list_spans("blok")
    assert len({span.trace_id for span in blokken}) == len(blokken) >= 9
    assert {span.parent_span_id for span in blokken} == {b""}


def test_a_span_has_what_it_should_have_beside_it_and_nothing_else(gebeurd: Gebeurd) -> None:
    gevonden = {span.name: {deel.key for deel in span.attributes} for span in gebeurd.verzamelaar.list_spans()}
    assert gevonden == KENMERKEN
    assert [span.name for span in gebeurd.verzamelaar.list_spans() if span.events] == []


def test_nothing_of_an_employer_stands_in_what_is_told(gebeurd: Gebeurd) -> None:
    geleverd = [json.loads(regel) for regel in read_data("voorbeeld-werkgever.jsonl").splitlines()]
    (organisatie,) = [regel["gegevens"] for regel in geleverd if regel["soort"] == "organisatie"][:1]
    teksten = {str(waarde) for waarde in organisatie.values() if isinstance(waarde, str) and len(waarde) > 3}
    teksten |= {sleutel.partition(":")[2] for regel in geleverd for sleutel in regel["werkgever"]}
    teksten |= {regel["sleutel"] for regel in geleverd if len(regel["sleutel"]) > 6 and regel["sleutel"] != regel["bron"]}
    teksten |= {"De Groot", "12345678"}
    gezegd = b"".join(gebeurd.verzamelaar.ruw)
    assert [tekst for tekst in sorted(teksten) if tekst.encode() in gezegd] == []


def test_a_collector_that_does_not_answer_stops_nobody(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{find_free_port()}/v1/traces"
    assert run_klantbeeld(tmp_path, "samples", str(tmp_path), "--werkgevers", "1").returncode == 0
    gedaan = run_klantbeeld(
        tmp_path,
        "index",
        KLANTBEELD_TRACES__URL=url,
        KLANTBEELD_LEVERINGEN=str(tmp_path),
        KLANTBEELD_STORE__URL="sqlite:///k.db",
    )
    assert gedaan.returncode == 0, gedaan.stderr
    assert "Traceback" not in gedaan.stderr
