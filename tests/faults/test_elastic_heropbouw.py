"""A rebuild in Elasticsearch leads to the same store, whatever happens meanwhile, and back again."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from klantbeeld.domain.digests import digest_store
from klantbeeld.domain.vragen import Houdersvraag
from klantbeeld.errors import StoreOnbereikbaar, StoreOnbruikbaar
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.elastic_aliassen import VORIGE
from klantbeeld.stores.elastic_bulk import Bulkschrijver
from klantbeeld.stores.elastic_opbouw import build_beside
from klantbeeld.stores.elastic_opbouwlog import Opbouwlog
from klantbeeld.stores.elastic_verbinding import Verbinding
from klantbeeld.stores.opening import drop_previous, open_store
from klantbeeld.stores.protocol import Store, Wissing
from tests.bouwers import make_batch, make_item
from tests.bouwers_bronnen import open_bronnenproef
from tests.bouwers_elastic import Plek, open_other_version
from tests.bouwers_heropbouw import (
    BRON,
    Ondertussen,
    check_as_undisturbed,
    deliver_mended,
    digest_of_store,
    list_letters,
    read_store,
    rebuild,
    summarise,
)
from tests.bouwers_leveringen import LH, VANDAAG, make_boete, make_contact, make_levering, make_organisatie, open_proef
from tests.faults.test_heropbouw_lezers import STAPPEN, sample
from tests.faults.test_twee_processen import index_while, maandboetes

LANG = "LANGE_TESTS" in os.environ
RONDEN = 10 if LANG else 3
BIJ_STAPPEN = STAPPEN if LANG else ["apply", "write_profielen"]


# the same store


def test_a_rebuild_leads_to_the_same_store_in_new_indexes(tmp_path: Path, plek: Plek) -> None:
    with plek.fill(tmp_path) as proef:
        eerder, indexen = summarise(proef.settings), plek.stand().indexes()
        verslag = rebuild(proef.settings)
        assert summarise(proef.settings) == eerder
        assert proef.store.schrijfstoring() is None
    assert (verslag.overgebracht, verslag.geweigerd) == (46, 0)
    assert plek.is_whole()
    assert plek.stand().indexes(VORIGE) == indexen
    assert not set(plek.stand().indexes().values()) & set(indexen.values())


@pytest.mark.parametrize("van_bronnen", [False, True])
def test_what_another_indexer_changes_during_a_rebuild_is_in_the_new_store(
    tmp_path: Path, plek: Plek, van_bronnen: bool
) -> None:
    with plek.fill(tmp_path) as proef:
        ondertussen = Ondertussen(proef)
        rebuild(proef.settings, van_bronnen=van_bronnen, meld=ondertussen)
        assert ondertussen.is_geweest
    check_as_undisturbed(proef, tmp_path / "rustig")


def test_a_rebuild_from_the_sources_settles_what_was_refused_and_is_well_by_now(tmp_path: Path, plek: Plek) -> None:
    with plek.fill(tmp_path) as proef:
        deliver_mended(proef)
        rebuild(proef.settings, van_bronnen=True)
        proef.index()
        assert list_letters(proef) == ["ook mis"]


def test_readers_see_complete_answers_through_rebuilds_and_back_and_each_alias_is_on_one_index(
    tmp_path: Path, plek: Plek
) -> None:
    with plek.fill(tmp_path) as proef, read_store(proef.settings) as lezer, ThreadPoolExecutor(2) as draden:
        eerder, klaar = digest_of_store(proef.settings), Event()
        antwoorden, aliassen = draden.submit(sample, lezer, klaar), draden.submit(plek.sample_aliases, klaar)
        try:
            for ronde in range(RONDEN):
                rebuild(proef.settings, terug=ronde % 3 == 1)
        finally:
            klaar.set()
        assert aliassen.result() == {1}
        assert len(antwoorden.result()) == 1
        assert len(antwoorden.result()[0][0]) == 40  # type: ignore[arg-type]
        assert digest_of_store(proef.settings) == eerder
    assert plek.is_whole()
    assert len(plek.stand().aliassen) == 16


@pytest.mark.parametrize("stap", BIJ_STAPPEN)
def test_an_indexer_goes_on_when_the_store_is_switched_at_any_of_its_steps(tmp_path: Path, plek: Plek, stap: str) -> None:
    eerst = (make_organisatie(), make_boete("2023-05-10"))
    later = (make_organisatie(gegevens={"kvkNummer": "12345678"}), make_boete("2023-06-10", werkgever=["kvk:12345678"]))
    with open_proef(tmp_path / "rustig") as rustig:
        rustig.deliver(*eerst)
        rustig.deliver(*later)
        with open_proef(tmp_path / "gewisseld", url=plek.url) as proef:
            proef.deliver(*eerst)
            index_while(proef, stap, lambda: rebuild(proef.settings), *later)
            assert proef.store.marks(VANDAAG) == []
            assert maandboetes(proef) == {"2023-05": 1, "2023-06": 1}
            assert proef.digest() == rustig.digest()


# back


def test_going_back_brings_what_came_since_and_can_be_undone(tmp_path: Path, plek: Plek) -> None:
    with plek.fill(tmp_path, 3) as proef:
        rebuild(proef.settings)
        proef.append(BRON, make_contact(bron=BRON, sleutel="later"), make_levering("contact", None, bron=BRON, sleutel="C3"))
        proef.run()
        eerder = summarise(proef.settings)
        for _ in range(2):
            rebuild(proef.settings, terug=True)
            assert summarise(proef.settings) == eerder


# other versions of the product


def test_a_store_of_another_version_serves_until_it_is_rebuilt_and_its_readers_keep_what_they_have(
    tmp_path: Path, plek: Plek, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as later:
        with open_other_version(monkeypatch):
            proef = later.enter_context(plek.fill(tmp_path, 3))
            lezer = later.enter_context(read_store(proef.settings))
        with pytest.raises(StoreOnbruikbaar, match=r"\(profielen\).*klantbeeld rebuild"):
            digest_of_store(proef.settings)
        ondertussen = Ondertussen(proef)

        def work(_: int) -> None:
            with open_other_version(monkeypatch):
                ondertussen(0)

        rebuild(proef.settings, work)
        assert ondertussen.is_geweest
        assert digest_of_store(proef.settings) == digest_store(lezer.digests())
        with open_bronnenproef(proef.settings) as nieuw:
            nieuw.append(BRON, make_contact(bron=BRON, sleutel="later"))
            nieuw.index()
            assert nieuw.live() - {id_.split(":", 2)[2] for id_, _ in lezer.live_versions(BRON)} == {"later"}


def test_an_indexer_of_another_version_says_so_after_the_switch_and_goes_on_after_the_way_back(
    tmp_path: Path, plek: Plek, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as later:
        with open_other_version(monkeypatch):
            proef = later.enter_context(plek.fill(tmp_path, 3))
        rebuild(proef.settings)
        with pytest.raises(StoreOnbruikbaar, match="Ga met die versie terug"):
            rebuild(proef.settings, terug=True)
        with open_other_version(monkeypatch):
            proef.append(BRON, make_contact(bron=BRON, sleutel="later"))
            for _ in range(2):
                with pytest.raises(StoreOnbruikbaar, match="van een andere versie"):
                    proef.run()
            rebuild(proef.settings, terug=True)
            proef.run()
            assert "later" in proef.live()
            assert plek.is_whole()


# who is at it


def test_the_lock_of_who_lives_is_kept_and_that_of_who_died_is_taken(plek: Plek) -> None:
    with plek.open_generaties() as een, plek.open_generaties() as ander, een.alone():
        with pytest.raises(StoreOnbereikbaar, match="Een ander proces"), ander.alone():
            pass
        plek.forget_lock()
        with ander.alone(), pytest.raises(StoreOnbereikbaar, match="Een ander proces"), een.alone():
            pass


def test_who_slept_while_another_began_can_switch_nothing(plek: Plek) -> None:
    with closing(open_store(plek.url, schrijven=True)) as store:
        store.apply(make_batch(make_item("1")))
        with ExitStack() as later:
            slaper = later.enter_context(build_beside(plek.adres, StoreSettings(), b"", terug=False))
            plek.forget_lock()
            with build_beside(plek.adres, StoreSettings(), b"", terug=False) as ander:
                with pytest.raises(StoreOnbereikbaar, match="een ander proces"):
                    slaper.store.apply(make_batch(make_item("2")))
                with pytest.raises(StoreOnbereikbaar):
                    slaper.switch(lambda _: None)
                with pytest.raises(StoreOnbereikbaar, match="Een ander proces"):
                    later.close()
                ander.store.apply(make_batch(make_item("1")))
                ander.switch(lambda _: None)
        with read_url(plek) as lezer:
            assert [id_ for id_, _ in lezer.live_versions(BRON)] == [f"{BRON}:contact:1"]
    assert plek.is_whole()


def test_a_writer_waits_while_the_store_is_switched(plek: Plek) -> None:
    with (
        closing(open_store(plek.url, schrijven=True)) as store,
        plek.open_generaties() as generaties,
        generaties.alone(),
        ThreadPoolExecutor(1) as draad,
    ):
        generaties.hold_writers()
        schrijven = draad.submit(store.apply, make_batch(make_item("1")))
        with pytest.raises(TimeoutError):
            schrijven.result(timeout=0.5)
        assert store.live_counts() == {}
        generaties.let_write()
        assert schrijven.result(timeout=30).gedaan
    assert plek.is_whole()


def test_a_writer_mends_what_was_left_by_who_died_while_it_waited(plek: Plek) -> None:
    with closing(open_store(plek.url, schrijven=True)) as store, plek.open_generaties() as generaties:
        with generaties.alone():
            generaties.hold_writers()
        assert store.apply(make_batch(make_item("1"))).gedaan
    assert plek.is_whole()


def test_a_store_can_be_read_and_opened_to_read_while_it_is_switched(plek: Plek) -> None:
    with closing(open_store(plek.url, schrijven=True)) as store, plek.open_generaties() as generaties:
        store.apply(make_batch(make_item("1")))
        with generaties.alone():
            generaties.hold_writers()
            with read_url(plek) as lezer:
                assert lezer.live_counts() == store.live_counts() == {(BRON, "contact"): 1}
                assert lezer.counters()[0].applied == 1
            generaties.clean()


def test_a_note_of_a_writer_that_died_is_told_until_the_end(plek: Plek) -> None:
    with (
        closing(open_store(plek.url, schrijven=True)) as store,
        build_beside(plek.adres, StoreSettings(), b"", terug=False) as opbouw,
    ):
        store.apply(make_batch(make_item("1")))
        verbinding = Verbinding(plek.adres, StoreSettings(), schrijven=True)
        with (
            closing(verbinding),
            suppress(KeyboardInterrupt),
            Opbouwlog(verbinding, Bulkschrijver(verbinding)).noting(["dood"]),
        ):
            raise KeyboardInterrupt
        assert [opbouw.changed() for _ in range(2)] == [["dood", f"{BRON}:contact:1"], ["dood"]]


# what is no longer needed


def test_maintenance_keeps_a_previous_generation_until_the_horizon(tmp_path: Path, plek: Plek) -> None:
    with plek.fill(tmp_path, 3) as proef:
        rebuild(proef.settings)
    vandaag = datetime.now(UTC).date()
    assert drop_previous(plek.url, vandaag) == []
    assert drop_previous(plek.url, vandaag + timedelta(days=1)) == [f"{plek.voorvoegsel} generatie 1"]
    assert drop_previous(plek.url, date.max) == []
    assert (plek.is_whole(), plek.stand().indexes(VORIGE)) == (True, {})


def test_indexes_of_others_are_left_alone(tmp_path: Path, plek: Plek) -> None:
    vreemd = [f"{plek.voorvoegsel}-ander-items-00000000-1", f"{plek.voorvoegsel}-items-x", f"{plek.voorvoegsel}-items-00000000"]
    with plek.fill(tmp_path, 3) as proef:
        for index in vreemd:
            plek.client.indices.create(index=index)
        for _ in range(2):
            rebuild(proef.settings)
        drop_previous(plek.url, date.max)
    assert set(vreemd) <= set(plek.client.indices.get_alias(index=f"{plek.voorvoegsel}-*").body)


def test_erasing_during_a_rebuild_asks_to_be_given_again_and_leaves_nothing(tmp_path: Path, plek: Plek) -> None:
    with plek.fill(tmp_path, 3) as proef:
        wissing = Wissing(f"lh:{LH}", (), (f"lh:{LH}",))

        def erase(_: int) -> None:
            proef.store.erase(wissing)
            with pytest.raises(StoreOnbereikbaar, match="Een ander proces"):
                proef.store.scrub()

        rebuild(proef.settings, erase)
        with read_store(proef.settings) as lezer:
            assert lezer.read([Houdersvraag((f"lh:{LH}",))]) == [()]
            assert lezer.reached(wissing) == []
        proef.run()
        proef.store.scrub()
    assert plek.stand().indexes(VORIGE) == {}


def read_url(plek: Plek) -> AbstractContextManager[Store]:
    return closing(open_store(plek.url, schrijven=False))
