"""Who reads or writes during a rebuild: readers see complete answers only (I8), and no indexer loses what it changed (F24)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx
import pytest

from klantbeeld.app import geheim_of
from klantbeeld.domain.profielen import public_id
from klantbeeld.domain.vragen import Bronitemsvraag, Houdersvraag, Maandvraag, Selectie, Statistiekvraag, Vraag
from klantbeeld.settings import Settings
from klantbeeld.stores.protocol import Store
from tests.bouwers_bronnen import Bronnenproef, open_bronnenproef, surroundings
from tests.bouwers_heropbouw import BRON, digest_of_store, open_gevuld, read_store, rebuild
from tests.bouwers_leveringen import LH, VANDAAG, make_boete, make_contact, make_organisatie, open_proef
from tests.faults.test_twee_processen import index_while, maandboetes
from tests.programma import find_free_port, run_klantbeeld, start_klantbeeld

RONDES = 5
VRAGEN: list[Vraag] = [
    Bronitemsvraag((f"lh:{LH}",), ("contact",)),
    Houdersvraag((f"lh:{LH}",)),
    Statistiekvraag(Selectie(), "2023-01", "2023-12"),
    Maandvraag("onbekend"),
]


def sample(store: Store, klaar: Event) -> list[list[object]]:
    """Every answer that a reader gets until it is told to stop, each once."""
    gezien: list[list[object]] = []
    while True:
        is_laatste = klaar.is_set()
        antwoord = store.read(VRAGEN)
        if antwoord not in gezien:
            gezien.append(antwoord)
        if is_laatste:
            return gezien


def test_a_reader_sees_the_same_complete_answers_through_every_rebuild_and_back(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef, read_store(proef.settings) as lezer, ThreadPoolExecutor(1) as draad:
        klaar = Event()
        gezien = draad.submit(sample, lezer, klaar)
        try:
            for ronde in range(RONDES):
                rebuild(proef.settings, terug=ronde % 2 == 1)
        finally:
            klaar.set()
        assert len(gezien.result()) == 1
        assert len(gezien.result()[0][0]) == 40  # type: ignore[arg-type]


def test_a_reader_never_sees_a_record_go_back_to_an_older_version(tmp_path: Path) -> None:
    with open_gevuld(tmp_path, contacten=5) as proef, read_store(proef.settings) as lezer, ThreadPoolExecutor(1) as draad:
        klaar = Event()
        gezien = draad.submit(sample, lezer, klaar)
        try:
            for _ in range(RONDES):
                proef.append(BRON, make_contact(bron=BRON, sleutel="C1"))
                rebuild(proef.settings, lambda _: read_more(proef))
                proef.run()
        finally:
            klaar.set()
        versies = [item.versie for antwoord in gezien.result() for item in antwoord[0] if item.id.endswith(":C1")]  # type: ignore[attr-defined]
    assert versies == sorted(versies)
    assert len(set(versies)) == RONDES + 1


def read_more(proef: Bronnenproef) -> None:
    proef.run()


STAPPEN = ["stored", "apply", "tokens", "write_profielen", "write_maanden", "mark", "finish"]


@pytest.mark.parametrize("terug", [False, True])
@pytest.mark.parametrize("stap", STAPPEN)
def test_an_indexer_goes_on_when_the_store_is_switched_at_any_of_its_steps(tmp_path: Path, stap: str, terug: bool) -> None:
    eerst = (make_organisatie(), make_boete("2023-05-10"))
    later = (make_organisatie(gegevens={"kvkNummer": "12345678"}), make_boete("2023-06-10", werkgever=["kvk:12345678"]))
    with open_proef(tmp_path / "rustig") as rustig:
        rustig.deliver(*eerst)
        rustig.deliver(*later)
    with open_proef(tmp_path / "gewisseld") as proef:
        proef.deliver(*eerst)
        if terug:
            rebuild(proef.settings)
        index_while(proef, stap, lambda: rebuild(proef.settings, terug=terug), *later)
        assert proef.store.marks(VANDAAG) == []
        assert maandboetes(proef) == {"2023-05": 1, "2023-06": 1}
    assert digest_of_store(proef.settings) == digest_of_store(rustig.settings)


def ask_contacten(url: str, token: str, id_: str) -> int:
    """How many contacts the API shows of an employer."""
    vraag = {"query": f'{{ werkgever(id: "{id_}") {{ contactmanagement {{ contacten {{ totaal }} }} }} }}'}
    with httpx.Client(trust_env=False) as client:
        antwoord = client.post(url, json=vraag, headers={"Authorization": f"Bearer {token}"}).json()
    aantal: int = antwoord["data"]["werkgever"]["contactmanagement"]["contacten"]["totaal"]
    return aantal


def test_a_web_process_that_runs_shows_the_new_store_without_a_restart(tmp_path: Path) -> None:
    with open_gevuld(tmp_path) as proef:
        settings: Settings = proef.settings
    omgeving = surroundings(settings)
    poort = str(find_free_port())
    token = run_klantbeeld(tmp_path, "token", "--rol", "klantadviseur", **omgeving).stdout.strip()
    with start_klantbeeld(tmp_path, "serve", "--port", poort, omgeving=omgeving) as web:
        web.wait_for("stop met Ctrl-C")
        id_ = public_id(LH, geheim_of(settings))
        url = f"http://127.0.0.1:{poort}/graphql"
        assert ask_contacten(url, token, id_) == 40
        gebouwd = run_klantbeeld(tmp_path, "rebuild", **omgeving)
        assert (gebouwd.returncode, gebouwd.stderr) == (0, "De store is opnieuw opgebouwd: 46 records overgebracht.\n")
        with open_bronnenproef(settings) as proef:
            proef.append(BRON, make_contact(bron=BRON, sleutel="later"))
            proef.index()
        assert ask_contacten(url, token, id_) == 41
        assert run_klantbeeld(tmp_path, "rebuild", "--rollback", **omgeving).returncode == 0
        assert ask_contacten(url, token, id_) == 41
