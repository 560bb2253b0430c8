"""F05, F22: an Elasticsearch that takes every request and never answers. Nothing waits for it for ever, and who is told to stop
stops."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from indexers.samples.generator import Samplesopdracht, write_samples
from klantbeeld.laden import LANGSTE_STILTE
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores import elastic_verbinding
from klantbeeld.stores.elastic import ElasticStore
from klantbeeld.stores.elastic_bulk import Geduld
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding
from klantbeeld.stores.protocol import Tellers
from tests.bouwers import make_batch, make_item
from tests.bouwers_leveringen import VANDAAG
from tests.dienst import make_token
from tests.elasticopstelling import GEHEIM, Opstelling
from tests.nepelastic import GEEN_ANTWOORD, Antwoord, Nepelastic, Verzoek, run_nepelastic
from tests.programma import (
    LANGSTE_STOP,
    find_free_port,
    own_environment,
    run_klantbeeld,
    start_klantbeeld,
    wait_until,
)

LANG = "LANGE_TESTS" in os.environ


def stay_silent(nep: Nepelastic) -> None:
    """From now on nothing is answered any more, as long as the test lasts."""

    def wait(_: Verzoek) -> Antwoord:
        nep.dicht.wait()
        return GEEN_ANTWOORD

    nep.verzoeken.clear()
    nep.regie = wait


@pytest.fixture
def zwijger() -> Iterator[Nepelastic]:
    with run_nepelastic() as nep:
        stay_silent(nep)
        yield nep


def surround(map_: Path, url: str) -> dict[str, str]:
    """The environment of a program with a store at this url, and deliveries of some employers."""
    write_samples(map_ / "leveringen", Samplesopdracht(3, 3, VANDAAG))
    return own_environment(
        KLANTBEELD_STORE__URL=f"elasticsearch+{url}",
        KLANTBEELD_LEVERINGEN=str(map_ / "leveringen"),
        KLANTBEELD_VANDAAG=VANDAAG.isoformat(),
        KLANTBEELD_LOGBOEK=str(map_ / "raadplegingen.jsonl"),
    )


@pytest.mark.parametrize(
    ("woorden", "code"),
    [(("index",), 130), (("serve", "--port", "0"), 130), *([(("index", "--follow"), 0)] if LANG else [])],
    ids=lambda waarde: waarde[-1] if isinstance(waarde, tuple) else "",
)
def test_who_opens_a_store_that_does_not_answer_is_stopped_in_time(
    tmp_path: Path, zwijger: Nepelastic, woorden: tuple[str, ...], code: int
) -> None:
    woorden = tuple(str(find_free_port()) if woord == "0" else woord for woord in woorden)
    with start_klantbeeld(tmp_path, *woorden, omgeving=surround(tmp_path, zwijger.url)) as programma:
        wait_until(lambda: zwijger.verzoeken != [])
        assert programma.stop_soon(signal.SIGTERM) == code


@pytest.mark.parametrize("moment", ["/_bulk", "/_mget", "/_refresh"] if LANG else ["/_bulk"])
def test_an_indexer_whose_store_falls_silent_under_load_is_stopped_in_time_and_finished_by_the_next(
    tmp_path: Path, opstelling: Opstelling, moment: str
) -> None:
    omgeving = surround(tmp_path, f"{opstelling.nep.url}/{opstelling.voorvoegsel}")
    is_stil = fall_silent(opstelling, moment, 5)
    with start_klantbeeld(tmp_path, "index", "--follow", omgeving=omgeving) as indexer:
        assert is_stil.wait(60)
        assert indexer.stop_soon(signal.SIGTERM) == 0
    opstelling.nep.regie = opstelling.pass_on
    assert fill(tmp_path, omgeving) == fill(tmp_path, omgeving | {"KLANTBEELD_STORE__URL": f"sqlite:///{tmp_path}/heel.db"})


def fall_silent(opstelling: Opstelling, moment: str, keer: int) -> threading.Event:
    """From this request of a kind on nothing is answered any more; the event says that it has come."""
    over, is_stil = [None] * keer, threading.Event()

    def answer(verzoek: Verzoek) -> Antwoord:
        if moment in verzoek.pad and over:
            over.pop()
        if over:
            return opstelling.pass_on(verzoek)
        is_stil.set()
        opstelling.nep.dicht.wait()
        return GEEN_ANTWOORD

    opstelling.nep.regie = answer
    return is_stil


def fill(map_: Path, omgeving: dict[str, str]) -> str:
    """The digest of a store, once everything was taken in."""
    assert run_klantbeeld(map_, "index", **omgeving).returncode == 0
    stand = json.loads(run_klantbeeld(map_, "status", "--json", **omgeving).stdout)
    assert (stand["markeringen"], stand["dodeBrieven"]) == (0, {})
    return str(stand["digest"])


def test_a_web_server_that_waits_for_its_store_is_stopped_in_time(tmp_path: Path, opstelling: Opstelling) -> None:
    omgeving = surround(tmp_path, f"{opstelling.nep.url}/{opstelling.voorvoegsel}")
    poort = find_free_port()
    token = make_token("klantadviseur")
    with start_klantbeeld(tmp_path, "serve", "--port", str(poort), omgeving=omgeving) as web:
        web.wait_for("stop met Ctrl-C")
        stay_silent(opstelling.nep)
        vrager = threading.Thread(target=ask, args=(poort, token), daemon=True)
        vrager.start()
        wait_until(lambda: opstelling.nep.verzoeken != [])
        assert web.stop_soon(signal.SIGTERM) == 0
    vrager.join(LANGSTE_STOP)


def ask(poort: int, token: str) -> None:
    """A question that gets no answer."""
    vraag = {"query": '{ werkgevers(zoekterm: "groot") { totaal } }'}
    with httpx.Client(trust_env=False, headers={"Authorization": f"Bearer {token}"}) as client, suppress(httpx.TransportError):
        client.post(f"http://127.0.0.1:{poort}/graphql", json=vraag, timeout=LANGSTE_STOP)


@pytest.fixture
def ongeduldig(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is long to wait for an answer."""
    monkeypatch.setattr(elastic_verbinding, "WACHTTIJD", 1.0)
    monkeypatch.setattr(elastic_verbinding, "LEESTIJD", 1.0)


