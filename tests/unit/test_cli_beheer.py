"""The commands that look after a store: what they refuse, what they ask, and what they say they did."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from klantbeeld.cli import app
from klantbeeld.settings import Settings
from klantbeeld.stores.cache_redis import VOORVOEGSEL
from tests.bouwers_bronnen import surroundings
from tests.bouwers_heropbouw import BRON, digest_of_store, list_files, open_gevuld, read_store
from tests.bouwers_leveringen import ANDER, LH
from tests.programma import find_free_port
from tests.redis_server import Redisproces

RUNNER = CliRunner()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A filled store, named by the environment."""
    with open_gevuld(tmp_path, contacten=3) as proef:
        for naam, waarde in surroundings(proef.settings).items():
            if naam not in os.environ:
                monkeypatch.setenv(naam, waarde)
        return proef.settings


def run(*woorden: str, invoer: str | None = None) -> Result:
    return RUNNER.invoke(app, woorden, input=invoer)


def say(*woorden: str, invoer: str | None = None) -> list[str]:
    """What a command that succeeds says."""
    gedaan = run(*woorden, invoer=invoer)
    assert gedaan.exit_code == 0, gedaan.output
    return gedaan.stderr.splitlines()


def test_a_rebuild_says_what_it_did(settings: Settings) -> None:
    eerder = digest_of_store(settings)
    assert say("rebuild") == ["De store is opnieuw opgebouwd: 9 records overgebracht."]
    assert (digest_of_store(settings), len(list_files(settings))) == (eerder, 3)


def test_going_back_and_reading_the_sources_do_not_go_together(settings: Settings) -> None:
    gedaan = run("rebuild", "--rollback", "--van-bronnen")
    assert (gedaan.exit_code, gedaan.stderr) == (1, "BAD_USER_INPUT: --rollback gaat niet samen met --van-bronnen.\n")
    assert list_files(settings) == {"klantbeeld.db"}


@pytest.mark.usefixtures("settings")
def test_there_is_nothing_to_go_back_to_before_the_first_rebuild() -> None:
    gedaan = run("rebuild", "--rollback")
    assert (gedaan.exit_code, gedaan.stderr.partition(":")[0]) == (1, "STORE_UNAVAILABLE")


@pytest.mark.usefixtures("settings")
def test_going_back_says_that_the_previous_generation_is_used_again() -> None:
    say("rebuild")
    assert say("rebuild", "--rollback") == ["De vorige generatie van de store is weer in gebruik: 0 records overgebracht."]


def test_records_that_the_source_lost_are_named_by_a_rebuild(settings: Settings) -> None:
    pad = settings.leveringen / f"{BRON}.jsonl"
    pad.write_bytes(b"\n".join(regel for regel in pad.read_bytes().splitlines() if b'"C3"' not in regel) + b"\n")
    gedaan = run("rebuild", "--van-bronnen")
    assert (gedaan.exit_code, gedaan.stderr.partition(":")[0]) == (1, "REBUILD_FAILED")
    gezegd = say("rebuild", "--van-bronnen", "--bevestig-verwijderen")
    assert gezegd[-1] == f"{BRON}: 1 records vervallen, de bron heeft ze niet meer."


@pytest.mark.parametrize(
    "opdracht", ["verify", "maintain", "rebuild", f"erase lh:{LH} --ja", "dead-letters replay", "dead-letters discard 1"]
)
def test_what_looks_after_a_store_makes_none(opdracht: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTBEELD_STORE__URL", f"sqlite:///{tmp_path}/verkeerd/klantbeeld.db")
    gedaan = run(*opdracht.split())
    assert (gedaan.exit_code, gedaan.stderr.partition(":")[0]) == (1, "STORE_UNAVAILABLE")
    assert not (tmp_path / "verkeerd" / "klantbeeld.db").exists()


@pytest.mark.usefixtures("settings")
def test_erasing_says_that_nothing_of_a_key_is_known() -> None:
    assert say("erase", "lh:000000012L01", "--ja")[0].startswith("Hiervan is niets in de store: klopt de sleutel?")


def test_a_key_can_be_read_from_standard_input(settings: Settings) -> None:
    gezegd = say("erase", "-", "--ja", invoer=f"lh:{ANDER}\n")
    assert gezegd[-2:] == [
        "2 records en 0 dode brieven worden voorgoed gewist.",
        "Gewist. Wat er nog van binnenkomt, wordt geteld en niet bewaard.",
    ]
    with read_store(settings) as store:
        assert store.live_counts()[BRON, "organisatie"] == 1


@pytest.mark.usefixtures("settings")
def test_erasing_empties_the_cache(redis: Redisproces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTBEELD_CACHE__URL", redis.url)
    with redis.connect() as client:
        client.set(f"{VOORVOEGSEL}groep:0", b"x")
        say("erase", f"lh:{ANDER}", "--ja")
        assert client.keys() == []


@pytest.mark.usefixtures("settings")
def test_erasing_goes_on_without_the_cache_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTBEELD_CACHE__URL", f"redis://127.0.0.1:{find_free_port()}/0")
    assert say("erase", f"lh:{ANDER}", "--ja")[-2].startswith("De cache antwoordt niet.")


def test_nothing_is_erased_without_confirmation(settings: Settings) -> None:
    eerder = digest_of_store(settings)
    assert run("erase", f"lh:{LH}", invoer="j\n").exit_code == 1
    assert digest_of_store(settings) == eerder


@pytest.mark.parametrize(("antwoord", "code"), [("n\n", 1), ("\n", 1), ("Ja\n", 0), ("j\n", 0)])
def test_the_operator_decides(settings: Settings, monkeypatch: pytest.MonkeyPatch, antwoord: str, code: int) -> None:
    monkeypatch.setattr("klantbeeld.cli_beheer.is_terminal", lambda: True)
    assert run("erase", f"lh:{ANDER}", invoer=antwoord).exit_code == code
    with read_store(settings) as store:
        assert store.live_counts()[BRON, "organisatie"] == 1 + code


def test_lifting_says_how_many_entries_went(settings: Settings) -> None:
    say("erase", f"lh:{ANDER}", "--ja")
    assert say("erase", f"lh:{ANDER}", "--opheffen")[-1].startswith("3 regels uit het wisregister gehaald.")
    assert say("verify", "--repair") == []
    with read_store(settings) as store:
        assert store.live_counts()[BRON, "organisatie"] == 2


@pytest.mark.usefixtures("settings")
def test_verifying_says_what_was_compared_and_that_nothing_differs() -> None:
    gedaan = run("verify")
    assert (gedaan.exit_code, gedaan.stdout.splitlines()) == (
        0,
        ["vergeleken: 11 regels van 1 bronnen, en 2 werkgevers", "verschillen: geen"],
    )


@pytest.mark.usefixtures("settings")
def test_maintenance_says_that_there_was_nothing_to_do() -> None:
    gezegd = say("maintain")
    assert (gezegd[0].startswith("0 grafstenen"), gezegd[1]) == (True, "Vorige generatie opgeruimd: geen.")
