"""Recording fails under load: the sink of processing records is killed, the disk is full (F34, S27, I12). Never data without a
record."""

import json
import resource
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from klantbeeld.access.nalezen import verify_log
from klantbeeld.app_log import make_log
from klantbeeld.settings import Settings
from tests.bouwers_spans import Verzamelaar, run_verzamelaar
from tests.dienst import make_token
from tests.programma import (
    Programma,
    find_free_port,
    own_environment,
    start_klantbeeld,
    wait_until,
)

VRAGERS = 4
GRENS = 60
"""So many records may wait for the sink."""
ZOEKVRAAG = '{ werkgevers(zoekterm: "groot", first: 5) { edges { node { id } } } }'


@dataclass
class Dienst:
    """A server, and clients that ask it under a trace of their own each time. ``getoond``: per trace the employers that were
    shown; ``geweigerd``: per trace the code of the error."""

    web: Programma
    basis: str
    log: Path
    getoond: dict[str, list[str]] = field(default_factory=dict)
    geweigerd: dict[str, str] = field(default_factory=dict)
    einde: threading.Event = field(default_factory=threading.Event)
    _draden: list[threading.Thread] = field(default_factory=list)
    _nummers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def under_load(self) -> Iterator[None]:
        self._draden = [threading.Thread(target=self._ask, daemon=True) for _ in range(VRAGERS)]
        for draad in self._draden:
            draad.start()
        try:
            yield
        finally:
            self.stop_asking()

    def stop_asking(self) -> None:
        """Returns when every client has the answer to its last question."""
        self.einde.set()
        for draad in self._draden:
            draad.join(30)

    def _ask(self) -> None:
        token = make_token("klantadviseur")
        koppen = {"Authorization": f"Bearer {token}"}
        with httpx.Client(trust_env=False, headers=koppen, timeout=30) as client:
            while not self.einde.is_set():
                trace = f"{next(self._nummers):032x}"
                spoor = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
                try:
                    antwoord = client.post(f"{self.basis}/graphql", json={"query": ZOEKVRAAG}, headers=spoor).json()
                except httpx.TransportError:
                    return  # it was killed: what it did not say was not shown
                if "data" in antwoord:
                    self.getoond[trace] = [edge["node"]["id"] for edge in antwoord["data"]["werkgevers"]["edges"]]
                else:
                    self.geweigerd[trace] = antwoord["errors"][0]["extensions"]["code"]

    def wait_for_answers(self, aantal: int) -> None:
        """Returns when so many more answers with data were given."""
        begin = len(self.getoond)
        wait_until(lambda: len(self.getoond) >= begin + aantal)

    def wait_for_refusals(self, code: str) -> None:
        """Returns when every client was refused with this code, some times."""
        begin = len(self.geweigerd)
        wait_until(lambda: list(self.geweigerd.values())[begin:].count(code) >= 5 * VRAGERS)

    def check_answers(self, code: str) -> None:
        """What was shown is what was recorded. What was refused was not, but where a write took too long to wait for it."""
        vastgelegd = self.read_recorded()
        assert {trace: vastgelegd.get(trace) for trace in self.getoond} == self.getoond
        te_traag = {trace for trace, gegeven in self.geweigerd.items() if gegeven == "RECORDING_FAILED"}
        assert vastgelegd.keys() - self.getoond.keys() <= te_traag
        assert code in self.geweigerd.values()
        assert set(self.geweigerd.values()) <= {code, "RECORDING_FAILED"}
        self.check_chain()

    def check_chain(self) -> None:
        assert verify_log(make_log(Settings(logboek=self.log))).breuken == ()

    def read_recorded(self) -> dict[str, list[str]]:
        """Per trace of these clients the employers that were recorded."""
        records: list[dict[str, Any]] = []
        for bestand in sorted(self.log.parent.glob("raadplegingen*.jsonl")):
            records += [json.loads(regel) for regel in bestand.read_bytes().splitlines()]
        return {record["traceId"]: record["werkgevers"] for record in records if record["traceId"].startswith("0" * 20)}


