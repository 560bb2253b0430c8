"""One consultation followed by its trace id: through the trace, the consultation log and the processing records (S27, I12)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.bouwers_spans import Verzamelaar, run_verzamelaar
from tests.dienst import make_token
from tests.programma import find_free_port, own_environment, run_klantbeeld, start_klantbeeld

TRACE, BELLER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
WERKPLEK = "werkplek-12"
VRAAG = "query ($id: ID!) { werkgever(id: $id) { naam contactmanagement { contacten { totaal } } familie { id } } }"
ZOEKVRAAG = '{ werkgevers(zoekterm: "Groothandel De Groot") { edges { node { id } } } }'
GEHEIM = {
    "KLANTBEELD_VASTLEGGING__KETENSLEUTEL": "een sleutel van de keten voor deze proef",
    "KLANTBEELD_VASTLEGGING__PSEUDONIEMSLEUTEL": "een sleutel van pseudoniemen voor deze proef",
}


@dataclass(frozen=True)
class Gebeurd:
    """What was recorded of one consultation, and what collector and sink were told."""

    map_: Path
    werkgever: str
    omgeving: dict[str, str]
    traces: Verzamelaar
    sink: Verzamelaar

    @property
    def log(self) -> Path:
        return Path(self.omgeving["KLANTBEELD_LOGBOEK"])

    def list_records(self) -> list[dict[str, Any]]:
        """Every record of a consultation."""
        records = [json.loads(regel) for regel in self.log.read_bytes().splitlines()]
        return [record for record in records if record["handeling"] != "log tonen"]


@pytest.fixture(scope="module")
def gebeurd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gebeurd]:
    map_, poort = tmp_path_factory.mktemp("gevolgd"), find_free_port()
    with run_verzamelaar() as traces, run_verzamelaar() as sink:
        eigen = GEHEIM | {
            "KLANTBEELD_TRACES__URL": traces.url,
            "KLANTBEELD_VASTLEGGING__URL": sink.url,
            "KLANTBEELD_VASTLEGGING__HERKOMSTKOP": "X-Werkplek",
        }
        with start_klantbeeld(
            map_, "demo", "--port", str(poort), "--werkgevers", "1", omgeving=own_environment(**eigen)
        ) as demo:
            demo.wait_for("stop met Ctrl-C")
            token = make_token("klantadviseur")
            koppen = {"Authorization": f"Bearer {token}"}
            with httpx.Client(base_url=f"http://127.0.0.1:{poort}", trust_env=False, headers=koppen) as client:
                gevonden = client.post("/graphql", json={"query": ZOEKVRAAG}).json()["data"]["werkgevers"]["edges"]
                werkgever = gevonden[0]["node"]["id"]
                vraag = {"query": VRAAG, "variables": {"id": werkgever}}
                spoor = {"traceparent": f"00-{TRACE}-{BELLER}-01", "X-Werkplek": WERKPLEK}
                assert client.post("/graphql", json=vraag, headers=spoor).json()["data"]["werkgever"]["naam"]
            assert demo.stop() == 0
        log = str(map_ / ".klantbeeld/demo/raadplegingen.jsonl")
        yield Gebeurd(map_, werkgever, GEHEIM | {"KLANTBEELD_LOGBOEK": log}, traces, sink)


def read_kenmerken(span: Span) -> dict[str, str]:
    return {deel.key: deel.value.string_value for deel in span.attributes}


def list_verwerkingen(gebeurd: Gebeurd) -> list[Span]:
    return [span for span in gebeurd.sink.list_spans() if span.trace_id.hex() == TRACE]


def test_the_log_says_who_saw_whom_why_and_from_where(gebeurd: Gebeurd) -> None:
    gedaan = run_klantbeeld(gebeurd.map_, "log", "show", "--trace", TRACE, "--json", **gebeurd.omgeving)
    assert gedaan.returncode == 0, gedaan.stderr
    eerste = json.loads(gedaan.stdout.splitlines()[0])
    assert (eerste["gebruiker"], eerste["rol"], eerste["herkomst"]) == ("demo-klantadviseur", "klantadviseur", WERKPLEK)
    assert (eerste["handeling"], eerste["werkgevers"]) == ("raadplegen", [gebeurd.werkgever])
    assert (eerste["groepen"], eerste["resultaat"]) == (["CONTACTMANAGEMENT"], "ok")
    assert eerste["doel"] == "urn:klantbeeld:verwerking:werkgeversdienstverlening"


def test_there_is_one_processing_record_for_each_employer_that_was_shown(gebeurd: Gebeurd) -> None:
    records = [record for record in gebeurd.list_records() if record["traceId"] == TRACE]
    getoond = [werkgever for record in records for werkgever in record["werkgevers"]]
    verwerkingen = list_verwerkingen(gebeurd)
    assert len(verwerkingen) == len(getoond)
    assert len({span.span_id for span in verwerkingen}) == len(getoond)


def test_a_processing_record_is_a_part_of_the_request_and_names_the_span_of_its_caller(gebeurd: Gebeurd) -> None:
    (verzoek,) = [span for span in gebeurd.traces.list_spans() if span.name == "POST /graphql" and span.trace_id.hex() == TRACE]
    for span in list_verwerkingen(gebeurd):
        assert span.parent_span_id == verzoek.span_id
        assert read_kenmerken(span)["dpl.core.foreign_operation.span_id"] == BELLER
        assert verzoek.start_time_unix_nano // 1_000_000 - 1 <= span.start_time_unix_nano // 1_000_000
        assert span.end_time_unix_nano // 1_000_000 <= verzoek.end_time_unix_nano // 1_000_000 + 1


def test_the_same_employer_has_the_same_pseudonym_in_every_consultation(gebeurd: Gebeurd) -> None:
    gezien = [werkgever for record in gebeurd.list_records() for werkgever in record["werkgevers"]]
    pseudoniem = read_kenmerken(list_verwerkingen(gebeurd)[0])["dpl.core.data_subject_id"]
    zelfde = [span for span in gebeurd.sink.list_spans() if read_kenmerken(span).get("dpl.core.data_subject_id") == pseudoniem]
    assert len(zelfde) == gezien.count(gebeurd.werkgever) >= 2


def test_the_sink_is_not_told_who_looked_or_which_employer(gebeurd: Gebeurd) -> None:
    gezegd = b"".join(gebeurd.sink.ruw)
    for geheim in ("demo-klantadviseur", WERKPLEK, gebeurd.werkgever, "Groot", "12345678"):
        assert geheim.encode() not in gezegd


def test_somebody_who_changes_where_it_came_from_is_found_out(gebeurd: Gebeurd, tmp_path: Path) -> None:
    pad = tmp_path / gebeurd.log.name
    pad.write_bytes(gebeurd.log.read_bytes().replace(WERKPLEK.encode(), b"werkplek-13", 1))
    gedaan = run_klantbeeld(tmp_path, "log", "verify", **gebeurd.omgeving | {"KLANTBEELD_LOGBOEK": str(pad)})
    assert gedaan.returncode == 1
    assert "gewijzigd bij raadplegingen.jsonl:" in gedaan.stderr
