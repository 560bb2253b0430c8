"""The page of who looks after the product: how sources stand, dead letters without values, and what can be done with them."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import orjson
import pytest

from indexers.dead_letters import Brievenbak
from klantbeeld.app import make_brievenbak, make_web
from klantbeeld.errors import StoreOnbereikbaar
from klantbeeld.settings import Settings
from klantbeeld.settings_delen import StoreSettings
from klantbeeld.stores.protocol import Batch
from tests.bouwers import make_brief
from tests.bouwers_leveringen import (
    LH,
    Proef,
    make_bronstand,
    make_contact,
    make_organisatie,
    open_proef,
    write_regel,
)
from tests.bouwers_scherm import ADRES, Schermproef
from tests.browser import Browser

KANARIE = "Kanarie-9c1f"


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Proef]:
    with open_proef(tmp_path) as proef:
        proef.deliver(make_organisatie(bron="cws"), make_bronstand("cws"), make_contact(bron="k3cr"))
        yield proef


@pytest.fixture
def scherm(proef: Proef) -> Schermproef:
    scherm = open_beheer(proef)
    scherm.choose("beheerder")
    return scherm


def open_beheer(proef: Proef) -> Schermproef:
    assert proef.settings.logboek is not None
    return Schermproef(Browser(make_web(proef.settings, proef.klantbeeld), ADRES), proef.settings.logboek)


def refuse(proef: Proef, sleutel: str = "C1") -> str:
    """Delivers a contact that is refused now, and can be taken in once it is whole. Gives the id of its dead letter."""
    proef.deliver(make_contact(bron="k3cr", sleutel=sleutel) | {"gegevens": {"kanaal": KANARIE}})
    return next(iter(proef.store.dead_letters("k3cr"))).id


def read_beheer(scherm: Schermproef, vraag: str = "") -> str:
    response = scherm.browser.get(f"/beheer{vraag}")
    assert response.status_code == 200
    return " ".join(unescape(re.sub("<[^>]+>", " ", response.text)).split())


def test_sources_are_told_with_their_freshness_and_counts(scherm: Schermproef) -> None:
    pagina = read_beheer(scherm)
    assert "CWS actueel 20-10-2023 08:00 4 uur 24 uur 2 2 0 0 0 0 0" in pagina
    assert "K3CR verouderd nooit gemeld onbekend" in pagina
    assert "BRON_VEROUDERD (k3cr)" in pagina
    assert "Laatste controle: nog nooit" in pagina


def test_the_last_verification_is_told(proef: Proef, scherm: Schermproef) -> None:
    verslag = {"op": "2023-10-20T02:00:00+00:00", "gelijk": False, "gevonden": {"ANDERS": 3}, "over": {"ANDERS": 1}}
    proef.store.note_controle(orjson.dumps(verslag))
    assert "niet gelijk, 3 verschillen gevonden, 1 over na herstel" in read_beheer(scherm)


def test_a_dead_letter_is_told_without_its_values(proef: Proef, scherm: Schermproef) -> None:
    id_ = refuse(proef, KANARIE)
    pagina = read_beheer(scherm, "?bron=k3cr")
    assert id_ in pagina
    assert "VELD_ONTBREEKT" in pagina
    assert KANARIE not in pagina


def test_only_the_letters_of_the_source_that_is_asked_are_listed(proef: Proef, scherm: Schermproef) -> None:
    id_ = refuse(proef)
    assert id_ in read_beheer(scherm)
    assert id_ not in read_beheer(scherm, "?bron=cws")


def test_a_letter_that_still_cannot_be_taken_in_stays(proef: Proef, scherm: Schermproef) -> None:
    id_ = refuse(proef)
    response = scherm.browser.post("/beheer/dode-brieven", {"actie": "opnieuw", "brief": id_})
    assert response.headers["location"] == "/beheer?gedaan=gebleven#brieven"
    assert [brief.id for brief in proef.store.dead_letters()] == [id_]


@pytest.mark.parametrize("keuze", ["brief", "bron"])
def test_a_letter_that_can_be_taken_in_now_is_settled_and_shown(proef: Proef, scherm: Schermproef, keuze: str) -> None:
    ruw = write_regel(make_contact("2023-10-19T09:00:00Z", bron="k3cr", sleutel="C9"))
    proef.store.apply(Batch(brieven=(make_brief("b9", bron="k3cr", ruw=ruw),)))
    velden = {"actie": "opnieuw", keuze: "b9" if keuze == "brief" else "k3cr"}
    assert scherm.browser.post("/beheer/dode-brieven", velden).headers["location"] == "/beheer?gedaan=opgelost#brieven"
    assert list(proef.store.dead_letters()) == []
    scherm.choose("klantadviseur")
    assert "19-10-2023 11:00" in scherm.browser.get(f"/werkgevers/{proef.id_of(LH)}").text


def test_a_letter_can_be_thrown_away(proef: Proef, scherm: Schermproef) -> None:
    id_ = refuse(proef)
    response = scherm.browser.post("/beheer/dode-brieven", {"actie": "weggooien", "brief": id_})
    assert "De dode brief is weggegooid." in scherm.browser.follow(response).text
    assert list(proef.store.dead_letters()) == []


def test_what_is_done_is_recorded_before_it_is_done(proef: Proef, scherm: Schermproef) -> None:
    id_ = refuse(proef)
    scherm.browser.post("/beheer/dode-brieven", {"actie": "weggooien", "brief": id_})
    regel = scherm.read_log()[-1]
    assert (regel["handeling"], regel["keuze"], regel["rol"]) == ("dode brief weggooien", f"brief={id_}", "beheerder")
    assert regel["doel"] == "urn:klantbeeld:verwerking:technisch-beheer"


def test_without_a_record_nothing_is_done(proef: Proef, scherm: Schermproef, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = refuse(proef)
    monkeypatch.setattr(proef.klantbeeld.omgeving.log, "pad", proef.settings.leveringen)
    assert scherm.browser.post("/beheer/dode-brieven", {"actie": "weggooien", "brief": id_}).status_code == 503
    assert [brief.id for brief in proef.store.dead_letters()] == [id_]


@pytest.mark.parametrize(
    "velden",
    [
        {},
        {"actie": "weggooien"},
        {"actie": "weggooien", "bron": "k3cr"},
        {"actie": "opnieuw"},
        {"actie": "alles", "brief": "x"},
        {"actie": "weggooien", "brief": "x"},
    ],
)
def test_what_makes_no_sense_is_refused(proef: Proef, scherm: Schermproef, velden: dict[str, str]) -> None:
    id_ = refuse(proef)
    assert scherm.browser.post("/beheer/dode-brieven", velden).status_code == 400
    assert [brief.id for brief in proef.store.dead_letters()] == [id_]


def test_a_page_of_another_site_can_change_nothing(proef: Proef, scherm: Schermproef) -> None:
    id_ = refuse(proef)
    velden = {"actie": "weggooien", "brief": id_}
    assert scherm.browser.post("/beheer/dode-brieven", velden, {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert [brief.id for brief in proef.store.dead_letters()] == [id_]


def test_a_store_that_takes_no_change_is_told(proef: Proef, scherm: Schermproef, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StoreOnbereikbaar("weg")

    id_ = refuse(proef)
    monkeypatch.setattr(Brievenbak, "discard", fail)
    response = scherm.browser.post("/beheer/dode-brieven", {"actie": "weggooien", "brief": id_})
    assert "De store nam de wijziging niet aan." in scherm.browser.follow(response).text


@pytest.mark.parametrize("rol", ["klantadviseur", "beleid", "toezichthouder"])
def test_other_roles_are_refused_and_that_is_recorded(proef: Proef, scherm: Schermproef, rol: str) -> None:
    id_ = refuse(proef)
    scherm.choose(rol)
    assert scherm.browser.get("/beheer").status_code == 403
    assert scherm.browser.post("/beheer/dode-brieven", {"actie": "weggooien", "brief": id_}).status_code == 403
    assert [brief.id for brief in proef.store.dead_letters()] == [id_]
    assert [(regel["rol"], regel["resultaat"]) for regel in scherm.read_log()[-2:]] == [(rol, "geweigerd")] * 2


def test_only_who_may_is_shown_the_way_to_it(scherm: Schermproef) -> None:
    assert 'href="/beheer"' in scherm.browser.get("/raadplegingen").text
    scherm.choose("klantadviseur")
    assert 'href="/beheer"' not in scherm.browser.get("/raadplegingen").text


@pytest.mark.parametrize(
    ("omgeving", "url", "mag"),
    [
        ("demo", "sqlite:///x.db", True),
        ("productie", "sqlite:///x.db", False),
        ("productie", "elasticsearch+https://zoek.test:9200/kb", True),
    ],
)
def test_a_web_process_changes_a_cluster_and_never_the_file_of_an_indexer(omgeving: str, url: str, mag: bool) -> None:
    settings = Settings.model_construct(**{**Settings().__dict__, "omgeving": omgeving, "store": StoreSettings(url=url)})
    assert (make_brievenbak(settings) is not None) == mag


def test_where_the_store_may_not_be_changed_the_command_is_told(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klantbeeld.app.make_brievenbak", lambda _: None)
    scherm, id_ = open_beheer(proef), refuse(proef)
    scherm.choose("beheerder")
    assert f"klantbeeld dead-letters replay --id {id_} klantbeeld dead-letters discard {id_}" in read_beheer(scherm)
    assert scherm.browser.post("/beheer/dode-brieven", {"actie": "weggooien", "brief": id_}).status_code == 403
    assert [brief.id for brief in proef.store.dead_letters()] == [id_]


def test_a_store_that_cannot_be_read_is_an_alarm_and_the_page_stays(
    proef: Proef, scherm: Schermproef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreOnbereikbaar("weg")

    monkeypatch.setattr(type(proef.klantbeeld.omgeving.store), "read", fail)
    assert "De store is nu niet te lezen" in read_beheer(scherm)


def test_the_speed_of_today_is_told(scherm: Schermproef) -> None:
    scherm.choose("klantadviseur")
    scherm.search("bakkerij")
    scherm.choose("beheerder")
    assert re.search(r"\d\d-\d\d-\d{4} zoeken 1 \d+ ms \d+ ms", read_beheer(scherm))