@pytest.mark.usefixtures("ongeduldig")
@pytest.mark.parametrize("schrijven", [True, False], ids=["writer", "reader"])
def test_of_several_nodes_one_that_does_not_answer_is_waited_for_once(
    opstelling: Opstelling, zwijger: Nepelastic, schrijven: bool
) -> None:
    opstelling.recht.apply(make_batch(make_item()))
    store = open_on(opstelling, (zwijger.url, opstelling.nep.url), schrijven=schrijven)
    for _ in range(20):
        assert store.counters() == [Tellers("k3cr", applied=1)]
    assert 1 <= len(zwijger.verzoeken) < len(opstelling.nep.verzoeken) / 4
    store.close()


@pytest.mark.usefixtures("ongeduldig")
def test_what_is_written_past_a_node_that_does_not_answer_is_written_once(opstelling: Opstelling, zwijger: Nepelastic) -> None:
    store = open_on(opstelling, (zwijger.url, opstelling.nep.url), schrijven=True)
    for nummer in range(10):
        assert store.apply(make_batch(make_item(str(nummer)))).gedaan
    assert store.counters() == [Tellers("k3cr", applied=10)]
    assert list(store.dead_letters()) == []
    store.close()


def test_a_reader_finds_the_one_node_that_is_left(opstelling: Opstelling) -> None:
    weg = [f"http://127.0.0.1:{find_free_port()}" for _ in range(3)]
    for _ in range(5):
        store = open_on(opstelling, (*weg, opstelling.nep.url), schrijven=False)
        assert store.counters() == []
        store.close()


def open_on(opstelling: Opstelling, hosts: tuple[str, ...], *, schrijven: bool) -> ElasticStore:
    """The store by way of these nodes."""
    return ElasticStore(Verbinding(Adres(hosts, opstelling.voorvoegsel), StoreSettings(), schrijven=schrijven), GEHEIM)


def test_waiting_for_a_store_that_is_silent_is_no_silence_of_the_indexer() -> None:
    een_vraag = (elastic_verbinding.POGINGEN + 1) * elastic_verbinding.WACHTTIJD
    schrijven = Geduld().uithouding + Geduld().langste + elastic_verbinding.WACHTTIJD
    assert een_vraag + schrijven < LANGSTE_STILTE
