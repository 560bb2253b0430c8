"""What an indexer tells of itself while it works: whether it is alive, reaches its store, and what it has in hand."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from prometheus_client import generate_latest

from indexers.configuratie import load_bronnen
from indexers.pipeline import Opdracht, Pipeline
from klantbeeld import laden
from klantbeeld.errors import InstellingOnjuist
from klantbeeld.laden import Stopknop, Volger
from klantbeeld.luisteren import make_indexerweb, watch_over
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import ToezichtSettings
from klantbeeld.stores import sqlite_verbindingen
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse
from tests.bouwers_graphql import ask_web
from tests.bouwers_toezicht import read_metrics

GEDULD = 30.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path, "k3cr")


@pytest.fixture
def stopknop() -> Iterator[Stopknop]:
    """Pressed at the end, so that no thread outlives its test."""
    knop = Stopknop()
    yield knop
    knop.press()


@pytest.fixture
def poort_in_gebruik() -> Iterator[int]:
    with socket.socket() as ander:
        ander.bind(("127.0.0.1", 0))
        ander.listen()
        yield ander.getsockname()[1]


def make_volger(settings: Settings, stopknop: Stopknop) -> Volger:
    return Volger(settings, load_bronnen(settings.bronnen).make_sources(settings.leveringen), Opdracht(), stopknop)


def ask(volger: Volger, pad: str) -> tuple[int, Any]:
    antwoord = ask_web(make_indexerweb(Settings(), volger), "GET", pad)
    return antwoord.status_code, antwoord.json()


def wait_for(volger: Volger, code: str | None) -> None:
    """Returns when this keeps the indexer from its store (None: nothing)."""
    begin, pauze = monotonic(), Event()
    while asyncio.run(volger.look()).delen["store"] != code:
        assert monotonic() - begin < GEDULD
        pauze.wait(0.01)


def test_an_indexer_that_gave_a_sign_of_life_is_alive(settings: Settings, stopknop: Stopknop) -> None:
    assert ask(make_volger(settings, stopknop), "/gezondheid/levend") == (200, {"status": "LEVEND"})


def test_an_indexer_sends_nobody_on_to_another_address(settings: Settings, stopknop: Stopknop) -> None:
    web = make_indexerweb(Settings(), make_volger(settings, stopknop))
    assert ask_web(web, "GET", "/gezondheid/levend/").status_code == 404


def test_an_indexer_that_is_silent_for_too_long_asks_for_a_restart(
    settings: Settings, stopknop: Stopknop, monkeypatch: pytest.MonkeyPatch
) -> None:
    volger = make_volger(settings, stopknop)
    monkeypatch.setattr(laden, "LANGSTE_STILTE", 0.0)
    assert ask(volger, "/gezondheid/levend") == (503, {"status": "STAAT_STIL"})


def test_an_indexer_is_not_ready_while_its_store_can_not_be_reached_and_is_again_after_that(
    settings: Settings, stopknop: Stopknop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_verbindingen, "WACHTTIJD", 0.01)
    volger = make_volger(settings, stopknop)
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", *make_contacten(1))
        with proef.store._verbindingen.writing():  # type: ignore[attr-defined]
            draad = threading.Thread(target=volger.run, daemon=True)
            draad.start()
            wait_for(volger, "STORE_UNAVAILABLE")
            assert ask(volger, "/gezondheid/gereed") == (
                503,
                {"status": "NIET_GEREED", "store": "STORE_UNAVAILABLE", "alarmen": [{"code": "STORE_UNAVAILABLE"}]},
            )
        wait_for(volger, None)
        assert ask(volger, "/gezondheid/gereed") == (200, {"status": "GEREED", "store": "OK", "alarmen": []})
        stopknop.press()
        draad.join(GEDULD)


def test_an_indexer_that_has_not_opened_its_store_yet_is_not_ready(settings: Settings, stopknop: Stopknop) -> None:
    status, gereed = ask(make_volger(settings, stopknop), "/gezondheid/gereed")
    assert (status, gereed["store"]) == (503, "STORE_UNAVAILABLE")


def test_an_indexer_tells_how_long_it_is_silent(settings: Settings, stopknop: Stopknop) -> None:
    waarden = read_metrics(generate_latest(make_volger(settings, stopknop).registry).decode())
    assert 0 <= waarden["klantbeeld_indexer_silence_seconds", ()] < GEDULD


def test_an_indexer_whose_port_is_taken_does_not_start(settings: Settings, stopknop: Stopknop, poort_in_gebruik: int) -> None:
    bezet = settings.model_copy(update={"toezicht": ToezichtSettings(poort=poort_in_gebruik)})
    with pytest.raises(InstellingOnjuist, match=f"Poort {poort_in_gebruik} is niet vrij"):
        watch_over(make_volger(bezet, stopknop), bezet)


# what it has in hand


class Kijker:
    """The store of a pipeline, with a look at the pipeline whenever something is applied."""

    def __init__(self, proef: Bronnenproef) -> None:
        self._store = proef.store
        self.pipeline: Pipeline | None = None
        self.gezien: list[Counter[str]] = []

    def __getattr__(self, naam: str) -> Any:
        if naam == "apply" and self.pipeline is not None:
            self.gezien.append(self.pipeline.in_flight)
        return getattr(self._store, naam)


def test_what_was_read_is_counted_or_in_hand_at_every_moment(settings: Settings) -> None:
    """I4, for new records and for ones that are there already."""
    contacten = [*make_contacten(2_500), refuse(make_contacten(1)[0])]
    with open_bronnenproef(settings) as proef:
        for _ in range(2):
            proef.write("k3cr", *contacten)
            gelezen = [0]

            def check(aantal: int, gelezen: list[int] = gelezen, eerder: int = proef.tellers("k3cr").received) -> None:
                gelezen[0] += aantal
                assert proef.tellers("k3cr").received + proef.pipeline.in_flight["k3cr"] == eerder + gelezen[0]

            proef.pipeline.start()
            sources = load_bronnen(settings.bronnen).make_sources(settings.leveringen)
            proef.pipeline.run(sources, Opdracht(vanaf_begin=True), check)
            assert (gelezen[0], proef.pipeline.in_flight) == (2_501, Counter())


def test_a_block_is_in_hand_until_it_is_written(settings: Settings) -> None:
    with open_bronnenproef(settings) as proef:
        proef.write("k3cr", *make_contacten(30))
        kijker = Kijker(proef)
        proef.pipeline._store = kijker
        kijker.pipeline = proef.pipeline
        proef.index()
        assert kijker.gezien == [Counter(k3cr=30)]
        assert proef.pipeline.in_flight == Counter()
