"""``/metrics``: the accounting per source, freshness, what waits, and how the process does; never a word of a delivery."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from klantbeeld.app import make_toezicht
from klantbeeld.settings_delen import ToezichtSettings
from klantbeeld.toezicht import Webtoezicht
from tests.bouwers_bronnen import Bronnenproef, make_contacten, make_settings, open_bronnenproef, refuse
from tests.bouwers_leveringen import make_bronstand, make_organisatie
from tests.bouwers_toezicht import Toezichtproef, open_toezicht, pick

TOKEN = "t" * 32


@pytest.fixture
def gevuld(tmp_path: Path) -> Iterator[Bronnenproef]:
    with open_bronnenproef(make_settings(tmp_path, "archie", "k3cr")) as gevuld:
        gevuld.write("archie", *make_contacten(2, "archie"), make_bronstand(bron="archie"))
        gevuld.write("k3cr", *make_contacten(3), refuse(make_contacten(4)[3]))
        gevuld.index()
        yield gevuld


@pytest.fixture
def proef(gevuld: Bronnenproef) -> Iterator[Toezichtproef]:
    with open_toezicht(gevuld.settings) as proef:
        yield proef


def list_paden(proef: Toezichtproef, **instellingen: object) -> list[str]:
    """Where somebody who watches over the program can ask something, with these settings."""
    omgeving = proef.klantbeeld.omgeving
    settings = proef.settings.model_copy(update=instellingen)
    return [route.path for route in make_toezicht(settings, Webtoezicht(omgeving), omgeving.meter.registry)]


def test_every_record_of_a_source_is_in_one_outcome(proef: Toezichtproef) -> None:
    waarden = proef.metrics()
    uitkomsten = pick(waarden, "klantbeeld_records_total", "k3cr")
    assert uitkomsten == {"applied": 3, "superseded": 0, "unchanged": 0, "dead_lettered": 1, "erased": 0}
    assert waarden["klantbeeld_records_received_total", ("k3cr",)] == sum(uitkomsten.values())


def test_a_record_that_comes_again_is_counted_as_unchanged(gevuld: Bronnenproef, proef: Toezichtproef) -> None:
    contacten = make_contacten(3)
    gevuld.write("k3cr", *contacten, *contacten)
    gevuld.index()
    assert pick(proef.metrics(), "klantbeeld_records_total", "k3cr") == {
        "applied": 6,
        "superseded": 0,
        "unchanged": 3,
        "dead_lettered": 1,
        "erased": 0,
    }


def test_the_lag_of_a_source_is_the_age_of_its_bronstand(proef: Toezichtproef) -> None:
    waarden = proef.metrics()
    assert waarden["klantbeeld_source_lag_seconds", ("archie",)] == 14_400
    assert waarden["klantbeeld_source_norm_seconds", ("archie",)] == 86_400
    assert ("klantbeeld_source_lag_seconds", ("k3cr",)) not in waarden


def test_dead_letters_are_told_by_reason(proef: Toezichtproef) -> None:
    assert proef.metrics()["klantbeeld_dead_letters", ("k3cr", "WAARDE_ONGELDIG")] == 1


def test_a_source_that_was_stopped_says_why(gevuld: Bronnenproef, proef: Toezichtproef) -> None:
    (gevuld.settings.leveringen / "k3cr.jsonl").unlink()
    gevuld.index()
    waarden = proef.metrics()
    assert waarden["klantbeeld_source_stopped", ("k3cr", "BRON_ONLEESBAAR")] == 1
    assert waarden["klantbeeld_alarm", ("k3cr", "BRON_ONLEESBAAR")] == 1


def test_what_is_still_to_be_derived_is_told_by_kind(gevuld: Bronnenproef, proef: Toezichtproef) -> None:
    assert proef.metrics()["klantbeeld_marks_open", ()] == 0
    gevuld.leave_mark("organisatie", "lh:1", "lh:2")
    waarden = proef.metrics()
    assert (waarden["klantbeeld_marks_open", ()], waarden["klantbeeld_keys_to_derive", ("organisatie",)]) == (1, 2)
    assert waarden["klantbeeld_load_pending", ()] == 0


def test_without_its_store_it_says_so_and_nothing_of_the_sources(proef: Toezichtproef) -> None:
    proef.klantbeeld.omgeving.store.close()
    waarden = proef.metrics()
    assert pick(waarden, "klantbeeld_up") == {"store": 0, "vastlegging": 1}
    assert waarden["klantbeeld_alarm", ("", "STORE_UNUSABLE")] == 1
    assert not [naam for naam, _ in waarden if naam.startswith("klantbeeld_records")]


def test_names_and_numbers_that_were_delivered_are_in_no_label(gevuld: Bronnenproef, proef: Toezichtproef) -> None:
    """I10, with canaries in the name of a source, in a key, in what is accepted and in what is refused."""
    gevuld.write(
        "los", *make_contacten(1, "jan.jansen"), make_organisatie("987654321L01", {"naam": "Kanarie"}), b'{"bron": "kanarie"'
    )
    gevuld.take_in_any(gevuld.settings.leveringen / "los.jsonl")
    tekst = proef.get("/metrics").text.lower()
    assert [spoor for spoor in ("jan.jansen", "987654321", "kanarie") if spoor in tekst] == []
    assert proef.metrics()["klantbeeld_records_total", ("overige", "applied")] == 2


def test_outside_the_demo_there_are_no_metrics_without_a_token_set(proef: Toezichtproef) -> None:
    assert list_paden(proef, omgeving="productie") == ["/gezondheid/levend", "/gezondheid/gereed"]


@pytest.mark.parametrize(
    ("koppen", "status"),
    [
        ({}, 401),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_with_a_token_set_only_who_shows_it_may_read_them(proef: Toezichtproef, koppen: dict[str, str], status: int) -> None:
    toezicht = ToezichtSettings(token=SecretStr(TOKEN))
    met_token = Toezichtproef(proef.settings.model_copy(update={"toezicht": toezicht}), proef.klantbeeld)
    antwoord = met_token.get("/metrics", koppen)
    assert (antwoord.status_code, bool(antwoord.content)) == (status, status == 200)
