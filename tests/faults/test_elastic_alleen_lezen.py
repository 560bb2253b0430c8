"""Elasticsearch can be read and not be written: that is said, of nothing else, and it mends itself."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexers.pipeline import Opdracht
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from klantbeeld.app import open_laadstraat
from klantbeeld.domain.bronnen import STAAT_STIL
from klantbeeld.errors import StoreAlleenLezen, StoreOnbereikbaar
from klantbeeld.laden import Stopknop, Volger
from klantbeeld.luisteren import make_indexerweb
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic import ElasticStore
from klantbeeld.stores.elastic_opvragen import Stroom, page_through
from klantbeeld.stores.elastic_schema import Familie
from klantbeeld.stores.elastic_verbinding import Adres, Verbinding
from klantbeeld.stores.protocol import Markering
from klantbeeld.toestand import read_toestand
from tests.bouwers import make_batch, make_item
from tests.bouwers_domein import NU
from tests.bouwers_graphql import GROOT, VOORBEELD, Proef, ask_web, open_for_test
from tests.bouwers_leveringen import VANDAAG
from tests.bouwers_toezicht import open_toezicht
from tests.elasticopstelling import GEHEIM, Opstelling
from tests.nepelastic import GEEN_ANTWOORD, Antwoord, Verzoek, make_fout, run_nepelastic
from tests.programma import wait_until

ALLEEN_LEZEN = "STORE_READ_ONLY"
GEEN_MASTER = {"global": {"2": {"description": "no master", "levels": ["write", "metadata_write"]}}}


@dataclass(frozen=True, slots=True)
class Vol:
    """The indexes of one store, on disks that are full or not: what Elasticsearch itself does at its flood stage."""

    client: Elasticsearch
    voorvoegsel: str

    def fill(self) -> None:
        self._set(is_vol=True)

    def clear(self) -> None:
        self._set(is_vol=None)

    def _set(self, *, is_vol: bool | None) -> None:
        self.client.indices.put_settings(index=f"{self.voorvoegsel}-*", settings={"blocks.read_only_allow_delete": is_vol})


@pytest.fixture
def vol(opstelling: Opstelling) -> Iterator[Vol]:
    vol = Vol(opstelling.client, opstelling.voorvoegsel)
    yield vol
    vol.clear()


def read_only(opstelling: Opstelling) -> ElasticStore:
    """The store as who only reads opens it."""
    return ElasticStore(
        Verbinding(Adres((opstelling.nep.url,), opstelling.voorvoegsel), StoreSettings(), schrijven=False), GEHEIM
    )


def test_a_full_disk_is_seen_by_who_writes_and_by_who_reads_and_mends_itself(opstelling: Opstelling, vol: Vol) -> None:
    opstelling.store.apply(make_batch(make_item("1")))
    lezer = read_only(opstelling)
    assert lezer.schrijfstoring() is None
    vol.fill()
    with pytest.raises(StoreAlleenLezen, match="een schijf is vol"):
        opstelling.store.apply(make_batch(make_item("2")))
    assert (lezer.schrijfstoring(), opstelling.store.schrijfstoring()) == (ALLEEN_LEZEN, ALLEEN_LEZEN)
    assert lezer.stored(["k3cr:contact:1"]).keys() == {"k3cr:contact:1"}
    vol.clear()
    assert opstelling.store.apply(make_batch(make_item("2"))).gedaan
    assert lezer.schrijfstoring() is None
    lezer.close()


def test_the_index_of_another_store_makes_no_difference(opstelling: Opstelling) -> None:
    index = f"{opstelling.voorvoegsel}x-vreemd"
    opstelling.client.indices.create(index=index, settings={"blocks.write": True})
    assert opstelling.store.schrijfstoring() is None
    opstelling.client.indices.delete(index=index)


@pytest.mark.parametrize(
    "antwoord",
    [GEEN_ANTWOORD, make_fout(403, "security_exception"), Antwoord(inhoud={}), Antwoord(inhoud={"blocks": {}})],
    ids=["no answer", "not allowed to know", "nothing", "no blocks"],
)
def test_who_can_not_see_why_nothing_is_written_says_nothing_of_it(opstelling: Opstelling, antwoord: Antwoord) -> None:
    opstelling.nep.regie = lambda verzoek: antwoord if "/_cluster/" in verzoek.pad else opstelling.pass_on(verzoek)
    assert opstelling.store.schrijfstoring() is None


def lose_master(opstelling: Opstelling) -> None:
    """What a node answers that has lost the master and one other node: what writes is refused, a refresh is not answered."""

    def answer(verzoek: Verzoek) -> Antwoord:
        if "/_cluster/state" in verzoek.pad:
            return Antwoord(inhoud={"blocks": GEEN_MASTER})
        if verzoek.is_bulk:
            return make_fout(503, "cluster_block_exception")
        return GEEN_ANTWOORD if "/_refresh" in verzoek.pad else opstelling.pass_on(verzoek)

    opstelling.nep.regie = answer


def test_without_a_master_a_writer_tries_until_its_patience_ends_and_then_says_why(opstelling: Opstelling) -> None:
    lose_master(opstelling)
    for doe in (
        lambda: opstelling.store.apply(make_batch(make_item())),
        lambda: opstelling.store.marks(VANDAAG),
        opstelling.store.counters,
    ):
        with pytest.raises(StoreAlleenLezen, match="geen master"):
            doe()
    pogingen = len(opstelling.nep.bulks)
    assert pogingen > 1
    opstelling.nep.regie = opstelling.pass_on
    assert opstelling.store.apply(make_batch(make_item())).gedaan


def test_without_a_master_the_state_of_the_store_can_be_read(opstelling: Opstelling) -> None:
    opstelling.store.apply(make_batch(make_item()))
    opstelling.store.finish(opstelling.store.marks(VANDAAG), ())
    lezer = read_only(opstelling)
    lose_master(opstelling)
    toestand = read_toestand(lezer, {}, NU)
    assert (toestand.schrijfstoring, toestand.markeringen) == (ALLEEN_LEZEN, 0)
    assert [(feit.oordeel.bron, feit.tellers.applied) for feit in toestand.bronnen] == [("k3cr", 1)]
    lezer.close()


def test_why_nothing_is_written_is_asked_of_another_node_when_one_is_gone(opstelling: Opstelling, vol: Vol) -> None:
    with run_nepelastic(opstelling.pass_on) as ander:
        lezer = Verbinding(Adres((opstelling.nep.url, ander.url), opstelling.voorvoegsel), StoreSettings(), schrijven=False)
        vol.fill()
        ander.regie = lambda _: GEEN_ANTWOORD
        assert [storing.code if (storing := lezer.schrijfstoring()) else None for _ in range(2)] == [ALLEEN_LEZEN] * 2
        lezer.close()


@pytest.mark.parametrize("weg", ["/_search", "/_pit"])
def test_a_cluster_that_goes_away_while_it_is_paged_through_is_out_of_reach_for_now(opstelling: Opstelling, weg: str) -> None:
    opstelling.store.mark(Markering("m"))
    opstelling.store.mark(Markering("n"))
    assert len(opstelling.store.marks(date(2023, 10, 20))) == 2

    def answer(verzoek: Verzoek) -> Antwoord:
        is_weg = verzoek.pad.startswith(weg) or (weg == "/_search" and verzoek.methode == "DELETE")
        return GEEN_ANTWOORD if is_weg else opstelling.pass_on(verzoek)

    stroom = Stroom(Familie.MARKERINGEN, {"match_all": {}}, per_keer=1)
    with closing(Verbinding(Adres((opstelling.nep.url,), opstelling.voorvoegsel), StoreSettings(), schrijven=False)) as lezer:
        opstelling.nep.regie = answer
        if weg == "/_pit":  # everything was read; a moment that can't be closed ends by itself
            assert len(list(page_through(lezer, stroom))) == 2
            return
        with pytest.raises(StoreOnbereikbaar):
            list(page_through(lezer, stroom))


@pytest.fixture
def gevuld(opstelling: Opstelling, tmp_path: Path) -> Settings:
    """The settings of a store with the example employer."""
    url = f"elasticsearch+{opstelling.nep.url}/{opstelling.voorvoegsel}"
    settings = Settings(store=StoreSettings(url=url), vandaag=VANDAAG, logboek=tmp_path / "log.jsonl", leveringen=tmp_path)
    with open_laadstraat(settings) as laadstraat:
        laadstraat.pipeline.start()
        laadstraat.pipeline.run([FilesSource(Sourceopdracht("voorbeeld", None, VOORBEELD))], Opdracht())
    return settings


def test_a_web_process_goes_on_and_its_health_and_metrics_say_that_nothing_is_written(gevuld: Settings, vol: Vol) -> None:
    vol.fill()
    with open_toezicht(gevuld) as proef:
        antwoord = proef.get("/gezondheid/gereed")
        assert (antwoord.status_code, antwoord.json()["store"]) == (200, "OK")
        assert {"code": ALLEEN_LEZEN} in antwoord.json()["alarmen"]
        assert proef.metrics()["klantbeeld_alarm", ("", ALLEEN_LEZEN)] == 1


def test_a_view_says_at_each_group_that_nothing_is_written_and_shows_what_there_is(
    gevuld: Settings, vol: Vol, tmp_path: Path
) -> None:
    vraag = "query ($id: ID!) { werkgever(id: $id) { financieel { totaal stand { status melding } } } }"
    standen = []
    for doe in (vol.clear, vol.fill, vol.clear):
        doe()
        with open_for_test(gevuld, tmp_path / "log.jsonl") as klantbeeld:
            proef = Proef(klantbeeld, tmp_path / "log.jsonl")
            standen.append(proef.ask_data(vraag, id=GROOT)["werkgever"]["financieel"])
    voor, tijdens, na = standen
    assert (voor["stand"]["status"], voor["stand"]["melding"]) == ("OK", None)
    assert tijdens == {"totaal": voor["totaal"], "stand": {"status": "VEROUDERD", "melding": STAAT_STIL}}
    assert na == voor


def test_an_indexer_is_not_ready_also_when_it_has_nothing_to_write(gevuld: Settings, vol: Vol) -> None:
    stopknop = Stopknop()
    volger = Volger(gevuld, [], Opdracht(volgen=True), stopknop)
    draad = threading.Thread(target=volger.run, daemon=True)
    draad.start()
    for doe, status in ((vol.clear, 200), (vol.fill, 503), (vol.clear, 200)):
        doe()
        wait_until(lambda status=status: show_gereed(volger)[0] == status)  # type: ignore[misc]
        code = "OK" if status == 200 else ALLEEN_LEZEN
        wait_until(lambda code=code: show_gereed(volger)[1]["store"] == code)  # type: ignore[misc]
    stopknop.press()
    draad.join(60)
    assert not draad.is_alive()


def show_gereed(volger: Volger) -> tuple[int, Any]:
    antwoord = ask_web(make_indexerweb(Settings(), volger), "GET", "/gezondheid/gereed")
    return antwoord.status_code, antwoord.json()
