"""Whatever happens to a stream that can be read again, in whatever order: in the end the store holds the last version of every
record, as a store that was filled from a file does (F11, F14)."""

import os
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from redis.exceptions import ResponseError

from indexers.busstroom import stream_of
from tests.bouwers_bronnen import Bronnenproef, open_bronnenproef
from tests.bouwers_bus import make_bus_settings
from tests.bouwers_leveringen import VANDAAG, Levering, make_contact, write_leveringen
from tests.redis_server import Redisproces

STROOM = stream_of("k3cr")
VOORBEELDEN, STAPPEN = (300, 40) if "LANGE_TESTS" in os.environ else (15, 15)
NUMMERS = st.integers(1, 6)


class Stroomleven(RuleBasedStateMachine):
    """The life of a stream: deliveries, readers that come and go, and losses. ``verzonden`` is all that was ever delivered."""

    redis: Redisproces

    def __init__(self) -> None:
        super().__init__()
        self.geopend = ExitStack()
        self.client: Any = self.geopend.enter_context(self.redis.connect())
        self.client.flushall()
        map_ = Path(mkdtemp(dir=os.environ["PYTEST_MAP"]))
        self.proef: Bronnenproef = self.geopend.enter_context(
            open_bronnenproef(make_bus_settings(map_, self.redis, herstel=True))
        )
        self.verzonden: list[Levering] = []
        self.proef.write("k3cr")
        self.proef.index()

    def deliver(self, levering: Levering) -> None:
        self.redis.deliver(levering)
        self.verzonden.append(levering)
        write_leveringen(self.proef.settings.leveringen / "k3cr.jsonl", self.verzonden)

    @rule(nummer=NUMMERS)
    def change(self, nummer: int) -> None:
        self.deliver(make_contact(bron="k3cr", sleutel=f"C{nummer}"))

    @rule(nummer=NUMMERS)
    def remove(self, nummer: int) -> None:
        levering = make_contact(bron="k3cr", sleutel=f"C{nummer}") | {"verwijderd": True}
        del levering["gegevens"]
        self.deliver(levering)

    @rule(plaats=st.integers(0))
    def repeat(self, plaats: int) -> None:
        if self.verzonden:
            self.redis.deliver(self.verzonden[plaats % len(self.verzonden)])

    @rule()
    def read(self) -> None:
        self.proef.run()

    @rule(aantal=st.integers(1, 4))
    def read_and_die(self, aantal: int) -> None:
        with suppress(ResponseError):  # there is no group just after a loss
            self.client.xreadgroup("klantbeeld", f"dood-{aantal}", {STROOM: ">"}, count=aantal)

    @rule(over=st.integers(0, 3))
    def trim(self, over: int) -> None:
        self.client.xtrim(STROOM, maxlen=over, approximate=False)

    @rule(plaats=st.integers(0))
    def delete(self, plaats: int) -> None:
        if ids := self.redis.list_ids():
            self.client.xdel(STROOM, ids[plaats % len(ids)])

    @rule()
    def flush(self) -> None:
        self.client.flushall()

    @invariant()
    def nothing_is_refused(self) -> None:
        assert self.proef.redenen() == []

    def teardown(self) -> None:
        try:
            self.proef.run()
            self.proef.run()
            laatste = {
                levering["sleutel"]: levering for levering in sorted(self.verzonden, key=lambda deel: int(deel["versie"]))
            }
            over = {f"k3cr:contact:{sleutel}": deel["versie"] for sleutel, deel in laatste.items() if "gegevens" in deel}
            assert dict(self.proef.store.live_versions("k3cr")) == over
            wachtend = self.redis.count_waiting()
            assert (self.proef.storingen(), wachtend, self.proef.store.marks(VANDAAG)) == ({}, 0, [])
        finally:
            self.geopend.close()


def test_whatever_happens_to_a_stream_the_store_ends_as_its_source_is(
    redis: Redisproces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_MAP", str(tmp_path))
    Stroomleven.redis = redis
    rustig = list(HealthCheck)
    run_state_machine_as_test(
        Stroomleven,
        settings=settings(max_examples=VOORBEELDEN, stateful_step_count=STAPPEN, deadline=None, suppress_health_check=rustig),
    )
