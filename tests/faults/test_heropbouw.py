"""A rebuild leads to the same store, whatever happens meanwhile, and back again (F24, F26)."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from indexers.pipeline import Opdracht
from indexers.readers.files import FilesSource
from indexers.source import Sourceopdracht
from indexers.tweede_proces import TweedeProces
from klantbeeld.domain.gegevens import Gegevensoort, make_vindtermen
from klantbeeld.domain.vragen import Vindvraag
from klantbeeld.errors import OpbouwMislukt, StoreOnbruikbaar
from klantbeeld.settings import Settings
from tests.bouwers_bronnen import make_contacten, make_settings, open_bronnenproef
from tests.bouwers_heropbouw import (
    BRON,
    Ondertussen,
    check_as_undisturbed,
    deliver_mended,
    digest_of_store,
    list_files,
    list_letters,
    make_alles,
    open_gevuld,
    read_store,
    rebuild,
    summarise,
)
from tests.bouwers_leveringen import VANDAAG, make_contact, make_levering


def run_sql(settings: Settings, opdracht: str, naam: str = "klantbeeld.db") -> None:
    """Changes a file of the store behind its back."""
    with closing(sqlite3.connect(settings.leveringen.parent / naam)) as verbinding, verbinding:
        verbinding.execute(opdracht)


# the same store


def test_a_rebuild_leads_to_the_same_store_in_a_new_file(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        eerder = summarise(proef.settings)
        verslag = rebuild(proef.settings)
        assert summarise(proef.settings) == eerder
    assert (verslag.overgebracht, verslag.geweigerd) == (46, 0)
    assert list_files(proef.settings) == {"klantbeeld.db", "klantbeeld.db-2", "klantbeeld.db-generatie"}


def test_a_rebuild_from_the_sources_leads_to_the_same_store(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        eerder = summarise(proef.settings)
        rebuild(proef.settings, van_bronnen=True)
        nieuw = summarise(proef.settings)
    assert [brief.id for brief in nieuw.pop("brieven")] == [brief.id for brief in eerder.pop("brieven")]  # type: ignore[attr-defined]
    assert nieuw == eerder


def test_a_rebuild_from_the_sources_settles_what_was_refused_and_is_well_by_now(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        deliver_mended(proef)
        rebuild(proef.settings, van_bronnen=True)
        proef.index()
        assert list_letters(proef) == ["ook mis"]


def test_a_rebuild_derives_in_its_own_process_for_the_other_would_derive_into_the_live_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def share(*_: object) -> None:
        pytest.fail("the work was shared")

    with open_gevuld(tmp_path) as proef:
        eerder = digest_of_store(proef.settings)
        monkeypatch.setattr(TweedeProces, "share", share)
        rebuild(proef.settings, van_bronnen=True)
        assert digest_of_store(proef.settings) == eerder


def test_an_indexer_that_was_running_goes_on_in_the_new_store(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        rebuild(proef.settings)
        proef.append(BRON, make_contact(bron=BRON, sleutel="later"))
        proef.run()
        with read_store(proef.settings) as store:
            assert f"{BRON}:contact:later" in dict(store.live_versions(BRON))
            assert store.marks(VANDAAG) == []


def test_ten_rebuilds_in_a_row_keep_two_generations(tmp_path: Path) -> None:
    with open_gevuld(tmp_path, contacten=3) as proef:
        eerder = digest_of_store(proef.settings)
        for _ in range(10):
            rebuild(proef.settings)
        assert digest_of_store(proef.settings) == eerder
    assert list_files(proef.settings) == {"klantbeeld.db-10", "klantbeeld.db-11", "klantbeeld.db-generatie"}


# what changes meanwhile


@pytest.mark.parametrize("van_bronnen", [False, True])
def test_what_another_indexer_changes_during_a_rebuild_is_in_the_new_store(tmp_path: Path, van_bronnen: bool) -> None:
    with open_gevuld(tmp_path) as proef:
        ondertussen = Ondertussen(proef)
        rebuild(proef.settings, van_bronnen=van_bronnen, meld=ondertussen)
        assert ondertussen.is_geweest
    check_as_undisturbed(proef, tmp_path / "rustig")


# other versions of the product


def test_a_store_of_another_version_is_refused_until_it_is_rebuilt(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        eerder = summarise(proef.settings)
    run_sql(proef.settings, "UPDATE meta SET schema = 'ouder'")
    with pytest.raises(StoreOnbruikbaar, match="klantbeeld rebuild"):
        digest_of_store(proef.settings)
    rebuild(proef.settings)
    assert summarise(proef.settings) == eerder


def test_a_reader_of_another_version_keeps_its_own_generation(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef, read_store(proef.settings) as oude_lezer:
        rebuild(proef.settings)
        run_sql(proef.settings, "UPDATE meta SET schema = 'nieuwer'", "klantbeeld.db-2")
        assert len(oude_lezer.stored([f"{BRON}:contact:C1"])) == 1


def test_an_indexer_of_another_version_writes_nothing_after_the_switch(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        rebuild(proef.settings)
        run_sql(proef.settings, "UPDATE meta SET schema = 'nieuwer'", "klantbeeld.db-2")
        proef.append(BRON, make_contact(bron=BRON, sleutel="later"))
        for _ in range(2):
            with pytest.raises(StoreOnbruikbaar, match="andere versie"):
                proef.run()


def test_what_items_are_found_by_is_made_anew_from_their_content(tmp_path: Path) -> None:
    gegevens = {"zaaknummer": "ZK12345", "zaaktype": "ziekmelding", "startdatum": "2023-01-02", "status": "lopend"}
    zaak = make_levering("zaak", gegevens, bron=BRON, sleutel="Z1")
    with open_bronnenproef(make_settings(tmp_path, BRON)) as proef:
        proef.write(BRON, zaak)
        proef.index()
        [vindterm] = make_vindtermen(Gegevensoort.ZAAKNUMMER, "ZK12345")
        vraag = Vindvraag(vindterm, ("zaak",), True, 10)
        run_sql(proef.settings, "DELETE FROM vindplaatsen")
        run_sql(proef.settings, "UPDATE items SET vindtermen = '[]'")
        with read_store(proef.settings) as store:
            assert store.read([vraag]) == [()]
            rebuild(proef.settings)
            assert [vondst.id for vondst in store.read([vraag])[0]] == [f"{BRON}:zaak:Z1"]


def test_a_stored_record_that_the_rules_of_now_refuse_becomes_a_dead_letter(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        anders = "CAST(replace(CAST(inhoud AS TEXT), 'onderwerp', 'onderworp') AS BLOB)"
        run_sql(proef.settings, f"UPDATE items SET inhoud = {anders} WHERE id LIKE '%:C8'")  # noqa: S608
        verslag = rebuild(proef.settings)
        with read_store(proef.settings) as store:
            redenen = {brief.sleutel: brief.reden for brief in store.dead_letters() if brief.sleutel != "mis"}
            levend = store.live_counts()[BRON, "contact"]
    assert (verslag.geweigerd, redenen, levend) == (1, {"C8": "VELD_ONBEKEND"}, 39)


def test_a_record_that_does_not_arrive_in_the_new_generation_stops_the_switch(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        eerder = digest_of_store(proef.settings)

        def lose(_: int) -> None:
            with closing(sqlite3.connect(tmp_path / "klantbeeld.db-2")) as nieuw, nieuw:
                nieuw.execute("DELETE FROM items WHERE id LIKE '%:C8'")

        with pytest.raises(OpbouwMislukt, match="1 records zijn na het overbrengen niet gelijk"):
            rebuild(proef.settings, lose)
        assert (digest_of_store(proef.settings), list_files(proef.settings)) == (eerder, {"klantbeeld.db"})


# from the sources


def test_what_the_sources_no_longer_have_goes_and_is_told(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        regels = (proef.settings.leveringen / f"{BRON}.jsonl").read_bytes().splitlines()
        proef.write(BRON, *(regel for regel in regels if b'"C40"' not in regel))
        verslag = rebuild(proef.settings, van_bronnen=True)
    assert verslag.verdwenen == {BRON: 1}
    with read_store(proef.settings) as store:
        assert f"{BRON}:contact:C40" not in dict(store.live_versions(BRON))


def test_more_than_five_percent_goes_only_when_it_was_confirmed(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        eerder = digest_of_store(proef.settings)
        proef.write(BRON, *make_alles(3))
        with pytest.raises(OpbouwMislukt, match="5 %"):
            rebuild(proef.settings, van_bronnen=True)
        assert (digest_of_store(proef.settings), list_files(proef.settings)) == (eerder, {"klantbeeld.db"})
        assert rebuild(proef.settings, van_bronnen=True, bevestig=True).verdwenen == {BRON: 37}


def test_records_of_a_source_that_is_not_read_again_stay(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        bestand = proef.write("los", *make_contacten(5, "archie"))
        proef.pipeline.run([FilesSource(Sourceopdracht("los", None, bestand))], Opdracht())
        eerder = digest_of_store(proef.settings)
        bestand.unlink()
        rebuild(proef.settings, van_bronnen=True)
        assert digest_of_store(proef.settings) == eerder


def test_a_source_that_cannot_be_read_stops_a_rebuild_from_the_sources(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        (proef.settings.leveringen / f"{BRON}.jsonl").unlink()
        with pytest.raises(OpbouwMislukt, match=BRON):
            rebuild(proef.settings, van_bronnen=True)
        assert list_files(proef.settings) == {"klantbeeld.db"}


# back


def test_going_back_brings_what_came_since_and_can_be_undone(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        rebuild(proef.settings)
        proef.append(BRON, make_contact(bron=BRON, sleutel="later"), make_levering("contact", None, bron=BRON, sleutel="C3"))
        proef.run()
        eerder = summarise(proef.settings)
        for _ in range(2):
            rebuild(proef.settings, terug=True)
            assert summarise(proef.settings) == eerder