@contextmanager
def serving(map_: Path, **instellingen: str) -> Iterator[Dienst]:
    poort = find_free_port()
    omgeving = own_environment(**instellingen)
    with start_klantbeeld(map_, "demo", "--port", str(poort), "--werkgevers", "20", omgeving=omgeving) as web:
        web.wait_for("stop met Ctrl-C")
        yield Dienst(web, f"http://127.0.0.1:{poort}", map_ / ".klantbeeld/demo/raadplegingen.jsonl")
        web.stop()


def count_per_trace(*sinks: Verzamelaar) -> dict[str, int]:
    """Per trace how many processing records came to any of these, each once."""
    ids = {(span.trace_id.hex(), span.span_id) for sink in sinks for span in sink.list_spans()}
    traces = [trace for trace, _ in ids if trace.startswith("0" * 20)]
    return {trace: traces.count(trace) for trace in traces}


def test_a_sink_that_is_killed_under_load_costs_no_record_and_shows_nothing_without_one(tmp_path: Path) -> None:
    poort = find_free_port()
    instellingen = {
        "KLANTBEELD_VASTLEGGING__URL": f"http://127.0.0.1:{poort}/v1/traces",
        "KLANTBEELD_VASTLEGGING__GRENS": str(GRENS),
    }
    with ExitStack() as leven, serving(tmp_path, **instellingen) as dienst, dienst.under_load():
        eerste = leven.enter_context(run_verzamelaar(poort))
        dienst.wait_for_answers(50)
        leven.close()
        dienst.wait_for_refusals("LOGBOOK_FULL")
        gezondheid = httpx.get(f"{dienst.basis}/gezondheid/gereed", trust_env=False)
        assert (gezondheid.status_code, gezondheid.json()["vastlegging"]) == (503, "LOGBOOK_FULL")
        with run_verzamelaar(poort) as tweede:
            dienst.wait_for_answers(50)
            dienst.stop_asking()
            wait_until(lambda: count_per_trace(eerste, tweede).keys() >= dienst.read_recorded().keys())
    dienst.check_answers("LOGBOOK_FULL")
    gezien = dienst.read_recorded()
    assert count_per_trace(eerste, tweede) == {trace: max(len(ids), 1) for trace, ids in gezien.items()}
    assert "Traceback" not in dienst.web.gezegd


def test_a_full_disk_under_load_shows_nothing_without_a_record_and_leaves_a_whole_chain(tmp_path: Path) -> None:
    with serving(tmp_path) as dienst, dienst.under_load():
        dienst.wait_for_answers(20)
        proces = dienst.web.proces.pid
        onbegrensd = resource.prlimit(proces, resource.RLIMIT_FSIZE)
        # No file of this process can grow beyond this: what a full disk does to a write.
        resource.prlimit(proces, resource.RLIMIT_FSIZE, (dienst.log.stat().st_size + 3000, onbegrensd[1]))
        dienst.wait_for_refusals("RECORDING_FAILED")
        resource.prlimit(proces, resource.RLIMIT_FSIZE, onbegrensd)
        dienst.wait_for_answers(20)
        dienst.stop_asking()
    dienst.check_answers("RECORDING_FAILED")


def test_a_web_process_that_is_killed_under_load_recorded_everything_that_it_showed(tmp_path: Path) -> None:
    with serving(tmp_path) as dienst:
        with dienst.under_load():
            dienst.wait_for_answers(20)
            dienst.web.proces.kill()
            dienst.web.proces.wait()
            dienst.stop_asking()
        vastgelegd = dienst.read_recorded()
        assert {trace: vastgelegd.get(trace) for trace in dienst.getoond} == dienst.getoond
        assert len(vastgelegd) <= len(dienst.getoond) + VRAGERS
        dienst.check_chain()
