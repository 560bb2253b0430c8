"""Looking after a store in Elasticsearch with the same commands as one in SQLite: verify, repair, erase and maintain."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from klantbeeld.app import make_brievenbak, open_laadstraat
from klantbeeld.domain.digests import Storedigest, digest_store
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.opening import open_store
from klantbeeld.stores.protocol import Batch
from tests.bouwers import make_brief
from tests.bouwers_bronnen import make_settings, open_bronnenproef, surroundings
from tests.bouwers_leveringen import ANDER, VANDAAG, make_boete, make_contact, make_levering, make_organisatie, write_regel
from tests.elasticstores import Voorraad
from tests.programma import run_klantbeeld
from tests.testnode import require_elasticsearch

BRON = "k3cr"
CONTACT = f"{BRON}:contact:C1"


@pytest.fixture
def settings(tmp_path: Path, voorraad_of: Callable[[str], Voorraad]) -> Iterator[Settings]:
    """A filled store in Elasticsearch: one employer with a contact, and one with a fine and a contact that was removed."""
    voorraad = voorraad_of(require_elasticsearch())
    url = voorraad.take()
    eigen = make_settings(tmp_path, BRON).model_copy(update={"store": StoreSettings(url=url)})
    with open_bronnenproef(eigen) as proef:
        proef.write(
            BRON,
            make_organisatie(bron=BRON),
            make_contact(bron=BRON, sleutel="C1"),
            make_organisatie(ANDER, {"naam": "Gaat weg"}, bron=BRON),
            make_boete(bron=BRON, sleutel="B1", werkgever=[f"lh:{ANDER}"]),
            make_contact(bron=BRON, sleutel="C2"),
            make_levering("contact", None, bron=BRON, sleutel="C2"),
        )
        proef.index()
    yield eigen
    voorraad.give_back(url)


def run(settings: Settings, *woorden: str) -> CompletedProcess[str]:
    """A command on this store, to its end."""
    return run_klantbeeld(settings.leveringen, *woorden, **surroundings(settings))


def digest_of(settings: Settings) -> Storedigest:
    store = open_store(settings.store.url, schrijven=False)
    try:
        return digest_store(store.digests())
    finally:
        store.close()


def list_items(settings: Settings) -> list[str]:
    store = open_store(settings.store.url, schrijven=False)
    try:
        return sorted(id_ for id_, _ in store.live_versions(BRON))
    finally:
        store.close()


def test_a_store_that_holds_what_its_sources_say_is_equal(settings: Settings) -> None:
    gedaan = run(settings, "verify")
    assert (gedaan.returncode, gedaan.stdout.splitlines()[-1]) == (0, "verschillen: geen")


def test_what_was_lost_is_found_and_repaired(settings: Settings) -> None:
    heel = digest_of(settings)
    with open_laadstraat(settings) as laadstraat:
        assert laadstraat.store.forget([CONTACT]) == 1
    gevonden = run(settings, "verify")
    assert (gevonden.returncode, gevonden.stdout.splitlines()[-1]) == (1, "verschillen: ontbreekt 1")
    hersteld = run(settings, "verify", "--repair")
    assert (hersteld.returncode, hersteld.stdout.splitlines()[-1]) == (0, "na herstel: geen")
    assert digest_of(settings) == heel


def test_an_employer_that_was_erased_is_gone_and_no_replay_brings_it_back(settings: Settings) -> None:
    gewist = run(settings, "erase", f"lh:{ANDER}", "--ja")
    assert gewist.returncode == 0, gewist.stderr
    assert list_items(settings) == [CONTACT, f"{BRON}:organisatie:123456789L01"]
    leeg = digest_of(settings)
    opnieuw = run(settings, "index", "--bestand", str(settings.leveringen / f"{BRON}.jsonl"))
    assert opnieuw.returncode == 0, opnieuw.stderr
    assert digest_of(settings) == leeg


def test_maintenance_says_what_it_cleared_away(settings: Settings) -> None:
    gedaan = run(settings, "maintain")
    assert gedaan.returncode == 0, gedaan.stderr
    assert "0 grafstenen" in gedaan.stderr


def test_the_store_is_rebuilt_gone_back_to_and_cleared_up(settings: Settings) -> None:
    heel = digest_of(settings)
    for opties, gezegd in (
        ((), "De store is opnieuw opgebouwd: 5 records overgebracht."),
        (("--van-bronnen",), "De store is opnieuw opgebouwd"),
        (("--rollback",), "De vorige generatie van de store is weer in gebruik"),
    ):
        gedaan = run(settings, "rebuild", *opties)
        assert (gedaan.returncode, gezegd in gedaan.stderr) == (0, True), gedaan.stderr
        assert digest_of(settings) == heel
    gedaan = run(settings, "maintain")
    assert "Vorige generatie opgeruimd: geen." in gedaan.stderr


def test_a_web_process_settles_a_dead_letter_as_the_command_does(settings: Settings) -> None:
    ruw = write_regel(make_contact(bron=BRON, sleutel="C9"))
    with closing(open_store(settings.store.url, schrijven=True)) as store:
        store.apply(Batch(brieven=(make_brief("b9", bron=BRON, ruw=ruw), make_brief("b8", bron=BRON))))
    productie = settings.model_copy(update={"omgeving": "productie"})
    brievenbak = make_brievenbak(productie)
    assert brievenbak is not None
    herhaald = brievenbak.replay(BRON, None)
    brievenbak.discard("b8")
    assert (herhaald.aangeboden, herhaald.opgelost) == (2, 1)
    assert f"{BRON}:contact:C9" in list_items(settings)
    with closing(open_store(settings.store.url, schrijven=False)) as store:
        assert list(store.dead_letters()) == []
        assert list(store.marks(VANDAAG)) == []
