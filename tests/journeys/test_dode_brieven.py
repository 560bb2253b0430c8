"""What an operator does with refused records: look without seeing values, offer again, throw away (F31)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexers.dead_letters import Herhaling, describe_brief, replay_dead_letters
from klantbeeld.settings import Settings
from klantbeeld.stores.protocol import Tellers
from tests.bouwers import make_brief
from tests.bouwers_bronnen import (
    Bronnenproef,
    make_contacten,
    make_settings,
    open_bronnenproef,
    refuse,
    surroundings,
    write_bronnen,
)
from tests.bouwers_leveringen import make_contact
from tests.programma import run_klantbeeld

KANARIE = "Kanarie-9c1f"


@pytest.fixture
def proef(tmp_path: Path) -> Iterator[Bronnenproef]:
    with open_bronnenproef(make_settings(tmp_path, "k3cr", versieplafond=10**9)) as proef:
        yield proef


def command(settings: Settings, *woorden: str) -> str:
    """What a command that goes well prints on standard output."""
    klaar = run_klantbeeld(settings.leveringen, "dead-letters", *woorden, **surroundings(settings))
    assert klaar.returncode == 0, klaar.stderr
    assert KANARIE not in klaar.stderr
    return klaar.stdout


def list_letters(settings: Settings) -> list[dict[str, Any]]:
    lijst: list[dict[str, Any]] = json.loads(command(settings, "list", "--json"))
    return lijst


def replay(proef: Bronnenproef) -> Herhaling:
    herhaling = replay_dead_letters(proef.store, proef.ontvanger, proef.store.dead_letters())
    proef.pipeline.start()
    return herhaling


def test_a_listing_names_a_record_by_a_hash_of_its_key(proef: Bronnenproef) -> None:
    fout = make_contact(bron="k3cr", sleutel=KANARIE) | {"gegevens": {"kanaal": KANARIE}}
    proef.write("k3cr", fout)
    proef.index()
    (brief,) = list_letters(proef.settings)
    assert (brief["bron"], brief["soort"], brief["reden"]) == ("k3cr", "contact", "VELD_ONTBREEKT")
    assert KANARIE not in json.dumps(brief)
    assert len(brief["sleutelHash"]) == 16


def test_the_hash_of_a_key_says_whether_two_letters_are_of_one_record_and_depends_on_the_secret() -> None:
    een, twee, zonder = make_brief("1"), make_brief("2"), make_brief("3", sleutel=None)
    geheim, ander = b"g" * 32, b"a" * 80
    assert describe_brief(een, geheim)["sleutelHash"] == describe_brief(twee, geheim)["sleutelHash"]
    assert describe_brief(een, geheim)["sleutelHash"] != describe_brief(een, ander)["sleutelHash"]
    assert describe_brief(zonder, geheim)["sleutelHash"] is None


def test_what_stands_in_the_place_of_a_source_or_kind_is_not_listed(proef: Bronnenproef, tmp_path: Path) -> None:
    vreemd = make_contact(bron=f"{KANARIE} met spaties"), make_contact(bron="k3cr") | {"soort": KANARIE}
    pad = proef.write("gemengd", *vreemd)
    run_klantbeeld(tmp_path, "index", "--bestand", str(pad), **surroundings(proef.settings))
    assert KANARIE not in command(proef.settings, "list", "--json")
    assert KANARIE not in command(proef.settings, "list")
    assert sorted(brief["bron"] for brief in list_letters(proef.settings)) == ["k3cr", "onbekend"]


def test_showing_one_prints_its_line(proef: Bronnenproef) -> None:
    proef.write("k3cr", make_contact(bron="k3cr") | {"gegevens": {"kanaal": KANARIE}})
    proef.index()
    id_ = list_letters(proef.settings)[0]["id"]
    assert KANARIE in json.loads(command(proef.settings, "show", id_))["ruw"]


def test_one_that_is_not_there_is_told_plainly(proef: Bronnenproef) -> None:
    proef.write("k3cr")
    proef.index()
    klaar = run_klantbeeld(proef.settings.leveringen, "dead-letters", "show", "onbekend", **surroundings(proef.settings))
    assert klaar.returncode == 1
    assert klaar.stderr == "BAD_USER_INPUT: Er is geen dode brief onbekend. Zie klantbeeld dead-letters list.\n"


def test_a_discarded_one_is_gone(proef: Bronnenproef) -> None:
    proef.write("k3cr", *map(refuse, make_contacten(2)))
    proef.index()
    command(proef.settings, "discard", list_letters(proef.settings)[0]["id"])
    assert len(list_letters(proef.settings)) == 1


def test_replay_takes_in_what_a_higher_ceiling_allows(proef: Bronnenproef, tmp_path: Path) -> None:
    proef.write("k3cr", make_contact(bron="k3cr", sleutel="C1", versie=10**9 + 1))
    proef.index()
    assert proef.redenen() == ["VERSIE_BOVEN_PLAFOND"]
    write_bronnen(tmp_path, "k3cr")
    command(proef.settings, "replay")
    assert proef.live() == {"C1"}
    assert proef.redenen() == []


def test_replay_of_one_leaves_the_others(proef: Bronnenproef, tmp_path: Path) -> None:
    proef.write("k3cr", *(make_contact(bron="k3cr", sleutel=sleutel, versie=10**9 + 1) for sleutel in ("C1", "C2")))
    proef.index()
    write_bronnen(tmp_path, "k3cr")
    command(proef.settings, "replay", "--id", list_letters(proef.settings)[0]["id"])
    assert len(proef.live()) == 1
    assert len(proef.redenen()) == 1


def test_replay_of_what_is_still_wrong_changes_nothing(proef: Bronnenproef) -> None:
    proef.write("k3cr", *map(refuse, make_contacten(2)))
    proef.index()
    assert replay(proef) == Herhaling(2, 0)
    assert proef.tellers("k3cr") == Tellers("k3cr", dead_lettered=2)


def test_replay_of_what_a_later_version_passed_is_settled(proef: Bronnenproef) -> None:
    oud, nieuw = make_contact(bron="k3cr", sleutel="C1"), make_contact(bron="k3cr", sleutel="C1")
    proef.write("k3cr", oud)
    proef.index()
    anders = oud | {"gegevens": oud["gegevens"] | {"onderwerp": "anders"}}
    proef.append("k3cr", anders)
    proef.index()
    brieven = list(proef.store.dead_letters())
    assert [brief.reden for brief in brieven] == ["VERSIE_HERGEBRUIKT"]
    proef.append("k3cr", nieuw)
    proef.index()
    assert replay_dead_letters(proef.store, proef.ontvanger, brieven) == Herhaling(1, 1)
    assert proef.redenen() == []
    assert proef.store.stored(["k3cr:contact:C1"])["k3cr:contact:C1"].versie == nieuw["versie"]


def test_replay_of_what_the_store_refuses_again_stays_one_letter(proef: Bronnenproef) -> None:
    contact = make_contact(bron="k3cr", sleutel="C1")
    proef.write("k3cr", contact, contact | {"gewijzigdOp": "2023-10-02T08:00:00Z"})
    proef.index()
    assert replay(proef) == Herhaling(1, 0)
    assert proef.redenen() == ["VERSIE_HERGEBRUIKT"]


def test_replay_does_not_let_a_foreign_record_through(proef: Bronnenproef) -> None:
    proef.write("k3cr", make_contact(bron="archie", sleutel="C1"))
    proef.index()
    assert replay(proef) == Herhaling(1, 0)
    assert proef.redenen() == ["BRON_VREEMD"]
    assert proef.live("archie") == set()


def test_a_long_line_is_kept_whole_and_taken_in_later(proef: Bronnenproef, tmp_path: Path) -> None:
    lang = make_contact(bron="k3cr", sleutel="C1", versie=10**9 + 1)
    proef.write("k3cr", lang | {"gegevens": lang["gegevens"] | {"omschrijving": "x" * 900_000}})
    proef.index()
    write_bronnen(tmp_path, "k3cr")
    command(proef.settings, "replay")
    assert proef.live() == {"C1"}


def test_a_line_that_was_too_long_is_refused_again(proef: Bronnenproef) -> None:
    proef.write("k3cr", json.dumps(make_contact(bron="k3cr")).encode() + b" " * 1_000_000 + b"x")
    proef.index()
    (brief,) = proef.store.dead_letters()
    assert (brief.reden, len(brief.ruw)) == ("REGEL_TE_LANG", 100_000)
    assert replay(proef) == Herhaling(1, 0)
    assert proef.redenen() == ["REGEL_TE_LANG"]


def test_the_same_line_of_two_sources_is_two_letters(tmp_path: Path) -> None:
    with open_bronnenproef(make_settings(tmp_path, "archie", "k3cr")) as proef:
        for bron in ("archie", "k3cr"):
            proef.write(bron, b"geen json")
        proef.index()
        assert [brief.bron for brief in proef.store.dead_letters()] == ["archie", "k3cr"]


def test_a_line_without_an_end_is_a_letter_until_it_is_whole(proef: Bronnenproef) -> None:
    heel = json.dumps(make_contact(bron="k3cr", sleutel="C2")).encode()
    pad = proef.write("k3cr", make_contact(bron="k3cr", sleutel="C1"))
    begin = pad.read_bytes()
    for deel in (30, 60):
        pad.write_bytes(begin + heel[:deel])
        proef.index()
        assert proef.redenen() == ["REGEL_ONVOLLEDIG"]
    pad.write_bytes(begin + heel + b"\n")
    proef.index()
    assert proef.redenen() == []
    assert proef.live() == {"C1", "C2"}


def test_a_line_without_an_end_is_settled_too_when_another_file_takes_its_place(proef: Bronnenproef) -> None:
    pad = proef.write("k3cr", make_contact(bron="k3cr", sleutel="C1"))
    pad.write_bytes(pad.read_bytes() + b'{"bron":"k3cr","soort":')
    proef.index()
    proef.write("k3cr", *make_contacten(5))
    proef.index()
    assert proef.redenen() == []


def test_what_replay_takes_in_is_derived(proef: Bronnenproef, tmp_path: Path) -> None:
    proef.write("k3cr", make_contact(bron="k3cr", sleutel="C1", versie=10**9 + 1))
    proef.index()
    write_bronnen(tmp_path, "k3cr")
    command(proef.settings, "replay", "--bron", "k3cr")
    assert proef.store.marks(proef.settings.vandaag or pytest.fail("no day")) == []
