"""Health: alive is that the process answers, ready that it can read and record; sources that fail are told beside it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from klantbeeld.access import audit
from klantbeeld.queries import Klantbeeld
from klantbeeld.toestand import Bevinding
from klantbeeld.toezicht import Webtoezicht
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse
from tests.bouwers_leveringen import make_bronstand
from tests.bouwers_log import make_log
from tests.bouwers_toezicht import Toezichtproef, open_toezicht

PADEN = ["/gezondheid/levend", "/gezondheid/gereed"]


@pytest.fixture
def gevuld(tmp_path: Path) -> Iterator[Bronnenproef]:
    """Sources archie (which told everything up to six hours ago) and k3cr (which never said so)."""
    with open_bronnenproef(make_settings(tmp_path, "archie", "k3cr")) as gevuld:
        gevuld.write("archie", *make_contacten(1, "archie"), make_bronstand(bron="archie"))
        gevuld.write("k3cr", *make_contacten(2))
        gevuld.index()
        yield gevuld


@pytest.fixture
def proef(gevuld: Bronnenproef) -> Iterator[Toezichtproef]:
    with open_toezicht(gevuld.settings) as proef:
        yield proef


def with_log(proef: Toezichtproef, pad: Path) -> Toezichtproef:
    return replace(proef, klantbeeld=Klantbeeld(replace(proef.klantbeeld.omgeving, log=make_log(pad))))


def test_a_process_that_answers_is_alive(proef: Toezichtproef) -> None:
    antwoord = proef.get("/gezondheid/levend")
    assert (antwoord.status_code, antwoord.json()) == (200, {"status": "LEVEND"})


def test_it_is_alive_without_its_store(proef: Toezichtproef) -> None:
    proef.klantbeeld.omgeving.store.close()
    assert proef.get("/gezondheid/levend").status_code == 200


def test_it_is_ready_when_it_can_read_and_record(proef: Toezichtproef) -> None:
    antwoord = proef.get("/gezondheid/gereed")
    assert antwoord.status_code == 200
    assert {naam: antwoord.json()[naam] for naam in ("status", "store", "vastlegging", "markeringen")} == {
        "status": "GEREED",
        "store": "OK",
        "vastlegging": "OK",
        "markeringen": 0,
    }


def test_it_tells_how_each_source_stands(proef: Toezichtproef) -> None:
    assert proef.gereed()["bronnen"] == [
        {
            "bron": "archie",
            "status": "OK",
            "bijgewerktOp": "2023-10-20T06:00:00+00:00",
            "achterstandInSeconden": 14_400.0,
            "storing": None,
        },
        {"bron": "k3cr", "status": "VEROUDERD", "bijgewerktOp": None, "achterstandInSeconden": None, "storing": None},
    ]
    assert proef.gereed()["alarmen"] == [{"code": "BRON_VEROUDERD", "bron": "k3cr"}]


def test_a_source_that_falls_silent_becomes_late_by_itself(gevuld: Bronnenproef) -> None:
    """I9: nothing has to happen for it, only time to pass."""
    later = gevuld.settings.model_copy(update={"vandaag": date(2023, 10, 22)})
    with open_toezicht(later) as proef:
        assert proef.gereed()["alarmen"] == [
            {"code": "BRON_VEROUDERD", "bron": "archie"},
            {"code": "BRON_VEROUDERD", "bron": "k3cr"},
        ]


def test_a_bronstand_of_a_moment_that_has_not_come_is_no_lag(gevuld: Bronnenproef) -> None:
    eerder = gevuld.settings.model_copy(update={"vandaag": date(2023, 10, 19)})
    with open_toezicht(eerder) as proef:
        assert proef.gereed()["bronnen"][0]["achterstandInSeconden"] == 0.0


def test_however_many_ask_at_once_the_store_is_read_once(proef: Toezichtproef) -> None:
    gelezen: list[datetime] = []

    def look_at_the_clock() -> datetime:
        gelezen.append(proef.klantbeeld.omgeving.klok())
        return gelezen[-1]

    async def ask() -> list[Bevinding]:
        toezicht = Webtoezicht(replace(proef.klantbeeld.omgeving, klok=look_at_the_clock))
        return await asyncio.gather(*(toezicht.look() for _ in range(20)))

    bevindingen = asyncio.run(ask())
    assert (len(gelezen), len(set(map(id, bevindingen)))) == (1, 1)


def test_a_source_that_was_stopped_is_an_alarm_and_the_process_stays_ready(gevuld: Bronnenproef, proef: Toezichtproef) -> None:
    gevuld.write("k3cr", *map(refuse, make_contacten(150)))
    gevuld.index()
    antwoord = proef.get("/gezondheid/gereed")
    assert antwoord.status_code == 200
    assert antwoord.json()["bronnen"][1]["storing"] == "TE_VEEL_FOUTEN"
    assert antwoord.json()["alarmen"] == [{"code": "TE_VEEL_FOUTEN", "bron": "k3cr"}, {"code": "DODE_BRIEVEN", "bron": "k3cr"}]


def test_without_its_store_it_is_not_ready(proef: Toezichtproef) -> None:
    proef.klantbeeld.omgeving.store.close()
    antwoord = proef.get("/gezondheid/gereed")
    assert (antwoord.status_code, antwoord.json()) == (
        503,
        {"status": "NIET_GEREED", "store": "STORE_UNUSABLE", "vastlegging": "OK", "alarmen": [{"code": "STORE_UNUSABLE"}]},
    )


def test_without_its_log_it_is_not_ready(proef: Toezichtproef, tmp_path: Path) -> None:
    antwoord = with_log(proef, tmp_path).get("/gezondheid/gereed")
    assert (antwoord.status_code, antwoord.json()["vastlegging"]) == (503, "RECORDING_FAILED")


def test_on_a_disk_that_is_almost_full_it_is_not_ready(proef: Toezichtproef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MINSTE_RUIMTE", 1 << 62)
    antwoord = proef.get("/gezondheid/gereed")
    assert (antwoord.status_code, antwoord.json()["vastlegging"]) == (503, "RECORDING_FAILED")


def test_asking_after_it_records_no_consultation(proef: Toezichtproef, tmp_path: Path) -> None:
    with_log(proef, tmp_path / "log.jsonl").get("/gezondheid/gereed")
    assert (tmp_path / "log.jsonl").read_bytes() == b""


def test_a_name_that_is_not_configured_is_not_repeated(gevuld: Bronnenproef, proef: Toezichtproef) -> None:
    gevuld.write("archie", *make_contacten(1, "archie"))
    bestand = gevuld.settings.leveringen / "los.jsonl"
    gevuld.write("los", *make_contacten(1, "jan.jansen"))
    gevuld.take_in_any(bestand)
    assert "jan.jansen" not in proef.get("/gezondheid/gereed").text


@pytest.mark.parametrize("pad", PADEN)
def test_an_answer_is_json_that_nobody_keeps(proef: Toezichtproef, pad: str) -> None:
    koppen = proef.get(pad).headers
    assert (koppen["content-type"], koppen["cache-control"]) == ("application/json", "no-store")


@pytest.mark.parametrize("pad", [f"{pad}/" for pad in PADEN])
def test_an_address_that_is_almost_right_leads_nowhere(proef: Toezichtproef, pad: str) -> None:
    assert proef.get(pad).status_code == 404
